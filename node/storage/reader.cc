#include "node/storage/reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"

namespace candour::storage {
namespace {

constexpr size_t kKeysPerRead = 128;
constexpr size_t kAll = std::numeric_limits<size_t>::max();

}  // namespace

Family FamilyOf(LocalFamily family) {
  switch (family) {
    case LocalFamily::kMeta:
      return Family::kMeta;
    case LocalFamily::kRecord:
      return Family::kRecord;
    case LocalFamily::kDraft:
      return Family::kDraft;
  }
  return Family::kMeta;
}

std::vector<std::optional<std::string>> Reader::GetMany(LocalFamily family,
                                                        std::span<const std::string> keys) const {
  std::vector<std::optional<std::string>> out;
  for (const std::string& key : keys) out.push_back(Get(family, key));
  return out;
}

RocksReader::RocksReader(Engine& engine, Leases::Hold lease)
    : engine_(engine), lease_(std::move(lease)) {
  if (engine_.db() != nullptr) snapshot_ = engine_.db()->GetSnapshot();
}

RocksReader::~RocksReader() {
  if (snapshot_ != nullptr) engine_.db()->ReleaseSnapshot(snapshot_);
}

rocksdb::ReadOptions RocksReader::Options() const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.verify_checksums = true;
  return options;
}

std::optional<std::string> RocksReader::Row(Family family, const std::string& key) const {
  if (engine_.db() == nullptr) return std::nullopt;
  std::string value;
  const rocksdb::Status s = engine_.db()->Get(Options(), engine_.At(family), key, &value);
  if (s.ok()) return value;
  if (!s.IsNotFound()) engine_.MarkFailed(engine_.ErrorFrom(s, "read"));
  return std::nullopt;
}

void RocksReader::Each(Family family, std::string_view prefix, std::string_view start,
                       const RowCallback& row) const {
  // An iterator keeps old files in place just as a snapshot does.
  Leases::Hold hold;
  if (snapshot_ == nullptr) hold = engine_.leases().TakeView();
  if (engine_.db() == nullptr) return;
  const std::string end = EndOfPrefix(prefix);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options = Options();
  if (!end.empty()) options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(
      engine_.db()->NewIterator(options, engine_.At(family)));
  const std::string_view first = std::max(prefix, start);
  for (it->Seek(rocksdb::Slice(first.data(), first.size())); it->Valid(); it->Next()) {
    if (!row(it->key().ToStringView(), it->value().ToStringView())) break;
  }
  if (!it->status().ok()) engine_.MarkFailed(engine_.ErrorFrom(it->status(), "read"));
}

std::optional<std::pair<std::string, std::string>> RocksReader::LastAtOrBefore(
    Family family, std::string_view prefix, const std::string& key) const {
  Leases::Hold hold;
  if (snapshot_ == nullptr) hold = engine_.leases().TakeView();
  if (engine_.db() == nullptr) return std::nullopt;
  const std::unique_ptr<rocksdb::Iterator> it(
      engine_.db()->NewIterator(Options(), engine_.At(family)));
  it->SeekForPrev(key);
  if (!it->status().ok()) engine_.MarkFailed(engine_.ErrorFrom(it->status(), "read"));
  if (!it->Valid() || !it->key().ToStringView().starts_with(prefix)) return std::nullopt;
  return std::pair(it->key().ToString(), it->value().ToString());
}

template <class T, class Decode>
std::vector<T> RocksReader::Collect(Family family, std::string_view prefix, std::string_view start,
                                    const Decode& decode, size_t max) const {
  std::vector<T> out;
  if (max == 0) return out;
  Each(family, prefix, start, [&](std::string_view key, std::string_view value) {
    std::optional<T> row = decode(key, value);
    if (!row) {
      engine_.MarkCorruptRow(family, key);
      return false;
    }
    out.push_back(*std::move(row));
    return out.size() < max;
  });
  return out;
}

std::vector<uint64_t> RocksReader::Indices(Family family, const FeedId& feed, uint64_t from,
                                           size_t max) const {
  std::vector<uint64_t> out;
  if (max == 0) return out;
  Each(family, feed.view(), FeedKey(feed, from), [&](std::string_view key, std::string_view) {
    const std::optional<uint64_t> index = NumberOf(key);
    if (!index) {
      engine_.MarkCorruptRow(family, key);
      return false;
    }
    out.push_back(*index);
    return out.size() < max;
  });
  return out;
}

