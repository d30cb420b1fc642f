#include "node/loop.h"

#include <algorithm>
#include <utility>

#include "node/learning/cubes.h"
#include "node/learning/like_tally.h"
#include "node/learning/questions.h"
#include "node/learning/shared_cubes.h"
#include "node/learning/tally.h"
#include "node/sweep_rows.h"

namespace candour {
namespace {

constexpr Duration kRetryPause{5'000};
constexpr size_t kVersionsRecalledMax = 256;

Error Stopping() {
  return {ErrorCode::kUnavailable, "STOPPING", "this node is stopping; try again when it is back"};
}

// What may be refused when there is too much of it; everything else is bounded by its sender.
bool MayBeRefused(const Event& event) {
  return std::holds_alternative<PeerAsked>(event) || std::holds_alternative<PeerHinted>(event);
}

}  // namespace

// Waited for by exactly one thread.
struct Loop::Errand {
  std::function<Status()> work;
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Status> outcome;

  void End(Status status) {
    const std::lock_guard<std::mutex> lock(mutex);
    outcome = std::move(status);
    done.notify_one();
  }
  Status Wait() {
    std::unique_lock<std::mutex> lock(mutex);
    done.wait(lock, [this] { return outcome.has_value(); });
    return std::move(*outcome);
  }
};

Loop::Loop(Options options)
    : options_(std::move(options)), core_(std::make_unique<Core>(options_.core)) {}

Loop::~Loop() { Stop(); }

void Loop::Start() {
  thread_ = std::thread([this] { Serve(); });
}

void Loop::Stop() {
  std::deque<Item> left;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    left.swap(inbox_);
    changed_.notify_one();
    committed_.notify_all();
  }
  for (Item& item : left) {
    if (auto* errand = std::get_if<std::shared_ptr<Errand>>(&item)) {
      (*errand)->End(Fail(Stopping()));
    }
  }
  if (thread_.joinable()) thread_.join();
}

bool Loop::Post(Event event) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return !MayBeRefused(event);
  if (inbox_.size() >= options_.inbox_max && MayBeRefused(event)) return false;
  inbox_.emplace_back(std::move(event));
  changed_.notify_one();
  return true;
}

Status Loop::OnLoop(std::function<Status()> work) {
  auto errand = std::make_shared<Errand>();
  errand->work = std::move(work);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return Fail(Stopping());
    inbox_.emplace_back(errand);
    changed_.notify_one();
  }
  return errand->Wait();
}

Status Loop::Run(const Decide& decide) {
  return OnLoop([this, &decide]() -> Status {
    const Now now = options_.clock();
    Result<LocalTurn> turn = decide(options_.store.latest(), now);
    if (!turn) return Fail(turn.error());
    std::optional<Event> event = std::move(turn->event);
    return Take(std::move(event), std::move(*turn), now);
  });
}

std::shared_ptr<const SignedManifest> Loop::ManifestOf(const NetworkId& network) {
  return directory_.ManifestOf(network);
}

std::vector<PeerReport> Loop::Peers() {
  std::vector<PeerReport> peers;
  const Status done = OnLoop([&]() -> Status {
    peers = core_->Peers();
    return {};
  });
  return done ? peers : std::vector<PeerReport>();
}

std::string Loop::SigningBlocked(const NetworkId& network) {
  std::string reason;
  const Status done = OnLoop([&]() -> Status {
    reason = core_->SigningBlocked(network);
    return {};
  });
  return done ? reason : done.error().message;
}

bool Loop::Await(Duration patience, const Ready& ready) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (true) {
    uint64_t seen = 0;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      seen = commits_;
    }
    if (ready(*options_.store.snapshot())) return true;
    std::unique_lock<std::mutex> lock(mutex_);
    const bool news =
        committed_.wait_until(lock, end, [&] { return stopping_ || commits_ != seen; });
    if (!news || stopping_) return false;
  }
}

std::optional<Error> Loop::ReadOnly() const {
  const std::shared_ptr<const Error> error = read_only_.load();
  if (!error) return std::nullopt;
  return *error;
}

void Loop::Serve() {
  Reopen();
  while (true) {
    std::optional<Item> item = NextItem();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_ && !item) return;
    }
    if (item) Handle(std::move(*item));
    const Now now = options_.clock();
    if (reopen_at_ && now.instant >= *reopen_at_) Reopen();
    if (const auto due = TimerAt(); due && now.instant >= *due) {
      const Status taken = Take(Event(TimerFired{}), {}, now);
      if (!taken) timers_held_until_ = now.instant + kRetryPause;
    }
  }
}

std::optional<Instant> Loop::TimerAt() const {
  if (ReadOnly()) return std::nullopt;
  const std::optional<Instant> deadline = core_->Deadline();
  if (!deadline) return std::nullopt;
  return std::max(*deadline, timers_held_until_);
}

// The next item, or nothing when a deadline has passed or the loop stops.
std::optional<Loop::Item> Loop::NextItem() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (inbox_.empty() && !stopping_) {
    const Now now = options_.clock();
    std::optional<Instant> wake = TimerAt();
    if (reopen_at_ && (!wake || *reopen_at_ < *wake)) wake = reopen_at_;
    if (!wake) {
      changed_.wait(lock);
    } else if (now.instant >= *wake) {
      return std::nullopt;
    } else {
      changed_.wait_for(lock, *wake - now.instant);
    }
  }
  if (inbox_.empty()) return std::nullopt;
  Item item = std::move(inbox_.front());
  inbox_.pop_front();
  return item;
}

