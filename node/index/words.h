// The dictionary of one shard: each word, its stem, and how many documents have it. Documents point
// into it by number, so that one can be taken out of the full-text table without its text, and a
// word leaves with its last document. Internal to node/index.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/index/sqlite.h"
#include "node/index/tokenizer.h"

namespace candour::index {

// Collects the changes of one transaction. Before Flush only the numbers of new words are written.
class WordBook {
 public:
  static Result<std::unique_ptr<WordBook>> Create(Database& database);

  // The numbers of these tokens' words, each once and ascending; each word has one document more.
  Result<std::vector<int64_t>> Use(const std::vector<Token>& tokens);
  // The stems behind these numbers, each once; each word has one document less.
  Result<std::vector<std::string>> Release(const std::vector<int64_t>& words);
  Status Flush();
  // Forgets what was not flushed: the transaction is rolled back.
  void Forget();

 private:
  explicit WordBook(Database& database) : database_(database) {}
  Result<int64_t> NumberOf(const Token& token);

  Database& database_;
  Statement find_, add_, stem_, count_, drop_;
  std::unordered_map<std::string, int64_t> numbers_;  // Known ones, over transactions.
  std::map<int64_t, int64_t> deltas_;                 // In order: written page by page.
};

// Ascending numbers as bytes, by their differences.
std::string EncodeNumbers(const std::vector<int64_t>& ascending);
std::vector<int64_t> DecodeNumbers(std::string_view raw);

}  // namespace candour::index
