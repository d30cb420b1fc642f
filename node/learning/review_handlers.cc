// The queue and the decisions on drafts. Publishing is in publish.cc, withdrawing in withdraw.cc.
#include "node/learning/review_handlers.h"

#include <algorithm>
#include <map>

#include "crypto/random.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/calendar.h"
#include "node/learning/draft_list.h"
#include "node/learning/draft_seal.h"
#include "node/learning/drafts.h"
#include "node/learning/fields.h"
#include "node/learning/judgement.h"
#include "node/learning/requests.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredDraft;
using storage::Reader;

// The draft for an action on it: found, permitted, and still what the caller saw.
Result<StoredDraft> DraftFor(const Reader& store, const Principal& who, UserAction action,
                             const std::string& shown) {
  auto id = FindDraft(store, shown);
  if (!id) return Fail(id.error());
  auto draft = LoadDraft(store, *id);
  if (!draft) return Fail(draft.error());
  // Who may not even read it learns nothing, not even that it exists: the name in the answer is the
  // one that was given, as it is for an absent draft.
  if (auto ok = Authorise(who, UserAction::kReadDraft, &*draft); !ok) {
    Error error = ok.error();
    if (error.code == ErrorCode::kNotFound) error.message = "draft " + shown + " is not here";
    return Fail(error);
  }
  if (auto ok = Authorise(who, action, &*draft); !ok) return Fail(ok.error());
  return draft;
}

Status SameRevision(const StoredDraft& draft, const std::string& etag) {
  if (etag.empty() || etag == Etag(draft.revision())) return {};
  return Fail(ErrorCode::kConflict, "ETAG_MISMATCH",
              "the draft was changed by somebody else; show it again and decide then");
}

std::string DraftName(const StoredDraft& draft) { return ShowId(*DraftId::From(draft.id())); }

const char* RoleName(const Principal& who) {
  return who.Has(node::v1::USER_ROLE_GUARDIAN) ? "guardian" : "reviewer";
}

node::v1::StoredRecord MakeRecord(const StoredDraft& draft, node::v1::ReportState state,
                                  WallSeconds now) {
  node::v1::StoredRecord record;
  record.set_id(draft.id());
  record.set_state(state);
  *record.mutable_learning() = draft.masked();
  record.set_work_id(crypto::RandomBytes(WorkId::kSize));
  record.set_rules_version(draft.rules_version());
  record.set_approved_at(now);
  record.set_author(draft.author());
  record.set_revision(1);
  return record;
}

// Why the machine's word alone does not do for keeping it.
const char* CannotKeep(const StoredDraft& draft) {
  if (draft.state() == node::v1::REPORT_STATE_RETURNED) return "returned";
  if (draft.quarantined()) return "quarantined";
  for (const auto& redaction : draft.redactions()) {
    if (redaction.state() == node::v1::REDACTION_STATE_FLAGGED) return "open flag";
  }
  return nullptr;
}

Status ApplyDecisions(const Principal& who, const node::v1::DecideRedactionRequest& request,
                      StoredDraft& draft) {
  for (const auto& decision : request.decisions()) {
    uint32_t at = decision.redaction_id();
    if (at < 1 || at > static_cast<uint32_t>(draft.redactions_size())) {
      return Fail(ErrorCode::kInvalid, "REDACTION_UNKNOWN",
                  "draft " + DraftName(draft) + " has no redaction " + std::to_string(at));
    }
    if (decision.state() == node::v1::REDACTION_STATE_KEPT) {
      // Only somebody else than the author may declare that something is no identifier.
      if (auto ok = Authorise(who, UserAction::kDecideDraft, &draft); !ok) return ok;
    } else if (decision.state() != node::v1::REDACTION_STATE_MASKED) {
      return Fail(ErrorCode::kInvalid, "STATE_INVALID",
                  "redaction " + std::to_string(at) + " can be masked or kept, nothing else");
    }
    auto& redaction = *draft.mutable_redactions(static_cast<int>(at - 1));
    redaction.set_state(decision.state());
    if (!decision.reason().empty()) redaction.set_reason(decision.reason());
  }
  return {};
}

void ApplyEdits(const node::v1::DecideRedactionRequest& request, StoredDraft& draft) {
  for (const auto& mask : request.masks()) *draft.add_masks() = mask;
  for (const auto& edit : request.edits()) {
    *draft.add_edits() = edit;
    // What was decided on a field's earlier text says nothing about its new one.
    for (auto& redaction : *draft.mutable_redactions()) {
      if (redaction.field() == edit.field()) {
        redaction.set_state(node::v1::REDACTION_STATE_FLAGGED);
      }
    }
  }
}

