// The check of a whole tiled log: entries against level 0, every level against the one below,
// and the root against the checkpoint.
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "crypto/tiles.h"

namespace candour::crypto {
namespace {

constexpr unsigned kTileLevels = 8;
constexpr uintmax_t kFileBytesMax = kTileWidth * (2 + 65'535);  // A bundle of the largest entries.

enum class Kind { kTile, kEntries };

struct TileName {
  unsigned level = 0;  // of no meaning for entries
  uint64_t index = 0;
  size_t width = kTileWidth;
};

std::string PathOf(Kind kind, const TileName& tile) {
  return kind == Kind::kEntries ? EntriesPath(tile.index, tile.width)
                                : TilePath(tile.level, tile.index, tile.width);
}

Outcome<std::string> ReadFile(const TileFiles& files, const std::string& path) {
  Outcome<std::string> bytes = files.Read(path);
  if (!bytes) return Refuse(path + ": " + bytes.error());
  return bytes;
}

// The first `count` entries of a bundle that holds at least as many.
Outcome<std::vector<std::string>> ReadEntries(const TileFiles& files, const TileName& want) {
  const std::string path = PathOf(Kind::kEntries, want);
  Outcome<std::string> bytes = ReadFile(files, path);
  if (bytes) {
    Outcome<std::vector<std::string>> entries = ParseEntryBundle(*bytes, want.width);
    if (!entries) return Refuse(path + ": " + entries.error());
    return entries;
  }
  if (want.width == kTileWidth) return Refuse(bytes.error());
  Outcome<std::string> full = files.Read(PathOf(Kind::kEntries, {.index = want.index}));
  if (!full) return Refuse(bytes.error());
  Outcome<std::vector<std::string>> entries = ParseEntryBundle(*full, kTileWidth);
  if (!entries) return Refuse(path + ": " + entries.error());
  entries->resize(want.width);
  return entries;
}

Outcome<std::string> ReadTile(const TileFiles& files, const TileName& want) {
  Outcome<std::string> bytes = ReadFile(files, PathOf(Kind::kTile, want));
  if (bytes || want.width == kTileWidth) return bytes;
  Outcome<std::string> full =
      files.Read(PathOf(Kind::kTile, {.level = want.level, .index = want.index}));
  if (!full) return bytes;
  if (full->size() != kTileWidth * kHashBytes) {
    return Refuse(PathOf(Kind::kTile, want) + ": the tile has a wrong length");
  }
  full->resize(want.width * kHashBytes);
  return full;
}

// Recomputes one log from its entries, holding one tile of each level at a time.
class LogCheck {
 public:
  LogCheck(const TileFiles& files, uint64_t size) : files_(files), size_(size) {}

  Outcome<Hash> Run() {
    for (uint64_t index = 0;; ++index) {
      const size_t width = TileWidth(0, index, size_);
      if (width == 0) break;
      Outcome<void> taken = TakeBundle({.index = index, .width = width});
      if (!taken) return Refuse(taken.error());
    }
    for (unsigned level = 0; level < kTileLevels; ++level) {
      if (levels_[level].hashes.empty()) continue;
      Outcome<void> compared = CompareTile(level);
      if (!compared) return Refuse(compared.error());
    }
    return range_.Root();
  }

 private:
  struct Level {
    uint64_t index = 0;
    std::vector<Hash> hashes;
  };

  Outcome<void> TakeBundle(const TileName& bundle) {
    Outcome<std::vector<std::string>> entries = ReadEntries(files_, bundle);
    if (!entries) return Refuse(entries.error());
    for (const std::string& entry : *entries) {
      std::vector<Subtree> completed;
      range_.Append(LeafHash(entry), completed);
      for (const Subtree& tree : completed) {
        Outcome<void> taken = TakeSubtree(tree);
        if (!taken) return taken;
      }
    }
    return {};
  }

  Outcome<void> TakeSubtree(const Subtree& tree) {
    if (tree.level % kTileHeight != 0) return {};
    const unsigned level = tree.level / kTileHeight;
    levels_[level].hashes.push_back(tree.hash);
    if (levels_[level].hashes.size() < kTileWidth) return {};
    return CompareTile(level);
  }

  // Compares what was gathered for the level with the stored tile, and starts the next one.
  Outcome<void> CompareTile(unsigned level) {
    Level& mine = levels_[level];
    const TileName name{.level = level, .index = mine.index, .width = mine.hashes.size()};
    Outcome<std::string> stored = ReadTile(files_, name);
    if (!stored) return Refuse(stored.error());
    if (*stored != FormatTile(mine.hashes)) {
      return Refuse(PathOf(Kind::kTile, name) + ": the tile does not follow from the entries");
    }
    ++mine.index;
    mine.hashes.clear();
    return {};
  }

  const TileFiles& files_;
  const uint64_t size_;
  CompactRange range_;
  std::array<Level, kTileLevels> levels_;
};

}  // namespace

TileFolder::TileFolder(std::string folder) : folder_(std::move(folder)) {}

Outcome<std::string> TileFolder::Read(std::string_view path) const {
  const std::string file = folder_ + "/" + std::string(path);
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) return Refuse("no such file");
  if (std::filesystem::file_size(file, failed) > kFileBytesMax || failed) {
    return Refuse("larger than any file of a log");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return Refuse("the file cannot be opened");
  std::ostringstream out;
  out << in.rdbuf();
  if (in.bad()) return Refuse("the file cannot be read");
  return std::move(out).str();
}

Outcome<SignedCheckpoint> VerifyTiledLog(const TileFiles& files, const VerifierKey& origin_key) {
  Outcome<std::string> note = ReadFile(files, "checkpoint");
  if (!note) return Refuse(note.error());
  return VerifyTiledLog(files, *note, origin_key);
}

Outcome<SignedCheckpoint> VerifyTiledLog(const TileFiles& files, std::string_view checkpoint_note,
                                         const VerifierKey& origin_key) {
  Outcome<SignedCheckpoint> opened = OpenCheckpoint(checkpoint_note, {&origin_key, 1});
  if (!opened) return Refuse("checkpoint: " + opened.error());
  Outcome<Hash> root = LogCheck(files, opened->checkpoint.size).Run();
  if (!root) return Refuse(root.error());
  if (*root != opened->checkpoint.root) {
    return Refuse("checkpoint: the entries give another root");
  }
  return opened;
}

}  // namespace candour::crypto
