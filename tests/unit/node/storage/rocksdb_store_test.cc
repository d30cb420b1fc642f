#include "node/storage/rocksdb_store.h"

#include <string>
#include <utility>
#include <vector>

#include "node/storage/row_encoding.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

using RocksDbStoreTest = StoreTest;

std::vector<std::string> Kinds(const std::vector<Change>& changes) {
  std::vector<std::string> out;
  for (const Change& change : changes) {
    static const char* const kNames[] = {"", "record ", "draft ", "body ", "retract ", "erased "};
    const size_t kind = static_cast<size_t>(change.kind);
    out.push_back(std::to_string(change.sequence) + " " + kNames[kind] +
                  (change.key.empty() ? std::to_string(change.index) : change.key));
  }
  return out;
}

TEST_F(RocksDbStoreTest, KeepsLocalRowsByFamilyAndScansThemInOrder) {
  Open();
  Commit({}, {{LocalFamily::kMeta, "user/ann", "1"},
              {LocalFamily::kMeta, "user/bob", "2"},
              {LocalFamily::kMeta, "usher", "3"},
              {LocalFamily::kRecord, "user/ann", "record"}});
  Commit({}, {{LocalFamily::kMeta, "user/ann", std::nullopt}, {LocalFamily::kMeta, "user/cy", ""}});
  Open();

  EXPECT_EQ(Latest().Get(LocalFamily::kMeta, "user/ann"), std::nullopt);
  EXPECT_EQ(Latest().Get(LocalFamily::kMeta, "user/cy"), "");
  EXPECT_EQ(Latest().Get(LocalFamily::kRecord, "user/ann"), "record");
  EXPECT_EQ(Latest().Get(LocalFamily::kDraft, "user/ann"), std::nullopt);
  std::string seen;
  const auto note = [&](std::string_view key, std::string_view value) {
    seen += std::string(key) + "=" + std::string(value) + " ";
    return true;
  };
  Latest().Scan(LocalFamily::kMeta, "user/", "", note);
  EXPECT_EQ(seen, "user/bob=2 user/cy= ");
  seen.clear();
  Latest().Scan(LocalFamily::kMeta, "user/", "user/bz", note);
  EXPECT_EQ(seen, "user/cy= ");
}

TEST_F(RocksDbStoreTest, GivesManyLocalRowsAtOnce) {
  Open();
  Commit({}, {{LocalFamily::kMeta, "a", "1"}, {LocalFamily::kMeta, "c", ""}});
  const std::vector<std::string> keys = {"a", "b", "c"};
  const std::vector<std::optional<std::string>> rows = {"1", std::nullopt, ""};

  EXPECT_EQ(Latest().GetMany(LocalFamily::kMeta, keys), rows);
  EXPECT_EQ(store_->Snapshot()->GetMany(LocalFamily::kMeta, keys), rows);
  EXPECT_EQ(Latest().Reader::GetMany(LocalFamily::kMeta, keys), rows);
  EXPECT_TRUE(Latest().GetMany(LocalFamily::kMeta, {}).empty());

  LocalWrites writes;
  std::vector<std::string> many;
  for (int i = 1000; i < 1300; ++i) {
    many.push_back("n/" + std::to_string(i));
    if (i % 3 == 0) writes.push_back({LocalFamily::kMeta, many.back(), many.back()});
  }
  Commit({}, writes);
  const auto read = Latest().GetMany(LocalFamily::kMeta, many);
  ASSERT_EQ(read.size(), many.size());
  for (size_t i = 0; i < many.size(); ++i) {
    EXPECT_EQ(read[i], i % 3 == 2 ? std::optional(many[i]) : std::nullopt) << many[i];
  }
}

TEST_F(RocksDbStoreTest, RefusesLocalRowsUnderReservedKeysAndWritesNothingOfThatTurn) {
  Open();

  for (const char* key : {"f/m/x", "s/schema", "node/id", ""}) {
    const Status s =
        store_->Commit({}, {{LocalFamily::kMeta, "user/ann", "1"}, {LocalFamily::kMeta, key, "2"}});
    ASSERT_FALSE(s) << key;
    EXPECT_EQ(s.error().reason, "RESERVED_KEY");
  }

  EXPECT_EQ(Latest().Get(LocalFamily::kMeta, "user/ann"), std::nullopt);
  Commit({}, {{LocalFamily::kMeta, "user/ann", "1"}});
}

