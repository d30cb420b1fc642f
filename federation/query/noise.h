// Exact discrete Laplace noise: P(x) is proportional to exp(-epsilon |x|), epsilon in thousandths
// (Canonne, Kamath, Steinke 2020, arXiv 2004.00010, algorithms 1 and 2).
//
// Integers only, here and in noise.cc: floating point would make the distribution inexact, and its
// low bits have given away what noise was to hide (Mironov 2012). All randomness comes from the
// stream; the caller owes a fresh seed for every vector, never one derived from a question.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/prg.h"

namespace candour::query {

// Thousandths of epsilon that a question may ask for.
inline constexpr uint32_t kEpsilonMin = 10;
inline constexpr uint32_t kEpsilonMax = 4000;

// One draw. `epsilon` lies between kEpsilonMin and kEpsilonMax; anything else aborts.
int64_t DiscreteLaplace(uint32_t epsilon, crypto::Prg& prg);

// The counts, each with a draw of its own.
std::vector<int64_t> AddNoise(std::span<const int64_t> counts, uint32_t epsilon, crypto::Prg& prg);

// Uniform below `bound`, without bias; 0 aborts.
uint64_t UniformBelow(uint64_t bound, crypto::Prg& prg);

}  // namespace candour::query
