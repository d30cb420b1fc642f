// One node of the simulation: a disk that survives, a guard file, and a process that does not.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "federation/core/core.h"
#include "federation/port/memory_store.h"

namespace candour::sim {

// Where in a turn the power fails, or the disk does.
enum class CrashPoint {
  kNone,
  kBeforeCommit,
  kUnsynced,
  kBeforeActions,
  kBetweenActions,
  kFsyncFails
};

// What becomes of withdrawals beyond a cut.
enum class Undone { kShown, kTakenDown };

// What a backup of the data directory holds.
struct Backup {
  MemoryStore store;
  WriteGuard guard;
};

struct Node {
  MemoryStore store;
  WriteGuard guard;
  std::unique_ptr<Core> core;  // Null while down.
  uint64_t life = 0;           // Counts process starts; events of an earlier life are void.
  uint64_t timer = 0;          // Only the newest timer counts.
  CrashPoint crash = CrashPoint::kNone;
  bool sweeping = false;
  bool admitted = true;       // False until a manifest names it: it has not begun.
  bool removed = false;
  size_t given = 1;           // Manifests that it begins with: a joiner's ticket brings them.
  bool foreign_disk = false;  // Another node's disk is in it: it refuses to start.
  std::optional<Backup> backup;
  Instant paused_until;
  Instant disk_full_until;
  WallSeconds clock_offset = 0;
  uint64_t drift_ppm = 0;

  std::vector<size_t> hubs;            // As DialHubs said last.
  std::map<size_t, PeerHandle> peers;  // Open or opening, by hub.
  std::map<size_t, unsigned> failures;

  std::vector<ItemId> items;  // Handed in and not withdrawn, for the workload.
  uint64_t turns_now = 0;     // Turns at the present instant.
  Instant turns_at;
  std::map<std::string, uint64_t> log;  // Reported events, counted.

  bool up() const { return core != nullptr; }
};

// A connection from a node to a hub.
struct Link {
  size_t from = 0;
  size_t to = 0;
  bool open = false;
  WatcherHandle watcher = 0;
  Instant last_arrival;  // Of the newest message, to see reordering.
};

// A request that has arrived and waits for its answer.
struct Call {
  PeerHandle link = 0;
  CallHandle call = 0;
  std::optional<Request> request = std::nullopt;  // For a hostile node, which answers to it.
};

}  // namespace candour::sim
