// The 112-byte leaf and the blob it commits to: the exact bytes of protocol section 3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour {

inline constexpr size_t kLeafBytes = 112;
inline constexpr size_t kBodyBytesMax = 60 * 1024;
inline constexpr size_t kBlobBlockBytes = 256;
inline constexpr size_t kSaltBytes = 32;
inline constexpr uint64_t kNoIndex = ~uint64_t{0};

enum class LeafKind : uint8_t { kItem = 1, kSupersede = 2, kRetract = 3 };

enum class RetractReason : uint16_t {
  kUnspecified = 0,
  kPrivacy = 1,
  kUnsafe = 2,
  kDuplicate = 3,
  kReplaced = 4,
  kSubject = 5,
  kMistake = 6,
};
const char* ReasonText(uint16_t reason);  // "privacy", ...; others "other".

struct Leaf {
  uint8_t kind = 0;  // A LeafKind, or a number of the future.
  uint8_t flags = 0;
  uint16_t blob_blocks = 0;
  uint64_t day = 0;  // POSIX seconds, multiple of 86400.
  ItemId item;
  crypto::Hash commitment;
  uint64_t ref_index = kNoIndex;
  crypto::Hash ref_leaf;
  uint16_t reason = 0;
  uint32_t ref_epoch = 0;

  bool operator==(const Leaf&) const = default;
};

inline constexpr uint8_t kFlagSealed = 0x01;  // Reserved.
inline constexpr uint8_t kFlagCritical =
    0x80;  // A node that does not know the kind does not cosign past it.

Bytes EncodeLeaf(const Leaf& leaf);

// kInvalid when it is not 112 bytes that begin with "CDR1". Unknown kinds and reserved bytes are no
// error here.
Result<Leaf> DecodeLeaf(BytesView raw);

// Whether this software interprets the leaf: a known kind, no unknown flag, reserved bytes zero,
// fields that the kind does not use at their empty values. References are judged by the chain rules
// in feed/chain.h.
bool Interpretable(BytesView raw);

crypto::Hash Commitment(BytesView salt, BytesView body);

// salt[32] || u32 length || body || zeros to a multiple of 256 bytes. kInvalid when the body
// exceeds kBodyBytesMax.
Result<Bytes> EncodeBlob(BytesView salt, BytesView body);

struct BlobView {
  BytesView salt;
  BytesView body;
};
// kInvalid unless length, padding and block count agree with the leaf.
Result<BlobView> DecodeBlob(BytesView blob, uint16_t blob_blocks);

// What the blob commits to; nothing unless it is well-formed.
std::optional<crypto::Hash> CommitmentOf(BytesView blob);

// kInvalid unless the blob is well-formed and opens the leaf's commitment.
Result<BlobView> CheckBlob(const Leaf& leaf, BytesView blob);

}  // namespace candour
