#include "node/storage/recent_rows.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <variant>

#include "federation/feed/leaf.h"

namespace candour::storage {
namespace {

constexpr size_t kChainsMax = 4096;  // Some 200 bytes each.
constexpr size_t kBlocksMax = 1024;  // 4 MB: leaves come ahead of their bodies.
constexpr size_t kVersionsMax = 16;  // A chain that is revised without end is not kept.
constexpr size_t kFeedsMax = 64;
constexpr size_t kLeavesMax = 2048;  // Of a feed: two lots of bodies and what is planned next.

}  // namespace

size_t RecentRows::Hash::operator()(const ItemKey& key) const {
  const std::hash<std::string_view> hash;
  return hash(key.second.view()) ^ hash(key.first.view());
}

size_t RecentRows::Hash::operator()(const BlockKey& key) const {
  return std::hash<std::string_view>()(key.first.view()) ^ std::hash<uint64_t>()(key.second);
}

RecentRows::BlockKey RecentRows::BlockOf(const FeedId& feed, uint64_t index) {
  return {feed, index / kPlacesPerBlock};
}

const ItemChain* RecentRows::Chain(const FeedId& feed, const ItemId& item) const {
  const auto found = chains_.find({feed, item});
  return found != chains_.end() ? &found->second : nullptr;
}

bool RecentRows::IsWhole(const FeedId& feed, uint64_t index, const ItemId& item) const {
  const auto block = whole_.find(BlockOf(feed, index));
  const size_t at = index % kPlacesPerBlock;
  return block != whole_.end() && block->second.kept[at] && block->second.items[at] == item;
}

void RecentRows::Keep(const ItemChain& chain) {
  Forget(chain);  // What was kept stands no more.
  if (chain.versions.empty() || chain.versions.size() > kVersionsMax) return;
  if (chain.versions.size() == 1 && !chain.retracted) {
    KeepWhole(chain.feed, chain.versions.front(), chain.item);
    return;
  }
  if (chains_.size() == kChainsMax) chains_.clear();
  chains_.insert_or_assign({chain.feed, chain.item}, chain);
}

void RecentRows::KeepWhole(const FeedId& feed, uint64_t index, const ItemId& item) {
  const BlockKey key = BlockOf(feed, index);
  if (whole_.size() == kBlocksMax && !whole_.contains(key)) whole_.clear();
  Block& block = whole_[key];
  block.items[index % kPlacesPerBlock] = item;
  block.kept.set(index % kPlacesPerBlock);
}

// An item keeps its first version for as long as nothing of its feed is cut off.
void RecentRows::Forget(const ItemChain& put) {
  if (!chains_.empty()) chains_.erase({put.feed, put.item});
  if (put.versions.empty()) return ForgetWhole(put.feed);
  const auto block = whole_.find(BlockOf(put.feed, put.versions.front()));
  if (block != whole_.end()) block->second.kept.reset(put.versions.front() % kPlacesPerBlock);
}

void RecentRows::ForgetWhole(const FeedId& feed) {
  std::erase_if(whole_, [&](const auto& block) { return block.first.first == feed; });
}

void RecentRows::KeepLeaves(const FeedId& feed, uint64_t start, BytesView leaves) {
  if (leaves.size() > kLeavesMax * kLeafBytes) return;
  if (leaves_.size() == kFeedsMax && !leaves_.contains(feed)) leaves_.clear();
  LeavesRead& read = leaves_[feed];
  if (start != read.start + read.leaves.size() / kLeafBytes) read = {start, {}};
  read.leaves += leaves;
  if (read.leaves.size() <= 2 * kLeavesMax * kLeafBytes) return;
  const size_t surplus = read.leaves.size() / kLeafBytes - kLeavesMax;
  read.leaves.erase(0, surplus * kLeafBytes);
  read.start += surplus;
}

std::optional<BytesView> RecentRows::Leaves(const FeedId& feed, uint64_t start,
                                            uint64_t count) const {
  const auto read = leaves_.find(feed);
  if (read == leaves_.end() || start < read->second.start) return std::nullopt;
  const uint64_t held = read->second.leaves.size() / kLeafBytes;
  const uint64_t from = start - read->second.start;
  if (from > held || count > held - from) return std::nullopt;
  return BytesView(read->second.leaves).substr(from * kLeafBytes, count * kLeafBytes);
}

void RecentRows::KeepBare(const FeedId& feed, uint64_t from) {
  if (bare_from_.size() == kFeedsMax) bare_from_.clear();
  const auto [known, fresh] = bare_from_.try_emplace(feed, from);
  known->second = std::min(known->second, from);
}

bool RecentRows::Bare(const FeedId& feed, uint64_t index) const {
  const auto known = bare_from_.find(feed);
  return known != bare_from_.end() && index >= known->second;
}

void RecentRows::KeepUntouched(const FeedId& feed, uint64_t from, uint64_t end) {
  if (untouched_.size() == kFeedsMax) untouched_.clear();
  untouched_[feed] = {from, end};
}

bool RecentRows::Untouched(const FeedId& feed, uint64_t index) const {
  const auto known = untouched_.find(feed);
  return known != untouched_.end() && index >= known->second.first && index < known->second.second;
}

void RecentRows::Forget(const WriteSet& writes) {
  for (const Write& write : writes) {
    if (const auto* put = std::get_if<PutChain>(&write)) {
      Forget(put->chain);
    } else if (const auto* body = std::get_if<PutBody>(&write)) {
      bare_from_.erase(body->feed);
    } else if (const auto* retraction = std::get_if<PutRetraction>(&write)) {
      untouched_.erase(retraction->row.feed);
    } else if (const auto* cut = std::get_if<CutFeed>(&write)) {
      leaves_.erase(cut->feed);  // Only here does a leaf that is held ever change.
      ForgetWhole(cut->feed);
    }
  }
}

void RecentRows::Keep(const WriteSet& written) {
  for (const Write& write : written) {
    if (const auto* put = std::get_if<PutChain>(&write)) Keep(put->chain);
  }
}

}  // namespace candour::storage
