#include "node/storage/engine.h"

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "crypto/encoding.h"
#include "node/storage/file_io.h"

namespace candour::storage {
namespace {

constexpr uint32_t kSchema = 1;
constexpr size_t kProtectionBytes = 8;
constexpr size_t kMetaOwnerBytes = 6;  // As "likew/".

// What fails in the background fails the store at once, not with the next commit.
class FailureListener final : public rocksdb::EventListener {
 public:
  explicit FailureListener(Engine& engine) : engine_(engine) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    if (!Engine::IsNoSpace(*status)) engine_.MarkFailed(engine_.ErrorFrom(*status, "write"));
  }
  // After a full disk only the store itself opens the database again. Left alone, RocksDB would
  // write out what it holds in memory behind our back, family after family, past what its log
  // lost. A disk that is full again in the middle of it, or the store opening the database
  // meanwhile, would leave files that are ahead of the log: nothing opens those.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status error,
                            bool* auto_recovery) override {
    error.PermitUncheckedError();
    *auto_recovery = false;
  }

 private:
  Engine& engine_;
};

rocksdb::DBOptions DatabaseOptions(Engine& engine) {
  const StoreOptions& options = engine.options();
  rocksdb::DBOptions out;
  out.listeners.push_back(std::make_shared<FailureListener>(engine));
  out.max_bgerror_resume_count = 0;  // A sync that failed is never tried again as if it had not.
  if (options.env != nullptr) out.env = options.env;
  out.paranoid_checks = true;
  out.allow_data_in_errors = false;
  out.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  out.db_write_buffer_size = 4 * options.write_buffer_bytes;
  out.max_total_wal_size = 8 * options.write_buffer_bytes;
  out.max_background_jobs = 2;
  out.max_open_files = 512;
  out.max_file_opening_threads = options.opening_threads;
  // A log that is kept longer than its data would keep erased text (protocol section 7).
  out.WAL_ttl_seconds = 0;
  out.WAL_size_limit_MB = 0;
  out.recycle_log_file_num = 0;
  out.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  out.keep_log_file_num = 4;
  out.max_log_file_size = 1 << 20;
  out.stats_dump_period_sec = 0;
  out.stats_persist_period_sec = 0;
  return out;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const StoreOptions& options,
                                           const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions out;
  out.write_buffer_size = options.write_buffer_bytes;
  out.arena_block_size = 64 << 10;  // Sixteen families share one budget.
  // What is new is asked for before it is written: most rows that are looked up are not there.
  out.memtable_prefix_bloom_size_ratio = 0.02;
  out.memtable_whole_key_filtering = true;
  // Hashes, signatures and text that must be found by its bytes when a sweep is checked.
  out.compression = rocksdb::kNoCompression;
  out.bottommost_compression = rocksdb::kDisableCompressionOption;
  out.level_compaction_dynamic_level_bytes = true;
  out.target_file_size_base = 8 << 20;         // What one erased row costs to rewrite.
  out.level0_file_num_compaction_trigger = 8;  // A backlog is rewritten half as often as with 4.
  out.max_bytes_for_level_base = 64 << 20;
  out.paranoid_file_checks = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return out;
}

// How many bytes of a key say whose row it is, where a batch brings the rows of one owner in order:
// such a row is looked for from where the one before it went.
size_t OwnerBytes(std::string_view family) {
  if (family == NameOf(Family::kLeaf) || family == NameOf(Family::kBody)) return FeedId::kSize;
  if (family == NameOf(Family::kItem)) return FeedId::kSize;
  if (family == NameOf(Family::kMeta)) return kMetaOwnerBytes;
  return family == NameOf(Family::kChange) ? 1 : 0;
}

std::vector<rocksdb::ColumnFamilyDescriptor> Descriptors(const StoreOptions& options) {
  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> out;
  out.emplace_back(rocksdb::kDefaultColumnFamilyName, FamilyOptions(options, cache));
  for (const char* name : kFamilyNames) {
    rocksdb::ColumnFamilyOptions family = FamilyOptions(options, cache);
    if (const size_t owner = OwnerBytes(name); owner > 0) {
      family.memtable_insert_with_hint_prefix_extractor.reset(
          rocksdb::NewFixedPrefixTransform(owner));
    }
    out.emplace_back(name, family);
  }
  return out;
}

