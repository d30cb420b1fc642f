// What one question costs a network: every text as it travels, and everything that is computed
// anywhere, by this machine. Nodes are simulated: there is no disk and no wire, and the time that
// messages take is counted, not waited for.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "federation/query/answer.h"
#include "federation/query/noise.h"
#include "federation/sync/report_messages.h"
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

constexpr double kMegabytesMax = 5;
constexpr double kCpuSecondsMax = 3;
constexpr double kHopSeconds = 0.02;  // One message one way.
// Messages one after the other: into the hub (head, leaves, body, each answered), on to a member
// (a hint, then heads, leaves, body), the report, and the answer to a member.
constexpr int kHopsToHub = 6;
constexpr int kHopsToMember = 7;
constexpr int kHopsOfReport = 1;
constexpr int kHopsOfSums = 12;  // Roster, agreement, sum: each left at the hub, and fetched.

// CPU seconds by who spends them.
struct Cpu {
  double members = 0;  // all together
  double collector = 0;
  double aggregators = 0;  // both
  double reader = 0;       // one of those who read the answer
};

struct Cost {
  size_t report_bytes = 0;  // of all members
  size_t other_bytes = 0;   // between aggregators and hub
  size_t spread_bytes = 0;  // plan and answer to every member
  Cpu cpu;
  bool right = false;
};

class Meter {
 public:
  explicit Meter(double& seconds) : seconds_(seconds) {}
  ~Meter() { seconds_ += static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC; }

 private:
  double& seconds_;
  const std::clock_t start_ = std::clock();
};

SignedPlan PlanOfThousand(const QueryNetwork& network, Tier tier) {
  Plan asked = query::testing::PlanFor(network, tier);
  const Cube* cube = FindCube("events", 1);
  asked.cube = "events";
  asked.cube_hash = CubeHash(*cube);
  asked.window = {PeriodUnit::kMonth, 2024 * 12 + 11, 2025 * 12 + 5};
  return Sign(network, asked);
}

size_t CellsOf(const SignedPlan& plan) { return FindCube("events", 1)->Cells(plan.plan.window); }

// What every reader does with the answer, and what it costs to bring it to all of them.
void Spread(const SignedPlan& plan, const QueryNetwork& network, const Answer& answer, Cost& cost) {
  std::string note;
  {
    const Meter meter(cost.cpu.collector);
    note = SignText(FormatAnswer(answer), SignerOf(0));
  }
  const auto members = static_cast<size_t>(network.members);
  cost.spread_bytes = members * (note.size() + SignText(plan.text, SignerOf(0)).size());
  const Meter meter(cost.cpu.reader);
  const auto text = TextOfNote(note, "NOTE");
  const auto read = text ? ParseAnswer(*text) : Fail(text.error());
  int64_t truth = 0;
  for (int member = 0; member < network.members; ++member) {
    truth += CountsOf(member, 4)[3];
  }
  cost.right = read && read->answered() == members && read->shown.size() == CellsOf(plan) &&
               std::llabs(read->shown[3].value - truth) < 200;
}

Cost TierZeroCost(const QueryNetwork& network, const SignedPlan& plan) {
  Cost cost;
  const Manifest& manifest = network.manifest.manifest;
  std::vector<std::string> notes;
  for (int member = 0; member < network.members; ++member) {
    const Meter meter(cost.cpu.members);
    crypto::Prg prg(SeedOf("cost " + std::to_string(member)));
    const Report report{.plan = plan.hash,
                        .member = MemberOf(member),
                        .noised = AddNoise(CountsOf(member, CellsOf(plan)), 1000, prg)};
    notes.push_back(SignText(FormatReport(report), SignerOf(member)));
    cost.report_bytes += notes.back().size();
  }
  Answer answer;
  {
    const Meter meter(cost.cpu.collector);
    std::vector<SignedReport> reports;
    for (const std::string& note : notes) reports.push_back(*OpenReport(note, plan, manifest));
    answer = CombineReports(plan, manifest, reports);
  }
  Spread(plan, network, answer, cost);
  return cost;
}

