#include <gtest/gtest.h>

#include "tests/unit/crypto/leaf_source.h"

namespace candour::crypto {
namespace {

using testing::LeafSource;
using testing::Leaves;

constexpr size_t kLargest = 70;

TEST(MerkleProof, ProvesEveryLeafOfEverySize) {
  const LeafSource source(Leaves(kLargest));
  for (uint64_t size = 1; size <= kLargest; ++size) {
    const auto root = RootAt(source, size);
    ASSERT_TRUE(root);
    for (uint64_t index = 0; index < size; ++index) {
      const auto proof = BuildInclusion(source, index, size);
      ASSERT_TRUE(proof);
      const LeafPosition leaf{.leaf_hash = *source.Node(0, index), .index = index, .size = size};
      EXPECT_TRUE(VerifyInclusion(leaf, *proof, *root)) << index << " of " << size;
    }
  }
}

TEST(MerkleProof, ProvesEveryPairOfSizes) {
  const LeafSource source(Leaves(kLargest));
  for (uint64_t n = 1; n <= kLargest; ++n) {
    for (uint64_t m = 1; m <= n; ++m) {
      const auto proof = BuildConsistency(source, m, n);
      ASSERT_TRUE(proof);
      const TreeHead older{.size = m, .root = *RootAt(source, m)};
      const TreeHead newer{.size = n, .root = *RootAt(source, n)};
      EXPECT_TRUE(VerifyConsistency(older, newer, *proof)) << m << " to " << n;
    }
  }
}

TEST(MerkleProof, HoldsForNoOtherIndexSizeOrHash) {
  const LeafSource source(Leaves(kLargest));
  const uint64_t size = 13;
  const Hash root = *RootAt(source, size);
  for (uint64_t index = 0; index < size; ++index) {
    const std::vector<Hash> proof = *BuildInclusion(source, index, size);
    const Hash leaf_hash = *source.Node(0, index);
    // The size is bound by the checkpoint, not by the path: trees of one shape share paths.
    for (uint64_t other = 0; other <= 20; ++other) {
      if (other == index) continue;
      const LeafPosition leaf{.leaf_hash = leaf_hash, .index = other, .size = size};
      EXPECT_FALSE(VerifyInclusion(leaf, proof, root)) << index << " as " << other;
    }
    const LeafPosition leaf{.leaf_hash = leaf_hash, .index = index, .size = size};
    for (size_t i = 0; i < proof.size(); ++i) {
      std::vector<Hash> wrong = proof;
      wrong[i].bytes[i] ^= 1;
      EXPECT_FALSE(VerifyInclusion(leaf, wrong, root));
      EXPECT_FALSE(VerifyInclusion(leaf, std::span(proof).first(i), root));
    }
    std::vector<Hash> longer = proof;
    longer.push_back(root);
    EXPECT_FALSE(VerifyInclusion(leaf, longer, root));
  }
}

TEST(MerkleProof, ShowsNoForkAsConsistent) {
  std::vector<Hash> leaves = Leaves(kLargest);
  const LeafSource honest(leaves);
  leaves[3] = LeafHash("another entry");
  const LeafSource forked(leaves);
  for (uint64_t m = 1; m <= 20; ++m) {
    for (uint64_t n = m; n <= 20; ++n) {
      const TreeHead older{.size = m, .root = *RootAt(honest, m)};
      const TreeHead newer{.size = n, .root = *RootAt(forked, n)};
      if (older == newer || n <= 3) continue;
      const bool prefix_differs = m > 3;
      const auto proof = *BuildConsistency(forked, m, n);
      EXPECT_EQ(VerifyConsistency(older, newer, proof).has_value(), !prefix_differs) << m << n;
    }
  }
}

TEST(MerkleProof, RefusesSizesOutsideTheRules) {
  const LeafSource source(Leaves(8));
  EXPECT_FALSE(BuildInclusion(source, 8, 8));
  EXPECT_FALSE(BuildInclusion(source, 0, UINT64_MAX));
  EXPECT_FALSE(BuildConsistency(source, 0, 8));
  EXPECT_FALSE(BuildConsistency(source, 5, 4));
  EXPECT_FALSE(BuildInclusion(source, 0, 9)) << "the source has no ninth leaf";
  EXPECT_FALSE(RootAt(source, 9));
  EXPECT_FALSE(RangeAt(source, UINT64_MAX));
  EXPECT_EQ(RootAt(source, 0), EmptyRoot());

  const Hash root = *RootAt(source, 8);
  const TreeHead none{.size = 0, .root = EmptyRoot()};
  EXPECT_FALSE(VerifyConsistency(none, {.size = 8, .root = root}, {}));
  EXPECT_FALSE(VerifyConsistency(none, none, {}));
  EXPECT_FALSE(VerifyConsistency({.size = 8, .root = root}, {.size = 7, .root = root}, {}));
}

TEST(MerkleProof, CountsToTheLargestSize) {
  const std::vector<Hash> proof(kProofHashesMax, LeafHash("x"));
  const LeafPosition last{.leaf_hash = proof[0], .index = kTreeSizeMax - 1, .size = kTreeSizeMax};
  EXPECT_FALSE(RootFromInclusion(last, proof));
  EXPECT_FALSE(RootFromInclusion({.leaf_hash = proof[0], .index = 0, .size = UINT64_MAX}, proof));
  EXPECT_TRUE(RootFromInclusion({.leaf_hash = proof[0], .index = 0, .size = kTreeSizeMax},
                                std::span(proof).first(63)));
}

TEST(RangeAt, EqualsTheRangeGrownLeafByLeaf) {
  const std::vector<Hash> leaves = Leaves(kLargest);
  const LeafSource source(leaves);
  CompactRange range;
  for (uint64_t n = 0; n < kLargest; ++n) {
    EXPECT_EQ(RangeAt(source, n), range);
    range.Append(leaves[n]);
  }
}

}  // namespace
}  // namespace candour::crypto
