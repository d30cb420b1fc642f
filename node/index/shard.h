// One file of the index: the documents whose keys fall to it, with everything needed to find them,
// to take one out without its text, and to rewrite the file without it. Internal to node/index.
//
// Layout and why: docs/decisions/0003-index-layout.md. One thread writes; readers open their own
// connections (shard_reader.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/index/document.h"
#include "node/index/words.h"

namespace candour::index {

class Shard {
 public:
  // Makes the tables when the file is new.
  static Result<std::unique_ptr<Shard>> Open(const std::string& path);

  // Small facts of the whole index, kept with the shard. Empty when never set.
  Result<std::string> Fact(const std::string& name);
  // In the transaction that stands, or one of its own.
  Status SetFact(const std::string& name, const std::string& value);

  Status Begin();
  Status Commit();
  void RollBack();
  Status Remove(const DocumentKey& key);  // Nothing when it is not here.
  Status Put(const Document& document);   // In place of the one with this key.

  // Rewrites the file so that nothing of removed documents is left in it or beside it.
  Status Scrub();

  const std::string& path() const { return path_; }

 private:
  explicit Shard(std::string path) : path_(std::move(path)) {}
  Status MakeTables();
  Status PrepareAll();
  Status Vacuum();
  Status Truncate();
  Status TakeOut(int64_t id, const std::vector<int64_t>& words, size_t title_tokens,
                 size_t body_tokens);

  std::string path_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<WordBook> words_;
  Statement fact_, set_fact_, find_, drop_, insert_, text_, untext_;
};

}  // namespace candour::index
