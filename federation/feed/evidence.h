// Proof that one key signed two histories of one feed (protocol section 6), self-contained: whoever
// holds the feed's key can check it with no node at hand.
//
//   candour/evidence/v1
//   feed <vkey>
//   [root <base64>]            of the newer tree at the older one's size; absent at equal sizes
//   [proof <base64>]...        consistency of that root with the newer tree
//   --
//   <checkpoint note of the older size>
//   --
//   <checkpoint note of the newer size>
//
// Pure and thread-safe.
#pragma once

#include <vector>

#include "crypto/checkpoint.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour {

// Two notes, a root and a proof of at most 64 hashes.
inline constexpr size_t kEvidenceBytesMax = 2 * crypto::kNoteBytesMax + 8192;

// The parts, not yet checked.
struct Fork {
  Bytes older;  // Notes of the feed's own key, the smaller size first.
  Bytes newer;
  crypto::Hash root;  // Of the newer tree at the older one's size.
  std::vector<crypto::Hash> proof;
};

struct CheckedEvidence {
  FeedId feed;
  crypto::VerifierKey key;  // The caller compares it with the manifest's.
  crypto::Checkpoint older;
  crypto::Checkpoint newer;
  crypto::Hash root;  // Of the newer tree at the older size.
};

// Drops every signature line but the key's own.
Bytes FormatEvidence(const crypto::VerifierKey& key, const Fork& fork);

// Reasons: MALFORMED_EVIDENCE, BAD_SIGNATURE, NOT_CONSISTENT (the proof does not hold), NO_FORK
// (both notes are of one history).
Result<CheckedEvidence> OpenEvidence(BytesView text);

}  // namespace candour
