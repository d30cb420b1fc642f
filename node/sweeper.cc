#include "node/sweeper.h"

#include <utility>

namespace candour {

using storage::Change;
using storage::ChangeKind;

Sweeper::Sweeper(Options options) : options_(std::move(options)) {}
Sweeper::~Sweeper() { Stop(); }

void Sweeper::Start() {
  thread_ = std::thread([this] { Serve(); });
}

void Sweeper::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Sweeper::Wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  wanted_ = true;
  changed_.notify_one();
}

uint32_t Sweeper::Pending() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return (wanted_ ? 1 : 0) + (running_ ? 1 : 0);
}

void Sweeper::Serve() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || wanted_; });
    if (stopping_) return;
    wanted_ = false;
    running_ = true;
    lock.unlock();
    const Status swept = SweepOnce();
    if (!swept) options_.failed(swept.error());
    lock.lock();
    running_ = false;
    if (swept) continue;
    wanted_ = true;
    changed_.wait_for(lock, options_.retry_pause, [this] { return stopping_; });
  }
}

// The view is gone when this returns: the sweep waits for every view older than itself.
Sweeper::Load Sweeper::Collect() const {
  const std::unique_ptr<storage::Reader> store = options_.snapshot();
  Load load;
  load.keys = ReadSweepRows(*store);
  for (const NetworkId& network : store->Networks()) {
    for (const FeedState& feed : store->Feeds(network)) {
      for (const Retraction& row : store->Retractions(feed.feed)) {
        if (row.state == ErasureState::kHidden) load.bodies.emplace_back(row.feed, row.target);
      }
    }
  }
  return load;
}

Status Sweeper::SweepOnce() {
  const Load load = Collect();
  if (load.empty()) return {};
  std::vector<Change> gone;
  for (const auto& [feed, index] : load.bodies) {
    gone.push_back(
        {.sequence = 0, .kind = ChangeKind::kErased, .key = {}, .feed = feed, .index = index});
  }
  for (const std::string& key : load.keys.records) {
    gone.push_back(
        {.sequence = 0, .kind = ChangeKind::kRecord, .key = key, .feed = {}, .index = 0});
  }
  for (const std::string& key : load.keys.drafts) {
    gone.push_back({.sequence = 0, .kind = ChangeKind::kDraft, .key = key, .feed = {}, .index = 0});
  }
  Status done = options_.sweep_store(
      {.bodies = load.bodies, .records = load.keys.records, .drafts = load.keys.drafts});
  if (done) done = options_.erase_index(std::move(gone));
  if (!done) return done;
  return options_.run([&](const storage::Reader& store, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes = DropSweepRows(store, load.keys);
    if (!load.bodies.empty()) turn.event = SweepFinished{load.bodies};
    return turn;
  });
}

}  // namespace candour
