// The store in memory: for tests and for the simulator, with a model of what a crash keeps.
//
// Copyable: a copy is a snapshot. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "federation/port/store.h"

namespace candour {

class MemoryStore : public StoreView {
 public:
  // Atomic and durable at once: ApplyUnsynced and Sync.
  void Apply(const WriteSet& writes);

  // Crash model. A write set applied unsynced is readable but may be lost. Sync makes everything
  // applied so far durable.
  void ApplyUnsynced(const WriteSet& writes);
  void Sync();
  size_t unsynced() const { return unsynced_.size(); }
  // The power fails: durable state survives, and of the unsynced write sets the oldest `sets`,
  // whole and in order, as a log that was partly flushed would keep them. What survived is durable
  // then.
  void CrashKeeping(size_t sets);

  std::optional<FeedState> Feed(const FeedId& feed) const override;
  std::vector<FeedState> Feeds(const NetworkId& network) const override;
  Changes FeedsChangedSince(const NetworkId& network, uint64_t cursor) const override;
  Bytes Leaves(const FeedId& feed, uint64_t start, uint64_t max) const override;
  std::optional<Bytes> Tile(const FeedId& feed, uint8_t level, uint64_t n) const override;
  std::optional<PutCheckpoint> CheckpointAtOrBefore(const FeedId& feed,
                                                    uint64_t size) const override;
  std::vector<CosignatureRow> Cosignatures(const FeedId& feed) const override;
  std::optional<Bytes> Body(const FeedId& feed, uint64_t index) const override;
  std::vector<uint64_t> BodiesHeld(const FeedId& feed, uint64_t from, size_t max) const override;
  std::optional<Retraction> RetractionOf(const FeedId& feed, uint64_t target) const override;
  std::vector<Retraction> Retractions(const FeedId& feed) const override;
  std::optional<ItemChain> Chain(const FeedId& feed, const ItemId& item) const override;
  std::vector<uint64_t> Wanted(const FeedId& feed, uint64_t from, size_t max) const override;
  std::vector<StagedEntry> Staged(const FeedId& feed, size_t max) const override;
  std::optional<Bytes> Manifest(const NetworkId& network, uint64_t version) const override;
  uint64_t NewestManifest(const NetworkId& network) const override;
  std::vector<NetworkId> Networks() const override;
  std::vector<ProposalRow> Proposals(const NetworkId& network) const override;
  std::optional<QuarantineRow> Quarantined(const FeedId& feed, uint64_t index) const override;
  std::vector<QuarantineRow> Quarantine() const override;
  std::optional<EvidenceRow> Evidence(const FeedId& feed) const override;

 private:
  using Position = std::pair<FeedId, uint64_t>;
  struct Writer;
  struct Tables {
    std::map<FeedId, FeedState> feeds;
    std::map<FeedId, Bytes> leaves;
    std::map<std::pair<FeedId, std::pair<uint8_t, uint64_t>>, Bytes> tiles;
    std::map<Position, Bytes> checkpoints;
    std::map<std::pair<FeedId, MemberId>, CosignatureRow> cosignatures;
    std::map<Position, Bytes> bodies;
    std::map<Position, Retraction> retractions;
    std::map<std::pair<FeedId, ItemId>, ItemChain> chains;
    std::set<Position> wanted;
    std::map<Position, StagedEntry> staged;
    std::map<std::pair<NetworkId, uint64_t>, Bytes> manifests;
    std::map<Position, QuarantineRow> quarantine;
    std::map<std::pair<NetworkId, crypto::Hash>, ProposalRow> proposals;
    std::map<FeedId, EvidenceRow> evidence;
    std::map<FeedId, uint64_t> changed;  // Feed -> sequence number of its latest change.
    uint64_t sequence = 0;
  };
  static void ApplyTo(Tables& tables, const WriteSet& writes);

  Tables tables_;
  Tables durable_;
  std::vector<WriteSet> unsynced_;
};

}  // namespace candour
