// What happens to disks: full, wiped, put back from a backup, put into another machine.
#include <algorithm>
#include <utility>

#include "federation/feed/leaf.h"
#include "tests/sim/world.h"

namespace candour::sim {
namespace {

bool Withdraws(const Write& write) {
  if (std::holds_alternative<PutRetraction>(write) || std::holds_alternative<EraseBody>(write)) {
    return true;
  }
  const auto* staged = std::get_if<PutStaged>(&write);
  return staged && staged->entry.leaf.size() == kLeafBytes &&
         staged->entry.leaf[4] == static_cast<char>(LeafKind::kRetract);
}

}  // namespace

void World::PlanDisks() {
  Random luck = Random(plan_.seed).Split("disks");
  auto sometime = [&] { return Instant{Duration(luck.Below(plan_.active_ms))}; };
  auto somebody = [&] { return luck.Below(nodes_.size()); };
  for (uint64_t i = 0; i < plan_.fsync_failures; ++i) {
    scheduler_.At(sometime(),
                  [this, node = somebody()] { nodes_[node].crash = CrashPoint::kFsyncFails; });
  }
  for (uint64_t i = 0; i < plan_.full_disks; ++i) {
    const Duration length(luck.Between(10'000, 1'800'000));
    scheduler_.At(sometime(), [this, node = somebody(), length] {
      nodes_[node].disk_full_until = scheduler_.now() + length;
    });
  }
  for (uint64_t i = 0; i < plan_.restores; ++i) {
    const size_t node = somebody();
    // Whether a guard file is an old copy itself is the daemon's to notice, by its inode. Here only
    // the hub can, and it must not have lost its disk as well.
    const bool with_guard = luck.Chance(500) && node != 0 && plan_.hubs == 1 && plan_.wipes == 0;
    Instant first = sometime();
    Instant second = sometime();
    if (second < first) std::swap(first, second);
    scheduler_.At(first, [this, node] { BackUp(node); });
    scheduler_.At(second, [this, node, with_guard] { Restore(node, with_guard); });
  }
  for (uint64_t i = 0; i < plan_.wipes; ++i) {
    scheduler_.At(sometime(), [this, node = somebody()] { Wipe(node); });
  }
  for (uint64_t i = 0; i < plan_.swaps; ++i) {
    const size_t node = somebody();
    scheduler_.At(sometime(), [this, node] { SwapDisks(node, (node + 1) % nodes_.size()); });
  }
}

// A full disk takes no turn that writes, but those that withdraw something.
bool World::RefusedByDisk(size_t node, const WriteSet& writes) {
  if (nodes_[node].disk_full_until <= scheduler_.now() || writes.empty()) return false;
  if (std::any_of(writes.begin(), writes.end(), &Withdraws)) return false;
  outcome_.marks.Hit(Mark::kDiskFull);
  Note(node, "finds its disk full");
  return true;
}

void World::BackUp(size_t node) {
  Node& n = nodes_[node];
  if (n.admitted) n.backup = Backup{n.store, n.guard};
}

void World::Restore(size_t node, bool with_guard) {
  Node& n = nodes_[node];
  if (!n.backup || n.foreign_disk || Hostile(node)) return;
  outcome_.marks.Hit(with_guard ? Mark::kRestoredWithGuard : Mark::kRestored);
  Note(node,
       with_guard ? "is put back from a backup, guard file and all" : "is put back from a backup");
  Crash(node, Duration(disk_.Between(1000, 60'000)));
  n.store = n.backup->store;
  if (with_guard) n.guard = n.backup->guard;
  if (node == 0 && plan_.hubs == 1) {
    n.guard = {};  // Else only a new epoch helps.
    const auto own = n.store.Feed(cast_.FeedOf(node));
    if (!own || own->size == 0) PutBackEmpty(node);
  }
  DiskLost(node);
}

void World::DiskLost(size_t node) {
  uint64_t held = 0;
  for (const Node& any : nodes_) held = std::max(held, truth_.HeldOfAuthor(node, any.store));
  truth_.OnDiskLost(node, held);
}

void World::Wipe(size_t node) {
  Node& n = nodes_[node];
  // A hostile node remembers more than its disk does.
  if (!n.admitted || n.foreign_disk || Hostile(node)) return;
  outcome_.marks.Hit(node < plan_.hubs ? Mark::kHubWiped : Mark::kWiped);
  Note(node, "loses its disk");
  Crash(node, Duration(disk_.Between(1000, 60'000)));
  n.store = MemoryStore();
  // Without its guard file only the hub can tell it what it signed, if that is no old copy itself.
  if (plan_.hubs == 1 && (node == 0 || plan_.restores == 0)) n.guard = {};
  if (plan_.hubs == 1 && node == 0) PutBackEmpty(node);
  DiskLost(node);
}

// A hub that nobody else can answer for is put back from its first backup, as `candour restore`
// does it.
void World::PutBackEmpty(size_t node) {
  FeedState own;
  own.feed = cast_.FeedOf(node);
  own.network = cast_.network;
  own.member = cast_.members[node].id;
  own.root = crypto::EmptyRoot();
  own.status = FeedStatus::kRecovering;
  nodes_[node].store.Apply({PutFeed{own}});
}

// A person who has asked around vouches for the newest head that anybody holds, of a node that can
// ask no other hub.
void World::ConfirmHead(size_t node) {
  const FeedId feed = cast_.FeedOf(node);
  const auto own = nodes_[node].store.Feed(feed);
  if (!own || own->status != FeedStatus::kRecovering) return;
  HeadConfirmed newest{cast_.network, own->size, own->root};
  for (const MemoryStore* store : HonestStores()) {
    const auto held = store ? store->Feed(feed) : std::nullopt;
    if (held && held->size > newest.size) newest = {cast_.network, held->size, held->root};
  }
  Note(node, "is told its newest head by a person");
  (void)Handle(node, newest);
}

// The last of the cast becomes the double of a node: the same keys, disk and guard file.
void World::Clone(size_t node) {
  const size_t copy = nodes_.size() - 1;
  clone_ = copy;
  const std::string name = cast_.members[node].name + "-copy";
  cast_.members[copy] = cast_.members[node];
  cast_.members[copy].name = name;
  nodes_[copy].store = nodes_[node].store;
  nodes_[copy].guard = nodes_[node].guard;
  nodes_[copy].admitted = true;
  ++nodes_[copy].life;
  truth_.OnHostile(copy, node);
  Start(copy);
}

// Somebody mixes up two disks, and finds out later.
void World::SwapDisks(size_t node, size_t other) {
  Node& a = nodes_[node];
  Node& b = nodes_[other];
  if (!a.admitted || !b.admitted || a.foreign_disk || b.foreign_disk) return;
  a.foreign_disk = b.foreign_disk = true;
  Crash(node, Duration(1000));
  Crash(other, Duration(1000));
  scheduler_.After(Duration(disk_.Between(60'000, 600'000)), [this, node, other] {
    nodes_[node].foreign_disk = nodes_[other].foreign_disk = false;
    Start(node);
    Start(other);
  });
}

}  // namespace candour::sim
