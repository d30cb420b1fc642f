// Tiled logs (C2SP tlog-tiles v0.1.0, protocol section 1.5): paths, tiles, entry bundles, and
// the check of a whole log against its checkpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/outcome.h"

namespace candour::crypto {

inline constexpr unsigned kTileHeight = 8;
inline constexpr size_t kTileWidth = 256;

// "x001/x234/067": groups of three digits, all but the last with an x.
std::string TileIndexPath(uint64_t index);
// Width 1 to 256; a partial tile gets ".p/<width>".
std::string TilePath(unsigned level, uint64_t index, size_t width = kTileWidth);
std::string EntriesPath(uint64_t index, size_t width = kTileWidth);

// How many hashes the tile holds in a tree of `size`; 0 when there is no such tile.
size_t TileWidth(unsigned level, uint64_t index, uint64_t size);

std::string FormatTile(std::span<const Hash> hashes);
Outcome<std::vector<Hash>> ParseTile(std::string_view bytes, size_t width);

// u16be length || entry, one after the other. Refuses an entry above 65,535 bytes.
Outcome<std::string> FormatEntryBundle(std::span<const std::string> entries);
Outcome<std::vector<std::string>> ParseEntryBundle(std::string_view bytes, size_t width);

// The files of a log, by their path ("checkpoint", "tile/0/000", ...).
class TileFiles {
 public:
  virtual ~TileFiles() = default;
  virtual Outcome<std::string> Read(std::string_view path) const = 0;
};

// Files below a folder on disk.
class TileFolder : public TileFiles {
 public:
  explicit TileFolder(std::string folder);
  Outcome<std::string> Read(std::string_view path) const override;

 private:
  std::string folder_;
};

// Reads `checkpoint`, every entry bundle and every tile, and recomputes all of it. Where a partial
// tile is absent the full one may stand in for it. Memory stays O(log size).
Outcome<SignedCheckpoint> VerifyTiledLog(const TileFiles& files, const VerifierKey& origin_key);
// The same with a checkpoint note from elsewhere.
Outcome<SignedCheckpoint> VerifyTiledLog(const TileFiles& files, std::string_view checkpoint_note,
                                         const VerifierKey& origin_key);

}  // namespace candour::crypto
