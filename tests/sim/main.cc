// candour_sim --seeds N --base B [--until MINUTES] [--trace] [--plan KNOB=VALUE,...]
//             [--break NAME] [--no-shrink]
// candour_sim --scenario FILE [--write]
//
// Runs seeds B to B+N-1 and says what they saw. Exits 1 on the first violation, after cutting its
// plan down, or when a fault never happened in a run of 200 seeds or more.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "tests/sim/script.h"
#include "tests/sim/shrink.h"
#include "tests/sim/world.h"

namespace candour::sim {
namespace {

constexpr int kShrinkRuns = 60;
constexpr uint64_t kSeedsThatMustSeeAll = 200;

struct Options {
  uint64_t seeds = 100;
  uint64_t base = 1;
  std::optional<Duration> until;
  Trace trace = Trace::kQuiet;
  Mutation mutation = Mutation::kNone;
  std::string mutation_name;
  std::string changes;
  std::string scenario;
  bool write = false;
  bool shrink = true;
};

bool ParseMutation(const std::string& name, Options& options) {
  static const std::pair<const char*, Mutation> kMutations[] = {
      {"commitment", Mutation::kCommitment},
      {"root", Mutation::kRoot},
      {"retraction", Mutation::kRetraction},
      {"fsync", Mutation::kFsync},
      {"evidence", Mutation::kEvidence},
      {"accusation", Mutation::kAccusation},
      {"guard", Mutation::kGuard},
      {"queue", Mutation::kQueue},
      {"door", Mutation::kDoor}};
  for (const auto& [known, mutation] : kMutations) {
    if (name != known) continue;
    options.mutation = mutation;
    options.mutation_name = name;
    return true;
  }
  return false;
}

bool ParseValue(const std::string& flag, const char* value, Options& options) {
  if (flag == "--seeds")
    options.seeds = std::strtoull(value, nullptr, 10);
  else if (flag == "--base")
    options.base = std::strtoull(value, nullptr, 10);
  else if (flag == "--until")
    options.until = Duration(std::strtoull(value, nullptr, 10) * 60'000);
  else if (flag == "--plan")
    options.changes = value;
  else if (flag == "--scenario")
    options.scenario = value;
  else if (flag == "--break")
    return ParseMutation(value, options);
  else
    return false;
  return true;
}

bool Parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--trace") {
      options.trace = Trace::kPrint;
    } else if (flag == "--write") {
      options.write = true;
    } else if (flag == "--no-shrink") {
      options.shrink = false;
    } else if (i + 1 >= argc || !ParseValue(flag, argv[++i], options)) {
      return false;
    }
  }
  Plan plan;
  return ChangePlan(options.changes, plan);
}

Plan PlanOf(const Options& options, uint64_t seed) {
  Plan plan = DrawPlan(seed, options.mutation);
  ChangePlan(options.changes, plan);
  return plan;
}

void PrintFailure(const Options& options, const Plan& plan, const Outcome& outcome) {
  const auto seed = static_cast<unsigned long long>(plan.seed);
  std::printf("seed %llu: %s: %s, at node %zu, after %lld ms\n", seed,
              outcome.violation->checker.c_str(), outcome.violation->what.c_str(),
              outcome.violation->node, static_cast<long long>(outcome.at.count()));
  const std::string broken =
      options.mutation_name.empty() ? "" : " --break " + options.mutation_name;
  std::printf("replay: candour_sim --seeds 1 --base %llu --trace%s%s%s\n", seed, broken.c_str(),
              options.changes.empty() ? "" : " --plan ", options.changes.c_str());
  if (!options.shrink) return;
  const Plan small = Shrink(plan, outcome.violation->checker, kShrinkRuns);
  std::printf("cut down: candour_sim --seeds 1 --base %llu --trace%s --plan %s\n", seed,
              broken.c_str(), Difference(small).c_str());
}

struct Total {
  Marks marks;
  Duration simulated{0};
  uint64_t turns = 0;
  double cpu = 0;
};

int PrintTotal(const Options& options, const Total& total) {
  std::printf("[summary] simulator: %llu seeds from %llu: no violation\n",
              static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(options.base));
  bool complete = true;
  for (size_t i = 0; i < Marks::kCount; ++i) {
    const uint64_t count = total.marks.of(i);
    std::printf("  %-28s %llu\n", MarkName(i), static_cast<unsigned long long>(count));
    complete = complete && count > 0;
  }
  const double hours = static_cast<double>(total.simulated.count()) / 3'600'000;
  std::printf(
      "[summary] simulator: %llu turns, %.0f simulated hours in %.1f CPU seconds: %.0f "
      "hours per second\n",
      static_cast<unsigned long long>(total.turns), hours, total.cpu,
      hours / (total.cpu > 0 ? total.cpu : 1));
  if (options.seeds < kSeedsThatMustSeeAll || complete) return 0;
  std::printf("some fault never happened: the plan must bring it about\n");
  return 1;
}

int Run(const Options& options) {
  Total total;
  const std::clock_t begin = std::clock();
  for (uint64_t seed = options.base; seed < options.base + options.seeds; ++seed) {
    const Plan plan = PlanOf(options, seed);
    const Outcome outcome = World(plan, options.trace).Run(options.until);
    if (outcome.violation) return PrintFailure(options, plan, outcome), 1;
    if (seed % 16 == 0 && World(plan, Trace::kQuiet).Run(options.until).trace != outcome.trace) {
      std::printf("seed %llu: equal seeds: two runs gave different traces\n",
                  static_cast<unsigned long long>(seed));
      return 1;
    }
    total.marks.Add(outcome.marks);
    total.simulated += outcome.lasted;
    total.turns += outcome.turns;
  }
  total.cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return PrintTotal(options, total);
}

}  // namespace
}  // namespace candour::sim

int main(int argc, char** argv) {
  candour::sim::Options options;
  if (!candour::sim::Parse(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: candour_sim [--seeds N] [--base B] [--until MINUTES] [--trace]\n"
                 "                   [--plan KNOB=VALUE,...] [--no-shrink]\n"
                 "                   [--break "
                 "commitment|root|retraction|fsync|evidence|accusation|guard|queue|door]\n"
                 "       candour_sim --scenario FILE [--write]\n");
    return 2;
  }
  if (!options.scenario.empty()) {
    return candour::sim::RunScenario(options.scenario, options.write
                                                           ? candour::sim::Transcript::kWrite
                                                           : candour::sim::Transcript::kCompare);
  }
  return candour::sim::Run(options);
}