// Which families the directory has, against those this version knows.
Status CheckFamilies(const std::string& path, const std::vector<std::string>& found) {
  for (const char* name : kFamilyNames) {
    if (std::find(found.begin(), found.end(), name) != found.end()) continue;
    return Fail(ErrorCode::kCorrupt, "FAMILY_MISSING",
                "store " + path + ": the column family " + name +
                    " is missing; restore the data directory from a backup");
  }
  if (found.size() == kFamilies + 1) return {};
  return Fail(
      ErrorCode::kConflict, "SCHEMA_NEWER",
      "store " + path + ": written by a newer candourd; install that version or a later one");
}

}  // namespace

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions out;
  out.sync = true;
  out.protection_bytes_per_key = kProtectionBytes;
  return out;
}

Engine::Engine(const StoreOptions& options) : options_(options), path_(options.data_dir + "/db") {}

Engine::~Engine() { Close(); }

Result<std::unique_ptr<Engine>> Engine::Open(const StoreOptions& options) {
  if (options.node_id.size() != 16) {
    return Fail(ErrorCode::kInvalid, "NODE_ID",
                "store " + options.data_dir + ": the node id is not 16 bytes; check keys/node.id");
  }
  std::unique_ptr<Engine> engine(new Engine(options));
  std::error_code ignored;
  if (!std::filesystem::exists(engine->path_, ignored)) {
    if (Status s = engine->Create(); !s) return Fail(s.error());
  }
  if (Status s = engine->OpenExisting(); !s) return Fail(s.error());
  if (Status s = engine->CheckRows(); !s) return Fail(s.error());
  return engine;
}

// Made under another name and renamed when complete, so that a crash leaves all of it or nothing.
Status Engine::Create() {
  const std::string fresh = path_ + ".new";
  std::error_code failed;
  std::filesystem::remove_all(fresh, failed);
  if (Status s = MakePrivateFolder(fresh); !s) return s;
  rocksdb::DBOptions database = DatabaseOptions(*this);
  database.create_if_missing = true;
  database.create_missing_column_families = true;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  rocksdb::Status s = rocksdb::DB::Open(database, fresh, Descriptors(options_), &handles, &raw);
  if (!s.ok()) return Fail(ErrorFrom(s, "create"));
  db_.reset(raw);
  handles_ = handles;
  rocksdb::WriteBatch batch;
  rocksdb::ColumnFamilyHandle* meta = handles[1];
  s = batch.Put(meta, std::string(kSchemaKey), crypto::U32(kSchema));
  if (s.ok()) s = batch.Put(meta, std::string(kNodeIdKey), options_.node_id);
  if (s.ok()) s = batch.Put(meta, std::string(kCountersKey), EncodeCounters({}));
  if (s.ok()) s = db_->Write(SyncedWrite(), &batch);
  if (!s.ok()) return Fail(ErrorFrom(s, "create"));
  Close();
  return RenameDurably(fresh, path_);
}

Status Engine::OpenExisting() {
  const rocksdb::DBOptions database = DatabaseOptions(*this);
  std::vector<std::string> found;
  rocksdb::Status s = rocksdb::DB::ListColumnFamilies(database, path_, &found);
  if (!s.ok()) return Fail(ErrorFrom(s, "read the list of families"));
  if (Status ok = CheckFamilies(path_, found); !ok) return ok;
  rocksdb::DB* raw = nullptr;
  s = rocksdb::DB::Open(database, path_, Descriptors(options_), &handles_, &raw);
  if (!s.ok()) return Fail(ErrorFrom(s, "open"));
  db_.reset(raw);
  std::copy(handles_.begin() + 1, handles_.end(), families_.begin());
  return {};
}

