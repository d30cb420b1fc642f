#include "federation/query/sum_texts.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::MemberOf;

crypto::Hash ReportOf(int number) { return crypto::Sha256("report " + std::to_string(number)); }

Members Some(std::initializer_list<int> numbers) {
  Members members;
  for (int number : numbers) members.emplace(MemberOf(number), ReportOf(number));
  return members;
}

const crypto::Hash kPlan = crypto::Sha256("plan");

TEST(SumTexts, AreReadAsTheyWereWritten) {
  const Roster roster{.plan = kPlan, .side = Side::kB, .members = Some({3, 4, 9})};
  const Agreement agreement{.plan = kPlan, .members = Some({3, 9})};
  const SideSum sum{
      .plan = kPlan, .agreement = ReportOf(0), .side = Side::kA, .cells = {1, UINT64_MAX}};

  EXPECT_EQ(ParseRoster(FormatRoster(roster)).value(), roster);
  EXPECT_EQ(ParseAgreement(FormatAgreement(agreement)).value(), agreement);
  EXPECT_EQ(ParseSideSum(FormatSideSum(sum)).value(), sum);
}

TEST(SumTexts, HaveOneSpelling) {
  std::string roster = FormatRoster({.plan = kPlan, .side = Side::kA, .members = Some({3, 4})});
  const size_t first = roster.find("member ");
  const size_t second = roster.find("member ", first + 1);
  const std::string swapped =
      roster.substr(0, first) + roster.substr(second) + roster.substr(first, second - first);
  const std::string twice = roster + roster.substr(second);

  EXPECT_TRUE(ParseRoster(roster));
  EXPECT_EQ(ParseRoster(swapped).error().reason, "ROSTER_MALFORMED");
  EXPECT_EQ(ParseRoster(twice).error().reason, "ROSTER_MALFORMED");
  roster.replace(roster.find("side A"), 6, "side C");
  EXPECT_EQ(ParseRoster(roster).error().reason, "ROSTER_MALFORMED");
  EXPECT_EQ(ParseSideSum("candour/sum/v1\n").error().reason, "SUM_MALFORMED");
  EXPECT_EQ(ParseAgreement("candour/agreed/v1").error().reason, "AGREEMENT_MALFORMED");
}

TEST(Intersection, HoldsTheSameReportsOnly) {
  Members other = Some({4, 5, 6});
  other[MemberOf(5)] = crypto::Sha256("another report of member 5");

  EXPECT_EQ(Intersection(Some({3, 4, 5, 6}), other), Some({4, 6}));
}

}  // namespace
}  // namespace candour::query
