#include "federation/query/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "tests/places.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::SeedOf;

// The probability of a chi-square of at least this by the approximation of Wilson and Hilferty
// (1931), which errs by far less than the bound leaves room for.
double TailOf(double chi_square, int degrees) {
  const double ninth = 2.0 / (9.0 * degrees);
  const double z = (std::cbrt(chi_square / degrees) - (1 - ninth)) / std::sqrt(ninth);
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

// P(X = x) = tanh(epsilon / 2) exp(-epsilon |x|).
double MassAt(double epsilon, int64_t x) {
  return std::tanh(epsilon / 2) * std::exp(-epsilon * static_cast<double>(std::llabs(x)));
}

// Over cells -limit .. limit and the two tails, each of which is expected at least 20 times.
double FitOf(uint32_t thousandths, int draws) {
  const double epsilon = thousandths / 1000.0;
  int64_t limit = 0;
  while (MassAt(epsilon, limit + 1) / (1 - std::exp(-epsilon)) * draws > 20) ++limit;
  std::map<int64_t, int64_t> seen;
  crypto::Prg prg(SeedOf("noise"));
  for (int i = 0; i < draws; ++i) {
    const int64_t x = DiscreteLaplace(thousandths, prg);
    ++seen[std::min(std::max(x, -limit), limit)];
  }
  double chi_square = 0;
  for (int64_t x = -limit; x <= limit; ++x) {
    const bool tail = x == limit || x == -limit;
    const double mass = MassAt(epsilon, x) / (tail ? 1 - std::exp(-epsilon) : 1);
    const double expected = mass * draws;
    chi_square += (seen[x] - expected) * (seen[x] - expected) / expected;
  }
  return TailOf(chi_square, static_cast<int>(2 * limit));
}

TEST(DiscreteLaplace, FitsItsDistributionOverAMillionDraws) {
  constexpr int kDraws = 1000000;
  const double p = FitOf(1000, kDraws);

  EXPECT_GT(p, 1e-6);
  std::printf("[summary] sampler: chi-square p = %.3f over %d draws at epsilon 1\n", p, kDraws);
}

TEST(DiscreteLaplace, FitsItAtEveryScale) {
  for (uint32_t epsilon : {10u, 50u, 333u, 1500u, 4000u}) {
    EXPECT_GT(FitOf(epsilon, 100000), 1e-6) << epsilon;
  }
}

TEST(DiscreteLaplace, IsToldFromItsNeighbourByThisTest) {
  // The test can fail: draws for epsilon 1.02 are not those for epsilon 1.
  std::map<int64_t, int64_t> seen;
  crypto::Prg prg(SeedOf("noise"));
  double chi_square = 0;
  for (int i = 0; i < 1000000; ++i) ++seen[DiscreteLaplace(1020, prg)];
  for (int64_t x = -8; x <= 8; ++x) {
    const double expected = MassAt(1.0, x) * 1000000;
    chi_square += (seen[x] - expected) * (seen[x] - expected) / expected;
  }
  EXPECT_LT(TailOf(chi_square, 16), 1e-6);
}

TEST(DiscreteLaplace, HasNoFloatingPointInItsPath) {
  for (const char* path : {"/federation/query/noise.cc", "/federation/query/noise.h",
                           "/crypto/prg.cc", "/crypto/prg.h"}) {
    std::ifstream in(places::SourceDir() + path);
    ASSERT_TRUE(in.is_open()) << path;
    for (std::string line; std::getline(in, line);) {
      const std::string code = line.substr(0, line.find("//"));
      for (const char* word : {"double", "float", "cmath", "math.h", "exp(", "log(", "random>"}) {
        EXPECT_EQ(code.find(word), std::string::npos) << path << ": " << line;
      }
      for (size_t dot = code.find('.'); dot != std::string::npos; dot = code.find('.', dot + 1)) {
        const bool number = dot > 0 && std::isdigit(static_cast<unsigned char>(code[dot - 1]));
        EXPECT_FALSE(number) << path << ": " << line;
      }
    }
  }
}

TEST(AddNoise, DrawsForEveryCellAnew) {
  crypto::Prg prg(SeedOf("cells"));
  const std::vector<int64_t> counts(1000, 7);

  const std::vector<int64_t> noised = AddNoise(counts, 100, prg);

  std::map<int64_t, int> seen;
  for (int64_t cell : noised) ++seen[cell];
  EXPECT_EQ(noised.size(), counts.size());
  EXPECT_GT(seen.size(), 30u);
}

TEST(UniformBelow, IsEvenAndBelow) {
  crypto::Prg prg(SeedOf("uniform"));
  std::map<uint64_t, int> seen;
  for (int i = 0; i < 7000; ++i) ++seen[UniformBelow(7, prg)];

  EXPECT_EQ(seen.size(), 7u);
  for (const auto& [value, times] : seen) {
    EXPECT_LT(value, 7u);
    EXPECT_NEAR(times, 1000, 150);
  }
}

TEST(DiscreteLaplaceDeathTest, KnowsItsRange) {
  crypto::Prg prg(SeedOf("range"));
  EXPECT_DEATH(DiscreteLaplace(0, prg), "no such epsilon");
  EXPECT_DEATH(DiscreteLaplace(kEpsilonMax + 1, prg), "no such epsilon");
}

}  // namespace
}  // namespace candour::query
