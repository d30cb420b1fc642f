#include "federation/sync/receiver.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class ReceiverTest : public ::testing::Test, public TwoSides {
 protected:
  Bytes CheckpointAt(uint64_t size) { return hub.CheckpointAtOrBefore(cast.FeedOf(2), size)->note; }
  Result<CheckedHead> CheckHead(const Bytes& checkpoint) {
    return TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.CheckHead(cast.FeedOf(2), checkpoint);
    });
  }
  Result<uint64_t> Take(uint64_t from, uint64_t to) {
    return TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptPage({cast.FeedOf(2),
                                  from,
                                  hub.Leaves(cast.FeedOf(2), from, to - from),
                                  CheckpointAt(to),
                                  {}});
    });
  }
};

TEST_F(ReceiverTest, TakesAPageThatExtendsWhatIsHeld) {
  Sign(hub, 2, Items(2));
  Sign(hub, 2, Items(1, 2));

  EXPECT_EQ(*Take(0, 2), 2u);
  EXPECT_EQ(*Take(2, 3), 3u);

  EXPECT_EQ(node.Feed(cast.FeedOf(2))->root, hub.Feed(cast.FeedOf(2))->root);
  ASSERT_EQ(news.leaves.size(), 1u);
  EXPECT_EQ(news.leaves[0].from, 2u);
  EXPECT_EQ(news.leaves[0].carrier, cast.members[0].id);
}

TEST_F(ReceiverTest, LeavesAPageAloneThatBeginsElsewhere) {
  Sign(hub, 2, Items(2));
  Sign(hub, 2, Items(1, 2));
  ASSERT_TRUE(Take(0, 2));

  EXPECT_EQ(*Take(0, 2), 2u);
  EXPECT_TRUE(news.leaves.empty());
}

TEST_F(ReceiverTest, RefusesEveryFlippedByteOfAPageAndWritesNothing) {
  Sign(hub, 2, Items(2));
  const Bytes leaves = hub.Leaves(cast.FeedOf(2), 0, 2);
  const Bytes checkpoint = CheckpointAt(2);
  for (size_t i = 0; i < leaves.size() + checkpoint.size(); ++i) {
    Bytes bad_leaves = leaves;
    Bytes bad_checkpoint = checkpoint;
    (i < leaves.size() ? bad_leaves[i] : bad_checkpoint[i - leaves.size()]) ^= 0x10;
    auto taken = TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptPage({cast.FeedOf(2), 0, bad_leaves, bad_checkpoint, {}});
    });
    ASSERT_FALSE(taken) << "byte " << i;
    EXPECT_NE(taken.error().reason, "");
    EXPECT_FALSE(node.Feed(cast.FeedOf(2)));
  }
  EXPECT_TRUE(Take(0, 2));
}

TEST_F(ReceiverTest, RefusesFeedsThatTheManifestDoesNotName) {
  auto taken = TurnOn(node, [&](Receiver& receiver, TurnBook&) {
    return receiver.AcceptPage({IdOf<FeedId>(77), 0, "", "", {}});
  });
  EXPECT_EQ(taken.error().reason, "UNKNOWN_FEED");
}

TEST_F(ReceiverTest, ComparesHeadsAtEverySizeItHolds) {
  Sign(hub, 2, Items(2));
  Sign(hub, 2, Items(1, 2));
  ASSERT_TRUE(Take(0, 2));

  EXPECT_EQ(CheckHead(CheckpointAt(2))->checkpoint.size, 2u);
  EXPECT_EQ(CheckHead(CheckpointAt(3))->checkpoint.size, 3u);
  EXPECT_EQ(CheckHead(CheckpointAt(3))->held, 2u);
}

TEST_F(ReceiverTest, NamesAHeadOfAnotherHistoryAFork) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2, /*first=*/50));
  EXPECT_EQ(CheckHead(CheckpointAt(2)).error().reason, "FORK");

  Sign(node, 2, Items(3, 60));
  EXPECT_EQ(CheckHead(CheckpointAt(2)).error().reason, "FORK") << "also below what is held";
}

TEST_F(ReceiverTest, RefusesEveryFlippedByteOfAHead) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2));
  const Bytes good = CheckpointAt(2);
  for (size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 0x02;
    ASSERT_FALSE(CheckHead(bad)) << "byte " << i;
  }
  EXPECT_TRUE(CheckHead(good));
}

TEST_F(ReceiverTest, SetsABodyAsideThatDoesNotOpenItsCommitment) {
  const std::vector<Entry> entries = Items(2);
  Sign(hub, 2, entries);
  ASSERT_TRUE(Take(0, 2));
  Bytes bad = entries[0].blob;
  bad[40] ^= 0x01;

  auto have = TurnOn(node, [&](Receiver& receiver, TurnBook&) {
    return receiver.AcceptBodies(
        cast.FeedOf(2),
        std::vector<BodyEntry>{{0, BodyState::kOk, bad}, {1, BodyState::kOk, entries[1].blob}});
  });

  EXPECT_EQ(*have, 0u);
  EXPECT_FALSE(node.Body(cast.FeedOf(2), 0));
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 1));
  EXPECT_EQ(node.Wanted(cast.FeedOf(2), 0, 9), std::vector<uint64_t>{0});
  EXPECT_EQ(node.Quarantined(cast.FeedOf(2), 0)->carrier, cast.members[0].id.hex());

  have = TurnOn(node, [&](Receiver& receiver, TurnBook&) {
    return receiver.AcceptBodies(cast.FeedOf(2),
                                 std::vector<BodyEntry>{{0, BodyState::kOk, entries[0].blob}});
  });
  EXPECT_EQ(*have, 2u);
  EXPECT_EQ(news.bodies.size(), 1u);
}

TEST_F(ReceiverTest, PassesOnOfASmallPageOnlyWhatIsNeededAndFits) {
  const std::vector<Entry> entries = Items(3);
  Sign(hub, 2,
       {entries[0], entries[1], entries[2],
        testing::Retract(IdOf<ItemId>(0), {0, entries[0].leaf})});
  const std::vector<Bytes> blobs{entries[0].blob, entries[1].blob, entries[1].blob};

  ASSERT_TRUE(TurnOn(node, [&](Receiver& receiver, TurnBook&) {
    return receiver.AcceptPage({cast.FeedOf(2), 0,
                                testing::LeavesOf(entries) + hub.Leaves(cast.FeedOf(2), 3, 1),
                                CheckpointAt(4), blobs});
  }));

  ASSERT_EQ(news.leaves.size(), 1u);
  EXPECT_EQ(news.leaves[0].live.blobs, (std::vector<Bytes>{"", entries[1].blob}));
  EXPECT_EQ(news.leaves[0].live.signature.size(), kSignatureBytes);
  EXPECT_FALSE(node.Body(cast.FeedOf(2), 0));
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 1));
  EXPECT_FALSE(node.Body(cast.FeedOf(2), 2));
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 1u) << "behind what was withdrawn";
}

}  // namespace
}  // namespace candour::sync_test
