// What local deletions still have to leave the disk: rows "sweep/..." of family meta, written in
// the turn that deletes and dropped when the sweep is done, so that a crash between them forgets
// nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "node/storage/local_rows.h"

namespace candour {

struct SweepKeys {
  std::vector<std::string> records;
  std::vector<std::string> drafts;
  std::vector<std::pair<std::string, std::string>> rows;  // As they stood: key and value.
  bool empty() const { return rows.empty(); }
};

// Adds a row for every record and draft that `writes` deletes or overwrites.
void AddSweepRows(storage::LocalWrites& writes);
SweepKeys ReadSweepRows(const storage::Reader& store);
// The writes that drop these rows again, but for those that a later turn has written anew.
storage::LocalWrites DropSweepRows(const storage::Reader& store, const SweepKeys& keys);

}  // namespace candour
