#include "node/learning/tally.h"

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using Tallies = NodeTest;

TEST_F(Tallies, OfAnEmptyNodeAreZero) {
  const Tally tally = TallyRows(node.store());

  EXPECT_EQ(tally.drafts + tally.kept + tally.approved + tally.published + tally.withdrawn, 0u);
  EXPECT_EQ(tally.oldest_draft, 0);
}

TEST_F(Tallies, CountRowsByStateAndFindTheOldestDraft) {
  InNetwork();
  Report(node, PlainLearning("old"));
  world.Pass(std::chrono::hours(1));
  Report(node, PlainLearning("new"));
  Keep(node, Report(node, PlainLearning("kept")));
  Approve(node, Report(node, PlainLearning("approved")));
  PublishNew(node, "published", "golden-vale");

  const Tally tally = TallyRows(node.store());

  EXPECT_EQ(tally.drafts, 2u);
  EXPECT_EQ(tally.kept, 1u);
  EXPECT_EQ(tally.approved, 1u);
  EXPECT_EQ(tally.published, 1u);
  EXPECT_EQ(tally.withdrawn, 0u);
  EXPECT_EQ(tally.oldest_draft, kStart);
}

}  // namespace
}  // namespace candour::service_test
