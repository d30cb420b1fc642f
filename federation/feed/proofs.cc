#include "federation/feed/proofs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "crypto/note.h"
#include "crypto/proof.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

constexpr unsigned kTileHeight = 8;
constexpr uint64_t kTileWidth = 256;

// The root of a perfect subtree whose lowest nodes are given; their number is a power of two.
crypto::Hash Fold(std::vector<crypto::Hash> nodes) {
  for (size_t width = nodes.size(); width > 1; width /= 2) {
    for (size_t i = 0; i < width / 2; ++i) {
      nodes[i] = crypto::NodeHash(nodes[2 * i], nodes[2 * i + 1]);
    }
  }
  return nodes.front();
}

tl::unexpected<Error> Refuse(ErrorCode code, const char* reason, const FeedId& feed,
                             const std::string& what) {
  return Fail(code, reason, "feed " + feed.hex() + ": " + what);
}

tl::unexpected<Error> Missing(const FeedId& feed, const std::string& why) {
  return Refuse(ErrorCode::kCorrupt, "LEAVES_MISSING", feed,
                "the store cannot prove it (" + why + "); restore this node or its database");
}

uint64_t SizeOf(const StoreView& store, const FeedId& feed) {
  const std::optional<FeedState> state = store.Feed(feed);
  return state ? state->size : 0;
}

// The stored note with every stored cosignature of the same head behind the origin's line.
Bytes WithCosignatures(const StoreView& store, const PutCheckpoint& checkpoint,
                       const crypto::Hash& root) {
  auto note = crypto::ParseNote(checkpoint.note);
  if (!note) return checkpoint.note;
  for (const CosignatureRow& row : store.Cosignatures(checkpoint.feed)) {
    if (row.size != checkpoint.size || row.root != root) continue;
    if (auto line = crypto::SignatureLine::Parse(row.line)) note->signatures.push_back(*line);
  }
  return crypto::FormatNote(*note);
}

Result<Bytes> Bundle(const StoreView& store, const PutCheckpoint& checkpoint, uint64_t index) {
  const StoredNodes nodes(store, checkpoint.feed);
  const auto root = crypto::RootAt(nodes, checkpoint.size);
  if (!root) return Missing(checkpoint.feed, root.error());
  auto hashes = crypto::BuildInclusion(nodes, index, checkpoint.size);
  if (!hashes) return Missing(checkpoint.feed, hashes.error());
  return crypto::FormatProof({.extra = std::nullopt,
                              .index = index,
                              .hashes = std::move(*hashes),
                              .checkpoint_note = WithCosignatures(store, checkpoint, *root)});
}

tl::unexpected<Error> BeyondSize(const FeedId& feed, uint64_t size) {
  return Refuse(ErrorCode::kNotFound, "BEYOND_SIZE", feed,
                "this node holds " + std::to_string(size) + " leaves; synchronise and ask again");
}

}  // namespace

crypto::Outcome<std::vector<crypto::Hash>> StoredNodes::Entries(unsigned tile_level, uint64_t first,
                                                                uint64_t count) const {
  std::vector<crypto::Hash> out;
  out.reserve(count);
  const uint64_t tile = first / kTileWidth;
  if (const auto full = store_.Tile(feed_, static_cast<uint8_t>(tile_level), tile)) {
    for (uint64_t i = first % kTileWidth; i < first % kTileWidth + count; ++i) {
      const BytesView all = *full;
      const size_t at = std::min<size_t>(i * crypto::kHashBytes, all.size());
      const auto hash = crypto::Hash::From(all.substr(at, crypto::kHashBytes));
      if (!hash) return crypto::Refuse("a stored tile is too short");
      out.push_back(*hash);
    }
    return out;
  }
  if (tile_level == 0) {
    const Bytes leaves = store_.Leaves(feed_, first, count);
    if (leaves.size() != count * kLeafBytes) return crypto::Refuse("leaves are missing");
    for (uint64_t i = 0; i < count; ++i) {
      out.push_back(crypto::LeafHash(BytesView(leaves).substr(i * kLeafBytes, kLeafBytes)));
    }
    return out;
  }
  for (uint64_t i = first; i < first + count; ++i) {
    auto below = Entries(tile_level - 1, i * kTileWidth, kTileWidth);
    if (!below) return below;
    out.push_back(Fold(std::move(*below)));
  }
  return out;
}

crypto::Outcome<crypto::Hash> StoredNodes::Node(unsigned level, uint64_t index) const {
  if (level >= 63 || index >= (crypto::kTreeSizeMax >> level)) {
    return crypto::Refuse("the node is outside any tree");
  }
  const unsigned height = level % kTileHeight;
  auto entries = Entries(level / kTileHeight, index << height, uint64_t{1} << height);
  if (!entries) return crypto::Refuse(entries.error());
  return Fold(std::move(*entries));
}

Result<crypto::Hash> RootAtSize(const StoreView& store, const FeedId& feed, uint64_t size) {
  const uint64_t held = SizeOf(store, feed);
  if (size > held) return BeyondSize(feed, held);
  const auto root = crypto::RootAt(StoredNodes(store, feed), size);
  if (!root) return Missing(feed, root.error());
  return *root;
}

Result<std::vector<crypto::Hash>> BuildConsistency(const StoreView& store, const FeedId& feed,
                                                   uint64_t old_size, uint64_t new_size) {
  const uint64_t held = SizeOf(store, feed);
  if (old_size == 0 || old_size > new_size || new_size > held) {
    return Refuse(ErrorCode::kInvalid, "BAD_RANGE", feed,
                  "a consistency proof needs 0 < old size <= new size <= " + std::to_string(held));
  }
  auto hashes = crypto::BuildConsistency(StoredNodes(store, feed), old_size, new_size);
  if (!hashes) return Missing(feed, hashes.error());
  return std::move(*hashes);
}

Result<Bytes> BuildBundle(const StoreView& store, const FeedId& feed, uint64_t index) {
  const uint64_t held = SizeOf(store, feed);
  const auto checkpoint = store.CheckpointAtOrBefore(feed, held);
  if (!checkpoint || index >= checkpoint->size) {
    return BeyondSize(feed, checkpoint ? checkpoint->size : 0);
  }
  return Bundle(store, *checkpoint, index);
}

Result<Bytes> BuildBundleAt(const StoreView& store, const FeedId& feed, uint64_t index,
                            uint64_t size) {
  const auto checkpoint = store.CheckpointAtOrBefore(feed, size);
  if (!checkpoint || checkpoint->size != size) {
    return Refuse(ErrorCode::kNotFound, "NO_CHECKPOINT", feed,
                  "no checkpoint of size " + std::to_string(size) + " is held");
  }
  if (index >= size) return BeyondSize(feed, size);
  return Bundle(store, *checkpoint, index);
}

}  // namespace candour
