#include "node/index/index.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/index/gather.h"
#include "node/index/reader_pool.h"
#include "node/index/shard.h"

namespace candour::index {
namespace {

constexpr int kSchema = 1;
constexpr size_t kShardsMax = 64;
constexpr const char* kIdentity = "identity";
constexpr const char* kCursor = "cursor";  // In the first shard; absent while rebuilding.

std::vector<std::string> PathsOf(const IndexOptions& options) {
  std::vector<std::string> out;
  for (size_t i = 0; i < options.shards; ++i) {
    out.push_back(options.folder + "/shard-" + std::to_string(i) + ".sqlite");
  }
  return out;
}

std::string IdentityOf(const IndexOptions& options) {
  return std::to_string(kSchema) + " " + std::to_string(options.shards) + " " +
         crypto::HexEncode(options.store_id);
}

// Deletes every shard file, of whatever number of shards.
Status DeleteShards(const std::string& folder) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (!entry.path().filename().string().starts_with("shard-")) continue;
    std::filesystem::remove(entry.path(), failed);
  }
  if (!failed) return {};
  return Fail(ErrorCode::kUnavailable, "INDEX_ERROR",
              "index " + folder + ": cannot be emptied: " + failed.message() +
                  "; check the folder's owner and permissions");
}

Status MakeFolder(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (!failed) return {};
  return Fail(ErrorCode::kUnavailable, "INDEX_ERROR",
              "index " + folder + ": cannot be made: " + failed.message() +
                  "; check the owner of the folder above");
}

}  // namespace

class Index::Impl {
 public:
  explicit Impl(const IndexOptions& options) : options_(options), pool_(PathsOf(options)) {}

  Status Open();
  Status Restart();
  Status Apply(const Batch& batch);
  Status FinishRebuild(uint64_t cursor);
  Status EraseForGood(const std::vector<DocumentKey>& keys);
  Result<ReaderPool::Loan> Borrow(const SearchRequest& request);

  bool rebuilding() const { return rebuilding_; }
  uint64_t cursor() const { return cursor_; }

 private:
  Status OpenShards();
  // Whether the files are whole and those of this store; then the cursor is known.
  bool Trusted();
  size_t ShardOf(const DocumentKey& key) const;
  Status ApplyTo(size_t shard, const Batch& batch);
  Status WriteTo(Shard& shard, size_t number, const Batch& batch);

  const IndexOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;
  ReaderPool pool_;
  std::atomic<bool> rebuilding_{true};
  std::atomic<uint64_t> cursor_{0};
};

Status Index::Impl::OpenShards() {
  shards_.clear();
  for (const std::string& path : PathsOf(options_)) {
    Result<std::unique_ptr<Shard>> shard = Shard::Open(path);
    if (!shard) return Fail(shard.error());
    // Terms are as private as text: the file is the owner's alone, as the folder is.
    ::chmod(path.c_str(), 0600);
    shards_.push_back(*std::move(shard));
  }
  return {};
}

bool Index::Impl::Trusted() {
  for (const std::string& path : PathsOf(options_)) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return false;
  }
  if (!OpenShards()) return false;
  for (const auto& shard : shards_) {
    if (shard->Fact(kIdentity) != IdentityOf(options_)) return false;
  }
  const Result<std::string> cursor = shards_.front()->Fact(kCursor);
  if (!cursor || cursor->size() != 8) return false;
  cursor_ = crypto::GetU64(*cursor);
  return true;
}

Status Index::Impl::Open() {
  if (options_.shards == 0 || options_.shards > kShardsMax) {
    return Fail(ErrorCode::kInvalid, "INDEX_SHARDS",
                "index: shards must be 1 to " + std::to_string(kShardsMax));
  }
  if (Status s = MakeFolder(options_.folder); !s) return s;
  if (!Trusted()) return Restart();
  rebuilding_ = false;
  return {};
}

Status Index::Impl::Restart() {
  rebuilding_ = true;
  cursor_ = 0;
  shards_.clear();
  if (Status s = DeleteShards(options_.folder); !s) return s;
  if (Status s = OpenShards(); !s) return s;
  for (const auto& shard : shards_) {
    if (Status s = shard->SetFact(kIdentity, IdentityOf(options_)); !s) return s;
  }
  pool_.Renew();
  return {};
}

