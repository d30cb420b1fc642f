// The word list as reviewers use it (review_words.cc), and what a decision can carry further.
#include "node/learning/audit.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class ReviewWords : public NodeTest {
 protected:
  Result<node::v1::SetWordResponse> Set(const Principal& who, const std::string& word,
                                        node::v1::WordUse use) {
    node::v1::SetWordRequest request;
    request.set_word(word);
    request.set_use(use);
    request.set_type("WARD");
    return node.review.SetWord(who, request);
  }
  Result<node::v1::GetReviewResponse> Show(const std::string& id) {
    node::v1::GetReviewRequest request;
    request.set_id(id);
    return node.review.GetReview(Reviewer(), request);
  }
  Result<node::v1::DecideRedactionResponse> Decide(const std::string& id,
                                                   node::v1::RedactionDecision decision) {
    node::v1::DecideRedactionRequest request;
    request.set_id(id);
    *request.add_decisions() = std::move(decision);
    return node.review.DecideRedaction(Reviewer(), request);
  }
};

TEST_F(ReviewWords, MaskInEveryLaterDraftAndSpareInEveryLaterDraft) {
  EXPECT_EQ(Show(Report(node, PlainLearning("Blixtor on the hill")))->draft().flagged(), 1u);
  ASSERT_TRUE(Set(Reviewer(), "Blixtor", node::v1::WORD_USE_KEEP));
  ASSERT_TRUE(Set(Reviewer(), "the hill", node::v1::WORD_USE_MASK));

  const auto review = Show(Report(node, PlainLearning("Blixtor on the Hill")));

  EXPECT_EQ(review->draft().flagged(), 0u);
  EXPECT_EQ(review->masked().title(), "Blixtor on [WARD]");
  ASSERT_TRUE(Set(Reviewer(), "the hill", node::v1::WORD_USE_FORGET));
  EXPECT_EQ(Show(Report(node, PlainLearning("on the Hill")))->masked().title(), "on the Hill");
}

TEST_F(ReviewWords, CountForSummariesToo) {
  const std::string id = Report(node, PlainLearning("t"));
  ASSERT_TRUE(Set(Reviewer(), "linen room", node::v1::WORD_USE_MASK));
  ASSERT_TRUE(Set(Reviewer(), "Blixtor", node::v1::WORD_USE_KEEP));
  node::v1::ApproveRequest request;
  request.set_id(id);
  request.set_questions_answered(true);
  request.set_summary("Close the door of the linen room.");
  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "SUMMARY_IDENTIFIES");

  request.set_summary("Set the Blixtor to low.");

  const auto approved = node.review.Approve(Reviewer(), request);
  EXPECT_TRUE(approved) << approved.error().message;
}

TEST_F(ReviewWords, NeverSpareANumber) {
  ASSERT_TRUE(Set(Reviewer(), "07700 900123", node::v1::WORD_USE_KEEP));

  EXPECT_EQ(Show(Report(node, PlainLearning("call 07700 900123")))->draft().masked(), 1u);
}

TEST_F(ReviewWords, AreForReviewers) {
  EXPECT_EQ(ReasonOf(Set(Author(), "word", node::v1::WORD_USE_KEEP)), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(node.review.ListWords(Author(), {})), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(Set(Reviewer(), "w", node::v1::WORD_USE_KEEP)), "WORD_INVALID");
  EXPECT_EQ(ReasonOf(Set(Reviewer(), "word", node::v1::WORD_USE_UNSPECIFIED)), "USE_INVALID");
}

TEST_F(ReviewWords, LeaveNoWordInTheAuditTrail) {
  ASSERT_TRUE(Set(Reviewer(), "Blixtor", node::v1::WORD_USE_MASK));

  EXPECT_EQ(ListAudit(node.store(), 0, 1).front().detail(), "mask 1 word");
}

TEST_F(ReviewWords, ADecisionCanMaskEverywhereAndBeRemembered) {
  auto learning = PlainLearning("Blixtor fell asleep");
  learning.set_setting("room of Blixtor");
  const std::string id = Report(node, learning);
  node::v1::RedactionDecision decision;
  decision.set_redaction_id(1);
  decision.set_state(node::v1::REDACTION_STATE_MASKED);
  decision.set_everywhere(true);
  decision.set_remember(true);

  const auto decided = Decide(id, decision);

  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->review().masked().DebugString().find("Blixtor"), std::string::npos);
  ASSERT_EQ(node.review.ListWords(Reviewer(), {})->words_size(), 1);
  EXPECT_EQ(node.review.ListWords(Reviewer(), {})->words(0).word(), "blixtor");
  EXPECT_EQ(node.Dump().find("Blixtor"), std::string::npos);
  for (const auto& entry : ListAudit(node.store(), 0, 10)) {
    EXPECT_EQ(entry.DebugString().find("lixtor"), std::string::npos);
  }
}

TEST_F(ReviewWords, WhatAPersonMasksIsAsSealedAsTheOriginal) {
  const std::string id = Report(node, PlainLearning("the green door"));
  node::v1::DecideRedactionRequest request;
  request.set_id(id);
  request.add_masks()->set_words("green");
  ASSERT_TRUE(node.review.DecideRedaction(Reviewer(), request));

  const auto draft = *LoadDraft(node.store(), *FindDraft(node.store(), id));

  EXPECT_EQ(draft.masked().title(), "the [PERSON] door");
  EXPECT_EQ(draft.SerializeAsString().find("green"), std::string::npos);
  // A later decision still knows of it.
  request.clear_masks();
  request.add_masks()->set_words("door");
  EXPECT_EQ(node.review.DecideRedaction(Reviewer(), request)->review().masked().title(),
            "the [PERSON] [PERSON]");
}

}  // namespace
}  // namespace candour::service_test
