// The Merkle tree of RFC 6962 s.2.1: hashes, the compact range of a growing tree, and proofs.
//
// Sizes and indices stay below 2^63. Nothing here keeps state beyond the objects shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "crypto/outcome.h"

namespace candour::crypto {

inline constexpr uint64_t kTreeSizeMax = (uint64_t{1} << 63) - 1;
inline constexpr size_t kProofHashesMax = 64;

Hash LeafHash(std::string_view entry);               // SHA-256(0x00 || entry)
Hash NodeHash(const Hash& left, const Hash& right);  // SHA-256(0x01 || left || right)
Hash EmptyRoot();                                    // SHA-256("")

// The perfect subtree over the leaves [index << level, (index + 1) << level).
struct Subtree {
  unsigned level = 0;
  uint64_t index = 0;
  Hash hash;

  bool operator==(const Subtree&) const = default;
};

// The frontier of a tree: the roots of its perfect subtrees, one per set bit of the size.
class CompactRange {
 public:
  CompactRange() = default;

  // The caller owes size() < kTreeSizeMax.
  void Append(const Hash& leaf_hash);
  // As above, and adds every subtree this leaf completed to `completed`, from the leaf itself
  // (level 0) upwards. Those of level 8k are the entries of tiles.
  void Append(const Hash& leaf_hash, std::vector<Subtree>& completed);

  uint64_t size() const { return size_; }
  // From the largest subtree (leftmost) to the smallest.
  const std::vector<Hash>& hashes() const { return hashes_; }
  Hash Root() const;  // EmptyRoot() at size 0.

  // u64be size, then the hashes in order.
  std::string Serialise() const;
  static Outcome<CompactRange> Parse(std::string_view bytes);
  static Outcome<CompactRange> FromHashes(uint64_t size, std::vector<Hash> hashes);

  bool operator==(const CompactRange&) const = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> hashes_;
};

// Where proofs are built from. Only subtrees wholly below the asked size are asked for.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  // The hash of the perfect subtree over [index << level, (index + 1) << level).
  virtual Outcome<Hash> Node(unsigned level, uint64_t index) const = 0;
};

Outcome<Hash> RootAt(const NodeSource& source, uint64_t size);
Outcome<CompactRange> RangeAt(const NodeSource& source, uint64_t size);
// index < size, else refused. RFC 6962 s.2.1.1.
Outcome<std::vector<Hash>> BuildInclusion(const NodeSource& source, uint64_t index, uint64_t size);
// 0 < m <= n, else refused. RFC 6962 s.2.1.2.
Outcome<std::vector<Hash>> BuildConsistency(const NodeSource& source, uint64_t m, uint64_t n);

// What a proof says about one leaf.
struct LeafPosition {
  Hash leaf_hash;
  uint64_t index = 0;
  uint64_t size = 0;
};

// RFC 9162 s.2.1.3.2.
Outcome<Hash> RootFromInclusion(const LeafPosition& leaf, std::span<const Hash> proof);
Outcome<void> VerifyInclusion(const LeafPosition& leaf, std::span<const Hash> proof,
                              const Hash& root);

struct TreeHead {
  uint64_t size = 0;
  Hash root;

  bool operator==(const TreeHead&) const = default;
};

// RFC 9162 s.2.1.4.2; requires 0 < older.size <= newer.size (size 0 is the caller's case).
Outcome<void> VerifyConsistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof);

}  // namespace candour::crypto