std::optional<FeedState> RocksReader::Feed(const FeedId& feed) const {
  const std::optional<std::string> raw = Row(Family::kFeed, feed.str());
  if (!raw) return std::nullopt;
  std::optional<FeedState> state = DecodeFeed(feed, *raw);
  if (!state) engine_.MarkCorruptRow(Family::kFeed, feed.view());
  return state;
}

std::vector<FeedState> RocksReader::Feeds(const NetworkId& network) const {
  std::vector<FeedState> out;
  const std::string prefix = LatestChangePrefix(network);
  Each(Family::kChange, prefix, "", [&](std::string_view key, std::string_view) {
    const std::optional<FeedId> feed = FeedId::From(key.substr(prefix.size()));
    std::optional<FeedState> state = feed ? Feed(*feed) : std::nullopt;
    if (!state) {
      engine_.MarkCorruptRow(Family::kChange, key);
      return false;
    }
    out.push_back(*std::move(state));
    return true;
  });
  return out;
}

StoreView::Changes RocksReader::FeedsChangedSince(const NetworkId& network, uint64_t cursor) const {
  // A cursor from the future was given by a store that has been replaced by an older one.
  if (cursor > StoredCounters().feed_change) cursor = 0;
  Changes out{.cursor = cursor, .feeds = {}};
  if (cursor == std::numeric_limits<uint64_t>::max()) return out;
  const std::string prefix = FeedChangePrefix(network);
  Each(Family::kChange, prefix, FeedChangeKey(network, cursor + 1),
       [&](std::string_view key, std::string_view value) {
         const std::optional<FeedId> feed = FeedId::From(value);
         if (!feed || key.size() != prefix.size() + 8) {
           engine_.MarkCorruptRow(Family::kChange, key);
           return false;
         }
         out.cursor = crypto::GetU64(key, prefix.size());
         out.feeds.push_back(*feed);
         return true;
       });
  return out;
}

Bytes RocksReader::Leaves(const FeedId& feed, uint64_t start, uint64_t max) const {
  Bytes out;
  if (max == 0) return out;
  if (const auto recent = recent_ ? recent_->Leaves(feed, start, max) : std::nullopt) {
    return Bytes(*recent);
  }
  if (max == 1) {
    const std::string key = FeedKey(feed, start);
    out = Row(Family::kLeaf, key).value_or("");
    if (!out.empty() && out.size() != kLeafBytes) {
      engine_.MarkCorruptRow(Family::kLeaf, key);
      out.clear();
    }
    return out;
  }
  uint64_t next = start;
  Each(Family::kLeaf, feed.view(), FeedKey(feed, start),
       [&](std::string_view key, std::string_view value) {
         const std::optional<uint64_t> index = NumberOf(key);
         if (!index || value.size() != kLeafBytes) {
           engine_.MarkCorruptRow(Family::kLeaf, key);
           return false;
         }
         if (*index != next) return false;
         out += value;
         return ++next - start < max;
       });
  if (recent_ != nullptr && !engine_.Failed()) recent_->KeepLeaves(feed, start, out);
  return out;
}

std::optional<Bytes> RocksReader::Tile(const FeedId& feed, uint8_t level, uint64_t n) const {
  return Row(Family::kTile, TileKey(feed, level, n));
}

std::optional<PutCheckpoint> RocksReader::CheckpointAtOrBefore(const FeedId& feed,
                                                               uint64_t size) const {
  auto row = LastAtOrBefore(Family::kCheckpoint, feed.view(), FeedKey(feed, size));
  if (!row) return std::nullopt;
  const std::optional<uint64_t> found = NumberOf(row->first);
  if (!found) {
    engine_.MarkCorruptRow(Family::kCheckpoint, row->first);
    return std::nullopt;
  }
  return PutCheckpoint{feed, *found, std::move(row->second)};
}

std::vector<CosignatureRow> RocksReader::Cosignatures(const FeedId& feed) const {
  return Collect<CosignatureRow>(Family::kCosignature, feed.view(), "", &DecodeCosignature, kAll);
}

