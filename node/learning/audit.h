// The audit log: who decided what, chained by hash so that a missing or changed row shows.
//
// Entries carry rule ids and counts, never text. They are committed with what they describe.
#pragma once

#include <string>

#include "candour/node/v1/stored.pb.h"
#include "node/learning/ports.h"

namespace candour {

struct AuditNote {
  std::string action;  // Stable verb: "draft.create", "review.approve", "publish", ...
  std::string object;  // An id or a name.
  std::string detail;  // Counts and rule ids.
};

// Adds the rows of one entry to the turn. Once per turn: the chain's head is read from the store.
void AddAudit(const storage::Reader& store, const Principal& who, const AuditNote& note,
              WallSeconds at, storage::LocalWrites& writes);

// Newest first, at most `max`, those with a sequence below `before` (0: from the newest).
std::vector<node::v1::AuditEntry> ListAudit(const storage::Reader& store, uint64_t before,
                                            size_t max);

// Recomputes the whole chain. kCorrupt names the first entry that does not follow from the one
// before.
Status CheckAudit(const storage::Reader& store);

}  // namespace candour
