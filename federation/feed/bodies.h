// Bodies on their way into the store: what to ask for next, and what to do with what came.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "federation/base/ids.h"
#include "federation/feed/body_entry.h"
#include "federation/port/store.h"

namespace candour {

struct BodyPlan {
  // Bodies that are needed, neither held nor in `wanted`: ascending, from the watermark on.
  std::vector<IndexRange> ranges;
  // Every body below this is settled; at least state.bodies_next. The caller stores it when it
  // grew. When `ranges` is empty and this is below state.size, ask again with it as bodies_next.
  uint64_t settled_to = 0;
};

inline constexpr uint64_t kAnyBytes = ~uint64_t{0};

// At most `bodies_max` indices in total, with blobs of at most `bytes_max` by what their leaves say
// (one at least). Looks at a bounded number of leaves.
BodyPlan NextBodies(const StoreView& store, const FeedState& state, uint64_t bodies_max,
                    uint64_t bytes_max = kAnyBytes);

// What nobody gave us yet and is still needed, from index `from` on, within the same limits.
std::vector<IndexRange> WantedBodies(const StoreView& store, const FeedState& state, uint64_t from,
                                     size_t bodies_max, uint64_t bytes_max = kAnyBytes);

// The first body this node may lack: the smaller of the watermark and the first one wanted. This is
// what PushHeadReply.have_bodies and PushBodiesReply.have_bodies say, so that whoever holds it
// brings it.
uint64_t FirstUnheld(const StoreView& store, const FeedState& state);

struct AppliedBodies {
  WriteSet writes;  // PutBody, PutWanted, DropWanted, PutQuarantine. The caller writes PutFeed.
  uint64_t bodies_next = 0;  // The new FeedState.bodies_next.
  std::vector<uint64_t> stored;
  std::vector<QuarantineRow> quarantined;  // As in `writes`; reason BODY_MISMATCH.
  uint64_t ignored = 0;  // Beyond our size, held already, or with no place for a body.
};

// Checks every blob against its leaf's commitment. What does not match, is not held by the peer, or
// was retracted there before the RETRACT came here, is put into `wanted`. A body of a retracted
// item is never stored.
AppliedBodies ApplyBodies(const StoreView& store, const FeedState& state,
                          std::span<const BodyEntry> entries, const MemberId& carrier);

}  // namespace candour
