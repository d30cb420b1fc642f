#include "node/indexer.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "federation/feed/leaf.h"

namespace candour {
namespace {

using storage::Change;
using storage::ChangeKind;
using storage::LocalFamily;
using storage::Reader;

constexpr std::chrono::seconds kRetryPause{5};
constexpr int kNice = 5;
// While a backlog streams in, the indexer waits for a moment and works a quarter of the time then
// (docs/decisions/0015).
constexpr int kRestsForEachWork = 3;
constexpr std::chrono::milliseconds kGlance{100};
// Of a backlog that does not grow so many batches are written at once: the pages of a term once for
// all of them.
constexpr uint64_t kFarBehindBatches = 8;
constexpr std::chrono::milliseconds kRestMax{500};

int64_t SteadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

index::DocumentKey KeyOf(const Change& change) {
  switch (change.kind) {
    case ChangeKind::kRecord:
      return index::DocumentKey::OfRecord(change.key);
    case ChangeKind::kDraft:
      return index::DocumentKey::OfDraft(change.key);
    case ChangeKind::kBody:
    case ChangeKind::kRetract:
    case ChangeKind::kErased:
      break;
  }
  return index::DocumentKey::OfItem(change.feed, change.index);
}

// The versions of the item that stands at this index; empty when there is no such item.
std::vector<uint64_t> VersionsAt(const Reader& store, const FeedId& feed, uint64_t index) {
  const Result<Leaf> leaf = DecodeLeaf(store.Leaves(feed, index, 1));
  if (!leaf) return {};
  const std::optional<ItemChain> chain = store.Chain(feed, leaf->item);
  return chain ? chain->versions : std::vector<uint64_t>();
}

}  // namespace

struct Indexer::Erasure {
  std::vector<Change> gone;
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Status> outcome;

  void End(Status status) {
    const std::lock_guard<std::mutex> lock(mutex);
    outcome = std::move(status);
    done.notify_one();
  }
};

Indexer::Indexer(Options options) : options_(std::move(options)) {}
Indexer::~Indexer() { Stop(); }

void Indexer::Start() {
  behind_since_ms_.store(SteadyMs());
  thread_ = std::thread([this] { Serve(); });
}

void Indexer::Stop() {
  std::deque<std::shared_ptr<Erasure>> left;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    left.swap(erasures_);
    changed_.notify_one();
  }
  for (const auto& erasure : left) {
    erasure->End(Fail(ErrorCode::kUnavailable, "STOPPING", "this node is stopping"));
  }
  if (thread_.joinable()) thread_.join();
}

void Indexer::Wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  int64_t never = 0;
  behind_since_ms_.compare_exchange_strong(never, SteadyMs());
  news_ = true;
  changed_.notify_one();
}

Status Indexer::EraseForGood(std::vector<Change> gone) {
  const auto erasure = std::make_shared<Erasure>();
  erasure->gone = std::move(gone);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return Fail(ErrorCode::kUnavailable, "STOPPING", "this node is stopping");
    erasures_.push_back(erasure);
    changed_.notify_one();
  }
  std::unique_lock<std::mutex> lock(erasure->mutex);
  erasure->done.wait(lock, [&] { return erasure->outcome.has_value(); });
  return *erasure->outcome;
}

double Indexer::LagSeconds() const {
  const int64_t since = behind_since_ms_.load();
  return since == 0 ? 0 : static_cast<double>(SteadyMs() - since) / 1000;
}

bool Indexer::Stopping() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stopping_;
}

void Indexer::Serve() {
  // Searching may lag behind; taking part in the federation may not. On Linux this is the thread's
  // own priority.
  (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  while (true) {
    bool news = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || news_ || !erasures_.empty(); });
      if (stopping_) return;
      news = std::exchange(news_, false);
    }
    EraseWhatWaits();
    if (news) CatchUp();
  }
}

// Between any two batches: a withdrawal is confirmed while a backlog of hours is indexed.
void Indexer::EraseWhatWaits() {
  while (true) {
    std::shared_ptr<Erasure> erasure;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_ || erasures_.empty()) return;
      erasure = std::move(erasures_.front());
      erasures_.pop_front();
    }
    Erase(*erasure);
  }
}

void Indexer::CatchUp() {
  Status done;
  if (options_.index.NeedsRebuild()) done = Rebuild();
  bool more = true;
  while (done && more && !Stopping()) {
    behind_since_ms_.store(SteadyMs());  // What is read now is the oldest that is missing.
    WaitForFlood();
    const auto begun = std::chrono::steady_clock::now();
    done = ApplyNext(more);
    EraseWhatWaits();
    if (done && more && flooded_) Rest(std::chrono::steady_clock::now() - begun);
  }
  if (done) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!more) behind_since_ms_.store(news_ ? SteadyMs() : 0);
    return;
  }
  options_.failed(done.error());
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, kRetryPause, [this] { return stopping_; });
  news_ = true;
}

// Whether more has come since the last glance than is written at once.
void Indexer::Glance(uint64_t newest) {
  flooded_ = newest_ && newest >= *newest_ + options_.batch;
  newest_ = newest;
  if (!flooded_) {
    flood_begun_.reset();
  } else if (!flood_begun_) {
    flood_begun_ = std::chrono::steady_clock::now();
  }
}

// Most floods are over soon, and what they brought is indexed best in one go.
void Indexer::WaitForFlood() {
  Glance(options_.snapshot()->NewestChange());
  while (flooded_ && !Stopping() &&
         std::chrono::steady_clock::now() < *flood_begun_ + options_.flood_wait) {
    Pause(kGlance);
    Glance(options_.snapshot()->NewestChange());
  }
}

