#include "federation/sync/takedowns.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/sync/withdrawals.h"

namespace candour {
namespace {

// The chain that the line takes down; empty when there is nothing to do (yet).
std::optional<ItemChain> Target(const Takedown& line, const StoreView& store) {
  const Bytes raw = store.Leaves(line.feed, line.index, 1);
  const auto leaf = DecodeLeaf(raw);
  if (!leaf || crypto::LeafHash(raw) != line.leaf) return std::nullopt;
  auto chain = store.Chain(line.feed, leaf->item);
  if (!chain) return std::nullopt;
  const auto& versions = chain->versions;
  if (std::find(versions.begin(), versions.end(), line.index) == versions.end()) {
    return std::nullopt;
  }
  return chain;
}

std::vector<Retraction> RowsFor(const Takedown& line, const ItemChain& chain,
                                const Manifest& manifest) {
  const WallSeconds issued = std::max<WallSeconds>(manifest.issued, 0);
  std::vector<Retraction> rows;
  for (const uint64_t version : chain.versions) {
    rows.push_back({.feed = line.feed,
                    .target = version,
                    .by_feed = line.feed,
                    .by_index = kByTakedown,
                    .reason = line.reason,
                    .day = static_cast<uint64_t>(issued / kSecondsPerDay * kSecondsPerDay)});
  }
  return rows;
}

// What its author withdrew among many others does not have to wait any more.
void Confirm(const ItemChain& chain, TurnBook& book) {
  for (const uint64_t version : chain.versions) {
    auto row = book.store().RetractionOf(chain.feed, version);
    if (row && row->state == ErasureState::kDelayed) EraseNow(std::move(*row), book);
  }
}

}  // namespace

bool TakesDown(const Manifest& manifest, const ItemChain& chain) {
  return std::any_of(manifest.takedowns.begin(), manifest.takedowns.end(), [&](const auto& line) {
    return line.feed == chain.feed && std::find(chain.versions.begin(), chain.versions.end(),
                                                line.index) != chain.versions.end();
  });
}

void ApplyTakedowns(const Manifest& manifest, TurnBook& book) {
  for (const Takedown& line : manifest.takedowns) {
    const auto state = book.store().Feed(line.feed);
    if (!state || state->network != manifest.network) continue;
    auto chain = Target(line, book.store());
    if (!chain) continue;
    if (chain->retracted) {
      Confirm(*chain, book);
      continue;
    }
    Hide(RowsFor(line, *chain, manifest), Pace::kAtOnce, book);
    chain->retracted = true;
    chain->retracted_by = kByTakedown;
    book.Add(PutChain{std::move(*chain)});
    book.Log("taken-down", "feed " + line.feed.hex().substr(0, 8) + ": entry " +
                               std::to_string(line.index) + ", by the governors");
  }
}

bool AnyTakenDown(const Manifest& manifest, const StoreView& store) {
  for (const FeedState& feed : store.Feeds(manifest.network)) {
    for (const Retraction& row : store.Retractions(feed.feed)) {
      if (row.by_index == kByTakedown) return true;
    }
  }
  return false;
}

bool LiftTakedowns(const Manifest& manifest, TurnBook& book) {
  bool any = false;
  const InertWithdrawals inert = InertBeside(manifest.network, {}, book.store());
  for (const FeedState& feed : book.store().Feeds(manifest.network)) {
    std::set<ItemId> seen;
    for (const Retraction& row : book.store().Retractions(feed.feed)) {
      if (row.by_index != kByTakedown) continue;
      const auto leaf = DecodeLeaf(book.store().Leaves(row.feed, row.target, 1));
      auto chain = leaf && seen.insert(leaf->item).second ? book.store().Chain(row.feed, leaf->item)
                                                          : std::nullopt;
      if (!chain || chain->retracted_by != kByTakedown || TakesDown(manifest, *chain)) continue;
      book.Log("takedown-lifted", "feed " + row.feed.hex().substr(0, 8) + ": entry " +
                                      std::to_string(row.target) + ", by the governors");
      Restore(std::move(*chain), manifest, inert, book);
      any = true;
    }
  }
  return any;
}

}  // namespace candour
