// The best threshold test between two samples of one statistic.
#pragma once

#include <cstdint>
#include <vector>

namespace candour::attacks {

struct Advantage {
  double value = 0;
  double deviation = 0;
};

// The threshold and its direction are chosen on the first half of each sample and measured on the
// second. Equal sizes, at least two each.
Advantage BestAdvantage(const std::vector<double>& without, const std::vector<double>& with);

// (e^eps - 1)/(e^eps + 1), epsilon in thousandths.
double AdvantageBound(uint32_t epsilon);

// log P(seen | one more) - log P(seen), when `distance` is what was seen less what would be there
// without it: for one draw of noise, and for the sum of two.
double LogRatioOfOne(uint32_t epsilon, int64_t distance);
double LogRatioOfTwo(uint32_t epsilon, int64_t distance);

}  // namespace candour::attacks
