#include "federation/sync/epochs.h"

#include <algorithm>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"

namespace candour {

std::string RetractElsewhere(const Manifest& manifest, const FeedState& by, uint64_t index,
                             BytesView raw, TurnBook& book) {
  const auto leaf = DecodeLeaf(raw);
  if (!leaf || leaf->ref_epoch >= by.epoch) return "REF_EPOCH";
  const FeedId feed = FeedIdOf(by.network, by.member, leaf->ref_epoch);
  const FeedKey* key = manifest.FindFeed(feed);
  if (key == nullptr || !key->closed) return "REF_EPOCH";
  if (leaf->ref_index >= key->closed->size) return "REF_INDEX";
  const Bytes target = book.store().Leaves(feed, leaf->ref_index, 1);
  if (target.size() != kLeafBytes) return kWaitsForEpoch;
  if (crypto::LeafHash(target) != leaf->ref_leaf) return "REF_LEAF";
  auto chain = book.store().Chain(feed, leaf->item);
  const bool names = chain && std::find(chain->versions.begin(), chain->versions.end(),
                                        leaf->ref_index) != chain->versions.end();
  if (!names) return "NO_SUCH_ITEM";
  if (chain->retracted) return "ALREADY_RETRACTED";
  chain->retracted = true;
  chain->retracted_by = index;
  for (const uint64_t version : chain->versions) {
    const Retraction row{.feed = feed,
                         .target = version,
                         .by_feed = by.feed,
                         .by_index = index,
                         .reason = leaf->reason,
                         .day = leaf->day,
                         .state = ErasureState::kHidden};
    book.Add(PutRetraction{row});
    book.Add(EraseBody{feed, version});
    book.Add(DropWanted{feed, version});
    book.news().retracted.push_back(row);
  }
  book.Add(PutChain{std::move(*chain)});
  return "";
}

void RetryElsewhere(const Manifest& manifest, TurnBook& book) {
  for (QuarantineRow& row : book.store().Quarantine()) {
    if (row.reason != kWaitsForEpoch) continue;
    const auto by = book.store().Feed(row.feed);
    if (!by || by->network != manifest.network) continue;
    const std::string why = RetractElsewhere(manifest, *by, row.index,
                                             book.store().Leaves(row.feed, row.index, 1), book);
    if (why == kWaitsForEpoch) continue;
    if (why.empty()) {
      book.Add(DropQuarantine{row.feed, row.index});
    } else {
      row.reason = why;
      book.Add(PutQuarantine{std::move(row)});
    }
  }
}

}  // namespace candour
