#include "node/index/sqlite.h"

#include <utility>

namespace candour::index {
namespace {

constexpr int kBusyMilliseconds = 5'000;
constexpr int kStepsBetweenLooks = 10'000;

}  // namespace

Error SqliteError(sqlite3* database) {
  const int code = sqlite3_errcode(database) & 0xff;
  const char* name = sqlite3_db_filename(database, "main");
  const std::string start = "index " + std::string(name == nullptr ? "" : name) + ": ";
  switch (code) {
    case SQLITE_INTERRUPT:
      return {ErrorCode::kUnavailable, "TOO_SLOW", start + "took too long; ask for less"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kUnavailable, "INDEX_BUSY", start + "is busy; try again"};
    case SQLITE_FULL:
      return {ErrorCode::kFull, "DISK_FULL", start + "the disk is full; free some space"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kCorrupt, "INDEX_CORRUPT",
              start + "is damaged; delete the index folder and restart, it is rebuilt"};
    default:
      return {ErrorCode::kUnavailable, "INDEX_ERROR",
              start + sqlite3_errstr(sqlite3_errcode(database)) + "; check the disk"};
  }
}

void Statement::Bind(int place, int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
}

void Statement::BindBlob(int place, std::string_view value) {
  // An empty view may have no address, which SQLite would take for NULL.
  sqlite3_bind_blob64(statement_.get(), place, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT);
}

void Statement::BindText(int place, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), place, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::BindNull(int place) { sqlite3_bind_null(statement_.get(), place); }

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  Error error = SqliteError(sqlite3_db_handle(statement_.get()));
  Reset();
  return Fail(std::move(error));
}

Status Statement::Run() {
  Result<bool> row = Step();
  while (row && *row) row = Step();
  if (!row) return Fail(row.error());
  return {};
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

int64_t Statement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::Real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string_view Statement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
}

Result<std::unique_ptr<Database>> Database::Open(const std::string& path, OpenMode mode) {
  std::unique_ptr<Database> database(new Database());
  const int flags =
      mode == OpenMode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  database->raw_.reset(raw);
  if (code != SQLITE_OK) {
    return Fail(ErrorCode::kUnavailable, "INDEX_ERROR",
                "index " + path + ": " + sqlite3_errstr(code) + "; check owner and permissions");
  }
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  sqlite3_progress_handler(
      raw, kStepsBetweenLooks,
      [](void* self) {
        const auto deadline = static_cast<Database*>(self)->deadline_;
        return std::chrono::steady_clock::now() > deadline ? 1 : 0;
      },
      database.get());
  return database;
}

Result<Statement> Database::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(raw_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Fail(SqliteError(raw_.get()));
  return Statement(statement);
}

Status Database::Execute(const std::string& sql) {
  if (sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return Fail(SqliteError(raw_.get()));
}

}  // namespace candour::index
