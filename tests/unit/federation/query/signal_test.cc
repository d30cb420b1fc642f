#include "federation/query/signal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "crypto/prg.h"
#include "federation/query/interval.h"
#include "federation/query/noise.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using Counts = std::vector<std::optional<int64_t>>;

// An approximately Poisson count: how many of 40 * mean coins of 1 in 40 come up.
int64_t Arrivals(int64_t mean, crypto::Prg& prg) {
  int64_t count = 0;
  for (int64_t i = 0; i < 40 * mean; ++i) count += UniformBelow(40, prg) == 0 ? 1 : 0;
  return count;
}

TEST(Judge, RaisesASignalForARise) {
  const Counts counts = {18, 20, 17, 19, 21, 16, 18, 19, 20, 41};
  const std::optional<Signal> signal = Judge(counts, 9, 0);

  ASSERT_TRUE(signal);
  EXPECT_TRUE(signal->raised);
  EXPECT_NEAR(signal->expected, 18.43, 0.01);
  EXPECT_NEAR(signal->limit, 31.3, 0.1);
  EXPECT_EQ(SignalWords(*signal, 41),
            "41 in this period where 18 were expected from the periods before (limit 31): higher "
            "than usual. This is a reason to look, not a finding.");
}

TEST(Judge, IsNotMisledByTheStartOfTheSameRise) {
  const Counts counts = {18, 20, 17, 19, 21, 16, 18, 30, 36, 41};
  EXPECT_TRUE(Judge(counts, 9, 0)->raised);
}

TEST(Judge, StaysQuietForWhatIsUsualSmallOrUnknown) {
  EXPECT_FALSE(Judge(Counts{18, 20, 17, 19, 21, 16, 18, 19, 20, 27}, 9, 0)->raised);
  EXPECT_FALSE(Judge(Counts{0, 0, 0, 0, 0, 0, 0, 0, 0, 7}, 9, 0)->raised);
  EXPECT_TRUE(Judge(Counts{0, 0, 0, 0, 0, 0, 0, 0, 0, 9}, 9, 0)->raised);
  EXPECT_FALSE(Judge(Counts{18, 20, 17, 19, 21, 16, 18, 19, 20, {}}, 9, 0));
  EXPECT_FALSE(Judge(Counts{18, {}, {}, {}, 21, 16, 18, 19, 20, 41}, 9, 0));
  EXPECT_TRUE(Judge(Counts{18, {}, {}, 19, 21, 16, 18, 19, 20, 41}, 9, 0));
  EXPECT_FALSE(Judge(Counts{18, 20, 17, 19, 21, 16, 18, 19, 41}, 8, 0));
  EXPECT_FALSE(Judge(Counts{}, 0, 0));
}

TEST(Judge, AllowsForNoise) {
  const Counts counts = {18, 20, 17, 19, 21, 16, 18, 19, 20, 41};
  EXPECT_FALSE(Judge(counts, 9, NoiseDeviation(1000, 300))->raised);
}

// What it costs and what it finds, at a mean of 20 a period.
TEST(Judge, RarelyRaisesAFalseAlarmAndFindsADoubling) {
  crypto::Prg prg(testing::SeedOf("signals"));
  constexpr int kTimes = 2000;
  int false_alarms = 0;
  int found = 0;
  for (int i = 0; i < kTimes; ++i) {
    Counts counts;
    for (size_t n = 0; n < kSignalHistory + 1; ++n) counts.push_back(Arrivals(20, prg));
    false_alarms += Judge(counts, kSignalHistory, 0)->raised;
    counts.back() = Arrivals(40, prg);
    found += Judge(counts, kSignalHistory, 0)->raised;
  }
  EXPECT_LT(false_alarms, kTimes / 50);
  EXPECT_GT(found, kTimes * 7 / 10);
  std::printf(
      "[summary] signals at 20 a period: %.1f %% false alarms, a doubling found in %.0f %%\n",
      100.0 * false_alarms / kTimes, 100.0 * found / kTimes);
}

}  // namespace
}  // namespace candour::query
