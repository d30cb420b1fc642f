#include "node/storage/rocksdb_store.h"

#include <atomic>
#include <utility>

#include "node/storage/backup_engine.h"
#include "node/storage/disk_reserve.h"
#include "node/storage/reader.h"
#include "node/storage/sweep.h"
#include "node/storage/turn_batch.h"

namespace candour::storage {
namespace {

constexpr size_t kTrimBatchRows = 1000;
constexpr size_t kBatchBytesKept = 4 << 20;

}  // namespace

class RocksDbStore::Impl {
 public:
  Impl(std::unique_ptr<Engine> engine, const StoreOptions& options)
      : engine_(std::move(engine)),
        latest_(*engine_, recent_),
        reserve_(options.data_dir + "/reserve", options.reserve_bytes, options.free_floor_bytes),
        counters_(engine_->ReadCounters()) {
    reserve_.Fill();
  }

  Status Commit(const WriteSet& writes, const LocalWrites& local);
  Status TrimChanges(uint64_t up_to);
  Status Sweep(const SweepRequest& request);
  Result<BackupRow> BackUp(const std::string& folder);

  void GiveUpReserve() { reserve_.Release(); }

  Engine& engine() { return *engine_; }
  const Reader& latest() const { return latest_; }
  bool full() const { return full_; }

 private:
  Status ReadOnly() const;
  // Whether this turn may be tried: gives up the reserve for a turn that may use it.
  Status MakeRoom(bool urgent);
  Status TryCommit(const WriteSet& writes, const LocalWrites& local);
  Status WriteBatch(const WriteSet& writes, const LocalWrites& local);
  // The disk was full in the middle of a commit: reopens, if there is room to. Afterwards the batch
  // is known to be in the store (true) or not.
  Result<bool> SettleRefused();
  Error DiskFull() const;

