// An attacker with everything that the protocol lets anybody see, against the rules of questions
// and of exact counts. Each attack is measured; with one rule switched off one of them succeeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace candour::attacks {

struct Settings {
  uint64_t seed = 1;
  int trials = 1600;             // worlds of each kind, for attacks on noised answers
  int tier_one_trials = 240;     // the same, where shares are sealed and opened
  int sequences = 3000;          // random question sequences against exact counts
  int64_t small_world_max = 13;  // counts of a cell in the worlds that are tried exhaustively
  int accuracy_runs = 200;
  int accuracy_nodes = 300;
  std::string off{};  // the rule that is switched off

  bool Off(std::string_view rule) const { return off == rule; }
};

// What one attack gained.
struct Finding {
  std::string name;
  double measured = 0;
  double bound = 0;
  bool held = true;  // the rule kept the attacker within the bound
  std::string note{};
};

// On neighbouring worlds: one incident more or less in one organisation. `measured` is the
// advantage of the best distinguisher, on worlds that it was not chosen on; `bound` is
// (e^eps - 1)/(e^eps + 1) for the epsilon charged, and three standard deviations of the estimate.
std::vector<Finding> AttackNodes(const Settings& settings);
std::vector<Finding> AttackAggregators(const Settings& settings);
// `measured` is the fewest values that a protected count keeps, `bound` how many it has to keep.
std::vector<Finding> AttackExactCounts(const Settings& settings);
// What a member of the simulated network counts: near 4 in every cell, so that the truth over 300
// is near 1,200.
std::vector<int64_t> CountsOf(int member, size_t cells);

// Whether answers are as good as they say.
std::vector<Finding> MeasureAccuracy(const Settings& settings);

// What one question costs a network of that size: bytes, CPU and the time it takes.
std::vector<Finding> MeasureCost(const Settings& settings);

// Every rule that --off knows.
const std::vector<std::string>& Rules();

}  // namespace candour::attacks
