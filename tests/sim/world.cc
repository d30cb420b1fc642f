#include "tests/sim/world.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "tests/sim/mutations.h"
#include "tests/sim/oracle.h"

namespace candour::sim {
namespace {

using std::chrono::minutes;

constexpr uint64_t kTurnsPerInstantMax = 20'000;
// The node whose code is mutated: accusations are brought to hubs.
size_t MutantOf(Mutation mutation) {
  const bool hub = mutation == Mutation::kAccusation || mutation == Mutation::kDoor;
  return hub ? 0 : 2;
}

// The first manifest names everybody but those who join on the way.
Cast CastOf(const Plan& plan) {
  Cast cast = MakeCast(plan.seed, plan.nodes);
  Manifest manifest = VerifyGenesis(cast.genesis, std::nullopt)->manifest;
  if (plan.burst > 0) manifest.params["retract-burst"] = static_cast<int64_t>(plan.burst);
  if (plan.hubs == 2) {
    manifest.hubs.push_back({cast.members[1].id, "second.example:7700"});
    for (Member& member : manifest.members) {
      if (member.id == cast.members[1].id) member.roles = "rwh";
    }
  }
  for (size_t i = plan.nodes - plan.joins; i < plan.nodes; ++i) {
    const MemberId& id = cast.members[i].id;
    std::erase_if(manifest.members, [&](const Member& m) { return m.id == id; });
    std::erase_if(manifest.feeds, [&](const FeedKey& f) { return f.member == id; });
    std::erase_if(manifest.cosigners, [&](const CosignerKey& c) { return c.member == id; });
  }
  cast.genesis = cast.Sign(manifest);
  return cast;
}

const char* EventName(const Event& event) {
  static const char* const kNames[] = {
      "NetworkOpened", "ManifestOffered", "ManifestProposed", "ItemPublished", "ItemRevised",
      "ItemRetracted", "HeadConfirmed",   "Leaving",          "BroughtByHand", "PeerConnected",
      "PeerLost",      "PeerAnswered",    "PeerHinted",       "PeerAsked",     "WatcherOpened",
      "WatcherClosed", "SyncRequested",   "SweepFinished",    "TimerFired"};
  static_assert(std::size(kNames) == std::variant_size_v<Event>);
  return kNames[event.index()];
}

Plan WithOracle(const Plan& plan) {
  UseSigner(plan.oracle != 0 ? Signer::kOracle : Signer::kEd25519);
  return plan;
}

}  // namespace

World::World(const Plan& plan, Trace trace)
    : plan_(WithOracle(plan)),
      trace_(trace),
      cast_(CastOf(plan)),
      truth_(cast_),
      scheduler_(Random(plan.seed).Split("ties")),
      net_(Random(plan.seed).Split("net")),
      disk_(Random(plan.seed).Split("disk")),
      people_(Random(plan.seed).Split("people")),
      nodes_(plan.nodes),
      manifests_{cast_.genesis} {
  if (plan.hubs == 2) outcome_.marks.Hit(Mark::kTwoHubs);
  outcome_.marks.Hit(plan.oracle ? Mark::kOracle : Mark::kEd25519);
  for (size_t i = plan.nodes - plan.joins; i < plan.nodes; ++i) nodes_[i].admitted = false;
  Random clocks = Random(plan.seed).Split("clocks");
  for (Node& node : nodes_) {
    node.drift_ppm = clocks.Below(plan.drift_ppm + 1);
    if (node.drift_ppm) outcome_.marks.Hit(Mark::kClockDrifts);
  }
  if (plan.hostility == 0) return;
  hostile_ = std::make_unique<HostileNode>(plan.hostile_kind(), plan.hostile(),
                                           Random(plan.seed).Split("hostile"),
                                           static_cast<HostileHands&>(*this));
  truth_.OnHostile(plan.hostile(), hostile_->suspect());
}

World::~World() = default;

Now World::NowAt(size_t node) const {
  const Node& n = nodes_[node];
  const Duration passed = scheduler_.now().since_start;
  const auto drift = static_cast<int64_t>(passed.count() * n.drift_ppm / 1'000'000 / 1000);
  return {scheduler_.now(), kEpochStart + passed.count() / 1000 + drift + n.clock_offset};
}

void World::Note(size_t node, const std::string& what) {
  const std::string line = std::to_string(scheduler_.now().since_start.count()) + " " +
                           cast_.members[node].name + " " + what + "\n";
  transcript_.Update(line);
  if (trace_ == Trace::kPrint) std::fputs(line.c_str(), stdout);
}

Outcome World::Run(std::optional<Duration> until) {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].admitted) scheduler_.After(Delay(), [this, i] { Start(i); });
  }
  PlanOperations();
  PlanFaults();
  PlanDisks();
  const Duration week = plan_.week ? Duration(std::chrono::hours(24 * 8)) : Duration(0);
  const Duration active = Duration(plan_.active_ms) + week;
  RunFor(until ? std::min(*until, active) : active);
  if (!truth_.violation() && (!until || *until > active)) Heal();
  outcome_.violation = truth_.violation();
  outcome_.at = outcome_.lasted = scheduler_.now().since_start;
  outcome_.trace = transcript_.Finish();
  return outcome_;
}

void World::RunFor(Duration length) {
  const Instant end = scheduler_.now() + length;
  while (!truth_.violation() && scheduler_.Step(end)) {
  }
}

