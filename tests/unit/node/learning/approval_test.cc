#include "node/learning/approval.h"

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

node::v1::StoredDraft Draft() {
  node::v1::StoredDraft draft;
  draft.set_id(std::string(16, 'd'));
  draft.set_author("ann");
  *draft.mutable_masked() = PlainLearning("t");
  for (const auto state : {node::v1::REDACTION_STATE_KEPT, node::v1::REDACTION_STATE_KEPT,
                           node::v1::REDACTION_STATE_MASKED}) {
    auto& redaction = *draft.add_redactions();
    redaction.set_rule(state == node::v1::REDACTION_STATE_KEPT ? "residue.word" : "phone.number");
    redaction.set_state(state);
  }
  return draft;
}

TEST(Approvals, RememberByRuleWhatWasDeclaredHarmless) {
  const auto record = MakeRecord(Draft(), node::v1::REPORT_STATE_APPROVED, kStart);

  ASSERT_EQ(record.kept_size(), 1);
  EXPECT_EQ(record.kept(0).rule(), "residue.word");
  EXPECT_EQ(record.kept(0).count(), 2u);
  EXPECT_FALSE(record.corrected());
}

TEST(Approvals, RememberThatAPersonHadToCorrect) {
  auto draft = Draft();
  draft.add_masks()->set_words("x");

  EXPECT_TRUE(MakeRecord(draft, node::v1::REPORT_STATE_APPROVED, kStart).corrected());
}

TEST(Approvals, NameRulesAndCountsForTheAuditTrail) {
  EXPECT_EQ(RulesIn(Draft(), node::v1::REDACTION_STATE_KEPT), "residue.word 2");
  EXPECT_EQ(RulesIn(Draft(), node::v1::REDACTION_STATE_FLAGGED), "none");
}

TEST(Approvals, NeedEveryFieldAndNoOpenFlag) {
  EXPECT_TRUE(ReadyToApprove(Draft()));
  auto flagged = Draft();
  flagged.add_redactions()->set_state(node::v1::REDACTION_STATE_FLAGGED);
  EXPECT_EQ(ReadyToApprove(flagged).error().reason, "FLAGS_OPEN");
  auto bare = Draft();
  bare.mutable_masked()->clear_setting();
  EXPECT_EQ(ReadyToApprove(bare).error().reason, "FIELDS_MISSING");
}

}  // namespace
}  // namespace candour::service_test
