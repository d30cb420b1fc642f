// One node of the simulation: a disk that survives, a guard file, and a process that does not.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "federation/core/core.h"
#include "federation/port/memory_store.h"

namespace candour::sim {

// Where in a turn the power fails.
enum class CrashPoint { kNone, kBeforeCommit, kUnsynced, kBeforeActions, kBetweenActions };

struct Node {
  MemoryStore store;
  WriteGuard guard;
  std::unique_ptr<Core> core;  // Null while down.
  uint64_t life = 0;           // Counts process starts; events of an earlier life are void.
  uint64_t timer = 0;          // Only the newest timer counts.
  CrashPoint crash = CrashPoint::kNone;
  bool sweeping = false;

  std::vector<size_t> hubs;            // As DialHubs said last.
  std::map<size_t, PeerHandle> peers;  // Open or opening, by hub.
  std::map<size_t, unsigned> failures;

  std::vector<ItemId> items;  // Handed in and not withdrawn, for the workload.
  uint64_t turns_now = 0;     // Turns at the present instant.
  Instant turns_at;

  bool up() const { return core != nullptr; }
};

}  // namespace candour::sim
