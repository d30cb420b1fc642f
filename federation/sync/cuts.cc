#include "federation/sync/cuts.h"

#include <algorithm>
#include <set>
#include <string>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/feed/proofs.h"

namespace candour {
namespace {

constexpr uint64_t kLeavesPerRead = 4096;

// The largest stored checkpoint of the history that the governors signed.
uint64_t KeptSize(const FeedState& held, const FeedKey::Cut& cut, const StoreView& store) {
  if (cut.size == 0) return 0;
  const auto root = RootAtSize(store, held.feed, cut.size);
  if (!root || *root != cut.root) return 0;
  const auto checkpoint = store.CheckpointAtOrBefore(held.feed, cut.size);
  return checkpoint ? checkpoint->size : 0;
}

std::set<ItemId> ItemsFrom(const FeedState& held, uint64_t from, const StoreView& store) {
  std::set<ItemId> items;
  for (uint64_t at = from; at < held.size; at += kLeavesPerRead) {
    const Bytes run = store.Leaves(held.feed, at, std::min(kLeavesPerRead, held.size - at));
    for (size_t i = 0; i + kLeafBytes <= run.size(); i += kLeafBytes) {
      if (auto leaf = DecodeLeaf(BytesView(run).substr(i, kLeafBytes))) items.insert(leaf->item);
    }
  }
  return items;
}

// The chain as it stood at `kept`.
void TakeBack(ItemChain chain, uint64_t kept, TurnBook& book) {
  std::erase_if(chain.versions, [&](uint64_t version) { return version >= kept; });
  const bool restored = chain.retracted && chain.retracted_by >= kept &&
                        chain.retracted_by != kNoIndex && !chain.versions.empty();
  if (restored) {
    chain.retracted = false;
    chain.retracted_by = 0;
    for (const uint64_t version : chain.versions) {
      book.Add(DropRetraction{chain.feed, version});
      book.Add(PutWanted{chain.feed, version});
    }
  }
  book.Add(PutChain{std::move(chain)});
}

// The compact range of [0, size) from stored nodes.
std::vector<crypto::Hash> FrontierAt(const StoreView& store, const FeedId& feed, uint64_t size) {
  const StoredNodes nodes(store, feed);
  std::vector<crypto::Hash> frontier;
  uint64_t offset = 0;
  for (unsigned level = 62; level-- > 0;) {
    if ((size >> level & 1) == 0) continue;
    const auto node = nodes.Node(level, offset >> level);
    if (!node) return {};
    frontier.push_back(*node);
    offset += uint64_t{1} << level;
  }
  return frontier;
}

}  // namespace

bool Contradicts(const FeedState& held, const FeedKey::Cut& cut) {
  return held.size > cut.size || (held.size == cut.size && held.size > 0 && held.root != cut.root);
}

void ApplyCut(const FeedState& held, const FeedKey::Cut& cut, TurnBook& book) {
  const StoreView& store = book.store();
  uint64_t kept = KeptSize(held, cut, store);
  FeedState state = held;
  state.size = kept;
  state.frontier = FrontierAt(store, held.feed, kept);
  const auto range = crypto::CompactRange::FromHashes(kept, state.frontier);
  if (!range) {
    kept = state.size = 0;
    state.frontier.clear();
  }
  state.root = kept == 0 ? crypto::EmptyRoot() : range->Root();
  state.status = FeedStatus::kClosed;
  state.bodies_next = std::min(state.bodies_next, kept);
  if (state.stopped_at >= kept) state.stopped_at = kNoIndex;
  if (state.cosigned_size > kept) {
    state.cosigned_size = kept;
    state.cosigned_root = state.root;
  }
  book.Add(CutFeed{held.feed, kept});
  for (const ItemId& item : ItemsFrom(held, kept, store)) {
    if (auto chain = store.Chain(held.feed, item)) TakeBack(std::move(*chain), kept, book);
  }
  book.PutFeed(state);
  book.Log("feed-cut", "feed " + held.feed.hex().substr(0, 8) + ": from " +
                           std::to_string(held.size) + " entries back to " + std::to_string(kept) +
                           "; the governors closed it at " + std::to_string(cut.size));
}

}  // namespace candour
