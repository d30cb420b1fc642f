#include "crypto/tiles.h"

#include <algorithm>

#include "crypto/check.h"
#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

constexpr size_t kLengthBytes = 2;
constexpr size_t kEntryBytesMax = 65535;

std::string WithWidth(std::string path, size_t width) {
  Check(width >= 1 && width <= kTileWidth, "a tile of an impossible width");
  if (width < kTileWidth) path += ".p/" + std::to_string(width);
  return path;
}

}  // namespace

std::string TileIndexPath(uint64_t index) {
  constexpr uint64_t kGroup = 1000;
  const auto three_digits = [](uint64_t n) { return std::to_string(kGroup + n).substr(1); };
  std::string path = three_digits(index % kGroup);
  for (index /= kGroup; index > 0; index /= kGroup) {
    path = "x" + three_digits(index % kGroup) + "/" + path;
  }
  return path;
}

std::string TilePath(unsigned level, uint64_t index, size_t width) {
  return WithWidth("tile/" + std::to_string(level) + "/" + TileIndexPath(index), width);
}

std::string EntriesPath(uint64_t index, size_t width) {
  return WithWidth("tile/entries/" + TileIndexPath(index), width);
}

size_t TileWidth(unsigned level, uint64_t index, uint64_t size) {
  constexpr unsigned kLevels = 64 / kTileHeight;
  if (level >= kLevels) return 0;
  const uint64_t nodes = size >> (kTileHeight * level);
  if (index > nodes / kTileWidth) return 0;
  return static_cast<size_t>(std::min<uint64_t>(kTileWidth, nodes - index * kTileWidth));
}

std::string FormatTile(std::span<const Hash> hashes) {
  std::string out;
  out.reserve(hashes.size() * kHashBytes);
  for (const Hash& hash : hashes) out += hash.view();
  return out;
}

Outcome<std::vector<Hash>> ParseTile(std::string_view bytes, size_t width) {
  if (width == 0 || width > kTileWidth || bytes.size() != width * kHashBytes) {
    return Refuse("the tile has a wrong length");
  }
  std::vector<Hash> out;
  out.reserve(width);
  for (size_t i = 0; i < width; ++i) {
    out.push_back(*Hash::From(bytes.substr(i * kHashBytes, kHashBytes)));
  }
  return out;
}

Outcome<std::string> FormatEntryBundle(std::span<const std::string> entries) {
  if (entries.empty() || entries.size() > kTileWidth) {
    return Refuse("a bundle holds 1 to 256 entries");
  }
  std::string out;
  for (const std::string& entry : entries) {
    if (entry.size() > kEntryBytesMax) return Refuse("an entry is longer than 65,535 bytes");
    PutU16(out, static_cast<uint16_t>(entry.size()));
    out += entry;
  }
  return out;
}

Outcome<std::vector<std::string>> ParseEntryBundle(std::string_view bytes, size_t width) {
  if (width == 0 || width > kTileWidth) return Refuse("a bundle holds 1 to 256 entries");
  std::vector<std::string> out;
  out.reserve(width);
  for (size_t i = 0; i < width; ++i) {
    if (bytes.size() < kLengthBytes) return Refuse("the bundle is cut short");
    const size_t length = GetU16(bytes);
    bytes.remove_prefix(kLengthBytes);
    if (bytes.size() < length) return Refuse("the bundle is cut short");
    out.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  if (!bytes.empty()) return Refuse("something follows the bundle's last entry");
  return out;
}

}  // namespace candour::crypto
