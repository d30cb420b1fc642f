// What people and the weather do.
#include <algorithm>

#include "tests/sim/world.h"

namespace candour::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr WallSeconds kTenYears = 3652 * kSecondsPerDay;

}  // namespace

void World::PlanOperations() {
  const Duration active(plan_.active_ms);
  for (uint64_t i = 0; i < plan_.operations; ++i) {
    const size_t node = people_.Below(nodes_.size());
    const Duration at(people_.Below(active.count()));
    // Bursts: several people press the same button.
    const uint64_t burst = people_.Chance(200) ? people_.Between(2, 5) : 1;
    for (uint64_t b = 0; b < burst; ++b) {
      scheduler_.At(Instant{at + Duration(b * 20)}, [this, node] { Operate(node); });
    }
  }
  PlanSpree();
  if (!hostile_) return;
  // Some acts before everything heals, some after.
  Random acts = Random(plan_.seed).Split("acts");
  for (int i = 0; i < 12; ++i) {
    const Duration at(acts.Below(active.count() + 20 * 60'000));
    scheduler_.At(Instant{at}, [this] {
      if (nodes_[plan_.hostile()].up()) hostile_->Act();
    });
  }
}

// Somebody publishes more than may be withdrawn in an hour, and later withdraws all it has.
void World::PlanSpree() {
  if (plan_.burst == 0) return;
  Random luck = Random(plan_.seed).Split("spree");
  const size_t node = luck.Below(nodes_.size());
  const Duration at(luck.Below(plan_.active_ms / 2));
  for (uint64_t i = 0; i < plan_.burst + 3; ++i) {
    scheduler_.At(Instant{at + Duration(i * 20)}, [this, node] {
      if (nodes_[node].up()) (void)Publish(node, "text " + std::to_string(++texts_));
    });
  }
  const Duration later(luck.Between(60'000, plan_.active_ms / 2));
  scheduler_.At(Instant{at + later}, [this, node] {
    while (nodes_[node].up() && !nodes_[node].items.empty()) {
      const ItemId item = nodes_[node].items.back();
      nodes_[node].items.pop_back();
      if (!Retract(node, item)) return;
    }
  });
}

void World::PlanFaults() {
  Random weather = Random(plan_.seed).Split("weather");
  auto sometime = [&] { return Instant{Duration(weather.Below(plan_.active_ms))}; };
  auto somebody = [&] { return weather.Chance(350) ? 0 : weather.Below(nodes_.size()); };
  for (uint64_t i = 0; i < plan_.crashes; ++i) {
    const auto point = static_cast<CrashPoint>(weather.Between(1, 4));
    scheduler_.At(sometime(), [this, node = somebody(), point] { nodes_[node].crash = point; });
  }
  for (uint64_t i = 0; i < plan_.pauses; ++i) {
    const Duration length(weather.Between(1000, weather.Chance(200) ? 7'200'000 : 60'000));
    scheduler_.At(sometime(), [this, node = somebody(), length] { Pause(node, length); });
  }
  for (uint64_t i = 0; i < plan_.partitions; ++i) {
    const bool week = plan_.week && i == 0;
    const Duration length =
        week ? Duration(hours(24 * 7)) : Duration(weather.Between(1000, plan_.active_ms / 2));
    scheduler_.At(sometime(), [this, length] { Partition(length); });
  }
  for (uint64_t i = 0; i < plan_.one_ways; ++i) {
    const Duration length(weather.Between(1000, plan_.active_ms / 4));
    scheduler_.At(sometime(), [this, length] { OneWay(length); });
  }
  for (uint64_t i = 0; i < plan_.half_opens; ++i) scheduler_.At(sometime(), [this] { HalfOpen(); });
  for (uint64_t i = 0; i < plan_.renewals; ++i) {
    scheduler_.At(sometime(), [this] { RenewManifest(); });
  }
  PlanGovernors();
  for (uint64_t i = 0; i < plan_.joins; ++i) {
    const size_t node = nodes_.size() - plan_.joins + i;
    const Instant admitted = sometime();
    for (int k = 0; k < 3; ++k) {
      const Instant before{Duration(weather.Below(admitted.since_start.count() + 1))};
      scheduler_.At(before, [this, node, hub = weather.Below(plan_.hubs)] { Knock(node, hub); });
    }
    scheduler_.At(admitted, [this, node] { Admit(node); });
  }
  for (uint64_t i = 0; i < plan_.clock_jumps; ++i) {
    const bool far = weather.Chance(300);
    const auto jump = static_cast<WallSeconds>(weather.Between(60, far ? kTenYears : 7200));
    const WallSeconds offset = weather.Chance(500) ? jump : -jump;
    scheduler_.At(sometime(), [this, node = somebody(), offset] {
      outcome_.marks.Hit(Mark::kClockJumped);
      nodes_[node].clock_offset = offset;
      Note(node, "reads a clock " + std::to_string(offset) + " s off");
    });
  }
}

void World::Operate(size_t node) {
  Node& n = nodes_[node];
  if (!n.up() || n.paused_until > scheduler_.now()) return;
  if (Hostile(node) && plan_.hostile_kind() == Hostility::kPoisoner) return;
  const uint64_t choice = people_.Below(100);
  if (n.items.empty() || choice < 60) {
    (void)Publish(node, "text " + std::to_string(++texts_));
    return;
  }
  const size_t pick = people_.Below(n.items.size());
  const ItemId item = n.items[pick];
  if (choice < 75) return Revise(node, item);
  n.items.erase(n.items.begin() + static_cast<std::ptrdiff_t>(pick));
  (void)Retract(node, item);
}

Status World::Publish(size_t node, const std::string& text) {
  const auto item = DrawId<ItemId>(plan_.seed, text);
  const Bytes body = text + Bytes(people_.Below(600), 'x');
  truth_.OnAttempted(node, item, body);
  const Status done =
      Handle(node, ItemPublished{cast_.network, item, Draw(plan_.seed, "salt" + text).ToString(),
                                 body, NowAt(node).wall});
  if (!done) return done;
  truth_.OnPublished(node, item);
  nodes_[node].items.push_back(item);
  outcome_.marks.Hit(Mark::kPublished);
  return {};
}

void World::Revise(size_t node, const ItemId& item) {
  const std::string label = "revision " + std::to_string(++texts_);
  truth_.OnAttempted(node, item, label);
  const Status done =
      Handle(node, ItemRevised{cast_.network, item, Draw(plan_.seed, "salt" + label).ToString(),
                               label, NowAt(node).wall});
  if (done) outcome_.marks.Hit(Mark::kRevised);
}

Status World::Retract(size_t node, const ItemId& item) {
  const bool queued = !nodes_[node].store.Chain(cast_.FeedOf(node), item);
  truth_.OnRetracting(node, item);
  const Status done = Handle(node, ItemRetracted{cast_.network, item, 1, NowAt(node).wall});
  if (!done) return done;
  truth_.OnRetracted(node, item);
  outcome_.marks.Hit(queued ? Mark::kRetractedInQueue : Mark::kRetracted);
  return {};
}

// Somebody who is not a member yet asks for everything.
void World::Knock(size_t stranger, size_t hub) {
  const Node& door = nodes_[hub];
  if (nodes_[stranger].admitted || !door.up() || Hostile(hub)) return;
  if (door.paused_until > scheduler_.now()) return;  // It would answer when this one is a member.
  outcome_.marks.Hit(Mark::kKnocked);
  const NetworkId& network = cast_.network;
  const FeedId feed = cast_.FeedOf(0);
  for (const Request& request : std::initializer_list<Request>{
           HelloRequest{1, {}, std::string(16, 's'), network, 1, {}}, ManifestsRequest{network, 1},
           HeadsRequest{network, 0, true}, LeavesRequest{network, feed, 0, 10},
           BodiesRequest{network, feed, {{0, 10}}, 1000}, ListCosignaturesRequest{network, feed, 0},
           ConsistencyRequest{network, feed, 1, 1}, ProofRequest{network, feed, 0},
           PushHeadRequest{network, feed, "a head"}, ReportEvidenceRequest{network, "a lie"}}) {
    const CallHandle call = ++handles_;
    knocks_.insert(call);
    Deliver(hub, nodes_[hub].life, PeerAsked{call, cast_.IdentityOf(stranger), request});
  }
}

void World::Partition(Duration length) {
  const size_t node = net_.Below(nodes_.size());
  outcome_.marks.Hit(Mark::kPartition);
  if (length >= hours(24 * 7)) outcome_.marks.Hit(Mark::kWeekLongPartition);
  cut_off_.insert(node);
  Note(node, "is cut off");
  scheduler_.After(length, [this, node] {
    cut_off_.erase(node);
    Note(node, "is reachable again");
  });
}

void World::OneWay(Duration length) {
  const size_t node = net_.Below(nodes_.size());
  outcome_.marks.Hit(Mark::kOneWay);
  deaf_.insert(node);
  Note(node, "hears nobody");
  scheduler_.After(length, [this, node] { deaf_.erase(node); });
}

void World::HalfOpen() {
  const size_t node = net_.Below(nodes_.size());
  if (nodes_[node].hubs.empty()) return;
  const std::pair<size_t, size_t> link{node, nodes_[node].hubs[0]};
  outcome_.marks.Hit(Mark::kHalfOpen);
  half_open_.insert(link);
  Note(node, "hears nothing");
  scheduler_.After(Duration(net_.Between(1000, 1'800'000)),
                   [this, link] { half_open_.erase(link); });
}

void World::Pause(size_t node, Duration length) {
  if (!nodes_[node].up()) return;
  outcome_.marks.Hit(Mark::kPaused);
  Instant& until = nodes_[node].paused_until;
  until = std::max(until, scheduler_.now() + length);
  Note(node, "stands still");
}

}  // namespace candour::sim
