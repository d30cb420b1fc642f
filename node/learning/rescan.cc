// The look-back: what today's rules and words would mask in what this node published before.
#include <algorithm>
#include <map>

#include "crypto/encoding.h"
#include "node/learning/authorise.h"
#include "node/learning/judgement.h"
#include "node/learning/placements.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "node/learning/scrub.h"

namespace candour {
namespace {

using node::v1::StoredRecord;
using storage::Reader;

constexpr uint32_t kPageDefault = 200;
constexpr uint32_t kPageMax = 1000;

bool StandsSomewhere(const StoredRecord& record) {
  return std::any_of(record.placements().begin(), record.placements().end(),
                     [](const auto& placement) { return placement.withdrawn_at() == 0; });
}

// Scanned with the very rules and words of today already.
bool UpToDate(const StoredRecord& record, const WordList& words) {
  if (record.rules_version() != anonymise::RulesVersion()) return false;
  return std::none_of(words.begin(), words.end(), [&](const auto& word) {
    return word.use() == node::v1::WORD_USE_MASK && word.at() >= record.approved_at();
  });
}

using Counts = std::map<std::string, uint32_t>;

// What a person declared harmless at approval is no news.
void Show(Counts counts, const StoredRecord& record,
          google::protobuf::RepeatedPtrField<node::v1::RuleCount>& out) {
  for (const auto& kept : record.kept()) {
    auto found = counts.find(kept.rule());
    if (found != counts.end()) found->second -= std::min(found->second, kept.count());
  }
  for (const auto& [rule, count] : counts) {
    if (count == 0) continue;
    auto& row = *out.Add();
    row.set_rule(rule);
    row.set_count(count);
  }
}

Result<node::v1::RescanFinding> Rescan(const Services& services, const StoredRecord& record,
                                       const WordList& words) {
  auto scrubbed = Scrub(services.anonymiser, {.source = ReleasedPart(record.learning()),
                                              .seeds = {},
                                              .masks = {},
                                              .decisions = {},
                                              .words = words});
  if (!scrubbed) return Fail(scrubbed.error());
  Counts masked, flagged;
  for (const auto& redaction : scrubbed->redactions) {
    if (redaction.state() == node::v1::REDACTION_STATE_MASKED) ++masked[redaction.rule()];
    if (redaction.state() == node::v1::REDACTION_STATE_FLAGGED) ++flagged[redaction.rule()];
  }
  node::v1::RescanFinding finding;
  finding.set_record_id(ShowId(*RecordId::From(record.id())));
  finding.set_rules_version(record.rules_version());
  Show(std::move(masked), record, *finding.mutable_would_mask());
  Show(std::move(flagged), record, *finding.mutable_would_flag());
  return finding;
}

}  // namespace

Result<node::v1::RescanPublishedResponse> ReviewHandlers::RescanPublished(
    const Principal& who, const node::v1::RescanPublishedRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  std::string start;
  if (!request.page_token().empty()) {
    auto raw = crypto::Crockford16Decode(request.page_token());
    if (!raw) {
      return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                  "this page_token was not given by an earlier page; begin without one");
    }
    start = *raw;
  }
  const size_t size =
      request.page_size() == 0 ? kPageDefault : std::min(request.page_size(), kPageMax);
  auto snapshot = services_.turns.Snapshot();
  const WordList words = LoadWords(*snapshot);
  node::v1::RescanPublishedResponse response;
  response.set_rules_version(std::string(anonymise::RulesVersion()));
  std::vector<StoredRecord> page;
  snapshot->Scan(storage::LocalFamily::kRecord, "", start,
                 [&](std::string_view key, std::string_view value) {
                   StoredRecord record;
                   if (!record.ParseFromString(std::string(value))) return true;
                   if (!record.has_learning() || !StandsSomewhere(record)) return true;
                   if (page.size() == size) {
                     response.set_next_page_token(crypto::Crockford16Encode(key));
                     return false;
                   }
                   page.push_back(std::move(record));
                   return true;
                 });
  for (const StoredRecord& record : page) {
    if (!request.all() && UpToDate(record, words)) {
      response.set_unchanged(response.unchanged() + 1);
      continue;
    }
    response.set_scanned(response.scanned() + 1);
    auto finding = Rescan(services_, record, words);
    if (!finding) return Fail(finding.error());
    if (finding->would_mask().empty() && finding->would_flag().empty()) continue;
    for (const auto& placement : record.placements()) {
      if (placement.withdrawn_at() != 0) continue;
      const auto place = PlaceOfPlacement(services_.turns, *snapshot, placement);
      if (place) finding->add_names(ItemName(*place));
    }
    *response.add_findings() = std::move(*finding);
  }
  return response;
}

}  // namespace candour
