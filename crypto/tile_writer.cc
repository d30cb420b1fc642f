#include "crypto/tile_writer.h"

namespace candour::crypto {

Outcome<void> TileWriter::Append(std::string_view entry) {
  std::vector<Subtree> completed;
  range_.Append(LeafHash(entry), completed);
  entries_.emplace_back(entry);
  if (entries_.size() == kTileWidth) {
    if (Outcome<void> put = PutEntries(); !put) return put;
    ++bundle_;
    entries_.clear();
  }
  for (const Subtree& tree : completed) {
    if (tree.level % kTileHeight != 0) continue;
    Level& level = levels_[tree.level / kTileHeight];
    level.hashes.push_back(tree.hash);
    if (level.hashes.size() < kTileWidth) continue;
    Outcome<void> put =
        put_(TilePath(tree.level / kTileHeight, level.index), FormatTile(level.hashes));
    if (!put) return put;
    ++level.index;
    level.hashes.clear();
  }
  return {};
}

Outcome<void> TileWriter::Finish() {
  if (!entries_.empty()) {
    if (Outcome<void> put = PutEntries(); !put) return put;
  }
  for (unsigned number = 0; number < kLevels; ++number) {
    const Level& level = levels_[number];
    if (level.hashes.empty()) continue;
    Outcome<void> put =
        put_(TilePath(number, level.index, level.hashes.size()), FormatTile(level.hashes));
    if (!put) return put;
  }
  return {};
}

Outcome<void> TileWriter::PutEntries() {
  Outcome<std::string> bundle = FormatEntryBundle(entries_);
  if (!bundle) return Refuse(bundle.error());
  return put_(EntriesPath(bundle_, entries_.size()), *bundle);
}

}  // namespace candour::crypto
