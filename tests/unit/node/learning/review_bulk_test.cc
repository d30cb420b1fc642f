// Keeping and approving many drafts at once (review_bulk.cc).
#include "node/learning/audit.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Bulk : public NodeTest {
 protected:
  Result<node::v1::ApproveBatchResponse> Batch(const Principal& who, const std::string& id = "",
                                               const std::string& query = "") {
    node::v1::ApproveBatchRequest request;
    request.set_batch_id(id);
    request.set_query(query);
    return node.review.ApproveBatch(who, request);
  }
  void ReportMany(int count, const std::string& title) {
    for (int i = 0; i < count; ++i) Report(node, PlainLearning(title));
  }
};

TEST_F(Bulk, KeepsWhatAQueryFinds) {
  ReportMany(2, "pump alarm");
  ReportMany(1, "door propped open");
  node::v1::KeepRequest request;
  request.set_query("door kind:near-miss");

  const auto kept = node.review.Keep(Reviewer(), request);

  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->kept(), 1u);
  EXPECT_EQ(node.review.ListQueue(Reviewer(), {})->total(), 2u);
}

TEST_F(Bulk, ApprovesTheRestOnceTheSampleWasReadByHand) {
  ReportMany(8, "pump alarm");
  const auto drawn = Batch(Reviewer());
  ASSERT_TRUE(drawn) << drawn.error().message;
  ASSERT_EQ(drawn->sample_ids_size(), 5);
  EXPECT_EQ(drawn->drafts(), 8u);
  EXPECT_EQ(ReasonOf(Batch(Reviewer(), drawn->batch_id())), "SAMPLE_UNREAD");

  for (const auto& id : drawn->sample_ids()) Approve(node, id);
  const auto approved = Batch(Reviewer(), drawn->batch_id());

  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->approved(), 3u);
  EXPECT_EQ(node.review.ListQueue(Reviewer(), {})->total(), 0u);
  EXPECT_EQ(ReasonOf(Batch(Reviewer(), drawn->batch_id())), "NOT_FOUND");
  EXPECT_EQ(ListAudit(node.store(), 0, 1).front().detail(), "3 drafts");
}

TEST_F(Bulk, ApprovesNothingWhenTheSampleHadToBeCorrected) {
  ReportMany(6, "the green door");
  const auto drawn = Batch(Reviewer());
  ASSERT_EQ(drawn->sample_ids_size(), 5);
  node::v1::DecideRedactionRequest request;
  request.set_id(drawn->sample_ids(0));
  request.add_masks()->set_words("green");
  ASSERT_TRUE(node.review.DecideRedaction(Reviewer(), request));
  for (const auto& id : drawn->sample_ids()) Approve(node, id);

  EXPECT_EQ(ReasonOf(Batch(Reviewer(), drawn->batch_id())), "SAMPLE_FAILED");
}

TEST_F(Bulk, LeavesWhatHasToBeRead) {
  auto risky = PlainLearning("t");
  risky.set_learning("His daughter knew the dose.");
  Report(node, risky);
  Report(node, PlainLearning("Blixtor on the hill"));
  auto bare = PlainLearning("t");
  bare.clear_setting();
  Report(node, bare);

  const auto drawn = Batch(Reviewer());

  ASSERT_TRUE(drawn) << drawn.error().message;
  EXPECT_EQ(drawn->drafts(), 0u);
  EXPECT_TRUE(drawn->batch_id().empty());
  std::string reasons;
  for (const auto& row : drawn->left_by_reason()) reasons += row.reason() + "; ";
  EXPECT_EQ(reasons, "fields missing; open flag; risk; ");
}

TEST_F(Bulk, IsForWhoeverDrewTheSampleAndNeverForTheAuthor) {
  ReportMany(5, "pump alarm");
  const Principal both = As("ann", {node::v1::USER_ROLE_AUTHOR, node::v1::USER_ROLE_REVIEWER});
  EXPECT_EQ(Batch(both)->drafts(), 0u);
  const auto drawn = Batch(Reviewer());
  EXPECT_EQ(ReasonOf(Batch(As("sue", {node::v1::USER_ROLE_REVIEWER}), drawn->batch_id())),
            "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Batch(Author())), "ROLE_MISSING");
}

}  // namespace
}  // namespace candour::service_test
