#include "node/learning/review_handlers.h"

#include "node/learning/audit.h"
#include "node/learning/draft_seal.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

// Writes and reviews: never the same draft.
const Principal kBoth =
    As("ann", {node::v1::USER_ROLE_AUTHOR, node::v1::USER_ROLE_REVIEWER});

class Review : public NodeTest {
 protected:
  Result<node::v1::ApproveResponse> ApproveBy(const Principal& who, const std::string& id) {
    node::v1::ApproveRequest request;
    request.set_questions_answered(true);
    request.set_id(id);
    return node.review.Approve(who, request);
  }
  Result<node::v1::DecideRedactionResponse> Edit(const Principal& who, const std::string& id,
                                                 const std::string& field,
                                                 const std::string& text) {
    node::v1::DecideRedactionRequest request;
    request.set_id(id);
    auto& edit = *request.add_edits();
    edit.set_field(field);
    edit.set_text(text);
    return node.review.DecideRedaction(who, request);
  }
  Result<node::v1::DecideRedactionResponse> Decide(const Principal& who, const std::string& id,
                                                   uint32_t redaction,
                                                   node::v1::RedactionState state) {
    node::v1::DecideRedactionRequest request;
    request.set_id(id);
    auto& decision = *request.add_decisions();
    decision.set_redaction_id(redaction);
    decision.set_state(state);
    return node.review.DecideRedaction(who, request);
  }
  Result<node::v1::GetReviewResponse> Show(const Principal& who, const std::string& id) {
    node::v1::GetReviewRequest request;
    request.set_id(id);
    return node.review.GetReview(who, request);
  }
  // A draft in which something is flagged for a person.
  std::string ReportFlagged() {
    const std::string id = Report(node, PlainLearning("a title"));
    auto draft = LoadDraft(node.store(), *FindDraft(node.store(), id));
    auto& flag = *draft->add_redactions();
    flag.set_id(1);
    flag.set_field("title");
    flag.set_start(0);
    flag.set_end(1);
    flag.set_state(node::v1::REDACTION_STATE_FLAGGED);
    node.Put({PutDraft(*draft)});
    return id;
  }
};

TEST_F(Review, TheAuthorNeverApproves) {
  const std::string id = Report(node, PlainLearning("t"));
  const std::string before = node.Dump();

  EXPECT_EQ(ReasonOf(ApproveBy(kBoth, id)), "REVIEWER_IS_AUTHOR");

  EXPECT_EQ(node.Dump(), before);
  EXPECT_TRUE(ApproveBy(Reviewer(), id));
}

TEST_F(Review, TheAuthorNeverKeeps) {
  const std::string id = Report(node, PlainLearning("t"));
  node::v1::KeepRequest request;
  request.set_all(true);

  const auto kept = node.review.Keep(kBoth, request);

  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->kept(), 0u);
  EXPECT_EQ(kept->left_by_reason(0).reason(), "written by you");
  EXPECT_TRUE(Show(Reviewer(), id));
}

TEST_F(Review, TheAuthorNeverUnmasks) {
  const std::string id = Report(node, PlainLearning("call 07700 900123"));

  EXPECT_EQ(ReasonOf(Decide(kBoth, id, 1, node::v1::REDACTION_STATE_KEPT)),
            "REVIEWER_IS_AUTHOR");
  EXPECT_TRUE(Decide(Reviewer(), id, 1, node::v1::REDACTION_STATE_KEPT));
}

TEST_F(Review, TheAuthorNeverUnmasksByAnyOtherState) {
  const std::string id = Report(node, PlainLearning("call 07700 900123"));

  for (auto state : {node::v1::REDACTION_STATE_UNSPECIFIED, node::v1::REDACTION_STATE_FLAGGED,
                     static_cast<node::v1::RedactionState>(17)}) {
    const auto decided = Decide(kBoth, id, 1, state);
    EXPECT_EQ(ReasonOf(decided), "STATE_INVALID") << state;
  }
  EXPECT_EQ(Show(kBoth, id)->masked().title().find("900123"), std::string::npos);
}

TEST_F(Review, TheAuthorMayMaskMoreAndEdit) {
  const std::string id = Report(node, PlainLearning("the green door"));
  node::v1::DecideRedactionRequest request;
  request.set_id(id);
  auto& mask = *request.add_masks();
  mask.set_field("title");
  mask.set_words("green door");

  const auto masked = node.review.DecideRedaction(Author(), request);

  ASSERT_TRUE(masked) << masked.error().message;
  EXPECT_EQ(masked->review().masked().title(), "the [PERSON]");
  EXPECT_EQ(masked->review().original().title(), "the green door");
}

