#include "federation/query/report.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;
using testing::SignerOf;

class Reports : public ::testing::Test {
 protected:
  QueryNetwork network_ = MakeNetwork(12);
  SignedPlan plan_ = Sign(network_, PlanFor(network_, Tier::kNodesNoise));
  Report report_{.plan = plan_.hash, .member = MemberOf(5), .noised = {7, -3, 0, 1, 2, 3, 4, 5}};

  std::string WhyNot(const Report& report, int signer = 5) {
    const Result<SignedReport> opened = OpenReport(SignText(FormatReport(report), SignerOf(signer)),
                                                   plan_, network_.manifest.manifest);
    return opened ? "" : opened.error().reason;
  }
};

TEST_F(Reports, AreReadAsTheyWereWritten) {
  const Report declined{.plan = plan_.hash, .member = MemberOf(5), .declined = Decline::kBudget};
  const Report shares{
      .plan = plan_.hash, .member = MemberOf(5), .share_a = "sealed a", .share_b = "sealed b"};

  for (const Report& report : {report_, declined, shares}) {
    EXPECT_EQ(ParseReport(FormatReport(report)).value(), report);
  }
  EXPECT_TRUE(FormatReport(declined).ends_with("\ndeclined BUDGET_SPENT\n"));
  EXPECT_EQ(WhyNot(report_), "");
  EXPECT_EQ(WhyNot(declined), "");
}

TEST_F(Reports, AnswerTheWholeQuestionInItsTier) {
  Report short_one = report_;
  short_one.noised.pop_back();
  Report other_plan = report_;
  other_plan.plan = crypto::Sha256("another");
  const Report other_tier{
      .plan = plan_.hash, .member = MemberOf(5), .share_a = "a", .share_b = "b"};

  EXPECT_EQ(WhyNot(short_one), "REPORT_MISFITS");
  EXPECT_EQ(WhyNot(other_plan), "REPORT_MISFITS");
  EXPECT_EQ(WhyNot(other_tier), "REPORT_MISFITS");
}

TEST_F(Reports, SpeakForTheirMemberOnly) { EXPECT_EQ(WhyNot(report_, 6), "REPORT_NOT_SIGNED"); }

TEST_F(Reports, HaveNoByteThatMayChange) {
  const std::string note = SignText(FormatReport(report_), SignerOf(5));
  for (size_t i = 0; i < note.size(); ++i) {
    std::string other = note;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(OpenReport(other, plan_, network_.manifest.manifest)) << i;
  }
}

TEST(Declines, HaveNamesAndWordsOfTheirOwn) {
  for (int i = 1; i <= static_cast<int>(Decline::kWaitsForOwner); ++i) {
    const Decline decline = static_cast<Decline>(i);
    EXPECT_EQ(FindDecline(DeclineName(decline)), decline);
    EXPECT_FALSE(DeclineWords(decline).empty());
  }
  EXPECT_FALSE(FindDecline("because").has_value());
}

TEST(Cells, ArePackedAsBigEndianTwosComplement) {
  const std::vector<int64_t> cells = {1, -1, INT64_MIN, INT64_MAX};

  EXPECT_EQ(PackCells(cells).substr(0, 16), std::string(7, '\0') + '\1' + std::string(8, '\xff'));
  EXPECT_EQ(UnpackCells(PackCells(cells)), cells);
  EXPECT_FALSE(UnpackCells("seven b").has_value());
}

}  // namespace
}  // namespace candour::query
