#include "node/storage/sweep.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include "crypto/encoding.h"

namespace candour::storage {
namespace {

constexpr size_t kRangesMax = 64;  // Beyond that, rewriting the family whole costs less.
constexpr int kPurgeAttempts = 100;
constexpr int kAttemptsPerFlush = 10;
constexpr std::chrono::milliseconds kPurgePause{20};

// Rows to sweep per family; an empty list is the whole family.
using Targets = std::map<Family, std::vector<std::string>>;

Targets TargetsOf(const SweepRequest& request) {
  // Staged blobs and the outbox are small and short-lived: always whole.
  Targets out{{Family::kStage, {}}, {Family::kOutbox, {}}};
  std::vector<std::string> bodies;
  for (const auto& [feed, index] : request.bodies) bodies.push_back(FeedKey(feed, index));
  const auto add = [&](Family family, std::vector<std::string> keys) {
    if (!request.everything && keys.empty()) return;
    if (request.everything || keys.size() > kRangesMax) keys.clear();
    out[family] = std::move(keys);
  };
  add(Family::kBody, std::move(bodies));
  add(Family::kRecord, request.records);
  add(Family::kDraft, request.drafts);
  return out;
}

class Sweeper {
 public:
  Sweeper(Engine& engine, Targets targets) : engine_(engine), targets_(std::move(targets)) {}

  Status Run() {
    Status s = WaitForViews();
    if (s) s = NoteLog();
    if (s) s = FlushAll();
    if (s) NoteTables();
    if (s) s = Compact();
    if (s) s = WaitForFiles();
    return s;
  }

 private:
  Status WaitForViews();
  Status NoteLog();
  Status FlushAll();
  void NoteTables();
  Status Compact();
  Status CompactTable(const rocksdb::LiveFileMetaData& table);
  std::vector<rocksdb::LiveFileMetaData> TablesInUse() const;
  Status WaitForFiles();
  std::vector<std::string> Leftovers() const;
  bool Concerns(const rocksdb::LiveFileMetaData& file) const;
  Status Unfinished(const std::string& what) const;

  Engine& engine_;
  Targets targets_;
  uint64_t log_number_ = 0;           // No log up to this one may remain.
  std::set<std::string> old_tables_;  // Nor any of these, as "/000012.sst".
};

Status Sweeper::Unfinished(const std::string& what) const {
  return Fail(ErrorCode::kUnavailable, "SWEEP_UNFINISHED",
              "store " + engine_.path() + ": erased text may still be on the disk: " + what +
                  "; the sweep is tried again");
}

Status Sweeper::WaitForViews() {
  Leases& leases = engine_.leases();
  if (leases.WaitForViewsBefore(leases.Mark(), engine_.options().lease_wait)) return {};
  return Unfinished("a view older than the sweep was not given back");
}

Status Sweeper::NoteLog() {
  std::unique_ptr<rocksdb::LogFile> log;
  const rocksdb::Status s = engine_.db()->GetCurrentWalFile(&log);
  if (!s.ok()) return Fail(engine_.ErrorFrom(s, "find the log"));
  log_number_ = log->LogNumber();
  return {};
}

Status Sweeper::FlushAll() {
  // One row first: a flush of nothing but empty families would not start a new log.
  rocksdb::WriteBatch batch;
  rocksdb::Status s =
      batch.Put(engine_.At(Family::kMeta), std::string(kSweepKey), crypto::U64(log_number_));
  if (s.ok()) s = engine_.db()->Write(SyncedWrite(), &batch);
  if (s.ok()) s = engine_.db()->Flush(rocksdb::FlushOptions(), engine_.All());
  if (!s.ok()) return Fail(engine_.ErrorFrom(s, "flush"));
  return {};
}

bool Sweeper::Concerns(const rocksdb::LiveFileMetaData& file) const {
  for (const auto& [family, keys] : targets_) {
    if (file.column_family_name != NameOf(family)) continue;
    return keys.empty() || std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
             return file.smallestkey <= key && key <= file.largestkey;
           });
  }
  return false;
}

void Sweeper::NoteTables() {
  std::vector<rocksdb::LiveFileMetaData> files;
  engine_.db()->GetLiveFilesMetaData(&files);
  for (const rocksdb::LiveFileMetaData& file : files) {
    if (Concerns(file)) old_tables_.insert(file.name);
  }
}

std::vector<rocksdb::LiveFileMetaData> Sweeper::TablesInUse() const {
  std::vector<rocksdb::LiveFileMetaData> files;
  engine_.db()->GetLiveFilesMetaData(&files);
  std::erase_if(files, [this](const rocksdb::LiveFileMetaData& file) {
    return !old_tables_.contains(file.name);
  });
  return files;
}

// Over the table's own keys, not those of the request: where no level holds a key in the range (an
// erased one, or one that never came) RocksDB would rewrite nothing.
Status Sweeper::CompactTable(const rocksdb::LiveFileMetaData& table) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.exclusive_manual_compaction = true;
  const rocksdb::Slice first(table.smallestkey);
  const rocksdb::Slice last(table.largestkey);
  const auto families = engine_.All();
  const auto family = std::find_if(families.begin(), families.end(), [&](const auto* handle) {
    return handle->GetName() == table.column_family_name;
  });
  const rocksdb::Status s = engine_.db()->CompactRange(options, *family, &first, &last);
  if (!s.ok()) return Fail(engine_.ErrorFrom(s, "compact " + table.column_family_name));
  return {};
}

// One table may take others along with it.
Status Sweeper::Compact() {
  for (size_t left = old_tables_.size(); left > 0; --left) {
    const std::vector<rocksdb::LiveFileMetaData> tables = TablesInUse();
    if (tables.empty()) return {};
    if (Status s = CompactTable(tables.front()); !s) return s;
  }
  return {};
}

// Files that have to be gone and are not: old tables still in use or on the disk, old logs.
std::vector<std::string> Sweeper::Leftovers() const {
  std::vector<std::string> out;
  for (const rocksdb::LiveFileMetaData& file : TablesInUse()) {
    out.push_back("table " + file.name.substr(1) + " in use");
  }
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(engine_.path(), failed)) {
    const std::string name = entry.path().filename().string();
    if (old_tables_.contains("/" + name)) out.push_back("table " + name);
    if (!name.ends_with(".log")) continue;
    uint64_t number = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ec == std::errc() && number <= log_number_) out.push_back("log " + name);
  }
  if (failed) out.push_back("a folder that cannot be listed");
  return out;
}

Status Sweeper::WaitForFiles() {
  std::vector<std::string> left;
  for (int attempt = 0; attempt < kPurgeAttempts; ++attempt) {
    // Switching deletions off and on again purges at once what is no longer referred to.
    rocksdb::Status s = engine_.db()->DisableFileDeletions();
    if (s.ok()) s = engine_.db()->EnableFileDeletions(/*force=*/false);
    if (!s.ok()) return Fail(engine_.ErrorFrom(s, "delete old files"));
    left = Leftovers();
    if (left.empty()) return {};
    // A family that was being flushed while the log changed goes on counting on the old one, though
    // it holds nothing, until the log changes again.
    const bool again = attempt % kAttemptsPerFlush == kAttemptsPerFlush - 1;
    if (Status flushed = again ? FlushAll() : Status(); !flushed) return flushed;
    std::this_thread::sleep_for(kPurgePause);
  }
  return Unfinished(left.front() + (left.size() > 1 ? " and others" : ""));
}

}  // namespace

Status SweepText(Engine& engine, const SweepRequest& request) {
  return Sweeper(engine, TargetsOf(request)).Run();
}

}  // namespace candour::storage
