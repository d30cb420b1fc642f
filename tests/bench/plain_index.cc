#include "tests/bench/plain_index.h"

#include <sqlite3.h>

namespace candour::bench {

Result<PlainIndex> PlainIndex::Open(const std::string& path) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open(path.c_str(), &db);
  PlainIndex index(db);
  if (opened != SQLITE_OK) return index.Failed();
  Status done = index.Run(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "CREATE VIRTUAL TABLE t USING fts5(title, body, content='', tokenize='porter unicode61')");
  if (!done) return Fail(done.error());
  return index;
}

PlainIndex::~PlainIndex() { sqlite3_close(db_); }

tl::unexpected<Error> PlainIndex::Failed() const {
  return Fail(ErrorCode::kUnavailable, "PLAIN_INDEX", sqlite3_errmsg(db_));
}

Status PlainIndex::Run(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return Failed();
  return {};
}

Status PlainIndex::Apply(const std::vector<PlainText>& documents) {
  Status done = Run("BEGIN");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db_, "INSERT INTO t(title, body) VALUES(?, ?)", -1, &insert, nullptr);
  for (const PlainText& document : documents) {
    sqlite3_bind_text(insert, 1, document.title.data(), static_cast<int>(document.title.size()),
                      SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, document.body.data(), static_cast<int>(document.body.size()),
                      SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE) done = Failed();
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  if (done) done = Run("COMMIT");
  return done;
}

Result<size_t> PlainIndex::Search(const std::string& words) {
  sqlite3_stmt* select = nullptr;
  sqlite3_prepare_v2(db_, "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", -1, &select,
                     nullptr);
  sqlite3_bind_text(select, 1, words.data(), static_cast<int>(words.size()), SQLITE_STATIC);
  size_t found = 0;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(select)) == SQLITE_ROW) ++found;
  sqlite3_finalize(select);
  if (step != SQLITE_DONE) return Failed();
  return found;
}

}  // namespace candour::bench
