#include "federation/sync/bundle.h"

#include <utility>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

constexpr size_t kHeaderBytes = 5;
constexpr size_t kIdBytes = 16;
constexpr size_t kItemsMax = 8192;  // Of one record: bodies, heads or lines.

enum class Kind : uint8_t { kManifest = 1, kHead = 2, kLeaves = 3, kBodies = 4, kLines = 5 };

class Writer {
 public:
  Writer& Id(BytesView id) { return out_.append(id), *this; }
  Writer& Text(BytesView text) {
    crypto::PutU32(out_, static_cast<uint32_t>(text.size()));
    out_.append(text);
    return *this;
  }
  Writer& Number(uint64_t number) { return crypto::PutU64(out_, number), *this; }
  Bytes Finish(Kind kind) const {
    Bytes record(1, static_cast<char>(kind));
    crypto::PutU32(record, static_cast<uint32_t>(out_.size()));
    return record + out_;
  }

 private:
  Bytes out_;
};

// Reads past the end give nothing and are remembered.
class Cutter {
 public:
  explicit Cutter(BytesView in) : in_(in) {}
  BytesView Take(size_t bytes) {
    if (bytes > in_.size()) {
      whole_ = false;
      in_ = {};
      return {};
    }
    const BytesView out = in_.substr(0, bytes);
    in_.remove_prefix(bytes);
    return out;
  }
  template <class IdType>
  IdType Id() {
    const auto id = IdType::From(Take(kIdBytes));
    return id ? *id : IdType{};
  }
  Bytes Text() {
    const BytesView size = Take(4);
    return whole_ ? Bytes(Take(crypto::GetU32(size))) : Bytes();
  }
  uint64_t Number() {
    const BytesView number = Take(8);
    return whole_ ? crypto::GetU64(number) : 0;
  }
  uint32_t SmallNumber() {
    const uint64_t number = Number();
    if (number > UINT32_MAX) whole_ = false;
    return static_cast<uint32_t>(number);
  }
  // How many items follow; none when there cannot be so many.
  uint64_t Count() {
    const uint64_t count = Number();
    if (count > kItemsMax) whole_ = false;
    return whole_ ? count : 0;
  }
  bool whole() const { return whole_; }
  bool Finished() const { return whole_ && in_.empty(); }

 private:
  BytesView in_;
  bool whole_ = true;
};

struct Encoder {
  Bytes operator()(const BundleManifest& r) const {
    return Writer().Id(r.network.view()).Text(r.note).Finish(Kind::kManifest);
  }
  Bytes operator()(const PushHeadRequest& r) const {
    return Writer().Id(r.network.view()).Id(r.feed.view()).Text(r.checkpoint).Finish(Kind::kHead);
  }
  Bytes operator()(const PushLeavesRequest& r) const {
    Writer out;
    out.Id(r.network.view()).Id(r.feed.view()).Number(r.start).Text(r.leaves).Text(r.checkpoint);
    return out.Finish(Kind::kLeaves);
  }
  Bytes operator()(const PushBodiesRequest& r) const {
    Writer items;
    uint64_t count = 0;
    for (const BodyEntry& body : r.bodies) count += body.state == BodyState::kOk ? 1 : 0;
    items.Id(r.network.view()).Id(r.feed.view()).Number(count);
    for (const BodyEntry& body : r.bodies) {
      if (body.state == BodyState::kOk) items.Number(body.index).Text(body.blob);
    }
    return items.Finish(Kind::kBodies);
  }
  Bytes operator()(const PutCosignaturesRequest& r) const {
    Writer out;
    out.Id(r.network.view()).Number(r.heads.size());
    for (const CosignedHead& head : r.heads) {
      out.Id(head.feed.view()).Number(head.size).Number(head.lines.size());
      for (const Cosignature& line : head.lines) {
        out.Number(line.key_id).Number(line.time).Text(line.signature);
      }
    }
    return out.Finish(Kind::kLines);
  }
};

PushBodiesRequest CutBodies(Cutter& in) {
  PushBodiesRequest out{in.Id<NetworkId>(), in.Id<FeedId>(), {}};
  for (uint64_t left = in.Count(); left > 0 && in.whole(); --left) {
    const uint64_t index = in.Number();
    out.bodies.push_back({index, BodyState::kOk, in.Text()});
  }
  return out;
}

PutCosignaturesRequest CutLines(Cutter& in) {
  PutCosignaturesRequest out{in.Id<NetworkId>(), {}};
  for (uint64_t heads = in.Count(); heads > 0 && in.whole(); --heads) {
    CosignedHead head{in.Id<FeedId>(), in.Number(), {}};
    for (uint64_t lines = in.Count(); lines > 0 && in.whole(); --lines) {
      Cosignature line{in.SmallNumber(), in.Number(), {}};
      line.signature = in.Text();
      head.lines.push_back(std::move(line));
    }
    out.heads.push_back(std::move(head));
  }
  return out;
}

std::optional<BundleRecord> Cut(Kind kind, Cutter& in) {
  switch (kind) {
    case Kind::kManifest:
      return BundleManifest{in.Id<NetworkId>(), in.Text()};
    case Kind::kHead:
      return PushHeadRequest{in.Id<NetworkId>(), in.Id<FeedId>(), in.Text()};
    case Kind::kLeaves: {
      PushLeavesRequest page{in.Id<NetworkId>(), in.Id<FeedId>(), 0, {}, {}, {}};
      page.start = in.Number();
      page.leaves = in.Text();
      page.checkpoint = in.Text();
      return page;
    }
    case Kind::kBodies:
      return CutBodies(in);
    case Kind::kLines:
      return CutLines(in);
  }
  return std::nullopt;
}

tl::unexpected<Error> Damaged(const char* what) {
  return Fail(ErrorCode::kInvalid, "BUNDLE_DAMAGED",
              std::string("the bundle ") + what + "; ask for another copy");
}

}  // namespace

Bytes EncodeRecord(const BundleRecord& record) { return std::visit(Encoder(), record); }

Result<std::optional<size_t>> RecordBytes(BytesView bytes) {
  if (bytes.size() < kHeaderBytes) return std::optional<size_t>();
  const size_t size = kHeaderBytes + crypto::GetU32(bytes, 1);
  if (size > kBundleRecordBytesMax) return Damaged("has a record that is too long");
  return size <= bytes.size() ? std::optional<size_t>(size) : std::nullopt;
}

Result<std::optional<BundleRecord>> NextRecord(BytesView& bytes) {
  if (bytes.empty()) return std::optional<BundleRecord>();
  const auto size = RecordBytes(bytes);
  if (!size) return Fail(size.error());
  if (!*size) return Damaged("ends in the middle of a record");
  Cutter in(bytes.substr(kHeaderBytes, **size - kHeaderBytes));
  auto record = Cut(static_cast<Kind>(bytes.front()), in);
  if (!record || !in.Finished()) return Damaged("has a record of no known form");
  bytes.remove_prefix(**size);
  return record;
}

PushLeavesRequest TrimPage(PushLeavesRequest page, uint64_t held) {
  const uint64_t count = page.leaves.size() / kLeafBytes;
  if (page.start >= held || held - page.start >= count) return page;
  page.leaves.erase(0, (held - page.start) * kLeafBytes);
  page.start = held;
  return page;
}

}  // namespace candour
