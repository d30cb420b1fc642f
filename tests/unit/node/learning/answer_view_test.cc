#include "node/learning/answer_view.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

const query::Cube& Events() { return *query::FindCube("events", 1); }

class AnswerView : public testing::Test {
 protected:
  void SetUp() override {
    plan.cube = "events";
    plan.cube_version = 1;
    plan.window = {query::PeriodUnit::kMonth, 2025 * 12, 2025 * 12 + 1};
    plan.epsilon = 1000;
    plan.min_nodes = 3;
    for (char id : {'a', 'b', 'c'}) {
      const MemberId member = *MemberId::From(std::string(16, id));
      manifest.members.push_back({member, "rw", std::string("Trust ") + id, {}});
      answer.members.push_back({.member = member, .outcome = query::Outcome::kAnswered});
    }
    manifest.hubs.push_back({manifest.members[0].id, "a.example:7443"});
    answer.cells = Events().Cells(plan.window);
    answer.min_count = 8;
    answer.sums.assign(Events().Cells(plan.window), 0);
  }
  node::v1::GetAnswerResponse Show(const std::vector<std::string>& keep,
                                   query::Periods periods = query::Periods::kByPeriod) {
    node::v1::GetAnswerResponse out;
    ShowAnswer({plan, answer, manifest}, *ShapeFor(Events(), keep, periods), out);
    return out;
  }
  query::Plan plan;
  query::Answer answer;
  Manifest manifest;
};

TEST_F(AnswerView, RoundsToFiveAndLeavesOutSmallSums) {
  answer.sums[0] = 7;
  answer.sums[1] = 8;
  answer.sums[2] = 123;
  answer.sums[3] = -12;
  const auto shown = Show({});
  ASSERT_EQ(static_cast<size_t>(shown.cells_size()), Events().Cells(plan.window));
  EXPECT_FALSE(shown.cells(0).shown());
  EXPECT_EQ(shown.cells(0).count(), 0);
  EXPECT_EQ(shown.cells(1).count(), 10);
  EXPECT_EQ(shown.cells(2).count(), 125);
  EXPECT_LT(shown.cells(2).low(), 123);
  EXPECT_GT(shown.cells(2).high(), 123);
  EXPECT_FALSE(shown.cells(3).shown());
  EXPECT_EQ(shown.suppressed(), static_cast<uint32_t>(shown.cells_size() - 2));
  EXPECT_EQ(shown.columns(0), "month");
  EXPECT_EQ(shown.cells(0).labels(0), "2025-01");
  EXPECT_EQ(shown.cells(0).labels(1), "No harm");
}

TEST_F(AnswerView, RollsUpFromOneTable) {
  answer.sums[0] = 7;
  answer.sums[1] = 6;
  const auto by_harm = Show({"harm"}, query::Periods::kTogether);
  ASSERT_EQ(by_harm.cells_size(), 7);
  EXPECT_EQ(by_harm.cells(0).count(), 15);  // 13 of parts that are not shown.
  EXPECT_EQ(by_harm.cells(0).labels(0), "2025-01..2025-02");
  const auto total = Show({"none"}, query::Periods::kTogether);
  ASSERT_EQ(total.cells_size(), 1);
  EXPECT_EQ(total.cells(0).count(), 15);
  EXPECT_GT(total.error95(), by_harm.error95());
}

TEST_F(AnswerView, NamesWhoDidNotAnswerAndWhoCouldSeeWhat) {
  answer.members[1].outcome = query::Outcome::kSilent;
  answer.members[2].outcome = query::Outcome::kDeclined;
  answer.members[2].reason = query::Decline::kBudget;
  answer.sums.clear();
  const auto shown = Show({});
  EXPECT_EQ(shown.cells_size(), 0);
  EXPECT_EQ(shown.organisations(), 1u);
  EXPECT_EQ(shown.members(1).name(), "Trust b");
  EXPECT_EQ(shown.members(1).outcome(), "NO_REPLY");
  EXPECT_NE(shown.members(2).words().find("budget"), std::string::npos);
  EXPECT_NE(shown.note().find("Fewer than 3"), std::string::npos);
  EXPECT_NE(shown.seen_by().find("Trust a, which added them up"), std::string::npos);
}

TEST_F(AnswerView, PointsAtWhatRoseInTheLastPeriod) {
  plan.window = {query::PeriodUnit::kMonth, 2025 * 12, 2025 * 12 + 11};
  answer.sums.assign(Events().Cells(plan.window), 0);
  for (size_t month = 0; month < 12; ++month) {
    answer.sums[month * Events().CellsPerPeriod()] = month < 11 ? 100 : 300;
  }
  const auto shown = Show({"harm"});
  ASSERT_EQ(shown.signals_size(), 1);
  EXPECT_NE(shown.signals(0).find("2025-12, No harm: 300 in this period"), std::string::npos)
      << shown.signals(0);
  EXPECT_EQ(Show({"harm"}, query::Periods::kTogether).signals_size(), 0);
}

TEST_F(AnswerView, RefusesADimensionThatTheCubeDoesNotHave) {
  const auto shape = ShapeFor(Events(), {"ward"}, query::Periods::kByPeriod);
  ASSERT_FALSE(shape);
  EXPECT_NE(shape.error().message.find("harm, specialty"), std::string::npos);
}

}  // namespace
}  // namespace candour
