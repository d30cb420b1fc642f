// Proof bundles (C2SP tlog-proof v1, protocol section 1.5): one leaf, its path and a checkpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/checkpoint.h"
#include "crypto/outcome.h"

namespace candour::crypto {

struct ProofBundle {
  std::optional<std::string> extra{};  // decoded
  uint64_t index = 0;
  std::vector<Hash> hashes;
  std::string checkpoint_note;  // verbatim

  bool operator==(const ProofBundle&) const = default;
};

std::string FormatProof(const ProofBundle& bundle);
// Form only; FormatProof of the result gives `bytes` again.
Outcome<ProofBundle> ParseProof(std::string_view bytes);

// The checkpoint under which the leaf is proven, with the verified lines of the known keys. The
// origin's own key must be known.
Outcome<SignedCheckpoint> VerifyProof(const ProofBundle& bundle, const Hash& leaf_hash,
                                      std::span<const VerifierKey> known);

}  // namespace candour::crypto
