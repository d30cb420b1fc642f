#include <gtest/gtest.h>

#include "federation/query/answer.h"
#include "federation/query/interval.h"
#include "federation/query/noise.h"
#include "tests/unit/federation/query/tier_one.h"

namespace candour::query {
namespace {

using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;
using testing::SeedOf;
using testing::TierOne;

SignedReport Signed(Report report) {
  std::string text = FormatReport(report);
  const crypto::Hash hash = crypto::Sha256(text);
  return {.report = std::move(report), .text = std::move(text), .hash = hash};
}

class Combining : public ::testing::Test {
 protected:
  QueryNetwork network_ = MakeNetwork(14);
  const Manifest& manifest_ = network_.manifest.manifest;
  SignedPlan plan_ = Sign(network_, PlanFor(network_, Tier::kNodesNoise));
  std::vector<int64_t> counts_ = {100, 0, 1, 40, 2, 3, 0, 77};

  SignedReport Noised(int member) {
    crypto::Prg prg(SeedOf("member " + std::to_string(member)));
    return Signed({.plan = plan_.hash,
                   .member = MemberOf(member),
                   .noised = AddNoise(counts_, plan_.plan.epsilon, prg)});
  }
  std::vector<SignedReport> Reports(int first, int last) {
    std::vector<SignedReport> reports;
    for (int member = first; member <= last; ++member) reports.push_back(Noised(member));
    return reports;
  }
};

TEST_F(Combining, AddsUpAndNamesThoseWhoDidNotAnswer) {
  std::vector<SignedReport> reports = Reports(1, 11);
  reports.push_back(
      Signed({.plan = plan_.hash, .member = MemberOf(12), .declined = Decline::kBudget}));

  const Answer answer = CombineReports(plan_, manifest_, reports);

  EXPECT_EQ(answer.cells, 8u);
  EXPECT_EQ(answer.answered(), 11u);
  ASSERT_EQ(answer.members.size(), 13u);  // All but the asker.
  EXPECT_EQ(answer.members[11],
            (MemberOutcome{MemberOf(12), Outcome::kDeclined, Decline::kBudget}));
  EXPECT_EQ(answer.members[12], (MemberOutcome{MemberOf(13), Outcome::kSilent, Decline::kNone}));
  EXPECT_EQ(answer.error, HalfWidth95(1000, 11));
  ASSERT_FALSE(answer.shown.empty());
  EXPECT_EQ(answer.shown[0].cell, 0u);
  EXPECT_NEAR(static_cast<double>(answer.shown[0].value), 1100, 25);
  for (const ShownCell& cell : answer.shown) EXPECT_EQ(cell.value % 5, 0);
}

TEST_F(Combining, GivesTheSameAnswerWhateverTheOrderAndTheRepeats) {
  std::vector<SignedReport> reports = Reports(0, 13);
  const Answer answer = CombineReports(plan_, manifest_, reports);
  reports.push_back(reports[3]);
  std::swap(reports[0], reports[9]);

  EXPECT_EQ(CombineReports(plan_, manifest_, reports), answer);
  EXPECT_FALSE(answer.partial());
}

TEST_F(Combining, ShowsNothingBelowMinNodes) {
  const Answer answer = CombineReports(plan_, manifest_, Reports(1, 9));

  EXPECT_EQ(answer.answered(), 9u);
  EXPECT_TRUE(answer.shown.empty());
}

TEST_F(Combining, LeavesOutStrangersAndOtherPlans) {
  std::vector<SignedReport> reports = Reports(1, 10);
  const Answer answer = CombineReports(plan_, manifest_, reports);
  reports.push_back(Noised(50));
  reports.push_back(
      Signed({.plan = crypto::Sha256("other"), .member = MemberOf(11), .noised = counts_}));

  EXPECT_EQ(CombineReports(plan_, manifest_, reports), answer);
}

TEST(ShowCells, ComputesTheIntervalThenRoundsAndSuppresses) {
  const std::vector<int64_t> sums = {7, 8, 12, 13, -40, 1000};

  EXPECT_EQ(ShowCells(sums, 46, 8),
            (std::vector<ShownCell>{
                {1, 0, 10, 54}, {2, 0, 10, 58}, {3, 0, 15, 59}, {5, 954, 1000, 1046}}));
  EXPECT_TRUE(ShowCells(std::vector<int64_t>{0, -1}, 5, 0).empty());
}

class CombiningSums : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int member = 0; member < 14; ++member) {
      reports_.push_back(tier_.ReportOf(member, counts_, "one"));
      ASSERT_TRUE(a_.Add(reports_.back()));
      if (member != 13) {
        ASSERT_TRUE(b_.Add(reports_.back()));
      }
    }
    agreed_a_ = (a_.CloseRoster(), *a_.Agree(b_.CloseRoster()));
    agreed_b_ = *b_.Agree(a_.CloseRoster());
    sum_a_ = *a_.Release(agreed_b_, SeedOf("noise a"));
    sum_b_ = *b_.Release(agreed_a_, SeedOf("noise b"));
  }
  Result<Answer> Combine(const std::string& sum_a, const std::string& sum_b) {
    return CombineSums(
        plan_, network_.manifest.manifest,
        {.agreed_a = agreed_a_, .agreed_b = agreed_b_, .sum_a = sum_a, .sum_b = sum_b}, reports_);
  }

  QueryNetwork network_ = MakeNetwork(14);
  SignedPlan plan_ = Sign(network_, PlanFor(network_, Tier::kAggregators));
  TierOne tier_{network_, plan_};
  std::vector<int64_t> counts_ = {100, 0, 1, 40, 2, 3, 0, 77};
  Aggregation a_ = tier_.Open(1);
  Aggregation b_ = tier_.Open(2);
  std::vector<SignedReport> reports_;
  std::string agreed_a_, agreed_b_, sum_a_, sum_b_;
};

TEST_F(CombiningSums, GivesCountsWithTwoDrawsOfNoise) {
  const Result<Answer> answer = Combine(sum_a_, sum_b_);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->answered(), 13u);
  EXPECT_EQ(answer->members[13].outcome, Outcome::kDropped);
  EXPECT_EQ(answer->error, HalfWidth95(1000, 2));
  ASSERT_FALSE(answer->shown.empty());
  EXPECT_NEAR(static_cast<double>(answer->shown[0].value), 1300, 15);
}

TEST_F(CombiningSums, RefusesSumsThatDoNotBelongTogether) {
  EXPECT_EQ(Combine(sum_b_, sum_b_).error().reason, "SUM_NOT_SIGNED");
  EXPECT_EQ(Combine(sum_a_, agreed_b_).error().reason, "SUM_MALFORMED");
  SideSum other = *ParseSideSum(*TextOfNote(sum_b_, "X"));
  other.agreement = crypto::Sha256("another");
  EXPECT_EQ(Combine(sum_a_, SignText(FormatSideSum(other), testing::SignerOf(2))).error().reason,
            "SUM_MISFITS");
  agreed_b_ = SignText(FormatAgreement({.plan = plan_.hash, .members = {}}), testing::SignerOf(2));
  other.agreement = crypto::Sha256(*TextOfNote(agreed_b_, "X"));
  EXPECT_EQ(Combine(sum_a_, SignText(FormatSideSum(other), testing::SignerOf(2))).error().reason,
            "SUM_MISFITS");
}

}  // namespace
}  // namespace candour::query