void World::Start(size_t node) {
  Node& n = nodes_[node];
  if (n.up() || !n.admitted) return;
  if (n.foreign_disk) {
    outcome_.marks.Hit(Mark::kForeignDisk);
    return Note(node, "refuses another node's disk");
  }
  ++n.life;
  CoreOptions options;
  options.self.boot_id =
      Draw(plan_.seed, "boot" + std::to_string(node) + "/" + std::to_string(n.life))
          .ToString()
          .substr(0, 16);
  options.poll_interval = minutes(plan_.poll_min);
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
  GiveManifests(node, n.given);
  if (!n.up() || n.life != life) return;
  OwnKeys keys = cast_.KeysOf(node);
  if (n.guard.feed == FeedId{}) keys.guard = GuardStanding::kAbsent;
  if (n.guard.feed == cast_.FeedOf(node)) {
    keys.guard_size = n.guard.size;
    keys.guard_root = n.guard.root;
  }
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

// False when the power or the disk fails on the way.
bool World::Commit(size_t node, CrashPoint crash, const WriteSet& writes) {
  Node& n = nodes_[node];
  if (crash == CrashPoint::kBeforeCommit) {
    outcome_.marks.Hit(Mark::kCrashBeforeCommit);
    return false;
  }
  if (RefusedByDisk(node, writes)) return false;
  n.store.ApplyUnsynced(writes);
  if (crash == CrashPoint::kUnsynced || crash == CrashPoint::kFsyncFails) {
    const bool kept = disk_.Chance(500);
    if (crash == CrashPoint::kFsyncFails) outcome_.marks.Hit(Mark::kFsyncFailed);
    outcome_.marks.Hit(kept ? Mark::kCrashUnsyncedKept : Mark::kCrashUnsyncedLost);
    n.store.CrashKeeping(kept ? n.store.unsynced() : 0);
    if (kept) truth_.OnCommitted(node, writes, n.store);
    return false;
  }
  // The mutant's disk says "written" and is not: what it lost shows at the next crash.
  const bool lies = plan_.mutation == Mutation::kFsync && node == MutantOf(plan_.mutation);
  if (!lies) n.store.Sync();
  if (clone_ == node) truth_.OnSignedElsewhere(cast_.FeedOf(node), n.store);
  truth_.OnCommitted(node, writes, n.store);
  return true;
}

Status World::Handle(size_t node, const Event& event) {
  Node& n = nodes_[node];
  const uint64_t life = n.life;
  const CrashPoint crash = std::exchange(n.crash, CrashPoint::kNone);
  CheckProgress(node);
  ++outcome_.turns;
  Turn turn = n.core->Handle(event, NowAt(node), n.store);
  if (node == MutantOf(plan_.mutation)) Mutate(plan_.mutation, event, n.store, turn);
  Note(node, std::string(EventName(event)) + " writes " + std::to_string(turn.writes.size()) +
                 " actions " + std::to_string(turn.actions.size()) +
                 (turn.outcome ? "" : " refused " + turn.outcome.error().reason));
  if (!Commit(node, crash, turn.writes) || !CarryOut(node, crash, turn)) {
    if (n.up() && n.life == life) CrashDuring(node);
    return Fail(ErrorCode::kUnavailable, "CRASHED", "the node went down");
  }
  if (n.up() && n.life == life) ScheduleTimer(node);
  return turn.outcome;
}

// False when the power fails on the way.
bool World::CarryOut(size_t node, CrashPoint crash, const Turn& turn) {
  Node& n = nodes_[node];
  const uint64_t life = n.life;
  size_t carried_max = turn.actions.size();
  if (crash == CrashPoint::kBeforeActions) carried_max = 0;
  if (crash == CrashPoint::kBetweenActions) carried_max = disk_.Below(turn.actions.size());
  for (size_t i = 0; i < carried_max; ++i) {
    std::visit([&](const auto& a) { Do(node, a); }, turn.actions[i]);
    if (n.life != life || !n.up()) return true;
  }
  if (crash != CrashPoint::kBeforeActions && crash != CrashPoint::kBetweenActions) return true;
  outcome_.marks.Hit(crash == CrashPoint::kBeforeActions ? Mark::kCrashBeforeActions
                                                         : Mark::kCrashBetweenActions);
  if (plan_.mutation == Mutation::kFsync && node == MutantOf(plan_.mutation))
    n.store.CrashKeeping(0);
  return false;
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
  Node& n = nodes_[node];
  if (!n.up() || n.life != life) return;
  if (n.paused_until > scheduler_.now()) {
    scheduler_.At(n.paused_until, [this, node, life, event = std::move(event)] {
      // A stream is never reported open after it was reported closed.
      const auto* opened = std::get_if<WatcherOpened>(&event);
      if (!opened || watchers_.contains(opened->watcher)) Deliver(node, life, event);
    });
    return;
  }
  (void)Handle(node, event);
}

void World::ScheduleTimer(size_t node) {
  Node& n = nodes_[node];
  const auto deadline = n.core->Deadline();
  const uint64_t timer = ++n.timer;
  if (!deadline) return;
  scheduler_.At(*deadline, [this, node, timer] {
    if (nodes_[node].up() && nodes_[node].timer == timer) {
      Deliver(node, nodes_[node].life, TimerFired{});
    }
  });
}

}  // namespace candour::sim
