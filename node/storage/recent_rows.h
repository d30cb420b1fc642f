// What the committing thread has read or written a moment ago: a body is asked for, judged and
// counted, each time by its leaf, its chain and whether it is held. Internal to node/storage.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "federation/port/store.h"

namespace candour::storage {

// Bounded. For one thread, which forgets what a commit touches before it writes, and keeps what it
// wrote once it is written.
class RecentRows {
 public:
  const ItemChain* Chain(const FeedId& feed, const ItemId& item) const;
  void Keep(const ItemChain& chain);

  // Leaves from `start` on, concatenated, as far as the feed went when they were read.
  void KeepLeaves(const FeedId& feed, uint64_t start, BytesView leaves);
  // Exactly these, or nothing. Valid until something is kept or forgotten.
  std::optional<BytesView> Leaves(const FeedId& feed, uint64_t start, uint64_t count) const;

  // No body of the feed is held from this index on.
  void KeepBare(const FeedId& feed, uint64_t from);
  bool Bare(const FeedId& feed, uint64_t index) const;

  void Forget(const WriteSet& writes);
  void Keep(const WriteSet& written);

 private:
  using ItemKey = std::pair<FeedId, ItemId>;
  struct Hash {
    size_t operator()(const ItemKey& key) const;
  };
  // The neighbours that were read last.
  struct LeavesRead {
    uint64_t start = 0;
    Bytes leaves;
  };

  std::unordered_map<ItemKey, ItemChain, Hash> chains_;
  std::map<FeedId, LeavesRead> leaves_;
  std::map<FeedId, uint64_t> bare_from_;
};

}  // namespace candour::storage
