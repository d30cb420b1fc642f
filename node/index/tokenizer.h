// Takes text apart exactly as the index does: SQLite's unicode61 (folded, without diacritics) for
// words, Porter's stemmer (Porter, "An algorithm for suffix stripping", 1980) for their stems.
// Internal to node/index. Not thread-safe; lives no longer than the database it was made with.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/result.h"

namespace candour::index {

struct Token {
  std::string word;
  std::string stem;  // What stands in the full-text table.
};

class Tokenizer {
 public:
  static Result<std::unique_ptr<Tokenizer>> Create(sqlite3* database);
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
  ~Tokenizer();

  // In order. Words of more than 64 bytes are cut.
  std::vector<Token> Tokens(std::string_view text) const;

 private:
  struct Engine {
    fts5_tokenizer calls = {};
    Fts5Tokenizer* instance = nullptr;
  };
  Tokenizer() = default;
  static std::vector<std::string> Run(const Engine& engine, std::string_view text);

  Engine words_;
  Engine stems_;
};

}  // namespace candour::index
