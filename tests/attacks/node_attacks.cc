// Attacks on one node through its answers in tier 0. The attacker knows every other number there
// is: only whether one incident happened is left to find out.
#include <cstdlib>
#include <map>

#include "federation/query/answer.h"
#include "federation/query/noise.h"
#include "federation/query/policy.h"
#include "tests/attacks/attacks.h"
#include "tests/attacks/distinguisher.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::attacks {
namespace {

using namespace query;  // NOLINT: the whole file speaks of questions.
using query::testing::kSnapshot;
using query::testing::MemberOf;

constexpr int64_t kBase = 3;                // every cell of the target but for the incident
constexpr uint32_t kBudget = 1000;          // of the target, a quarter
constexpr int32_t kQuarter = 2025 * 4 + 1;  // 2025-Q2, where the incident belongs
constexpr WallSeconds kLater = kSnapshot + 200 * kSecondsPerDay;

enum class World : uint8_t { kWithout, kWith };

const ReportFacts& Incident() {
  static const ReportFacts kIncident{.kind = "NEAR_MISS",
                                     .harm = "NONE",
                                     .specialty = "General medicine",
                                     .setting = "Acute ward",
                                     .process = "medication",
                                     .factors = {},
                                     .period = "2025-05"};
  return kIncident;
}

struct Question {
  std::string cube = "near-misses";
  Window window{PeriodUnit::kQuarter, kQuarter, kQuarter};
  uint32_t epsilon = 500;
  std::string purpose = "safety-monitoring";
  uint32_t min_nodes = 10;
  int day = 0;      // of its snapshot
  int network = 0;  // whose member asks
};

// The node under attack: the pure rules as a node carries them out, in memory.
class Target {
 public:
  Target(const Settings& settings, World world, crypto::Prg& prg)
      : settings_(settings), world_(world), prg_(prg) {}

  // The noised cells it answers with, if it does.
  std::optional<std::vector<int64_t>> Ask(const Question& question) {
    const SignedPlan plan = PlanOf(question);
    BudgetLedger& ledger = LedgerFor(question);
    AnswerPolicy policy;
    const Decision decision =
        DecidePlan({.plan = plan, .manifest = ManifestOf(question.network), .self = MemberOf(5)},
                   policy, ledger, kLater);
    if (decision.verdict == Verdict::kReplay && !settings_.Off("replay")) {
      return stored_.at(plan.hash);
    }
    const bool forgiven = settings_.Off("budget") && decision.reason == Decline::kBudget;
    if (decision.verdict == Verdict::kDecline && !forgiven) return std::nullopt;
    ledger.Add(decision.charges);
    for (const Charge& charge : decision.charges) {
      charged_ += charge.quarter == kQuarter ? charge.thousandths : 0;
    }
    std::vector<int64_t> cells = Cells(question);
    if (!settings_.Off("noise")) cells = AddNoise(cells, question.epsilon, prg_);
    stored_[plan.hash] = cells;
    return cells;
  }

  void Arrive() { arrived_ = true; }  // A late report; until then the incident does not count.
  void MakeLate() { arrived_ = false; }

  // What the attacker makes of an answer: the evidence for the incident in its cell.
  double Evidence(const Question& question, const std::vector<int64_t>& cells) const {
    if (!settings_.Off("once-a-cube")) {
      return LogRatioOfOne(question.epsilon, cells[CellOfIncident(question)] - kBase);
    }
    double sum = 0;
    for (int64_t cell : cells) sum += LogRatioOfOne(question.epsilon, cell - kBase);
    return sum;
  }
  double AskFor(const Question& question) {
    const std::optional<std::vector<int64_t>> cells = Ask(question);
    return cells ? Evidence(question, *cells) : 0;
  }
  // Off rules pay for more than they charge; the bound is that of the budget that was promised.
  uint32_t charged() const { return std::min(charged_, kBudget); }

 private:
  static const SignedManifest& ManifestOf(int network) {
    static std::map<int, SignedManifest> made;
    const auto found = made.find(network);
    if (found != made.end()) return found->second;
    SignedManifest manifest = query::testing::MakeNetwork(12).manifest;
    std::string id = manifest.manifest.network.str();
    id[0] = static_cast<char>('A' + network);
    manifest.manifest.network = *NetworkId::From(id);
    manifest.manifest.expires = kLater + kSecondsPerDay;
    return made[network] = manifest;
  }

