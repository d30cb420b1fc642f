// The queue and the decisions on drafts. Publishing is in publish.cc, withdrawing in withdraw.cc.
#include "node/learning/review_handlers.h"

#include <map>

#include "crypto/random.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/calendar.h"
#include "node/learning/draft_list.h"
#include "node/learning/draft_seal.h"
#include "node/learning/drafts.h"
#include "node/learning/fields.h"
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

Result<node::v1::GetReviewResponse> ShowBothSides(const Services& services,
                                                  const StoredDraft& draft) {
  auto original = OpenOriginal(services.vault.NodeKey(), draft);
  if (!original) return Fail(original.error());
  node::v1::GetReviewResponse response;
  *response.mutable_draft() = Summarise(draft);
  *response.mutable_original() = original->learning();
  *response.mutable_masked() = draft.masked();
  *response.mutable_redactions() = draft.redactions();
  for (auto& field : MissingFields(draft.masked())) response.add_missing_fields(field);
  return response;
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
  for (auto& draft : page->drafts) *response.add_drafts() = std::move(draft);
  response.set_next_page_token(page->next_page_token);
  response.set_total(page->total);
  return response;
}

Result<node::v1::GetReviewResponse> ReviewHandlers::GetReview(
    const Principal& who, const node::v1::GetReviewRequest& request) {
  auto snapshot = services_.turns.Snapshot();
  auto draft = DraftFor(*snapshot, who, UserAction::kReadDraft, request.id());
  if (!draft) return Fail(draft.error());
  return ShowBothSides(services_, *draft);
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
  auto shown = ShowBothSides(services_, decided);
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
    if (auto ready = ReadyToApprove(*draft); !ready) return Fail(ready.error());
    auto scrubbed = RescanAll(services_.anonymiser, draft->masked());
    if (!scrubbed) return Fail(scrubbed.error());

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
             {"review.approve", response.record_id(), "rules " + draft->rules_version()}, now.wall,
             turn.writes);
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
