// A folder of tiles on disk as `candour bundle tiles` writes it.
//
// Files are replaced whole or not at all. What a fuller export already wrote is compared, never
// overwritten: a folder that holds another log is refused.
#pragma once

#include <string>

#include "crypto/tile_writer.h"
#include "federation/base/result.h"

namespace candour::ctl {

class TileExport {
 public:
  // Makes the folder. kUnavailable when that fails; kConflict when its checkpoint is of another
  // origin than `origin`.
  static Result<TileExport> Open(const std::string& folder, const std::string& origin);

  // For TileWriter.
  crypto::Outcome<void> Put(const std::string& path, const std::string& bytes);
  // Last of all: what is there before it is already true.
  crypto::Outcome<void> PutCheckpoint(const std::string& note);

  uint64_t files_written() const { return written_; }
  uint64_t files_kept() const { return kept_; }

 private:
  explicit TileExport(std::string folder) : folder_(std::move(folder)) {}
  crypto::Outcome<void> Replace(const std::string& path, const std::string& bytes);

  std::string folder_;
  uint64_t written_ = 0;
  uint64_t kept_ = 0;
};

}  // namespace candour::ctl
