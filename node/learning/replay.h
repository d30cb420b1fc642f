// Withdrawals of this node's own that an older copy of its store did not know of.
#pragma once

#include "node/learning/ports.h"

namespace candour {

// Records whose item in this network was withdrawn in our feed, but not in the record: it is noted
// there, and a record that is published nowhere any more because of it loses its text, swept from
// the disk as by `candour withdraw`. Gives how many records changed. Runs turns; may take long.
Result<uint64_t> ReplayWithdrawals(Turns& turns, const NetworkId& network);

}  // namespace candour