Cost TierOneCost(const QueryNetwork& network, const SignedPlan& plan) {
  Cost cost;
  const Manifest& manifest = network.manifest.manifest;
  const TierOne tier{network, plan};
  std::vector<std::string> notes;
  for (int member = 0; member < network.members; ++member) {
    const Meter meter(cost.cpu.members);
    const SignedReport report = tier.ReportOf(member, CountsOf(member, CellsOf(plan)), "cost");
    notes.push_back(SignText(report.text, SignerOf(member)));
    cost.report_bytes += notes.back().size();
  }
  Aggregation a = tier.Open(1);
  Aggregation b = tier.Open(2);
  {
    const Meter meter(cost.cpu.aggregators);
    // Each checks every signature and opens its own share.
    for (const std::string& note : notes) (void)a.Add(*OpenReport(note, plan, manifest));
    for (const std::string& note : notes) (void)b.Add(*OpenReport(note, plan, manifest));
    const std::string agreed_a = (a.CloseRoster(), a.Agree(b.CloseRoster()).value());
    const std::string agreed_b = b.Agree(a.CloseRoster()).value();
    (void)a.Release(agreed_b, SeedOf("noise a"));
    (void)b.Release(agreed_a, SeedOf("noise b"));
  }
  // Both aggregators fetch all reports, and leave three notes each that the other side fetches.
  cost.other_bytes = 2 * cost.report_bytes;
  for (const Aggregation* side : {&a, &b}) {
    cost.other_bytes += 2 * (side->Stored().roster.size() + side->Stored().agreed.size()) +
                        side->Stored().sum.size();
  }
  Result<Answer> answer = Fail(Error{});
  {
    const Meter meter(cost.cpu.collector);
    std::vector<SignedReport> reports;
    for (const std::string& note : notes) reports.push_back(*OpenReport(note, plan, manifest));
    answer = CombineSums(plan, manifest,
                         {.agreed_a = a.Stored().agreed,
                          .agreed_b = b.Stored().agreed,
                          .sum_a = a.Stored().sum,
                          .sum_b = b.Stored().sum},
                         reports);
  }
  Spread(plan, network, answer.value_or(Answer()), cost);
  return cost;
}

Finding FindingOf(Tier tier, const Cost& cost, size_t cells, const QueryNetwork& network) {
  const bool sums = tier == Tier::kAggregators;
  const Cpu& cpu = cost.cpu;
  const double members = network.members;
  const double all = cpu.members + cpu.collector + cpu.aggregators + cpu.reader * members;
  const size_t pages = cost.report_bytes / kReportBytesPerReplyMax + 1;
  const int hops = kHopsToHub + 2 * kHopsToMember + kHopsOfReport +
                   (sums ? kHopsOfSums + 2 * static_cast<int>(pages) : 0);
  // A member's part, then the adding up, then one reader's: nobody waits for the others.
  const double chain = cpu.members / members + cpu.collector + cpu.aggregators / 2 + cpu.reader;
  const double megabytes = static_cast<double>(cost.report_bytes) / 1e6;
  char note[320];
  std::snprintf(
      note, sizeof note,
      "%zu cells from %d nodes; %.1f MB more for aggregators, %.1f MB for plan and answer "
      "to all; CPU %.2f s in all (a member %.1f ms, the hub %.0f ms, an aggregator %.0f "
      "ms, a reader %.1f ms); %.2f s%s with %d messages of %.0f ms one after the other",
      cells, network.members, static_cast<double>(cost.other_bytes) / 1e6,
      static_cast<double>(cost.spread_bytes) / 1e6, all, cpu.members / members * 1e3,
      cpu.collector * 1e3, cpu.aggregators / 2 * 1e3, cpu.reader * 1e3, chain + hops * kHopSeconds,
      sums ? " beside the deadline" : "", hops, kHopSeconds * 1e3);
  return {.name = sums ? "tier 1: one question" : "tier 0: one question",
          .measured = megabytes,
          .bound = kMegabytesMax,
          .held = cost.right && megabytes < kMegabytesMax && all < kCpuSecondsMax,
          .note = note};
}

}  // namespace

std::vector<Finding> MeasureCost(const Settings& settings) {
  const QueryNetwork network = query::testing::MakeNetwork(settings.accuracy_nodes);
  std::vector<Finding> findings;
  for (const Tier tier : {Tier::kNodesNoise, Tier::kAggregators}) {
    const SignedPlan plan = PlanOfThousand(network, tier);
    const Cost cost =
        tier == Tier::kAggregators ? TierOneCost(network, plan) : TierZeroCost(network, plan);
    findings.push_back(FindingOf(tier, cost, CellsOf(plan), network));
  }
  return findings;
}

}  // namespace candour::attacks
