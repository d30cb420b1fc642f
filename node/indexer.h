// Keeps the search index behind the store: tails its changes in batches, rebuilds when the index
// asks for it, and erases for good. One thread of its own is the only one that writes the index.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "node/index/index.h"
#include "node/storage/local_rows.h"

namespace candour {

// What a changed row says, as the index shall find it; empty when nobody may find it (any more).
using DocumentReader =
    std::function<std::optional<index::Document>(const storage::Reader&, const storage::Change&)>;

class Indexer {
 public:
  struct Options {
    index::Index& index;
    std::function<std::unique_ptr<storage::Reader>()> snapshot;
    std::function<void(uint64_t up_to)> trim;  // The store may forget the changes up to here.
    DocumentReader read;
    std::function<void(const Error&)> failed;  // It is tried again after a pause.
    size_t batch = 500;
    // While changes stream in nothing is written for so long; then it goes on beside them.
    std::chrono::milliseconds flood_wait{5'000};
  };
  explicit Indexer(Options options);
  ~Indexer();  // Stop()s.

  void Start();
  void Stop();

  // There may be news. Any thread.
  void Wake();
  // Nothing of what these rows ever said is left in the index's files; what they say now is put
  // back. Blocks; not on the indexer's thread.
  Status EraseForGood(std::vector<storage::Change> gone);
  // How long the oldest change that is not in the index has waited; 0 when there is none.
  double LagSeconds() const;
  bool Behind() const { return behind_since_ms_.load() != 0; }

 private:
  struct Erasure;

  void Serve();
  void CatchUp();
  Status ApplyNext(bool& more);
  void Glance(uint64_t newest);
  void WaitForFlood();
  void Rest(std::chrono::nanoseconds worked);
  void Pause(std::chrono::nanoseconds rest);
  Status Rebuild();
  Status RebuildRows(storage::LocalFamily family, storage::ChangeKind kind);
  Status RebuildFeed(const FeedId& feed);
  Status ApplyChanges(std::unique_ptr<storage::Reader> store,
                      const std::vector<storage::Change>& changes, uint64_t cursor);
  Status ApplyPage(std::unique_ptr<storage::Reader> store,
                   const std::vector<storage::Change>& page);
  void EraseWhatWaits();
  void Erase(Erasure& erasure);
  bool Stopping();

  const Options options_;
  std::atomic<int64_t> behind_since_ms_{0};  // Of the steady clock; 0: not behind.
  std::optional<uint64_t> newest_;           // The newest change at the last glance.
  bool flooded_ = false;                     // Changes come faster than they are written here.
  std::optional<std::chrono::steady_clock::time_point> flood_begun_;

  std::mutex mutex_;  // The inbox: what is asked of the thread.
  std::condition_variable changed_;
  bool news_ = true;
  bool stopping_ = false;
  std::deque<std::shared_ptr<Erasure>> erasures_;
  std::thread thread_;
};

}  // namespace candour
