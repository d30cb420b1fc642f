#include "federation/network/standing.h"

namespace candour {
namespace {

constexpr WallSeconds kClockSkewMax = 600;

}  // namespace

Standing StandingOf(const Manifest& manifest, const FeedKey& key,
                    const std::optional<FeedState>& state, WallSeconds now) {
  if (key.closed) return Standing::kClosed;
  if (!state) return Standing::kNeverHeard;
  if (state->status == FeedStatus::kFrozen) return Standing::kDisputed;
  if (state->heard_at == 0) return Standing::kNeverHeard;
  if (state->heard_at > now + kClockSkewMax) return Standing::kClockAhead;
  const bool silent = now - state->heard_at > manifest.Param("max-silence");
  return silent ? Standing::kStale : Standing::kActive;
}

const char* StandingName(Standing standing) {
  switch (standing) {
    case Standing::kNeverHeard:
      return "never heard";
    case Standing::kActive:
      return "active";
    case Standing::kStale:
      return "stale";
    case Standing::kClockAhead:
      return "clock ahead";
    case Standing::kDisputed:
      return "disputed";
    case Standing::kClosed:
      return "closed";
  }
  return "";
}

}  // namespace candour
