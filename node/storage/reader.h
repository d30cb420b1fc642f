// Reads of the store, of one moment or always of the newest commit. Internal to node/storage.
#pragma once

#include "node/storage/engine.h"
#include "node/storage/recent_rows.h"

namespace candour::storage {

class RocksReader : public Reader {
 public:
  // Always the newest committed state; for the committing thread.
  RocksReader(Engine& engine, RecentRows& recent) : engine_(engine), recent_(&recent) {}
  // The state of the moment in which `lease` was taken.
  RocksReader(Engine& engine, Leases::Hold lease);
  ~RocksReader() override;

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
  std::optional<ItemChain> ChainAt(const FeedId& feed, uint64_t index,
                                   const ItemId& item) const override;
  std::vector<uint64_t> Wanted(const FeedId& feed, uint64_t from, size_t max) const override;
  std::vector<StagedEntry> Staged(const FeedId& feed, size_t max) const override;
  std::optional<Bytes> Manifest(const NetworkId& network, uint64_t version) const override;
  uint64_t NewestManifest(const NetworkId& network) const override;
  std::vector<NetworkId> Networks() const override;
  std::optional<QuarantineRow> Quarantined(const FeedId& feed, uint64_t index) const override;
  std::vector<QuarantineRow> Quarantine() const override;
  std::vector<ProposalRow> Proposals(const NetworkId& network) const override;
  std::optional<EvidenceRow> Evidence(const FeedId& feed) const override;

  std::optional<std::string> Get(LocalFamily family, std::string_view key) const override;
  std::vector<std::optional<std::string>> GetMany(LocalFamily family,
                                                  std::span<const std::string> keys) const override;
  void Scan(LocalFamily family, std::string_view prefix, std::string_view start,
            const RowCallback& row) const override;
  std::vector<Change> ChangesAfter(uint64_t sequence, size_t max) const override;
  uint64_t NewestChange() const override;
  std::vector<ItemChain> ChainsFrom(const FeedId& feed, const ItemId& from,
                                    size_t max) const override;

 private:
  std::optional<std::string> Row(Family family, const std::string& key) const;
  // Rows of a prefix from `start` on, in key order, until the callback says false.
  void Each(Family family, std::string_view prefix, std::string_view start,
            const RowCallback& row) const;
  // The last row at or before `key` that begins with `prefix`.
  std::optional<std::pair<std::string, std::string>> LastAtOrBefore(Family family,
                                                                    std::string_view prefix,
                                                                    const std::string& key) const;
  // As Each, decoding: a row that does not decode marks the store failed and ends the walk.
  template <class T, class Decode>
  std::vector<T> Collect(Family family, std::string_view prefix, std::string_view start,
                         const Decode& decode, size_t max) const;
  // The numbers at the end of a feed's keys, from one on.
  std::vector<uint64_t> Indices(Family family, const FeedId& feed, uint64_t from, size_t max) const;
  Counters StoredCounters() const;
  rocksdb::ReadOptions Options() const;

  Engine& engine_;
  RecentRows* const recent_ = nullptr;
  Leases::Hold lease_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

Family FamilyOf(LocalFamily family);

}  // namespace candour::storage
