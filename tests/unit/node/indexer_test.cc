#include "node/indexer.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

using storage::Change;
using storage::ChangeKind;
using storage::LocalFamily;
using storage::Reader;

// Records whose row is their text.
std::optional<index::Document> ReadRecord(const Reader& store, const Change& change) {
  if (change.kind != ChangeKind::kRecord) return std::nullopt;
  const auto row = store.Get(LocalFamily::kRecord, change.key);
  if (!row) return std::nullopt;
  index::Document document;
  document.key = index::DocumentKey::OfRecord(change.key);
  document.title = *row;
  return document;
}

class IndexerTest : public storage::StoreTest {
 protected:
  void SetUp() override {
    Open();
    auto opened = index::Index::Open(
        {.folder = folder_.path() + "/index", .shards = 1, .store_id = std::string(16, 'n')});
    ASSERT_TRUE(opened) << opened.error().message;
    index_ = std::move(*opened);
  }
  void TearDown() override {
    indexer_.reset();
    index_.reset();
  }

  void StartIndexer() {
    indexer_ = std::make_unique<Indexer>(Indexer::Options{
        .index = *index_,
        .snapshot = [this] { return on_glance_(), store_->Snapshot(); },
        .trim = [this](uint64_t up_to) { EXPECT_TRUE(store_->TrimChanges(up_to)); },
        .read = [this](const Reader& store,
                       const Change& change) { return on_read_(), ReadRecord(store, change); },
        .failed = [](const Error& error) { ADD_FAILURE() << error.message; },
        .batch = 2,
        .flood_wait = flood_wait_});
    indexer_->Start();
  }

  void Put(char id, std::optional<std::string> text) {
    ASSERT_TRUE(store_->Commit({}, {{LocalFamily::kRecord, std::string(16, id), std::move(text)}}));
    if (indexer_) indexer_->Wake();
  }

  // Comes back when everything committed so far is in the index: an erasure waits its turn.
  void CatchUp() {
    while (indexer_->Behind()) EXPECT_TRUE(indexer_->EraseForGood({}));
  }

  uint64_t Found(const std::string& word) {
    index::SearchRequest request;
    request.query = *index::ParseQuery(word);
    request.scope.records = true;
    const auto result = index_->Search(request);
    EXPECT_TRUE(result);
    return result ? result->total : 0;
  }

  std::function<void()> on_read_ = [] {};
  std::function<void()> on_glance_ = [] {};
  std::chrono::milliseconds flood_wait_{5'000};
  std::unique_ptr<index::Index> index_;
  std::unique_ptr<Indexer> indexer_;
};

TEST_F(IndexerTest, RebuildsFromTheStoreAndThenFollowsIt) {
  for (char id = 'a'; id < 'f'; ++id) Put(id, "pump alarm");
  StartIndexer();
  CatchUp();
  EXPECT_EQ(Found("pump"), 5u);

  Put('z', "insulin pump");
  CatchUp();
  EXPECT_EQ(Found("insulin"), 1u);
  EXPECT_EQ(Found("pump"), 6u);
  EXPECT_EQ(index_->Cursor(), store_->Latest().NewestChange());
}

TEST_F(IndexerTest, DropsWhatTheStoreDrops) {
  StartIndexer();
  Put('a', "pump alarm");
  CatchUp();
  ASSERT_EQ(Found("pump"), 1u);

  Put('a', std::nullopt);
  CatchUp();
  EXPECT_EQ(Found("pump"), 0u);
}

TEST_F(IndexerTest, ErasesForGoodButKeepsWhatARowSaysNow) {
  StartIndexer();
  Put('a', "secretword pump");
  CatchUp();
  Put('a', "insulin pump");
  CatchUp();

  ASSERT_TRUE(indexer_->EraseForGood({{.sequence = 0,
                                       .kind = ChangeKind::kRecord,
                                       .key = std::string(16, 'a'),
                                       .feed = {},
                                       .index = 0}}));
  EXPECT_EQ(Found("secretword"), 0u);
  EXPECT_EQ(Found("insulin"), 1u);
}

// New rows come as fast as they are read: there is always a backlog.
TEST_F(IndexerTest, ErasesWhileThereIsABacklog) {
  constexpr int kRowsMax = 10'000;
  std::atomic<bool> erased{false};
  int rows = 0;
  on_read_ = [&] {
    if (erased || rows == kRowsMax) return;
    const std::string number = std::to_string(++rows);
    ASSERT_TRUE(store_->Commit(
        {}, {{LocalFamily::kRecord, std::string(16 - number.size(), '0') + number, "pump"}}));
  };
  Put('!', "secretword pump");
  StartIndexer();

  ASSERT_TRUE(indexer_->EraseForGood({{.sequence = 0,
                                       .kind = ChangeKind::kRecord,
                                       .key = std::string(16, '!'),
                                       .feed = {},
                                       .index = 0}}));
  erased = true;
  CatchUp();

  EXPECT_LT(rows, kRowsMax);
}

// What a catch-up looks like: at every glance more has come than is written at once.
class FloodTest : public IndexerTest {
 protected:
  // Floods for so many glances; how many rows had been read for the index when it was over.
  int ReadDuringFlood(int glances) {
    StartIndexer();
    CatchUp();
    reads_ = 0;
    on_read_ = [this] { ++reads_; };
    on_glance_ = [this, glances] {
      if (glances_ == glances) return;
      for (int i = 0; i < 5; ++i) Commit();
      if (++glances_ == glances) over_.set_value(reads_);
    };
    for (int i = 0; i < 5; ++i) Commit();
    indexer_->Wake();
    return over_.get_future().get();
  }
  void Commit() {
    const std::string number = std::to_string(++rows_);
    EXPECT_TRUE(store_->Commit(
        {}, {{LocalFamily::kRecord, std::string(16 - number.size(), '0') + number, "pump"}}));
  }

  int rows_ = 0;
  int glances_ = 0;
  int reads_ = 0;  // Of the indexer's thread, like the glances.
  std::promise<int> over_;
};

TEST_F(FloodTest, IsWaitedOutAndIndexedThen) {
  flood_wait_ = std::chrono::hours(1);
  EXPECT_EQ(ReadDuringFlood(4), 0);
  CatchUp();
  EXPECT_EQ(Found("pump"), static_cast<uint64_t>(rows_));
}

TEST_F(FloodTest, ThatDoesNotEndIsIndexedBesides) {
  flood_wait_ = std::chrono::milliseconds(0);
  EXPECT_GT(ReadDuringFlood(8), 0);
  CatchUp();
  EXPECT_EQ(Found("pump"), static_cast<uint64_t>(rows_));
}

TEST_F(IndexerTest, RefusesToEraseOnceItHasStopped) {
  StartIndexer();
  indexer_->Stop();
  EXPECT_FALSE(indexer_->EraseForGood({}));
}

}  // namespace
}  // namespace candour
