// Rows that only this node has: drafts, records, users, tickets, audit. The federation never sees
// them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/port/store.h"

namespace candour::storage {

enum class LocalFamily : uint8_t { kMeta, kRecord, kDraft };

// value empty = delete the row.
struct LocalWrite {
  LocalFamily family = LocalFamily::kMeta;
  std::string key;
  std::optional<std::string> value;
};
using LocalWrites = std::vector<LocalWrite>;

// What changed, for projections. Rows of family change, kept until every projection has passed
// them.
enum class ChangeKind : uint8_t {
  kRecord = 1,   // key = record id
  kDraft = 2,    // key = draft id
  kBody = 3,     // feed, index: a body arrived
  kRetract = 4,  // feed, index = target: hide it
  kErased = 5,   // feed, index = target
};
struct Change {
  uint64_t sequence = 0;
  ChangeKind kind = ChangeKind::kRecord;
  std::string key;
  FeedId feed;
  uint64_t index = 0;
};

// A StoreView that also reads local rows.
class Reader : public StoreView {
 public:
  virtual std::optional<std::string> Get(LocalFamily family, std::string_view key) const = 0;
  // As Get for each of the keys, which are in order: cheaper than one by one.
  virtual std::vector<std::optional<std::string>> GetMany(LocalFamily family,
                                                          std::span<const std::string> keys) const;
  // Rows whose key begins with `prefix`, from `start` (inclusive, "" = first), in key order, until
  // the callback says false.
  using RowCallback = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void Scan(LocalFamily family, std::string_view prefix, std::string_view start,
                    const RowCallback& row) const = 0;
  virtual std::vector<Change> ChangesAfter(uint64_t sequence, size_t max) const = 0;
  virtual uint64_t NewestChange() const = 0;
  // Item chains of a feed from `from` (inclusive) in order of item id; for names given as prefixes.
  virtual std::vector<ItemChain> ChainsFrom(const FeedId& feed, const ItemId& from,
                                            size_t max) const = 0;
};

}  // namespace candour::storage
