// What the core needs of a disk, in its own verbs.
//
// StoreView is read synchronously inside a turn; a turn never reads its own writes. Writes leave
// only as a WriteSet, which the caller commits atomically and durably before any message of that
// turn leaves. Everything returned is a copy. Reads of a broken disk do not come back as "absent":
// the implementation marks itself failed (Failed()) and the loop stops before it commits. Not
// thread-safe unless an implementation says so.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "federation/port/writes.h"

namespace candour {

class StoreView {
 public:
  virtual ~StoreView() = default;

  virtual std::optional<FeedState> Feed(const FeedId& feed) const = 0;
  virtual std::vector<FeedState> Feeds(const NetworkId& network) const = 0;  // By feed id.
  // Feeds of a network whose state was put after `cursor`, in that order, each once, and the cursor
  // to come back with. Cost follows the changes, not the feeds. Cursor 0 gives all.
  struct Changes {
    uint64_t cursor = 0;
    std::vector<FeedId> feeds;
  };
  virtual Changes FeedsChangedSince(const NetworkId& network, uint64_t cursor) const = 0;

  // At most `max` leaves from `start`, concatenated; shorter at the end of the feed.
  virtual Bytes Leaves(const FeedId& feed, uint64_t start, uint64_t max) const = 0;
  virtual std::optional<Bytes> Tile(const FeedId& feed, uint8_t level, uint64_t n) const = 0;
  // The stored checkpoint with the largest size <= `size`. Stored sizes are never more than 4096
  // apart.
  virtual std::optional<PutCheckpoint> CheckpointAtOrBefore(const FeedId& feed,
                                                            uint64_t size) const = 0;
  virtual std::vector<CosignatureRow> Cosignatures(const FeedId& feed) const = 0;  // By member.

  virtual std::optional<Bytes> Body(const FeedId& feed, uint64_t index) const = 0;
  // Indices whose bodies are held, ascending, at most `max` from `from` on.
  virtual std::vector<uint64_t> BodiesHeld(const FeedId& feed, uint64_t from, size_t max) const = 0;
  virtual std::optional<Retraction> RetractionOf(const FeedId& feed, uint64_t target) const = 0;
  virtual std::vector<Retraction> Retractions(const FeedId& feed) const = 0;  // By target.
  virtual std::optional<ItemChain> Chain(const FeedId& feed, const ItemId& item) const = 0;
  // The same for a caller who has the leaf at `index`, which names `item`: a store that keeps what
  // was read a moment ago finds it by its place.
  virtual std::optional<ItemChain> ChainAt(const FeedId& feed, uint64_t, const ItemId& item) const {
    return Chain(feed, item);
  }
  virtual std::vector<uint64_t> Wanted(const FeedId& feed, uint64_t from, size_t max) const = 0;

  virtual std::vector<StagedEntry> Staged(const FeedId& feed, size_t max) const = 0;  // In order.
  // `version` | kOtherText: the second valid text of that version, where there are two.
  virtual std::optional<Bytes> Manifest(const NetworkId& network, uint64_t version) const = 0;
  virtual uint64_t NewestManifest(const NetworkId& network) const = 0;  // 0 = none.
  virtual std::vector<NetworkId> Networks() const = 0;
  virtual std::vector<ProposalRow> Proposals(const NetworkId& network) const = 0;  // By text.
  virtual std::optional<QuarantineRow> Quarantined(const FeedId& feed, uint64_t index) const = 0;
  virtual std::vector<QuarantineRow> Quarantine() const = 0;
  virtual std::optional<EvidenceRow> Evidence(const FeedId& feed) const = 0;
};

}  // namespace candour
