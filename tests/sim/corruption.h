// One bit of a message turned over on its way.
#pragma once

#include "federation/sync/messages.h"
#include "tests/sim/marks.h"
#include "tests/sim/random.h"

namespace candour::sim {

// Messages without anything signed or hashed in them stay as they are.
void FlipABit(Reply& reply, Random& random, Marks& marks);
void FlipABit(Request& request, Random& random, Marks& marks);
void FlipABit(WatchHint& hint, Random& random, Marks& marks);

}  // namespace candour::sim
