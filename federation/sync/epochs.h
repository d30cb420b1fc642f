// Withdrawals that reach back into an older epoch of the same member (protocol section 3).
//
// An epoch's feed is a log of its own, so the withdrawn item may come later than its withdrawal:
// then the withdrawal waits in quarantine and is tried again when the older feed grows.
#pragma once

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

inline constexpr char kWaitsForEpoch[] = "WAITS_FOR_EPOCH";
inline constexpr char kAlreadyRetracted[] = "ALREADY_RETRACTED";

// `raw` is the RETRACT leaf at `index` of the feed `by`. Empty when it takes effect: its rows are
// added to `rows` for the caller to hide (withdrawals.h). Else why not: kWaitsForEpoch when its
// target is not held yet; for good REF_EPOCH, REF_INDEX (not below the cut), REF_LEAF,
// NO_SUCH_ITEM, kAlreadyRetracted.
std::string RetractElsewhere(const Manifest& manifest, const FeedState& by, uint64_t index,
                             BytesView raw, TurnBook& book, std::vector<Retraction>& rows);

// Those that waited, of one network.
void RetryElsewhere(const Manifest& manifest, TurnBook& book);

}  // namespace candour
