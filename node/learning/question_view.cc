#include "node/learning/question_view.h"

#include "crypto/encoding.h"

namespace candour {
namespace {

constexpr size_t kNameCharactersMin = 8;

std::string NameOfMember(const Manifest& manifest, const MemberId& id) {
  const Member* member = manifest.FindMember(id);
  return member != nullptr ? member->name : "a former member";
}

// What it costs this node in each quarter: nothing when it does not answer.
uint32_t OwnCost(const node::v1::StoredQuestion& question, const query::Plan& plan) {
  return question.outcome() == kAnswered ? plan.epsilon : 0;
}

}  // namespace

void ShowQuestion(const QuestionCase& shown, WallSeconds now, node::v1::Question& out) {
  const node::v1::StoredQuestion& question = shown.question;
  out.set_name(crypto::HexEncode(shown.key.plan.view()));
  out.set_network(shown.network.manifest->manifest.name);
  out.set_received_at(question.received_at());
  out.set_own_outcome(question.outcome());
  out.set_waits_for_owner(question.waits_for_owner());
  const auto plan = PlanOfNote(question.plan_note());
  if (!plan) return;
  out.set_asker(NameOfMember(shown.network.manifest->manifest, plan->asker));
  out.set_purpose(plan->purpose);
  out.set_cube(plan->cube);
  out.set_cube_version(plan->cube_version);
  out.set_first(query::FormatPeriod({plan->window.unit, plan->window.first}));
  out.set_last(query::FormatPeriod({plan->window.unit, plan->window.last}));
  out.set_epsilon_thousandths(plan->epsilon);
  out.set_tier(plan->tier == query::Tier::kAggregators ? 1 : 0);
  out.set_snapshot(plan->snapshot);
  out.set_expires_at(plan->expires);
  out.set_own_cost(OwnCost(question, *plan));
  out.set_state(!question.answer_note().empty() ? node::v1::QUESTION_STATE_ANSWERED
                : plan->Expired(now)            ? node::v1::QUESTION_STATE_EXPIRED
                                                : node::v1::QUESTION_STATE_OPEN);
  CountOutcomes(question.answer_note(), out);
}

Result<const query::Cube*> CubeNamed(std::string_view name, uint32_t version) {
  const query::Cube* newest = nullptr;
  for (const query::Cube& cube : query::Cubes()) {
    if (cube.name != name || (version != 0 && cube.version != version)) continue;
    if (newest == nullptr || cube.version > newest->version) newest = &cube;
  }
  if (newest != nullptr) return newest;
  return Fail(ErrorCode::kInvalid, "CUBE_UNKNOWN",
              "there is no cube \"" + std::string(name) +
                  "\"; candour query cubes lists what can be asked");
}

void ShowCube(const query::Cube& cube, node::v1::Cube& out) {
  out.set_name(std::string(cube.name));
  out.set_version(cube.version);
  out.set_title(std::string(cube.title));
  out.set_counts(std::string(cube.counts));
  out.set_period(cube.period == query::PeriodUnit::kMonth ? "month" : "quarter");
  out.set_periods_max(static_cast<uint32_t>(cube.periods_max));
  out.set_sha256(std::string(query::CubeHash(cube).view()));
  out.set_cells_per_period(static_cast<uint32_t>(cube.CellsPerPeriod()));
  for (const query::Taxonomy* taxonomy : cube.dimensions) {
    auto& dimension = *out.add_dimensions();
    dimension.set_name(std::string(taxonomy->name));
    dimension.set_version(taxonomy->version);
    for (const query::Term& term : taxonomy->terms) {
      auto& shown = *dimension.add_terms();
      shown.set_code(std::string(term.code));
      shown.set_label(std::string(term.label));
    }
  }
}

Result<QuestionKey> FindQuestion(const storage::Reader& store, std::string_view name) {
  std::vector<QuestionKey> found;
  if (name.size() >= kNameCharactersMin) {
    for (const auto& [key, question] : LoadQuestions(store)) {
      if (crypto::HexEncode(key.plan.view()).starts_with(name)) found.push_back(key);
    }
  }
  if (found.size() > 1) {
    return Fail(ErrorCode::kConflict, "NAME_AMBIGUOUS",
                std::string(name) + " names more than one question; give more characters");
  }
  if (!found.empty()) return found.front();
  return Fail(ErrorCode::kNotFound, "QUESTION_UNKNOWN",
              "no question begins with " + std::string(name) +
                  " (8 characters or more); candour query ledger lists them");
}

}  // namespace candour
