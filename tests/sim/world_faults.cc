// What people and the weather do, and how it all ends.
#include <algorithm>

#include "tests/sim/world.h"

namespace candour::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

void World::PlanOperations() {
  for (uint64_t i = 0; i < plan_.operations; ++i) {
    const size_t node = people_.Below(nodes_.size());
    const Duration at(people_.Below(plan_.active.count()));
    // Bursts: several people press the same button.
    const uint64_t burst = people_.Chance(200) ? people_.Between(2, 5) : 1;
    for (uint64_t b = 0; b < burst; ++b) {
      scheduler_.At(Instant{at + Duration(b * 20)}, [this, node] { Operate(node); });
    }
  }
}

void World::PlanFaults() {
  Random weather = Random(plan_.seed).Split("weather");
  auto sometime = [&] { return Instant{Duration(weather.Below(plan_.active.count()))}; };
  for (uint64_t i = 0; i < plan_.crashes; ++i) {
    const size_t node = weather.Chance(350) ? 0 : weather.Below(nodes_.size());
    const auto point = static_cast<CrashPoint>(weather.Between(1, 4));
    scheduler_.At(sometime(), [this, node, point] { nodes_[node].crash = point; });
  }
  for (uint64_t i = 0; i < plan_.partitions; ++i) {
    const bool week = plan_.week && i == 0;
    const Duration length =
        week ? Duration(hours(24 * 7)) : Duration(weather.Between(1000, plan_.active.count() / 2));
    scheduler_.At(sometime(), [this, length] { Partition(length); });
  }
  for (uint64_t i = 0; i < plan_.half_opens; ++i) scheduler_.At(sometime(), [this] { HalfOpen(); });
  for (uint64_t i = 0; i < plan_.renewals; ++i) {
    scheduler_.At(sometime(), [this] { RenewManifest(); });
  }
}

void World::Operate(size_t node) {
  Node& n = nodes_[node];
  if (!n.up()) return;
  const uint64_t choice = people_.Below(100);
  if (n.items.empty() || choice < 60) return Publish(node);
  const size_t pick = people_.Below(n.items.size());
  const ItemId item = n.items[pick];
  if (choice < 75) return Revise(node, item);
  n.items.erase(n.items.begin() + static_cast<std::ptrdiff_t>(pick));
  Retract(node, item);
}

void World::Publish(size_t node) {
  const std::string label = "text " + std::to_string(++texts_);
  const auto item = DrawId<ItemId>(plan_.seed, label);
  const Bytes body = label + Bytes(people_.Below(600), 'x');
  truth_.OnAttempted(node, item, body);
  const Status done =
      Handle(node, ItemPublished{cast_.network, item, Draw(plan_.seed, "salt" + label).ToString(),
                                 body, NowAt().wall});
  if (!done) return;
  truth_.OnPublished(node, item);
  nodes_[node].items.push_back(item);
  outcome_.marks.Hit(Mark::kPublished);
}

void World::Revise(size_t node, const ItemId& item) {
  const std::string label = "revision " + std::to_string(++texts_);
  truth_.OnAttempted(node, item, label);
  const Status done =
      Handle(node, ItemRevised{cast_.network, item, Draw(plan_.seed, "salt" + label).ToString(),
                               label, NowAt().wall});
  if (done) outcome_.marks.Hit(Mark::kRevised);
}

void World::Retract(size_t node, const ItemId& item) {
  const bool queued = !nodes_[node].store.Chain(cast_.FeedOf(node), item);
  const Status done = Handle(node, ItemRetracted{cast_.network, item, 1, NowAt().wall});
  if (!done) return;
  truth_.OnRetracted(node, item);
  outcome_.marks.Hit(queued ? Mark::kRetractedInQueue : Mark::kRetracted);
}

// The governors hand the next version to the first hub.
void World::RenewManifest() {
  Node& hub = nodes_[0];
  auto current = hub.up() ? hub.core->ManifestOf(cast_.network) : nullptr;
  if (!current) return;
  Manifest next = NextVersion(*current, NowAt().wall, NowAt().wall + 400 * kSecondsPerDay);
  next.params["heartbeat"] = 3600 + static_cast<int64_t>(next.version);
  const Status done = Handle(0, ManifestOffered{cast_.network, cast_.Sign(next), std::nullopt});
  if (done) outcome_.marks.Hit(Mark::kManifestRenewed);
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

bool World::Unsettled() {
  for (const Node& node : nodes_) {
    if (!node.up() || node.peers.size() < node.hubs.size()) return true;
    for (const PeerReport& peer : node.core->Peers()) {
      if (peer.phase != "watching" || !peer.roots_agree) return true;
    }
  }
  return false;
}

// Faults end; everybody is asked to compare; then nothing may be missing anywhere.
void World::Heal() {
  healed_ = true;
  cut_off_.clear();
  half_open_.clear();
  for (Node& node : nodes_) node.crash = CrashPoint::kNone;
  for (size_t i = 0; i < nodes_.size(); ++i) scheduler_.After(Duration(1), [this, i] { Start(i); });
  auto run = [this](Duration length) {
    const Instant end = scheduler_.now() + length;
    while (!truth_.violation() && scheduler_.Step(end)) {
    }
  };
  run(minutes(40));
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].up()) (void)Handle(i, SyncRequested{});
    }
    run(minutes(15));
  }
  if (truth_.violation()) return;
  if (Unsettled()) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      for (const PeerReport& peer : nodes_[i].core->Peers()) {
        for (const std::string& difference : peer.differences) Note(i, difference);
      }
    }
    truth_.Report(0, "convergence", "peers are not settled, or their roots differ");
  }
  std::vector<const MemoryStore*> stores;
  for (const Node& node : nodes_) stores.push_back(&node.store);
  truth_.OnHealed(stores);
}

}  // namespace candour::sim
