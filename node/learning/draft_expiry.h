// Destroys the originals of drafts that nobody decided in time (docs/privacy.md section 5).
#pragma once

#include <cstdint>

#include "node/learning/services.h"

namespace candour {

// Drafts reported more than `draft_days` ago lose their key and their sealed original; what was
// only flagged in them is masked, because nobody will be able to look at it again. The masked side
// stays in the queue. How many there were.
Result<uint64_t> ExpireDrafts(Services& services, int64_t draft_days);

}  // namespace candour