std::optional<Bytes> RocksReader::Body(const FeedId& feed, uint64_t index) const {
  if (recent_ != nullptr && recent_->Bare(feed, index)) return std::nullopt;
  return Row(Family::kBody, FeedKey(feed, index));
}

std::vector<uint64_t> RocksReader::BodiesHeld(const FeedId& feed, uint64_t from, size_t max) const {
  const std::vector<uint64_t> held = Indices(Family::kBody, feed, from, max);
  if (recent_ != nullptr && held.size() < max && !engine_.Failed()) {
    recent_->KeepBare(feed, held.empty() ? from : held.back() + 1);
  }
  return held;
}

std::optional<Retraction> RocksReader::RetractionOf(const FeedId& feed, uint64_t target) const {
  if (recent_ != nullptr) {
    if (recent_->Untouched(feed, target)) return std::nullopt;
    const std::vector<uint64_t> next = Indices(Family::kRetract, feed, target, 1);
    if (!engine_.Failed()) {
      recent_->KeepUntouched(feed, target, next.empty() ? kNoIndex : next.front());
    }
    if (next.empty() || next.front() != target) return std::nullopt;
  }
  const std::string key = FeedKey(feed, target);
  const std::optional<std::string> raw = Row(Family::kRetract, key);
  if (!raw) return std::nullopt;
  std::optional<Retraction> row = DecodeRetraction(key, *raw);
  if (!row) engine_.MarkCorruptRow(Family::kRetract, key);
  return row;
}

std::vector<Retraction> RocksReader::Retractions(const FeedId& feed) const {
  return Collect<Retraction>(Family::kRetract, feed.view(), "", &DecodeRetraction, kAll);
}

std::optional<ItemChain> RocksReader::Chain(const FeedId& feed, const ItemId& item) const {
  const ItemChain* recent = recent_ != nullptr ? recent_->Chain(feed, item) : nullptr;
  if (recent != nullptr) return *recent;
  const std::string key = FeedKey(feed, item.view());
  const std::optional<std::string> raw = Row(Family::kItem, key);
  if (!raw) return std::nullopt;
  std::optional<ItemChain> chain = DecodeChain(feed, item, *raw);
  if (!chain) engine_.MarkCorruptRow(Family::kItem, key);
  if (chain && recent_ != nullptr) recent_->Keep(*chain);
  return chain;
}

std::optional<ItemChain> RocksReader::ChainAt(const FeedId& feed, uint64_t index,
                                              const ItemId& item) const {
  if (recent_ != nullptr && recent_->IsWhole(feed, index, item)) {
    return ItemChain{.feed = feed, .item = item, .versions = {index}};
  }
  return Chain(feed, item);
}

std::vector<uint64_t> RocksReader::Wanted(const FeedId& feed, uint64_t from, size_t max) const {
  return Indices(Family::kWanted, feed, from, max);
}

std::vector<StagedEntry> RocksReader::Staged(const FeedId& feed, size_t max) const {
  return Collect<StagedEntry>(Family::kStage, feed.view(), "", &DecodeStaged, max);
}

std::optional<Bytes> RocksReader::Manifest(const NetworkId& network, uint64_t version) const {
  return Row(Family::kMeta, ManifestKey(network, version));
}

uint64_t RocksReader::NewestManifest(const NetworkId& network) const {
  const std::string prefix = std::string(kManifestPrefix) + network.str();
  const auto row = LastAtOrBefore(Family::kMeta, prefix, ManifestKey(network, kOtherText - 1));
  if (!row || row->first.size() != prefix.size() + 8) return 0;
  return crypto::GetU64(row->first, prefix.size());
}

std::vector<NetworkId> RocksReader::Networks() const {
  std::vector<NetworkId> out;
  std::string start;
  while (true) {
    // One seek per network, however many versions it has.
    std::optional<NetworkId> found;
    Each(Family::kMeta, kManifestPrefix, start, [&](std::string_view key, std::string_view) {
      found = NetworkId::From(key.substr(kManifestPrefix.size(), NetworkId::kSize));
      return false;
    });
    if (!found) return out;
    out.push_back(*found);
    start = EndOfPrefix(std::string(kManifestPrefix) + found->str());
  }
}

