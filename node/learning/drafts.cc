#include "node/learning/drafts.h"

#include "crypto/hash.h"
#include "crypto/random.h"
#include "node/learning/draft_seal.h"
#include "node/learning/fields.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

std::vector<anonymise::Seed> SeedsOf(const node::v1::DraftInput& input) {
  std::vector<anonymise::Seed> seeds;
  for (const auto& seed : input.seeds()) seeds.push_back({seed.kind(), seed.value()});
  return seeds;
}

void Fill(const Scrubbed& scrubbed, node::v1::StoredDraft& draft) {
  *draft.mutable_masked() = scrubbed.masked;
  draft.clear_redactions();
  for (const auto& redaction : scrubbed.redactions) *draft.add_redactions() = redaction;
  draft.set_quarantined(scrubbed.quarantined);
  draft.set_rules_version(std::string(anonymise::RulesVersion()));
  draft.set_revision(draft.revision() + 1);
}

}  // namespace

Status CheckInput(const Services& services, const node::v1::DraftInput& input) {
  if (input.ByteSizeLong() > services.draft_bytes_max) {
    return Fail(ErrorCode::kFull, "DRAFT_TOO_LONG",
                "a report may hold " + std::to_string(services.draft_bytes_max) +
                    " bytes in all (limits.draft_bytes); shorten it, nothing was stored");
  }
  auto malformed = MalformedFields(input.learning());
  if (malformed.empty()) return {};
  std::string all = malformed.front();
  for (size_t i = 1; i < malformed.size(); ++i) all += "; " + malformed[i];
  return Fail(ErrorCode::kInvalid, "FIELD_MALFORMED", all);
}

Result<Scrubbed> ScrubInputOf(const Services& services, const node::v1::DraftInput& input) {
  return Scrub(services.anonymiser, {.source = input.learning(),
                                     .seeds = SeedsOf(input),
                                     .masks = {},
                                     .decisions = {},
                                     .words = LoadWords(*services.turns.Snapshot())});
}

Result<node::v1::StoredDraft> MakeDraft(const Services& services, const Principal& author,
                                        const node::v1::DraftInput& input, WallSeconds now) {
  if (auto ok = CheckInput(services, input); !ok) return Fail(ok.error());
  auto scrubbed = ScrubInputOf(services, input);
  if (!scrubbed) return Fail(scrubbed.error());
  node::v1::StoredDraft draft;
  draft.set_id(crypto::RandomBytes(DraftId::kSize));
  draft.set_state(node::v1::REPORT_STATE_DRAFT);
  draft.set_author(author.user);
  draft.set_created_at(now);
  Fill(*scrubbed, draft);
  SealOriginal(services.vault.NodeKey(), input, draft);
  return draft;
}

Status Rebuild(const Services& services, const node::v1::DraftInput& original,
               node::v1::StoredDraft& draft) {
  ScrubInput input{.source = original.learning(),
                   .seeds = SeedsOf(original),
                   .masks = {},
                   .decisions = {},
                   .words = LoadWords(*services.turns.Snapshot())};
  for (const auto& edit : draft.edits()) {
    std::string* field = FindField(input.source, edit.field());
    if (field == nullptr) {
      return Fail(ErrorCode::kInvalid, "FIELD_UNKNOWN", "there is no field " + edit.field());
    }
    *field = edit.text();
  }
  input.masks.assign(draft.masks().begin(), draft.masks().end());
  input.decisions.assign(draft.redactions().begin(), draft.redactions().end());
  if (auto malformed = MalformedFields(input.source); !malformed.empty()) {
    return Fail(ErrorCode::kInvalid, "FIELD_MALFORMED", malformed.front());
  }
  auto scrubbed = Scrub(services.anonymiser, input);
  if (!scrubbed) return Fail(scrubbed.error());
  Fill(*scrubbed, draft);
  return {};
}

Result<node::v1::DraftInput> OriginalOrMasked(const Services& services,
                                              node::v1::StoredDraft& draft) {
  if (draft.wrapped_key().empty()) {
    node::v1::DraftInput masked;
    *masked.mutable_learning() = draft.masked();
    return masked;
  }
  if (auto opened = OpenWork(services.vault.NodeKey(), draft); !opened) {
    return Fail(opened.error());
  }
  return OpenOriginal(services.vault.NodeKey(), draft);
}

node::v1::DraftSummary Summarise(const node::v1::StoredDraft& draft) {
  node::v1::DraftSummary summary;
  if (auto id = DraftId::From(draft.id())) summary.set_id(ShowId(*id));
  summary.set_title(draft.masked().title());
  summary.set_state(draft.state());
  summary.set_author(draft.author());
  summary.set_created_at(draft.created_at());
  uint32_t masked = 0, flagged = 0;
  for (const auto& redaction : draft.redactions()) {
    masked += redaction.state() == node::v1::REDACTION_STATE_MASKED;
    flagged += redaction.state() == node::v1::REDACTION_STATE_FLAGGED;
  }
  summary.set_masked(masked);
  summary.set_flagged(flagged);
  summary.set_quarantined(draft.quarantined());
  summary.set_kind(draft.masked().kind());
  summary.set_etag(Etag(draft.revision()));
  summary.set_approvals(static_cast<uint32_t>(draft.approvals_size()));
  return summary;
}

std::string Etag(uint64_t revision) { return "r" + std::to_string(revision); }

std::string ImportFingerprint(std::string_view node_key, std::string_view reference,
                              const crypto::Hash& content) {
  return std::string(
      crypto::HmacSha256(node_key, {"candour/import/v1\n", reference, "\n", content.view()})
          .view());
}

}  // namespace candour
