#include "federation/feed/chain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace candour {
namespace {

// Reads a batch leaf by leaf; chains touched earlier in the same batch are seen as they stand.
class Reader {
 public:
  Reader(const StoreView& store, const FeedState& before, const VerifiedBatch& batch)
      : store_(store), before_(before), batch_(batch) {
    out_.stopped_at = before.stopped_at;
  }

  Interpretation Read() {
    for (uint64_t i = batch_.start(); i < batch_.size(); ++i) {
      if (const char* why = ReadLeaf(i)) {
        out_.inert.push_back(
            {.feed = batch_.feed(), .index = i, .reason = why, .carrier = {}, .count = 1});
      }
    }
    Finish();
    return std::move(out_);
  }

 private:
  // Null when the leaf took effect, else why it is inert.
  const char* ReadLeaf(uint64_t index) {
    const BytesView raw = batch_.leaf(index);
    const Result<Leaf> leaf = DecodeLeaf(raw);
    if (!leaf || !Interpretable(raw)) {
      const bool critical = leaf && (leaf->flags & kFlagCritical) != 0;
      if (critical) out_.stopped_at = std::min(out_.stopped_at, index);
      return "UNKNOWN_LEAF";
    }
    if (leaf->kind == static_cast<uint8_t>(LeafKind::kItem)) return ReadItem(index, *leaf);
    const bool retract = leaf->kind == static_cast<uint8_t>(LeafKind::kRetract);
    if (retract && leaf->ref_epoch < before_.epoch) {
      out_.elsewhere.push_back(index);
      return nullptr;
    }
    ItemChain* chain = nullptr;
    if (const char* why = FollowReference(index, *leaf, chain)) return why;
    if (retract) return ReadRetract(index, *leaf, *chain);
    if (chain->versions.back() != leaf->ref_index) return "NOT_THE_NEWEST";
    chain->versions.push_back(index);
    touched_.insert(leaf->item);
    bodies_.insert(index);
    return nullptr;
  }

  const char* ReadItem(uint64_t index, const Leaf& leaf) {
    if (FindChain(leaf.item) != nullptr) return "ITEM_ID_USED";
    chains_[leaf.item] = ItemChain{.feed = batch_.feed(), .item = leaf.item, .versions = {index}};
    touched_.insert(leaf.item);
    bodies_.insert(index);
    return nullptr;
  }

  // A SUPERSEDE of an older epoch's item is well-formed, but this software does not follow it.
  const char* FollowReference(uint64_t index, const Leaf& leaf, ItemChain*& chain) {
    if (leaf.ref_epoch != before_.epoch) return "REF_EPOCH";
    if (leaf.ref_index >= index) return "REF_INDEX";
    chain = FindChain(leaf.item);
    if (chain == nullptr) return "NO_SUCH_ITEM";
    if (!std::binary_search(chain->versions.begin(), chain->versions.end(), leaf.ref_index)) {
      return "NOT_A_VERSION";
    }
    if (LeafHashAt(leaf.ref_index) != leaf.ref_leaf) return "REF_LEAF";
    if (chain->retracted) return "ALREADY_RETRACTED";
    return nullptr;
  }

  const char* ReadRetract(uint64_t index, const Leaf& leaf, ItemChain& chain) {
    chain.retracted = true;
    chain.retracted_by = index;
    touched_.insert(leaf.item);
    for (const uint64_t version : chain.versions) {
      bodies_.erase(version);
      out_.retracted.push_back({.feed = batch_.feed(),
                                .target = version,
                                .by_feed = batch_.feed(),
                                .by_index = index,
                                .reason = leaf.reason,
                                .day = leaf.day,
                                .state = ErasureState::kHidden});
    }
    return nullptr;
  }

  ItemChain* FindChain(const ItemId& item) {
    if (const auto found = chains_.find(item); found != chains_.end()) return &found->second;
    std::optional<ItemChain> stored = store_.Chain(batch_.feed(), item);
    if (!stored) return nullptr;
    return &chains_.emplace(item, std::move(*stored)).first->second;
  }

  std::optional<crypto::Hash> LeafHashAt(uint64_t index) const {
    if (index >= batch_.start()) return batch_.leaf_hash(index);
    const Bytes raw = store_.Leaves(batch_.feed(), index, 1);
    if (raw.size() != kLeafBytes) return std::nullopt;
    return crypto::LeafHash(raw);
  }

  void Finish() {
    for (const ItemId& item : touched_) out_.writes.push_back(PutChain{chains_.at(item)});
    out_.need_bodies.assign(bodies_.begin(), bodies_.end());
    out_.bodies_next = before_.bodies_next;
    if (before_.bodies_next >= batch_.start()) {
      out_.bodies_next = bodies_.empty() ? batch_.size() : *bodies_.begin();
    }
  }

  const StoreView& store_;
  const FeedState& before_;
  const VerifiedBatch& batch_;
  std::map<ItemId, ItemChain> chains_;  // As they stand now; read from the store on first use.
  std::set<ItemId> touched_;
  std::set<uint64_t> bodies_;  // Of this batch, belonging to chains that are still live.
  Interpretation out_;
};

}  // namespace

Interpretation Interpret(const StoreView& store, const FeedState& before,
                         const VerifiedBatch& batch) {
  return Reader(store, before, batch).Read();
}

BodyNeed NeedOf(const StoreView& store, const FeedId& feed, uint64_t index, BytesView raw) {
  const Result<Leaf> leaf = DecodeLeaf(raw);
  if (!leaf || !Interpretable(raw)) return BodyNeed::kNone;
  if (leaf->kind == static_cast<uint8_t>(LeafKind::kRetract)) return BodyNeed::kNone;
  const std::optional<ItemChain> chain = store.ChainAt(feed, index, leaf->item);
  if (!chain || !std::binary_search(chain->versions.begin(), chain->versions.end(), index)) {
    return BodyNeed::kNone;
  }
  return chain->retracted ? BodyNeed::kRetracted : BodyNeed::kNeeded;
}

}  // namespace candour
