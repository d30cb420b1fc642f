#include "node/storage/row_encoding.h"

#include <utility>

#include "crypto/encoding.h"
#include "node/storage/keys.h"

namespace candour::storage {
namespace {

constexpr char kVersion = 1;
constexpr size_t kFrontierMax = 64;

class RowWriter {
 public:
  RowWriter() : out_(1, kVersion) {}
  RowWriter& U8(uint8_t v) {
    out_ += static_cast<char>(v);
    return *this;
  }
  RowWriter& U16(uint16_t v) {
    crypto::PutU16(out_, v);
    return *this;
  }
  RowWriter& U32(uint32_t v) {
    crypto::PutU32(out_, v);
    return *this;
  }
  RowWriter& U64(uint64_t v) {
    crypto::PutU64(out_, v);
    return *this;
  }
  RowWriter& Fixed(std::string_view bytes) {
    out_ += bytes;
    return *this;
  }
  RowWriter& Counted(std::string_view bytes) {
    U32(static_cast<uint32_t>(bytes.size()));
    return Fixed(bytes);
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads what RowWriter wrote. Once something did not fit, every further read gives zeros and
// Finished() stays false.
class RowCursor {
 public:
  explicit RowCursor(std::string_view raw) : rest_(raw) {
    if (U8() != kVersion) Refuse();
  }
  uint8_t U8() {
    const std::string_view raw = Fixed(1);
    return raw.empty() ? 0 : static_cast<uint8_t>(raw[0]);
  }
  uint16_t U16() {
    const std::string_view raw = Fixed(2);
    return raw.empty() ? 0 : crypto::GetU16(raw);
  }
  uint32_t U32() {
    const std::string_view raw = Fixed(4);
    return raw.empty() ? 0 : crypto::GetU32(raw);
  }
  uint64_t U64() {
    const std::string_view raw = Fixed(8);
    return raw.empty() ? 0 : crypto::GetU64(raw);
  }
  WallSeconds Time() { return static_cast<WallSeconds>(U64()); }
  std::string_view Fixed(size_t n) {
    if (broken_ || rest_.size() < n) {
      Refuse();
      return {};
    }
    const std::string_view out = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return out;
  }
  std::string_view Counted() { return Fixed(U32()); }
  crypto::Hash Hash() {
    return crypto::Hash::From(Fixed(crypto::kHashBytes)).value_or(crypto::Hash{});
  }
  template <class T>
  T IdOf() {
    return T::From(Fixed(T::kSize)).value_or(T{});
  }
  size_t left() const { return rest_.size(); }
  void Refuse() {
    broken_ = true;
    rest_ = {};
  }
  bool Finished() const { return !broken_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

std::optional<FeedId> FeedOf(std::string_view key) {
  return FeedId::From(key.substr(0, FeedId::kSize));
}

}  // namespace

std::string EncodeCounters(const Counters& counters) {
  return RowWriter().U64(counters.turn).U64(counters.change).U64(counters.feed_change).Take();
}

std::optional<Counters> DecodeCounters(std::string_view raw) {
  RowCursor in(raw);
  Counters out;
  out.turn = in.U64();
  out.change = in.U64();
  out.feed_change = in.U64();
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeFeed(const FeedState& state) {
  RowWriter out;
  out.Fixed(state.network.view()).Fixed(state.member.view()).U32(state.epoch);
  out.U8(static_cast<uint8_t>(state.status)).U64(state.size).Fixed(state.root.view());
  out.U8(static_cast<uint8_t>(state.frontier.size()));
  for (const crypto::Hash& hash : state.frontier) out.Fixed(hash.view());
  out.U64(state.bodies_next).U64(state.cosigned_size).Fixed(state.cosigned_root.view());
  out.U64(static_cast<uint64_t>(state.cosigned_at)).U64(static_cast<uint64_t>(state.heard_at));
  out.U64(state.stopped_at);
  // Rows of earlier versions end here.
  if (state.withdrawals > 0) {
    out.U64(static_cast<uint64_t>(state.withdrawals_since)).U64(state.withdrawals);
  }
  return out.Take();
}

std::optional<FeedState> DecodeFeed(const FeedId& feed, std::string_view raw) {
  RowCursor in(raw);
  FeedState out;
  out.feed = feed;
  out.network = in.IdOf<NetworkId>();
  out.member = in.IdOf<MemberId>();
  out.epoch = in.U32();
  const uint8_t status = in.U8();
  if (status < 1 || status > static_cast<uint8_t>(FeedStatus::kRecovering)) in.Refuse();
  out.status = static_cast<FeedStatus>(status);
  out.size = in.U64();
  out.root = in.Hash();
  const size_t hashes = in.U8();
  if (hashes > kFrontierMax) in.Refuse();
  for (size_t i = 0; i < hashes && in.left() > 0; ++i) out.frontier.push_back(in.Hash());
  out.bodies_next = in.U64();
  out.cosigned_size = in.U64();
  out.cosigned_root = in.Hash();
  out.cosigned_at = in.Time();
  out.heard_at = in.Time();
  out.stopped_at = in.U64();
  if (in.left() > 0) {
    out.withdrawals_since = in.Time();
    out.withdrawals = in.U64();
    if (out.withdrawals == 0) in.Refuse();
  }
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeRetraction(const Retraction& row) {
  RowWriter out;
  out.Fixed(row.by_feed.view()).U64(row.by_index).U16(row.reason).U64(row.day);
  out.U8(static_cast<uint8_t>(row.state)).U64(static_cast<uint64_t>(row.erased_at));
  if (row.state == ErasureState::kDelayed) out.U64(static_cast<uint64_t>(row.erase_after));
  return out.Take();
}

std::optional<Retraction> DecodeRetraction(std::string_view key, std::string_view raw) {
  const std::optional<FeedId> feed = FeedOf(key);
  const std::optional<uint64_t> target = NumberOf(key);
  if (!feed || !target) return std::nullopt;
  RowCursor in(raw);
  Retraction out;
  out.feed = *feed;
  out.target = *target;
  out.by_feed = in.IdOf<FeedId>();
  out.by_index = in.U64();
  out.reason = in.U16();
  out.day = in.U64();
  const uint8_t state = in.U8();
  if (state < 1 || state > static_cast<uint8_t>(ErasureState::kDelayed)) in.Refuse();
  out.state = static_cast<ErasureState>(state);
  out.erased_at = in.Time();
  if (out.state == ErasureState::kDelayed) out.erase_after = in.Time();
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeChain(const ItemChain& chain) {
  RowWriter out;
  out.U8(chain.retracted ? 1 : 0).U64(chain.retracted_by);
  for (const uint64_t index : chain.versions) out.U64(index);
  return out.Take();
}

std::optional<ItemChain> DecodeChain(const FeedId& feed, const ItemId& item, std::string_view raw) {
  RowCursor in(raw);
  ItemChain out;
  out.feed = feed;
  out.item = item;
  const uint8_t retracted = in.U8();
  if (retracted > 1) in.Refuse();
  out.retracted = retracted == 1;
  out.retracted_by = in.U64();
  if (in.left() % 8 != 0) return std::nullopt;
  while (in.left() > 0) out.versions.push_back(in.U64());
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeCosignature(const CosignatureRow& row) {
  RowWriter out;
  out.U64(row.size).Fixed(row.root.view()).U64(static_cast<uint64_t>(row.time)).Counted(row.line);
  return out.U64(row.order).Take();
}

std::optional<CosignatureRow> DecodeCosignature(std::string_view key, std::string_view raw) {
  const std::optional<FeedId> feed = FeedOf(key);
  if (!feed) return std::nullopt;
  const std::optional<MemberId> member = MemberId::From(key.substr(FeedId::kSize));
  if (!member) return std::nullopt;
  RowCursor in(raw);
  CosignatureRow out;
  out.feed = *feed;
  out.member = *member;
  out.size = in.U64();
  out.root = in.Hash();
  out.time = in.Time();
  out.line = in.Counted();
  out.order = in.U64();
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeStaged(const StagedEntry& entry) {
  return RowWriter().Counted(entry.leaf).Counted(entry.blob).Take();
}

std::optional<StagedEntry> DecodeStaged(std::string_view key, std::string_view raw) {
  const std::optional<FeedId> feed = FeedOf(key);
  const std::optional<uint64_t> sequence = NumberOf(key);
  if (!feed || !sequence) return std::nullopt;
  RowCursor in(raw);
  StagedEntry out;
  out.feed = *feed;
  out.sequence = *sequence;
  out.leaf = in.Counted();
  out.blob = in.Counted();
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeQuarantine(const QuarantineRow& row) {
  return RowWriter().U64(row.count).Counted(row.reason).Counted(row.carrier).Take();
}

std::optional<QuarantineRow> DecodeQuarantine(std::string_view key, std::string_view raw) {
  if (!key.starts_with(kQuarantinePrefix)) return std::nullopt;
  key.remove_prefix(kQuarantinePrefix.size());
  const std::optional<FeedId> feed = FeedOf(key);
  const std::optional<uint64_t> index = NumberOf(key);
  if (!feed || !index) return std::nullopt;
  RowCursor in(raw);
  QuarantineRow out;
  out.feed = *feed;
  out.index = *index;
  out.count = in.U64();
  out.reason = in.Counted();
  out.carrier = in.Counted();
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeEvidence(const EvidenceRow& row) {
  return RowWriter()
      .U64(static_cast<uint64_t>(row.held_at))
      .Fixed(row.carrier.view())
      .Counted(row.text)
      .Take();
}

std::optional<EvidenceRow> DecodeEvidence(const FeedId& feed, std::string_view raw) {
  RowCursor in(raw);
  EvidenceRow out;
  out.feed = feed;
  out.held_at = in.Time();
  out.carrier = in.IdOf<MemberId>();
  out.text = std::string(in.Counted());
  if (!in.Finished()) return std::nullopt;
  return out;
}

std::string EncodeChange(const Change& change) {
  RowWriter out;
  out.U8(static_cast<uint8_t>(change.kind));
  if (change.kind == ChangeKind::kRecord || change.kind == ChangeKind::kDraft) {
    return out.Counted(change.key).Take();
  }
  return out.Fixed(change.feed.view()).U64(change.index).Take();
}

std::optional<Change> DecodeChange(std::string_view key, std::string_view raw) {
  if (key.size() != 9 || key[0] != 'p') return std::nullopt;
  RowCursor in(raw);
  Change out;
  out.sequence = crypto::GetU64(key, 1);
  const uint8_t kind = in.U8();
  if (kind < 1 || kind > static_cast<uint8_t>(ChangeKind::kErased)) return std::nullopt;
  out.kind = static_cast<ChangeKind>(kind);
  if (out.kind == ChangeKind::kRecord || out.kind == ChangeKind::kDraft) {
    out.key = in.Counted();
  } else {
    out.feed = in.IdOf<FeedId>();
    out.index = in.U64();
  }
  if (!in.Finished()) return std::nullopt;
  return out;
}

}  // namespace candour::storage