// Fields that were empty are filled from `complete`; what is there stays.
void FillEmpty(const learning::v1::Learning& complete, learning::v1::Learning& learning) {
  learning::v1::Learning merged = complete;
  merged.MergeFrom(learning);  // Set fields of the draft win over the completion's.
  if (learning.factors_size() > 0) *merged.mutable_factors() = learning.factors();
  if (learning.actions_size() > 0) *merged.mutable_actions() = learning.actions();
  if (learning.links_size() > 0) *merged.mutable_links() = learning.links();
  if (learning.codes_size() > 0) *merged.mutable_codes() = learning.codes();
  learning = std::move(merged);
}

Status ReadyToApprove(const StoredDraft& draft) {
  std::string name = "draft " + DraftName(draft);
  size_t open = 0;
  for (const auto& redaction : draft.redactions()) {
    open += redaction.state() == node::v1::REDACTION_STATE_FLAGGED;
  }
  if (open > 0) {
    return Fail(ErrorCode::kPolicy, "FLAGS_OPEN",
                name + ": " + std::to_string(open) +
                    " flag(s) are open; decide each with candour review mask or keep");
  }
  auto missing = MissingFields(draft.masked());
  if (!missing.empty()) {
    std::string list = missing.front();
    for (size_t i = 1; i < missing.size(); ++i) list += ", " + missing[i];
    return Fail(ErrorCode::kPolicy, "FIELDS_MISSING",
                name + " still needs: " + list + "; give them with candour review approve --set");
  }
  if (auto malformed = MalformedFields(draft.masked()); !malformed.empty()) {
    return Fail(ErrorCode::kInvalid, "FIELD_MALFORMED", name + ": " + malformed.front());
  }
  return {};
}

void AddRisk(const Judgement& judgement, node::v1::DraftSummary& summary) {
  summary.set_risk(judgement.parts.r);
  summary.set_needed(NeededOf(judgement));
}

// The questions of the motivated intruder, answered now or by those who approved before.
Result<Answers> QuestionsAnswered(const node::v1::ApproveRequest& request,
                                  const StoredDraft& draft) {
  if (!request.questions_answered()) {
    return Fail(ErrorCode::kPolicy, "QUESTIONS_OPEN",
                "draft " + DraftName(draft) +
                    ": answer the six questions first (candour review show lists them): candour "
                    "review approve " +
                    DraftName(draft).substr(0, 8) + " --questions none, or the ids answered yes");
  }
  auto yes = ReadAnswers(request);
  if (!yes) return yes;
  yes->merge(AnswersOf(draft));
  return yes;
}

Result<node::v1::GetReviewResponse> ShowBothSides(const Services& services, const Reader& store,
                                                  const StoredDraft& draft) {
  auto original = OpenOriginal(services.vault.NodeKey(), draft);
  if (!original) return Fail(original.error());
  node::v1::GetReviewResponse response;
  *response.mutable_draft() = Summarise(draft);
  *response.mutable_original() = original->learning();
  *response.mutable_masked() = draft.masked();
  *response.mutable_redactions() = draft.redactions();
  for (auto& field : MissingFields(draft.masked())) response.add_missing_fields(field);
  const Judgement judgement = Judge(services, store, draft, AnswersOf(draft));
  *response.mutable_risk() = ShowRisk(judgement);
  AddRisk(judgement, *response.mutable_draft());
  *response.mutable_approvals() = draft.approvals();
  for (const auto& question : anonymise::IntruderQuestions()) {
    auto& shown = *response.add_questions();
    shown.set_id(std::string(question.id));
    shown.set_question(std::string(question.question));
  }
  return response;
}

// What a reviewer writes from scratch has to be clean as it is: nobody sees both sides of it.
Status TakeSummary(const Services& services, const std::string& summary, StoredDraft& draft) {
  if (summary.empty()) return {};
  auto outcome = services.anonymiser.Run(summary, {});
  if (!outcome) return Fail(ErrorCode::kInvalid, "NOT_UTF8", "the summary: " + outcome.error());
  if (!outcome->spans.empty()) {
    const auto& span = outcome->spans.front();
    return Fail(ErrorCode::kPolicy, "SUMMARY_IDENTIFIES",
                "the summary still seems to hold " + std::to_string(outcome->spans.size()) +
                    " identifier(s), the first of type " +
                    std::string(anonymise::TypeName(span.type)) + " at byte " +
                    std::to_string(span.start) + "; write it without");
  }
  draft.mutable_masked()->set_learning(summary);
  auto& edit = *draft.add_edits();
  edit.set_field("learning");
  edit.set_text(summary);
  auto& redactions = *draft.mutable_redactions();
  redactions.erase(std::remove_if(redactions.begin(), redactions.end(),
                                  [](const auto& row) { return row.field() == "learning"; }),
                   redactions.end());
  return {};
}