  static SignedPlan PlanOf(const Question& question) {
    const Cube* cube = FindCube(question.cube, 1);
    const SignedManifest& manifest = ManifestOf(question.network);
    Plan plan{.network = manifest.manifest.network,
              .asker = MemberOf(0),
              .manifest_version = manifest.manifest.version,
              .manifest = manifest.hash,
              .purpose = question.purpose,
              .cube = question.cube,
              .cube_version = 1,
              .cube_hash = CubeHash(*cube),
              .window = question.window,
              .snapshot = kLater - question.day * kSecondsPerDay,
              .epsilon = question.epsilon,
              .min_nodes = question.min_nodes,
              .expires = kLater + 60};
    std::string text = FormatPlan(plan);
    const crypto::Hash hash = PlanHash(text);
    return {.plan = std::move(plan), .text = std::move(text), .hash = hash};
  }

  // One ledger for everything; a rule that is off keeps another for every network or window.
  BudgetLedger& LedgerFor(const Question& question) {
    std::string key;
    if (settings_.Off("one-ledger")) key += std::to_string(question.network);
    if (settings_.Off("data-quarter")) {
      key += question.cube + std::to_string(question.window.first) + "-" +
             std::to_string(question.window.last);
    }
    return ledgers_
        .try_emplace(key, BudgetPolicy{.per_quarter = kBudget}, std::span<const Charge>{})
        .first->second;
  }

  static size_t CellOfIncident(const Question& question) {
    const Cube* cube = FindCube(question.cube, 1);
    const std::optional<Placement> at = Place(*cube, Incident());
    return *cube->CellOf(question.window, at->period, at->terms);
  }

  std::vector<int64_t> Cells(const Question& question) const {
    std::vector<int64_t> cells(FindCube(question.cube, 1)->Cells(question.window), kBase);
    if (world_ == World::kWithout || !arrived_) return cells;
    if (settings_.Off("once-a-cube")) {
      for (int64_t& cell : cells) ++cell;
    } else {
      ++cells[CellOfIncident(question)];
    }
    return cells;
  }

