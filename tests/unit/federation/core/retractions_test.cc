#include "federation/core/retractions.h"

#include <gtest/gtest.h>

#include "federation/port/memory_store.h"
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
    TurnBook book(store, {.instant = {}, .wall = 77});
    auto done = retractions.OnSweepFinished(event, book);
    store.Apply(book.TakeWrites());
    return done;
  }
  FeedId feed = IdOf<FeedId>(1);
  MemoryStore store;
  Retractions retractions;
};

TEST_F(RetractionsTest, StartsOneSweepForAllThatIsHidden) {
  EXPECT_FALSE(retractions.TakeStart());
  retractions.OnHidden({Row(1), Row(2)});

  EXPECT_TRUE(retractions.Hidden(feed));
  EXPECT_TRUE(retractions.TakeStart());
  EXPECT_FALSE(retractions.TakeStart()) << "one at a time";
}

TEST_F(RetractionsTest, MarksErasedWhatTheSweepErasedAndSweepsAgainForTheRest) {
  store.Apply({PutRetraction{Row(1)}, PutRetraction{Row(2)}});
  retractions.OnHidden({Row(1), Row(2)});
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

  retractions.Load(store, state.network);

  EXPECT_TRUE(retractions.TakeStart());
  EXPECT_EQ(Sweep({1}), std::vector<FeedId>{feed});
}

}  // namespace
}  // namespace candour::core_test
