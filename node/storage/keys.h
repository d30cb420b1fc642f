// Where each row of the store lives: families, and the keys inside them. Integers are big-endian,
// so that byte order is number order. A key never holds text of a record or a draft.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/ids.h"

namespace candour::storage {

// The order is that of kFamilyNames. kStage and the families before it from kBody on hold text.
enum class Family : uint8_t {
  kMeta,
  kFeed,
  kLeaf,
  kTile,
  kCheckpoint,
  kCosignature,
  kRetract,
  kChange,
  kItem,
  kWanted,
  kBody,
  kRecord,
  kDraft,
  kStage,
  kOutbox,
};
inline constexpr size_t kFamilies = 15;
inline constexpr std::array<const char*, kFamilies> kFamilyNames = {
    "meta", "feed", "leaf", "tile",   "ckpt",  "cosig", "retract", "change",
    "item", "want", "body", "record", "draft", "stage", "outbox"};
inline constexpr std::array<Family, 5> kTextFamilies = {
    Family::kBody, Family::kRecord, Family::kDraft, Family::kStage, Family::kOutbox};

inline const char* NameOf(Family family) { return kFamilyNames[static_cast<size_t>(family)]; }
bool HoldsText(Family family);

// feed || number: leaf, ckpt, retract, want, body, stage.
std::string FeedKey(const FeedId& feed, uint64_t number);
// feed || 16 bytes: cosig (member), item.
std::string FeedKey(const FeedId& feed, std::string_view id);
std::string TileKey(const FeedId& feed, uint8_t level, uint64_t n);
// The number behind the 16 bytes of a FeedKey; empty when the key has another length.
std::optional<uint64_t> NumberOf(std::string_view feed_key);

// Family change: "p" seq -> Change; "n" network seq -> feed; "l" network feed -> seq (its row "n").
std::string ChangeKey(uint64_t sequence);
std::string FeedChangeKey(const NetworkId& network, uint64_t sequence);
std::string FeedChangePrefix(const NetworkId& network);
std::string LatestChangeKey(const NetworkId& network, const FeedId& feed);
std::string LatestChangePrefix(const NetworkId& network);

// Family meta: what belongs to the federation begins with "f/", what belongs to the store itself
// with "s/".
inline constexpr std::string_view kManifestPrefix = "f/m/";
inline constexpr std::string_view kQuarantinePrefix = "f/q/";
inline constexpr std::string_view kProposalPrefix = "f/p/";
inline constexpr std::string_view kEvidencePrefix = "f/e/";
inline constexpr std::string_view kSchemaKey = "s/schema";
inline constexpr std::string_view kCountersKey = "s/counters";
inline constexpr std::string_view kSweepKey = "s/sweep";
inline constexpr std::string_view kNodeIdKey = "node/id";
std::string ManifestKey(const NetworkId& network, uint64_t version);
std::string QuarantineKey(const FeedId& feed, uint64_t index);
// `text` is a hash of 32 bytes; empty gives the prefix of the network.
std::string ProposalKey(const NetworkId& network, std::string_view text);
std::string EvidenceKey(const FeedId& feed);
// Whether a local row may be written under this meta key.
bool LocalMetaKey(std::string_view key);

// The first key behind every key that begins with `prefix`; empty when there is none.
std::string EndOfPrefix(std::string_view prefix);

}  // namespace candour::storage
