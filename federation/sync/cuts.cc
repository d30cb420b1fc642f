#include "federation/sync/cuts.h"

#include <algorithm>
#include <set>
#include <string>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/takedowns.h"
#include "federation/sync/withdrawals.h"

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

// Items that leaves from here on name, each with the epoch it is of.
std::set<std::pair<uint32_t, ItemId>> ItemsFrom(const FeedState& held, uint64_t from,
                                                const StoreView& store) {
  std::set<std::pair<uint32_t, ItemId>> items;
  for (uint64_t at = from; at < held.size; at += kLeavesPerRead) {
    const Bytes run = store.Leaves(held.feed, at, std::min(kLeavesPerRead, held.size - at));
    for (size_t i = 0; i + kLeafBytes <= run.size(); i += kLeafBytes) {
      const auto leaf = DecodeLeaf(BytesView(run).substr(i, kLeafBytes));
      if (!leaf) continue;
      const bool retract = leaf->kind == static_cast<uint8_t>(LeafKind::kRetract);
      const bool older = retract && leaf->ref_epoch < held.epoch;
      items.emplace(older ? leaf->ref_epoch : held.epoch, leaf->item);
    }
  }
  return items;
}

// The chain as it stood before `cut` took its leaves away.
void TakeBack(ItemChain chain, const Manifest& manifest, const CutAway& cut,
              const InertWithdrawals& inert, TurnBook& book) {
  if (chain.feed == cut.feed) {
    std::erase_if(chain.versions, [&](uint64_t version) { return version >= cut.from; });
  }
  const auto row = chain.retracted && !chain.versions.empty()
                       ? book.store().RetractionOf(chain.feed, chain.versions.front())
                       : std::nullopt;
  const bool by_cut =
      row && row->by_feed == cut.feed && row->by_index >= cut.from && row->by_index != kByTakedown;
  if (by_cut) return Restore(std::move(chain), manifest, inert, book);
  if (chain.feed == cut.feed) book.Add(PutChain{std::move(chain)});
}

// What is hidden of entries that go: nothing of it is left to erase.
void ForgetHidden(const CutAway& cut, TurnBook& book) {
  for (const Retraction& row : book.store().Retractions(cut.feed)) {
    if (row.target >= cut.from) book.news().taken_back.emplace_back(row.feed, row.target);
  }
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

void ApplyCut(const FeedState& held, const FeedKey::Cut& cut, const Manifest& manifest,
              TurnBook& book) {
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
  state.withdrawals = 0;
  state.withdrawals_since = 0;
  if (state.stopped_at >= kept) state.stopped_at = kNoIndex;
  if (state.cosigned_size > kept) {
    state.cosigned_size = kept;
    state.cosigned_root = state.root;
  }
  book.Add(CutFeed{held.feed, kept});
  const CutAway away{held.feed, kept};
  ForgetHidden(away, book);
  const InertWithdrawals inert = InertBeside(held.network, away, store);
  for (const auto& [epoch, item] : ItemsFrom(held, kept, store)) {
    auto chain = store.Chain(FeedIdOf(held.network, held.member, epoch), item);
    if (chain) TakeBack(std::move(*chain), manifest, away, inert, book);
  }
  book.PutFeed(state);
  book.Log("feed-cut", "feed " + held.feed.hex().substr(0, 8) + ": from " +
                           std::to_string(held.size) + " entries back to " + std::to_string(kept) +
                           "; the governors closed it at " + std::to_string(cut.size));
}

}  // namespace candour
