#include "node/learning/answer_view.h"

#include <algorithm>
#include <optional>

#include "federation/query/interval.h"
#include "federation/query/signal.h"
#include "node/learning/authorise.h"
#include "node/learning/query_handlers.h"
#include "node/learning/question_view.h"

namespace candour {
namespace {

// Each organisation draws noise once a cell, or each of the two aggregators.
size_t DrawsPerCell(const AnswerCase& shown) {
  return shown.plan.tier == query::Tier::kAggregators ? 2 : shown.answer.answered();
}

std::string WordsOf(const query::MemberOutcome& member) {
  switch (member.outcome) {
    case query::Outcome::kAnswered:
      return "";
    case query::Outcome::kDeclined:
      return std::string(query::DeclineWords(member.reason));
    case query::Outcome::kDropped:
      return "its report reached one aggregator only";
    case query::Outcome::kSilent:
      break;
  }
  return "its report did not come in time";
}

std::string OrganisationOf(const Manifest& manifest, const MemberId& id) {
  const Member* member = manifest.FindMember(id);
  return member != nullptr ? member->name : "a former member";
}

// How many base cells each cell of the shape adds up.
size_t CellsTogether(const query::Cube& cube, const query::Window& window, size_t cells) {
  return cells == 0 ? 0 : cube.Cells(window) / cells;
}

void ShowCells(const AnswerCase& shown, const query::Cube& cube, const TableShape& shape,
               node::v1::GetAnswerResponse& out) {
  const query::Window& window = shown.plan.window;
  const std::vector<int64_t> sums =
      query::RollUp(cube, window, shown.answer.sums, shape.keep, shape.periods);
  const size_t draws = DrawsPerCell(shown) * CellsTogether(cube, window, sums.size());
  const int64_t error = query::HalfWidth95(shown.plan.epsilon, draws);
  for (size_t i = 0; i < sums.size(); ++i) {
    auto& cell = *out.add_cells();
    for (std::string& label : LabelsOf(cube, window, shape, i)) cell.add_labels(std::move(label));
  }
  for (const query::ShownCell& cell : query::ShowCells(sums, error, shown.answer.min_count)) {
    auto& row = *out.mutable_cells(static_cast<int>(cell.cell));
    row.set_shown(true);
    row.set_count(cell.value);
    row.set_low(cell.low);
    row.set_high(cell.high);
  }
  for (const auto& cell : out.cells()) {
    if (!cell.shown()) out.set_suppressed(out.suppressed() + 1);
  }
  out.set_error95(error);
}

// What rose in the last period, one line for each combination of the dimensions kept.
void ShowSignals(const AnswerCase& shown, const query::Cube& cube, const TableShape& shape,
                 node::v1::GetAnswerResponse& out) {
  const size_t periods = shown.plan.window.periods();
  if (shape.periods != query::Periods::kByPeriod || periods <= query::kSignalHistory) return;
  const std::vector<int64_t> sums =
      query::RollUp(cube, shown.plan.window, shown.answer.sums, shape.keep, shape.periods);
  const size_t across = sums.size() / periods;
  const size_t draws = DrawsPerCell(shown) * CellsTogether(cube, shown.plan.window, sums.size());
  const double noise = query::NoiseDeviation(shown.plan.epsilon, draws);
  for (size_t i = 0; i < across; ++i) {
    std::vector<std::optional<int64_t>> counts;
    for (size_t period = 0; period < periods; ++period) counts.push_back(sums[period * across + i]);
    const auto signal = query::Judge(counts, periods - 1, noise);
    const bool small = *counts.back() < shown.answer.min_count;
    if (!signal || !signal->raised || small) continue;
    const auto& cell = out.cells(static_cast<int>((periods - 1) * across + i));
    std::string label;
    for (const auto& word : cell.labels()) label += (label.empty() ? "" : ", ") + word;
    out.add_signals(label + ": " + query::SignalWords(*signal, cell.count()));
  }
}

std::string SeenBy(const AnswerCase& shown) {
  if (shown.plan.tier == query::Tier::kAggregators) return query::WhoSees(shown.plan);
  const Hub* collector = CollectorOf(shown.manifest);
  return "Who could see what: every organisation noised its own counts before they left it. " +
         (collector != nullptr ? OrganisationOf(shown.manifest, collector->member) : "the hub") +
         ", which added them up, could see the noised counts of each; everybody else sees the sums "
         "alone. Every member of " +
         shown.manifest.name + " sees this question and its answer.";
}

}  // namespace

std::vector<std::string> ColumnsOf(const query::Cube& cube, const TableShape& shape) {
  std::vector<std::string> columns = {cube.period == query::PeriodUnit::kMonth ? "month"
                                                                               : "quarter"};
  for (const size_t dimension : shape.keep) {
    columns.emplace_back(cube.dimensions[dimension]->name);
  }
  return columns;
}

std::vector<std::string> LabelsOf(const query::Cube& cube, const query::Window& window,
                                  const TableShape& shape, size_t cell) {
  std::vector<std::string> labels;
  for (size_t i = shape.keep.size(); i-- > 0;) {
    const auto& terms = cube.dimensions[shape.keep[i]]->terms;
    labels.insert(labels.begin(), std::string(terms[cell % terms.size()].label));
    cell /= terms.size();
  }
  const bool by_period = shape.periods == query::Periods::kByPeriod;
  const query::Period first{window.unit, window.first + static_cast<int32_t>(by_period ? cell : 0)};
  std::string period = query::FormatPeriod(first);
  if (!by_period && window.periods() > 1) {
    period += ".." + query::FormatPeriod({window.unit, window.last});
  }
  labels.insert(labels.begin(), std::move(period));
  return labels;
}

Result<TableShape> ShapeFor(const query::Cube& cube, const std::vector<std::string>& keep,
                            query::Periods periods) {
  TableShape shape{.keep = {}, .periods = periods};
  std::string known;
  for (size_t i = 0; i < cube.dimensions.size(); ++i) {
    const std::string name(cube.dimensions[i]->name);
    known += (known.empty() ? "" : ", ") + name;
    const bool kept = std::find(keep.begin(), keep.end(), name) != keep.end();
    if (keep.empty() || kept) shape.keep.push_back(i);
  }
  const bool whole = keep.empty() || shape.keep.size() == keep.size();
  const bool none = keep.size() == 1 && keep.front() == "none";
  if (whole || none) return shape;
  return Fail(ErrorCode::kInvalid, "DIMENSION_UNKNOWN",
              "cube " + std::string(cube.name) + " has the dimensions " + known +
                  "; keep some of them, or none");
}

void ShowAnswer(const AnswerCase& shown, const TableShape& shape,
                node::v1::GetAnswerResponse& out) {
  for (const query::MemberOutcome& member : shown.answer.members) {
    auto& row = *out.add_members();
    row.set_name(OrganisationOf(shown.manifest, member.member));
    row.set_outcome(NameOf(member));
    row.set_words(WordsOf(member));
  }
  out.set_organisations(static_cast<uint32_t>(shown.answer.answered()));
  out.set_seen_by(SeenBy(shown));
  const query::Cube* cube = query::FindCube(shown.plan.cube, shown.plan.cube_version);
  if (cube == nullptr) return;
  for (std::string& column : ColumnsOf(*cube, shape)) out.add_columns(std::move(column));
  if (shown.answer.sums.empty()) {
    out.set_note("Fewer than " + std::to_string(shown.plan.min_nodes) +
                 " organisations answered, so no sum is shown.");
    return;
  }
  ShowCells(shown, *cube, shape, out);
  ShowSignals(shown, *cube, shape, out);
}

Result<node::v1::GetAnswerResponse> QueryHandlers::GetAnswer(
    const Principal& who, const node::v1::GetAnswerRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  const auto snapshot = services_.turns.Snapshot();
  const auto key = FindQuestion(*snapshot, request.name());
  if (!key) return Fail(key.error());
  const auto question = LoadQuestion(*snapshot, *key);
  const auto network = NetworkById(services_.turns, *snapshot, key->network);
  if (!question || !network) {
    return Fail(ErrorCode::kNotFound, "QUESTION_UNKNOWN", request.name() + " is not here");
  }
  node::v1::GetAnswerResponse response;
  ShowQuestion({*key, *question, *network}, services_.turns.Time().wall,
               *response.mutable_question());
  const auto plan = PlanOfNote(question->plan_note());
  if (!plan) return Fail(plan.error());
  const query::Cube* cube = query::FindCube(plan->cube, plan->cube_version);
  if (cube == nullptr) {
    return Fail(ErrorCode::kUnavailable, "CUBE_UNKNOWN",
                "this version knows no cube " + plan->cube + "; upgrade to read the answer");
  }
  const auto shape =
      ShapeFor(*cube, {request.keep().begin(), request.keep().end()},
               request.periods_together() ? query::Periods::kTogether : query::Periods::kByPeriod);
  if (!shape) return Fail(shape.error());
  const auto text = query::TextOfNote(question->answer_note(), "ANSWER_MALFORMED");
  const auto answer = text ? query::ParseAnswer(*text) : Fail(text.error());
  if (answer) {
    ShowAnswer({*plan, *answer, network->manifest->manifest}, *shape, response);
  } else {
    response.set_note("No answer has come yet.");
  }
  return response;
}

}  // namespace candour
