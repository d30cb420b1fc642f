// Drafts: create, check and list. Import is in import.cc, finding in find.cc, proofs in prove.cc.
#include "node/learning/learning_handlers.h"

#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/draft_list.h"
#include "node/learning/drafts.h"
#include "node/learning/fields.h"
#include "node/learning/judgement.h"
#include "node/learning/requests.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

std::string DraftDetail(const node::v1::DraftSummary& summary) {
  return "masked " + std::to_string(summary.masked()) + ", flagged " +
         std::to_string(summary.flagged());
}

}  // namespace

Result<node::v1::CreateDraftResponse> LearningHandlers::CreateDraft(
    const Principal& who, const node::v1::CreateDraftRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReport); !ok) return Fail(ok.error());
  if (auto ok = CheckRequestId(request.request_id()); !ok) return Fail(ok.error());
  auto draft = MakeDraft(services_, who, request.draft(), services_.turns.Time().wall);
  if (!draft) return Fail(draft.error());

  node::v1::DraftSummary summary = Summarise(*draft);
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    node::v1::DraftSummary earlier;
    if (Replayed(store, who, request.request_id(), now.wall, earlier)) {
      summary.set_id(earlier.id());
      return LocalTurn{};
    }
    LocalTurn turn;
    turn.writes.push_back(PutDraft(*draft));
    AddAudit(store, who, {"draft.create", summary.id(), DraftDetail(summary)}, now.wall,
             turn.writes);
    node::v1::DraftSummary remembered;  // Without the title: no record text in a request row.
    remembered.set_id(summary.id());
    Remember(who, request.request_id(), now.wall, remembered, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  node::v1::CreateDraftResponse response;
  *response.mutable_draft() = summary;
  *response.mutable_masked() = draft->masked();
  *response.mutable_redactions() = draft->redactions();
  return response;
}

Result<node::v1::CheckDraftResponse> LearningHandlers::CheckDraft(
    const Principal& who, const node::v1::CheckDraftRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReport); !ok) return Fail(ok.error());
  if (auto ok = CheckInput(services_, request.draft()); !ok) return Fail(ok.error());
  auto scrubbed = ScrubInputOf(services_, request.draft());
  if (!scrubbed) return Fail(scrubbed.error());
  node::v1::CheckDraftResponse response;
  *response.mutable_masked() = scrubbed->masked;
  for (const auto& redaction : scrubbed->redactions) *response.add_redactions() = redaction;
  response.set_quarantined(scrubbed->quarantined);
  for (auto& field : MissingFields(scrubbed->masked)) response.add_missing_fields(field);
  node::v1::StoredDraft as_it_stands;
  *as_it_stands.mutable_masked() = std::move(scrubbed->masked);
  *as_it_stands.mutable_redactions() = response.redactions();
  as_it_stands.set_quarantined(scrubbed->quarantined);
  auto snapshot = services_.turns.Snapshot();
  *response.mutable_risk() = ShowRisk(Judge(services_, *snapshot, as_it_stands, {}));
  return response;
}

Result<node::v1::ListDraftsResponse> LearningHandlers::ListDrafts(
    const Principal& who, const node::v1::ListDraftsRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadDraft); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto page = ListDraftPage(*snapshot, who, {request.page_size(), request.page_token()},
                            [&](const node::v1::StoredDraft& draft) {
                              return request.state() == node::v1::REPORT_STATE_UNSPECIFIED ||
                                     request.state() == draft.state();
                            });
  if (!page) return Fail(page.error());
  node::v1::ListDraftsResponse response;
  for (auto& draft : page->drafts) *response.add_drafts() = std::move(draft);
  response.set_next_page_token(page->next_page_token);
  response.set_total(page->total);
  return response;
}

}  // namespace candour
