#include "node/storage/recent_rows.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <variant>

#include "federation/feed/leaf.h"

namespace candour::storage {
namespace {

// Some 200 bytes each: leaves come ahead of their bodies.
constexpr size_t kChainsMax = 65'536;
constexpr size_t kVersionsMax = 16;  // A chain that is revised without end is not kept.
constexpr size_t kFeedsMax = 64;
constexpr size_t kLeavesMax = 2048;  // Of a feed: two lots of bodies and what is planned next.

}  // namespace

size_t RecentRows::Hash::operator()(const ItemKey& key) const {
  const std::hash<std::string_view> hash;
  return hash(key.second.view()) ^ hash(key.first.view());
}

const ItemChain* RecentRows::Chain(const FeedId& feed, const ItemId& item) const {
  const auto found = chains_.find({feed, item});
  return found != chains_.end() ? &found->second : nullptr;
}

void RecentRows::Keep(const ItemChain& chain) {
  if (chain.versions.empty() || chain.versions.size() > kVersionsMax) {
    chains_.erase({chain.feed, chain.item});  // One that was kept stands no more.
    return;
  }
  if (chains_.size() == kChainsMax) chains_.clear();
  chains_.insert_or_assign({chain.feed, chain.item}, chain);
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

void RecentRows::Forget(const WriteSet& writes) {
  for (const Write& write : writes) {
    if (const auto* put = std::get_if<PutChain>(&write)) {
      chains_.erase({put->chain.feed, put->chain.item});
    } else if (const auto* body = std::get_if<PutBody>(&write)) {
      bare_from_.erase(body->feed);
    } else if (const auto* cut = std::get_if<CutFeed>(&write)) {
      leaves_.erase(cut->feed);  // Only here does a leaf that is held ever change.
    }
  }
}

void RecentRows::Keep(const WriteSet& written) {
  for (const Write& write : written) {
    if (const auto* put = std::get_if<PutChain>(&write)) Keep(put->chain);
  }
}

}  // namespace candour::storage
