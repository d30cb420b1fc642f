// How far a noised sum may lie from the truth. Beside the noise, not in its path: an answer's error
// is the same for every cell and says nothing about any of them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace candour::query {

// The standard deviation of one cell that carries `draws` draws of discrete Laplace noise.
double NoiseDeviation(uint32_t epsilon, size_t draws);

// The smallest whole h such that sum - h .. sum + h holds the truth in at least 95 % of answers.
// Exact for one and two draws; from five on by the expansion of Cornish and Fisher (1938) with the
// sum's excess of kurtosis, rounded up; three and four are taken as two of twice their variance.
int64_t HalfWidth95(uint32_t epsilon, size_t draws);

}  // namespace candour::query
