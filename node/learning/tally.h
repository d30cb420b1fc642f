// How many rows of each state this node holds: for status screens, and cheap enough for them.
#pragma once

#include "federation/base/time.h"
#include "node/storage/local_rows.h"

namespace candour {

struct Tally {
  uint64_t drafts = 0;
  uint64_t kept = 0;
  uint64_t approved = 0;
  uint64_t published = 0;
  uint64_t withdrawn = 0;
  WallSeconds oldest_draft = 0;  // 0: none.
};

Tally TallyRows(const storage::Reader& store);

}  // namespace candour
