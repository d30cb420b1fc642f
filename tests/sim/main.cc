// candour_sim --seeds N --base B [--trace] [--break NAME]: runs seeds B to B+N-1 and says what they
// saw. Exits 1 on the first violation, or when a fault never happened in a run of 200 seeds or
// more.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/sim/world.h"

namespace candour::sim {
namespace {

struct Options {
  uint64_t seeds = 100;
  uint64_t base = 1;
  Trace trace = Trace::kQuiet;
  Mutation mutation = Mutation::kNone;
  std::string mutation_name;
};

bool ParseMutation(const std::string& name, Options& options) {
  static const std::pair<const char*, Mutation> kMutations[] = {
      {"commitment", Mutation::kCommitment},
      {"root", Mutation::kRoot},
      {"retraction", Mutation::kRetraction},
      {"fsync", Mutation::kFsync}};
  for (const auto& [known, mutation] : kMutations) {
    if (name != known) continue;
    options.mutation = mutation;
    options.mutation_name = name;
    return true;
  }
  return false;
}

bool Parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (flag == "--trace") {
      options.trace = Trace::kPrint;
    } else if (flag == "--seeds" && value) {
      options.seeds = std::strtoull(argv[++i], nullptr, 10);
    } else if (flag == "--base" && value) {
      options.base = std::strtoull(argv[++i], nullptr, 10);
    } else if (flag == "--break" && value) {
      if (!ParseMutation(argv[++i], options)) return false;
    } else {
      return false;
    }
  }
  return true;
}

void PrintFailure(const Options& options, uint64_t seed, const Outcome& outcome) {
  std::printf("seed %llu: %s: %s, at node %zu, after %lld ms\n",
              static_cast<unsigned long long>(seed), outcome.violation->checker.c_str(),
              outcome.violation->what.c_str(), outcome.violation->node,
              static_cast<long long>(outcome.at.count()));
  std::printf("replay: candour_sim --seeds 1 --base %llu --trace%s%s\n",
              static_cast<unsigned long long>(seed),
              options.mutation_name.empty() ? "" : " --break ", options.mutation_name.c_str());
}

int Run(const Options& options) {
  Marks marks;
  Duration simulated{0};
  uint64_t turns = 0;
  const std::clock_t begin = std::clock();
  for (uint64_t seed = options.base; seed < options.base + options.seeds; ++seed) {
    const Plan plan = DrawPlan(seed, options.mutation);
    const Outcome outcome = World(plan, options.trace).Run();
    if (outcome.violation) return PrintFailure(options, seed, outcome), 1;
    if (seed % 16 == 0 && World(plan, Trace::kQuiet).Run().trace != outcome.trace) {
      std::printf("seed %llu: equal seeds: two runs gave different traces\n",
                  static_cast<unsigned long long>(seed));
      return 1;
    }
    marks.Add(outcome.marks);
    simulated += outcome.lasted;
    turns += outcome.turns;
  }
  const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  const double simulated_hours = static_cast<double>(simulated.count()) / 3'600'000;
  std::printf("[summary] simulator: %llu seeds from %llu: no violation\n",
              static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(options.base));
  bool complete = true;
  for (size_t i = 0; i < kMarkNames.size(); ++i) {
    const uint64_t count = marks.of(static_cast<Mark>(i));
    std::printf("  %-28s %llu\n", kMarkNames[i], static_cast<unsigned long long>(count));
    complete = complete && count > 0;
  }
  std::printf("%llu turns, %.0f simulated hours in %.1f CPU seconds: %.0f hours per second\n",
              static_cast<unsigned long long>(turns), simulated_hours, cpu,
              simulated_hours / (cpu > 0 ? cpu : 1));
  if (options.seeds >= 200 && !complete) {
    std::printf("some fault never happened: the plan must bring it about\n");
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace candour::sim

int main(int argc, char** argv) {
  candour::sim::Options options;
  if (!candour::sim::Parse(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: candour_sim [--seeds N] [--base B] [--trace] "
                 "[--break commitment|root|retraction|fsync]\n");
    return 2;
  }
  return candour::sim::Run(options);
}
