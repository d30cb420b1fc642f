#include "federation/feed/evidence.h"

#include "federation/feed/proofs.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::Items;
using testing::Origin;

class EvidenceTest : public ::testing::Test {
 protected:
  // Two histories of one key: the first 5 entries of `store_`, then 4 more; 3 others in `other_`.
  void SetUp() override {
    origin_.Sign(store_, Items(3));
    origin_.Sign(store_, Items(2, 3));
    origin_.Sign(store_, Items(4, 5));
    origin_.Sign(other_, Items(3, 50));
    origin_.Sign(other_, Items(2, 60));
  }
  Bytes Note(const MemoryStore& store, uint64_t size) {
    return store.CheckpointAtOrBefore(origin_.feed(), size)->note;
  }
  // Of the other history's head at `older`, and ours at `newer`.
  Fork ForkAt(uint64_t older, uint64_t newer) {
    Fork fork{Note(other_, older), Note(store_, newer), {}, {}};
    if (older == newer) return fork;
    fork.root = *RootAtSize(store_, origin_.feed(), older);
    fork.proof = *BuildConsistency(store_, origin_.feed(), older, newer);
    return fork;
  }
  Bytes Format(const Fork& fork) { return FormatEvidence(origin_.key().key, fork); }
  static std::string Reason(const Bytes& text) {
    auto checked = OpenEvidence(text);
    return checked ? "" : checked.error().reason;
  }

  Origin origin_;
  MemoryStore store_;
  MemoryStore other_;
};

TEST_F(EvidenceTest, ProvesTwoRootsOfOneSizeByTheirNotesAlone) {
  const Bytes text = Format(ForkAt(5, 5));

  auto checked = OpenEvidence(text);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->feed, origin_.feed());
  EXPECT_EQ(checked->key, origin_.key().key);
  EXPECT_EQ(checked->older.size, 5u);
  EXPECT_NE(checked->older.root, checked->newer.root);
  EXPECT_EQ(text.find("proof"), Bytes::npos);
}

TEST_F(EvidenceTest, ProvesThatALargerTreeBeganOtherwise) {
  auto checked = OpenEvidence(Format(ForkAt(3, 9)));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->newer.size, 9u);
  EXPECT_EQ(checked->root, *RootAtSize(store_, origin_.feed(), 3));
  EXPECT_NE(checked->root, checked->older.root);
}

TEST_F(EvidenceTest, IsNoneWhenBothNotesAreOfOneHistory) {
  Fork one = ForkAt(3, 9);
  one.older = Note(store_, 3);
  EXPECT_EQ(Reason(Format(one)), "NO_FORK");
  Fork same = ForkAt(5, 5);
  same.older = same.newer;
  EXPECT_EQ(Reason(Format(same)), "NO_FORK");
}

TEST_F(EvidenceTest, AccusesNobodyByAMadeUpRoot) {
  Fork fork = ForkAt(3, 9);
  fork.older = Note(store_, 3);
  fork.root = crypto::Sha256("made up");
  EXPECT_EQ(Reason(Format(fork)), "NOT_CONSISTENT");
}

TEST_F(EvidenceTest, NeedsTheSignatureOfOneKeyOnBothNotes) {
  Origin stranger(2);
  MemoryStore theirs;
  stranger.Sign(theirs, Items(5, 70));
  Fork fork = ForkAt(5, 5);
  fork.older = theirs.CheckpointAtOrBefore(stranger.feed(), 5)->note;
  EXPECT_EQ(Reason(Format(fork)), "BAD_SIGNATURE");
}

TEST_F(EvidenceTest, RefusesEveryFlippedByte) {
  for (const Bytes& text : {Format(ForkAt(3, 9)), Format(ForkAt(5, 5))}) {
    for (size_t i = 0; i < text.size(); ++i) {
      Bytes bad = text;
      bad[i] ^= 1;
      EXPECT_NE(Reason(bad), "") << "byte " << i << " of\n" << text;
    }
    for (size_t i = 0; i < text.size(); ++i) EXPECT_NE(Reason(text.substr(0, i)), "");
    EXPECT_NE(Reason(text + "x"), "");
  }
}

TEST_F(EvidenceTest, KeepsOnlyTheKeysOwnLines) {
  Fork fork = ForkAt(5, 5);
  const Bytes plain = Format(fork);
  auto note = *crypto::ParseNote(fork.older);
  note.signatures.push_back({"somebody.else", 7, "signature"});
  fork.older = crypto::FormatNote(note);
  EXPECT_EQ(Format(fork), plain);
}

}  // namespace
}  // namespace candour
