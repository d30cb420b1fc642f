#include "federation/sync/takedowns.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class TakingDown : public ::testing::Test, public TwoSides {
 protected:
  TakingDown() { Sign(node, 1, {Item(IdOf<ItemId>(1), "harmful"), Item(IdOf<ItemId>(2), "fine")}); }
  size_t Apply(const std::vector<Takedown>& lines) {
    Manifest next = manifest.manifest;
    next.takedowns = lines;
    TurnBook book(node, now);
    ApplyTakedowns(next, book);
    const size_t hidden = book.news().retracted.size();
    node.Apply(book.TakeWrites());
    return hidden;
  }
  crypto::Hash LeafAt(uint64_t index) {
    return crypto::LeafHash(node.Leaves(cast.FeedOf(1), index, 1));
  }
};

TEST_F(TakingDown, HidesTheItemAndLeavesItsNeighbour) {
  EXPECT_EQ(Apply({{cast.FeedOf(1), 0, LeafAt(0), 2}}), 1u);

  EXPECT_FALSE(node.Body(cast.FeedOf(1), 0));
  EXPECT_TRUE(node.Body(cast.FeedOf(1), 1));
  const auto row = node.RetractionOf(cast.FeedOf(1), 0);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->by_index, kByTakedown);
  EXPECT_EQ(row->reason, 2);
  EXPECT_EQ(Apply({{cast.FeedOf(1), 0, LeafAt(0), 2}}), 0u) << "once";
}

TEST_F(TakingDown, PassesOverWhatDoesNotFit) {
  EXPECT_EQ(Apply({{cast.FeedOf(1), 0, LeafAt(1), 2}}), 0u) << "another leaf";
  EXPECT_EQ(Apply({{cast.FeedOf(1), 9, LeafAt(0), 2}}), 0u) << "not here yet";
  EXPECT_EQ(Apply({{cast.FeedOf(2), 0, LeafAt(0), 2}}), 0u) << "another feed";
  EXPECT_TRUE(node.Body(cast.FeedOf(1), 0));
}

}  // namespace
}  // namespace candour::sync_test
