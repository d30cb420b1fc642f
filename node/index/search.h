// What is asked of the index, and what it answers: keys and counts, never text.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/index/document.h"
#include "node/index/query.h"

namespace candour::index {

// What the person who asks may see at all. Nobody sees anything by default.
struct Scope {
  bool items = false;
  bool records = false;
  bool drafts = false;
  std::optional<std::vector<NetworkId>> networks = {};  // Items of these networks only; empty: all.
};

struct SearchRequest {
  Query query = {};
  Scope scope = {};
  size_t offset = 0;  // At most kOffsetMax.
  size_t limit = 20;  // At most kLimitMax.
  std::chrono::milliseconds timeout{5'000};
};
inline constexpr size_t kOffsetMax = 10'000;
inline constexpr size_t kLimitMax = 200;

// The best document of one work.
struct Hit {
  DocumentKey key;
  double rank = 0;  // Of BM25: the lower the better; 0 when the query has no words.
  int64_t day = 0;
  std::vector<DocumentKey> also;  // Other documents of the same work within the scope.
};

// Best first; without words the newest first.
struct SearchResult {
  std::vector<Hit> hits;
  uint64_t total = 0;  // Documents that match, before those of one work are merged.
};

struct FacetCount {
  std::string value;  // Network and member in hex.
  uint64_t works = 0;

  bool operator==(const FacetCount&) const = default;
};

// Each work counts once per value, in however many networks it stands. Most frequent first.
struct FacetResult {
  uint64_t works = 0;
  std::array<std::vector<FacetCount>, kFields> fields;  // By Field.
};

}  // namespace candour::index
