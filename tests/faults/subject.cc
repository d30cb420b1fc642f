#include "tests/faults/subject.h"

#include <utility>

#include "node/learning/tally.h"
#include "node/outside.h"
#include "node/sweep_rows.h"

namespace candour::faults {
namespace {

// What may show a signature to somebody.
bool Leaves(const Action& action) {
  const auto* answer = std::get_if<AnswerPeer>(&action);
  return std::holds_alternative<AskPeer>(action) || std::holds_alternative<SendHint>(action) ||
         (answer != nullptr && answer->reply);
}

}  // namespace

Result<std::unique_ptr<Subject>> Subject::Open(const SubjectOptions& options) {
  auto guard = storage::GuardFile::Load(options.folder + "/guard", storage::MachineHash());
  if (!guard) return Fail(guard.error());
  auto store = storage::RocksDbStore::Open(
      {.data_dir = options.folder,
       .node_id = std::string(16, 'n'),
       .write_buffer_bytes = options.write_buffer_bytes,
       .block_cache_bytes = 1 << 20,
       .reserve_bytes = options.reserve_bytes,
       .free_floor_bytes = options.floor_bytes,
       .lease_wait = std::chrono::milliseconds(5'000),
       .opening_threads = 1,  // Small tables: a thread costs more than it reads.
       .env = options.env});
  if (!store) return Fail(store.error());
  std::unique_ptr<Subject> subject(new Subject(options, std::move(*store), std::move(*guard)));
  if (Status started = subject->Start(); !started) return Fail(started.error());
  return subject;
}

Subject::Subject(const SubjectOptions& options, std::unique_ptr<storage::RocksDbStore> store,
                 storage::GuardFile guard)
    : options_(options),
      cast_(options.cast),
      member_(options.member),
      store_(std::move(store)),
      guard_(std::move(guard)) {
  const auto mark = guard_.marks().find(own_feed());
  if (mark != guard_.marks().end()) guard_mark_ = mark->second;
}

Subject::~Subject() { loop_.reset(); }

Status Subject::Start() {
  if (options_.opened) options_.opened(store_->Latest(), guard_mark_);
  CoreOptions core;
  core.self.boot_id = std::string(16, 'b');
  loop_ = std::make_unique<Loop>(Loop::Options{
      .core = core, .store = StoreOfLoop(), .effects = Effects(), .clock = [this] {
        const int64_t now = now_ms_;
        return Now{.instant = {Duration(now)}, .wall = sim::kEpochStart + now / 1000};
      }});
  loop_->Start();
  // As the daemon starts: its rows are counted in a turn of their own, and its network is made.
  const bool fresh = !Counted(*store_->Snapshot());
  if (fresh) {
    Status counted = Run(CountRows(*store_->Snapshot()), LocalTurn::After::kNothing);
    if (!counted) return counted;
  }
  if (store_->Snapshot()->NewestManifest(cast_.network) > 0) return {};
  Status joined = Run(ManifestOffered{cast_.network, cast_.genesis, std::nullopt});
  return joined ? Run(NetworkOpened{cast_.KeysOf(member_)}) : joined;
}

LoopStore Subject::StoreOfLoop() {
  return {.latest = [this]() -> const storage::Reader& { return store_->Latest(); },
          .snapshot = [this] { return store_->Snapshot(); },
          .commit = [this](const WriteSet& writes, const storage::LocalWrites& local) -> Status {
            if (options_.attempted) options_.attempted(writes, local);
            Status done = store_->Commit(writes, local);
            if (done && options_.committed) options_.committed(writes, local);
            return done;
          },
          .failed = [this] { return store_->Failed(); }};
}

LoopEffects Subject::Effects() {
  return {.act = [this](Action action) { return Act(std::move(action)); },
          .committed = [] {},
          .complete =
              [this](OwnKeys& keys) {
                keys.guard_size = guard_mark_.size;
                keys.guard_root = guard_mark_.root;
              },
          .reopen = [this] { return Networks(); },
          .failed =
              [this](const Error& error) {
                const std::lock_guard lock(mutex_);
                failures_.push_back(error);
              }};
}

std::vector<Event> Subject::Networks() {
  if (store_->Latest().NewestManifest(cast_.network) == 0) return {};
  OwnKeys keys = cast_.KeysOf(member_);
  keys.guard_size = guard_mark_.size;
  keys.guard_root = guard_mark_.root;
  return {NetworkOpened{std::move(keys)}};
}

Status Subject::Act(Action action) {
  if (const auto* write = std::get_if<WriteGuard>(&action)) {
    Status done = RecordGuard(guard_, *write, [this] { store_->GiveUpReserve(); });
    if (done) guard_mark_ = {.size = write->size, .root = write->root};
    return done;
  }
  if (Leaves(action)) NoteReleased();
  const std::lock_guard lock(mutex_);
  outbox_.push_back(std::move(action));
  return {};
}

void Subject::NoteReleased() {
  if (!options_.released) return;
  const auto feed = store_->Latest().Feed(own_feed());
  if (feed && feed->size > 0) options_.released(feed->size, feed->root, guard_mark_.size);
}

void Subject::SetTime(Now now) { now_ms_ = now.instant.since_start.count(); }

void Subject::Pass(Duration time) {
  now_ms_ += time.count();
  Fence();
}

Status Subject::Run(Event event, storage::LocalWrites local) {
  Status done = loop_->Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.event = event;
    turn.writes = local;
    return turn;
  });
  Fence();
  return done;
}

Status Subject::Run(storage::LocalWrites local, LocalTurn::After after) {
  Status done = loop_->Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes = local;
    turn.after = after;
    return turn;
  });
  Fence();
  return done;
}

void Subject::Post(Event event) {
  (void)loop_->Post(std::move(event));
  Fence();
}

// The loop looks at its timers after every item: the second comes back when they have been seen to.
void Subject::Fence() {
  for (int i = 0; i < 2; ++i) (void)loop_->SigningBlocked(cast_.network);
}

Status Subject::Sweep() {
  storage::SweepRequest request;
  SweepKeys keys;
  {
    const auto view = store_->Snapshot();
    keys = ReadSweepRows(*view);
    request.records = keys.records;
    request.drafts = keys.drafts;
    for (const FeedState& feed : view->Feeds(cast_.network)) {
      for (const Retraction& row : view->Retractions(feed.feed)) {
        if (row.state == ErasureState::kHidden) request.bodies.emplace_back(row.feed, row.target);
      }
    }
  }
  if (request.bodies.empty() && keys.empty()) return {};
  if (Status swept = store_->Sweep(request); !swept) return swept;
  Status done = loop_->Run([&](const storage::Reader& store, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes = DropSweepRows(store, keys);
    if (!request.bodies.empty()) turn.event = SweepFinished{request.bodies};
    return turn;
  });
  Fence();
  return done;
}

std::vector<Action> Subject::TakeOutbox() {
  const std::lock_guard lock(mutex_);
  return std::exchange(outbox_, {});
}

std::vector<Error> Subject::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

}  // namespace candour::faults
