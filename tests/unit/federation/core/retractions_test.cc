#include "federation/core/retractions.h"

#include <gtest/gtest.h>

#include "federation/port/memory_store.h"
#include "federation/sync/withdrawals.h"
#include "tests/unit/federation/feed/entries.h"

namespace candour::core_test {
namespace {

using testing::IdOf;

class RetractionsTest : public ::testing::Test {
 protected:
  Retraction Row(uint64_t target) {
    Retraction row;
    row.feed = row.by_feed = feed;
    row.target = target;
    row.by_index = target + 10;
    return row;
  }
  std::vector<FeedId> Sweep(const std::vector<uint64_t>& targets) {
    SweepFinished event;
    for (uint64_t target : targets) event.erased.push_back({feed, target});
    TurnBook book(store, now);
    auto done = retractions.OnSweepFinished(event, book);
    store.Apply(book.TakeWrites());
    return done;
  }
  void OnTimer() {
    TurnBook book(store, now);
    retractions.OnTimer(book);
    EXPECT_TRUE(retractions.Hidden(feed)) << "its line would be given in the same turn";
    store.Apply(book.TakeWrites());
    retractions.OnHidden(book.news().retracted, now);
  }
  FeedId feed = IdOf<FeedId>(1);
  Now now{.instant = {}, .wall = 77};
  MemoryStore store;
  Retractions retractions;
};

TEST_F(RetractionsTest, StartsOneSweepForAllThatIsHidden) {
  EXPECT_FALSE(retractions.TakeStart());
  retractions.OnHidden({Row(1), Row(2)}, now);

  EXPECT_TRUE(retractions.Hidden(feed));
  EXPECT_TRUE(retractions.TakeStart());
  EXPECT_FALSE(retractions.TakeStart()) << "one at a time";
}

TEST_F(RetractionsTest, MarksErasedWhatTheSweepErasedAndSweepsAgainForTheRest) {
  store.Apply({PutRetraction{Row(1)}, PutRetraction{Row(2)}});
  retractions.OnHidden({Row(1), Row(2)}, now);
  retractions.TakeStart();

  EXPECT_TRUE(Sweep({1}).empty()) << "something of the feed is still hidden";
  EXPECT_EQ(store.RetractionOf(feed, 1)->state, ErasureState::kErased);
  EXPECT_EQ(store.RetractionOf(feed, 1)->erased_at, 77);
  EXPECT_EQ(store.RetractionOf(feed, 2)->state, ErasureState::kHidden);
  EXPECT_TRUE(retractions.TakeStart());

  EXPECT_EQ(Sweep({2}), std::vector<FeedId>{feed});
  EXPECT_FALSE(retractions.Hidden(feed));
  EXPECT_FALSE(retractions.TakeStart());
}

TEST_F(RetractionsTest, IgnoresWhatWasNeverHidden) {
  EXPECT_TRUE(Sweep({5}).empty());
  EXPECT_FALSE(store.RetractionOf(feed, 5));
}

TEST_F(RetractionsTest, RemembersWhatAnEarlierRunHid) {
  FeedState state;
  state.feed = feed;
  state.network = IdOf<NetworkId>(1);
  Retraction erased = Row(3);
  erased.state = ErasureState::kErased;
  store.Apply({PutFeed{state}, PutRetraction{Row(1)}, PutRetraction{erased}});

  retractions.Load(store, state.network, now);

  EXPECT_TRUE(retractions.TakeStart());
  EXPECT_EQ(Sweep({1}), std::vector<FeedId>{feed});
}

TEST_F(RetractionsTest, LetsADelayedTextGoOnceItsDayIsOver) {
  Retraction row = Row(1);
  row.state = ErasureState::kDelayed;
  row.erase_after = now.wall + kErasureDelay;
  store.Apply({PutBody{feed, 1, "text"}, PutRetraction{row}});
  retractions.OnHidden({row}, now);

  EXPECT_TRUE(retractions.Hidden(feed)) << "nothing is said about the feed meanwhile";
  EXPECT_FALSE(retractions.TakeStart()) << "there is nothing to sweep yet";
  EXPECT_EQ(retractions.Deadline(), now.instant + std::chrono::hours(24));
  now.instant = now.instant + (std::chrono::hours(24) - std::chrono::milliseconds(1));
  OnTimer();
  EXPECT_TRUE(store.Body(feed, 1));

  now.instant = now.instant + std::chrono::milliseconds(1);
  OnTimer();

  EXPECT_FALSE(store.Body(feed, 1));
  EXPECT_EQ(store.RetractionOf(feed, 1)->state, ErasureState::kHidden);
  EXPECT_EQ(store.RetractionOf(feed, 1)->erase_after, 0);
  EXPECT_FALSE(retractions.Deadline());
  EXPECT_TRUE(retractions.TakeStart());
  EXPECT_EQ(Sweep({1}), std::vector<FeedId>{feed});
}

TEST_F(RetractionsTest, CountsADelayFromAnEarlierRunByItsClockAndNeverLongerThanADay) {
  FeedState state;
  state.feed = feed;
  state.network = IdOf<NetworkId>(1);
  Retraction soon = Row(1), late = Row(2);
  soon.state = late.state = ErasureState::kDelayed;
  soon.erase_after = now.wall + 600;
  late.erase_after = now.wall + 10 * 365 * kSecondsPerDay;  // Its clock was wrong then, or is now.
  store.Apply({PutFeed{state}, PutRetraction{soon}, PutRetraction{late}});

  retractions.Load(store, state.network, now);
  retractions.Load(store, state.network, {now.instant + std::chrono::hours(1), now.wall});

  EXPECT_EQ(retractions.Deadline(), now.instant + std::chrono::minutes(10));
  now.instant = now.instant + std::chrono::hours(24);
  OnTimer();
  EXPECT_EQ(store.RetractionOf(feed, 1)->state, ErasureState::kHidden);
  EXPECT_EQ(store.RetractionOf(feed, 2)->state, ErasureState::kHidden);
}

TEST_F(RetractionsTest, ForgetsWhatACutTookBackHiddenOrDelayed) {
  Retraction delayed = Row(2);
  delayed.state = ErasureState::kDelayed;
  delayed.erase_after = now.wall + kErasureDelay;
  retractions.OnHidden({Row(1), delayed}, now);

  EXPECT_TRUE(retractions.OnTakenBack({{feed, 1}}).empty());
  EXPECT_TRUE(retractions.Hidden(feed));
  EXPECT_EQ(retractions.OnTakenBack({{feed, 2}, {feed, 9}}), std::vector<FeedId>{feed});

  EXPECT_FALSE(retractions.Hidden(feed));
  EXPECT_FALSE(retractions.Deadline());
  EXPECT_FALSE(retractions.TakeStart());
}

}  // namespace
}  // namespace candour::core_test
