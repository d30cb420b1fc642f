// Makes what was withdrawn or decided leave the disk (protocol section 7): everything hidden since
// the last sweep, in one sweep, one sweep at a time, on a thread of its own.
//
// A sweep that cannot finish is tried again; until it has, nothing claims to be erased.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "node/learning/ports.h"
#include "node/storage/rocksdb_store.h"
#include "node/sweep_rows.h"

namespace candour {

class Sweeper {
 public:
  struct Options {
    std::function<std::unique_ptr<storage::Reader>()> snapshot;
    // Steps (3) to (6) on the store.
    std::function<Status(const storage::SweepRequest&)> sweep_store;
    // Steps (1) and (7) on the index.
    std::function<Status(std::vector<storage::Change>)> erase_index;
    // Turns::Run: commits that it is done and tells the core.
    std::function<Status(const Turns::Decide&)> run;
    std::function<void(const Error&)> failed;
    std::chrono::milliseconds retry_pause{5'000};
  };
  explicit Sweeper(Options options);
  ~Sweeper();  // Stop()s.

  // Looks at once for what an earlier process left unswept.
  void Start();
  void Stop();
  // Something new has to go. Any thread.
  void Wake();
  // Sweeps that are wanted or under way: 0, 1 or 2.
  uint32_t Pending() const;

 private:
  // What one sweep takes with it.
  struct Load {
    std::vector<std::pair<FeedId, uint64_t>> bodies;
    SweepKeys keys;
    bool empty() const { return bodies.empty() && keys.empty(); }
  };
  void Serve();
  Load Collect() const;
  Status SweepOnce();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = true;
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace candour
