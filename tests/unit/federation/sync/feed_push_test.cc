#include "federation/sync/feed_push.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class FeedPushTest : public ::testing::Test, public TwoSides {
 protected:
  std::string Next(FeedPush& push) {
    TurnBook book(node, now);
    auto request = push.Next(book);
    if (!request) return push.finished() ? "finished" : "";
    if (std::holds_alternative<PushHeadRequest>(*request)) return "head";
    if (auto* leaves = std::get_if<PushLeavesRequest>(&*request)) {
      std::string words = "leaves " + std::to_string(leaves->start) + "+" +
                          std::to_string(leaves->leaves.size() / kLeafBytes);
      for (const Bytes& blob : leaves->blobs) words += blob.empty() ? " -" : " b";
      return words;
    }
    std::string words = "bodies";
    for (const BodyEntry& entry : std::get<PushBodiesRequest>(*request).bodies) {
      words += " " + std::to_string(entry.index) + (entry.state == BodyState::kOk ? "" : "?");
    }
    return words;
  }
  FeedPush Push() { return FeedPush(cast.network, cast.FeedOf(1)); }
};

TEST_F(FeedPushTest, BringsHeadLeavesAndBodiesInThatOrder) {
  Sign(node, 1, Items(9));
  FeedPush push = Push();

  EXPECT_EQ(Next(push), "head");
  EXPECT_EQ(Next(push), "");
  push.OnHead({0, 0});
  EXPECT_EQ(Next(push), "leaves 0+9");
  push.OnLeaves({9, 0});
  EXPECT_EQ(Next(push), "bodies 0 1 2 3 4 5 6 7 8");
  push.OnBodies({9});

  EXPECT_EQ(Next(push), "finished");
  EXPECT_EQ(push.leaves_brought(), 9u);
}

TEST_F(FeedPushTest, BringsASmallPageWithItsBodies) {
  const std::vector<Entry> entries = Items(2);
  Sign(node, 1, {entries[0], entries[1], testing::Retract(IdOf<ItemId>(0), {0, entries[0].leaf})});
  FeedPush push = Push();
  Next(push);
  push.OnHead({0, 0});

  EXPECT_EQ(Next(push), "leaves 0+3 - b -") << "none of what was withdrawn";
  push.OnLeaves({3, 3});
  EXPECT_EQ(Next(push), "finished");
}

TEST_F(FeedPushTest, BringsTheBodiesBehindThePageWhereThePeerTookThemNot) {
  Sign(node, 1, Items(2));
  FeedPush push = Push();
  Next(push);
  push.OnHead({0, 0});
  EXPECT_EQ(Next(push), "leaves 0+2 b b");
  push.OnLeaves({2, 1});
  EXPECT_EQ(Next(push), "bodies 1");
}

TEST_F(FeedPushTest, EndsEveryPageAtAStoredCheckpoint) {
  Sign(node, 1, Items(3000));
  Sign(node, 1, Items(1500, 3000));
  FeedPush push = Push();
  Next(push);
  push.OnHead({0, 4500});

  EXPECT_EQ(Next(push), "leaves 0+3000");
  push.OnLeaves({3000, 0});
  EXPECT_EQ(Next(push), "leaves 3000+1500");
  push.OnLeaves({4500, 0});
  EXPECT_EQ(Next(push), "finished");
}

TEST_F(FeedPushTest, BeginsWhereThePeerIs) {
  Sign(node, 1, Items(2));
  Sign(node, 1, Items(2, 2));
  FeedPush push = Push();
  Next(push);
  push.OnHead({3, 1});

  EXPECT_EQ(Next(push), "leaves 3+1 b") << "the peer's size need not be one of our checkpoints";
  push.OnLeaves({4, 0});
  EXPECT_EQ(Next(push), "bodies 1 2 3");
}

TEST_F(FeedPushTest, SaysWhatItDoesNotHoldAndSkipsWhatWasWithdrawn) {
  const std::vector<Entry> entries = Items(3);
  Sign(node, 1, entries);
  Sign(node, 1, {testing::Retract(IdOf<ItemId>(1), {1, entries[1].leaf})});
  node.Apply({EraseBody{cast.FeedOf(1), 2}});
  FeedPush push = Push();
  Next(push);
  push.OnHead({4, 0});

  EXPECT_EQ(Next(push), "bodies 0 2?");
}

TEST_F(FeedPushTest, BringsADamagedBodyOnceMoreAndOnlyOnce) {
  Sign(node, 1, Items(3));
  FeedPush push = Push();
  Next(push);
  push.OnHead({3, 0});
  EXPECT_EQ(Next(push), "bodies 0 1 2");
  push.OnBodies({1});
  EXPECT_EQ(Next(push), "bodies 1 2");
  push.OnBodies({1});

  EXPECT_EQ(Next(push), "finished");
}

TEST_F(FeedPushTest, GivesUpOnAPeerThatTakesNothing) {
  Sign(node, 1, Items(2));
  FeedPush push = Push();
  Next(push);
  push.OnHead({0, 0});
  Next(push);
  push.OnLeaves({0});

  EXPECT_EQ(Next(push), "finished");
}

TEST_F(FeedPushTest, HasNothingToBringOfAnEmptyFeed) {
  FeedPush push = Push();
  EXPECT_EQ(Next(push), "finished");
}

}  // namespace
}  // namespace candour::sync_test
