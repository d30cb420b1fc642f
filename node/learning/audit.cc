#include "node/learning/audit.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "crypto/hash.h"

namespace candour {
namespace {

using storage::LocalFamily;

constexpr std::string_view kHeadKey = "audit-head";  // u64be sequence || SHA-256 of that row.
constexpr std::string_view kPrefix = "audit/";

std::string RowKey(uint64_t sequence) { return std::string(kPrefix) + crypto::U64(sequence); }

}  // namespace

void AddAudit(const storage::Reader& store, const Principal& who, const AuditNote& note,
              WallSeconds at, storage::LocalWrites& writes) {
  uint64_t sequence = 1;
  node::v1::StoredAudit row;
  if (auto head = store.Get(LocalFamily::kMeta, kHeadKey); head && head->size() == 40) {
    sequence = crypto::GetU64(*head) + 1;
    row.set_previous_sha256(head->substr(8));
  }
  auto& entry = *row.mutable_entry();
  entry.set_sequence(sequence);
  entry.set_at(at);
  entry.set_user(who.user);
  entry.set_acting_as(who.operator_);
  entry.set_action(note.action);
  entry.set_object(note.object);
  entry.set_detail(note.detail);
  std::string bytes = row.SerializeAsString();
  writes.push_back({LocalFamily::kMeta, std::string(kHeadKey),
                    crypto::U64(sequence) + std::string(crypto::Sha256(bytes).view())});
  writes.push_back({LocalFamily::kMeta, RowKey(sequence), std::move(bytes)});
}

std::vector<node::v1::AuditEntry> ListAudit(const storage::Reader& store, uint64_t before,
                                            size_t max) {
  auto head = store.Get(LocalFamily::kMeta, kHeadKey);
  if (!head || head->size() != 40) return {};
  uint64_t newest = crypto::GetU64(*head);
  if (before != 0) newest = std::min(newest, before - 1);
  uint64_t first = newest >= max ? newest - max + 1 : 1;
  std::vector<node::v1::AuditEntry> entries;
  store.Scan(LocalFamily::kMeta, kPrefix, RowKey(first),
             [&](std::string_view, std::string_view value) {
               node::v1::StoredAudit row;
               if (row.ParseFromString(std::string(value)) && row.entry().sequence() <= newest) {
                 entries.push_back(row.entry());
               }
               return entries.size() < max;
             });
  std::reverse(entries.begin(), entries.end());
  return entries;
}

Status CheckAudit(const storage::Reader& store) {
  std::string previous;
  uint64_t expected = 1;
  Status status;
  store.Scan(LocalFamily::kMeta, kPrefix, "", [&](std::string_view, std::string_view value) {
    node::v1::StoredAudit row;
    if (!row.ParseFromString(std::string(value)) || row.entry().sequence() != expected ||
        row.previous_sha256() != previous) {
      status = Fail(ErrorCode::kCorrupt, "AUDIT_BROKEN",
                    "audit entry " + std::to_string(expected) +
                        " does not follow from the one before; keep the data directory as it is "
                        "and restore a backup beside it");
      return false;
    }
    previous = std::string(crypto::Sha256(value).view());
    ++expected;
    return true;
  });
  if (!status) return status;
  auto head = store.Get(LocalFamily::kMeta, kHeadKey);
  bool whole = expected == 1 ? !head : head && *head == crypto::U64(expected - 1) + previous;
  if (!whole) {
    return Fail(ErrorCode::kCorrupt, "AUDIT_BROKEN", "the audit log's head is not its last entry");
  }
  return {};
}

}  // namespace candour
