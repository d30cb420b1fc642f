// The key that speaks for one feed, as the manifest names it.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/hash.h"
#include "crypto/note.h"
#include "federation/base/ids.h"

namespace candour {

struct FeedKey {
  MemberId member;
  uint32_t epoch = 0;
  crypto::VerifierKey key;
  struct Cut {
    uint64_t size = 0;
    crypto::Hash root;
  };
  std::optional<Cut> closed;  // Nothing at or above this size is accepted.
};

}  // namespace candour
