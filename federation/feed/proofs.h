// Proofs from what the store holds: inclusion, consistency, roots at earlier sizes.
#pragma once

#include <cstdint>
#include <vector>

#include "crypto/merkle.h"
#include "federation/base/result.h"
#include "federation/port/store.h"

namespace candour {

// The nodes of one feed's tree: from full tiles where there are any, from leaves otherwise. Refuses
// nodes whose leaves the store does not hold. Borrows the view.
class StoredNodes : public crypto::NodeSource {
 public:
  StoredNodes(const StoreView& store, const FeedId& feed) : store_(store), feed_(feed) {}
  crypto::Outcome<crypto::Hash> Node(unsigned level, uint64_t index) const override;

  // `count` nodes of tree level 8 * tile_level from `first`, all inside one tile.
  crypto::Outcome<std::vector<crypto::Hash>> Entries(unsigned tile_level, uint64_t first,
                                                     uint64_t count) const;

 private:
  const StoreView& store_;
  FeedId feed_;
};

// size <= the stored size, else kNotFound BEYOND_SIZE. kCorrupt when leaves are missing.
Result<crypto::Hash> RootAtSize(const StoreView& store, const FeedId& feed, uint64_t size);

// 0 < old_size <= new_size <= the stored size, else kInvalid BAD_RANGE.
Result<std::vector<crypto::Hash>> BuildConsistency(const StoreView& store, const FeedId& feed,
                                                   uint64_t old_size, uint64_t new_size);

// A proof bundle (C2SP tlog-proof) of one leaf under the newest stored checkpoint, with the stored
// cosignature lines of exactly that checkpoint. kNotFound BEYOND_SIZE unless index is below it.
Result<Bytes> BuildBundle(const StoreView& store, const FeedId& feed, uint64_t index);

// The same under the checkpoint stored for exactly `size`; kNotFound NO_CHECKPOINT when none is.
Result<Bytes> BuildBundleAt(const StoreView& store, const FeedId& feed, uint64_t index,
                            uint64_t size);

}  // namespace candour
