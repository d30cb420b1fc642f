// What one seed does: how many nodes, how long, and which faults. Each fault is in some seeds and
// not in others, so that none always hides another.
#pragma once

#include <cstdint>
#include <string>

#include "federation/base/time.h"
#include "tests/sim/random.h"

namespace candour::sim {

// Honest code with one mutation, to prove that the checkers fire.
enum class Mutation { kNone, kCommitment, kRoot, kRetraction, kFsync };

struct Plan {
  uint64_t seed = 0;
  Mutation mutation = Mutation::kNone;
  size_t nodes = 3;
  size_t hubs = 1;
  Duration active{0};  // Workload and faults.
  Duration delay_max{0};
  uint64_t loss = 0;  // All per mille, per message.
  uint64_t duplication = 0;
  uint64_t corruption = 0;
  uint64_t operations = 0;
  uint64_t crashes = 0;
  uint64_t partitions = 0;
  uint64_t half_opens = 0;
  uint64_t renewals = 0;
  bool week = false;
  size_t batch_max = 256;
};

inline Plan DrawPlan(uint64_t seed, Mutation mutation) {
  using std::chrono::hours;
  Random random = Random(seed).Split("plan");
  Plan plan{.seed = seed, .mutation = mutation};
  plan.nodes = random.Between(3, 7);
  plan.hubs = plan.nodes > 3 && random.Chance(250) ? 2 : 1;
  plan.active = Duration(random.Between(600'000, 6 * 3'600'000));
  plan.delay_max = Duration(random.Chance(300) ? 20'000 : 400);
  plan.loss = random.Chance(500) ? random.Between(1, 80) : 0;
  plan.duplication = random.Chance(400) ? random.Between(1, 100) : 0;
  plan.corruption = random.Chance(300) ? random.Between(1, 60) : 0;
  plan.operations = random.Between(6, 24);
  plan.crashes = random.Chance(600) ? random.Between(1, 10) : 0;
  plan.partitions = random.Chance(500) ? random.Between(1, 4) : 0;
  plan.half_opens = random.Chance(300) ? random.Between(1, 3) : 0;
  plan.renewals = random.Chance(400) ? random.Between(1, 3) : 0;
  plan.week = plan.partitions > 0 && random.Chance(100);
  plan.batch_max = random.Chance(500) ? random.Between(1, 6) : 256;
  if (mutation == Mutation::kCommitment || mutation == Mutation::kRoot) plan.corruption = 60;
  if (mutation == Mutation::kFsync) plan.crashes += 6;
  return plan;
}

}  // namespace candour::sim
