#include "tests/sim/world.h"

#include <cstdio>
#include <utility>

#include "tests/sim/mutations.h"

namespace candour::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr uint64_t kTurnsPerInstantMax = 20'000;
constexpr size_t kMutant = 1;  // The node whose code is mutated.

Cast CastOf(const Plan& plan) {
  Cast cast = MakeCast(plan.seed, plan.nodes);
  if (plan.hubs == 1) return cast;
  Manifest manifest = VerifyGenesis(cast.genesis, std::nullopt)->manifest;
  manifest.hubs.push_back({cast.members[1].id, "second.example:7700"});
  for (Member& member : manifest.members) {
    if (member.id == cast.members[1].id) member.roles = "rwh";
  }
  cast.genesis = cast.Sign(manifest);
  return cast;
}

const char* EventName(const Event& event) {
  static const char* const kNames[] = {
      "NetworkOpened", "ManifestOffered", "ManifestProposed", "ItemPublished", "ItemRevised",
      "ItemRetracted", "HeadConfirmed",   "BroughtByHand",    "PeerConnected", "PeerLost",
      "PeerAnswered",  "PeerHinted",      "PeerAsked",        "WatcherOpened", "WatcherClosed",
      "SyncRequested", "SweepFinished",   "TimerFired"};
  static_assert(std::size(kNames) == std::variant_size_v<Event>);
  return kNames[event.index()];
}

}  // namespace

World::World(const Plan& plan, Trace trace)
    : plan_(plan),
      trace_(trace),
      cast_(CastOf(plan)),
      truth_(cast_),
      scheduler_(Random(plan.seed).Split("ties")),
      net_(Random(plan.seed).Split("net")),
      disk_(Random(plan.seed).Split("disk")),
      people_(Random(plan.seed).Split("people")),
      nodes_(plan.nodes) {
  if (plan.hubs == 2) outcome_.marks.Hit(Mark::kTwoHubs);
}

Now World::NowAt() const {
  return {scheduler_.now(), kEpochStart + scheduler_.now().since_start.count() / 1000};
}

void World::Note(size_t node, const std::string& what) {
  const std::string line = std::to_string(scheduler_.now().since_start.count()) + " " +
                           cast_.members[node].name + " " + what + "\n";
  transcript_.Update(line);
  if (trace_ == Trace::kPrint) std::fputs(line.c_str(), stdout);
}

Outcome World::Run() {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    scheduler_.After(Delay(), [this, i] { Start(i); });
  }
  PlanOperations();
  PlanFaults();
  const Instant end{plan_.active +
                    (plan_.week ? Duration(std::chrono::hours(24 * 8)) : Duration(0))};
  while (!truth_.violation() && scheduler_.Step(end)) {
  }
  if (!truth_.violation()) Heal();
  outcome_.violation = truth_.violation();
  outcome_.at = outcome_.lasted = scheduler_.now().since_start;
  outcome_.trace = transcript_.Finish();
  return outcome_;
}

void World::Start(size_t node) {
  Node& n = nodes_[node];
  if (n.up()) return;
  ++n.life;
  CoreOptions options;
  options.self.boot_id = Draw(plan_.seed, "boot" + std::to_string(n.life)).ToString().substr(0, 16);
  options.poll_interval = minutes(5);
  options.batch_entries_max = plan_.batch_max;
  n.core = std::make_unique<Core>(options);
  n.sweeping = false;
  n.crash = CrashPoint::kNone;
  if (n.life > 1) {
    outcome_.marks.Hit(Mark::kRestart);
    truth_.OnRestarted(node, n.store);
  }
  Note(node, "starts");
  const uint64_t life = n.life;
  if (n.store.NewestManifest(cast_.network) == 0) {
    (void)Handle(node, ManifestOffered{cast_.network, cast_.genesis, std::nullopt});
  }
  if (!n.up() || n.life != life) return;
  OwnKeys keys = cast_.KeysOf(node);
  keys.guard_size = n.guard.size;
  keys.guard_root = n.guard.root;
  (void)Handle(node, NetworkOpened{keys});
}

void World::Crash(size_t node, Duration down) {
  Node& n = nodes_[node];
  if (!n.up()) return;
  Note(node, "crashes");
  if (node == 0) outcome_.marks.Hit(Mark::kHubCrash);
  if (n.sweeping) outcome_.marks.Hit(Mark::kSweepInterrupted);
  n.core.reset();
  std::vector<PeerHandle> gone;
  for (const auto& [handle, link] : links_) {
    if (link.from == node || link.to == node) gone.push_back(handle);
  }
  for (PeerHandle link : gone) Break(link);
  n.peers.clear();
  n.hubs.clear();
  n.failures.clear();
  scheduler_.After(down, [this, node] { Start(node); });
}

