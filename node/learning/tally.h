// How many rows of each state this node holds: kept in the batch that changes them, so that a
// status screen costs the same however many there are.
//
// Rows of family meta: "tally" holds the counts, and "age/" || created_at || draft id stands for
// every draft whose original is still there, so that the oldest is the first. A store without
// "tally" was never counted: CountRows does it once.
#pragma once

#include <string>
#include <vector>

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

bool Counted(const storage::Reader& store);
// As the last commit left it. Counts every row when the store was never counted.
Tally TallyRows(const storage::Reader& store);

// Drafts whose original is still there and that were reported before `before`, oldest first.
std::vector<std::string> DraftsReportedBefore(const storage::Reader& store, WallSeconds before,
                                              size_t max);

// Adds to `writes` what they change in the tally; `before` shows the rows as they stand. Nothing
// when the store was never counted.
void AddTallyRows(const storage::Reader& before, storage::LocalWrites& writes);

// The rows for a store that was never counted. Reads everything.
storage::LocalWrites CountRows(const storage::Reader& store);

}  // namespace candour
