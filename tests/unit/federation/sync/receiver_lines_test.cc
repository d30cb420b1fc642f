// Cosignatures that come from others.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class ReceiverLinesTest : public ::testing::Test, public TwoSides {
 protected:
  Result<uint64_t> Take(uint64_t from, uint64_t to) {
    const FeedId feed = cast.FeedOf(2);
    return TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptPage({feed,
                                  from,
                                  hub.Leaves(feed, from, to - from),
                                  hub.CheckpointAtOrBefore(feed, to)->note,
                                  {}});
    });
  }
  AcceptedLines TakeLines(const CosignedHead& head) {
    return TurnOn(node, [&](Receiver& receiver, TurnBook&) { return receiver.AcceptLines(head); });
  }
};

TEST_F(ReceiverLinesTest, KeepsTheNewestLineOfEachMember) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));

  EXPECT_EQ(TakeLines(Line(hub, 2, 0, 500)).accepted, 1u);
  EXPECT_EQ(news.lines.size(), 1u);
  EXPECT_EQ(TakeLines(Line(hub, 2, 0, 400)).accepted, 1u) << "older ones are no error";
  EXPECT_TRUE(news.lines.empty());

  EXPECT_EQ(node.Cosignatures(cast.FeedOf(2))[0].time, 500);
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->heard_at, 0) << "only the author's own line says so";
  TakeLines(Line(hub, 2, 2, 600));
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->heard_at, 600);
}

TEST_F(ReceiverLinesTest, RefusesEveryFlippedByteOfALine) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));
  const CosignedHead good = Line(hub, 2, 0, 500);
  for (size_t bit = 0; bit < 64; ++bit) {
    std::vector<CosignedHead> bad(3, good);
    bad[0].lines[0].signature[bit] ^= 0x01;
    bad[1].lines[0].time ^= uint64_t{1} << bit;
    bad[2].lines[0].key_id ^= uint32_t{1} << (bit % 32);
    for (const CosignedHead& head : bad) EXPECT_EQ(TakeLines(head).accepted, 0u) << bit;
  }
  EXPECT_TRUE(node.Cosignatures(cast.FeedOf(2)).empty());
}

TEST_F(ReceiverLinesTest, RefusesLinesOnTreesItDoesNotHold) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));
  Sign(hub, 2, Items(1, 1));

  EXPECT_EQ(TakeLines(Line(hub, 2, 0, 500)).refused, 1u);

  CosignedHead other = Line(hub, 2, 0, 500);
  other.size = 1;
  EXPECT_EQ(TakeLines(other).refused, 1u);
}

TEST_F(ReceiverLinesTest, TriesEveryKeyOfTheIdThatALineNames) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));
  const CosignedHead line = Line(hub, 2, 0, 500);
  // Another member has found a key with the hub's id.
  auto& cosigners = manifest.manifest.cosigners;
  std::stable_partition(cosigners.begin(), cosigners.end(),
                        [&](const CosignerKey& key) { return key.member == cast.members[2].id; });
  cosigners.front().key.key_id = line.lines[0].key_id;

  EXPECT_EQ(TakeLines(line).accepted, 1u);
  ASSERT_EQ(node.Cosignatures(cast.FeedOf(2)).size(), 1u);
  EXPECT_EQ(node.Cosignatures(cast.FeedOf(2))[0].member, cast.members[0].id);
}

TEST_F(ReceiverLinesTest, NumbersLinesInTheOrderInWhichTheyCome) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));
  const auto order_of = [&](size_t signer) {
    for (const CosignatureRow& row : node.Cosignatures(cast.FeedOf(2))) {
      if (row.member == cast.members[signer].id) return row.order;
    }
    return uint64_t{0};
  };

  TakeLines(Line(hub, 2, 2, 500));
  TakeLines(Line(hub, 2, 0, 500));
  EXPECT_EQ(order_of(2), 1u);
  EXPECT_EQ(order_of(0), 2u);
  TakeLines(Line(hub, 2, 2, 600));
  EXPECT_EQ(order_of(2), 3u) << "a newer one comes last again";
}

TEST_F(ReceiverLinesTest, MakesAFeedNewsForLinesThatAreShownToEverybodyAlone) {
  cast = sim::MakeCast(3, 8);
  manifest = *VerifyGenesis(cast.genesis, std::nullopt);
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));
  const auto news_of = [&](size_t signer) {
    const uint64_t before = node.FeedsChangedSince(cast.network, 0).cursor;
    EXPECT_EQ(TakeLines(Line(hub, 2, signer, 500)).accepted, 1u);
    return node.FeedsChangedSince(cast.network, before).feeds.size();
  };

  EXPECT_EQ(news_of(2), 1u) << "its author";
  for (size_t other : {3, 4, 5}) EXPECT_EQ(news_of(other), 1u) << "witness-quorum and one more";
  for (size_t other : {6, 7}) EXPECT_EQ(news_of(other), 0u);
  EXPECT_EQ(news_of(0), 1u) << "hubs come first";
}

TEST_F(ReceiverLinesTest, NeverTakesItsOwnLineFromOthers) {
  Sign(hub, 2, Items(1));
  ASSERT_TRUE(Take(0, 1));

  TakeLines(Line(hub, 2, /*signer=*/1, 500));

  EXPECT_TRUE(node.Cosignatures(cast.FeedOf(2)).empty());
}

}  // namespace
}  // namespace candour::sync_test
