// The queue and the decisions on single drafts. Many at once are in review_bulk.cc, publishing in
// publish.cc, withdrawing in withdraw.cc.
#include "node/learning/review_handlers.h"

#include <algorithm>

#include "node/learning/approval.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/draft_list.h"
#include "node/learning/draft_seal.h"
#include "node/learning/drafts.h"
#include "node/learning/fields.h"
#include "node/learning/judgement.h"
#include "node/learning/requests.h"
#include "node/learning/rows.h"
#include "node/learning/word_list.h"

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

struct Deciding {
  const Principal& who;
  const node::v1::DecideRedactionRequest& request;
  WallSeconds now;
};

// The words that a redaction covers, as they stand in the text it was found in.
std::string WordsUnder(const node::v1::Redaction& redaction, learning::v1::Learning source,
                       const StoredDraft& draft) {
  for (const auto& edit : draft.edits()) {
    if (std::string* field = FindField(source, edit.field())) *field = edit.text();
  }
  const std::string* field = FindField(source, redaction.field());
  if (field == nullptr || redaction.end() > field->size()) return {};
  return field->substr(redaction.start(), redaction.end() - redaction.start());
}

// Beyond the one place: everywhere in this draft, and in every later one of this node.
Status CarryFurther(const Deciding& deciding, const node::v1::RedactionDecision& decision,
                    const node::v1::Redaction& redaction, const std::string& words,
                    std::pair<StoredDraft&, storage::LocalWrites&> out) {
  const bool mask = decision.state() == node::v1::REDACTION_STATE_MASKED;
  if (decision.everywhere() && mask && !words.empty()) {
    auto& everywhere = *out.first.add_masks();
    everywhere.set_words(words);
    everywhere.set_type(redaction.type());
  }
  if (!decision.remember()) return {};
  if (auto ok = Authorise(deciding.who, UserAction::kDecideDraft, &out.first); !ok) return ok;
  auto folded = FoldWord(words);
  if (!folded) return Fail(folded.error());
  node::v1::LocalWord word;
  word.set_word(*folded);
  word.set_use(mask ? node::v1::WORD_USE_MASK : node::v1::WORD_USE_KEEP);
  if (mask) word.set_type(redaction.type());
  word.set_user(deciding.who.user);
  word.set_at(deciding.now);
  out.second.push_back(PutWord(word));
  return {};
}

Status ApplyDecisions(const Deciding& deciding, const learning::v1::Learning& original,
                      StoredDraft& draft, storage::LocalWrites& writes) {
  for (const auto& decision : deciding.request.decisions()) {
    uint32_t at = decision.redaction_id();
    if (at < 1 || at > static_cast<uint32_t>(draft.redactions_size())) {
      return Fail(ErrorCode::kInvalid, "REDACTION_UNKNOWN",
                  "draft " + DraftName(draft) + " has no redaction " + std::to_string(at));
    }
    if (decision.state() == node::v1::REDACTION_STATE_KEPT) {
      // Only somebody else than the author may declare that something is no identifier.
      auto ok = Authorise(deciding.who, UserAction::kDecideDraft, &draft);
      if (!ok) return ok;
    } else if (decision.state() != node::v1::REDACTION_STATE_MASKED) {
      return Fail(ErrorCode::kInvalid, "STATE_INVALID",
                  "redaction " + std::to_string(at) + " can be masked or kept, nothing else");
    }
    auto& redaction = *draft.mutable_redactions(static_cast<int>(at - 1));
    redaction.set_state(decision.state());
    if (!decision.reason().empty()) redaction.set_reason(decision.reason());
    if (!decision.everywhere() && !decision.remember()) continue;
    const std::string words = WordsUnder(redaction, original, draft);
    if (auto ok = CarryFurther(deciding, decision, redaction, words, {draft, writes}); !ok) {
      return ok;
    }
  }
  return {};
}

// By rule and count: "kept person.single 1; masked date.dmy 2; 1 masks, 0 edits".
std::string DecisionsForAudit(const node::v1::DecideRedactionRequest& request,
                              const StoredDraft& draft) {
  StoredDraft touched;
  for (const auto& decision : request.decisions()) {
    *touched.add_redactions() =
        draft.redactions(static_cast<int>(decision.redaction_id()) - 1);
  }
  return "kept " + RulesIn(touched, node::v1::REDACTION_STATE_KEPT) + "; masked " +
         RulesIn(touched, node::v1::REDACTION_STATE_MASKED) + "; " +
         std::to_string(request.masks_size()) + " masks, " +
         std::to_string(request.edits_size()) + " edits";
}

