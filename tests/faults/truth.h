// What the node under test has committed, kept beside it in memory: one digest of everything that
// can be read after each turn, so that a store read later is at exactly one turn or at none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "federation/port/memory_store.h"
#include "node/storage/local_rows.h"

namespace candour::faults {

// Every text of a test begins so; 16 hex digits follow that are used once.
inline constexpr std::string_view kCanary = "canary-";
std::vector<std::string> CanariesIn(std::string_view bytes);

// Whose rows are looked at.
struct Scope {
  NetworkId network;
  std::vector<FeedId> feeds;
};
// Of every row of a store that can be read.
crypto::Hash DigestOf(const storage::Reader& reader, const Scope& scope);

class Truth {
 public:
  explicit Truth(Scope scope);

  void Attempt(const WriteSet& writes, const storage::LocalWrites& local);
  const Scope& scope() const { return scope_; }
  void Commit();  // What was attempted last is durable.

  // Turns committed: a store at turn k holds what the first k of them wrote.
  size_t turns() const { return digests_.size() - 1; }
  // The turns, up to one that was attempted and not committed, after which everything looked so:
  // not every turn changes what can be read.
  std::vector<size_t> TurnsOf(const crypto::Hash& digest) const;
  // What had been said to be erased after that many turns.
  std::set<std::string> ErasedBy(size_t turn) const;

 private:
  using LocalRows = std::map<std::pair<storage::LocalFamily, std::string>, std::string>;
  struct Tables {
    MemoryStore store;
    LocalRows local;
  };
  void NoteTexts(const WriteSet& writes, const storage::LocalWrites& local);

  Scope scope_;
  Tables tables_;
  Tables attempted_;
  std::vector<crypto::Hash> digests_;  // The first is that of the empty store.
  std::optional<crypto::Hash> attempted_digest_;
  std::map<std::pair<FeedId, uint64_t>, std::vector<std::string>> bodies_;
  std::map<std::string, std::vector<std::string>> drafts_;
  std::vector<std::pair<size_t, std::string>> erased_;  // By which turn, what.
};

}  // namespace candour::faults
