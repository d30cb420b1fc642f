#include "node/storage/turn_batch.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "node/storage/reader.h"

namespace candour::storage {
namespace {

constexpr size_t kProtectionBytes = 8;
constexpr size_t kKindOffset = 4;
constexpr uint8_t kTileLevels = 7;  // 256^7 leaves.

bool IsRetractLeaf(std::string_view leaf) {
  return leaf.size() == kLeafBytes &&
         static_cast<uint8_t>(leaf[kKindOffset]) == static_cast<uint8_t>(LeafKind::kRetract);
}

bool HasRetractLeaf(std::string_view leaves) {
  for (size_t at = 0; at + kLeafBytes <= leaves.size(); at += kLeafBytes) {
    if (IsRetractLeaf(leaves.substr(at, kLeafBytes))) return true;
  }
  return false;
}

bool Withdraws(const candour::Write& write) {
  if (const auto* run = std::get_if<PutLeaves>(&write)) return HasRetractLeaf(run->run.leaves);
  if (const auto* staged = std::get_if<PutStaged>(&write)) return IsRetractLeaf(staged->entry.leaf);
  return std::holds_alternative<PutRetraction>(write) || std::holds_alternative<EraseBody>(write);
}

bool GivesBack(const candour::Write& write) {
  return std::holds_alternative<EraseBody>(write) || std::holds_alternative<DropWanted>(write) ||
         std::holds_alternative<DropStaged>(write) || std::holds_alternative<CutFeed>(write);
}

}  // namespace

bool MayUseReserve(const WriteSet& writes, const LocalWrites& local) {
  if (std::any_of(writes.begin(), writes.end(), &Withdraws)) return true;
  return std::all_of(writes.begin(), writes.end(), &GivesBack) &&
         std::all_of(local.begin(), local.end(), [](const LocalWrite& w) { return !w.value; });
}

rocksdb::WriteBatch EmptyBatch() { return rocksdb::WriteBatch(0, 0, kProtectionBytes, 0); }

TurnBatch::TurnBatch(Engine& engine, const Counters& before, rocksdb::WriteBatch& batch)
    : engine_(engine), counters_(before), batch_(batch) {
  batch_.Clear();
  ++counters_.turn;
}

Status TurnBatch::Add(const WriteSet& writes, const LocalWrites& local) {
  for (const candour::Write& write : writes) {
    std::visit([this](const auto& row) { Write(row); }, write);
  }
  for (const LocalWrite& write : local) AddLocal(write);
  return refused_;
}

rocksdb::WriteBatch& TurnBatch::Finish() {
  std::vector<std::pair<size_t, FeedId>> order;
  for (const auto& [feed, place] : touched_) order.emplace_back(place, feed);
  std::sort(order.begin(), order.end());
  for (const auto& [place, feed] : order) WriteFeedChange(feed);
  Put(Family::kMeta, std::string(kCountersKey), EncodeCounters(counters_));
  return batch_;
}

void TurnBatch::Write(const PutFeed& write) {
  const FeedState& state = write.state;
  networks_[state.feed] = state.network;
  Put(Family::kFeed, state.feed.str(), EncodeFeed(state));
  TouchFeed(state.feed);
}

void TurnBatch::Write(const PutLeaves& write) {
  const LeafRun& run = write.run;
  const std::string_view leaves = run.leaves;
  const uint64_t count = leaves.size() / kLeafBytes;
  if (leaves.size() % kLeafBytes != 0 || run.start + count < run.start) {
    return Refuse("LEAF_RUN", "feed " + run.feed.hex() + ": not whole leaves; report this defect");
  }
  for (uint64_t i = 0; i < count; ++i) {
    Put(Family::kLeaf, FeedKey(run.feed, run.start + i), leaves.substr(i * kLeafBytes, kLeafBytes));
  }
}

void TurnBatch::Write(const PutTile& write) {
  Put(Family::kTile, TileKey(write.feed, write.level, write.n), write.hashes);
}

void TurnBatch::Write(const PutCheckpoint& write) {
  Put(Family::kCheckpoint, FeedKey(write.feed, write.size), write.note);
}

void TurnBatch::Write(const PutCosignature& write) {
  const CosignatureRow& row = write.row;
  const std::string key = FeedKey(row.feed, row.member.view());
  Put(Family::kCosignature, key, EncodeCosignature(row));
}

void TurnBatch::Write(const PutBody& write) {
  Put(Family::kBody, FeedKey(write.feed, write.index), write.blob);
  AddChange({.kind = ChangeKind::kBody, .key = {}, .feed = write.feed, .index = write.index});
}

void TurnBatch::Write(const EraseBody& write) {
  Delete(Family::kBody, FeedKey(write.feed, write.index));
}

void TurnBatch::Write(const PutRetraction& write) {
  const Retraction& row = write.row;
  Put(Family::kRetract, FeedKey(row.feed, row.target), EncodeRetraction(row));
  const bool erased = row.state == ErasureState::kErased;
  AddChange({.kind = erased ? ChangeKind::kErased : ChangeKind::kRetract,
             .key = {},
             .feed = row.feed,
             .index = row.target});
}

void TurnBatch::Write(const DropRetraction& write) {
  Delete(Family::kRetract, FeedKey(write.feed, write.target));
  // A text that is still held is found again.
  AddChange({.kind = ChangeKind::kBody, .key = {}, .feed = write.feed, .index = write.target});
}

void TurnBatch::Write(const PutChain& write) {
  const ItemChain& chain = write.chain;
  if (chain.versions.empty()) {
    return Delete(Family::kItem, FeedKey(chain.feed, chain.item.view()));
  }
  Put(Family::kItem, FeedKey(chain.feed, chain.item.view()), EncodeChain(chain));
}

void TurnBatch::Write(const PutManifest& write) {
  Put(Family::kMeta, ManifestKey(write.row.network, write.row.version), write.row.note);
}

void TurnBatch::Write(const PutWanted& write) {
  Put(Family::kWanted, FeedKey(write.feed, write.index), "");
}

void TurnBatch::Write(const DropWanted& write) {
  Delete(Family::kWanted, FeedKey(write.feed, write.index));
}

void TurnBatch::Write(const PutStaged& write) {
  Put(Family::kStage, FeedKey(write.entry.feed, write.entry.sequence), EncodeStaged(write.entry));
}

void TurnBatch::Write(const DropStaged& write) {
  Delete(Family::kStage, FeedKey(write.feed, write.sequence));
}

void TurnBatch::Write(const PutQuarantine& write) {
  Put(Family::kMeta, QuarantineKey(write.row.feed, write.row.index), EncodeQuarantine(write.row));
}

void TurnBatch::Write(const DropQuarantine& write) {
  Delete(Family::kMeta, QuarantineKey(write.feed, write.index));
}

void TurnBatch::Write(const PutProposal& write) {
  Put(Family::kMeta, ProposalKey(write.row.network, write.row.text.view()), write.row.note);
}

void TurnBatch::Write(const DropProposal& write) {
  Delete(Family::kMeta, ProposalKey(write.network, write.text.view()));
}

void TurnBatch::Write(const CutFeed& write) {
  const std::string from = FeedKey(write.feed, write.size);
  const auto remove = [this](Family family, const std::string& key) { Delete(family, key); };
  for (const Family family : {Family::kLeaf, Family::kRetract, Family::kWanted, Family::kBody}) {
    for (const std::string& key : KeysFrom(family, write.feed.str(), from)) remove(family, key);
  }
  // What is gone leaves the projections too, like a withdrawn text.
  for (const std::string& key : KeysFrom(Family::kLeaf, write.feed.str(), from)) {
    AddChange({.kind = ChangeKind::kRetract,
               .key = {},
               .feed = write.feed,
               .index = NumberOf(key).value_or(write.size)});
  }
  const std::string after = FeedKey(write.feed, write.size + 1);
  for (const std::string& key : KeysFrom(Family::kCheckpoint, write.feed.str(), after)) {
    remove(Family::kCheckpoint, key);
  }
  for (uint8_t level = 0; level < kTileLevels; ++level) {
    const uint64_t full = write.size >> (8 * (level + 1));
    const std::string tiles = write.feed.str() + static_cast<char>(level);
    const std::string first = TileKey(write.feed, level, full);
    for (const std::string& key : KeysFrom(Family::kTile, tiles, first)) {
      remove(Family::kTile, key);
    }
  }
  for (const std::string& key : KeysFrom(Family::kCosignature, write.feed.str(), "")) {
    const std::optional<std::string> raw = Stored(Family::kCosignature, key);
    const auto row = raw ? DecodeCosignature(key, *raw) : std::nullopt;
    if (row && row->size > write.size) remove(Family::kCosignature, key);
  }
  const std::string rows = QuarantineKey(write.feed, write.size);
  const std::string of_feed = rows.substr(0, rows.size() - 8);
  for (const std::string& key : KeysFrom(Family::kMeta, of_feed, rows)) remove(Family::kMeta, key);
}

// Of committed rows, from `start` on as far as the prefix goes.
std::vector<std::string> TurnBatch::KeysFrom(Family family, const std::string& prefix,
                                             const std::string& start) {
  std::vector<std::string> keys;
  const std::unique_ptr<rocksdb::Iterator> it(
      engine_.db()->NewIterator(rocksdb::ReadOptions(), engine_.At(family)));
  for (it->Seek(std::max(prefix, start)); it->Valid(); it->Next()) {
    if (!it->key().ToStringView().starts_with(prefix)) break;
    keys.push_back(it->key().ToString());
  }
  if (!it->status().ok()) engine_.MarkFailed(engine_.ErrorFrom(it->status(), "read"));
  return keys;
}

void TurnBatch::Write(const PutEvidence& write) {
  Put(Family::kMeta, EvidenceKey(write.row.feed), EncodeEvidence(write.row));
}

void TurnBatch::AddLocal(const LocalWrite& write) {
  if (write.family == LocalFamily::kMeta && !LocalMetaKey(write.key)) {
    return Refuse("RESERVED_KEY", "a local row may not use the reserved key " +
                                      crypto::HexEncode(write.key) + "; report this defect");
  }
  const Family family = FamilyOf(write.family);
  if (write.value) {
    Put(family, write.key, *write.value);
  } else {
    Delete(family, write.key);
  }
  if (family == Family::kMeta) return;
  AddChange({.kind = family == Family::kRecord ? ChangeKind::kRecord : ChangeKind::kDraft,
             .key = write.key,
             .feed = {}});
}

void TurnBatch::Put(Family family, const std::string& key, std::string_view value) {
  const rocksdb::Status s =
      batch_.Put(engine_.At(family), key, rocksdb::Slice(value.data(), value.size()));
  if (!s.ok()) Refuse("ROW", engine_.ErrorFrom(s, "prepare a row").message);
}

void TurnBatch::Delete(Family family, const std::string& key) {
  const rocksdb::Status s = batch_.Delete(engine_.At(family), key);
  if (!s.ok()) Refuse("ROW", engine_.ErrorFrom(s, "prepare a row").message);
}

void TurnBatch::AddChange(Change change) {
  change.sequence = ++counters_.change;
  Put(Family::kChange, ChangeKey(change.sequence), EncodeChange(change));
}

void TurnBatch::TouchFeed(const FeedId& feed) { touched_[feed] = ++touches_; }

// One live row per feed: the older one goes in the same batch, so that asking costs what changed.
void TurnBatch::WriteFeedChange(const FeedId& feed) {
  auto network = networks_.find(feed);
  if (network == networks_.end()) {
    const std::optional<std::string> raw = Stored(Family::kFeed, feed.str());
    const std::optional<FeedState> state = raw ? DecodeFeed(feed, *raw) : std::nullopt;
    if (!state) return;  // A line on a feed that is not here yet: its state will be the change.
    network = networks_.emplace(feed, state->network).first;
  }
  const std::string latest = LatestChangeKey(network->second, feed);
  const std::optional<std::string> older = Stored(Family::kChange, latest);
  if (older && older->size() == 8) {
    Delete(Family::kChange, FeedChangeKey(network->second, crypto::GetU64(*older)));
  }
  const uint64_t sequence = ++counters_.feed_change;
  Put(Family::kChange, FeedChangeKey(network->second, sequence), feed.view());
  Put(Family::kChange, latest, crypto::U64(sequence));
}

std::optional<std::string> TurnBatch::Stored(Family family, const std::string& key) {
  std::string value;
  const rocksdb::Status s =
      engine_.db()->Get(rocksdb::ReadOptions(), engine_.At(family), key, &value);
  if (s.ok()) return value;
  if (!s.IsNotFound()) engine_.MarkFailed(engine_.ErrorFrom(s, "read"));
  return std::nullopt;
}

void TurnBatch::Refuse(std::string reason, std::string message) {
  if (refused_) refused_ = Fail(ErrorCode::kInvalid, std::move(reason), std::move(message));
}

}  // namespace candour::storage