TEST_F(Review, AnotherAuthorGetsTheVeryErrorOfAnAbsentDraft) {
  const std::string id = Report(node, PlainLearning("t"));
  const Principal bea = As("bea", {node::v1::USER_ROLE_AUTHOR});
  std::string absent = id;
  absent[3] = absent[3] == 'A' ? 'B' : 'A';
  for (size_t length : {26u, 12u}) {
    const std::string name = id.substr(0, length);
    const std::string other = absent.substr(0, length);

    const auto forbidden = Show(bea, name);
    const auto missing = Show(bea, other);

    ASSERT_FALSE(forbidden);
    EXPECT_EQ(forbidden.error().code, missing.error().code);
    EXPECT_EQ(forbidden.error().reason, missing.error().reason);
    EXPECT_EQ(forbidden.error().message, "draft " + name + " is not here");
    EXPECT_EQ(missing.error().message, "draft " + other + " is not here");
  }
  EXPECT_EQ(ReasonOf(Edit(bea, id, "title", "x")), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(ApproveBy(bea, id)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(ApproveBy(Admin(), id)), "NOT_FOUND");
}

TEST_F(Review, ApprovalDestroysTheOriginal) {
  const std::string id = Report(node, PlainLearning("call 07700 900123"));
  const auto draft = *LoadDraft(node.store(), *FindDraft(node.store(), id));
  ASSERT_TRUE(OpenOriginal(node.NodeKey(), draft));

  ASSERT_EQ(Approve(node, id), id);
  world.Settle();

  EXPECT_EQ(ReasonOf(Show(Reviewer(), id)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(LoadDraft(node.store(), *DraftId::From(draft.id()))), "NOT_FOUND");
  // Neither the wrapped key nor the sealed text is in any file.
  const std::string files = [&] {
    std::string all;
    for (const auto& file : std::filesystem::recursive_directory_iterator(node.folder())) {
      if (file.is_regular_file()) all += storage::FileText(file.path());
    }
    return all;
  }();
  EXPECT_EQ(files.find(draft.wrapped_key().substr(0, 16)), std::string::npos);
  EXPECT_EQ(files.find(draft.sealed_original().substr(0, 16)), std::string::npos);
  EXPECT_NE(files.find("infusion pump"), std::string::npos) << "the record itself is there";
}

TEST_F(Review, ApprovalRefusesOpenFlags) {
  const std::string id = ReportFlagged();

  EXPECT_EQ(ReasonOf(ApproveBy(Reviewer(), id)), "FLAGS_OPEN");

  EXPECT_TRUE(Show(Reviewer(), id));
}

TEST_F(Review, ApprovalRefusesMissingFieldsAndNamesThem) {
  auto learning = PlainLearning("t");
  learning.clear_setting();
  learning.clear_period();
  const std::string id = Report(node, learning);

  const auto refused = ApproveBy(Reviewer(), id);

  EXPECT_EQ(ReasonOf(refused), "FIELDS_MISSING");
  EXPECT_NE(refused.error().message.find("setting, period"), std::string::npos);
}

TEST_F(Review, ApprovalFillsEmptyFieldsAndLeavesTheOthers) {
  auto learning = PlainLearning("t");
  learning.clear_setting();
  node::v1::ApproveRequest request;
    request.set_questions_answered(true);
  request.set_id(Report(node, learning));
  request.mutable_complete()->set_setting("theatre");
  request.mutable_complete()->set_title("another title");

  const auto approved = node.review.Approve(Reviewer(), request);

  ASSERT_TRUE(approved) << approved.error().message;
  const auto record =
      LoadRecord(node.store(), *FindRecord(node.store(), approved->record_id()));
  EXPECT_EQ(record->learning().setting(), "theatre");
  EXPECT_EQ(record->learning().title(), "t");
}

TEST_F(Review, ApprovalRefusesAnIdentifierLeft) {
  auto learning = PlainLearning("t");
  learning.clear_setting();
  const std::string id = Report(node, learning);
  node::v1::ApproveRequest request;
    request.set_questions_answered(true);
  request.set_id(id);
  request.mutable_complete()->set_setting("ward of a.nurse@example.org");
  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "IDENTIFIER_LEFT");

  const std::string kept = Report(node, PlainLearning("call 07700 900123"));
  ASSERT_TRUE(Decide(Reviewer(), kept, 1, node::v1::REDACTION_STATE_KEPT));
  EXPECT_EQ(ReasonOf(ApproveBy(Reviewer(), kept)), "IDENTIFIER_LEFT");
}

TEST_F(Review, EditsAreScannedAgain) {
  const std::string id = Report(node, PlainLearning("t"));

  const auto edited = Edit(Author(), id, "learning", "mail a.nurse@example.org about it");

  ASSERT_TRUE(edited) << edited.error().message;
  EXPECT_EQ(edited->review().masked().learning().find("nurse@"), std::string::npos);
  EXPECT_EQ(edited->review().draft().masked(), 1u);
}

TEST_F(Review, ADecisionOnAnOlderRevisionIsRefused) {
  const std::string id = Report(node, PlainLearning("t"));
  const std::string seen = Show(Reviewer(), id)->draft().etag();
  ASSERT_TRUE(Edit(Author(), id, "learning", "something new"));
  node::v1::ApproveRequest request;
    request.set_questions_answered(true);
  request.set_id(id);
  request.set_etag(seen);

  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "ETAG_MISMATCH");

  request.set_etag(Show(Reviewer(), id)->draft().etag());
  EXPECT_TRUE(node.review.Approve(Reviewer(), request));
}