  std::unique_ptr<Engine> engine_;
  RecentRows recent_;
  RocksReader latest_;
  DiskReserve reserve_;
  rocksdb::WriteBatch batch_ = EmptyBatch();  // Of the last turn: its memory serves the next.
  Counters counters_;
  std::optional<uint64_t> unsettled_;  // A turn that failed for space; its fate is not known yet.
  bool no_space_ = false;              // What the last WriteBatch failed with.
  std::atomic<uint64_t> trimmed_{0};   // Where the last trim ended: what is before is passed over.
  std::atomic<bool> full_{false};
  std::atomic<bool> sweeping_{false};
};

Status RocksDbStore::Impl::ReadOnly() const {
  const std::optional<Error> failure = engine_->Failed();
  if (!failure) return {};
  return Fail(ErrorCode::kUnavailable, "STORE_READ_ONLY",
              failure->message + " (nothing is written until the node is restarted)");
}

Error RocksDbStore::Impl::DiskFull() const {
  return Error{
      ErrorCode::kFull, "DISK_FULL",
      "store " + engine_->path() + ": the disk is full; free some space (withdrawing still works)"};
}

Status RocksDbStore::Impl::MakeRoom(bool urgent) {
  full_ = false;
  if (!reserve_.Low()) {
    reserve_.Fill();
    return {};
  }
  full_ = true;
  if (!urgent) return Fail(DiskFull());
  reserve_.Release();
  return {};
}

Result<bool> RocksDbStore::Impl::SettleRefused() {
  full_ = true;
  // Opening writes a new log, a new manifest and what the old log held.
  if (reserve_.FreeBytes() < 2 * engine_->options().write_buffer_bytes) reserve_.Release();
  if (reserve_.FreeBytes() < 2 * engine_->options().write_buffer_bytes) return Fail(DiskFull());
  if (Status s = engine_->Reopen(); !s) return Fail(s.error());
  const uint64_t turn = *std::exchange(unsettled_, std::nullopt);
  counters_ = engine_->ReadCounters();
  return counters_.turn == turn;
}

Status RocksDbStore::Impl::WriteBatch(const WriteSet& writes, const LocalWrites& local) {
  no_space_ = false;
  if (batch_.Data().capacity() > kBatchBytesKept) batch_ = EmptyBatch();
  TurnBatch turn(*engine_, counters_, batch_);
  if (Status s = turn.Add(writes, local); !s) return s;
  rocksdb::WriteBatch& batch = turn.Finish();
  if (Status s = ReadOnly(); !s) return s;  // A read for this batch may have failed.
  const rocksdb::Status s = engine_->db()->Write(SyncedWrite(), &batch);
  if (s.ok()) {
    counters_ = turn.after();
    return {};
  }
  if (Engine::IsNoSpace(s)) {
    no_space_ = true;
    unsettled_ = turn.after().turn;
    return Fail(DiskFull());
  }
  engine_->MarkFailed(engine_->ErrorFrom(s, "write"));
  return ReadOnly();
}

Status RocksDbStore::Impl::Commit(const WriteSet& writes, const LocalWrites& local) {
  Engine::CountNothing();
  recent_.Forget(writes);
  const Status committed = TryCommit(writes, local);
  if (committed) recent_.Keep(writes);
  return committed;
}

Status RocksDbStore::Impl::TryCommit(const WriteSet& writes, const LocalWrites& local) {
  if (Status s = ReadOnly(); !s) return s;
  if (unsettled_) {
    // That turn was refused long ago. Should the log have kept it after all, what was decided since
    // stands on sand: only a restart is safe.
    const Result<bool> kept = SettleRefused();
    if (!kept) return Fail(kept.error());
    if (*kept) {
      engine_->MarkFailed(Error{
          ErrorCode::kUnavailable, "STORE_ERROR",
          "store " + engine_->path() + ": a write refused for want of space was kept; restart"});
      return ReadOnly();
    }
  }
  const bool urgent = MayUseReserve(writes, local);
  if (Status s = MakeRoom(urgent); !s) return s;
  Status written = WriteBatch(writes, local);
  if (written || !no_space_) return written;
  const Result<bool> kept = SettleRefused();
  if (!kept) return engine_->Failed() ? ReadOnly() : Status(Fail(DiskFull()));
  if (*kept) return {};
  // It may have failed for what the database had met before, while there is space by now.
  if (Status s = MakeRoom(urgent); !s) return s;
  return WriteBatch(writes, local);
}

Status RocksDbStore::Impl::TrimChanges(uint64_t up_to) {
  const RocksReader view(*engine_, engine_->leases().TakeView());
  if (Status s = ReadOnly(); !s) return s;
  uint64_t next = trimmed_;
  while (next < up_to) {
    rocksdb::WriteBatch batch;
    for (const Change& change : view.ChangesAfter(next, kTrimBatchRows)) {
      if (change.sequence > up_to) break;
      next = change.sequence;
      batch.Delete(engine_->At(Family::kChange), ChangeKey(next)).PermitUncheckedError();
    }
    if (batch.Count() == 0) return {};
    // Not synced: rows that come back after a crash are trimmed again.
    const rocksdb::Status s = engine_->db()->Write(rocksdb::WriteOptions(), &batch);
    if (!s.ok()) return Fail(engine_->ErrorFrom(s, "trim changes"));
    trimmed_ = next;
  }
  return {};
}

Status RocksDbStore::Impl::Sweep(const SweepRequest& request) {
  if (sweeping_.exchange(true)) {
    return Fail(ErrorCode::kConflict, "SWEEP_RUNNING",
                "store " + engine_->path() + ": a sweep is running; wait for it");
  }
  const Status swept = [&]() -> Status {
    const Leases::Hold hold = engine_->leases().TakeJob();
    if (Status s = ReadOnly(); !s) return s;
    return SweepText(*engine_, request);
  }();
  sweeping_ = false;
  return swept;
}

// Not beside a sweep: the one keeps files that the other wants gone.
Result<BackupRow> RocksDbStore::Impl::BackUp(const std::string& folder) {
  if (sweeping_.exchange(true)) {
    return Fail(ErrorCode::kConflict, "SWEEP_RUNNING",
                "store " + engine_->path() + ": a sweep or a backup is running; try again");
  }
  const Result<BackupRow> taken = [&]() -> Result<BackupRow> {
    const Leases::Hold hold = engine_->leases().TakeJob();
    if (Status s = ReadOnly(); !s) return Fail(s.error());
    return TakeBackup(*engine_, folder);
  }();
  sweeping_ = false;
  return taken;
}

RocksDbStore::RocksDbStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

RocksDbStore::~RocksDbStore() = default;

Result<std::unique_ptr<RocksDbStore>> RocksDbStore::Open(const StoreOptions& options) {
  Result<std::unique_ptr<Engine>> engine = Engine::Open(options);
  if (!engine) return Fail(engine.error());
  auto impl = std::make_unique<Impl>(*std::move(engine), options);
  if (const std::optional<Error> failure = impl->engine().Failed()) return Fail(*failure);
  return std::unique_ptr<RocksDbStore>(new RocksDbStore(std::move(impl)));
}

const Reader& RocksDbStore::Latest() const { return impl_->latest(); }

std::unique_ptr<Reader> RocksDbStore::Snapshot() {
  Leases::Hold lease = impl_->engine().leases().TakeView();
  return std::make_unique<RocksReader>(impl_->engine(), std::move(lease));
}

Status RocksDbStore::Commit(const WriteSet& writes, const LocalWrites& local) {
  return impl_->Commit(writes, local);
}

void RocksDbStore::GiveUpReserve() { impl_->GiveUpReserve(); }

Status RocksDbStore::Sweep(const SweepRequest& request) { return impl_->Sweep(request); }

Result<BackupRow> RocksDbStore::BackUp(const std::string& folder) { return impl_->BackUp(folder); }

Status RocksDbStore::TrimChanges(uint64_t up_to) { return impl_->TrimChanges(up_to); }

std::optional<Error> RocksDbStore::Failed() const { return impl_->engine().Failed(); }

bool RocksDbStore::Full() const { return impl_->full(); }

}  // namespace candour::storage
