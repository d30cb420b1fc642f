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

TEST_F(Tallies, AreKeptInTheBatchThatChangesTheRows) {
  node.Put(CountRows(node.store()));
  InNetwork();
  Report(node, PlainLearning("old"));
  world.Pass(std::chrono::hours(1));
  const std::string kept = Report(node, PlainLearning("kept"));
  const std::string approved = Report(node, PlainLearning("approved"));
  EXPECT_EQ(TallyRows(node.store()).drafts, 3u);

  Keep(node, kept);
  Approve(node, approved);
  PublishNew(node, "published", "golden-vale");

  const Tally tally = TallyRows(node.store());
  EXPECT_EQ(tally.drafts, 1u);
  EXPECT_EQ(tally.kept, 1u);
  EXPECT_EQ(tally.approved, 1u);
  EXPECT_EQ(tally.published, 1u);
  EXPECT_EQ(tally.oldest_draft, kStart);
  // Counting everything anew gives what stands there already.
  for (const auto& row : CountRows(node.store())) {
    EXPECT_EQ(node.store().Get(row.family, row.key), row.value) << row.key;
  }
}

TEST_F(Tallies, ForgetTheOldestDraftOnceItIsDecided) {
  node.Put(CountRows(node.store()));
  const std::string oldest = Report(node, PlainLearning("old"));
  world.Pass(std::chrono::hours(1));
  Report(node, PlainLearning("new"));
  ASSERT_EQ(TallyRows(node.store()).oldest_draft, kStart);

  Keep(node, oldest);

  EXPECT_EQ(TallyRows(node.store()).oldest_draft, kStart + 3600);
}

TEST_F(Tallies, SeeTheLastOfSeveralWritesOfOneRow) {
  node.Put(CountRows(node.store()));
  node::v1::StoredDraft draft;
  draft.set_id(std::string(16, 'd'));
  draft.set_created_at(kStart);

  const auto write = [&](const storage::LocalWrites& writes) {
    EXPECT_TRUE(node.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.writes = writes;
      return turn;
    }));
  };

  write({PutDraft(draft), DropDraft(*DraftId::From(draft.id()))});
  EXPECT_EQ(TallyRows(node.store()).drafts, 0u);
  write({PutDraft(draft), PutDraft(draft)});
  EXPECT_EQ(TallyRows(node.store()).drafts, 1u);
}

TEST_F(Tallies, AreNotBegunHalfway) {
  storage::LocalWrites writes = {PutRecord({})};
  AddTallyRows(node.store(), writes);
  EXPECT_EQ(writes.size(), 1u);
  EXPECT_FALSE(Counted(node.store()));
}

}  // namespace
}  // namespace candour::service_test