size_t Index::Impl::ShardOf(const DocumentKey& key) const {
  return std::hash<crypto::Hash>()(crypto::Sha256(key.Encode())) % options_.shards;
}

Status Index::Impl::WriteTo(Shard& shard, size_t number, const Batch& batch) {
  for (const DocumentKey& key : batch.remove) {
    if (ShardOf(key) != number) continue;
    if (Status s = shard.Remove(key); !s) return s;
  }
  for (const Document& document : batch.put) {
    if (ShardOf(document.key) != number) continue;
    if (Status s = shard.Put(document); !s) return s;
  }
  if (number != 0 || rebuilding_) return {};
  return shard.SetFact(kCursor, crypto::U64(batch.cursor));
}

Status Index::Impl::ApplyTo(size_t number, const Batch& batch) {
  Shard& shard = *shards_[number];
  Status s = shard.Begin();
  if (s) s = WriteTo(shard, number, batch);
  if (s) s = shard.Commit();
  if (!s) shard.RollBack();
  return s;
}

// The first shard comes last: its cursor says that the others have the batch too.
Status Index::Impl::Apply(const Batch& batch) {
  std::set<size_t, std::greater<>> touched{0};
  for (const DocumentKey& key : batch.remove) touched.insert(ShardOf(key));
  for (const Document& document : batch.put) touched.insert(ShardOf(document.key));
  for (const size_t number : touched) {
    if (Status s = ApplyTo(number, batch); !s) return s;
  }
  if (!rebuilding_) cursor_ = batch.cursor;
  return {};
}

Status Index::Impl::FinishRebuild(uint64_t cursor) {
  if (Status s = shards_.front()->SetFact(kCursor, crypto::U64(cursor)); !s) return s;
  cursor_ = cursor;
  rebuilding_ = false;
  return {};
}

Status Index::Impl::EraseForGood(const std::vector<DocumentKey>& keys) {
  std::set<size_t> touched;
  for (const DocumentKey& key : keys) touched.insert(ShardOf(key));
  const Batch removal{.remove = keys, .put = {}, .cursor = cursor_};
  for (const size_t number : touched) {
    if (Status s = ApplyTo(number, removal); !s) return s;
  }
  for (const size_t number : touched) {
    if (Status s = shards_[number]->Scrub(); !s) return s;
  }
  return {};
}

Result<ReaderPool::Loan> Index::Impl::Borrow(const SearchRequest& request) {
  if (request.limit > kLimitMax || request.offset > kOffsetMax) {
    return Fail(ErrorCode::kInvalid, "SEARCH_PAGE",
                "search: at most " + std::to_string(kLimitMax) + " hits from at most hit " +
                    std::to_string(kOffsetMax) + "; narrow the query");
  }
  Result<ReaderPool::Loan> loan = pool_.Borrow();
  if (!loan) return loan;
  const auto deadline = std::chrono::steady_clock::now() + request.timeout;
  for (const auto& reader : loan->readers()) reader->SetDeadline(deadline);
  return loan;
}

Index::Index(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Index::~Index() = default;

Result<std::unique_ptr<Index>> Index::Open(const IndexOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (Status s = impl->Open(); !s) return Fail(s.error());
  return std::unique_ptr<Index>(new Index(std::move(impl)));
}

bool Index::NeedsRebuild() const { return impl_->rebuilding(); }

Status Index::Apply(const Batch& batch) { return impl_->Apply(batch); }

Status Index::FinishRebuild(uint64_t cursor) { return impl_->FinishRebuild(cursor); }

Status Index::Restart() { return impl_->Restart(); }

uint64_t Index::Cursor() const { return impl_->cursor(); }

Status Index::EraseForGood(const std::vector<DocumentKey>& keys) {
  return impl_->EraseForGood(keys);
}

Result<SearchResult> Index::Search(const SearchRequest& request) const {
  Result<ReaderPool::Loan> loan = impl_->Borrow(request);
  if (!loan) return Fail(loan.error());
  return GatherHits(loan->readers(), request);
}

Result<FacetResult> Index::Facets(const SearchRequest& request) const {
  Result<ReaderPool::Loan> loan = impl_->Borrow(request);
  if (!loan) return Fail(loan.error());
  return GatherFacets(loan->readers(), request);
}

}  // namespace candour::index
