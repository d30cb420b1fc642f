#include "federation/network/standing.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

constexpr WallSeconds kNow = 1'760'000'000;

class StandingTest : public ::testing::Test {
 protected:
  Standing At(WallSeconds now) const { return StandingOf(manifest_, key_, state_, now); }

  Manifest manifest_;
  FeedKey key_;
  std::optional<FeedState> state_ = FeedState{.heard_at = kNow};
};

TEST_F(StandingTest, IsStaleOnceNothingWasHeardForLongerThanMaxSilence) {
  manifest_.params["max-silence"] = 1000;
  EXPECT_EQ(At(kNow + 1000), Standing::kActive);
  EXPECT_EQ(At(kNow + 1001), Standing::kStale);
}

TEST_F(StandingTest, TakesNoFreshnessFromAClockThatIsAhead) {
  EXPECT_EQ(At(kNow - 600), Standing::kActive);
  EXPECT_EQ(At(kNow - 601), Standing::kClockAhead);
}

TEST_F(StandingTest, SaysWhatWasNeverHeardDisputedOrClosed) {
  state_->heard_at = 0;
  EXPECT_EQ(At(kNow), Standing::kNeverHeard);
  state_->status = FeedStatus::kFrozen;
  EXPECT_EQ(At(kNow), Standing::kDisputed);
  key_.closed = FeedKey::Cut{};
  EXPECT_EQ(At(kNow), Standing::kClosed);
  key_.closed.reset();
  state_.reset();
  EXPECT_STREQ(StandingName(At(kNow)), "never heard");
}

}  // namespace
}  // namespace candour
