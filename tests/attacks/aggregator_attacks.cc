// Attacks on tier 1: a hub on the way, one of the two aggregators, and everybody but two.
#include <memory>

#include "federation/query/noise.h"
#include "tests/attacks/attacks.h"
#include "tests/attacks/distinguisher.h"
#include "tests/unit/federation/query/tier_one.h"

namespace candour::attacks {
namespace {

using namespace query;  // NOLINT: the whole file speaks of questions.
using query::testing::KexPrivate;
using query::testing::MemberOf;
using query::testing::QueryNetwork;
using query::testing::SeedOf;
using query::testing::TierOne;

constexpr uint32_t kEpsilon = 1000;
constexpr size_t kCell = 1;
constexpr int kMembers = 3;  // The aggregators and the target; the attacker knows their numbers.
constexpr int64_t kBase = 3;

// A question that was put to three members, and everything that was sent.
class Asked {
 public:
  Asked(const Settings& settings, int extra, std::string label)
      : settings_(settings), label_(std::move(label)) {
    for (int member = 1; member <= kMembers; ++member) {
      std::vector<int64_t> counts(8, kBase);
      if (member == kMembers) counts[kCell] += extra;
      reports_.push_back(tier_.ReportOf(member, counts, label_));
      (void)a_.Add(reports_.back());
      (void)b_.Add(reports_.back());
    }
    agreed_a_ = (a_.CloseRoster(), a_.Agree(b_.CloseRoster()).value());
    agreed_b_ = b_.Agree(a_.CloseRoster()).value();
  }

  // Side B's sum of the cell, asked for the `time`-th time with noise that is new each time.
  uint64_t SumOfB(int time) {
    std::string sum = *b_.Release(agreed_a_, SeedOf(label_ + " noise " + std::to_string(time)));
    if (settings_.Off("release-once")) {
      Aggregation again = tier_.Open(2, {.roster = b_.Stored().roster, .agreed = agreed_b_});
      for (const SignedReport& report : reports_) (void)again.Add(report);
      sum = *again.Release(agreed_a_, SeedOf(label_ + " noise " + std::to_string(time)));
    }
    uint64_t cell = ParseSideSum(*TextOfNote(sum, "SUM"))->cells[kCell];
    if (settings_.Off("both-add-noise")) {
      crypto::Prg prg(SeedOf(label_ + " noise " + std::to_string(time)));
      const std::vector<int64_t> noise = AddNoise(std::vector<int64_t>(8, 0), kEpsilon, prg);
      cell -= static_cast<uint64_t>(noise[kCell]);
    }
    return cell;
  }
  uint64_t SumOfA() {
    const std::string sum = *a_.Release(agreed_b_, SeedOf(label_ + " noise of A"));
    return ParseSideSum(*TextOfNote(sum, "SUM"))->cells[kCell];
  }
  // What aggregator A knows by itself: the sum of the shares that it opened.
  uint64_t SharesOfA() const {
    uint64_t sum = 0;
    for (const SignedReport& report : reports_) {
      sum += (*OpenShare(plan_, report.report, Side::kA, KexPrivate(1)))[kCell];
    }
    return sum;
  }
  // The cell of the target's two shares as they travel, opened where sealing is off.
  std::optional<int64_t> OnTheWire() const {
    const Report& report = reports_.back().report;
    const std::string key_a = settings_.Off("sealing") ? KexPrivate(1) : SeedOf("a guess");
    const std::string key_b = settings_.Off("sealing") ? KexPrivate(2) : SeedOf("a guess");
    const Result<Sum> a = OpenShare(plan_, report, Side::kA, key_a);
    const Result<Sum> b = OpenShare(plan_, report, Side::kB, key_b);
    if (!a || !b) return std::nullopt;
    return Joined(*a, *b)[kCell];
  }
  std::string Bytes() const { return reports_.back().report.share_a; }

 private:
  static const QueryNetwork& Network() {
    static const QueryNetwork kNetwork = query::testing::MakeNetwork(12);
    return kNetwork;
  }
  static const SignedPlan& ThePlan() {
    static const SignedPlan kPlan = [] {
      Plan plan = query::testing::PlanFor(Network(), Tier::kAggregators);
      plan.min_nodes = kMembers;
      return Sign(Network(), plan);
    }();
    return kPlan;
  }

  const Settings& settings_;
  std::string label_;
  const SignedPlan& plan_ = ThePlan();
  TierOne tier_{Network(), plan_};
  Aggregation a_ = tier_.Open(1);
  Aggregation b_ = tier_.Open(2);
  std::vector<SignedReport> reports_;
  std::string agreed_a_, agreed_b_;
};

constexpr int64_t kKnown = kMembers * kBase;
constexpr int kReleases = 16;  // asked for by who wants to average the noise of one plan

double CuriousHub(Asked& asked) {
  const std::optional<int64_t> cell = asked.OnTheWire();
  if (cell) return static_cast<double>(*cell);
  // It looks at what it has: the first bytes behind the sealing key.
  double value = 0;
  for (unsigned char c : asked.Bytes().substr(32, 6)) value = value * 256 + c;
  return value;
}

// Its own noise is known to it; the other side's is not.
double CuriousAggregator(Asked& asked) {
  const uint64_t cell = asked.SharesOfA() + asked.SumOfB(0);
  return LogRatioOfOne(kEpsilon, static_cast<int64_t>(cell) - kKnown);
}

// An aggregator alone, before anything is released.
double SharesAlone(Asked& asked) { return static_cast<double>(asked.SharesOfA() >> 11); }

double SecondRelease(Asked& asked) {
  double sum = 0;
  uint64_t last = 0;
  for (int time = 0; time < kReleases; ++time) {
    const uint64_t cell = asked.SharesOfA() + asked.SumOfB(time);
    if (time > 0 && cell == last) continue;
    last = cell;
    sum += LogRatioOfOne(kEpsilon, static_cast<int64_t>(cell) - kKnown);
  }
  return sum;
}

// The asker and all members but two, whose numbers are known but for the one incident.
double AllButTwo(Asked& asked) {
  const uint64_t cell = asked.SumOfA() + asked.SumOfB(0);
  return LogRatioOfTwo(kEpsilon, static_cast<int64_t>(cell) - kKnown);
}

struct Attack {
  const char* name;
  double (*run)(Asked&);
};
constexpr Attack kAttacks[] = {
    {"curious hub", CuriousHub},
    {"one aggregator's shares", SharesAlone},
    {"curious aggregator", CuriousAggregator},
    {"a second release", SecondRelease},
    {"all but two collude", AllButTwo},
};

}  // namespace

std::vector<Finding> AttackAggregators(const Settings& settings) {
  std::vector<Finding> findings;
  for (const Attack& attack : kAttacks) {
    std::vector<double> statistic[2];
    for (int world : {0, 1}) {
      for (int i = 0; i < settings.tier_one_trials; ++i) {
        Asked asked(settings, world,
                    std::to_string(settings.seed) + " " + std::to_string(world) + " " +
                        std::to_string(i) + attack.name);
        statistic[world].push_back(attack.run(asked));
      }
    }
    const Advantage advantage = BestAdvantage(statistic[0], statistic[1]);
    const double bound = AdvantageBound(kEpsilon) + 3 * advantage.deviation;
    findings.push_back({.name = attack.name,
                        .measured = advantage.value,
                        .bound = bound,
                        .held = advantage.value <= bound,
                        .note = "epsilon charged 1000/1000"});
  }
  return findings;
}

}  // namespace candour::attacks