Status Engine::CheckRows() {
  std::string schema;
  rocksdb::Status s =
      db_->Get(rocksdb::ReadOptions(), At(Family::kMeta), std::string(kSchemaKey), &schema);
  if (!s.ok() || schema.size() != 4) {
    return Fail(ErrorCode::kCorrupt, "SCHEMA_MISSING",
                "store " + path_ + ": not a store of candourd; restore it from a backup");
  }
  if (const uint32_t version = crypto::GetU32(schema); version > kSchema) {
    return Fail(ErrorCode::kConflict, "SCHEMA_NEWER",
                "store " + path_ + ": has schema " + std::to_string(version) +
                    ", this candourd knows up to " + std::to_string(kSchema) +
                    "; install the newer version");
  }
  std::string node;
  s = db_->Get(rocksdb::ReadOptions(), At(Family::kMeta), std::string(kNodeIdKey), &node);
  if (!s.ok() && !s.IsNotFound()) return Fail(ErrorFrom(s, "read"));
  if (node == options_.node_id) return {};
  return Fail(ErrorCode::kConflict, "WRONG_NODE",
              "store " + path_ + ": belongs to node " + crypto::HexEncode(node) + ", the keys in " +
                  options_.data_dir + "/keys to node " + crypto::HexEncode(options_.node_id) +
                  "; put the matching keys and db folders together");
}

void Engine::Close() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  handles_.clear();
  families_ = {};
  db_->Close().PermitUncheckedError();
  db_.reset();
}

Status Engine::Reopen() {
  if (!leases_.Close(options_.lease_wait)) {
    return Fail(ErrorCode::kUnavailable, "STORE_BUSY",
                "store " + path_ + ": still being read; try again");
  }
  Close();
  const Status opened = OpenExisting();
  if (!opened) MarkFailed(opened.error());
  leases_.Open();
  return opened;
}

Counters Engine::ReadCounters() {
  std::string raw;
  const rocksdb::Status s =
      db_->Get(rocksdb::ReadOptions(), At(Family::kMeta), std::string(kCountersKey), &raw);
  const std::optional<Counters> counters = DecodeCounters(raw);
  if (!s.ok()) {
    MarkFailed(ErrorFrom(s, "read"));
  } else if (!counters) {
    MarkCorruptRow(Family::kMeta, kCountersKey);
  }
  return counters.value_or(Counters{});
}

void Engine::CountNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

std::vector<rocksdb::ColumnFamilyHandle*> Engine::All() const { return handles_; }

void Engine::MarkFailed(Error error) {
  const std::lock_guard lock(failure_mutex_);
  if (!failure_) failure_ = std::move(error);
}

std::optional<Error> Engine::Failed() const {
  const std::lock_guard lock(failure_mutex_);
  return failure_;
}

void Engine::MarkCorruptRow(Family family, std::string_view key) {
  MarkFailed(Error{ErrorCode::kCorrupt, "ROW_CORRUPT",
                   "store " + path_ + ": family " + NameOf(family) + ", key " +
                       crypto::HexEncode(key) + ": not as it was written; restore from a backup"});
}

bool Engine::IsNoSpace(const rocksdb::Status& status) {
  return status.IsNoSpace() || status.subcode() == rocksdb::Status::kSpaceLimit ||
         status.ToString().find("Disk quota exceeded") != std::string::npos;
}

Error Engine::ErrorFrom(const rocksdb::Status& status, std::string_view doing) const {
  const std::string text = status.ToString();
  const std::string start = "store " + path_ + ": ";
  if (IsNoSpace(status)) {
    return Error{ErrorCode::kFull, "DISK_FULL", start + "the disk is full; free some space"};
  }
  if (status.IsIOError() && text.find("lock") != std::string::npos) {
    return Error{ErrorCode::kConflict, "STORE_IN_USE",
                 start + "another candourd uses it; stop that one first"};
  }
  const std::string what = start + "cannot " + std::string(doing) + ": " + text;
  if (status.IsCorruption()) {
    return Error{ErrorCode::kCorrupt, "STORE_CORRUPT", what + "; restore it from a backup"};
  }
  return Error{ErrorCode::kUnavailable, "STORE_ERROR", what + "; check the disk, then restart"};
}

}  // namespace candour::storage
