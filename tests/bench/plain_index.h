// SQLite FTS5 used directly, one table and nothing around it: what the index is held against.
#pragma once

#include <string>
#include <vector>

#include "federation/base/result.h"

struct sqlite3;

namespace candour::bench {

struct PlainText {
  std::string title;
  std::string body;
};

class PlainIndex {
 public:
  static Result<PlainIndex> Open(const std::string& path);
  ~PlainIndex();
  PlainIndex(PlainIndex&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }

  // One durable transaction.
  Status Apply(const std::vector<PlainText>& documents);
  // How many of the best 20 there are for words that must all occur.
  Result<size_t> Search(const std::string& words);

 private:
  explicit PlainIndex(sqlite3* db) : db_(db) {}
  Status Run(const std::string& sql);
  tl::unexpected<Error> Failed() const;

  sqlite3* db_;
};

}  // namespace candour::bench
