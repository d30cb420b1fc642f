#include "federation/sync/cuts.h"

#include <gtest/gtest.h>

#include "federation/feed/proofs.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class Cutting : public ::testing::Test, public TwoSides {
 protected:
  // Author 1 signs three batches: 300, 1 and 200 entries.
  Cutting() {
    for (const auto& [first, count] : {std::pair{0u, 300u}, {300u, 1u}, {301u, 200u}}) {
      std::vector<Entry> entries;
      for (uint64_t i = first; i < first + count; ++i) {
        entries.push_back(Item(IdOf<ItemId>(i), "text " + std::to_string(i)));
      }
      Sign(node, 1, entries);
    }
  }
  FeedState State() { return *node.Feed(cast.FeedOf(1)); }
  void Apply(const FeedKey::Cut& cut) {
    TurnBook book(node, now);
    ApplyCut(State(), cut, manifest.manifest, book);
    node.Apply(book.TakeWrites());
  }
  crypto::Hash RootAt(uint64_t size) { return *RootAtSize(node, cast.FeedOf(1), size); }
};

TEST_F(Cutting, ContradictsWhatIsLongerOrOther) {
  EXPECT_TRUE(Contradicts(State(), {300, RootAt(300)}));
  EXPECT_FALSE(Contradicts(State(), {501, RootAt(501)}));
  EXPECT_TRUE(Contradicts(State(), {501, RootAt(300)}));
  EXPECT_FALSE(Contradicts(State(), {700, RootAt(300)})) << "nothing is known of that yet";
}

TEST_F(Cutting, LeavesAFeedThatGoesOnAsIfItHadNeverBeenLonger) {
  const crypto::Hash root = RootAt(301);
  Apply({301, root});

  EXPECT_EQ(State().size, 301u);
  EXPECT_EQ(State().root, root);
  EXPECT_EQ(State().status, FeedStatus::kClosed);
  EXPECT_FALSE(node.Chain(cast.FeedOf(1), IdOf<ItemId>(301)));
  EXPECT_TRUE(node.Chain(cast.FeedOf(1), IdOf<ItemId>(300)));
  EXPECT_FALSE(node.Body(cast.FeedOf(1), 301));
  // The frontier is that of the shorter tree: the same entries lead to the same root again.
  std::vector<Entry> again;
  for (uint64_t i = 301; i < 501; ++i) {
    again.push_back(Item(IdOf<ItemId>(i), "text " + std::to_string(i)));
  }
  Sign(node, 1, again);
  EXPECT_EQ(State().size, 501u);
  EXPECT_EQ(State().root, RootAt(501));
}

TEST_F(Cutting, GoesBackToACheckpointBetweenTwo) {
  const crypto::Hash root = RootAt(400);
  Apply({400, root});
  EXPECT_EQ(State().size, 301u) << "the largest stored checkpoint below the cut";
}

TEST_F(Cutting, KeepsNothingOfAnotherHistory) {
  Apply({301, RootAt(300)});
  EXPECT_EQ(State().size, 0u);
  EXPECT_EQ(State().root, crypto::EmptyRoot());
  EXPECT_TRUE(State().frontier.empty());
  EXPECT_TRUE(node.Leaves(cast.FeedOf(1), 0, 9).empty());
}

}  // namespace
}  // namespace candour::sync_test
