#include "tests/sim/plan.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "tests/sim/random.h"

namespace candour::sim {
namespace {

constexpr const char* kHostilityNames[] = {
    "none",     "forger",       "equivocator", "withholder",   "freezer", "flooder",
    "replayer", "path-swapper", "key-thief",   "random-bytes", "poisoner"};
static_assert(std::size(kHostilityNames) == static_cast<size_t>(Hostility::kCount));

constexpr Knob kKnobs[] = {
    {"hostility", &Plan::hostility, 0},
    {"hostile-hub", &Plan::hostile_hub, 0},
    {"joins", &Plan::joins, 0},
    {"loss", &Plan::loss, 0},
    {"duplication", &Plan::duplication, 0},
    {"corruption", &Plan::corruption, 0},
    {"crashes", &Plan::crashes, 0},
    {"pauses", &Plan::pauses, 0},
    {"partitions", &Plan::partitions, 0},
    {"one-ways", &Plan::one_ways, 0},
    {"half-opens", &Plan::half_opens, 0},
    {"week", &Plan::week, 0},
    {"renewals", &Plan::renewals, 0},
    {"rotations", &Plan::rotations, 0},
    {"disputes", &Plan::disputes, 0},
    {"removals", &Plan::removals, 0},
    {"burst", &Plan::burst, 0},
    {"restores", &Plan::restores, 0},
    {"wipes", &Plan::wipes, 0},
    {"swaps", &Plan::swaps, 0},
    {"fsync-failures", &Plan::fsync_failures, 0},
    {"full-disks", &Plan::full_disks, 0},
    {"clock-jumps", &Plan::clock_jumps, 0},
    {"drift", &Plan::drift_ppm, 0},
    {"hubs", &Plan::hubs, 1},
    {"operations", &Plan::operations, 1},
    {"nodes", &Plan::nodes, 3},
    {"delay-max", &Plan::delay_max_ms, 10},
    {"batch-max", &Plan::batch_max, 256},
    {"poll", &Plan::poll_min, 5},
    {"oracle", &Plan::oracle, 0},
    {"active", &Plan::active_ms, 600'000},
};

void DrawNetwork(Random& random, Plan& plan) {
  plan.nodes = random.Between(3, 7);
  plan.hubs = plan.nodes > 3 && random.Chance(300) ? 2 : 1;
  plan.joins = plan.nodes > 4 && random.Chance(250) ? random.Between(1, 2) : 0;
  plan.active_ms = random.Between(600'000, (random.Chance(200) ? 48 : 8) * 3'600'000);
  plan.delay_max_ms = random.Chance(300) ? 20'000 : 400;
  plan.loss = random.Chance(500) ? random.Between(1, 80) : 0;
  plan.duplication = random.Chance(400) ? random.Between(1, 100) : 0;
  plan.corruption = random.Chance(300) ? random.Between(1, 60) : 0;
  plan.partitions = random.Chance(500) ? random.Between(1, 4) : 0;
  plan.one_ways = random.Chance(300) ? random.Between(1, 3) : 0;
  plan.half_opens = random.Chance(300) ? random.Between(1, 3) : 0;
  plan.week = plan.partitions > 0 && random.Chance(150);
}

void DrawDisks(Random& random, Plan& plan) {
  plan.crashes = random.Chance(600) ? random.Between(1, 10) : 0;
  plan.pauses = random.Chance(300) ? random.Between(1, 3) : 0;
  plan.restores = random.Chance(150);
  plan.wipes = random.Chance(120);
  plan.swaps = random.Chance(80);
  plan.fsync_failures = random.Chance(200) ? random.Between(1, 3) : 0;
  plan.full_disks = random.Chance(200) ? random.Between(1, 2) : 0;
  plan.clock_jumps = random.Chance(250) ? random.Between(1, 3) : 0;
  plan.drift_ppm = random.Chance(400) ? random.Between(1, 500) : 0;
}

void DrawHostility(Random& random, Plan& plan) {
  if (!random.Chance(500)) return;
  plan.hostility = random.Between(1, static_cast<uint64_t>(Hostility::kCount) - 1);
  const Hostility kind = plan.hostile_kind();
  const bool lies_as_hub = kind == Hostility::kWithholder || kind == Hostility::kFreezer;
  plan.nodes = std::max<uint64_t>(plan.nodes, 5);
  plan.joins = std::min<uint64_t>(plan.joins, 1);
  if (lies_as_hub || random.Chance(500)) {
    plan.hubs = 2;
    plan.hostile_hub = 1;
  }
}

}  // namespace

const char* HostilityName(Hostility hostility) {
  return kHostilityNames[static_cast<size_t>(hostility)];
}

std::optional<Hostility> HostilityFrom(const std::string& name) {
  for (size_t i = 0; i < std::size(kHostilityNames); ++i) {
    if (name == kHostilityNames[i]) return static_cast<Hostility>(i);
  }
  return std::nullopt;
}

std::span<const Knob> Knobs() { return kKnobs; }

Plan DrawPlan(uint64_t seed, Mutation mutation) {
  const Random base = Random(seed).Split("plan");
  Plan plan{.seed = seed, .mutation = mutation};
  Random network = base.Split("network");
  DrawNetwork(network, plan);
  Random disks = base.Split("disks");
  DrawDisks(disks, plan);
  Random other = base.Split("other");
  plan.operations = other.Between(6, 24);
  plan.renewals = other.Chance(400) ? other.Between(1, 3) : 0;
  plan.batch_max = other.Chance(500) ? other.Between(1, 6) : 256;
  plan.oracle = other.Chance(750);
  plan.poll_min = other.Between(5, 30);
  Random governors = base.Split("governors");
  plan.rotations = governors.Chance(150);
  plan.disputes = governors.Chance(150);
  Random removals = base.Split("removals");
  plan.removals = plan.nodes >= 4 && removals.Chance(200);
  Random sprees = base.Split("sprees");
  plan.burst = sprees.Chance(200) ? sprees.Between(1, 4) : 0;
  Random hostile = base.Split("hostile");
  if (mutation == Mutation::kNone) DrawHostility(hostile, plan);
  if (mutation == Mutation::kCommitment || mutation == Mutation::kRoot) plan.corruption = 60;
  if (mutation == Mutation::kFsync) plan.crashes += 6;
  if (mutation == Mutation::kEvidence) {
    plan.hostility = static_cast<uint64_t>(Hostility::kEquivocator);
    plan.nodes = std::max<uint64_t>(plan.nodes, 5);
    plan.joins = 0;
  }
  if (mutation == Mutation::kDoor) plan.joins = 1, plan.nodes = 5;
  if (mutation == Mutation::kAccusation) {
    plan.hostility = static_cast<uint64_t>(Hostility::kForger);
    plan.nodes = std::max<uint64_t>(plan.nodes, 5);
    plan.joins = 0;
    plan.hubs = 2;
  }
  return plan;
}

bool ChangePlan(const std::string& text, Plan& plan) {
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    const size_t equals = word.find('=');
    const auto knob = std::find_if(std::begin(kKnobs), std::end(kKnobs),
                                   [&](const Knob& k) { return word.substr(0, equals) == k.name; });
    if (equals == std::string::npos || knob == std::end(kKnobs)) return false;
    plan.*knob->value = std::strtoull(word.c_str() + equals + 1, nullptr, 10);
  }
  return true;
}

std::string Difference(const Plan& plan) {
  const Plan drawn = DrawPlan(plan.seed, plan.mutation);
  std::string text;
  for (const Knob& knob : kKnobs) {
    if (plan.*knob.value == drawn.*knob.value) continue;
    text +=
        (text.empty() ? "" : ",") + std::string(knob.name) + "=" + std::to_string(plan.*knob.value);
  }
  return text;
}

}  // namespace candour::sim
