// Reads one shard over a connection of its own. Internal to node/index. One thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "node/index/match.h"
#include "node/index/search.h"
#include "node/index/sqlite.h"

namespace candour::index {

struct BlobValue {
  std::string bytes;
};
using SqlValue = std::variant<int64_t, std::string, BlobValue>;

// The scope and the filters of a request as a condition over table doc, named d.
struct Conditions {
  std::string sql;
  std::vector<SqlValue> values;
};
Conditions ConditionsOf(const Scope& scope, const std::vector<Filter>& filters);

struct ShardHit {
  std::string key;   // Encoded.
  std::string work;  // 16 bytes, or empty.
  double rank = 0;
  int64_t day = 0;
};

struct FacetRow {
  std::array<std::string_view, kFields> values;  // By Field; network and member as bytes.
  std::string_view work;
};

class ShardReader {
 public:
  static Result<std::unique_ptr<ShardReader>> Open(const std::string& path);

  // Statements that run beyond it end with kUnavailable.
  void SetDeadline(std::chrono::steady_clock::time_point deadline) {
    database_->SetDeadline(deadline);
  }
  // At most `max`, best first.
  Result<std::vector<ShardHit>> Top(const std::optional<Node>& text, const Conditions& where,
                                    size_t max);
  Result<uint64_t> Count(const std::optional<Node>& text, const Conditions& where);
  Status EachFacet(const std::optional<Node>& text, const Conditions& where,
                   const std::function<void(const FacetRow&)>& row);
  // Encoded keys of the documents of one work.
  Result<std::vector<std::string>> OfWork(const std::string& work, const Conditions& where);

 private:
  ShardReader() = default;
  // A statement over the documents that match, ready to step; null when none can.
  // `columns` of d, `order` behind it.
  Result<Statement*> Ask(const std::optional<Node>& text, const Conditions& where,
                         const std::string& columns, const std::string& order);
  Result<Statement*> Cached(const std::string& sql);
  Result<std::vector<std::string>> Expand(std::string_view prefix);

  std::unique_ptr<Database> database_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unordered_map<std::string, Statement> statements_;
};

}  // namespace candour::index
