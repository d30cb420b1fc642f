#include "node/learning/tally.h"

#include "candour/node/v1/stored.pb.h"

namespace candour {

Tally TallyRows(const storage::Reader& store) {
  Tally tally;
  store.Scan(storage::LocalFamily::kDraft, "", "", [&](std::string_view, std::string_view value) {
    node::v1::StoredDraft draft;
    if (!draft.ParseFromString(std::string(value))) return true;
    ++tally.drafts;
    if (tally.oldest_draft == 0 || draft.created_at() < tally.oldest_draft) {
      tally.oldest_draft = draft.created_at();
    }
    return true;
  });
  store.Scan(storage::LocalFamily::kRecord, "", "", [&](std::string_view, std::string_view value) {
    node::v1::StoredRecord record;
    if (!record.ParseFromString(std::string(value))) return true;
    tally.kept += record.state() == node::v1::REPORT_STATE_KEPT;
    tally.approved += record.state() == node::v1::REPORT_STATE_APPROVED;
    tally.published += record.state() == node::v1::REPORT_STATE_PUBLISHED;
    tally.withdrawn += record.state() == node::v1::REPORT_STATE_WITHDRAWN;
    return true;
  });
  return tally;
}

}  // namespace candour
