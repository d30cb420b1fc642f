// Batches: a run of leaves that one signed checkpoint closes, verified before anything else may
// look at it (protocol sections 4 and 6).
//
// A VerifiedBatch is made only by VerifyBatch (somebody's page) and SignBatch (this node's own
// entries): whoever holds one knows that the leaves extend the tree it was checked against and that
// the feed's key signed the result. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "crypto/checkpoint.h"
#include "crypto/ed25519.h"
#include "crypto/merkle.h"
#include "federation/base/bytes.h"
#include "federation/base/result.h"
#include "federation/feed/feed_key.h"
#include "federation/feed/leaf.h"
#include "federation/port/store.h"

namespace candour {

// Also the largest distance between two stored checkpoints.
inline constexpr uint64_t kBatchLeavesMax = 4096;

class VerifiedBatch {
 public:
  const FeedId& feed() const { return feed_; }
  uint64_t start() const { return start_; }
  uint64_t size() const { return range_.size(); }  // Of the whole feed, with this batch.
  uint64_t count() const { return hashes_.size(); }
  const Bytes& leaves() const { return leaves_; }  // count() * 112 bytes.
  // By index in the feed: start() <= index < size().
  BytesView leaf(uint64_t index) const {
    return BytesView(leaves_).substr((index - start_) * kLeafBytes, kLeafBytes);
  }
  const crypto::Hash& leaf_hash(uint64_t index) const { return hashes_[index - start_]; }
  const std::vector<crypto::Hash>& leaf_hashes() const { return hashes_; }
  const crypto::Hash& root() const { return root_; }
  const crypto::CompactRange& range() const { return range_; }  // The frontier of [0, size()).
  // Perfect subtrees of level 8, 16, 24... that this batch completed: entries of the upper tiles.
  const std::vector<crypto::Subtree>& completed() const { return completed_; }
  const Bytes& checkpoint_note() const { return checkpoint_note_; }  // The origin's line alone.

 private:
  friend Result<VerifiedBatch> VerifyBatch(const FeedState&, uint64_t, BytesView, BytesView,
                                           const FeedKey&);
  friend Result<VerifiedBatch> SignBatch(const FeedState&, BytesView, const crypto::PrivateKey&);
  VerifiedBatch() = default;
  // Everything but the checkpoint, not yet believed.
  static Result<VerifiedBatch> Extend(const FeedState& have, BytesView leaves);

  FeedId feed_;
  uint64_t start_ = 0;
  Bytes leaves_;
  std::vector<crypto::Hash> hashes_;
  crypto::Hash root_;
  crypto::CompactRange range_;
  std::vector<crypto::Subtree> completed_;
  Bytes checkpoint_note_;
};

// A head as somebody shows it. Reasons: MALFORMED_CHECKPOINT, WRONG_ORIGIN (signed text of another
// feed, or a key that is not this feed's), BAD_SIGNATURE; for a closed epoch BEYOND_CUT and
// CUT_MISMATCH.
Result<crypto::SignedCheckpoint> OpenHead(const FeedId& feed, BytesView checkpoint_note,
                                          const FeedKey& key);

// `have` is what this node holds; the page must begin exactly there and end exactly at the
// checkpoint's size. Reasons, besides OpenHead's: GAP (begins elsewhere), SIZE (not 1 to
// kBatchLeavesMax whole leaves, or the checkpoint signs another size), MALFORMED_LEAF (not of this
// format: upgrade), ROOT_MISMATCH (kConflict: authentic, but no extension of what this node holds),
// FRONTIER (kCorrupt: `have` contradicts itself).
Result<VerifiedBatch> VerifyBatch(const FeedState& have, uint64_t start, BytesView leaves,
                                  BytesView checkpoint_note, const FeedKey& key);

// Appends to an own feed and signs. Reasons SIZE, MALFORMED_LEAF, FRONTIER. The caller owes the
// safety of the own feed: guard, self-check, cut.
Result<VerifiedBatch> SignBatch(const FeedState& have, BytesView leaves,
                                const crypto::PrivateKey& key);

// PutLeaves, a PutTile for every tile that became full, PutCheckpoint; and in `updated` (given as
// the state the batch was verified against) the new size, root and frontier. The caller writes
// PutFeed itself, last. `store` must hold exactly the leaves before the batch, else kCorrupt with
// reason STORE_BEHIND. Costs what the batch costs, plus per level at most 255 leaves (level 0) or
// 255 tiles of the level below.
Result<WriteSet> WritesFor(const StoreView& store, const VerifiedBatch& batch, FeedState& updated);

}  // namespace candour
