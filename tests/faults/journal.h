// What was done to the files below one folder, in order, and the moments in between that matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace candour::faults {

// Paths are relative to the folder. Files are numbered in the order in which they were made, so
// that a file keeps its number when it is renamed.
struct Operation {
  enum class Kind : uint8_t {
    kCreate,      // path, file: empty, in place of an earlier one.
    kAppend,      // file, bytes
    kSync,        // file: its bytes, not its name.
    kSyncFailed,  // file: what was not synced yet is lost, though it can still be read.
    kRename,      // path, to
    kRemove,      // path, of a file or an empty folder.
    kMakeFolder,  // path
    kSyncFolder,  // path: the names in it.
  };
  Kind kind = Kind::kCreate;
  uint64_t file = 0;
  std::string path;
  std::string to;
  std::string bytes;
};

struct Journal {
  std::vector<Operation> operations;
};

}  // namespace candour::faults
