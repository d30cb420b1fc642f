#include "node/learning/tally.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "candour/node/v1/stored.pb.h"
#include "crypto/encoding.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::LocalWrites;
using storage::Reader;

constexpr char kTallyKey[] = "tally";
constexpr char kAgePrefix[] = "age/";
constexpr size_t kCounts = 5;

std::string Encode(const Tally& tally) {
  std::string row;
  for (const uint64_t count :
       {tally.drafts, tally.kept, tally.approved, tally.published, tally.withdrawn}) {
    crypto::PutU64(row, count);
  }
  return row;
}

std::optional<Tally> StoredCounts(const Reader& store) {
  const auto row = store.Get(LocalFamily::kMeta, kTallyKey);
  if (!row || row->size() != kCounts * 8) return std::nullopt;
  return Tally{.drafts = crypto::GetU64(*row, 0),
               .kept = crypto::GetU64(*row, 8),
               .approved = crypto::GetU64(*row, 16),
               .published = crypto::GetU64(*row, 24),
               .withdrawn = crypto::GetU64(*row, 32)};
}

// A draft's place in the order of age; empty once its original is gone, nothing for a row that
// does not parse.
std::optional<std::string> AgeKey(const std::string& row, const std::string& id) {
  node::v1::StoredDraft draft;
  if (!draft.ParseFromString(row)) return std::nullopt;
  if (draft.wrapped_key().empty()) return std::string();
  std::string key = kAgePrefix;
  crypto::PutU64(key, static_cast<uint64_t>(std::max<int64_t>(draft.created_at(), 0)));
  return key + id;
}

uint64_t* CountOf(const std::string& row, Tally& tally) {
  node::v1::StoredRecord record;
  if (!record.ParseFromString(row)) return nullptr;
  switch (record.state()) {
    case node::v1::REPORT_STATE_KEPT:
      return &tally.kept;
    case node::v1::REPORT_STATE_APPROVED:
      return &tally.approved;
    case node::v1::REPORT_STATE_PUBLISHED:
      return &tally.published;
    case node::v1::REPORT_STATE_WITHDRAWN:
      return &tally.withdrawn;
    default:
      return nullptr;
  }
}

// One row taken out of the counts or put into them.
class Counting {
 public:
  explicit Counting(const Tally& tally) : tally_(tally) {}

  void Add(LocalFamily family, const std::string& key, const std::string& row) {
    if (family == LocalFamily::kRecord) {
      if (uint64_t* count = CountOf(row, tally_)) ++*count;
    } else if (const auto age = AgeKey(row, key)) {
      ++tally_.drafts;
      if (!age->empty()) ages_[*age] = "";
    }
  }
  void Remove(LocalFamily family, const std::string& key, const std::string& row) {
    if (family == LocalFamily::kRecord) {
      if (uint64_t* count = CountOf(row, tally_); count && *count > 0) --*count;
    } else if (const auto age = AgeKey(row, key)) {
      if (tally_.drafts > 0) --tally_.drafts;
      if (!age->empty()) ages_[*age] = std::nullopt;
    }
  }
  LocalWrites Writes() {
    LocalWrites writes;
    for (auto& [key, value] : ages_) writes.push_back({LocalFamily::kMeta, key, std::move(value)});
    writes.push_back({LocalFamily::kMeta, kTallyKey, Encode(tally_)});
    return writes;
  }
  const Tally& tally() const { return tally_; }

 private:
  Tally tally_;
  std::map<std::string, std::optional<std::string>> ages_;
};

Counting CountAll(const Reader& store) {
  Counting counting{Tally{}};
  for (const LocalFamily family : {LocalFamily::kDraft, LocalFamily::kRecord}) {
    store.Scan(family, "", "", [&](std::string_view key, std::string_view row) {
      counting.Add(family, std::string(key), std::string(row));
      return true;
    });
  }
  return counting;
}

WallSeconds OldestOf(std::string_view age_key) {
  return static_cast<WallSeconds>(crypto::GetU64(age_key, sizeof kAgePrefix - 1));
}

}  // namespace

bool Counted(const Reader& store) { return StoredCounts(store).has_value(); }

Tally TallyRows(const Reader& store) {
  if (std::optional<Tally> tally = StoredCounts(store)) {
    store.Scan(LocalFamily::kMeta, kAgePrefix, "", [&](std::string_view key, std::string_view) {
      tally->oldest_draft = OldestOf(key);
      return false;
    });
    return *tally;
  }
  Counting counting = CountAll(store);
  Tally tally = counting.tally();
  const LocalWrites rows = counting.Writes();  // Ages first, in order.
  if (rows.front().key != kTallyKey) tally.oldest_draft = OldestOf(rows.front().key);
  return tally;
}

std::vector<std::string> DraftsReportedBefore(const Reader& store, WallSeconds before,
                                              size_t max) {
  std::vector<std::string> ids;
  store.Scan(LocalFamily::kMeta, kAgePrefix, "", [&](std::string_view key, std::string_view) {
    if (OldestOf(key) >= before) return false;
    ids.emplace_back(key.substr(sizeof kAgePrefix - 1 + 8));
    return ids.size() < max;
  });
  return ids;
}

void AddTallyRows(const Reader& before, LocalWrites& writes) {
  std::map<std::pair<LocalFamily, std::string>, std::optional<std::string>> last;
  for (const LocalWrite& write : writes) {
    if (write.family != LocalFamily::kMeta) last[{write.family, write.key}] = write.value;
  }
  if (last.empty()) return;
  const std::optional<Tally> tally = StoredCounts(before);
  if (!tally) return;
  Counting counting(*tally);
  for (const auto& [place, value] : last) {
    const auto& [family, key] = place;
    if (const auto old = before.Get(family, key)) counting.Remove(family, key, *old);
    if (value) counting.Add(family, key, *value);
  }
  for (LocalWrite& write : counting.Writes()) writes.push_back(std::move(write));
}

LocalWrites CountRows(const Reader& store) { return CountAll(store).Writes(); }

}  // namespace candour
