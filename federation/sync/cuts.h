// What a manifest's cut does to a feed that is held (protocol section 5): a closed epoch ends at
// exactly the size and root that the governors signed.
//
// Reads what earlier turns stored; the caller makes it the only machine of its turn that touches
// the feed.
#pragma once

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

// Whether what is held says something else than the cut: more leaves, or another root at its size.
bool Contradicts(const FeedState& held, const FeedKey::Cut& cut);

// Brings the feed back to the largest checkpoint that the cut allows; of another history nothing
// is kept. What is then missing below the cut is fetched again by the sessions. Withdrawals beyond
// the cut are taken back, those of older epochs' items too: texts that are still held are shown
// again, the others are wanted again.
void ApplyCut(const FeedState& held, const FeedKey::Cut& cut, const Manifest& manifest,
              TurnBook& book);

}  // namespace candour
