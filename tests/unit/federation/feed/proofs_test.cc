#include "federation/feed/proofs.h"

#include <map>

#include "crypto/cosignature.h"
#include "crypto/proof.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::IdOf;
using testing::Items;
using testing::LeavesOf;
using testing::Origin;

constexpr uint64_t kSize = 600;

// Every node is asked of the store once: they do not depend on the size that is proven.
class Remembering : public crypto::NodeSource {
 public:
  explicit Remembering(const StoredNodes& nodes) : nodes_(nodes) {}
  crypto::Outcome<crypto::Hash> Node(unsigned level, uint64_t index) const override {
    const auto found = known_.find({level, index});
    if (found != known_.end()) return found->second;
    auto node = nodes_.Node(level, index);
    if (node) known_[{level, index}] = *node;
    return node;
  }

 private:
  const StoredNodes& nodes_;
  mutable std::map<std::pair<unsigned, uint64_t>, crypto::Hash> known_;
};

class Proofs : public ::testing::Test {
 protected:
  void SetUp() override {
    const Bytes leaves = LeavesOf(Items(kSize));
    crypto::CompactRange range;
    roots_.push_back(range.Root());
    for (uint64_t i = 0; i < kSize; ++i) {
      hashes_.push_back(crypto::LeafHash(BytesView(leaves).substr(i * kLeafBytes, kLeafBytes)));
      range.Append(hashes_.back());
      roots_.push_back(range.Root());
    }
    for (uint64_t at = 0; at < kSize; at += 50) {
      origin_.Sign(store_, leaves.substr(at * kLeafBytes, 50 * kLeafBytes));
    }
  }

  Origin origin_;
  MemoryStore store_;
  std::vector<crypto::Hash> hashes_;
  std::vector<crypto::Hash> roots_;  // By size.
};

TEST_F(Proofs, OfInclusionVerifyForEveryIndexAndSize) {
  const StoredNodes nodes(store_, origin_.feed());
  const Remembering source(nodes);
  ASSERT_TRUE(store_.Tile(origin_.feed(), 0, 1)) << "both ways to a node must be exercised";
  for (uint64_t size = 1; size <= kSize; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const auto proof = crypto::BuildInclusion(source, index, size);
      ASSERT_TRUE(proof) << index << " of " << size << ": " << proof.error();
      ASSERT_TRUE(crypto::VerifyInclusion({hashes_[index], index, size}, *proof, roots_[size]))
          << index << " of " << size;
    }
  }
}

TEST_F(Proofs, OfConsistencyVerifyForEveryPairOfSizes) {
  const StoredNodes nodes(store_, origin_.feed());
  const Remembering source(nodes);
  for (uint64_t m = 1; m <= kSize; ++m) {
    for (uint64_t n = m; n <= kSize; ++n) {
      const auto proof = crypto::BuildConsistency(source, m, n);
      ASSERT_TRUE(proof) << proof.error();
      ASSERT_TRUE(crypto::VerifyConsistency({m, roots_[m]}, {n, roots_[n]}, *proof))
          << m << " to " << n;
    }
  }
}

TEST_F(Proofs, KnowTheRootAtEverySizeHeld) {
  for (uint64_t size = 0; size <= kSize; ++size) {
    EXPECT_EQ(RootAtSize(store_, origin_.feed(), size), roots_[size]) << size;
  }
  EXPECT_EQ(RootAtSize(store_, origin_.feed(), kSize + 1).error().reason, "BEYOND_SIZE");
  EXPECT_EQ(RootAtSize(store_, IdOf<FeedId>(9), 1).error().reason, "BEYOND_SIZE");
}

TEST_F(Proofs, OfConsistencyAreRefusedOutsideWhatIsHeld) {
  const FeedId feed = origin_.feed();
  const auto proof = BuildConsistency(store_, feed, 130, kSize);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(crypto::VerifyConsistency({130, roots_[130]}, {kSize, roots_[kSize]}, *proof));
  for (const auto& [m, n] : {std::pair<uint64_t, uint64_t>{0, 5}, {6, 5}, {5, kSize + 1}}) {
    EXPECT_EQ(BuildConsistency(store_, feed, m, n).error().reason, "BAD_RANGE");
  }
}