TEST_F(Review, ApprovingTwiceWithOneRequestIdGivesTheFirstAnswer) {
  node::v1::ApproveRequest request;
    request.set_questions_answered(true);
  request.set_id(Report(node, PlainLearning("t")));
  request.set_request_id("id-1");

  const auto first = node.review.Approve(Reviewer(), request);
  const auto again = node.review.Approve(Reviewer(), request);

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(first->record_id(), again->record_id());
  request.set_request_id("id-2");
  EXPECT_EQ(ReasonOf(node.review.Approve(Reviewer(), request)), "NOT_FOUND");
}

TEST_F(Review, ApprovalSignsOffWithRoleMonthAndRulesButNoName) {
  const std::string id = Approve(node, Report(node, PlainLearning("t")));

  const auto record = *LoadRecord(node.store(), *FindRecord(node.store(), id));

  EXPECT_EQ(record.learning().sign_off().reviewer_role(), "reviewer");
  EXPECT_EQ(record.learning().sign_off().month(), "2025-10");
  EXPECT_EQ(record.learning().sign_off().rules_version(), record.rules_version());
  EXPECT_EQ(record.learning().DebugString().find("rob"), std::string::npos);
}

TEST_F(Review, AReturnedDraftComesBackOnceItsAuthorHasEditedIt) {
  node::v1::ReturnRequest request;
  request.set_id(Report(node, PlainLearning("t")));
  request.set_message("say more");
  ASSERT_EQ(node.review.ListQueue(Reviewer(), {})->total(), 1u);

  const auto returned = node.review.Return(Reviewer(), request);
  EXPECT_EQ(returned->draft().state(), node::v1::REPORT_STATE_RETURNED);
  EXPECT_EQ(node.review.ListQueue(Reviewer(), {})->total(), 0u);

  ASSERT_TRUE(Edit(Author(), request.id(), "learning", "more is said here"));
  EXPECT_EQ(node.review.ListQueue(Reviewer(), {})->total(), 1u);
}

TEST_F(Review, TheQueueHoldsNobodysOwnDrafts) {
  Report(node, PlainLearning("t"));

  EXPECT_EQ(node.review.ListQueue(kBoth, {})->total(), 0u);
  EXPECT_EQ(node.review.ListQueue(Guardian(), {})->total(), 1u);
  EXPECT_EQ(ReasonOf(node.review.ListQueue(Author(), {})), "ROLE_MISSING");
}

TEST_F(Review, KeepingLeavesFlaggedAndQuarantinedDrafts) {
  ReportFlagged();
  const std::string readable = Report(node, PlainLearning("call 07700 900123"));
  ASSERT_TRUE(Decide(Reviewer(), readable, 1, node::v1::REDACTION_STATE_KEPT));
  Report(node, PlainLearning("plain"));
  node::v1::KeepRequest request;
  request.set_all(true);

  const auto kept = node.review.Keep(Reviewer(), request);

  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->kept(), 1u);
  EXPECT_EQ(kept->left(), 2u);
  ASSERT_EQ(kept->left_by_reason_size(), 2);
  EXPECT_EQ(kept->left_by_reason(0).reason(), "open flag");
  EXPECT_EQ(kept->left_by_reason(1).reason(), "quarantined");
}

TEST_F(Review, KeepingAllLeavesWhatWasReturnedToItsAuthor) {
  node::v1::ReturnRequest back;
  back.set_id(Report(node, PlainLearning("t")));
  ASSERT_TRUE(node.review.Return(Reviewer(), back));
  node::v1::KeepRequest request;
  request.set_all(true);

  const auto kept = node.review.Keep(Reviewer(), request);

  EXPECT_EQ(kept->kept(), 0u);
  EXPECT_EQ(kept->left_by_reason(0).reason(), "returned");
}

TEST_F(Review, DecisionsLeaveAuditEntriesWithoutText) {
  const std::string id = Report(node, PlainLearning("t"));
  ASSERT_TRUE(Edit(Author(), id, "learning", "a secret sentence"));
  Approve(node, id);

  std::string actions;
  for (const auto& entry : ListAudit(node.store(), 0, 10)) {
    actions += entry.action() + " ";
    EXPECT_EQ(entry.DebugString().find("secret"), std::string::npos);
  }
  EXPECT_EQ(actions, "review.approve review.decide draft.create ");
  EXPECT_TRUE(CheckAudit(node.store()));
}

}  // namespace
}  // namespace candour::service_test
