// candour_attacks [--full] [--seed N] [--off RULE] [--sequences N] [--accuracy-only]
//                 [--each-off]
//
// Exit 0: every attack stayed within its bound. 1: one did not. With --off one rule is switched
// off, and 1 is what proves that the rule is needed; --each-off does so for every rule and exits 0
// when each one is missed. 2: usage.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/attacks/attacks.h"

namespace candour::attacks {

const std::vector<std::string>& Rules() {
  static const std::vector<std::string> kRules = {
      // noised answers, then those of tier 1
      "noise", "budget", "replay", "one-ledger", "data-quarter", "once-a-cube", "sealing",
      "both-add-noise", "release-once",
      // exact counts
      "min-count", "organisations", "largest", "top-two", "rounding", "zero", "totals",
      "complement", "frozen"};
  return kRules;
}

namespace {

constexpr size_t kTierOneRulesFrom = 6;
constexpr size_t kExactRulesFrom = 9;

enum class Parts : uint8_t { kAll, kAccuracy, kEachOff };

struct Command {
  Settings settings;
  Parts parts = Parts::kAll;
};

bool ReadNumber(const char* text, uint64_t& number) {
  const char* end = text + std::strlen(text);
  return std::from_chars(text, end, number).ptr == end;
}

void MakeFull(Settings& settings) {
  settings.trials = 20000;
  settings.tier_one_trials = 3000;
  settings.sequences = 1000000;
  settings.small_world_max = 18;
  settings.accuracy_runs = 1000;
}

bool ReadCommand(int argc, char** argv, Command& command) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    uint64_t number = 0;
    if (flag == "--full") {
      MakeFull(command.settings);
    } else if (flag == "--accuracy-only") {
      command.parts = Parts::kAccuracy;
    } else if (flag == "--each-off") {
      command.parts = Parts::kEachOff;
    } else if (flag == "--off" && i + 1 < argc) {
      command.settings.off = argv[++i];
      const auto& rules = Rules();
      if (std::find(rules.begin(), rules.end(), command.settings.off) == rules.end()) return false;
    } else if (flag == "--seed" && i + 1 < argc && ReadNumber(argv[i + 1], number)) {
      command.settings.seed = number;
      ++i;
    } else if (flag == "--sequences" && i + 1 < argc && ReadNumber(argv[i + 1], number)) {
      command.settings.sequences = static_cast<int>(number);
      ++i;
    } else {
      return false;
    }
  }
  return true;
}

int failures = 0;

void Print(const char* title, const char* measured, const std::vector<Finding>& findings) {
  std::printf("\n%s\n%-40s %10s %8s\n", title, "", measured, "bound");
  for (const Finding& finding : findings) {
    failures += finding.held ? 0 : 1;
    std::printf("%s%-40s %10.3f %8.3f  %s  (%s)\n", finding.held ? "[summary] " : "",
                finding.name.c_str(), finding.measured, finding.bound,
                finding.held ? "held" : "EXCEEDED", finding.note.c_str());
  }
}

int Usage() {
  std::fprintf(stderr,
               "usage: candour_attacks [--full] [--seed N] [--off RULE] [--sequences N] "
               "[--accuracy-only] [--each-off]\nrules:");
  for (const std::string& rule : Rules()) std::fprintf(stderr, " %s", rule.c_str());
  std::fprintf(stderr, "\n");
  return 2;
}

// Which attack tells that the rule is gone.
std::string MissedBy(const Settings& settings, size_t rule) {
  const auto attack = rule < kExactRulesFrom
                          ? rule < kTierOneRulesFrom ? AttackNodes : AttackAggregators
                          : AttackExactCounts;
  for (const Finding& finding : attack(settings)) {
    if (!finding.held) return finding.name;
  }
  return "";
}

int RunEachOff(Settings settings) {
  settings.trials = 800;
  settings.tier_one_trials = 200;
  settings.sequences = 1000;
  settings.small_world_max = 8;
  int not_missed = 0;
  for (size_t i = 0; i < Rules().size(); ++i) {
    const std::string& rule = Rules()[i];
    settings.off = rule;
    const std::string missed_by = MissedBy(settings, i);
    not_missed += missed_by.empty() ? 1 : 0;
    std::printf("[summary] without the rule %-15s %s\n", rule.c_str(),
                missed_by.empty() ? "NOTHING CHANGES" : ("exceeded: " + missed_by).c_str());
    std::fflush(stdout);
  }
  return not_missed == 0 ? 0 : 1;
}

int Run(const Command& command) {
  const Settings& settings = command.settings;
  if (command.parts == Parts::kEachOff) return RunEachOff(settings);
  std::printf("seed %llu%s%s\n", static_cast<unsigned long long>(settings.seed),
              settings.off.empty() ? "" : ", switched off: ", settings.off.c_str());
  if (command.parts == Parts::kAll) {
    Print("One node, tier 0: the best distinguisher of one incident", "advantage",
          AttackNodes(settings));
    Print("Aggregators, tier 1", "advantage", AttackAggregators(settings));
    Print("Exact counts: the fewest values left open", "values", AttackExactCounts(settings));
  }
  if (settings.off.empty()) {
    Print("Accuracy", "per cent", MeasureAccuracy(settings));
    Print("One question of 1,000 cells to 300 nodes: megabytes of reports", "MB",
          MeasureCost(settings));
  }
  std::printf("\n%s\n", failures == 0 ? "every attack stayed within its bound"
                                      : "AN ATTACK EXCEEDED ITS BOUND");
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace candour::attacks

int main(int argc, char** argv) {
  candour::attacks::Command command;
  if (!candour::attacks::ReadCommand(argc, argv, command)) return candour::attacks::Usage();
  return candour::attacks::Run(command);
}
