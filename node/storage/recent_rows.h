// What the committing thread has read or written a moment ago: a body is asked for, judged and
// counted, each time by its leaf, its chain and whether it is held. Internal to node/storage.
#pragma once

#include <array>
#include <bitset>
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
  // Of an item that was revised or withdrawn.
  const ItemChain* Chain(const FeedId& feed, const ItemId& item) const;
  // Whether the leaf at that index is all there is of the item.
  bool IsWhole(const FeedId& feed, uint64_t index, const ItemId& item) const;
  void Keep(const ItemChain& chain);

  // Leaves from `start` on, concatenated, as far as the feed went when they were read.
  void KeepLeaves(const FeedId& feed, uint64_t start, BytesView leaves);
  // Exactly these, or nothing. Valid until something is kept or forgotten.
  std::optional<BytesView> Leaves(const FeedId& feed, uint64_t start, uint64_t count) const;

  // No body of the feed is held from this index on.
  void KeepBare(const FeedId& feed, uint64_t from);
  bool Bare(const FeedId& feed, uint64_t index) const;

  // Nothing is withdrawn between these two, the second not counted.
  void KeepUntouched(const FeedId& feed, uint64_t from, uint64_t end);
  bool Untouched(const FeedId& feed, uint64_t index) const;

  void Forget(const WriteSet& writes);
  void Keep(const WriteSet& written);

 private:
  static constexpr size_t kPlacesPerBlock = 256;
  using ItemKey = std::pair<FeedId, ItemId>;
  using BlockKey = std::pair<FeedId, uint64_t>;
  struct Hash {
    size_t operator()(const ItemKey& key) const;
    size_t operator()(const BlockKey& key) const;
  };
  // Items with one version, by its place: neighbours lie together, as they are asked for.
  struct Block {
    std::array<ItemId, kPlacesPerBlock> items;
    std::bitset<kPlacesPerBlock> kept;
  };
  // The neighbours that were read last.
  struct LeavesRead {
    uint64_t start = 0;
    Bytes leaves;
  };

  static BlockKey BlockOf(const FeedId& feed, uint64_t index);
  void KeepWhole(const FeedId& feed, uint64_t index, const ItemId& item);
  void Forget(const ItemChain& put);
  void ForgetWhole(const FeedId& feed);

  std::unordered_map<ItemKey, ItemChain, Hash> chains_;
  std::unordered_map<BlockKey, Block, Hash> whole_;
  std::map<FeedId, LeavesRead> leaves_;
  std::map<FeedId, uint64_t> bare_from_;
  std::map<FeedId, std::pair<uint64_t, uint64_t>> untouched_;
};

}  // namespace candour::storage
