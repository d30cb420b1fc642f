// What verified leaves mean: which items they open, which versions they add, what they withdraw
// (protocol section 3).
//
// The result depends on the leaves alone, never on how they were cut into batches.
#pragma once

#include <cstdint>
#include <vector>

#include "federation/feed/batch.h"
#include "federation/port/store.h"

namespace candour {

struct Interpretation {
  WriteSet writes;  // PutChain for every chain touched.
  // Indices of this batch whose bodies belong to live chains, ascending.
  std::vector<uint64_t> need_bodies;
  // One for every version of a chain that was withdrawn; the caller hides them
  // (federation/sync/withdrawals.h).
  std::vector<Retraction> retracted;
  // RETRACT leaves of this batch that name an older epoch of the member: the caller applies them
  // to that feed (federation/sync/epochs.h).
  std::vector<uint64_t> elsewhere;
  // The new FeedState.stopped_at.
  uint64_t stopped_at = kNoIndex;
  // The new FeedState.bodies_next: past this batch's leaves that need no body, when all before the
  // batch was settled. (A retraction may settle older ones too: see NextBodies.)
  uint64_t bodies_next = 0;
  // Leaves that are kept and relayed but mean nothing here, and why; carrier empty, count 1. Not
  // part of `writes`: the caller adds the carrier when it records them. Reasons: UNKNOWN_LEAF,
  // ITEM_ID_USED, NO_SUCH_ITEM, REF_EPOCH, REF_INDEX, REF_LEAF, NOT_THE_NEWEST, NOT_A_VERSION,
  // ALREADY_RETRACTED.
  std::vector<QuarantineRow> inert;
};

// `before` is the state that the batch was verified against, `store` holds everything up to it.
Interpretation Interpret(const StoreView& store, const FeedState& before,
                         const VerifiedBatch& batch);

// Does the leaf carry a body that this node should hold?
enum class BodyNeed {
  kNone,       // A RETRACT, or inert.
  kRetracted,  // Withdrawn: must not be held.
  kNeeded,
};
// `raw` is the leaf at `index`, below the stored size.
BodyNeed NeedOf(const StoreView& store, const FeedId& feed, uint64_t index, BytesView raw);

}  // namespace candour