// Without an original there is nothing to come back to: what was masked just now is the text.
void SettleMasked(StoredDraft& draft) {
  if (!draft.wrapped_key().empty()) return;
  draft.clear_edits();
  draft.clear_masks();
  auto& redactions = *draft.mutable_redactions();
  redactions.erase(std::remove_if(redactions.begin(), redactions.end(),
                                  [](const auto& row) {
                                    return row.state() == node::v1::REDACTION_STATE_MASKED;
                                  }),
                   redactions.end());
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
  node::v1::GetReviewResponse response;
  if (draft.wrapped_key().empty()) {
    response.set_original_destroyed(true);
  } else {
    auto original = OpenOriginal(services.vault.NodeKey(), draft);
    if (!original) return Fail(original.error());
    *response.mutable_original() = original->learning();
  }
  *response.mutable_draft() = Summarise(draft);
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
  learning::v1::Learning alone;
  alone.set_learning(summary);
  auto scrubbed = Scrub(services.anonymiser, {.source = alone,
                                              .seeds = {},
                                              .masks = {},
                                              .decisions = {},
                                              .words = LoadWords(*services.turns.Snapshot())});
  if (!scrubbed) return Fail(scrubbed.error());
  for (const auto& redaction : scrubbed->redactions) {
    if (redaction.state() == node::v1::REDACTION_STATE_KEPT) continue;  // On the word list.
    return Fail(ErrorCode::kPolicy, "SUMMARY_IDENTIFIES",
                "the summary still seems to hold " +
                    std::to_string(scrubbed->redactions.size()) +
                    " identifier(s), one of type " + redaction.type() + " at byte " +
                    std::to_string(redaction.start()) + "; write it without");
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

// What a reviewer fills in has no original either: names in it are refused, not masked.
Status CleanCompletion(const Services& services, const learning::v1::Learning& complete) {
  auto scrubbed = Scrub(services.anonymiser, {.source = complete,
                                              .seeds = {},
                                              .masks = {},
                                              .decisions = {},
                                              .words = LoadWords(*services.turns.Snapshot())});
  if (!scrubbed) return Fail(scrubbed.error());
  for (const auto& redaction : scrubbed->redactions) {
    if (redaction.state() != node::v1::REDACTION_STATE_MASKED) continue;
    return Fail(ErrorCode::kPolicy, "COMPLETION_IDENTIFIES",
                redaction.field() + " as it was filled in seems to hold an identifier of type " +
                    redaction.type() + "; write it without");
  }
  return {};
}

// The first of two: kept with the draft until somebody changes it.
LocalTurn FirstApproval(const Services& services, const Principal& who, const Answers& yes,
                        StoredDraft draft, Now now) {
  auto& approval = *draft.add_approvals();
  approval.set_user(who.user);
  approval.set_role(RoleName(who));
  approval.set_at(now.wall);
  for (const std::string& id : yes) approval.add_answered_yes(id);
  draft.set_revision(draft.revision() + 1);
  SealWork(services.vault.NodeKey(), draft);
  LocalTurn turn;
  turn.writes.push_back(PutDraft(draft));
  return turn;
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
  const WallSeconds now = services_.turns.Time().wall;
  for (auto& summary : page->drafts) {
    const auto age = std::max<int64_t>(0, now - summary.created_at()) / kSecondsPerDay;
    summary.set_age_days(static_cast<uint32_t>(age));
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
    auto original = OriginalOrMasked(services_, *draft);
    if (!original) return Fail(original.error());
    LocalTurn turn;
    const Deciding deciding{who, request, now.wall};
    if (auto ok = ApplyDecisions(deciding, original->learning(), *draft, turn.writes); !ok) {
      return Fail(ok.error());
    }
    ApplyEdits(request, *draft);
    draft->clear_approvals();  // They were given for another text.
    // A returned draft goes back into the queue once its author has worked on it.
    if (draft->author() == who.user) draft->set_state(node::v1::REPORT_STATE_DRAFT);
    const std::string decisions = DecisionsForAudit(request, *draft);
    if (auto built = Rebuild(services_, *original, *draft); !built) return Fail(built.error());
    SettleMasked(*draft);
    SealWork(services_.vault.NodeKey(), *draft);
    turn.writes.push_back(PutDraft(*draft));
    AddAudit(store, who, {"review.decide", DraftName(*draft), decisions}, now.wall, turn.writes);
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
    if (auto opened = OpenWork(services_.vault.NodeKey(), *draft); !opened) {
      return Fail(opened.error());
    }
    FillEmpty(request.complete(), *draft->mutable_masked());
    if (auto ok = TakeSummary(services_, request.summary(), *draft); !ok) return Fail(ok.error());
    if (auto ready = ReadyToApprove(*draft); !ready) return Fail(ready.error());
    auto scrubbed = RescanAll(services_.anonymiser, draft->masked());
    if (!scrubbed) return Fail(scrubbed.error());
    if (auto ok = CleanCompletion(services_, request.complete()); !ok) return Fail(ok.error());
    auto yes = QuestionsAnswered(request, *draft);
    if (!yes) return Fail(yes.error());
    const Judgement judgement = Judge(services_, store, *draft, *yes);
    auto missing = ApprovalsMissing(who, *draft, judgement);
    if (!missing) return Fail(missing.error());
    *response.mutable_risk() = ShowRisk(judgement);
    response.set_approvals_missing(*missing);
    if (*missing > 0) {
      LocalTurn first = FirstApproval(services_, who, *yes, *draft, now);
      AddAudit(store, who, {"review.first-approval", DraftName(*draft), ForAudit(judgement, *yes)},
               now.wall, first.writes);
      Remember(who, request.request_id(), now.wall, response, first.writes);
      return first;
    }

    response.set_record_id(DraftName(*draft));
    response.set_rules_version(draft->rules_version());
    LocalTurn turn;
    AddApproval(who, *draft, *scrubbed, now.wall, turn.writes);
    turn.after = LocalTurn::After::kSweep;  // The draft's key leaves the disk.
    AddAudit(store, who,
             {"review.approve", response.record_id(),
              "rules " + draft->rules_version() + ", " + ForAudit(judgement, *yes) + ", kept " +
                  RulesIn(*draft, node::v1::REDACTION_STATE_KEPT)},
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

}  // namespace candour
