#include "federation/query/interval.h"

#include <gtest/gtest.h>

#include "federation/query/noise.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

TEST(NoiseDeviation, IsThatOfTheTheory) {
  EXPECT_NEAR(NoiseDeviation(1000, 300), 23.5, 0.05);  // tier 0, 300 nodes
  EXPECT_NEAR(NoiseDeviation(1000, 2), 1.92, 0.005);   // tier 1
}

// How often of 20,000 sums the truth lies within the half width.
double Coverage(uint32_t epsilon, size_t draws, int64_t half_width) {
  crypto::Prg prg(testing::SeedOf("coverage"));
  constexpr int kTimes = 20000;
  int covered = 0;
  for (int i = 0; i < kTimes; ++i) {
    int64_t sum = 0;
    for (size_t n = 0; n < draws; ++n) sum += DiscreteLaplace(epsilon, prg);
    covered += sum >= -half_width && sum <= half_width;
  }
  return covered / static_cast<double>(kTimes);
}

TEST(HalfWidth95, CoversAndIsNoWiderThanItHasTo) {
  for (uint32_t epsilon : {200u, 1000u, 2500u}) {
    for (size_t draws : {1u, 2u, 3u, 4u, 5u, 10u, 40u}) {
      const int64_t h = HalfWidth95(epsilon, draws);
      EXPECT_GT(Coverage(epsilon, draws, h), 0.946) << epsilon << " " << draws;
      const int64_t spare = draws == 3 ? 1 + h / 4 : 2;
      EXPECT_LT(Coverage(epsilon, draws, h - spare), 0.955) << epsilon << " " << draws;
    }
  }
}

TEST(HalfWidth95, IsNothingWithoutNoise) { EXPECT_EQ(HalfWidth95(1000, 0), 0); }

}  // namespace
}  // namespace candour::query
