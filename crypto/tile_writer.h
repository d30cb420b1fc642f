// Writes a log as C2SP tlog-tiles v0.1.0 (protocol section 1.5): the other half of tiles.h.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/merkle.h"
#include "crypto/tiles.h"

namespace candour::crypto {

// Takes the entries from the first on and hands out each bundle and tile once it is known. Memory
// stays O(256 entries + log size). The checkpoint is the caller's to write, last. Not thread-safe.
class TileWriter {
 public:
  // Full tiles and bundles never change; partial ones come from Finish() alone.
  using Put = std::function<Outcome<void>(const std::string& path, const std::string& bytes)>;
  explicit TileWriter(Put put) : put_(std::move(put)) {}

  // Refuses an entry above 65,535 bytes, and passes on what `put` refuses.
  Outcome<void> Append(std::string_view entry);
  // The partial bundle and tiles of the log as it stands.
  Outcome<void> Finish();

  uint64_t size() const { return range_.size(); }
  Hash Root() const { return range_.Root(); }

 private:
  static constexpr unsigned kLevels = 8;
  struct Level {
    uint64_t index = 0;
    std::vector<Hash> hashes;
  };
  Outcome<void> PutEntries();

  const Put put_;
  CompactRange range_;
  uint64_t bundle_ = 0;
  std::vector<std::string> entries_;
  std::array<Level, kLevels> levels_;
};

}  // namespace candour::crypto
