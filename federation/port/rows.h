// Rows of the store as the core sees them: values, no behaviour.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"
#include "federation/base/time.h"

namespace candour {

enum class FeedStatus : uint8_t {
  kActive = 1,
  kStale = 2,
  kFrozen = 3,
  kClosed = 4,
  // Of an own feed: this store may be an old copy, and what others hold of the network has not been
  // caught up with since. Nothing is signed, nothing of others is shown.
  kRecovering = 5,
};

struct FeedState {
  FeedId feed;
  NetworkId network;
  MemberId member;
  uint32_t epoch = 0;
  FeedStatus status = FeedStatus::kActive;
  uint64_t size = 0;                   // Leaves held, all verified.
  crypto::Hash root;                   // Of [0, size).
  std::vector<crypto::Hash> frontier;  // Compact range of [0, size), left to right.
  uint64_t bodies_next = 0;  // Every body below is settled: held, retracted, inert, or in `wanted`.
  uint64_t cosigned_size = 0;  // Largest (size, root) this node cosigned; never goes back.
  crypto::Hash cosigned_root;
  WallSeconds cosigned_at = 0;
  WallSeconds heard_at = 0;  // Newest time in a cosignature of the origin's own.
  uint64_t stopped_at =
      ~uint64_t{0};  // Index of an unknown critical leaf: nothing beyond it is cosigned.
  // Withdrawals in this feed that hit texts held here, within the hour that began then.
  WallSeconds withdrawals_since = 0;
  uint64_t withdrawals = 0;

  bool operator==(const FeedState&) const = default;
};

// kDelayed: one of many withdrawals at once; hidden, but its text is kept until `erase_after`.
enum class ErasureState : uint8_t { kHidden = 1, kErased = 2, kDelayed = 3 };

// One retracted target. `by_index` is the RETRACT leaf's index in `by_feed`.
struct Retraction {
  FeedId feed;
  uint64_t target = 0;
  FeedId by_feed;
  uint64_t by_index = 0;
  uint16_t reason = 0;
  uint64_t day = 0;
  ErasureState state = ErasureState::kHidden;
  WallSeconds erased_at = 0;
  WallSeconds erase_after = 0;  // While kDelayed.

  bool operator==(const Retraction&) const = default;
};

// The versions of one item in one feed.
struct ItemChain {
  FeedId feed;
  ItemId item;
  std::vector<uint64_t> versions;  // Indices, oldest first.
  bool retracted = false;
  uint64_t retracted_by = 0;

  bool operator==(const ItemChain&) const = default;
};

struct CosignatureRow {
  FeedId feed;
  MemberId member;
  uint64_t size = 0;
  crypto::Hash root;
  WallSeconds time = 0;
  Bytes line;          // The note signature line, verified.
  uint64_t order = 0;  // Of arrival, among the lines of its feed.

  bool operator==(const CosignatureRow&) const = default;
};

// An entry waiting for its signature in one of this node's own feeds.
struct StagedEntry {
  FeedId feed;
  uint64_t sequence = 0;  // Order of arrival.
  Bytes leaf;             // 112 bytes, or for SUPERSEDE/RETRACT as decided when staged.
  Bytes blob;

  bool operator==(const StagedEntry&) const = default;
};

// Added to a version: the second text of it that its governors have signed.
inline constexpr uint64_t kOtherText = uint64_t{1} << 63;

struct ManifestRow {
  NetworkId network;
  uint64_t version = 0;
  Bytes note;

  bool operator==(const ManifestRow&) const = default;
};

// A version that governors have begun to sign, by the hash of its text.
struct ProposalRow {
  NetworkId network;
  crypto::Hash text;
  Bytes note;

  bool operator==(const ProposalRow&) const = default;
};

struct QuarantineRow {
  FeedId feed;
  uint64_t index = 0;
  std::string reason;
  std::string carrier;  // Hex of the member that brought it.
  uint64_t count = 0;

  bool operator==(const QuarantineRow&) const = default;
};

// The first proof this node held that a feed's key signed two histories (feed/evidence.h).
struct EvidenceRow {
  FeedId feed;
  Bytes text;
  WallSeconds held_at = 0;
  MemberId carrier;  // Who brought the second history, or the proof.

  bool operator==(const EvidenceRow&) const = default;
};

// A contiguous run of leaves with everything that one checkpoint adds.
struct LeafRun {
  FeedId feed;
  uint64_t start = 0;
  Bytes leaves;
};

}  // namespace candour