std::optional<QuarantineRow> RocksReader::Quarantined(const FeedId& feed, uint64_t index) const {
  const std::string key = QuarantineKey(feed, index);
  const std::optional<std::string> raw = Row(Family::kMeta, key);
  if (!raw) return std::nullopt;
  std::optional<QuarantineRow> row = DecodeQuarantine(key, *raw);
  if (!row) engine_.MarkCorruptRow(Family::kMeta, key);
  return row;
}

std::vector<ProposalRow> RocksReader::Proposals(const NetworkId& network) const {
  std::vector<ProposalRow> out;
  const std::string prefix = ProposalKey(network, "");
  Each(Family::kMeta, prefix, "", [&](std::string_view key, std::string_view note) {
    const auto text = crypto::Hash::From(key.substr(prefix.size()));
    if (text) out.push_back({.network = network, .text = *text, .note = Bytes(note)});
    return true;
  });
  return out;
}

std::vector<QuarantineRow> RocksReader::Quarantine() const {
  return Collect<QuarantineRow>(Family::kMeta, kQuarantinePrefix, "", &DecodeQuarantine, kAll);
}

std::optional<EvidenceRow> RocksReader::Evidence(const FeedId& feed) const {
  const std::string key = EvidenceKey(feed);
  const std::optional<std::string> raw = Row(Family::kMeta, key);
  if (!raw) return std::nullopt;
  std::optional<EvidenceRow> row = DecodeEvidence(feed, *raw);
  if (!row) engine_.MarkCorruptRow(Family::kMeta, key);
  return row;
}

std::optional<std::string> RocksReader::Get(LocalFamily family, std::string_view key) const {
  return Row(FamilyOf(family), std::string(key));
}

std::vector<std::optional<std::string>> RocksReader::GetMany(
    LocalFamily family, std::span<const std::string> keys) const {
  std::vector<std::optional<std::string>> out(keys.size());
  if (engine_.db() == nullptr) return out;
  for (size_t from = 0; from < keys.size(); from += kKeysPerRead) {
    const size_t count = std::min(kKeysPerRead, keys.size() - from);
    std::array<rocksdb::Slice, kKeysPerRead> asked;
    std::array<rocksdb::PinnableSlice, kKeysPerRead> values;
    std::array<rocksdb::Status, kKeysPerRead> found;
    std::copy_n(keys.begin() + static_cast<std::ptrdiff_t>(from), count, asked.begin());
    engine_.db()->MultiGet(Options(), engine_.At(FamilyOf(family)), count, asked.data(),
                           values.data(), found.data(), /*sorted_input=*/true);
    for (size_t i = 0; i < count; ++i) {
      if (found[i].ok()) {
        out[from + i] = values[i].ToString();
      } else if (!found[i].IsNotFound()) {
        engine_.MarkFailed(engine_.ErrorFrom(found[i], "read"));
      }
    }
  }
  return out;
}

void RocksReader::Scan(LocalFamily family, std::string_view prefix, std::string_view start,
                       const RowCallback& row) const {
  Each(FamilyOf(family), prefix, start, row);
}

std::vector<Change> RocksReader::ChangesAfter(uint64_t sequence, size_t max) const {
  if (sequence == ~uint64_t{0}) return {};
  return Collect<Change>(Family::kChange, "p", ChangeKey(sequence + 1), &DecodeChange, max);
}

std::vector<ItemChain> RocksReader::ChainsFrom(const FeedId& feed, const ItemId& from,
                                               size_t max) const {
  const auto decode = [&](std::string_view key, std::string_view raw) -> std::optional<ItemChain> {
    const std::optional<ItemId> item = ItemId::From(key.substr(FeedId::kSize));
    return item ? DecodeChain(feed, *item, raw) : std::nullopt;
  };
  return Collect<ItemChain>(Family::kItem, feed.view(), FeedKey(feed, from.view()), decode, max);
}

uint64_t RocksReader::NewestChange() const { return StoredCounters().change; }

Counters RocksReader::StoredCounters() const {
  const std::optional<std::string> raw = Row(Family::kMeta, std::string(kCountersKey));
  const std::optional<Counters> counters = raw ? DecodeCounters(*raw) : std::nullopt;
  if (raw && !counters) engine_.MarkCorruptRow(Family::kMeta, kCountersKey);
  return counters.value_or(Counters{});
}

}  // namespace candour::storage
