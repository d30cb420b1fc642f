// Import: a file becomes drafts, masked at once, each row stored or refused with a reason.
//
// Rows are committed in groups; a second import of the same rows makes no duplicates, so a broken
// connection is mended by importing again. With validate_only nothing is written.
#include <map>
#include <utility>
#include <vector>

#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/drafts.h"
#include "node/learning/import_reader.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/mapping.h"
#include "node/learning/requests.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr size_t kRowsPerTurn = 100;
constexpr int kListedMax = 1000;

// One row on its way into the store.
struct Waiting {
  std::string fingerprint;
  node::v1::StoredDraft draft;
};

class Importing {
 public:
  Importing(Services& services, const Principal& who, const node::v1::ImportHeader& header)
      : services_(services), who_(who), header_(header) {}

  Status Run(intake::ImportReader& reader);
  node::v1::ImportLearningResponse& response() { return response_; }

 private:
  Status Take(intake::ImportStep step);
  Status TakeRow(intake::ImportedRow row);
  void Refuse(uint64_t row, const std::string& reason, const std::string& message);
  bool SeenBefore(const std::string& fingerprint);
  Status Flush();
  void Count(const node::v1::StoredDraft& draft);
  Result<LocalTurn> Store(const Reader& store, Now now);

  Services& services_;
  const Principal& who_;
  const node::v1::ImportHeader& header_;
  std::vector<Waiting> waiting_;
  std::map<std::string, uint64_t> in_file_;  // Fingerprints of this file, for dry runs too.
  std::map<std::string, uint64_t> refused_;
  node::v1::ImportLearningResponse response_;
};

Status Importing::Run(intake::ImportReader& reader) {
  for (;;) {
    auto step = reader.Next();
    if (!step) {
      // What was read before stays: the message says how far it came.
      (void)Flush();
      return Fail(step.error());
    }
    if (!*step) break;
    if (auto ok = Take(std::move(**step)); !ok) return ok;
  }
  if (auto ok = Flush(); !ok) return ok;
  for (const auto& [reason, count] : refused_) {
    auto& row = *response_.add_refused_by_reason();
    row.set_reason(reason);
    row.set_count(count);
  }
  return {};
}

Status Importing::Take(intake::ImportStep step) {
  response_.set_rows(response_.rows() + 1);
  if (auto* refused = std::get_if<intake::RefusedImport>(&step)) {
    Refuse(refused->row, refused->refusal.reason, refused->refusal.message);
    return {};
  }
  return TakeRow(std::move(std::get<intake::ImportedRow>(step)));
}

Status Importing::TakeRow(intake::ImportedRow row) {
  node::v1::DraftInput input;
  *input.mutable_learning() = std::move(row.learning);
  input.set_source_reference(row.source_reference);
  for (const auto& seed : row.seeds) {
    auto& out = *input.add_seeds();
    out.set_kind(seed.kind);
    out.set_value(seed.value);
  }
  std::string fingerprint =
      ImportFingerprint(services_.vault.NodeKey(), row.source_reference, row.fingerprint);
  if (SeenBefore(fingerprint)) {
    response_.set_duplicates(response_.duplicates() + 1);
    return {};
  }
  auto draft = MakeDraft(services_, who_, input, services_.turns.Time().wall);
  if (!draft) {
    Refuse(row.row, draft.error().reason, draft.error().message);
    return {};
  }
  in_file_[fingerprint] = row.row;
  waiting_.push_back({std::move(fingerprint), std::move(*draft)});
  return waiting_.size() < kRowsPerTurn ? Status() : Flush();
}

void Importing::Refuse(uint64_t row, const std::string& reason, const std::string& message) {
  response_.set_refused(response_.refused() + 1);
  ++refused_[reason];
  if (response_.refused_rows_size() >= kListedMax) return;
  auto& refused = *response_.add_refused_rows();
  refused.set_row(row);
  refused.set_reason(reason);
  refused.set_message(message);
}

bool Importing::SeenBefore(const std::string& fingerprint) {
  return in_file_.contains(fingerprint) ||
         RecordOfImport(*services_.turns.Snapshot(), fingerprint).has_value();
}

void Importing::Count(const node::v1::StoredDraft& draft) {
  auto summary = Summarise(draft);
  response_.set_created(response_.created() + 1);
  response_.set_masked(response_.masked() + summary.masked());
  response_.set_flagged(response_.flagged() + summary.flagged());
  response_.set_quarantined(response_.quarantined() + (draft.quarantined() ? 1 : 0));
  if (!header_.validate_only() && response_.draft_ids_size() < kListedMax) {
    response_.add_draft_ids(summary.id());
  }
}

Result<LocalTurn> Importing::Store(const Reader& store, Now now) {
  LocalTurn turn;
  for (const Waiting& row : waiting_) {
    auto id = *DraftId::From(row.draft.id());
    turn.writes.push_back(PutRecordOfImport(row.fingerprint, id));
    turn.writes.push_back(PutDraft(row.draft));
  }
  AddAudit(store, who_, {"import", "", std::to_string(waiting_.size()) + " drafts"}, now.wall,
           turn.writes);
  return turn;
}

Status Importing::Flush() {
  if (waiting_.empty()) return {};
  if (!header_.validate_only()) {
    auto status =
        services_.turns.Run([&](const Reader& store, Now now) { return Store(store, now); });
    if (!status) return status;
  }
  for (const Waiting& row : waiting_) Count(row.draft);
  waiting_.clear();
  return {};
}

Result<intake::Mapping> MappingOf(const node::v1::ImportHeader& header) {
  auto parsed = intake::ParseMapping(header.mapping());
  if (!parsed.mapping) {
    return Fail(ErrorCode::kInvalid, "MAPPING_INVALID", parsed.Report("mapping"));
  }
  bool jsonl = parsed.mapping->format == intake::TableFormat::kJsonl;
  if (!header.format().empty() && header.format() != (jsonl ? "jsonl" : "csv")) {
    return Fail(ErrorCode::kInvalid, "FORMAT_MISMATCH",
                "the mapping is for " + std::string(jsonl ? "jsonl" : "csv") + ", not for " +
                    header.format());
  }
  return std::move(*parsed.mapping);
}

}  // namespace

Result<node::v1::ImportLearningResponse> LearningHandlers::ImportLearning(
    const Principal& who, const node::v1::ImportHeader& header, ChunkSource& file) {
  if (auto ok = Authorise(who, UserAction::kReport); !ok) return Fail(ok.error());
  if (header.keep()) {
    return Fail(ErrorCode::kPolicy, "KEEP_AFTER_IMPORT",
                "import makes drafts; a reviewer keeps them with candour review keep-all");
  }
  auto mapping = MappingOf(header);
  if (!mapping) return Fail(mapping.error());
  auto reader = intake::ImportReader::Open(std::move(*mapping), [&] { return file.Next(); },
                                           {.row_bytes_max = services_.import_row_bytes_max,
                                            .draft_bytes_max = services_.draft_bytes_max});
  if (!reader) return Fail(reader.error());
  Importing importing(services_, who, header);
  if (auto ok = importing.Run(**reader); !ok) {
    Error error = ok.error();
    error.message += " (" + std::to_string(importing.response().created()) +
                     " rows before it are stored; importing again makes no duplicates)";
    return Fail(error);
  }
  importing.response().set_validate_only(header.validate_only());
  return std::move(importing.response());
}

}  // namespace candour
