#include "federation/query/answer.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;

const Answer kAnswer{.plan = crypto::Sha256("plan"),
                     .members = {{MemberOf(1), Outcome::kAnswered, Decline::kNone},
                                 {MemberOf(2), Outcome::kDeclined, Decline::kBudget},
                                 {MemberOf(3), Outcome::kSilent, Decline::kNone},
                                 {MemberOf(4), Outcome::kDropped, Decline::kNone}},
                     .cells = 8,
                     .error = 46,
                     .min_count = 8,
                     .sums = {8, 7, -3, 0, 0, 0, 0, 121},
                     .shown = {{.cell = 0, .low = 0, .value = 10, .high = 54},
                               {.cell = 7, .low = 75, .value = 120, .high = 167}}};

TEST(Answers, AreReadAsTheyWereWritten) {
  const std::string text = FormatAnswer(kAnswer);

  EXPECT_EQ(ParseAnswer(text).value(), kAnswer);
  EXPECT_NE(text.find(" declined BUDGET_SPENT\n"), std::string::npos);
  EXPECT_NE(text.find("\nmin-count 8\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("sums " + crypto::Base64Encode(PackCells(kAnswer.sums)) + "\n"))
      << text;
  EXPECT_EQ(kAnswer.answered(), 1u);
  EXPECT_TRUE(kAnswer.partial());
}

TEST(Answers, HaveOneSpelling) {
  const std::string text = FormatAnswer(kAnswer);
  Answer twice = kAnswer;
  twice.members.push_back(twice.members.back());
  Answer short_of_one = kAnswer;
  short_of_one.sums.pop_back();

  for (const Answer& answer : {twice, short_of_one}) {
    EXPECT_EQ(ParseAnswer(FormatAnswer(answer)).error().reason, "ANSWER_MALFORMED");
  }
  EXPECT_FALSE(ParseAnswer(text + "sums AAAAAAAAAAg=\n"));
  EXPECT_FALSE(ParseAnswer(text.substr(0, text.size() - 1)));
}

TEST(Answers, HaveNoTableWhenTooFewAnswered) {
  Answer empty = kAnswer;
  empty.sums.clear();
  empty.shown.clear();
  EXPECT_EQ(ParseAnswer(FormatAnswer(empty)).value(), empty);
}

TEST(Answers, StayWithinOneBodyHoweverLargeTheirSums) {
  Answer full{.plan = kAnswer.plan, .cells = kCellsMax, .error = 47};
  for (int i = 0; i < 300; ++i) full.members.push_back({MemberOf(i), Outcome::kAnswered, {}});
  full.sums.assign(kCellsMax, INT64_MAX);

  EXPECT_LE(FormatAnswer(full).size(), 60u * 1024);
}

TEST(Answers, SayWhoCouldHaveSeenWhat) {
  const QueryNetwork network = MakeNetwork(12);
  EXPECT_NE(WhoSees(PlanFor(network, Tier::kNodesNoise)),
            WhoSees(PlanFor(network, Tier::kAggregators)));
}

}  // namespace
}  // namespace candour::query
