#include "federation/sync/epochs.h"

#include <algorithm>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "federation/sync/withdrawals.h"

namespace candour {

std::string RetractElsewhere(const Manifest& manifest, const FeedState& by, uint64_t index,
                             BytesView raw, TurnBook& book, std::vector<Retraction>& rows) {
  const auto leaf = DecodeLeaf(raw);
  if (!leaf || leaf->ref_epoch > by.epoch) return "REF_EPOCH";
  const FeedId feed = FeedIdOf(by.network, by.member, leaf->ref_epoch);
  const FeedKey* key = manifest.FindFeed(feed);
  const bool own = leaf->ref_epoch == by.epoch;  // One that was inert beside another.
  if (key == nullptr || (!own && !key->closed)) return "REF_EPOCH";
  if (leaf->ref_index >= (own ? index : key->closed->size)) return "REF_INDEX";
  const Bytes target = book.store().Leaves(feed, leaf->ref_index, 1);
  if (target.size() != kLeafBytes) return kWaitsForEpoch;
  if (crypto::LeafHash(target) != leaf->ref_leaf) return "REF_LEAF";
  auto chain = book.store().Chain(feed, leaf->item);
  const bool names = chain && std::find(chain->versions.begin(), chain->versions.end(),
                                        leaf->ref_index) != chain->versions.end();
  if (!names) return "NO_SUCH_ITEM";
  if (chain->retracted) return kAlreadyRetracted;
  chain->retracted = true;
  chain->retracted_by = index;
  for (const uint64_t version : chain->versions) {
    rows.push_back({.feed = feed,
                    .target = version,
                    .by_feed = by.feed,
                    .by_index = index,
                    .reason = leaf->reason,
                    .day = leaf->day});
  }
  book.Add(PutChain{std::move(*chain)});
  return "";
}

void RetryElsewhere(const Manifest& manifest, TurnBook& book) {
  for (QuarantineRow& row : book.store().Quarantine()) {
    if (row.reason != kWaitsForEpoch) continue;
    auto by = book.Feed(row.feed);
    if (!by || by->network != manifest.network) continue;
    std::vector<Retraction> rows;
    const Bytes raw = book.store().Leaves(row.feed, row.index, 1);
    const std::string why = RetractElsewhere(manifest, *by, row.index, raw, book, rows);
    if (why == kWaitsForEpoch) continue;
    if (why.empty()) {
      const Pace pace = PaceOf(rows, manifest, *by, book);
      Hide(std::move(rows), pace, book);
      book.PutFeed(*by);
      book.Add(DropQuarantine{row.feed, row.index});
    } else {
      row.reason = why;
      book.Add(PutQuarantine{std::move(row)});
    }
  }
}

}  // namespace candour
