#include "federation/query/interval.h"

#include <algorithm>
#include <cmath>

#include "crypto/check.h"

namespace candour::query {
namespace {

constexpr double kCovered = 0.95;
constexpr double kNormal975 = 1.959963984540054;

// P(X = k) of one draw, and of the sum of two, for k >= 0, with a = exp(-epsilon).
double MassOfOne(double a, double k) { return (1 - a) / (1 + a) * std::pow(a, k); }
double MassOfTwo(double a, double k) {
  const double scale = (1 - a) / (1 + a);
  return scale * scale * std::pow(a, k) * (k + 1 + 2 * a * a / (1 - a * a));
}

int64_t ExactHalfWidth(double epsilon, double (*mass)(double, double)) {
  const double a = std::exp(-epsilon);
  double covered = mass(a, 0);
  int64_t h = 0;
  while (covered < kCovered) covered += 2 * mass(a, static_cast<double>(++h));
  return h;
}

}  // namespace

double NoiseDeviation(uint32_t epsilon, size_t draws) {
  crypto::Check(epsilon > 0, "the error of no epsilon");
  const double a = std::exp(-static_cast<double>(epsilon) / 1000.0);
  return std::sqrt(static_cast<double>(draws) * 2 * a) / (1 - a);
}

int64_t HalfWidth95(uint32_t epsilon, size_t draws) {
  const double one = static_cast<double>(epsilon) / 1000.0;
  if (draws == 0) return 0;
  if (draws == 1) return ExactHalfWidth(one, MassOfOne);
  if (draws == 2) return ExactHalfWidth(one, MassOfTwo);
  if (draws < 5) return ExactHalfWidth(one / std::sqrt(2.0), MassOfTwo);
  // Fourth cumulant of one draw over its squared variance: 3 + (1 - a)^2 / (2 a).
  const double a = std::exp(-one);
  const double excess = (3 + (1 - a) * (1 - a) / (2 * a)) / static_cast<double>(draws);
  const double z = kNormal975 + (std::pow(kNormal975, 3) - 3 * kNormal975) / 24 * excess;
  return static_cast<int64_t>(std::ceil(z * NoiseDeviation(epsilon, draws)));
}

}  // namespace candour::query