// The first of two: kept with the draft until somebody changes it.
LocalTurn FirstApproval(const Principal& who, const Answers& yes, StoredDraft draft, Now now) {
  auto& approval = *draft.add_approvals();
  approval.set_user(who.user);
  approval.set_role(RoleName(who));
  approval.set_at(now.wall);
  for (const std::string& id : yes) approval.add_answered_yes(id);
  draft.set_revision(draft.revision() + 1);
  LocalTurn turn;
  turn.writes.push_back(PutDraft(draft));
  return turn;
}

std::string ForAudit(const Judgement& judgement, const Answers& yes) {
  std::string text = "risk " + std::to_string(static_cast<int>(judgement.parts.r + 0.5)) + ", yes:";
  for (const std::string& id : yes) text += " " + id;
  return yes.empty() ? text + " none" : text;
}

}  // namespace

Result<node::v1::ListQueueResponse> ReviewHandlers::ListQueue(
    const Principal& who, const node::v1::ListQueueRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto page = ListDraftPage(
      *snapshot, who, {request.page_size(), request.page_token()}, [&](const StoredDraft& draft) {
        return draft.state() == node::v1::REPORT_STATE_DRAFT && draft.author() != who.user;
      });
  if (!page) return Fail(page.error());
  node::v1::ListQueueResponse response;
  for (auto& summary : page->drafts) {
    if (auto id = FindDraft(*snapshot, summary.id())) {
      if (auto draft = LoadDraft(*snapshot, *id)) {
        AddRisk(Judge(services_, *snapshot, *draft, AnswersOf(*draft)), summary);
      }
    }
    *response.add_drafts() = std::move(summary);
  }
  response.set_next_page_token(page->next_page_token);
  response.set_total(page->total);
  return response;
}

Result<node::v1::GetReviewResponse> ReviewHandlers::GetReview(
    const Principal& who, const node::v1::GetReviewRequest& request) {
  auto snapshot = services_.turns.Snapshot();
  auto draft = DraftFor(*snapshot, who, UserAction::kReadDraft, request.id());
  if (!draft) return Fail(draft.error());
  return ShowBothSides(services_, *snapshot, *draft);
}

Result<node::v1::DecideRedactionResponse> ReviewHandlers::DecideRedaction(
    const Principal& who, const node::v1::DecideRedactionRequest& request) {
  StoredDraft decided;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto draft = DraftFor(store, who, UserAction::kEditDraft, request.id());
    if (!draft) return Fail(draft.error());
    if (auto same = SameRevision(*draft, request.etag()); !same) return Fail(same.error());
    if (auto ok = ApplyDecisions(who, request, *draft); !ok) return Fail(ok.error());
    ApplyEdits(request, *draft);
    draft->clear_approvals();  // They were given for another text.
    // A returned draft goes back into the queue once its author has worked on it.
    if (draft->author() == who.user) draft->set_state(node::v1::REPORT_STATE_DRAFT);
    auto original = OpenOriginal(services_.vault.NodeKey(), *draft);
    if (!original) return Fail(original.error());
    if (auto built = Rebuild(services_, *original, *draft); !built) return Fail(built.error());
    LocalTurn turn;
    turn.writes.push_back(PutDraft(*draft));
    AddAudit(store, who,
             {"review.decide", DraftName(*draft),
              std::to_string(request.decisions_size()) + " decisions, " +
                  std::to_string(request.masks_size()) + " masks, " +
                  std::to_string(request.edits_size()) + " edits"},
             now.wall, turn.writes);
    decided = *draft;
    return turn;
  });
  if (!status) return Fail(status.error());
  auto shown = ShowBothSides(services_, *services_.turns.Snapshot(), decided);
  if (!shown) return Fail(shown.error());
  node::v1::DecideRedactionResponse response;
  *response.mutable_review() = std::move(*shown);
  return response;
}

