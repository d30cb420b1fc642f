#include "node/index/shard.h"

#include <chrono>
#include <filesystem>
#include <utility>

namespace candour::index {
namespace {

constexpr uintmax_t kMemoryVacuumBytesMax = 64 << 20;
constexpr int kTruncateAttempts = 50;

// The full-text table keeps no content of its own and takes stems, already split and folded: its
// own splitter (ascii) leaves them as they are.
constexpr const char* kTables =
    "CREATE TABLE fact(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE doc(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, source INTEGER NOT NULL,"
    " kind TEXT NOT NULL COLLATE NOCASE, setting TEXT NOT NULL COLLATE NOCASE,"
    " specialty TEXT NOT NULL COLLATE NOCASE, network BLOB NOT NULL, member BLOB NOT NULL,"
    " day INTEGER NOT NULL, work BLOB, title_tokens INTEGER NOT NULL,"
    " body_tokens INTEGER NOT NULL, words BLOB NOT NULL);"
    "CREATE INDEX doc_by_day ON doc(day);"
    "CREATE INDEX doc_by_work ON doc(work) WHERE work IS NOT NULL;"
    "CREATE TABLE word(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, stem TEXT NOT NULL,"
    " docs INTEGER NOT NULL);"
    "CREATE VIRTUAL TABLE text USING fts5(title, body, content='', tokenize='ascii');"
    "INSERT INTO text(text, rank) VALUES('rank', 'bm25(4.0, 1.0)');";

// Stems [from, to) with a space between; beyond the last, the first again.
std::string Padded(const std::vector<std::string>& stems, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to && !stems.empty(); ++i) {
    if (!out.empty()) out += ' ';
    out += i < stems.size() ? stems[i] : stems.front();
  }
  return out;
}

std::string Stems(const std::vector<Token>& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    if (!out.empty()) out += ' ';
    out += token.stem;
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Shard>> Shard::Open(const std::string& path) {
  std::unique_ptr<Shard> shard(new Shard(path));
  Result<std::unique_ptr<Database>> database = Database::Open(path, OpenMode::kReadWrite);
  if (!database) return Fail(database.error());
  shard->database_ = *std::move(database);
  Status s = shard->database_->Execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000; PRAGMA foreign_keys=OFF;");
  if (s) s = shard->MakeTables();
  if (!s) return Fail(s.error());
  Result<std::unique_ptr<Tokenizer>> tokenizer = Tokenizer::Create(shard->database_->raw());
  if (!tokenizer) return Fail(tokenizer.error());
  shard->tokenizer_ = *std::move(tokenizer);
  Result<std::unique_ptr<WordBook>> words = WordBook::Create(*shard->database_);
  if (!words) return Fail(words.error());
  shard->words_ = *std::move(words);
  if (Status prepared = shard->PrepareAll(); !prepared) return Fail(prepared.error());
  return shard;
}

Status Shard::MakeTables() {
  Result<Statement> there = database_->Prepare("SELECT 1 FROM sqlite_schema WHERE name = 'text'");
  if (!there) return Fail(there.error());
  const Result<bool> found = there->Step();
  if (!found) return Fail(found.error());
  if (*found) return {};
  there->Reset();
  Status s = database_->Execute("BEGIN IMMEDIATE");
  if (s) s = database_->Execute(kTables);
  if (s) s = database_->Execute("COMMIT");
  return s;
}

Status Shard::PrepareAll() {
  const std::pair<Statement*, const char*> statements[] = {
      {&fact_, "SELECT value FROM fact WHERE name = ?1"},
      {&set_fact_, "INSERT OR REPLACE INTO fact(name, value) VALUES(?1, ?2)"},
      {&find_, "SELECT id, title_tokens, body_tokens, words FROM doc WHERE key = ?1"},
      {&drop_, "DELETE FROM doc WHERE id = ?1"},
      {&insert_,
       "INSERT INTO doc(key, source, kind, setting, specialty, network, member, day, work,"
       " title_tokens, body_tokens, words) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)"},
      {&text_, "INSERT INTO text(rowid, title, body) VALUES(?1, ?2, ?3)"},
      {&untext_, "INSERT INTO text(text, rowid, title, body) VALUES('delete', ?1, ?2, ?3)"}};
  for (const auto& [statement, sql] : statements) {
    Result<Statement> prepared = database_->Prepare(sql);
    if (!prepared) return Fail(prepared.error());
    *statement = *std::move(prepared);
  }
  return {};
}

Result<std::string> Shard::Fact(const std::string& name) {
  fact_.BindText(1, name);
  const Result<bool> found = fact_.Step();
  if (!found) return Fail(found.error());
  if (!*found) return std::string();
  std::string value(fact_.Blob(0));
  fact_.Reset();
  return value;
}

Status Shard::SetFact(const std::string& name, const std::string& value) {
  set_fact_.BindText(1, name);
  set_fact_.BindBlob(2, value);
  return set_fact_.Run();
}

Status Shard::Begin() { return database_->Execute("BEGIN IMMEDIATE"); }

Status Shard::Commit() {
  if (Status s = words_->Flush(); !s) return s;
  return database_->Execute("COMMIT");
}

void Shard::RollBack() {
  words_->Forget();
  // Fails only when no transaction stands, which is what is wanted.
  (void)database_->Execute("ROLLBACK");
}

Status Shard::Remove(const DocumentKey& key) {
  find_.BindBlob(1, key.Encode());
  const Result<bool> found = find_.Step();
  if (!found) return Fail(found.error());
  if (!*found) return {};
  const int64_t id = find_.Integer(0);
  const auto title_tokens = static_cast<size_t>(find_.Integer(1));
  const auto body_tokens = static_cast<size_t>(find_.Integer(2));
  const std::vector<int64_t> words = DecodeNumbers(find_.Blob(3));
  find_.Reset();
  if (Status s = TakeOut(id, words, title_tokens, body_tokens); !s) return s;
  drop_.Bind(1, id);
  return drop_.Run();
}

// A contentless FTS5 table takes a document out when it is told the document's terms. Which column
// and place they had does not matter to it; how many there were per column does, for ranking.
Status Shard::TakeOut(int64_t id, const std::vector<int64_t>& words, size_t title_tokens,
                      size_t body_tokens) {
  const Result<std::vector<std::string>> stems = words_->Release(words);
  if (!stems) return Fail(stems.error());
  untext_.Bind(1, id);
  untext_.BindText(2, Padded(*stems, 0, title_tokens));
  untext_.BindText(3, Padded(*stems, title_tokens, title_tokens + body_tokens));
  return untext_.Run();
}

Status Shard::Put(const Document& document) {
  if (Status s = Remove(document.key); !s) return s;
  const std::vector<Token> title = tokenizer_->Tokens(document.title);
  const std::vector<Token> body = tokenizer_->Tokens(document.body);
  std::vector<Token> all = title;
  all.insert(all.end(), body.begin(), body.end());
  const Result<std::vector<int64_t>> words = words_->Use(all);
  if (!words) return Fail(words.error());
  insert_.BindBlob(1, document.key.Encode());
  insert_.Bind(2, static_cast<int64_t>(document.key.source));
  insert_.BindText(3, document.kind);
  insert_.BindText(4, document.setting);
  insert_.BindText(5, document.specialty);
  insert_.BindBlob(6, document.network.view());
  insert_.BindBlob(7, document.member.view());
  insert_.Bind(8, document.day);
  if (document.work.zero()) {
    insert_.BindNull(9);
  } else {
    insert_.BindBlob(9, document.work.view());
  }
  insert_.Bind(10, static_cast<int64_t>(title.size()));
  insert_.Bind(11, static_cast<int64_t>(body.size()));
  insert_.BindBlob(12, EncodeNumbers(*words));
  if (Status s = insert_.Run(); !s) return s;
  text_.Bind(1, database_->LastId());
  text_.BindText(2, Stems(title));
  text_.BindText(3, Stems(body));
  return text_.Run();
}

// `optimize` merges the full-text segments into one, without what was taken out. Pages that SQLite
// split or joined keep old bytes in their gaps even with secure_delete; VACUUM writes every page
// anew. What is still in the write-ahead log then goes with its truncation.
Status Shard::Scrub() {
  Status s = database_->Execute("INSERT INTO text(text) VALUES('optimize')");
  if (s) s = Vacuum();
  if (s) s = Truncate();
  return s;
}

// The copy that VACUUM makes is in memory, or, beyond a size, in an unlinked temporary file; the
// erased documents are in neither.
Status Shard::Vacuum() {
  std::error_code failed;
  const uintmax_t bytes = std::filesystem::file_size(path_, failed);
  const bool large = failed || bytes > kMemoryVacuumBytesMax;
  Status s = database_->Execute(large ? "PRAGMA temp_store=FILE" : "PRAGMA temp_store=MEMORY");
  if (s) s = database_->Execute("VACUUM");
  const Status back = database_->Execute("PRAGMA temp_store=MEMORY");
  return s ? back : s;
}

// A reader in the middle of something makes the checkpoint return "busy" and leave the log as it
// is, without an error.
Status Shard::Truncate() {
  for (int attempt = 0; attempt < kTruncateAttempts; ++attempt) {
    Result<Statement> checkpoint = database_->Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!checkpoint) return Fail(checkpoint.error());
    const Result<bool> row = checkpoint->Step();
    if (!row) return Fail(row.error());
    if (*row && checkpoint->Integer(0) == 0) return {};
    checkpoint->Reset();
  }
  return Fail(ErrorCode::kUnavailable, "INDEX_BUSY",
              "index " + path_ +
                  ": erased terms may still be in the log: a search did not end; "
                  "the sweep is tried again");
}

}  // namespace candour::index
