// The look-back over what was published (rescan.cc).
#include "node/learning/audit.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class RescanTest : public NodeTest {
 protected:
  void SetUp() override { InNetwork(); }
  node::v1::RescanPublishedResponse Rescan(const node::v1::RescanPublishedRequest& request = {}) {
    auto answer = node.review.RescanPublished(Reviewer(), request);
    EXPECT_TRUE(answer) << answer.error().message;
    return answer ? *answer : node::v1::RescanPublishedResponse();
  }
  // A record that older rules let through with `text` in it.
  std::string PublishedBefore(const std::string& text) {
    const std::string id = Approve(node, Report(node, PlainLearning("t")));
    auto record = *LoadRecord(node.store(), *FindRecord(node.store(), id));
    record.set_rules_version("2024.1");
    node.Put({PutRecord(record)});
    Publish(node, id, {"Golden Vale"});
    record = *LoadRecord(node.store(), *FindRecord(node.store(), id));
    record.mutable_learning()->set_learning(text);
    node.Put({PutRecord(record)});
    return id;
  }
};

TEST_F(RescanTest, ListsByRuleAndCountWhatTodaysRulesWouldMask) {
  const std::string id = PublishedBefore("Tell Mrs Joan Pickering and Dr Amos Oyelaran.");
  PublishedBefore("Check the volume left.");

  const auto answer = Rescan();

  EXPECT_EQ(answer.scanned(), 2u);
  ASSERT_EQ(answer.findings_size(), 1);
  const auto& finding = answer.findings(0);
  EXPECT_EQ(finding.record_id(), id);
  EXPECT_EQ(finding.rules_version(), "2024.1");
  ASSERT_EQ(finding.names_size(), 1);
  EXPECT_TRUE(finding.names(0).starts_with("golden-vale/"));
  ASSERT_EQ(finding.would_mask_size(), 1);
  EXPECT_EQ(finding.would_mask(0).count(), 2u);
  EXPECT_EQ(answer.DebugString().find("Pickering"), std::string::npos);
}

TEST_F(RescanTest, LooksOnlyAtWhatWasScannedWithOlderRulesUnlessAskedForAll) {
  PublishNew(node, "new", "Golden Vale");

  EXPECT_EQ(Rescan().unchanged(), 1u);
  EXPECT_EQ(Rescan().scanned(), 0u);
  node::v1::RescanPublishedRequest all;
  all.set_all(true);
  EXPECT_EQ(Rescan(all).scanned(), 1u);
}

TEST_F(RescanTest, LooksAgainOnceAWordWasPutOnTheList) {
  PublishNew(node, "pump with a green lid", "Golden Vale");
  node::v1::SetWordRequest word;
  word.set_word("pump");
  word.set_use(node::v1::WORD_USE_MASK);
  ASSERT_TRUE(node.review.SetWord(Reviewer(), word));

  const auto answer = Rescan();

  ASSERT_EQ(answer.findings_size(), 1);
  EXPECT_EQ(answer.findings(0).would_mask(0).rule(), "word-list");
}

TEST_F(RescanTest, SaysNothingOfWhatAPersonDeclaredHarmless) {
  const std::string id = PublishedBefore("Blixtor is a pump.");
  ASSERT_EQ(Rescan().findings(0).would_flag_size(), 1);
  auto record = *LoadRecord(node.store(), *FindRecord(node.store(), id));
  *record.add_kept() = Rescan().findings(0).would_flag(0);
  node.Put({PutRecord(record)});

  EXPECT_EQ(Rescan().findings_size(), 0);
}

TEST_F(RescanTest, TurnsPagesAndForgetsWhatWasWithdrawn) {
  const std::string first = PublishedBefore("Tell Mrs Joan Pickering.");
  PublishedBefore("Tell Mrs Joan Pickering.");
  PublishedBefore("Tell Mrs Joan Pickering.");
  Withdraw(node, first);
  world.Settle();
  node::v1::RescanPublishedRequest request;
  request.set_page_size(1);
  int found = 0;
  do {
    const auto page = Rescan(request);
    found += page.findings_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());

  EXPECT_EQ(found, 2);
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(node.review.RescanPublished(Reviewer(), request)), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(node.review.RescanPublished(Author(), {})), "ROLE_MISSING");
}

}  // namespace
}  // namespace candour::service_test