TEST_F(RocksDbStoreTest, TellsProjectionsWhatChangedInOrderAndAcrossRestarts) {
  Open();
  const FeedId feed = FeedNamed('a');
  Commit({PutBody{feed, 7, "blob"}},
         {{LocalFamily::kRecord, "r1", "x"}, {LocalFamily::kMeta, "user/a", "not a change"}});
  Open();
  Commit({PutRetraction{{.feed = feed, .target = 7, .by_feed = feed}}, EraseBody{feed, 7}},
         {{LocalFamily::kDraft, "d1", std::nullopt}});
  Commit({PutRetraction{
      {.feed = feed, .target = 7, .by_feed = feed, .state = ErasureState::kErased}}});

  EXPECT_EQ(Kinds(Latest().ChangesAfter(0, 100)),
            (std::vector<std::string>{"1 body 7", "2 record r1", "3 retract 7", "4 draft d1",
                                      "5 erased 7"}));
  EXPECT_EQ(Kinds(Latest().ChangesAfter(1, 2)),
            (std::vector<std::string>{"2 record r1", "3 retract 7"}));
  EXPECT_EQ(Latest().NewestChange(), 5u);
}

TEST_F(RocksDbStoreTest, NumbersChangesOnwardsAfterTheyWereTrimmed) {
  Open();
  for (int i = 0; i < 3; ++i) Commit({}, {{LocalFamily::kRecord, "r" + std::to_string(i), "x"}});

  ASSERT_TRUE(store_->TrimChanges(2));
  EXPECT_EQ(Kinds(Latest().ChangesAfter(0, 100)), (std::vector<std::string>{"3 record r2"}));
  ASSERT_TRUE(store_->TrimChanges(3));
  Open();
  EXPECT_EQ(Latest().NewestChange(), 3u);
  Commit({}, {{LocalFamily::kRecord, "r9", "x"}});

  EXPECT_EQ(Kinds(Latest().ChangesAfter(0, 100)), (std::vector<std::string>{"4 record r9"}));
}

TEST_F(RocksDbStoreTest, ASnapshotKeepsSeeingItsMoment) {
  Open();
  Commit({PutBody{FeedNamed('a'), 0, "old"}});
  const std::unique_ptr<Reader> snapshot = store_->Snapshot();
  Commit({PutBody{FeedNamed('a'), 0, "new"}, PutBody{FeedNamed('a'), 1, "more"}});

  EXPECT_EQ(snapshot->Body(FeedNamed('a'), 0), "old");
  EXPECT_FALSE(snapshot->Body(FeedNamed('a'), 1));
  EXPECT_EQ(snapshot->NewestChange(), 1u);
  EXPECT_EQ(Latest().Body(FeedNamed('a'), 0), "new");
}

TEST_F(RocksDbStoreTest, KeepsOneChangeRowPerFeedHoweverOftenItChanges) {
  Open();
  const NetworkId network = *NetworkId::From(std::string(16, 'N'));
  FeedState state{.feed = FeedNamed('a'), .network = network};
  for (state.size = 0; state.size < 50; ++state.size) Commit({PutFeed{state}});
  state.feed = FeedNamed('b');
  Commit({PutFeed{state}});

  const StoreView::Changes all = Latest().FeedsChangedSince(network, 0);
  EXPECT_EQ(all.feeds, (std::vector<FeedId>{FeedNamed('a'), FeedNamed('b')}));
  EXPECT_EQ(all.cursor, 51u);
  // A cursor that this store never gave comes from before a restore: everything is news again.
  EXPECT_EQ(Latest().FeedsChangedSince(network, 9999).feeds.size(), 2u);
}

TEST_F(RocksDbStoreTest, ListsItemChainsFromAPlaceOn) {
  Open();
  const auto item = [](char name) { return *ItemId::From(std::string(16, name)); };
  for (const char name : {'c', 'a', 'b'}) {
    Commit({PutChain{{.feed = FeedNamed('f'), .item = item(name), .versions = {1}}}});
  }

  const std::vector<ItemChain> chains = Latest().ChainsFrom(FeedNamed('f'), item('b'), 10);

  ASSERT_EQ(chains.size(), 2u);
  EXPECT_EQ(chains[0].item, item('b'));
  EXPECT_EQ(chains[1].item, item('c'));
  EXPECT_EQ(Latest().ChainsFrom(FeedNamed('f'), item('a'), 1).size(), 1u);
  EXPECT_TRUE(Latest().ChainsFrom(FeedNamed('g'), item('a'), 9).empty());
}

TEST_F(RocksDbStoreTest, RefusesABrokenRunOfLeaves) {
  Open();

  const Status s = store_->Commit({PutLeaves{{FeedNamed('a'), 0, std::string(113, 'x')}}}, {});

  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(Latest().Leaves(FeedNamed('a'), 0, 10), "");
}

}  // namespace
}  // namespace candour::storage
