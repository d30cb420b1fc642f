#include "federation/feed/leaf.h"

#include <algorithm>

#include "crypto/encoding.h"

namespace candour {
namespace {

constexpr BytesView kMagic = "CDR1";
constexpr BytesView kCommitLabel = "candour/commit/v1\n";
constexpr size_t kBlobHeaderBytes = kSaltBytes + 4;
constexpr size_t kBlobBlocksMax =
    (kBlobHeaderBytes + kBodyBytesMax + kBlobBlockBytes - 1) / kBlobBlockBytes;

// Offsets of protocol section 3.
constexpr size_t kKindAt = 4;
constexpr size_t kFlagsAt = 5;
constexpr size_t kBlocksAt = 6;
constexpr size_t kDayAt = 8;
constexpr size_t kItemAt = 16;
constexpr size_t kCommitmentAt = 32;
constexpr size_t kRefIndexAt = 64;
constexpr size_t kRefLeafAt = 72;
constexpr size_t kReasonAt = 104;
constexpr size_t kRefEpochAt = 106;
constexpr size_t kReservedAt = 110;

bool HasReference(const Leaf& leaf) {
  return leaf.ref_index != kNoIndex || leaf.ref_leaf != crypto::Hash{} || leaf.ref_epoch != 0;
}

bool HasPossibleBlob(const Leaf& leaf) {
  return leaf.blob_blocks > 0 && leaf.blob_blocks <= kBlobBlocksMax;
}

tl::unexpected<Error> BadBlob(std::string_view what) {
  return Fail(ErrorCode::kInvalid, "BODY_MISMATCH",
              "blob: " + std::string(what) + "; fetch it from another member");
}

}  // namespace

const char* ReasonText(uint16_t reason) {
  switch (static_cast<RetractReason>(reason)) {
    case RetractReason::kUnspecified:
      return "unspecified";
    case RetractReason::kPrivacy:
      return "privacy";
    case RetractReason::kUnsafe:
      return "wrong or unsafe";
    case RetractReason::kDuplicate:
      return "duplicate";
    case RetractReason::kReplaced:
      return "replaced";
    case RetractReason::kSubject:
      return "asked by the subject";
    case RetractReason::kMistake:
      return "published by mistake";
  }
  return "other";
}

Bytes EncodeLeaf(const Leaf& leaf) {
  Bytes out(kMagic);
  out.reserve(kLeafBytes);
  out += static_cast<char>(leaf.kind);
  out += static_cast<char>(leaf.flags);
  crypto::PutU16(out, leaf.blob_blocks);
  crypto::PutU64(out, leaf.day);
  out += leaf.item.view();
  out += leaf.commitment.view();
  crypto::PutU64(out, leaf.ref_index);
  out += leaf.ref_leaf.view();
  crypto::PutU16(out, leaf.reason);
  crypto::PutU32(out, leaf.ref_epoch);
  crypto::PutU16(out, 0);
  return out;
}

Result<Leaf> DecodeLeaf(BytesView raw) {
  if (raw.size() != kLeafBytes || raw.substr(0, kMagic.size()) != kMagic) {
    return Fail(ErrorCode::kInvalid, "MALFORMED_LEAF",
                "leaf: not in the format CDR1; a newer version of this software may know it");
  }
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(raw[kKindAt]);
  leaf.flags = static_cast<uint8_t>(raw[kFlagsAt]);
  leaf.blob_blocks = crypto::GetU16(raw, kBlocksAt);
  leaf.day = crypto::GetU64(raw, kDayAt);
  leaf.item = *ItemId::From(raw.substr(kItemAt, ItemId::kSize));
  leaf.commitment = *crypto::Hash::From(raw.substr(kCommitmentAt, crypto::kHashBytes));
  leaf.ref_index = crypto::GetU64(raw, kRefIndexAt);
  leaf.ref_leaf = *crypto::Hash::From(raw.substr(kRefLeafAt, crypto::kHashBytes));
  leaf.reason = crypto::GetU16(raw, kReasonAt);
  leaf.ref_epoch = crypto::GetU32(raw, kRefEpochAt);
  return leaf;
}

bool Interpretable(BytesView raw) {
  const Result<Leaf> leaf = DecodeLeaf(raw);
  if (!leaf || crypto::GetU16(raw, kReservedAt) != 0) return false;
  if ((leaf->flags & ~kFlagCritical) != 0) return false;
  switch (static_cast<LeafKind>(leaf->kind)) {
    case LeafKind::kItem:
      return HasPossibleBlob(*leaf) && leaf->reason == 0 && !HasReference(*leaf);
    case LeafKind::kSupersede:
      return HasPossibleBlob(*leaf) && leaf->reason == 0;
    case LeafKind::kRetract:
      return leaf->blob_blocks == 0 && leaf->commitment == crypto::Hash{};
  }
  return false;
}

crypto::Hash Commitment(BytesView salt, BytesView body) {
  return crypto::HmacSha256(salt, {kCommitLabel, body});
}

Result<Bytes> EncodeBlob(BytesView salt, BytesView body) {
  if (salt.size() != kSaltBytes) {
    return Fail(ErrorCode::kInvalid, "SALT_SIZE", "blob: the salt is not 32 bytes long");
  }
  if (body.size() > kBodyBytesMax) {
    return Fail(ErrorCode::kInvalid, "BODY_TOO_LARGE",
                "body: " + std::to_string(body.size()) + " bytes, at most " +
                    std::to_string(kBodyBytesMax) + " may be published; shorten it");
  }
  Bytes out(salt);
  crypto::PutU32(out, static_cast<uint32_t>(body.size()));
  out += body;
  const size_t blocks = (out.size() + kBlobBlockBytes - 1) / kBlobBlockBytes;
  out.resize(blocks * kBlobBlockBytes, '\0');
  return out;
}

Result<BlobView> DecodeBlob(BytesView blob, uint16_t blob_blocks) {
  if (blob.empty() || blob.size() != blob_blocks * kBlobBlockBytes) {
    return BadBlob("its size is not the one its leaf announces");
  }
  const uint32_t length = crypto::GetU32(blob, kSaltBytes);
  if (length > kBodyBytesMax || length > blob.size() - kBlobHeaderBytes) {
    return BadBlob("its length field is too large");
  }
  const BytesView padding = blob.substr(kBlobHeaderBytes + length);
  if (padding.size() >= kBlobBlockBytes) return BadBlob("it has blocks to spare");
  if (std::any_of(padding.begin(), padding.end(), [](char c) { return c != '\0'; })) {
    return BadBlob("its padding is not zero");
  }
  return BlobView{.salt = blob.substr(0, kSaltBytes),
                  .body = blob.substr(kBlobHeaderBytes, length)};
}

std::optional<crypto::Hash> CommitmentOf(BytesView blob) {
  const auto view = DecodeBlob(blob, static_cast<uint16_t>(blob.size() / kBlobBlockBytes));
  return view ? std::optional(Commitment(view->salt, view->body)) : std::nullopt;
}

Result<BlobView> CheckBlob(const Leaf& leaf, BytesView blob) {
  Result<BlobView> view = DecodeBlob(blob, leaf.blob_blocks);
  if (!view) return view;
  if (Commitment(view->salt, view->body) != leaf.commitment) {
    return BadBlob("it does not open its leaf's commitment");
  }
  return view;
}

}  // namespace candour
