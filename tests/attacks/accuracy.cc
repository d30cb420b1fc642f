// Whether answers are as good as they say, at the size that is planned for.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>

#include "federation/query/interval.h"
#include "federation/query/noise.h"
#include "tests/attacks/attacks.h"
#include "tests/unit/federation/query/tier_one.h"

namespace candour::attacks {
namespace {

using namespace query;  // NOLINT: the whole file speaks of questions.
using query::testing::MemberOf;
using query::testing::QueryNetwork;
using query::testing::SeedOf;
using query::testing::SignerOf;
using query::testing::TierOne;

constexpr double kCoveredMin = 93;
constexpr size_t kCells = 8;

std::vector<int64_t> Truth(int first, int last, size_t cells) {
  std::vector<int64_t> sum(cells, 0);
  for (int member = first; member < last; ++member) {
    const std::vector<int64_t> counts = CountsOf(member, cells);
    for (size_t i = 0; i < cells; ++i) sum[i] += counts[i];
  }
  return sum;
}

// How answers over a known truth did.
struct Tally {
  int64_t intervals = 0;
  int64_t covered = 0;
  double squares = 0;
  std::vector<int64_t> covered_by_cell = std::vector<int64_t>(kCells, 0);
  int runs = 0;

  void Note(const Answer& answer, const std::vector<int64_t>& truth) {
    ++runs;
    for (const ShownCell& shown : answer.shown) {
      ++intervals;
      const int64_t real = truth[shown.cell];
      const bool covers = real >= shown.low && real <= shown.high;
      covered += covers;
      covered_by_cell[shown.cell] += covers;
      const double off = static_cast<double>(shown.high - answer.error - real);
      squares += off * off;
    }
  }
  Finding Result(const std::string& name, size_t draws) const {
    const int64_t worst = *std::min_element(covered_by_cell.begin(), covered_by_cell.end());
    const double percent = 100.0 * static_cast<double>(covered) / static_cast<double>(intervals);
    const double theory = NoiseDeviation(1000, draws);
    const double deviation = std::sqrt(squares / static_cast<double>(intervals));
    char note[160];
    std::snprintf(
        note, sizeof note,
        "%% of %d runs of %zu cells, worst cell %.1f %%; sd %.2f, theory %.2f; error %lld", runs,
        kCells, 100.0 * static_cast<double>(worst) / runs, deviation, theory,
        static_cast<long long>(HalfWidth95(1000, draws)));
    const bool held = percent >= kCoveredMin && std::abs(deviation - theory) < 0.1 * theory &&
                      intervals == static_cast<int64_t>(runs) * static_cast<int64_t>(kCells);
    return {.name = name, .measured = percent, .bound = kCoveredMin, .held = held, .note = note};
  }
};

Finding TierZero(const Settings& settings, const QueryNetwork& network) {
  const SignedPlan plan = Sign(network, query::testing::PlanFor(network, Tier::kNodesNoise));
  const std::vector<int64_t> truth = Truth(0, network.members, kCells);
  crypto::Prg prg(SeedOf("accuracy " + std::to_string(settings.seed)));
  Tally tally;
  for (int run = 0; run < settings.accuracy_runs; ++run) {
    std::vector<SignedReport> reports;
    for (int member = 0; member < network.members; ++member) {
      reports.push_back(
          {.report = {.plan = plan.hash,
                      .member = MemberOf(member),
                      .noised = AddNoise(CountsOf(member, kCells), plan.plan.epsilon, prg)},
           .text = {},
           .hash = {}});
    }
    tally.Note(CombineReports(plan, network.manifest.manifest, reports), truth);
  }
  return tally.Result("tier 0: truth within the interval", network.members);
}

struct Sides {
  Aggregation a;
  Aggregation b;
  std::string agreed_a{};
  std::string agreed_b{};
};

void Agree(Sides& sides) {
  sides.agreed_a = (sides.a.CloseRoster(), sides.a.Agree(sides.b.CloseRoster()).value());
  sides.agreed_b = sides.b.Agree(sides.a.CloseRoster()).value();
}

Result<Answer> Finish(Sides sides, const TierOne& tier, const std::string& label) {
  const std::string sum_a = *sides.a.Release(sides.agreed_b, SeedOf("noise a " + label));
  const std::string sum_b = *sides.b.Release(sides.agreed_a, SeedOf("noise b " + label));
  return CombineSums(
      tier.plan, tier.network.manifest.manifest,
      {.agreed_a = sides.agreed_a, .agreed_b = sides.agreed_b, .sum_a = sum_a, .sum_b = sum_b}, {});
}

Finding TierOneAccuracy(const Settings& settings, const QueryNetwork& network) {
  const SignedPlan plan = Sign(network, query::testing::PlanFor(network, Tier::kAggregators));
  const TierOne tier{network, plan};
  Sides sides{.a = tier.Open(1), .b = tier.Open(2)};
  for (int member = 0; member < network.members; ++member) {
    const SignedReport report = tier.ReportOf(member, CountsOf(member, kCells), "accuracy");
    (void)sides.a.Add(report);
    (void)sides.b.Add(report);
  }
  Agree(sides);
  const std::vector<int64_t> truth = Truth(0, network.members, kCells);
  Tally tally;
  for (int run = 0; run < settings.accuracy_runs; ++run) {
    // Each run is a world of its own: the same shares, other noise.
    const std::string label = std::to_string(settings.seed) + " " + std::to_string(run);
    tally.Note(*Finish(sides, tier, label), truth);
  }
  return tally.Result("tier 1: truth within the interval", 2);
}

}  // namespace

std::vector<int64_t> CountsOf(int member, size_t cells) {
  std::vector<int64_t> counts(cells);
  for (size_t i = 0; i < cells; ++i) counts[i] = (member * 7 + static_cast<int64_t>(i) * 3) % 9;
  return counts;
}

std::vector<Finding> MeasureAccuracy(const Settings& settings) {
  const QueryNetwork network = query::testing::MakeNetwork(settings.accuracy_nodes);
  return {TierZero(settings, network), TierOneAccuracy(settings, network)};
}

}  // namespace candour::attacks
