// SQLite in our terms: a database and its statements, with Results instead of codes. Internal to
// node/index; only its .cc files see SQLite.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "federation/base/result.h"

namespace candour::index {

// One prepared statement. Bind, Step until it says kDone, Reset. Numbered from 1, columns from 0.
class Statement {
 public:
  Statement() = default;

  void Bind(int place, int64_t value);
  void BindBlob(int place, std::string_view value);
  void BindText(int place, std::string_view value);
  void BindNull(int place);

  // True: a row stands. False: done, and reset.
  Result<bool> Step();
  // For statements without rows.
  Status Run();
  void Reset();

  int64_t Integer(int column) const;
  double Real(int column) const;
  std::string_view Blob(int column) const;  // Until the next step.

 private:
  friend class Database;
  struct Free {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Free> statement_;
};

enum class OpenMode : uint8_t { kReadWrite, kRead };

class Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const std::string& path, OpenMode mode);

  Result<Statement> Prepare(const std::string& sql);
  // One or more statements whose rows, if any, are passed over.
  Status Execute(const std::string& sql);
  sqlite3* raw() const { return raw_.get(); }
  int64_t LastId() const { return sqlite3_last_insert_rowid(raw_.get()); }

  // Statements that run beyond the deadline end with kUnavailable TOO_SLOW.
  void SetDeadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

 private:
  Database() = default;
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> raw_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

// From the last code of `database`. Never carries SQL or values.
Error SqliteError(sqlite3* database);

}  // namespace candour::index
