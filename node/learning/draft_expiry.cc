#include "node/learning/draft_expiry.h"

#include "node/learning/audit.h"
#include "node/learning/drafts.h"
#include "node/learning/rows.h"
#include "node/learning/tally.h"

namespace candour {
namespace {

constexpr size_t kPerTurn = 100;

// The cautious side of every open question, then no original. A draft that cannot be masked again
// (its key file is another node's) keeps its masked side as it is.
void DestroyOriginal(const Services& services, node::v1::StoredDraft& draft) {
  for (auto& redaction : *draft.mutable_redactions()) {
    if (redaction.state() == node::v1::REDACTION_STATE_FLAGGED) {
      redaction.set_state(node::v1::REDACTION_STATE_MASKED);
      redaction.set_reason("masked because nobody decided in time");
    }
  }
  if (const auto original = OriginalOrMasked(services, draft)) {
    (void)Rebuild(services, *original, draft);
  }
  draft.clear_wrapped_key();
  draft.clear_sealed_original();
  draft.clear_sealed_work();
  draft.clear_edits();
  draft.clear_masks();
  draft.clear_approvals();
  draft.clear_redactions();  // Their offsets are the original's.
  draft.set_revision(draft.revision() + 1);
}

}  // namespace

Result<uint64_t> ExpireDrafts(Services& services, int64_t draft_days) {
  const Principal node{.user = "candour", .operator_ = {}, .roles = {}};
  uint64_t destroyed = 0;
  size_t last = kPerTurn;
  while (last == kPerTurn) {
    const auto status = services.turns.Run([&](const storage::Reader& store,
                                               Now now) -> Result<LocalTurn> {
      LocalTurn turn;
      const auto due =
          DraftsReportedBefore(store, now.wall - draft_days * kSecondsPerDay, kPerTurn);
      for (const std::string& id : due) {
        auto draft = LoadDraft(store, *DraftId::From(id));
        if (!draft) continue;  // One row that cannot be read keeps no other's original.
        DestroyOriginal(services, *draft);
        turn.writes.push_back(PutDraft(*draft));
      }
      last = turn.writes.size();
      if (last == 0) return turn;
      turn.after = LocalTurn::After::kSweep;
      destroyed += last;
      AddAudit(store, node, {"draft.expire", "", std::to_string(last) + " originals"}, now.wall,
               turn.writes);
      return turn;
    });
    if (!status) return Fail(status.error());
  }
  return destroyed;
}

}  // namespace candour
