#include "node/storage/recent_rows.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"

namespace candour::storage {
namespace {

FeedId Feed(uint8_t first) {
  FeedId feed;
  feed.bytes[0] = first;
  return feed;
}
const FeedId kA = Feed(1);

ItemChain Chain(uint64_t number, size_t versions = 1) {
  ItemChain chain{.feed = kA, .item = *ItemId::From(std::string(8, 'i') + crypto::U64(number))};
  for (size_t i = 0; i < versions; ++i) chain.versions.push_back(i);
  return chain;
}

Bytes Leaves(uint64_t start, uint64_t count) {
  Bytes leaves;
  for (uint64_t i = start; i < start + count; ++i) {
    leaves += crypto::U64(i) + std::string(kLeafBytes - 8, 'l');
  }
  return leaves;
}

TEST(RecentRows, KnowsAnItemOfOneVersionByItsPlaceUntilItIsWrittenAgain) {
  RecentRows rows;
  const ItemId item = Chain(1).item;
  EXPECT_FALSE(rows.IsWhole(kA, 0, item));
  rows.Keep(WriteSet{PutChain{Chain(1)}});
  EXPECT_TRUE(rows.IsWhole(kA, 0, item));
  EXPECT_FALSE(rows.IsWhole(kA, 1, item));
  EXPECT_FALSE(rows.IsWhole(kA, 256, item)) << "the same place of the next block";
  EXPECT_FALSE(rows.IsWhole(kA, 0, Chain(2).item));
  EXPECT_FALSE(rows.IsWhole(Feed(2), 0, item));
  EXPECT_EQ(rows.Chain(kA, item), nullptr);

  rows.Forget(WriteSet{PutChain{Chain(1, 2)}});
  EXPECT_FALSE(rows.IsWhole(kA, 0, item));
  rows.Keep(WriteSet{PutChain{Chain(1, 2)}});
  EXPECT_FALSE(rows.IsWhole(kA, 0, item));
  ASSERT_NE(rows.Chain(kA, item), nullptr);
  EXPECT_EQ(*rows.Chain(kA, item), Chain(1, 2));
}

TEST(RecentRows, KnowsAWithdrawnItemByItsIdAlone) {
  RecentRows rows;
  ItemChain chain = Chain(1);
  rows.Keep(chain);
  chain.retracted = true;
  rows.Keep(chain);
  EXPECT_FALSE(rows.IsWhole(kA, 0, chain.item));
  ASSERT_NE(rows.Chain(kA, chain.item), nullptr);
  EXPECT_TRUE(rows.Chain(kA, chain.item)->retracted);

  rows.Forget(WriteSet{PutChain{chain}});
  EXPECT_EQ(rows.Chain(kA, chain.item), nullptr);
}

TEST(RecentRows, ForgetsTheItemsOfAFeedThatIsCutOrLosesOne) {
  for (const Write& write : WriteSet{CutFeed{kA, 0}, PutChain{Chain(2, 0)}}) {
    RecentRows rows;
    ItemChain other = Chain(3);
    other.feed = Feed(2);
    rows.Keep(WriteSet{PutChain{Chain(1)}, PutChain{other}});
    rows.Forget(WriteSet{write});
    EXPECT_FALSE(rows.IsWhole(kA, 0, Chain(1).item));
    EXPECT_TRUE(rows.IsWhole(Feed(2), 0, Chain(3).item));
  }
}

TEST(RecentRows, KeepsNoChainWithoutVersionsOrWithVeryMany) {
  RecentRows rows;
  rows.Keep(WriteSet{PutChain{Chain(1, 2)}, PutChain{Chain(1, 0)}, PutChain{Chain(2, 2)},
                     PutChain{Chain(2, 1000)}});
  EXPECT_EQ(rows.Chain(kA, Chain(1).item), nullptr);
  EXPECT_EQ(rows.Chain(kA, Chain(2).item), nullptr);
}

TEST(RecentRows, KeepsABoundedNumberOfItems) {
  constexpr uint64_t kMany = 1'000'000;
  RecentRows rows;
  ItemChain chain = Chain(0);
  for (uint64_t i = 0; i < kMany; i += 64) {
    chain.versions = {i};
    rows.Keep(chain);
    ASSERT_TRUE(rows.IsWhole(kA, i, chain.item));
  }
  EXPECT_FALSE(rows.IsWhole(kA, 0, chain.item)) << "everything is kept";
}

TEST(RecentRows, JoinsNeighbouringLeavesAndKeepsTheNewest) {
  RecentRows rows;
  for (uint64_t start = 0; start < 20'000; start += 256) {
    rows.KeepLeaves(kA, start, Leaves(start, 256));
    EXPECT_EQ(rows.Leaves(kA, start, 256), Leaves(start, 256));
    if (start > 0) EXPECT_EQ(rows.Leaves(kA, start - 100, 300), Leaves(start - 100, 300));
  }
  EXPECT_FALSE(rows.Leaves(kA, 0, 1)) << "everything is kept";
  EXPECT_FALSE(rows.Leaves(kA, 19'000, 5'000)) << "more than was read";
  EXPECT_FALSE(rows.Leaves(Feed(2), 19'000, 1));

  rows.KeepLeaves(kA, 3, Leaves(3, 2));
  EXPECT_EQ(rows.Leaves(kA, 3, 2), Leaves(3, 2));
  EXPECT_FALSE(rows.Leaves(kA, 19'000, 1));

  rows.Forget(WriteSet{CutFeed{kA, 100}});
  EXPECT_FALSE(rows.Leaves(kA, 3, 1));
}

TEST(RecentRows, KnowsFromWhereOnNoBodyIsHeldUntilOneComes) {
  RecentRows rows;
  EXPECT_FALSE(rows.Bare(kA, 7));
  rows.KeepBare(kA, 7);
  rows.KeepBare(kA, 9);
  EXPECT_TRUE(rows.Bare(kA, 7));
  EXPECT_FALSE(rows.Bare(kA, 6));
  EXPECT_FALSE(rows.Bare(Feed(2), 7));

  rows.Forget(WriteSet{PutBody{Feed(2), 1, ""}});
  EXPECT_TRUE(rows.Bare(kA, 7));
  rows.Forget(WriteSet{PutBody{kA, 1, ""}});
  EXPECT_FALSE(rows.Bare(kA, 7));
}

TEST(RecentRows, KnowsWhereNothingIsWithdrawnUntilSomethingIs) {
  RecentRows rows;
  EXPECT_FALSE(rows.Untouched(kA, 7));
  rows.KeepUntouched(kA, 7, 9);
  EXPECT_FALSE(rows.Untouched(kA, 6));
  EXPECT_TRUE(rows.Untouched(kA, 7));
  EXPECT_TRUE(rows.Untouched(kA, 8));
  EXPECT_FALSE(rows.Untouched(kA, 9));
  EXPECT_FALSE(rows.Untouched(Feed(2), 7));

  rows.Forget(WriteSet{PutRetraction{{.feed = Feed(2), .target = 7}}});
  EXPECT_TRUE(rows.Untouched(kA, 7));
  rows.Forget(WriteSet{PutRetraction{{.feed = kA, .target = 7}}});
  EXPECT_FALSE(rows.Untouched(kA, 7));
}

}  // namespace
}  // namespace candour::storage
