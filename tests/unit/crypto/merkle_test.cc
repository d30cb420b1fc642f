#include "crypto/merkle.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/encoding.h"
#include "tests/unit/crypto/leaf_source.h"

namespace candour::crypto {
namespace {

using testing::LeafSource;
using testing::Leaves;
using testing::TreeHash;

constexpr size_t kLargest = 70;

TEST(Merkle, HashesAsTheRfcSays) {
  EXPECT_EQ(HexEncode(EmptyRoot().view()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(LeafHash(""), Sha256(std::string_view("\0", 1)));
  EXPECT_EQ(LeafHash("abc"), Sha256(std::string_view("\0abc", 4)));
  const Hash l = LeafHash("l");
  const Hash r = LeafHash("r");
  EXPECT_EQ(NodeHash(l, r), Sha256("\x01" + l.ToString() + r.ToString()));
}

TEST(CompactRange, HasTheRootOfEveryPrefix) {
  const std::vector<Hash> leaves = Leaves(kLargest);
  CompactRange range;
  for (size_t n = 0; n <= kLargest; ++n) {
    EXPECT_EQ(range.size(), n);
    EXPECT_EQ(range.Root(), TreeHash(std::span(leaves).first(n))) << n;
    if (n < kLargest) range.Append(leaves[n]);
  }
}

TEST(CompactRange, TellsOfEachPerfectSubtreeOnce) {
  const std::vector<Hash> leaves = Leaves(kLargest);
  const LeafSource source(leaves);
  CompactRange range;
  CompactRange plain;
  std::vector<Subtree> completed;
  std::map<std::pair<unsigned, uint64_t>, Hash> seen;
  for (const Hash& leaf : leaves) {
    completed.clear();
    range.Append(leaf, completed);
    plain.Append(leaf);
    for (const Subtree& tree : completed) {
      EXPECT_TRUE(seen.emplace(std::pair(tree.level, tree.index), tree.hash).second);
      EXPECT_EQ(source.Node(tree.level, tree.index), tree.hash);
    }
  }
  EXPECT_EQ(range, plain);
  size_t expected = 0;
  for (size_t nodes = kLargest; nodes > 0; nodes /= 2) expected += nodes;
  EXPECT_EQ(seen.size(), expected);
}

TEST(CompactRange, SurvivesStorage) {
  CompactRange range;
  for (const Hash& leaf : Leaves(21)) range.Append(leaf);
  const std::string bytes = range.Serialise();
  EXPECT_EQ(bytes.size(), 8u + 3u * 32u);
  EXPECT_EQ(CompactRange::Parse(bytes), range);
  EXPECT_EQ(CompactRange::Parse(CompactRange().Serialise()), CompactRange());
}

TEST(CompactRange, RefusesBytesThatDoNotFit) {
  CompactRange range;
  for (const Hash& leaf : Leaves(3)) range.Append(leaf);
  const std::string bytes = range.Serialise();
  for (size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(CompactRange::Parse(bytes.substr(0, n)));
  EXPECT_FALSE(CompactRange::Parse(bytes + "x"));
  EXPECT_FALSE(CompactRange::Parse(bytes + std::string(32, 'x')));
  EXPECT_FALSE(CompactRange::Parse(U64(uint64_t{1} << 63) + std::string(32, 'x')));
  EXPECT_FALSE(CompactRange::FromHashes(2, Leaves(2)));
}

}  // namespace
}  // namespace candour::crypto
