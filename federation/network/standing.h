// How a member's feed stands, for screens: a pure function of what is held and of the time.
#pragma once

#include <optional>

#include "federation/network/manifest.h"
#include "federation/port/rows.h"

namespace candour {

enum class Standing {
  kNeverHeard,  // No heartbeat has reached this node yet.
  kActive,
  kStale,       // No fresh heartbeat within max-silence: it, or the way to it, may be hidden.
  kClockAhead,  // Its newest heartbeat is of a time to come: it says nothing about freshness.
  kDisputed,    // Its key signed two histories.
  kClosed,
};

Standing StandingOf(const Manifest& manifest, const FeedKey& key,
                    const std::optional<FeedState>& state, WallSeconds now);

// "active", "stale", ...
const char* StandingName(Standing standing);

}  // namespace candour
