// Time as values. The core never reads a clock: both kinds arrive as arguments.
#pragma once

#include <chrono>
#include <cstdint>

namespace candour {

// Monotonic time since an arbitrary start: for deadlines and back-off.
using Duration = std::chrono::milliseconds;
struct Instant {
  Duration since_start{0};
  auto operator<=>(const Instant&) const = default;
  Instant operator+(Duration d) const { return {since_start + d}; }
  Duration operator-(Instant other) const { return since_start - other.since_start; }
};

// POSIX seconds of the wall clock: for display, cosignatures and expiry only.
using WallSeconds = int64_t;
inline constexpr WallSeconds kSecondsPerDay = 86400;

struct Now {
  Instant instant;
  WallSeconds wall = 0;
};

}  // namespace candour
