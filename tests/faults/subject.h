// The node under test: the real loop and core over the real store and guard file, on files below
// one folder, without sockets. What it says to its peer is left in an outbox.
//
// One thread drives it. Its clock stands still between calls.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "node/loop.h"
#include "node/storage/guard_file.h"
#include "node/storage/rocksdb_store.h"
#include "tests/sim/cast.h"

namespace candour::faults {

struct SubjectOptions {
  std::string folder;
  rocksdb::Env* env = nullptr;  // Null: the system's own files.
  const sim::Cast& cast;
  size_t member = 0;
  uint64_t write_buffer_bytes = 1 << 20;
  uint64_t reserve_bytes = 4 << 20;
  uint64_t floor_bytes = 256 << 10;
  // Looks at what was found, before the core sees it.
  std::function<void(const storage::Reader&, const storage::GuardMark&)> opened = {};
  // Around every commit: before, and after one that was said to be durable.
  std::function<void(const WriteSet&, const storage::LocalWrites&)> attempted = {};
  std::function<void(const WriteSet&, const storage::LocalWrites&)> committed = {};
  // Something leaves the node while its own feed has this head.
  std::function<void(uint64_t size, const crypto::Hash& root, uint64_t guarded)> released = {};
};

class Subject {
 public:
  // As a node opens: store, guard file, then the core with the network and what the guard says.
  static Result<std::unique_ptr<Subject>> Open(const SubjectOptions& options);
  ~Subject();

  void SetTime(Now now);
  void Pass(Duration time);
  // The core takes an event, and whatever is due then. The outcome is that of the turn.
  Status Run(Event event, storage::LocalWrites local = {});
  Status Run(storage::LocalWrites local, LocalTurn::After after);
  void Post(Event event);
  // Until nothing is due.
  void Fence();
  // What the sweeper does: everything that was withdrawn or deleted leaves the files.
  Status Sweep();

  std::vector<Action> TakeOutbox();
  std::optional<Error> ReadOnly() const { return loop_->ReadOnly(); }
  // What the loop said aloud when it stopped writing or refused to.
  std::vector<Error> failures() const;
  std::string SigningBlocked() { return loop_->SigningBlocked(cast_.network); }
  storage::RocksDbStore& store() { return *store_; }
  const storage::GuardMark& guard() const { return guard_mark_; }
  FeedId own_feed() const { return cast_.FeedOf(member_); }

 private:
  Subject(const SubjectOptions& options, std::unique_ptr<storage::RocksDbStore> store,
          storage::GuardFile guard);
  Status Start();
  LoopStore StoreOfLoop();
  LoopEffects Effects();
  Status Act(Action action);
  std::vector<Event> Networks();
  void NoteReleased();

  const SubjectOptions options_;
  const sim::Cast& cast_;
  const size_t member_;
  std::unique_ptr<storage::RocksDbStore> store_;
  storage::GuardFile guard_;
  storage::GuardMark guard_mark_;
  std::atomic<int64_t> now_ms_{0};
  mutable std::mutex mutex_;
  std::vector<Action> outbox_;
  std::vector<Error> failures_;
  std::unique_ptr<Loop> loop_;
};

}  // namespace candour::faults