void Loop::Handle(Item item) {
  if (auto* errand = std::get_if<std::shared_ptr<Errand>>(&item)) {
    (*errand)->End((*errand)->work());
    return;
  }
  Event& event = std::get<Event>(item);
  const auto* asked = std::get_if<PeerAsked>(&event);
  const CallHandle call = asked != nullptr ? asked->call : 0;
  const Status taken = Take(std::move(event), {}, options_.clock());
  if (!taken && call != 0) (void)options_.effects.act(AnswerPeer{call, Fail(taken.error())});
}

// A core from what is stored, with every network open. When even that cannot be committed, it is
// tried again later; until then the core knows fewer networks and refuses their calls.
void Loop::Reopen() {
  core_ = std::make_unique<Core>(options_.core);
  reopen_at_.reset();
  bool whole = true;
  for (const Event& event : options_.effects.reopen()) {
    const Now now = options_.clock();
    Turn turn = core_->Handle(event, now, options_.store.latest());
    texts_.NextTurn();
    if (turn.outcome) turn.outcome = CommitTurn(turn, {});
    if (!turn.outcome) {
      whole = false;
      options_.effects.failed(turn.outcome.error());
    } else if (Status out = CarryOut(std::move(turn.actions)); !out) {
      // A core that knew this network would go on to let things out past its guard.
      whole = false;
      core_ = std::make_unique<Core>(options_.core);
      break;
    }
    if (const auto* opened = std::get_if<NetworkOpened>(&event)) {
      RecallFormerKeys(opened->keys.network);
      directory_.Put(opened->keys.network, core_->ManifestOf(opened->keys.network));
    }
  }
  if (!whole && !ReadOnly()) reopen_at_ = options_.clock().instant + kRetryPause;
}

// The versions of the longest term of a former key, oldest first.
void Loop::RecallFormerKeys(const NetworkId& network) {
  const storage::Reader& store = options_.store.latest();
  const WallSeconds oldest = options_.clock().wall - rpc::kFormerHubPinSeconds;
  std::vector<std::shared_ptr<const SignedManifest>> versions;
  for (uint64_t version = store.NewestManifest(network); version > 0; --version) {
    const auto note = store.Manifest(network, version);
    auto opened = note ? OpenStored(*note) : Result<SignedManifest>(Fail(Error{}));
    if (!opened || versions.size() == kVersionsRecalledMax) break;
    versions.push_back(std::make_shared<const SignedManifest>(std::move(*opened)));
    if (versions.back()->manifest.issued < oldest) break;
  }
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) directory_.Put(network, *it);
}

Status Loop::Take(std::optional<Event> event, LocalTurn local, Now now) {
  if (const std::optional<Error> error = ReadOnly()) return Fail(*error);
  NetworkOpened* opened = event ? std::get_if<NetworkOpened>(&*event) : nullptr;
  if (opened != nullptr) options_.effects.complete(opened->keys);
  Turn turn;
  if (event) turn = core_->Handle(*event, now, options_.store.latest());
  if (!turn.outcome) return turn.outcome;
  const bool sweep = local.after == LocalTurn::After::kSweep;
  if (sweep) AddSweepRows(local.writes);
  AddTallyRows(options_.store.latest(), local.writes);
  texts_.NextTurn();
  AddLikeRows(options_.store.latest(), turn.writes, texts_, local.writes);
  AddCubeRows(options_.store.latest(), local.writes);
  AddSharedRows(options_.store.latest(), turn.writes, texts_, local.writes);
  if (Status committed = CommitTurn(turn, std::move(local.writes)); !committed) {
    // The core believes in a turn that never was.
    if (event && !ReadOnly()) Reopen();
    return committed;
  }
  // Committed and not let out: what is stored is let out by the core that follows.
  if (Status out = CarryOut(std::move(turn.actions)); !out && !ReadOnly()) Reopen();
  if (opened != nullptr) {
    directory_.Put(opened->keys.network, core_->ManifestOf(opened->keys.network));
  }
  if (sweep) (void)options_.effects.act(StartSweep{});
  return {};
}

Status Loop::CommitTurn(const Turn& turn, storage::LocalWrites local) {
  if (const std::optional<Error> broken = options_.store.failed()) {
    StopWriting(*broken);
    return Fail(*broken);
  }
  AddFoundRows(turn.writes, texts_, local);
  if (turn.writes.empty() && local.empty()) return {};
  Status committed = options_.store.commit(turn.writes, local);
  if (!committed) {
    const ErrorCode code = committed.error().code;
    if (code != ErrorCode::kFull && code != ErrorCode::kInvalid) StopWriting(committed.error());
    return committed;
  }
  options_.effects.committed();
  const std::lock_guard<std::mutex> lock(mutex_);
  ++commits_;
  committed_.notify_all();
  return {};
}

Status Loop::CarryOut(std::vector<Action> actions) {
  for (Action& action : actions) {
    if (const auto* changed = std::get_if<ManifestChanged>(&action)) {
      directory_.Put(changed->network, core_->ManifestOf(changed->network));
    }
    Status done = options_.effects.act(std::move(action));
    if (done) continue;
    // Nothing of this turn leaves after a guard that may not be on the disk.
    if (done.error().code != ErrorCode::kFull) {
      StopWriting(done.error());
    } else {
      options_.effects.failed(done.error());
    }
    return done;
  }
  return {};
}

void Loop::StopWriting(const Error& error) {
  if (ReadOnly()) return;
  read_only_.store(std::make_shared<const Error>(error));
  options_.effects.failed(error);
}

}  // namespace candour
