#include "node/sweep_rows.h"

#include <string_view>

#include "crypto/random.h"

namespace candour {
namespace {

using storage::LocalFamily;

constexpr std::string_view kPrefix = "sweep/";
constexpr char kRecordMark = 'r';
constexpr char kDraftMark = 'd';

constexpr size_t kNonceBytes = 8;  // Tells a row from an earlier one with the same key.

}  // namespace

void AddSweepRows(storage::LocalWrites& writes) {
  storage::LocalWrites rows;
  for (const storage::LocalWrite& write : writes) {
    if (write.family == LocalFamily::kMeta) continue;
    const char mark = write.family == LocalFamily::kRecord ? kRecordMark : kDraftMark;
    rows.push_back({LocalFamily::kMeta, std::string(kPrefix) + mark + write.key,
                    crypto::RandomBytes(kNonceBytes)});
  }
  writes.insert(writes.end(), rows.begin(), rows.end());
}

SweepKeys ReadSweepRows(const storage::Reader& store) {
  SweepKeys keys;
  store.Scan(LocalFamily::kMeta, kPrefix, "", [&](std::string_view key, std::string_view value) {
    if (key.size() <= kPrefix.size()) return true;
    keys.rows.emplace_back(key, value);
    const char mark = key[kPrefix.size()];
    (mark == kRecordMark ? keys.records : keys.drafts).emplace_back(key.substr(kPrefix.size() + 1));
    return true;
  });
  return keys;
}

storage::LocalWrites DropSweepRows(const storage::Reader& store, const SweepKeys& keys) {
  storage::LocalWrites writes;
  for (const auto& [key, value] : keys.rows) {
    if (store.Get(LocalFamily::kMeta, key) != value) continue;
    writes.push_back({LocalFamily::kMeta, key, std::nullopt});
  }
  return writes;
}

}  // namespace candour
