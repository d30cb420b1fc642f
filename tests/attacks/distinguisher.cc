#include "tests/attacks/distinguisher.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace candour::attacks {
namespace {

double ShareAbove(std::vector<double>::const_iterator begin,
                  std::vector<double>::const_iterator end, double threshold) {
  const auto above = std::count_if(begin, end, [&](double x) { return x > threshold; });
  return static_cast<double>(above) / static_cast<double>(end - begin);
}

double LogMassOfTwo(double epsilon, double distance) {
  const double a = std::exp(-epsilon);
  const double k = std::abs(distance);
  return -epsilon * k + std::log(k + 1 + 2 * a * a / (1 - a * a));
}

}  // namespace

Advantage BestAdvantage(const std::vector<double>& without, const std::vector<double>& with) {
  const auto half = static_cast<std::ptrdiff_t>(without.size() / 2);
  std::vector<double> thresholds(without.begin(), without.begin() + half);
  thresholds.insert(thresholds.end(), with.begin(), with.begin() + half);
  std::sort(thresholds.begin(), thresholds.end());
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  const size_t step = std::max<size_t>(1, thresholds.size() / 200);
  double best = 0;
  double at = 0;
  for (size_t i = 0; i < thresholds.size(); i += step) {
    const double gap = ShareAbove(with.begin(), with.begin() + half, thresholds[i]) -
                       ShareAbove(without.begin(), without.begin() + half, thresholds[i]);
    if (std::abs(gap) <= std::abs(best)) continue;
    best = gap;
    at = thresholds[i];
  }
  const double p1 = ShareAbove(with.begin() + half, with.end(), at);
  const double p0 = ShareAbove(without.begin() + half, without.end(), at);
  const double n = static_cast<double>(with.size()) - static_cast<double>(half);
  // Never less than what one trial in the sample could have changed.
  const double variance = std::max((p1 * (1 - p1) + p0 * (1 - p0)) / n, 1 / (n * n));
  return {.value = best < 0 ? p0 - p1 : p1 - p0, .deviation = std::sqrt(variance)};
}

double AdvantageBound(uint32_t epsilon) { return std::tanh(epsilon / 2000.0); }

double LogRatioOfOne(uint32_t epsilon, int64_t distance) {
  return epsilon / 1000.0 * static_cast<double>(std::llabs(distance) - std::llabs(distance - 1));
}

double LogRatioOfTwo(uint32_t epsilon, int64_t distance) {
  const double one = epsilon / 1000.0;
  return LogMassOfTwo(one, static_cast<double>(distance - 1)) -
         LogMassOfTwo(one, static_cast<double>(distance));
}

}  // namespace candour::attacks
