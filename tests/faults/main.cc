// candour_faults --seeds N --base B --steps N --stride S: the node's store and core over a disk
// that fails (docs/testing.md). Exits 1 when a promise was not kept.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/faults/live.h"
#include "tests/faults/recording.h"
#include "tests/faults/replay.h"

namespace candour::faults {
namespace {

struct Options {
  uint64_t seeds = 10;
  uint64_t base = 1;
  uint64_t steps = 200;
  uint64_t stride = 1;       // Of the points at which the power fails.
  uint64_t torn_stride = 1;  // Of those at which writes also arrive in part.
  uint64_t live_stride = 1;  // Of the syncs that fail and the writes at which the disk fills.
  uint64_t every_byte = 4;   // Writes a trace that are torn at every byte.
  uint64_t recoveries = 2;   // Openings a trace that are crashed at every point of their own.
  uint64_t break_syncs = 0;  // 1: the disk says that it synced and did not: the checks must fire.
};

bool Parse(int argc, char** argv, Options& options) {
  const std::pair<const char*, uint64_t Options::*> kFlags[] = {
      {"--seeds", &Options::seeds},           {"--base", &Options::base},
      {"--steps", &Options::steps},           {"--stride", &Options::stride},
      {"--torn-stride", &Options::torn_stride},
      {"--live-stride", &Options::live_stride}, {"--every-byte", &Options::every_byte},
      {"--recoveries", &Options::recoveries}, {"--break-syncs", &Options::break_syncs}};
  for (int i = 1; i < argc; i += 2) {
    uint64_t Options::*where = nullptr;
    for (const auto& [flag, member] : kFlags) {
      if (flag == std::string(argv[i])) where = member;
    }
    if (where == nullptr || i + 1 == argc) return false;
    options.*where = std::strtoull(argv[i + 1], nullptr, 10);
  }
  return options.stride > 0 && options.torn_stride > 0 && options.live_stride > 0;
}

// Memory where there is some: every crash writes a whole disk.
std::string FreshFolder() {
  const bool memory = std::filesystem::exists("/dev/shm");
  std::string name = memory ? "/dev/shm" : std::filesystem::temp_directory_path().string();
  name += "/candour-faults-XXXXXX";
  return ::mkdtemp(name.data());
}

struct Results {
  uint64_t steps = 0;
  uint64_t operations = 0;
  uint64_t turns = 0;
  uint64_t released = 0;
  Tally crashes;
  LiveTally syncs;
  LiveTally space;
};

void RunSeed(const Options& options, uint64_t seed, const std::string& folder, Results& results) {
  Recording recording =
      Record({.seed = seed, .steps = options.steps, .folder = folder + "/recorded"});
  for (const std::string& complaint : recording.complaints) {
    results.crashes.failures.push_back("seed " + std::to_string(seed) + ": " + complaint);
  }
  if (!recording.complaints.empty()) return;
  results.steps += recording.steps;
  results.operations += recording.journal.operations.size();
  results.turns += recording.truth.turns();
  results.released += recording.PromiseAt(~size_t{0}).released.size();
  uint64_t syncs = 0;
  uint64_t writes = 0;
  for (const Operation& operation : recording.journal.operations) {
    using Kind = Operation::Kind;
    if (operation.kind == Kind::kSync || operation.kind == Kind::kSyncFolder) ++syncs;
    if (operation.kind == Kind::kAppend) ++writes;
  }
  std::printf("seed %llu: %llu steps, %zu turns, %zu file operations (%llu writes, %llu syncs)\n",
              static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(recording.steps), recording.truth.turns(),
              recording.journal.operations.size(), static_cast<unsigned long long>(writes),
              static_cast<unsigned long long>(syncs));
  std::fflush(stdout);
  if (options.break_syncs > 0) {
    for (Operation& operation : recording.journal.operations) {
      if (operation.kind != Operation::Kind::kSync) continue;
      operation.kind = Operation::Kind::kAppend;  // Of nothing.
    }
  }
  results.crashes.Add(Replay(recording, {.folder = folder,
                                         .stride = options.stride,
                                         .torn_stride = options.torn_stride,
                                         .every_byte = options.every_byte,
                                         .recoveries = options.recoveries}));
  LivePlan plan{.seed = seed,
                .steps = options.steps,
                .folder = folder,
                .stride = options.live_stride,
                .count = syncs};
  results.syncs.Add(FailEverySync(plan));
  plan.count = writes;
  results.space.Add(FillAtEveryWrite(plan));
}

using Number = unsigned long long;

void Print(const Options& options, const Results& results) {
  const Tally& c = results.crashes;
  std::printf("[summary] faults: %llu traces from seed %llu, %llu steps, %llu turns, %llu file "
              "operations, %llu signed heads released\n",
              Number{options.seeds}, Number{options.base}, Number{results.steps},
              Number{results.turns}, Number{results.operations}, Number{results.released});
  std::printf("[summary] faults, power: %llu points, %llu crashes, %llu different disks opened, "
              "%llu with a torn newest write, %llu crashes while opening, %llu continued with the "
              "peer: %zu failures\n",
              Number{c.points}, Number{c.crashes}, Number{c.images}, Number{c.torn},
              Number{c.recovered}, Number{c.continued}, c.failures.size());
  const LiveTally& s = results.syncs;
  std::printf("[summary] faults, failed sync: %llu struck, %llu read-only and loud (%llu told of "
              "later), %llu did not start, %llu of files nothing depends on: %zu failures; of",
              Number{s.struck}, Number{s.read_only}, Number{s.late}, Number{s.not_opened},
              Number{s.harmless}, s.failures.size());
  for (const auto& [kind, count] : s.kinds) std::printf(" %s %llu", kind.c_str(), Number{count});
  const LiveTally& f = results.space;
  std::printf("\n[summary] faults, full disk: %llu struck, %llu operations refused, %llu "
              "withdrawals on a full disk, %llu recovered without a restart, %llu did not start: "
              "%zu failures\n",
              Number{f.struck}, Number{f.refused}, Number{f.withdrawn}, Number{f.recovered},
              Number{f.not_opened}, f.failures.size());
  for (const auto* failures : {&c.failures, &s.failures, &f.failures}) {
    for (const std::string& failure : *failures) std::printf("%s\n", failure.c_str());
  }
}

int Run(const Options& options) {
  const std::string folder = FreshFolder();
  Results results;
  for (uint64_t seed = options.base; seed < options.base + options.seeds; ++seed) {
    RunSeed(options, seed, folder, results);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  Print(options, results);
  const bool kept = results.crashes.failures.empty() && results.syncs.failures.empty() &&
                    results.space.failures.empty();
  return kept ? 0 : 1;
}

}  // namespace
}  // namespace candour::faults

int main(int argc, char** argv) {
  candour::faults::Options options;
  if (!candour::faults::Parse(argc, argv, options)) {
    std::fprintf(stderr, "usage: candour_faults [--seeds N] [--base B] [--steps N] [--stride N] "
                         "[--torn-stride N] [--live-stride N] [--every-byte N] "
                         "[--recoveries N] [--break-syncs 1]\n");
    return 2;
  }
  return candour::faults::Run(options);
}
