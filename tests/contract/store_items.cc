// What a store owes the core of items and of what is withdrawn.
#include <vector>

#include "tests/contract/contract_ids.h"
#include "tests/contract/store_contract.h"

namespace candour {
namespace {

Retraction RetractionRow(const FeedId& feed, uint64_t target) {
  return {.feed = feed,
          .target = target,
          .by_feed = feed,
          .by_index = target + 1,
          .reason = 2,
          .day = 86400 * 20000};
}

TEST_P(StoreContract, ListsRetractionsByTarget) {
  Retraction late = RetractionRow(kA, 300);
  const Retraction early = RetractionRow(kA, 2);
  Commit({PutRetraction{late}, PutRetraction{early}, PutRetraction{RetractionRow(kB, 1)}});
  late.state = ErasureState::kErased;
  late.erased_at = 1'764'547'200;
  Retraction delayed = RetractionRow(kA, 301);
  delayed.state = ErasureState::kDelayed;
  delayed.erase_after = 1'764'547'201;
  Commit({PutRetraction{late}, PutRetraction{delayed}});
  Reopen();

  EXPECT_EQ(View().Retractions(kA), (std::vector<Retraction>{early, late, delayed}));
  EXPECT_EQ(View().RetractionOf(kA, 300), late);
  EXPECT_FALSE(View().RetractionOf(kA, 302));
}

TEST_P(StoreContract, ShowsAWithdrawalThatComesAfterItWasLookedFor) {
  Commit({PutRetraction{RetractionRow(kA, 300)}});
  for (const uint64_t target : {298u, 299u, 301u, 299u}) {
    EXPECT_FALSE(View().RetractionOf(kA, target)) << target;
  }
  EXPECT_EQ(View().RetractionOf(kA, 300), RetractionRow(kA, 300));

  Commit({PutRetraction{RetractionRow(kA, 299)}});
  EXPECT_EQ(View().RetractionOf(kA, 299), RetractionRow(kA, 299));
  EXPECT_FALSE(View().RetractionOf(kA, 301));
  Commit({PutRetraction{RetractionRow(kA, 301)}, DropRetraction{kA, 299}});
  EXPECT_EQ(View().RetractionOf(kA, 301), RetractionRow(kA, 301));
  EXPECT_FALSE(View().RetractionOf(kA, 299));
}

TEST_P(StoreContract, KeepsTheVersionsOfAnItemPerFeed) {
  const ItemId item = IdOf<ItemId>(0xfe);
  ItemChain chain{.feed = kA, .item = item, .versions = {1, 500, 70'000}};
  const ItemChain other{.feed = kB, .item = item, .versions = {0}};
  Commit({PutChain{chain}, PutChain{other}});
  chain.retracted = true;
  chain.retracted_by = 70'001;
  Commit({PutChain{chain}});
  Reopen();

  EXPECT_EQ(View().Chain(kA, item), chain);
  EXPECT_EQ(View().Chain(kB, item), other);
  EXPECT_FALSE(View().Chain(kA, IdOf<ItemId>(0xfd)));
}

TEST_P(StoreContract, TheLastChainOfASetStands) {
  const ItemId item = IdOf<ItemId>(9);
  const ItemChain first{.feed = kA, .item = item, .versions = {4}};
  ItemChain long_one{.feed = kA, .item = item, .versions = {}};
  for (uint64_t version = 4; version < 104; ++version) long_one.versions.push_back(version);

  Commit({PutChain{first}, PutChain{long_one}});
  EXPECT_EQ(View().Chain(kA, item), long_one);

  Commit({PutChain{long_one}, PutChain{first}});
  EXPECT_EQ(View().Chain(kA, item), first);
}

TEST_P(StoreContract, FindsAChainByItsPlaceAsItStands) {
  const ItemId item = IdOf<ItemId>(9);
  ItemChain chain{.feed = kA, .item = item, .versions = {4}};
  EXPECT_FALSE(View().ChainAt(kA, 4, item));
  Commit({PutChain{chain}});
  EXPECT_EQ(View().ChainAt(kA, 4, item), chain);
  EXPECT_FALSE(View().ChainAt(kA, 4, IdOf<ItemId>(8))) << "another item's leaf";
  EXPECT_FALSE(View().ChainAt(kB, 4, item));

  chain.versions = {4, 6};
  Commit({PutChain{chain}});
  EXPECT_EQ(View().ChainAt(kA, 4, item), chain);
  EXPECT_EQ(View().ChainAt(kA, 6, item), chain);

  chain.retracted = true;
  chain.retracted_by = 7;
  Commit({PutChain{chain}});
  EXPECT_EQ(View().ChainAt(kA, 4, item), chain);

  chain = {.feed = kA, .item = item, .versions = {4}};
  Commit({CutFeed{kA, 5}, PutChain{chain}});
  EXPECT_EQ(View().ChainAt(kA, 4, item), chain);
  chain.retracted = true;
  Commit({PutChain{chain}});
  EXPECT_EQ(View().ChainAt(kA, 4, item), chain);

  Commit({CutFeed{kA, 0}, PutChain{{.feed = kA, .item = item, .versions = {}}}});
  EXPECT_FALSE(View().ChainAt(kA, 4, item));
}

TEST_P(StoreContract, ForgetsAChainWithoutVersions) {
  const ItemId item = IdOf<ItemId>(9);
  Commit({PutChain{{.feed = kA, .item = item, .versions = {4}}}});
  ASSERT_TRUE(View().Chain(kA, item));

  Commit({PutChain{{.feed = kA, .item = item, .versions = {}}}});

  EXPECT_FALSE(View().Chain(kA, item));
}

}  // namespace
}  // namespace candour
