// How long to wait before the next attempt: doubling from `min` to `max`, each pause drawn from its
// upper half, so that many nodes do not come back at once. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>

namespace candour::rpc {

class Backoff {
 public:
  using Pause = std::chrono::milliseconds;
  Backoff(Pause min, Pause max) : min_(min), max_(max), next_(min) {}

  // `random` is any 64 random bits.
  Pause Next(uint64_t random);
  void Reset() { next_ = min_; }

 private:
  const Pause min_;
  const Pause max_;
  Pause next_;
};

}  // namespace candour::rpc
