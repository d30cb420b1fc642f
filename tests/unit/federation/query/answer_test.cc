#include "federation/query/answer.h"

#include <gtest/gtest.h>

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
                     .shown = {{.cell = 0, .low = 0, .value = 10, .high = 54},
                               {.cell = 7, .low = 75, .value = 120, .high = 167}}};

TEST(Answers, AreReadAsTheyWereWritten) {
  const std::string text = FormatAnswer(kAnswer);

  EXPECT_EQ(ParseAnswer(text).value(), kAnswer);
  EXPECT_NE(text.find(" declined BUDGET_SPENT\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("c 0 0 10 54\nc 7 75 120 167\n")) << text;
  EXPECT_EQ(kAnswer.answered(), 1u);
  EXPECT_TRUE(kAnswer.partial());
}

TEST(Answers, HaveOneSpelling) {
  const std::string text = FormatAnswer(kAnswer);
  Answer unordered = kAnswer;
  std::swap(unordered.shown[0], unordered.shown[1]);
  Answer twice = kAnswer;
  twice.members.push_back(twice.members.back());
  Answer outside = kAnswer;
  outside.shown[1].cell = 8;

  for (const Answer& answer : {unordered, twice, outside}) {
    EXPECT_EQ(ParseAnswer(FormatAnswer(answer)).error().reason, "ANSWER_MALFORMED");
  }
  EXPECT_FALSE(ParseAnswer(text + "c 7 1 5 9\n"));
  EXPECT_FALSE(ParseAnswer(text.substr(0, text.size() - 1)));
}

TEST(Answers, StayWithinOneBodyWhenEveryCellIsShown) {
  Answer full{.plan = kAnswer.plan, .cells = kCellsMax, .error = 47};
  for (int i = 0; i < 300; ++i) full.members.push_back({MemberOf(i), Outcome::kAnswered, {}});
  for (size_t i = 0; i < 1932; ++i) full.shown.push_back({i, 953, 1000, 1047});

  EXPECT_LE(FormatAnswer(full).size(), 60u * 1024);
}

TEST(Answers, SayWhoCouldHaveSeenWhat) {
  const QueryNetwork network = MakeNetwork(12);
  EXPECT_NE(WhoSees(PlanFor(network, Tier::kNodesNoise)),
            WhoSees(PlanFor(network, Tier::kAggregators)));
}

}  // namespace
}  // namespace candour::query