// As long as its share asks for.
void Indexer::Rest(std::chrono::nanoseconds worked) {
  Pause(std::min<std::chrono::nanoseconds>(worked * kRestsForEachWork, kRestMax));
}

// An erasure does not wait for the end of it.
void Indexer::Pause(std::chrono::nanoseconds rest) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, rest, [this] { return stopping_ || !erasures_.empty(); });
  }
  EraseWhatWaits();
}

// One batch; `more` is whether to come again at once.
Status Indexer::ApplyNext(bool& more) {
  std::unique_ptr<Reader> store = options_.snapshot();
  const uint64_t cursor = options_.index.Cursor();
  const uint64_t newest = store->NewestChange();
  const bool far_behind = newest > cursor + kFarBehindBatches * options_.batch;
  const uint64_t batches = far_behind && !flooded_ ? kFarBehindBatches : 1;
  const std::vector<Change> changes = store->ChangesAfter(cursor, batches * options_.batch);
  const bool gap = changes.empty() ? newest != cursor : changes.front().sequence != cursor + 1;
  if (gap) {
    // The changes between are forgotten, or this is another store's index.
    if (Status emptied = options_.index.Restart(); !emptied) return emptied;
    return Rebuild();
  }
  more = !changes.empty();
  if (!more) return {};
  const uint64_t reached = changes.back().sequence;
  Status applied = ApplyChanges(std::move(store), changes, reached);
  if (applied) options_.trim(reached);
  return applied;
}

// The snapshot is let go before the index writes: a sweep waits for those older than itself, and an
// erasure for this batch.
Status Indexer::ApplyChanges(std::unique_ptr<Reader> store, const std::vector<Change>& changes,
                             uint64_t cursor) {
  index::Batch batch{.cursor = cursor};
  for (const Change& change : changes) {
    const index::DocumentKey key = KeyOf(change);
    batch.remove.push_back(key);
    const bool gone = change.kind == ChangeKind::kRetract || change.kind == ChangeKind::kErased;
    if (gone) continue;
    if (change.kind == ChangeKind::kBody) {
      const std::vector<uint64_t> versions = VersionsAt(*store, change.feed, change.index);
      for (const uint64_t version : versions) {
        if (version == versions.back()) continue;
        batch.remove.push_back(index::DocumentKey::OfItem(change.feed, version));
      }
      if (!versions.empty() && versions.back() != change.index) continue;  // History.
    }
    if (std::optional<index::Document> document = options_.read(*store, change)) {
      batch.put.push_back(std::move(*document));
    }
  }
  store.reset();
  return options_.index.Apply(batch);
}

// Pages from fresh snapshots, since no snapshot may be held for long; what changes meanwhile comes
// again as a change behind the cursor.
Status Indexer::Rebuild() {
  uint64_t cursor = 0;
  std::vector<FeedId> feeds;
  {
    const std::unique_ptr<Reader> store = options_.snapshot();
    cursor = store->NewestChange();
    for (const NetworkId& network : store->Networks()) {
      for (const FeedState& feed : store->Feeds(network)) feeds.push_back(feed.feed);
    }
  }
  Status done = RebuildRows(LocalFamily::kRecord, ChangeKind::kRecord);
  if (done) done = RebuildRows(LocalFamily::kDraft, ChangeKind::kDraft);
  for (const FeedId& feed : feeds) {
    if (done) done = RebuildFeed(feed);
  }
  if (!done || Stopping()) return done;
  done = options_.index.FinishRebuild(cursor);
  if (done) options_.trim(cursor);
  return done;
}

Status Indexer::RebuildRows(LocalFamily family, ChangeKind kind) {
  std::string next;
  while (!Stopping()) {
    std::unique_ptr<Reader> store = options_.snapshot();
    std::vector<Change> page;
    store->Scan(family, "", next, [&](std::string_view key, std::string_view) {
      page.push_back(
          {.sequence = 0, .kind = kind, .key = std::string(key), .feed = {}, .index = 0});
      return page.size() < options_.batch;
    });
    if (page.empty()) break;
    if (Status applied = ApplyPage(std::move(store), page); !applied) return applied;
    next = page.back().key + '\0';
  }
  return {};
}

Status Indexer::RebuildFeed(const FeedId& feed) {
  for (uint64_t next = 0; !Stopping();) {
    std::unique_ptr<Reader> store = options_.snapshot();
    const std::optional<FeedState> state = store->Feed(feed);
    const uint64_t size = state ? state->size : 0;
    if (next >= size) break;
    std::vector<Change> page;
    const uint64_t end = std::min<uint64_t>(size, next + options_.batch);
    for (; next < end; ++next) {
      page.push_back(
          {.sequence = 0, .kind = ChangeKind::kBody, .key = {}, .feed = feed, .index = next});
    }
    if (Status applied = ApplyPage(std::move(store), page); !applied) return applied;
  }
  return {};
}

Status Indexer::ApplyPage(std::unique_ptr<Reader> store, const std::vector<Change>& page) {
  Status applied = ApplyChanges(std::move(store), page, 0);
  EraseWhatWaits();
  return applied;
}

void Indexer::Erase(Erasure& erasure) {
  std::vector<index::DocumentKey> keys;
  for (const Change& change : erasure.gone) keys.push_back(KeyOf(change));
  Status done = options_.index.EraseForGood(keys);
  if (done && !options_.index.NeedsRebuild()) {
    done = ApplyChanges(options_.snapshot(), erasure.gone, options_.index.Cursor());
  }
  erasure.End(std::move(done));
}

}  // namespace candour
