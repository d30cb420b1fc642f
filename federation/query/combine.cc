// How reports and sums become an answer: the rest of answer.h.
#include <algorithm>
#include <map>

#include "federation/query/answer.h"
#include "federation/query/cube.h"
#include "federation/query/interval.h"

namespace candour::query {
namespace {

constexpr size_t kTierOneDraws = 2;
constexpr int64_t kRounding = 5;

using ByMember = std::map<MemberId, const SignedReport*>;

// The first report of each member to this plan.
ByMember FirstReports(const SignedPlan& plan, std::span<const SignedReport> reports) {
  ByMember first;
  for (const SignedReport& report : reports) {
    if (report.report.plan == plan.hash) first.emplace(report.report.member, &report);
  }
  return first;
}

// What became of every member when those in `counted` were added up.
std::vector<MemberOutcome> OutcomesOf(const SignedPlan& plan, const Manifest& manifest,
                                      const ByMember& reports, const Members& counted) {
  std::vector<MemberOutcome> outcomes;
  for (const Member& member : manifest.members) {
    MemberOutcome outcome{.member = member.id};
    const auto report = reports.find(member.id);
    if (counted.contains(member.id)) {
      outcome.outcome = Outcome::kAnswered;
    } else if (report == reports.end()) {
      // The asker need not answer its own question; it does not count as silent.
      if (member.id == plan.plan.asker) continue;
    } else if (report->second->report.answers()) {
      outcome.outcome = Outcome::kDropped;
    } else {
      outcome.outcome = Outcome::kDeclined;
      outcome.reason = report->second->report.declined;
    }
    outcomes.push_back(outcome);
  }
  std::sort(outcomes.begin(), outcomes.end(),
            [](const MemberOutcome& a, const MemberOutcome& b) { return a.member < b.member; });
  return outcomes;
}

size_t CellsOf(const Plan& plan) {
  const Cube* cube = FindCube(plan.cube, plan.cube_version);
  return cube != nullptr && cube->Covers(plan.window) ? cube->Cells(plan.window) : 0;
}

void Show(const SignedPlan& plan, const Manifest& manifest, std::span<const int64_t> sums,
          size_t draws, Answer& answer) {
  if (answer.answered() < plan.plan.min_nodes) return;
  answer.error = HalfWidth95(plan.plan.epsilon, draws);
  answer.min_count = manifest.Param("min-count");
  answer.sums.assign(sums.begin(), sums.end());
  answer.shown = ShowCells(answer.sums, answer.error, answer.min_count);
}

struct SideNotes {
  Side side;
  std::string_view agreed;
  std::string_view sum;
};

// One side's sum, when its aggregator signed it and the agreement it is over.
Result<SideSum> OpenSide(const SignedPlan& plan, const Manifest& manifest, const SideNotes& notes) {
  const MemberId& member = plan.plan.aggregators[notes.side == Side::kA ? 0 : 1];
  const Result<std::string> agreed =
      OpenSigned(notes.agreed, manifest, member, "AGREEMENT_NOT_SIGNED");
  if (!agreed) return Fail(agreed.error());
  const Result<std::string> text = OpenSigned(notes.sum, manifest, member, "SUM_NOT_SIGNED");
  if (!text) return Fail(text.error());
  Result<SideSum> sum = ParseSideSum(*text);
  if (!sum) return Fail(sum.error());
  if (sum->plan != plan.hash || sum->side != notes.side ||
      sum->agreement != crypto::Sha256(*agreed) || sum->cells.size() != CellsOf(plan.plan)) {
    return Fail(ErrorCode::kInvalid, "SUM_MISFITS",
                "the sum of aggregator " + member.hex() + " is not of this plan and agreement");
  }
  return sum;
}

}  // namespace

std::vector<ShownCell> ShowCells(std::span<const int64_t> sums, int64_t error, int64_t min_count) {
  std::vector<ShownCell> shown;
  for (size_t cell = 0; cell < sums.size(); ++cell) {
    const int64_t sum = sums[cell];
    if (sum < std::max<int64_t>(min_count, 1)) continue;
    shown.push_back({.cell = cell,
                     .low = std::max<int64_t>(0, sum - error),
                     .value = (sum + kRounding / 2) / kRounding * kRounding,
                     .high = sum + error});
  }
  return shown;
}

Answer CombineReports(const SignedPlan& plan, const Manifest& manifest,
                      std::span<const SignedReport> reports) {
  const ByMember first = FirstReports(plan, reports);
  Answer answer{.plan = plan.hash, .cells = CellsOf(plan.plan)};
  std::vector<uint64_t> sums(answer.cells, 0);
  Members counted;
  for (const auto& [member, report] : first) {
    const std::vector<int64_t>& cells = report->report.noised;
    if (cells.size() != sums.size() || manifest.FindMember(member) == nullptr) continue;
    counted.emplace(member, report->hash);
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += static_cast<uint64_t>(cells[i]);
  }
  answer.members = OutcomesOf(plan, manifest, first, counted);
  const std::vector<uint64_t> nothing(sums.size(), 0);
  Show(plan, manifest, Joined(sums, nothing), counted.size(), answer);
  return answer;
}

Result<Answer> CombineSums(const SignedPlan& plan, const Manifest& manifest,
                           const AggregatorNotes& notes, std::span<const SignedReport> reports) {
  if (plan.plan.aggregators.size() != 2) {
    return Fail(ErrorCode::kInvalid, "SUM_MISFITS", "the plan names no aggregators");
  }
  const Result<SideSum> a =
      OpenSide(plan, manifest, {.side = Side::kA, .agreed = notes.agreed_a, .sum = notes.sum_a});
  if (!a) return Fail(a.error());
  const Result<SideSum> b =
      OpenSide(plan, manifest, {.side = Side::kB, .agreed = notes.agreed_b, .sum = notes.sum_b});
  if (!b) return Fail(b.error());
  const Result<std::string> text = TextOfNote(notes.agreed_a, "AGREEMENT_MALFORMED");
  const Result<Agreement> agreement = text ? ParseAgreement(*text) : Fail(text.error());
  if (!agreement) return Fail(agreement.error());
  if (a->agreement != b->agreement || agreement->plan != plan.hash) {
    return Fail(ErrorCode::kInvalid, "SUM_MISFITS",
                "the two sums are not over one agreement of this plan");
  }
  Answer answer{.plan = plan.hash, .cells = CellsOf(plan.plan)};
  answer.members = OutcomesOf(plan, manifest, FirstReports(plan, reports), agreement->members);
  Show(plan, manifest, Joined(a->cells, b->cells), kTierOneDraws, answer);
  return answer;
}

}  // namespace candour::query
