#include "node/learning/learning_handlers.h"

#include "node/learning/audit.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using LearningHandlersTest = NodeTest;

TEST_F(LearningHandlersTest, ReportingStoresNoReadableOriginal) {
  auto learning = PlainLearning("call 07700 900123");

  const auto made = node.learning.CreateDraft(Author(), DraftRequest(learning));

  ASSERT_TRUE(made);
  EXPECT_EQ(made->draft().masked(), 1u);
  EXPECT_EQ(made->masked().title().find("900123"), std::string::npos);
  EXPECT_EQ(made->redactions_size(), 1);
  EXPECT_EQ(node.Dump().find(crypto::HexEncode("900123")), std::string::npos);
}

TEST_F(LearningHandlersTest, ReportingNeedsARole) {
  EXPECT_EQ(ReasonOf(node.learning.CreateDraft(Admin(), DraftRequest(PlainLearning("t")))),
            "ROLE_MISSING");
}

TEST_F(LearningHandlersTest, TheSameRequestIdMakesOneDraft) {
  auto request = DraftRequest(PlainLearning("t"));
  request.set_request_id("id-1");

  const auto first = node.learning.CreateDraft(Author(), request);
  const auto again = node.learning.CreateDraft(Author(), request);

  EXPECT_EQ(first->draft().id(), again->draft().id());
  EXPECT_EQ(node.learning.ListDrafts(Author(), {})->total(), 1u);
}

TEST_F(LearningHandlersTest, ARequestIdWithSpacesIsRefused) {
  auto request = DraftRequest(PlainLearning("t"));
  request.set_request_id("two words");

  EXPECT_EQ(ReasonOf(node.learning.CreateDraft(Author(), request)), "REQUEST_ID_INVALID");
}

TEST_F(LearningHandlersTest, ReportingLeavesAnAuditEntryWithoutText) {
  const std::string id = Report(node, PlainLearning("a very special title"));

  const auto entry = ListAudit(node.store(), 0, 1).front();

  EXPECT_EQ(entry.action(), "draft.create");
  EXPECT_EQ(entry.object(), id);
  EXPECT_EQ(entry.DebugString().find("special"), std::string::npos);
}

TEST_F(LearningHandlersTest, CheckingStoresNothing) {
  node::v1::CheckDraftRequest request;
  request.mutable_draft()->mutable_learning()->set_title("call 07700 900123");
  const std::string before = node.Dump();

  const auto checked = node.learning.CheckDraft(Author(), request);

  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->redactions_size(), 1);
  EXPECT_EQ(checked->missing_fields_size(), 4);
  EXPECT_EQ(checked->risk().needed(), node::v1::REVIEW_NEEDED_ONE_REVIEWER);
  EXPECT_GT(checked->risk().total(), 0);
  EXPECT_EQ(node.Dump(), before);
}

TEST_F(LearningHandlersTest, ListingFiltersByState) {
  Report(node, PlainLearning("one"));
  node::v1::ReturnRequest back;
  back.set_id(Report(node, PlainLearning("two")));
  ASSERT_TRUE(node.review.Return(Reviewer(), back));
  node::v1::ListDraftsRequest request;

  EXPECT_EQ(node.learning.ListDrafts(Author(), request)->total(), 2u);
  request.set_state(node::v1::REPORT_STATE_RETURNED);
  const auto returned = node.learning.ListDrafts(Author(), request);
  ASSERT_EQ(returned->drafts_size(), 1);
  EXPECT_EQ(returned->drafts(0).title(), "two");
}

}  // namespace
}  // namespace candour::service_test
