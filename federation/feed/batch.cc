#include "federation/feed/batch.h"

#include <utility>

#include "federation/feed/names.h"
#include "federation/feed/proofs.h"

namespace candour {
namespace {

constexpr unsigned kTileHeight = 8;
constexpr uint64_t kTileWidth = 256;

tl::unexpected<Error> Refuse(ErrorCode code, const char* reason, const FeedId& feed,
                             const std::string& what) {
  return Fail(code, reason, "feed " + feed.hex() + ": " + what);
}

tl::unexpected<Error> Malformed(const FeedId& feed, const std::string& why) {
  return Refuse(ErrorCode::kInvalid, "MALFORMED_CHECKPOINT", feed, why + "; ask another member");
}

Status RespectsCut(const FeedId& feed, const crypto::Checkpoint& head, const FeedKey& key) {
  if (!key.closed) return {};
  if (head.size > key.closed->size) {
    return Refuse(ErrorCode::kPolicy, "BEYOND_CUT", feed,
                  "the manifest closed it at size " + std::to_string(key.closed->size) +
                      ", the checkpoint signs size " + std::to_string(head.size));
  }
  if (head.size == key.closed->size && head.root != key.closed->root) {
    return Refuse(ErrorCode::kPolicy, "CUT_MISMATCH", feed,
                  "the manifest closed it at this size with another root");
  }
  return {};
}

// The hashes of one level between the last full tile and the batch, then the batch's own.
struct TileRow {
  uint8_t level = 0;
  uint64_t first = 0;  // Index, at tree level 8 * level, of the first hash in `fresh`.
  std::vector<crypto::Hash> fresh;
};

// The rows of all levels that the batch added something to.
std::vector<TileRow> RowsOf(const VerifiedBatch& batch) {
  std::vector<TileRow> rows;
  rows.push_back({.level = 0, .first = batch.start(), .fresh = batch.leaf_hashes()});
  for (const crypto::Subtree& node : batch.completed()) {
    const size_t level = node.level / kTileHeight;
    if (rows.size() <= level) {
      rows.push_back({.level = static_cast<uint8_t>(level), .first = node.index, .fresh = {}});
    }
    rows[level].fresh.push_back(node.hash);
  }
  return rows;
}

Status PutFullTiles(const StoredNodes& nodes, const FeedId& feed, const TileRow& row,
                    WriteSet& writes) {
  const uint64_t end = row.first + row.fresh.size();
  for (uint64_t n = row.first / kTileWidth; (n + 1) * kTileWidth <= end; ++n) {
    PutTile tile{.feed = feed, .level = row.level, .n = n, .hashes = {}};
    tile.hashes.reserve(kTileWidth * crypto::kHashBytes);
    uint64_t at = n * kTileWidth;
    if (at < row.first) {
      const auto earlier = nodes.Entries(row.level, at, row.first - at);
      if (!earlier) {
        return Refuse(ErrorCode::kCorrupt, "STORE_BEHIND", feed,
                      "earlier leaves are missing from the store (" + earlier.error() + ")");
      }
      for (const crypto::Hash& hash : *earlier) tile.hashes += hash.view();
      at = row.first;
    }
    for (; at < (n + 1) * kTileWidth; ++at) tile.hashes += row.fresh[at - row.first].view();
    writes.push_back(std::move(tile));
  }
  return {};
}

}  // namespace

Result<crypto::SignedCheckpoint> OpenHead(const FeedId& feed, BytesView checkpoint_note,
                                          const FeedKey& key) {
  const auto note = crypto::ParseNote(checkpoint_note);
  if (!note) return Malformed(feed, note.error());
  const auto claimed = crypto::Checkpoint::Parse(note->text);
  if (!claimed) return Malformed(feed, claimed.error());
  const std::string origin = FeedOrigin(feed);
  if (claimed->origin != origin || key.key.name != origin) {
    return Refuse(ErrorCode::kInvalid, "WRONG_ORIGIN", feed,
                  claimed->origin != origin ? "the checkpoint speaks of another feed"
                                            : "the key given belongs to another feed");
  }
  auto opened = crypto::OpenCheckpoint(checkpoint_note, {&key.key, 1});
  if (!opened) return Refuse(ErrorCode::kInvalid, "BAD_SIGNATURE", feed, opened.error());
  if (Status cut = RespectsCut(feed, opened->checkpoint, key); !cut) return Fail(cut.error());
  return std::move(*opened);
}

Result<VerifiedBatch> VerifiedBatch::Extend(const FeedState& have, BytesView leaves) {
  const uint64_t count = leaves.size() / kLeafBytes;
  if (leaves.size() % kLeafBytes != 0 || count == 0 || count > kBatchLeavesMax) {
    return Refuse(ErrorCode::kInvalid, "SIZE", have.feed,
                  "a batch is 1 to " + std::to_string(kBatchLeavesMax) + " whole leaves, not " +
                      std::to_string(leaves.size()) + " bytes");
  }
  auto range = crypto::CompactRange::FromHashes(have.size, have.frontier);
  if (!range || have.size > crypto::kTreeSizeMax - count) {
    return Refuse(ErrorCode::kCorrupt, "FRONTIER", have.feed,
                  "the stored frontier does not belong to the stored size");
  }
  VerifiedBatch batch;
  batch.feed_ = have.feed;
  batch.start_ = have.size;
  batch.leaves_ = Bytes(leaves);
  batch.range_ = std::move(*range);
  batch.hashes_.reserve(count);
  std::vector<crypto::Subtree> completed;
  for (uint64_t i = 0; i < count; ++i) {
    const BytesView raw = leaves.substr(i * kLeafBytes, kLeafBytes);
    if (Result<Leaf> leaf = DecodeLeaf(raw); !leaf) {
      return Refuse(ErrorCode::kInvalid, "MALFORMED_LEAF", have.feed,
                    "leaf " + std::to_string(have.size + i) +
                        " is not in the format CDR1; upgrade this node");
    }
    batch.hashes_.push_back(crypto::LeafHash(raw));
    completed.clear();
    batch.range_.Append(batch.hashes_.back(), completed);
    for (const crypto::Subtree& node : completed) {
      if (node.level > 0 && node.level % kTileHeight == 0) batch.completed_.push_back(node);
    }
  }
  batch.root_ = batch.range_.Root();
  return batch;
}

Result<VerifiedBatch> VerifyBatch(const FeedState& have, uint64_t start, BytesView leaves,
                                  BytesView checkpoint_note, const FeedKey& key) {
  if (start != have.size) {
    return Refuse(ErrorCode::kConflict, "GAP", have.feed,
                  "the page begins at " + std::to_string(start) + ", " + std::to_string(have.size) +
                      " leaves are held; ask from there");
  }
  const Result<crypto::SignedCheckpoint> head = OpenHead(have.feed, checkpoint_note, key);
  if (!head) return Fail(head.error());
  Result<VerifiedBatch> batch = VerifiedBatch::Extend(have, leaves);
  if (!batch) return batch;
  if (batch->size() != head->checkpoint.size) {
    return Refuse(ErrorCode::kInvalid, "SIZE", have.feed,
                  "the page ends at " + std::to_string(batch->size()) +
                      ", its checkpoint signs size " + std::to_string(head->checkpoint.size));
  }
  if (batch->root() != head->checkpoint.root) {
    return Refuse(ErrorCode::kConflict, "ROOT_MISMATCH", have.feed,
                  "the leaves do not lead from the tree held here to the signed root of size " +
                      std::to_string(batch->size()) + "; compare with another member");
  }
  batch->checkpoint_note_ = crypto::FormatNote(head->note);
  return batch;
}

Result<VerifiedBatch> SignBatch(const FeedState& have, BytesView leaves,
                                const crypto::PrivateKey& key) {
  Result<VerifiedBatch> batch = VerifiedBatch::Extend(have, leaves);
  if (!batch) return batch;
  const crypto::Checkpoint head{
      .origin = FeedOrigin(have.feed), .size = batch->size(), .root = batch->root()};
  batch->checkpoint_note_ = crypto::SignCheckpoint(head, key);
  return batch;
}

Result<WriteSet> WritesFor(const StoreView& store, const VerifiedBatch& batch, FeedState& updated) {
  const bool here = updated.feed == batch.feed() && updated.size == batch.start();
  const bool behind =
      batch.start() > 0 && store.Leaves(batch.feed(), batch.start() - 1, 1).size() != kLeafBytes;
  if (!here || behind) {
    return Refuse(ErrorCode::kCorrupt, "STORE_BEHIND", batch.feed(),
                  "the store does not hold the " + std::to_string(batch.start()) +
                      " leaves before the batch");
  }
  WriteSet writes;
  writes.push_back(
      PutLeaves{{.feed = batch.feed(), .start = batch.start(), .leaves = batch.leaves()}});
  const StoredNodes nodes(store, batch.feed());
  for (const TileRow& row : RowsOf(batch)) {
    if (Status put = PutFullTiles(nodes, batch.feed(), row, writes); !put) return Fail(put.error());
  }
  writes.push_back(
      PutCheckpoint{.feed = batch.feed(), .size = batch.size(), .note = batch.checkpoint_note()});
  updated.size = batch.size();
  updated.root = batch.root();
  updated.frontier = batch.range().hashes();
  return writes;
}

}  // namespace candour
