#include "node/learning/judgement.h"

#include <iostream>

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

const Principal kSecond = As("sue", {node::v1::USER_ROLE_REVIEWER});

class JudgementTest : public NodeTest {
 protected:
  // A draft whose published text is `summary`.
  std::string DraftWith(const std::string& summary) {
    auto learning = PlainLearning("t");
    learning.set_learning(summary);
    return Report(node, learning);
  }

  Result<node::v1::ApproveResponse> ApproveBy(const Principal& who, const std::string& id,
                                              const std::vector<std::string>& yes = {}) {
    node::v1::ApproveRequest request;
    request.set_id(id);
    request.set_questions_answered(true);
    for (const auto& question : yes) request.add_answered_yes(question);
    return node.review.Approve(who, request);
  }
};

TEST_F(JudgementTest, OneReviewerIsEnoughForAPlainTextOnTheFirstDay) {
  const std::string id = DraftWith("Read the label aloud before the syringe is filled.");

  const auto approved = ApproveBy(Reviewer(), id);

  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->approvals_missing(), 0u);
  EXPECT_EQ(approved->risk().needed(), node::v1::REVIEW_NEEDED_ONE_REVIEWER);
  EXPECT_FALSE(approved->record_id().empty());
}

TEST_F(JudgementTest, TwoDifferentReviewersAreNeededWhereTheStoryTellsMore) {
  const std::string id = DraftWith("His daughter knew the dose and nobody had asked her.");

  const auto first = ApproveBy(Reviewer(), id);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->approvals_missing(), 1u);
  EXPECT_TRUE(first->record_id().empty());
  EXPECT_EQ(ReasonOf(ApproveBy(Reviewer(), id)), "SECOND_REVIEWER_NEEDED");

  const auto second = ApproveBy(kSecond, id);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_FALSE(second->record_id().empty());
}

TEST_F(JudgementTest, AnEditEndsTheFirstApproval) {
  const std::string id = DraftWith("His daughter knew the dose.");
  ASSERT_TRUE(ApproveBy(Reviewer(), id));
  node::v1::DecideRedactionRequest request;
  request.set_id(id);
  auto& edit = *request.add_edits();
  edit.set_field("learning");
  edit.set_text("His sister knew the dose.");
  ASSERT_TRUE(node.review.DecideRedaction(kSecond, request));

  const auto again = ApproveBy(kSecond, id);

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->approvals_missing(), 1u);
}

TEST_F(JudgementTest, OnlyAGuardianApprovesWhatTellsMost) {
  const std::string id = DraftWith(
      "The chief executive said \"we should have listened to the mother\" after the baby died of a "
      "rare congenital syndrome.");

  EXPECT_EQ(ReasonOf(ApproveBy(Reviewer(), id)), "GUARDIAN_NEEDED");
  EXPECT_TRUE(ApproveBy(Guardian(), id));
}

TEST_F(JudgementTest, AnAnswerOfYesCountsLikeASignInTheText) {
  const std::string id = DraftWith("Read the label aloud.");

  const auto first = ApproveBy(Reviewer(), id, {"press-or-inquest"});

  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->risk().needed(), node::v1::REVIEW_NEEDED_TWO_REVIEWERS);
  // What the first one saw still counts for the second.
  const auto second = ApproveBy(kSecond, id, {"colleagues"});
  EXPECT_EQ(ReasonOf(second), "GUARDIAN_NEEDED");
}

TEST_F(JudgementTest, TheSixQuestionsHaveToBeAnswered) {
  const std::string id = DraftWith("Read the label aloud.");
  node::v1::ApproveRequest request;
  request.set_id(id);

  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "QUESTIONS_OPEN");
  EXPECT_EQ(ReasonOf(ApproveBy(Reviewer(), id, {"weather"})), "QUESTION_UNKNOWN");
}

TEST_F(JudgementTest, ASummaryWrittenFromScratchTravelsAndTheNarrativeStays) {
  const std::string id = Report(node, PlainLearning("t"));
  node::v1::ApproveRequest request;
  request.set_id(id);
  request.set_questions_answered(true);
  request.set_summary("Two people read the label aloud.");

  const auto approved = node.review.Approve(Reviewer(), request);

  ASSERT_TRUE(approved) << approved.error().message;
  const auto record = LoadRecord(node.store(), *FindRecord(node.store(), approved->record_id()));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->learning().learning(), "Two people read the label aloud.");
  EXPECT_FALSE(record->learning().what_happened().empty());
  EXPECT_TRUE(ReleasedPart(record->learning()).what_happened().empty());
}

TEST_F(JudgementTest, ASummaryThatNamesSomebodyIsRefused) {
  const std::string id = DraftWith("Read the label aloud.");
  node::v1::ApproveRequest request;
  request.set_id(id);
  request.set_questions_answered(true);
  request.set_summary("Mrs Joan Pickering was given the wrong dose.");

  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "SUMMARY_IDENTIFIES");
}

TEST_F(JudgementTest, TheReviewShowsTheRiskAndItsParts) {
  const std::string id = DraftWith("His daughter knew the dose.");
  node::v1::GetReviewRequest request;
  request.set_id(id);

  const auto review = node.review.GetReview(Reviewer(), request);

  ASSERT_TRUE(review);
  EXPECT_GT(review->risk().total(), 10);
  EXPECT_DOUBLE_EQ(review->risk().story(), 0.15);
  ASSERT_EQ(review->risk().story_signs_size(), 1);
  EXPECT_EQ(review->risk().story_signs(0), "relative's detail");
  EXPECT_EQ(review->questions_size(), 6);
  EXPECT_EQ(review->draft().needed(), node::v1::REVIEW_NEEDED_TWO_REVIEWERS);
}

}  // namespace
}  // namespace candour::service_test