Result<node::v1::ApproveResponse> ReviewHandlers::Approve(const Principal& who,
                                                          const node::v1::ApproveRequest& request) {
  node::v1::ApproveResponse response;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    if (Replayed(store, who, request.request_id(), now.wall, response)) return LocalTurn{};
    auto draft = DraftFor(store, who, UserAction::kDecideDraft, request.id());
    if (!draft) return Fail(draft.error());
    if (auto same = SameRevision(*draft, request.etag()); !same) return Fail(same.error());
    FillEmpty(request.complete(), *draft->mutable_masked());
    if (auto ok = TakeSummary(services_, request.summary(), *draft); !ok) return Fail(ok.error());
    if (auto ready = ReadyToApprove(*draft); !ready) return Fail(ready.error());
    auto scrubbed = RescanAll(services_.anonymiser, draft->masked());
    if (!scrubbed) return Fail(scrubbed.error());
    auto yes = QuestionsAnswered(request, *draft);
    if (!yes) return Fail(yes.error());
    const Judgement judgement = Judge(services_, store, *draft, *yes);
    auto missing = ApprovalsMissing(who, *draft, judgement);
    if (!missing) return Fail(missing.error());
    *response.mutable_risk() = ShowRisk(judgement);
    response.set_approvals_missing(*missing);
    if (*missing > 0) {
      LocalTurn first = FirstApproval(who, *yes, *draft, now);
      AddAudit(store, who, {"review.first-approval", DraftName(*draft), ForAudit(judgement, *yes)},
               now.wall, first.writes);
      Remember(who, request.request_id(), now.wall, response, first.writes);
      return first;
    }

    auto record = MakeRecord(*draft, node::v1::REPORT_STATE_APPROVED, now.wall);
    *record.mutable_learning() = scrubbed->learning();
    record.set_reviewer_role(RoleName(who));
    auto& sign_off = *record.mutable_learning()->mutable_sign_off();
    sign_off.set_rules_version(draft->rules_version());
    sign_off.set_reviewer_role(RoleName(who));
    sign_off.set_month(MonthOf(now.wall));
    response.set_record_id(DraftName(*draft));
    response.set_rules_version(draft->rules_version());
    LocalTurn turn;
    turn.writes.push_back(PutRecord(record));
    turn.writes.push_back(DropDraft(*DraftId::From(draft->id())));
    turn.after = LocalTurn::After::kSweep;  // The draft's key leaves the disk.
    AddAudit(store, who,
             {"review.approve", response.record_id(),
              "rules " + draft->rules_version() + ", " + ForAudit(judgement, *yes)},
             now.wall, turn.writes);
    Remember(who, request.request_id(), now.wall, response, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::ReturnResponse> ReviewHandlers::Return(const Principal& who,
                                                        const node::v1::ReturnRequest& request) {
  node::v1::ReturnResponse response;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto draft = DraftFor(store, who, UserAction::kDecideDraft, request.id());
    if (!draft) return Fail(draft.error());
    if (auto same = SameRevision(*draft, request.etag()); !same) return Fail(same.error());
    draft->set_state(node::v1::REPORT_STATE_RETURNED);
    draft->set_return_message(request.message());
    draft->set_revision(draft->revision() + 1);
    LocalTurn turn;
    turn.writes.push_back(PutDraft(*draft));
    AddAudit(store, who, {"review.return", DraftName(*draft), ""}, now.wall, turn.writes);
    *response.mutable_draft() = Summarise(*draft);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::KeepResponse> ReviewHandlers::Keep(const Principal& who,
                                                    const node::v1::KeepRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  std::vector<DraftId> ids;
  {
    auto snapshot = services_.turns.Snapshot();
    for (const auto& shown : request.ids()) {
      auto id = FindDraft(*snapshot, shown);
      if (!id) return Fail(id.error());
      ids.push_back(*id);
    }
    if (request.all()) {
      snapshot->Scan(storage::LocalFamily::kDraft, "", "",
                     [&](std::string_view key, std::string_view) {
                       if (auto id = DraftId::From(key)) ids.push_back(*id);
                       return true;
                     });
    }
  }
  node::v1::KeepResponse response;
  std::map<std::string, uint64_t> left;
  constexpr size_t kPerTurn = 200;
  for (size_t begin = 0; begin < ids.size(); begin += kPerTurn) {
    size_t end = std::min(ids.size(), begin + kPerTurn);
    auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
      LocalTurn turn;
      uint64_t kept = 0;
      for (size_t i = begin; i < end; ++i) {
        auto draft = LoadDraft(store, ids[i]);
        if (!draft) continue;  // Decided by somebody meanwhile.
        const char* reason = CannotKeep(*draft);
        if (reason == nullptr && draft->author() == who.user) reason = "written by you";
        if (reason != nullptr) {
          ++left[reason];
          continue;
        }
        turn.writes.push_back(PutRecord(MakeRecord(*draft, node::v1::REPORT_STATE_KEPT, now.wall)));
        turn.writes.push_back(DropDraft(ids[i]));
        ++kept;
      }
      if (end == ids.size()) turn.after = LocalTurn::After::kSweep;
      AddAudit(store, who, {"review.keep", "", std::to_string(kept) + " drafts"}, now.wall,
               turn.writes);
      response.set_kept(response.kept() + kept);
      return turn;
    });
    if (!status) return Fail(status.error());
  }
  for (const auto& [reason, count] : left) {
    auto& row = *response.add_left_by_reason();
    row.set_reason(reason);
    row.set_count(count);
    response.set_left(response.left() + count);
  }
  return response;
}

}  // namespace candour
