// Building proofs from stored nodes, and verifying them (RFC 6962 s.2.1, RFC 9162 s.2.1).
#include <bit>
#include <utility>

#include "crypto/merkle.h"

namespace candour::crypto {
namespace {

// Leaves [begin, end): what the recursive definitions of RFC 6962 speak of. Every span met there
// starts at a multiple of the largest power of two in its length, so the perfect subtrees that
// make it up are aligned.
struct Leaves {
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t count() const { return end - begin; }
  // The largest power of two strictly below the count; the caller owes count() > 1.
  uint64_t Split() const { return std::bit_floor(count() - 1); }
  Leaves Left() const { return {begin, begin + Split()}; }
  Leaves Right() const { return {begin + Split(), end}; }
};

// The perfect subtrees of a span from left to right, at most one per bit.
Outcome<std::vector<Hash>> Subtrees(const NodeSource& source, Leaves leaves) {
  std::vector<Hash> out;
  while (leaves.count() > 0) {
    const unsigned level = static_cast<unsigned>(std::bit_width(leaves.count())) - 1;
    Outcome<Hash> node = source.Node(level, leaves.begin >> level);
    if (!node) return Refuse(node.error());
    out.push_back(*node);
    leaves.begin += uint64_t{1} << level;
  }
  return out;
}

Outcome<Hash> RootOf(const NodeSource& source, Leaves leaves) {
  Outcome<std::vector<Hash>> parts = Subtrees(source, leaves);
  if (!parts) return Refuse(parts.error());
  Outcome<CompactRange> range = CompactRange::FromHashes(leaves.count(), std::move(*parts));
  if (!range) return Refuse(range.error());
  return range->Root();
}

// The siblings met on the way down, turned into hashes from the bottom up.
Outcome<std::vector<Hash>> HashesFromBelow(const NodeSource& source,
                                           const std::vector<Leaves>& siblings) {
  std::vector<Hash> proof;
  proof.reserve(siblings.size());
  for (size_t i = siblings.size(); i-- > 0;) {
    Outcome<Hash> hash = RootOf(source, siblings[i]);
    if (!hash) return Refuse(hash.error());
    proof.push_back(*hash);
  }
  return proof;
}

// Climbs past the levels where the node is the last one and has no sibling: up to the next level
// where it is a right child.
void SkipLonelyLevels(uint64_t& index, uint64_t& last) {
  while (index != 0 && !(index & 1)) {
    index >>= 1;
    last >>= 1;
  }
}

constexpr std::string_view kTooLong = "the proof is too long";
constexpr std::string_view kTooShort = "the proof is too short";

}  // namespace

Outcome<Hash> RootAt(const NodeSource& source, uint64_t size) {
  if (size == 0) return EmptyRoot();
  return RootOf(source, {0, size});
}

Outcome<CompactRange> RangeAt(const NodeSource& source, uint64_t size) {
  if (size > kTreeSizeMax) return Refuse("the size is beyond any tree");
  Outcome<std::vector<Hash>> parts = Subtrees(source, {0, size});
  if (!parts) return Refuse(parts.error());
  return CompactRange::FromHashes(size, std::move(*parts));
}

Outcome<std::vector<Hash>> BuildInclusion(const NodeSource& source, uint64_t index, uint64_t size) {
  if (index >= size || size > kTreeSizeMax) return Refuse("the index is outside the tree");
  std::vector<Leaves> siblings;
  for (Leaves here{0, size}; here.count() > 1;) {
    const bool in_left = index < here.Left().end;
    siblings.push_back(in_left ? here.Right() : here.Left());
    here = in_left ? here.Left() : here.Right();
  }
  return HashesFromBelow(source, siblings);
}

Outcome<std::vector<Hash>> BuildConsistency(const NodeSource& source, uint64_t m, uint64_t n) {
  if (m == 0 || m > n || n > kTreeSizeMax) return Refuse("sizes do not allow a consistency proof");
  if (m == n) return std::vector<Hash>();
  std::vector<Leaves> siblings;
  Leaves here{0, n};
  while (here.end != m) {
    const bool ends_in_left = m <= here.Left().end;
    siblings.push_back(ends_in_left ? here.Right() : here.Left());
    here = ends_in_left ? here.Left() : here.Right();
  }
  // The older tree ends where `here` does. If that is the whole older tree, its root is known.
  if (here.begin != 0) siblings.push_back(here);
  return HashesFromBelow(source, siblings);
}

Outcome<Hash> RootFromInclusion(const LeafPosition& leaf, std::span<const Hash> proof) {
  if (leaf.index >= leaf.size || leaf.size > kTreeSizeMax) {
    return Refuse("the index is outside the tree");
  }
  uint64_t index = leaf.index;
  uint64_t last = leaf.size - 1;
  Hash root = leaf.leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return Refuse(kTooLong);
    if ((index & 1) || index == last) {
      root = NodeHash(sibling, root);
      SkipLonelyLevels(index, last);
    } else {
      root = NodeHash(root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return Refuse(kTooShort);
  return root;
}

Outcome<void> VerifyInclusion(const LeafPosition& leaf, std::span<const Hash> proof,
                              const Hash& root) {
  Outcome<Hash> computed = RootFromInclusion(leaf, proof);
  if (!computed) return Refuse(computed.error());
  if (*computed != root) return Refuse("the inclusion proof does not lead to the root");
  return {};
}

Outcome<void> VerifyConsistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof) {
  if (older.size == 0 || older.size > newer.size || newer.size > kTreeSizeMax) {
    return Refuse("sizes do not allow a consistency proof");
  }
  if (older.size == newer.size) {
    if (!proof.empty()) return Refuse(kTooLong);
    if (older.root != newer.root) return Refuse("equal sizes have different roots");
    return {};
  }
  uint64_t index = older.size - 1;
  uint64_t last = newer.size - 1;
  for (; index & 1; index >>= 1) last >>= 1;
  // An older tree that is one perfect subtree starts the path itself, and the proof leaves it out.
  const bool perfect = std::has_single_bit(older.size);
  if (!perfect && proof.empty()) return Refuse(kTooShort);
  Hash older_root = perfect ? older.root : proof.front();
  Hash newer_root = older_root;
  for (const Hash& sibling : perfect ? proof : proof.subspan(1)) {
    if (last == 0) return Refuse(kTooLong);
    if ((index & 1) || index == last) {
      older_root = NodeHash(sibling, older_root);
      newer_root = NodeHash(sibling, newer_root);
      SkipLonelyLevels(index, last);
    } else {
      newer_root = NodeHash(newer_root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return Refuse(kTooShort);
  if (older_root != older.root) return Refuse("the consistency proof misses the older root");
  if (newer_root != newer.root) return Refuse("the consistency proof misses the newer root");
  return {};
}

}  // namespace candour::crypto
