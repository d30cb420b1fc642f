// How it all ends: faults stop, hostile nodes go on, and nothing may be missing anywhere.
#include <algorithm>

#include "tests/sim/world.h"

namespace candour::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

std::vector<const MemoryStore*> World::HonestStores() const {
  std::vector<const MemoryStore*> stores;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const bool counts = nodes_[i].admitted && !nodes_[i].removed && !Hostile(i) && clone_ != i;
    stores.push_back(counts ? &nodes_[i].store : nullptr);
  }
  return stores;
}

bool World::Unsettled() {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (!node.admitted || node.removed || Hostile(i)) continue;
    if (!node.up()) return true;
    for (size_t hub : node.hubs) {
      if (!Hostile(hub) && !node.peers.contains(hub)) return true;
    }
    for (const PeerReport& peer : node.core->Peers()) {
      if (hostile_ && peer.hub == cast_.members[plan_.hostile()].id) continue;
      if (peer.phase != "watching") return true;
      const bool excused = std::all_of(
          peer.differences.begin(), peer.differences.end(),
          [&](const auto& text) { return truth_.Excused(text.substr(sizeof("feed ") - 1, 8)); });
      if (!peer.roots_agree && (peer.differences.empty() || !excused)) return true;
    }
  }
  return false;
}

// Faults end; everybody is asked to compare; then nothing may be missing anywhere.
void World::Heal() {
  healed_ = true;
  cut_off_.clear();
  deaf_.clear();
  half_open_.clear();
  // Who stands still comes back by itself, and hears first what was said meanwhile.
  Instant back = scheduler_.now();
  for (const Node& node : nodes_) back = std::max(back, node.paused_until);
  RunFor(back - scheduler_.now());
  for (size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = nodes_[i];
    node.crash = CrashPoint::kNone;
    node.foreign_disk = false;
    node.disk_full_until = {};
    node.clock_offset = 0;
    scheduler_.After(Duration(1), [this, i] { Start(i); });
  }
  scheduler_.After(Duration(2), [this] {
    Settle(true);
    for (size_t i = 0; i < nodes_.size(); ++i) Admit(i);
    RenewManifest();
  });
  RunFor(minutes(40));
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].up() && nodes_[i].hubs.empty()) ConfirmHead(i);
  }
  // Many withdrawals at once are erased a day later.
  if (plan_.burst > 0) RunFor(hours(25));
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].up()) (void)Handle(i, SyncRequested{});
    }
    RunFor(minutes(15));
  }
  if (truth_.violation()) return;
  if (Unsettled()) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].up()) continue;
      for (const PeerReport& peer : nodes_[i].core->Peers()) {
        for (const std::string& difference : peer.differences) Note(i, difference);
      }
    }
    truth_.Report(0, "convergence", "peers are not settled, or their roots differ");
  }
  truth_.OnHealed(HonestStores(), plan_.hubs);
}

}  // namespace candour::sim
