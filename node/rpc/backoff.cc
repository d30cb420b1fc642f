#include "node/rpc/backoff.h"

#include <algorithm>

namespace candour::rpc {

Backoff::Pause Backoff::Next(uint64_t random) {
  const Pause longest = std::min(next_, max_);
  next_ = std::min(longest * 2, max_);
  const auto half = static_cast<uint64_t>(longest.count() / 2);
  return longest - Pause(half == 0 ? 0 : random % (half + 1));
}

}  // namespace candour::rpc
