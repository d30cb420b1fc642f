#include "federation/sync/turn_book.h"

#include <gtest/gtest.h>

#include "crypto/merkle.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

TEST(TurnBook, ShowsItsOwnFeedStatesAndWritesEachOnceAndLast) {
  MemoryStore store;
  TurnBook book(store, {});
  FeedState state;
  state.feed = IdOf<FeedId>(1);
  state.size = 4;

  book.PutFeed(state);
  state.size = 5;
  book.PutFeed(state);
  book.Add(PutWanted{state.feed, 3});

  EXPECT_EQ(book.Feed(state.feed)->size, 5u);
  EXPECT_FALSE(store.Feed(state.feed));
  const WriteSet writes = book.TakeWrites();
  ASSERT_EQ(writes.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<PutWanted>(writes[0]));
  EXPECT_EQ(std::get<PutFeed>(writes[1]).state.size, 5u);
  EXPECT_TRUE(book.TakeWrites().empty());
}

TEST(TurnBook, WritesNoFeedStateThatIsStoredAlready) {
  MemoryStore store;
  FeedState state;
  state.feed = IdOf<FeedId>(1);
  store.Apply({PutFeed{state}});
  TurnBook book(store, {});

  book.PutFeed(state);

  EXPECT_TRUE(book.TakeWrites().empty());
}

TEST(TurnBook, WritesAStoredStateAnewWhenAsked) {
  MemoryStore store;
  FeedState state;
  state.feed = IdOf<FeedId>(1);
  store.Apply({PutFeed{state}});
  TurnBook book(store, {});

  book.PutFeedAnew(state);
  book.PutFeed(state);

  EXPECT_EQ(book.TakeWrites().size(), 1u);
}

TEST(TurnBook, ForgetsEverythingWhenDiscarded) {
  MemoryStore store;
  TurnBook book(store, {});
  FeedState state;
  state.feed = IdOf<FeedId>(1);
  book.PutFeed(state);
  book.Add(PutWanted{state.feed, 3});
  book.Log("event", "message");

  book.Discard();

  EXPECT_TRUE(book.TakeWrites().empty());
  EXPECT_TRUE(book.news().log.empty());
  EXPECT_FALSE(book.Feed(state.feed));
}

TEST(TurnBook, BeginsAFeedNobodyHasSeenWithTheEmptyTree) {
  TwoSides sides;
  TurnBook book(sides.node, {});

  const FeedState state = book.FeedOrNew(sides.manifest.manifest, sides.KeyOf(2));

  EXPECT_EQ(state.feed, sides.cast.FeedOf(2));
  EXPECT_EQ(state.member, sides.cast.members[2].id);
  EXPECT_EQ(state.size, 0u);
  EXPECT_EQ(state.root, crypto::EmptyRoot());
}

}  // namespace
}  // namespace candour::sync_test
