// What one seed does: how many nodes, how long, which faults, and who is hostile. Each fault is in
// some seeds and not in others, so that none always hides another. Every field is a number with a
// name, so that a failing plan can be cut down and given on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "federation/base/time.h"

namespace candour::sim {

// Honest code with one mutation, to prove that the checkers fire.
enum class Mutation {
  kNone,
  kCommitment,
  kRoot,
  kRetraction,
  kFsync,
  kEvidence,
  kAccusation,
  kGuard,
  kQueue,
  kDoor,
};

// In place of one honest node. Numbers are stable: they stand in plans.
enum class Hostility : uint64_t {
  kNone,
  kForger,
  kEquivocator,
  kWithholder,
  kFreezer,
  kFlooder,
  kReplayer,
  kPathSwapper,
  kKeyThief,
  kRandomBytes,
  kPoisoner,
  kCount,
};
const char* HostilityName(Hostility hostility);
std::optional<Hostility> HostilityFrom(const std::string& name);

struct Plan {
  uint64_t seed = 0;
  Mutation mutation = Mutation::kNone;

  uint64_t nodes = 3;
  uint64_t hubs = 1;
  uint64_t joins = 0;      // Members, of the last ones, that are admitted on the way.
  uint64_t active_ms = 0;  // Workload and faults.
  uint64_t delay_max_ms = 400;
  uint64_t loss = 0;  // These three per mille, per message.
  uint64_t duplication = 0;
  uint64_t corruption = 0;
  uint64_t operations = 0;
  uint64_t crashes = 0;
  uint64_t pauses = 0;
  uint64_t partitions = 0;
  uint64_t one_ways = 0;
  uint64_t half_opens = 0;
  uint64_t week = 0;
  uint64_t renewals = 0;
  uint64_t rotations = 0;  // New keys for a member.
  uint64_t disputes = 0;   // Two texts of one manifest version.
  uint64_t removals = 0;   // A member is taken out.
  uint64_t burst = 0;      // The network's retract-burst, and somebody withdraws more; 0: neither.
  uint64_t restores = 0;
  uint64_t wipes = 0;
  uint64_t swaps = 0;
  uint64_t fsync_failures = 0;
  uint64_t full_disks = 0;
  uint64_t clock_jumps = 0;
  uint64_t drift_ppm = 0;
  uint64_t batch_max = 256;
  uint64_t poll_min = 5;  // Minutes between looks for news without a hint.
  uint64_t hostility = 0;
  uint64_t hostile_hub = 0;
  uint64_t oracle = 0;  // Signatures by the oracle instead of Ed25519.

  Hostility hostile_kind() const { return static_cast<Hostility>(hostility); }
  // The hostile node: the second hub, or the last but those that join. Beyond all when there is
  // none.
  size_t hostile() const {
    if (hostility == 0) return ~size_t{0};
    return hostile_hub ? 1 : nodes - joins - 1;
  }
};

struct Knob {
  const char* name;
  uint64_t Plan::*value;
  uint64_t least;  // What it is turned down to.
};
std::span<const Knob> Knobs();

Plan DrawPlan(uint64_t seed, Mutation mutation);
// "loss=0,nodes=4". False on an unknown name.
bool ChangePlan(const std::string& text, Plan& plan);
// Every knob that differs from what the seed alone gives.
std::string Difference(const Plan& plan);

}  // namespace candour::sim