// The power fails within a turn: what of its writes the disk has, and that nothing was sent.
void World::CrashDuring(size_t node) { Crash(node, Duration(disk_.Between(1000, 120'000))); }

// False when the power fails on the way.
bool World::Commit(size_t node, CrashPoint crash, const WriteSet& writes) {
  Node& n = nodes_[node];
  if (crash == CrashPoint::kBeforeCommit) {
    outcome_.marks.Hit(Mark::kCrashBeforeCommit);
    return false;
  }
  n.store.ApplyUnsynced(writes);
  if (crash == CrashPoint::kUnsynced) {
    const bool kept = disk_.Chance(500);
    outcome_.marks.Hit(kept ? Mark::kCrashUnsyncedKept : Mark::kCrashUnsyncedLost);
    n.store.CrashKeeping(kept ? n.store.unsynced() : 0);
    if (kept) truth_.OnCommitted(node, writes, n.store);
    return false;
  }
  // The mutant's disk says "written" and is not: what it lost shows at the next crash.
  const bool lies = plan_.mutation == Mutation::kFsync && node == kMutant;
  if (!lies) n.store.Sync();
  truth_.OnCommitted(node, writes, n.store);
  return true;
}

Status World::Handle(size_t node, const Event& event) {
  Node& n = nodes_[node];
  const uint64_t life = n.life;
  const CrashPoint crash = std::exchange(n.crash, CrashPoint::kNone);
  CheckProgress(node);
  ++outcome_.turns;
  Turn turn = n.core->Handle(event, NowAt(), n.store);
  if (node == kMutant) Mutate(plan_.mutation, event, n.store, turn);
  Note(node, std::string(EventName(event)) + " writes " + std::to_string(turn.writes.size()) +
                 " actions " + std::to_string(turn.actions.size()) +
                 (turn.outcome ? "" : " refused " + turn.outcome.error().reason));
  if (!Commit(node, crash, turn.writes)) {
    CrashDuring(node);
    return Fail(ErrorCode::kUnavailable, "CRASHED", "the node went down");
  }
  size_t carried = 0;
  const size_t carried_max = crash == CrashPoint::kBeforeActions ? 0
                             : crash == CrashPoint::kBetweenActions
                                 ? disk_.Below(turn.actions.size())
                                 : turn.actions.size();
  for (const Action& action : turn.actions) {
    if (carried++ == carried_max) break;
    Carry(node, action);
    if (n.life != life || !n.up()) return turn.outcome;
  }
  if (crash == CrashPoint::kBeforeActions || crash == CrashPoint::kBetweenActions) {
    outcome_.marks.Hit(crash == CrashPoint::kBeforeActions ? Mark::kCrashBeforeActions
                                                           : Mark::kCrashBetweenActions);
    if (plan_.mutation == Mutation::kFsync && node == kMutant) n.store.CrashKeeping(0);
    CrashDuring(node);
    return Fail(ErrorCode::kUnavailable, "CRASHED", "the node went down");
  }
  ScheduleTimer(node);
  return turn.outcome;
}

void World::CheckProgress(size_t node) {
  Node& n = nodes_[node];
  if (n.turns_at != scheduler_.now()) {
    n.turns_at = scheduler_.now();
    n.turns_now = 0;
  }
  if (++n.turns_now > kTurnsPerInstantMax) {
    truth_.Report(node, "bounded work", "takes turns without end at one instant");
  }
}

void World::Deliver(size_t node, uint64_t life, Event event) {
  if (!nodes_[node].up() || nodes_[node].life != life) return;
  (void)Handle(node, event);
}

void World::ScheduleTimer(size_t node) {
  Node& n = nodes_[node];
  const auto deadline = n.core->Deadline();
  const uint64_t timer = ++n.timer;
  if (!deadline) return;
  scheduler_.At(*deadline, [this, node, timer] {
    if (nodes_[node].up() && nodes_[node].timer == timer) (void)Handle(node, TimerFired{});
  });
}

void World::Carry(size_t node, const Action& action) {
  std::visit([&](const auto& a) { Do(node, a); }, action);
}

}  // namespace candour::sim
