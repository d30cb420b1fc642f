#include "federation/port/memory_store.h"

#include <algorithm>
#include <limits>

#include "crypto/check.h"

namespace candour {
namespace {

constexpr size_t kLeafBytes = 112;

// All rows of one feed in a table keyed by (feed, anything).
template <class Table, class Key>
auto RowsFrom(const Table& table, const Key& feed) {
  using Second = decltype(table.begin()->first.second);
  return table.lower_bound({feed, Second{}});
}

template <class Row, class Table, class Owner>
std::vector<Row> ValuesOf(const Table& table, const Owner& owner) {
  std::vector<Row> rows;
  for (auto it = RowsFrom(table, owner); it != table.end() && it->first.first == owner; ++it) {
    rows.push_back(it->second);
  }
  return rows;
}

template <class Table, class Key>
auto ValueAt(const Table& table, const Key& key) -> std::optional<typename Table::mapped_type> {
  const auto found = table.find(key);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

}  // namespace

// One overload per kind of write.
struct MemoryStore::Writer {
  Tables& t;

  void Changed(const FeedId& feed) { t.changed[feed] = ++t.sequence; }

  void operator()(const PutFeed& w) {
    t.feeds[w.state.feed] = w.state;
    Changed(w.state.feed);
  }
  void operator()(const PutLeaves& w) {
    Bytes& all = t.leaves[w.run.feed];
    const uint64_t at = w.run.start * kLeafBytes;
    crypto::Check(w.run.leaves.size() % kLeafBytes == 0, "memory store: a leaf is cut short");
    crypto::Check(at <= all.size(), "memory store: leaves would leave a gap");
    all.replace(at, w.run.leaves.size(), w.run.leaves);
  }
  void operator()(const PutTile& w) { t.tiles[{w.feed, {w.level, w.n}}] = w.hashes; }
  void operator()(const PutCheckpoint& w) { t.checkpoints[{w.feed, w.size}] = w.note; }
  void operator()(const PutCosignature& w) { t.cosignatures[{w.row.feed, w.row.member}] = w.row; }
  void operator()(const PutBody& w) { t.bodies[{w.feed, w.index}] = w.blob; }
  void operator()(const EraseBody& w) { t.bodies.erase({w.feed, w.index}); }
  void operator()(const PutRetraction& w) { t.retractions[{w.row.feed, w.row.target}] = w.row; }
  void operator()(const DropRetraction& w) { t.retractions.erase({w.feed, w.target}); }
  void operator()(const PutChain& w) {
    if (w.chain.versions.empty()) {
      t.chains.erase({w.chain.feed, w.chain.item});
    } else {
      t.chains[{w.chain.feed, w.chain.item}] = w.chain;
    }
  }
  void operator()(const PutManifest& w) {
    t.manifests[{w.row.network, w.row.version}] = w.row.note;
  }
  void operator()(const PutWanted& w) { t.wanted.insert({w.feed, w.index}); }
  void operator()(const DropWanted& w) { t.wanted.erase({w.feed, w.index}); }
  void operator()(const PutStaged& w) { t.staged[{w.entry.feed, w.entry.sequence}] = w.entry; }
  void operator()(const DropStaged& w) { t.staged.erase({w.feed, w.sequence}); }
  void operator()(const PutQuarantine& w) { t.quarantine[{w.row.feed, w.row.index}] = w.row; }
  void operator()(const DropQuarantine& w) { t.quarantine.erase({w.feed, w.index}); }
  void operator()(const PutProposal& w) { t.proposals[{w.row.network, w.row.text}] = w.row; }
  void operator()(const DropProposal& w) { t.proposals.erase({w.network, w.text}); }
  void operator()(const CutFeed& w) {
    Bytes& leaves = t.leaves[w.feed];
    leaves.resize(std::min<size_t>(leaves.size(), w.size * kLeafBytes));
    std::erase_if(t.tiles, [&](const auto& row) {
      const auto& [level, n] = row.first.second;
      return row.first.first == w.feed && (n + 1) << (8 * (level + 1)) > w.size;
    });
    const auto beyond = [&](const Position& at) {
      return at.first == w.feed && at.second >= w.size;
    };
    std::erase_if(t.checkpoints, [&](const auto& row) {
      return row.first.first == w.feed && row.first.second > w.size;
    });
    std::erase_if(t.cosignatures, [&](const auto& row) {
      return row.first.first == w.feed && row.second.size > w.size;
    });
    std::erase_if(t.bodies, [&](const auto& row) { return beyond(row.first); });
    std::erase_if(t.retractions, [&](const auto& row) { return beyond(row.first); });
    std::erase_if(t.quarantine, [&](const auto& row) { return beyond(row.first); });
    std::erase_if(t.wanted, beyond);
  }
  void operator()(const PutEvidence& w) { t.evidence[w.row.feed] = w.row; }
};

void MemoryStore::ApplyTo(Tables& tables, const WriteSet& writes) {
  Writer writer{tables};
  for (const Write& write : writes) std::visit(writer, write);
}

void MemoryStore::Apply(const WriteSet& writes) {
  ApplyUnsynced(writes);
  Sync();
}

void MemoryStore::ApplyUnsynced(const WriteSet& writes) {
  ApplyTo(tables_, writes);
  unsynced_.push_back(writes);
}

void MemoryStore::Sync() {
  for (const WriteSet& writes : unsynced_) ApplyTo(durable_, writes);
  unsynced_.clear();
}

void MemoryStore::CrashKeeping(size_t sets) {
  unsynced_.resize(std::min(sets, unsynced_.size()));
  Sync();
  tables_ = durable_;
}

std::optional<FeedState> MemoryStore::Feed(const FeedId& feed) const {
  return ValueAt(tables_.feeds, feed);
}

std::vector<FeedState> MemoryStore::Feeds(const NetworkId& network) const {
  std::vector<FeedState> states;
  for (const auto& [feed, state] : tables_.feeds) {
    if (state.network == network) states.push_back(state);
  }
  return states;
}

StoreView::Changes MemoryStore::FeedsChangedSince(const NetworkId& network, uint64_t cursor) const {
  std::vector<std::pair<uint64_t, FeedId>> news;
  for (const auto& [feed, sequence] : tables_.changed) {
    const auto state = tables_.feeds.find(feed);
    if (sequence <= cursor || state == tables_.feeds.end()) continue;
    if (state->second.network == network) news.emplace_back(sequence, feed);
  }
  std::sort(news.begin(), news.end());
  Changes changes{.cursor = tables_.sequence, .feeds = {}};
  for (const auto& [sequence, feed] : news) changes.feeds.push_back(feed);
  return changes;
}

Bytes MemoryStore::Leaves(const FeedId& feed, uint64_t start, uint64_t max) const {
  const auto found = tables_.leaves.find(feed);
  if (found == tables_.leaves.end()) return {};
  const uint64_t held = found->second.size() / kLeafBytes;
  if (start >= held) return {};
  return found->second.substr(start * kLeafBytes, std::min(max, held - start) * kLeafBytes);
}

std::optional<Bytes> MemoryStore::Tile(const FeedId& feed, uint8_t level, uint64_t n) const {
  return ValueAt(tables_.tiles, std::pair{feed, std::pair{level, n}});
}

std::optional<PutCheckpoint> MemoryStore::CheckpointAtOrBefore(const FeedId& feed,
                                                               uint64_t size) const {
  auto after = tables_.checkpoints.upper_bound({feed, size});
  if (after == tables_.checkpoints.begin()) return std::nullopt;
  const auto& [position, note] = *--after;
  if (position.first != feed) return std::nullopt;
  return PutCheckpoint{.feed = feed, .size = position.second, .note = note};
}

std::vector<CosignatureRow> MemoryStore::Cosignatures(const FeedId& feed) const {
  return ValuesOf<CosignatureRow>(tables_.cosignatures, feed);
}

std::optional<Bytes> MemoryStore::Body(const FeedId& feed, uint64_t index) const {
  return ValueAt(tables_.bodies, Position{feed, index});
}

std::vector<uint64_t> MemoryStore::BodiesHeld(const FeedId& feed, uint64_t from, size_t max) const {
  std::vector<uint64_t> indices;
  auto it = tables_.bodies.lower_bound({feed, from});
  for (; it != tables_.bodies.end() && it->first.first == feed && indices.size() < max; ++it) {
    indices.push_back(it->first.second);
  }
  return indices;
}

std::optional<Retraction> MemoryStore::RetractionOf(const FeedId& feed, uint64_t target) const {
  return ValueAt(tables_.retractions, Position{feed, target});
}

std::vector<Retraction> MemoryStore::Retractions(const FeedId& feed) const {
  return ValuesOf<Retraction>(tables_.retractions, feed);
}

std::optional<ItemChain> MemoryStore::Chain(const FeedId& feed, const ItemId& item) const {
  return ValueAt(tables_.chains, std::pair{feed, item});
}

std::vector<uint64_t> MemoryStore::Wanted(const FeedId& feed, uint64_t from, size_t max) const {
  std::vector<uint64_t> indices;
  auto it = tables_.wanted.lower_bound({feed, from});
  for (; it != tables_.wanted.end() && it->first == feed && indices.size() < max; ++it) {
    indices.push_back(it->second);
  }
  return indices;
}

std::vector<StagedEntry> MemoryStore::Staged(const FeedId& feed, size_t max) const {
  std::vector<StagedEntry> entries = ValuesOf<StagedEntry>(tables_.staged, feed);
  if (entries.size() > max) entries.resize(max);
  return entries;
}

std::optional<Bytes> MemoryStore::Manifest(const NetworkId& network, uint64_t version) const {
  return ValueAt(tables_.manifests, std::pair{network, version});
}

uint64_t MemoryStore::NewestManifest(const NetworkId& network) const {
  auto after = tables_.manifests.upper_bound({network, kOtherText - 1});
  if (after == tables_.manifests.begin()) return 0;
  const auto& newest = (--after)->first;
  return newest.first == network ? newest.second : 0;
}

std::vector<NetworkId> MemoryStore::Networks() const {
  std::vector<NetworkId> networks;
  for (const auto& [key, note] : tables_.manifests) {
    if (networks.empty() || networks.back() != key.first) networks.push_back(key.first);
  }
  return networks;
}

std::vector<ProposalRow> MemoryStore::Proposals(const NetworkId& network) const {
  return ValuesOf<ProposalRow>(tables_.proposals, network);
}

std::optional<QuarantineRow> MemoryStore::Quarantined(const FeedId& feed, uint64_t index) const {
  return ValueAt(tables_.quarantine, Position{feed, index});
}

std::vector<QuarantineRow> MemoryStore::Quarantine() const {
  std::vector<QuarantineRow> rows;
  for (const auto& [position, row] : tables_.quarantine) rows.push_back(row);
  return rows;
}

std::optional<EvidenceRow> MemoryStore::Evidence(const FeedId& feed) const {
  return ValueAt(tables_.evidence, feed);
}

}  // namespace candour
