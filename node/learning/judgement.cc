#include "node/learning/judgement.h"

#include <algorithm>

#include "node/learning/fields.h"
#include "node/learning/release.h"
#include "node/learning/rows.h"
#include "node/learning/tally.h"

namespace candour {
namespace {

using anonymise::ReviewNeeded;
using node::v1::StoredDraft;

// Each yes is a sign of its own, unless the text shows that sign already.
bool AlreadySeen(const anonymise::StorySigns& signs, std::string_view question) {
  return (question == "unique-role" && signs.named_role) ||
         (question == "rare-condition" && signs.rare_condition) ||
         (question == "family-detail" && signs.relatives_detail);
}

double OpenLeaks(const StoredDraft& draft, bool narrative_travels) {
  double expected = 0;
  for (const auto& redaction : draft.redactions()) {
    const bool travels = narrative_travels || redaction.field() != "what_happened";
    if (travels && redaction.state() == node::v1::REDACTION_STATE_FLAGGED) {
      expected += redaction.confidence();
    }
  }
  return expected;
}

uint64_t OpenFlags(const StoredDraft& draft) {
  return static_cast<uint64_t>(std::count_if(
      draft.redactions().begin(), draft.redactions().end(), [](const auto& redaction) {
        return redaction.state() == node::v1::REDACTION_STATE_FLAGGED;
      }));
}

std::string FreeTextOf(learning::v1::Learning learning) {
  std::string text;
  VisitText(learning, [&](std::string_view, FieldKind kind, std::string& value) {
    if (kind == FieldKind::kText) text += value + "\n\n";
  });
  return text;
}

}  // namespace

learning::v1::Learning ReleasedPart(const learning::v1::Learning& learning) {
  learning::v1::Learning released = learning;
  if (!released.learning().empty()) released.clear_what_happened();
  return released;
}

uint64_t RecordsHeld(const storage::Reader& store) {
  const Tally tally = TallyRows(store);
  return tally.drafts + tally.kept + tally.approved + tally.published;
}

Judgement Judge(const Services& services, const storage::Reader& store, const StoredDraft& draft,
                const Answers& yes) {
  Judgement judgement;
  judgement.records_held = RecordsHeld(store);
  learning::v1::Learning released = ReleasedPart(draft.masked());
  judgement.release = ChooseRelease(store, released, judgement.records_held);
  released = Coarsen(std::move(released), judgement.release);
  const std::string text = FreeTextOf(released);
  judgement.signs = anonymise::ReadStory(text);
  for (const std::string& question : yes) {
    judgement.answered_yes += AlreadySeen(judgement.signs, question) ? 0 : 1;
  }
  anonymise::RiskInput input = {
      .masked_text = text,
      .expected_leaks = OpenLeaks(draft, !released.what_happened().empty()),
      .like_records = judgement.release.like_released(),
      .no_patient = !HasPatient(released.kind()),
      .records_held = judgement.records_held,
      .organisation_class_size = services.organisation_class,
      .story = judgement.signs,
      .more_signs = judgement.answered_yes,
      .open_flags = OpenFlags(draft)};
  judgement.parts = anonymise::ResidualRisk(input);
  if (draft.quarantined()) judgement.parts.review = ReviewNeeded::kGuardian;
  return judgement;
}

node::v1::ReviewNeeded NeededOf(const Judgement& judgement) {
  switch (judgement.parts.review) {
    case ReviewNeeded::kOneReviewer:
      return node::v1::REVIEW_NEEDED_ONE_REVIEWER;
    case ReviewNeeded::kTwoReviewers:
      return node::v1::REVIEW_NEEDED_TWO_REVIEWERS;
    case ReviewNeeded::kGuardian:
      break;
  }
  return node::v1::REVIEW_NEEDED_GUARDIAN;
}

node::v1::Risk ShowRisk(const Judgement& judgement) {
  const anonymise::RiskParts& parts = judgement.parts;
  node::v1::Risk shown;
  shown.set_total(parts.r);
  shown.set_text(parts.text);
  shown.set_quasi_identifiers(parts.quasi_identifiers);
  shown.set_story(parts.story);
  shown.set_organisation(parts.organisation);
  shown.set_needed(NeededOf(judgement));
  shown.set_identifier_left(parts.identifier_left);
  shown.set_records_held(judgement.records_held);
  *shown.mutable_release() = judgement.release;
  const anonymise::StorySigns& signs = judgement.signs;
  if (signs.rare_condition) shown.add_story_signs("rare condition");
  if (signs.named_role) shown.add_story_signs("named role");
  if (signs.relatives_detail) shown.add_story_signs("relative's detail");
  if (signs.sensitive_event) shown.add_story_signs("death, child, maternity or suicide");
  if (signs.quotation) shown.add_story_signs("quotation");
  if (signs.over_400_words) shown.add_story_signs("over 400 words");
  return shown;
}

Answers AnswersOf(const StoredDraft& draft) {
  Answers yes;
  for (const auto& approval : draft.approvals()) {
    yes.insert(approval.answered_yes().begin(), approval.answered_yes().end());
  }
  return yes;
}

Result<Answers> ReadAnswers(const node::v1::ApproveRequest& request) {
  Answers yes;
  const auto& questions = anonymise::IntruderQuestions();
  for (const std::string& id : request.answered_yes()) {
    if (std::none_of(questions.begin(), questions.end(), [&](auto& q) { return q.id == id; })) {
      std::string known;
      for (const auto& question : questions) {
        known += (known.empty() ? "" : ", ") + std::string(question.id);
      }
      return Fail(ErrorCode::kInvalid, "QUESTION_UNKNOWN",
                  "there is no question " + id + "; there are " + known);
    }
    yes.insert(id);
  }
  return yes;
}

Result<uint32_t> ApprovalsMissing(const Principal& who, const StoredDraft& draft,
                                  const Judgement& judgement) {
  const std::string name = "draft " + ShowId(*DraftId::From(draft.id()));
  const std::string risk = std::to_string(static_cast<int>(judgement.parts.r + 0.5));
  const node::v1::ReviewNeeded needed = NeededOf(judgement);
  if (needed == node::v1::REVIEW_NEEDED_GUARDIAN && !who.Has(node::v1::USER_ROLE_GUARDIAN)) {
    return Fail(ErrorCode::kPolicy, "GUARDIAN_NEEDED",
                name + ": its risk is " + risk +
                    " of 100; only a guardian may approve it, or write a summary that says less");
  }
  if (needed != node::v1::REVIEW_NEEDED_TWO_REVIEWERS) return 0;
  for (const auto& approval : draft.approvals()) {
    if (approval.user() != who.user) return 0;
  }
  if (draft.approvals_size() > 0) {
    return Fail(ErrorCode::kPolicy, "SECOND_REVIEWER_NEEDED",
                name + ": its risk is " + risk + " of 100 and " + who.user +
                    " has approved it; another reviewer has to as well");
  }
  return 1;
}

}  // namespace candour