  const Settings& settings_;
  World world_;
  crypto::Prg& prg_;
  bool arrived_ = true;
  uint32_t charged_ = 0;
  std::map<std::string, BudgetLedger> ledgers_;
  std::map<crypto::Hash, std::vector<int64_t>> stored_;
};

double OneQuestion(Target& target) { return target.AskFor({.epsilon = 1000}); }

// The same question on 24 days.
double Averaging(Target& target) {
  double sum = 0;
  for (int day = 0; day < 24; ++day) sum += target.AskFor({.day = day});
  return sum;
}

// The same question in other words: another purpose, another number of members.
double Rewrites(Target& target) {
  double sum = 0;
  for (const char* purpose : {"safety-monitoring", "improvement", "investigation", "planning"}) {
    for (uint32_t nodes : {10u, 11u, 12u}) {
      sum += target.AskFor({.purpose = purpose, .min_nodes = nodes});
    }
  }
  return sum;
}

double Replays(Target& target) {
  std::vector<std::vector<int64_t>> seen;
  double sum = 0;
  for (int i = 0; i < 24; ++i) {
    const Question question;
    const std::optional<std::vector<int64_t>> cells = target.Ask(question);
    if (!cells || (!seen.empty() && seen.back() == *cells)) continue;
    seen.push_back(*cells);
    sum += target.Evidence(question, *cells);
  }
  return sum;
}

// Only whether the answer shows the cell, with eleven others who are known to have none.
double Thresholds(Target& target) {
  double shown = 0;
  for (int day = 0; day < 4; ++day) {
    const std::optional<std::vector<int64_t>> cells = target.Ask({.epsilon = 250, .day = day});
    if (!cells) continue;
    for (int64_t others : {4, 5}) {
      const std::vector<int64_t> sum = {cells->at(1) + others};
      shown += ShowCells(sum, 0, 8).empty() ? 0 : 1;
    }
  }
  return shown;
}

// Before and after the report came in late, or was withdrawn.
double BeforeAndAfter(Target& target) {
  target.MakeLate();
  const Question before{.day = 1};
  const Question after{.day = 0};
  const std::optional<std::vector<int64_t>> first = target.Ask(before);
  target.Arrive();
  const std::optional<std::vector<int64_t>> second = target.Ask(after);
  if (!second) return 0;
  return target.Evidence(after, *second) - (first ? 0.1 * target.Evidence(before, *first) : 0);
}

double SlidingWindows(Target& target) {
  double sum = 0;
  for (int32_t first = kQuarter - 3; first <= kQuarter; ++first) {
    for (int32_t last = kQuarter; last <= kQuarter + 1; ++last) {
      for (int day : {0, 1}) {
        sum += target.AskFor({.window = {PeriodUnit::kQuarter, first, last}, .day = day});
      }
    }
  }
  return sum;
}

// The incident stands in every cube, by month and by quarter.
double RollUpsAndParts(Target& target) {
  const Window quarter{PeriodUnit::kQuarter, kQuarter, kQuarter};
  const Window month{PeriodUnit::kMonth, 2025 * 12 + 4, 2025 * 12 + 4};
  const Window months{PeriodUnit::kMonth, 2025 * 12 + 3, 2025 * 12 + 5};
  double sum = 0;
  for (const Question& question : {Question{.cube = "near-misses", .window = quarter},
                                   Question{.cube = "factors", .window = quarter},
                                   Question{.cube = "processes", .window = month},
                                   Question{.cube = "processes", .window = months},
                                   Question{.cube = "events", .window = month}}) {
    sum += target.AskFor(question);
  }
  return sum;
}

// The cell itself, and the whole less everything else.
double ComplementaryCells(Target& target) {
  const Question question{.epsilon = 1000};
  const std::optional<std::vector<int64_t>> cells = target.Ask(question);
  if (!cells) return 0;
  int64_t rest = 0;
  for (int64_t cell : *cells) rest += cell - kBase;
  return target.Evidence(question, *cells) + 0.01 * static_cast<double>(rest);
}

// Another plan for this node than for everybody else, in the hope that it is not charged.
double Substitution(Target& target) {
  double sum = 0;
  for (uint32_t epsilon : {500u, 499u, 498u, 497u, 300u, 200u}) {
    sum += target.AskFor({.epsilon = epsilon});
  }
  return sum;
}

// Askers of twelve networks that this node is a member of, who tell each other everything.
double ColludingAskers(Target& target) {
  double sum = 0;
  for (int network = 0; network < 12; ++network) {
    for (int day : {0, 1}) sum += target.AskFor({.day = day, .network = network});
  }
  return sum;
}

struct Attack {
  const char* name;
  double (*run)(Target&);
};
constexpr Attack kAttacks[] = {
    {"add or remove one", OneQuestion},          {"averaging over days", Averaging},
    {"equivalent rewrites", Rewrites},           {"replays", Replays},
    {"threshold probing", Thresholds},           {"before and after a late report", BeforeAndAfter},
    {"sliding windows", SlidingWindows},         {"roll-ups against parts", RollUpsAndParts},
    {"complementary cells", ComplementaryCells}, {"plan substitution", Substitution},
    {"colluding askers", ColludingAskers},
};

}  // namespace

std::vector<Finding> AttackNodes(const Settings& settings) {
  std::vector<Finding> findings;
  for (const Attack& attack : kAttacks) {
    crypto::Prg prg(query::testing::SeedOf(std::to_string(settings.seed) + attack.name));
    std::vector<double> statistic[2];
    uint32_t charged = 0;
    for (World world : {World::kWithout, World::kWith}) {
      for (int i = 0; i < settings.trials; ++i) {
        Target target(settings, world, prg);
        statistic[static_cast<size_t>(world)].push_back(attack.run(target));
        charged = std::max(charged, target.charged());
      }
    }
    const Advantage advantage = BestAdvantage(statistic[0], statistic[1]);
    const double bound = AdvantageBound(charged) + 3 * advantage.deviation;
    findings.push_back({.name = attack.name,
                        .measured = advantage.value,
                        .bound = bound,
                        .held = charged > 0 && advantage.value <= bound,
                        .note = "epsilon charged " + std::to_string(charged) + "/1000"});
  }
  return findings;
}

}  // namespace candour::attacks
