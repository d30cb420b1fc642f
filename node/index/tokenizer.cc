#include "node/index/tokenizer.h"

#include <utility>

#include "node/index/sqlite.h"

namespace candour::index {
namespace {

constexpr size_t kTokenBytesMax = 64;

// Cut in front of a character, not through it.
std::string Cut(std::string_view token) {
  if (token.size() <= kTokenBytesMax) return std::string(token);
  size_t end = kTokenBytesMax;
  while (end > 0 && (static_cast<uint8_t>(token[end]) & 0xc0) == 0x80) --end;
  return std::string(token.substr(0, end));
}

fts5_api* ApiOf(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> Tokenizer::Create(sqlite3* database) {
  std::unique_ptr<Tokenizer> out(new Tokenizer());
  fts5_api* api = ApiOf(database);
  const auto make = [&](Engine& engine, const char* name, const char** args, int count) {
    void* context = nullptr;
    return api != nullptr && api->xFindTokenizer(api, name, &context, &engine.calls) == SQLITE_OK &&
           engine.calls.xCreate(context, args, count, &engine.instance) == SQLITE_OK;
  };
  const char* plain[] = {"remove_diacritics", "2"};
  const char* stemmed[] = {"unicode61", "remove_diacritics", "2"};
  if (make(out->words_, "unicode61", plain, 2) && make(out->stems_, "porter", stemmed, 3)) {
    return out;
  }
  return Fail(ErrorCode::kUnavailable, "NO_FTS5",
              "index: this SQLite has no FTS5; install one that has");
}

Tokenizer::~Tokenizer() {
  for (const Engine* engine : {&words_, &stems_}) {
    if (engine->instance != nullptr) engine->calls.xDelete(engine->instance);
  }
}

std::vector<std::string> Tokenizer::Run(const Engine& engine, std::string_view text) {
  std::vector<std::string> out;
  const auto take = [](void* tokens, int, const char* token, int size, int, int) {
    static_cast<std::vector<std::string>*>(tokens)->push_back(
        Cut({token, static_cast<size_t>(size)}));
    return SQLITE_OK;
  };
  if (text.empty()) return out;
  engine.calls.xTokenize(engine.instance, &out, FTS5_TOKENIZE_DOCUMENT, text.data(),
                         static_cast<int>(text.size()), take);
  return out;
}

std::vector<Token> Tokenizer::Tokens(std::string_view text) const {
  std::vector<std::string> words = Run(words_, text);
  std::vector<std::string> stems = Run(stems_, text);
  std::vector<Token> out;
  // One stem per word: the stemmer works on what the same splitter gives it.
  for (size_t i = 0; i < words.size() && i < stems.size(); ++i) {
    out.push_back({std::move(words[i]), std::move(stems[i])});
  }
  return out;
}

}  // namespace candour::index
