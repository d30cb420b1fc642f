#include "federation/sync/takedowns.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

// The chain that the line takes down; empty when there is nothing to do (yet).
std::optional<ItemChain> Target(const Takedown& line, const StoreView& store) {
  const Bytes raw = store.Leaves(line.feed, line.index, 1);
  const auto leaf = DecodeLeaf(raw);
  if (!leaf || crypto::LeafHash(raw) != line.leaf) return std::nullopt;
  auto chain = store.Chain(line.feed, leaf->item);
  if (!chain || chain->retracted) return std::nullopt;
  const auto& versions = chain->versions;
  if (std::find(versions.begin(), versions.end(), line.index) == versions.end()) {
    return std::nullopt;
  }
  return chain;
}

}  // namespace

void ApplyTakedowns(const Manifest& manifest, TurnBook& book) {
  for (const Takedown& line : manifest.takedowns) {
    const auto state = book.store().Feed(line.feed);
    if (!state || state->network != manifest.network) continue;
    auto chain = Target(line, book.store());
    if (!chain) continue;
    chain->retracted = true;
    chain->retracted_by = kByTakedown;
    for (const uint64_t version : chain->versions) {
      const Retraction row{.feed = line.feed,
                           .target = version,
                           .by_feed = line.feed,
                           .by_index = kByTakedown,
                           .reason = line.reason,
                           .day = static_cast<uint64_t>(
                               std::max<WallSeconds>(manifest.issued, 0) / kSecondsPerDay *
                               kSecondsPerDay),
                           .state = ErasureState::kHidden};
      book.Add(PutRetraction{row});
      book.Add(EraseBody{row.feed, row.target});
      book.Add(DropWanted{row.feed, row.target});
      book.news().retracted.push_back(row);
    }
    book.Add(PutChain{std::move(*chain)});
    book.Log("taken-down", "feed " + line.feed.hex().substr(0, 8) + ": entry " +
                               std::to_string(line.index) + ", by the governors");
  }
}

}  // namespace candour
