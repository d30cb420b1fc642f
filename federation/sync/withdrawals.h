// Carrying out withdrawals (protocol section 4): hidden at once, and their text erased at once too,
// unless so many come from one feed within an hour that somebody may have stolen its key. Then the
// text is kept for a day, shown to nobody, in case the governors cut the feed before them.
//
// Reads what earlier turns stored.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

inline constexpr WallSeconds kErasureDelay = 24 * 3600;

enum class Pace { kAtOnce, kDelayed };

// The pace for rows that leaves of one feed make and that others brought: counts them in `by`, that
// feed's state, which the caller puts. Only those count whose text is held here: of a text that
// never came nothing can be saved.
Pace PaceOf(const std::vector<Retraction>& rows, const Manifest& manifest, FeedState& by,
            const TurnBook& book);

// Puts the rows, and takes their texts away or lets them wait. Put them after any PutBody of the
// same turn.
void Hide(std::vector<Retraction> rows, Pace pace, TurnBook& book);

// The text of a delayed withdrawal goes now.
void EraseNow(Retraction row, TurnBook& book);

// Whether more withdrawals than the network's `retract-burst` came from the feed not long ago.
bool InBurst(const FeedState& feed, const Manifest& manifest, WallSeconds now);

// Leaves that a cut takes away in the same turn.
struct CutAway {
  FeedId feed;
  uint64_t from = ~uint64_t{0};
};
// RETRACT leaves that were inert because their item was withdrawn already, by author and item.
using InertWithdrawals = std::map<std::pair<MemberId, ItemId>, std::vector<QuarantineRow>>;
InertWithdrawals InertBeside(const NetworkId& network, const CutAway& cut, const StoreView& store);

// The item is withdrawn no more: what is held of it is shown again, the rest is wanted again.
// Another withdrawal of it is tried again in a later turn (epochs.h).
void Restore(ItemChain chain, const Manifest& manifest, const InertWithdrawals& inert,
             TurnBook& book);

}  // namespace candour