TEST_F(Proofs, InABundleVerifyUnderTheNewestCheckpoint) {
  for (const uint64_t index : {uint64_t{0}, uint64_t{255}, uint64_t{256}, kSize - 1}) {
    const Result<Bytes> bytes = BuildBundle(store_, origin_.feed(), index);
    ASSERT_TRUE(bytes) << bytes.error().message;
    const auto bundle = crypto::ParseProof(*bytes);
    ASSERT_TRUE(bundle) << bundle.error();
    EXPECT_EQ(bundle->index, index);
    const auto head = crypto::VerifyProof(*bundle, hashes_[index], {&origin_.key().key, 1});
    ASSERT_TRUE(head) << head.error();
    EXPECT_EQ(head->checkpoint.size, kSize);
  }
  EXPECT_EQ(BuildBundle(store_, origin_.feed(), kSize).error().reason, "BEYOND_SIZE");
  EXPECT_EQ(BuildBundle(store_, IdOf<FeedId>(9), 0).error().reason, "BEYOND_SIZE");
}

TEST_F(Proofs, CarryTheCosignaturesOfTheirOwnCheckpoint) {
  const auto key = *crypto::PrivateKey::FromSeed(crypto::Sha256("cosigner").view());
  const auto put = [&](uint64_t member, uint64_t size) {
    const crypto::Checkpoint head{FeedOrigin(origin_.feed()), size, roots_[size]};
    const std::string name = "candour/c/" + std::to_string(member);
    store_.Apply({PutCosignature{{origin_.feed(), IdOf<MemberId>(member), size, roots_[size], 5,
                                  crypto::Cosign(name, key, head.Format(), 5).ToString()}}});
    return crypto::VerifierKey::Cosignature(name, key.public_key());
  };
  const std::vector<crypto::VerifierKey> known = {origin_.key().key, put(1, kSize), put(2, 550)};

  const auto newest = crypto::ParseProof(*BuildBundle(store_, origin_.feed(), 3));
  const auto head = crypto::VerifyProof(*newest, hashes_[3], known);
  ASSERT_TRUE(head) << head.error();
  EXPECT_EQ(head->note.signatures.size(), 2u);
  EXPECT_TRUE(head->note.signatures[1].IsBy(known[1]));

  const auto older = crypto::ParseProof(*BuildBundleAt(store_, origin_.feed(), 3, 550));
  const auto older_head = crypto::VerifyProof(*older, hashes_[3], known);
  ASSERT_TRUE(older_head) << older_head.error();
  EXPECT_EQ(older_head->checkpoint.size, 550u);
  EXPECT_TRUE(older_head->note.signatures[1].IsBy(known[2]));

  EXPECT_EQ(BuildBundleAt(store_, origin_.feed(), 3, 551).error().reason, "NO_CHECKPOINT");
  EXPECT_EQ(BuildBundleAt(store_, origin_.feed(), 550, 550).error().reason, "BEYOND_SIZE");
}

TEST_F(Proofs, DoNotInventNodesThatAreNotHeld) {
  const StoredNodes nodes(store_, origin_.feed());
  EXPECT_TRUE(nodes.Node(0, kSize - 1));
  EXPECT_FALSE(nodes.Node(0, kSize));
  EXPECT_FALSE(nodes.Node(3, kSize / 8));
  EXPECT_FALSE(nodes.Node(62, 1));
  EXPECT_FALSE(nodes.Node(200, 0));
  EXPECT_FALSE(StoredNodes(store_, IdOf<FeedId>(9)).Node(0, 0));
}

TEST(TallProofs, GoThroughUpperTiles) {
  constexpr uint64_t kTall = 65536 + 700;
  const Origin origin;
  MemoryStore store;
  std::vector<crypto::Hash> hashes;
  Bytes leaves;
  for (uint64_t i = 0; i < kTall; ++i) {
    Leaf leaf;
    leaf.day = i;
    leaves += EncodeLeaf(leaf);
    hashes.push_back(crypto::LeafHash(BytesView(leaves).substr(i * kLeafBytes)));
  }
  for (uint64_t at = 0; at < kTall; at += 4096) {
    const uint64_t count = std::min<uint64_t>(4096, kTall - at);
    origin.Sign(store, BytesView(leaves).substr(at * kLeafBytes, count * kLeafBytes));
  }
  ASSERT_TRUE(store.Tile(origin.feed(), 1, 0));

  const crypto::Hash root = store.Feed(origin.feed())->root;
  EXPECT_EQ(RootAtSize(store, origin.feed(), kTall), root);
  for (const uint64_t index : {uint64_t{0}, uint64_t{65535}, uint64_t{65536}, kTall - 1}) {
    const auto proof = crypto::BuildInclusion(StoredNodes(store, origin.feed()), index, kTall);
    ASSERT_TRUE(proof) << proof.error();
    EXPECT_TRUE(crypto::VerifyInclusion({hashes[index], index, kTall}, *proof, root)) << index;
  }
}

}  // namespace
}  // namespace candour
