// Bodies as they travel: by index in their feed.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/hash.h"
#include "federation/base/bytes.h"

namespace candour {

struct IndexRange {
  uint64_t start = 0;
  uint64_t end = 0;
};
enum class BodyState : uint8_t { kOk = 1, kRetracted = 2, kNotHeld = 3 };
struct BodyEntry {
  uint64_t index = 0;
  BodyState state = BodyState::kOk;
  Bytes blob;
  // CommitmentOf(blob), where whoever received it has worked it out already; else it is worked out
  // when the body is judged.
  std::optional<crypto::Hash> commitment = std::nullopt;
};

}  // namespace candour
