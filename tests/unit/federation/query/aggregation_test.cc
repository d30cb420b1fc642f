#include "federation/query/aggregation.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/query/tier_one.h"

namespace candour::query {
namespace {

using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;
using testing::SeedOf;
using testing::TierOne;

class Aggregations : public ::testing::Test {
 protected:
  QueryNetwork network_ = MakeNetwork(16);
  SignedPlan plan_ = Sign(network_, PlanFor(network_, Tier::kAggregators));
  TierOne tier_{network_, plan_};
  std::vector<int64_t> counts_ = {10, 20, 30, 40, 50, 60, 70, 80};

  SignedReport ReportOf(int member) { return tier_.ReportOf(member, counts_, "one"); }
  void AddAll(Aggregation& side, int first, int last) {
    for (int member = first; member <= last; ++member) {
      ASSERT_TRUE(side.Add(ReportOf(member))) << member;
    }
  }
  std::string Text(const std::string& note) { return *TextOfNote(note, "NOTE"); }
};

TEST_F(Aggregations, GiveTheSumOfThoseWhoReachedBothSides) {
  Aggregation a = tier_.Open(1);
  Aggregation b = tier_.Open(2);
  AddAll(a, 1, 13);
  AddAll(b, 3, 15);

  const std::string roster_a = a.CloseRoster();
  const std::string roster_b = b.CloseRoster();
  const Result<std::string> agreed_a = a.Agree(roster_b);
  const Result<std::string> agreed_b = b.Agree(roster_a);
  ASSERT_TRUE(agreed_a && agreed_b);
  EXPECT_EQ(Text(*agreed_a), Text(*agreed_b));
  const Result<std::string> sum_a = a.Release(*agreed_b, SeedOf("noise a"));
  const Result<std::string> sum_b = b.Release(*agreed_a, SeedOf("noise b"));
  ASSERT_TRUE(sum_a && sum_b);

  const std::vector<int64_t> cells =
      Joined(ParseSideSum(Text(*sum_a))->cells, ParseSideSum(Text(*sum_b))->cells);
  for (size_t i = 0; i < cells.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(cells[i]), static_cast<double>(11 * counts_[i]), 15) << i;
  }
}

TEST_F(Aggregations, ReleaseOnceForEver) {
  Aggregation a = tier_.Open(1);
  Aggregation b = tier_.Open(2);
  AddAll(a, 1, 13);
  AddAll(b, 1, 13);
  const std::string agreed_b = [&] {
    b.CloseRoster();
    return *b.Agree(a.CloseRoster());
  }();
  ASSERT_TRUE(a.Agree(b.CloseRoster()));
  const std::string sum = *a.Release(agreed_b, SeedOf("noise"));

  EXPECT_EQ(*a.Release(agreed_b, SeedOf("other noise")), sum);
  Aggregation restarted = tier_.Open(1, a.Stored());
  EXPECT_EQ(*restarted.Release(agreed_b, SeedOf("yet other noise")), sum);
  EXPECT_EQ(restarted.CloseRoster(), a.CloseRoster());
}

TEST_F(Aggregations, SignOneSetOnlyWhateverTheOtherSideSays) {
  Aggregation a = tier_.Open(1);
  Aggregation b = tier_.Open(2);
  Aggregation other_b = tier_.Open(2);  // The same aggregator, lying.
  AddAll(a, 1, 14);
  AddAll(b, 1, 14);
  AddAll(other_b, 1, 13);
  a.CloseRoster();
  const std::string agreed = *a.Agree(b.CloseRoster());

  EXPECT_EQ(*a.Agree(other_b.CloseRoster()), agreed);
  const std::string other_agreed = *other_b.Agree(a.CloseRoster());
  EXPECT_EQ(a.Release(other_agreed, SeedOf("noise")).error().reason, "AGREEMENT_DIFFERS");
  Aggregation restarted = tier_.Open(1, a.Stored());
  EXPECT_EQ(restarted.Release(other_agreed, SeedOf("noise")).error().reason, "AGREEMENT_DIFFERS");
}

TEST_F(Aggregations, DoNotAddUpTooFew) {
  Aggregation a = tier_.Open(1);
  Aggregation b = tier_.Open(2);
  AddAll(a, 1, 13);
  AddAll(b, 5, 15);  // 9 in both, and the plan says 10.
  a.CloseRoster();

  EXPECT_EQ(a.Agree(b.CloseRoster()).error().reason, "TOO_FEW_MEMBERS");
  EXPECT_TRUE(a.Stored().agreed.empty());
}

TEST_F(Aggregations, TakeOneReportOfAMemberAndNoneAfterTheRoster) {
  Aggregation a = tier_.Open(1);
  ASSERT_TRUE(a.Add(ReportOf(5)));

  EXPECT_TRUE(a.Add(ReportOf(5)));
  EXPECT_EQ(a.Add(tier_.ReportOf(5, counts_, "two")).error().reason, "REPORT_TWICE");
  SignedReport declined = ReportOf(6);
  declined.report.declined = Decline::kOwner;
  EXPECT_EQ(a.Add(declined).error().reason, "REPORT_MISFITS");
  SignedReport stolen = ReportOf(7);
  stolen.report.member = MemberOf(8);
  EXPECT_EQ(a.Add(stolen).error().reason, "SHARE_NOT_OPENED");
  a.CloseRoster();
  EXPECT_EQ(a.Add(ReportOf(9)).error().reason, "ROSTER_CLOSED");
  EXPECT_EQ(a.reports(), 1u);
}

TEST_F(Aggregations, ReadTheirReportsAgainAfterARestart) {
  Aggregation a = tier_.Open(1);
  Aggregation b = tier_.Open(2);
  AddAll(a, 1, 13);
  AddAll(b, 1, 13);
  a.CloseRoster();
  b.CloseRoster();
  const std::string agreed_b = *b.Agree(a.CloseRoster());
  ASSERT_TRUE(a.Agree(b.CloseRoster()));

  Aggregation restarted = tier_.Open(1, a.Stored());
  EXPECT_EQ(restarted.Release(agreed_b, SeedOf("n")).error().reason, "REPORTS_MISSING");
  AddAll(restarted, 1, 13);
  EXPECT_EQ(restarted.Add(ReportOf(14)).error().reason, "ROSTER_CLOSED");
  EXPECT_EQ(*restarted.Release(agreed_b, SeedOf("n")), *a.Release(agreed_b, SeedOf("n")));
}

TEST_F(Aggregations, BelieveOnlyTheOtherAggregator) {
  Aggregation a = tier_.Open(1);
  AddAll(a, 1, 13);
  const std::string roster_a = a.CloseRoster();
  const std::string forged = SignText(
      FormatRoster({.plan = plan_.hash, .side = Side::kB, .members = {}}), testing::SignerOf(3));

  EXPECT_EQ(a.Agree(forged).error().reason, "ROSTER_NOT_SIGNED");
  EXPECT_EQ(a.Agree(roster_a).error().reason, "ROSTER_NOT_SIGNED");
  const Result<Aggregation> stranger = Aggregation::Open({.plan = plan_,
                                                          .manifest = network_.manifest.manifest,
                                                          .self = MemberOf(3),
                                                          .signer = testing::SignerOf(3),
                                                          .kex_private = testing::KexPrivate(3)},
                                                         {});
  EXPECT_EQ(stranger.error().reason, "NOT_AN_AGGREGATOR");
}

TEST_F(Aggregations, DoNotOpenWhatDoesNotBelongTogether) {
  Aggregation a = tier_.Open(1);
  AddAll(a, 1, 13);
  a.CloseRoster();
  const AggregationOptions options{.plan = plan_,
                                   .manifest = network_.manifest.manifest,
                                   .self = MemberOf(1),
                                   .signer = testing::SignerOf(1),
                                   .kex_private = testing::KexPrivate(1)};

  for (const StoredAggregation& stored :
       {StoredAggregation{.agreed = "x"}, StoredAggregation{.sum = "x"},
        StoredAggregation{.roster = "x"},
        StoredAggregation{.roster = a.Stored().roster, .sum = "x"},
        StoredAggregation{.roster = a.Stored().roster, .agreed = a.Stored().roster}}) {
    EXPECT_EQ(Aggregation::Open(options, stored).error().reason, "AGGREGATION_STORED");
  }
}

}  // namespace
}  // namespace candour::query
