#include "tests/unit/node/learning/question_fixture.h"

namespace candour::service_test {
namespace {

using AskTest = QuestionTest;

TEST_F(AskTest, SaysWhatWouldBeAskedAndPublishesNothing) {
  auto request = Request();
  request.set_validate_only(true);
  const auto asked = asker.query.Ask(Analyst(), request);
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_EQ(asked->question().cube(), "near-misses");
  EXPECT_EQ(asked->question().last(), "2025-Q2");
  EXPECT_EQ(asked->question().epsilon_thousandths(), 1000u);
  world.Settle();
  EXPECT_TRUE(LoadQuestions(hub.store()).empty());
}

TEST_F(AskTest, RefusesWhatNobodyWouldAnswerBeforeItIsPublished) {
  const auto reason = [&](auto change) {
    auto request = Request();
    change(request);
    return ReasonOf(asker.query.Ask(Analyst(), request));
  };
  EXPECT_EQ(reason([](auto& r) { r.set_cube("everything"); }), "CUBE_UNKNOWN");
  EXPECT_EQ(reason([](auto& r) { r.set_first("2025-04"); }), "WINDOW_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.set_first("2025-Q4"); }), "WINDOW_OPEN");  // It is October.
  EXPECT_EQ(reason([](auto& r) { r.set_first("2020-Q1"); r.set_last("2025-Q1"); }),
            "WINDOW_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.set_epsilon_thousandths(9000); }), "PLAN_MALFORMED");
  EXPECT_EQ(reason([](auto& r) { r.set_purpose("Ranking!"); }), "PLAN_MALFORMED");
  EXPECT_EQ(reason([](auto& r) { r.set_network("nowhere"); }), "NETWORK_UNKNOWN");
  EXPECT_EQ(reason([](auto& r) { r.set_tier(1); }), "PLAN_MALFORMED");
  world.Settle();
  EXPECT_TRUE(LoadQuestions(hub.store()).empty());
}

TEST_F(AskTest, NeedsTheRoleHereAndTheRoleInTheNetwork) {
  EXPECT_EQ(ReasonOf(asker.query.Ask(Coordinator(), Request())), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(vale.query.Ask(Analyst(), Request())), "MAY_NOT_ASK");
}

TEST_F(AskTest, RefusesANetworkOfTooFew) {
  CreateNetwork(asker, "Small Circle");
  auto request = Request();
  request.set_network("small-circle");
  EXPECT_EQ(ReasonOf(asker.query.Ask(Analyst(), request)), "MAY_NOT_ASK");  // No q there.
}

TEST_F(AskTest, AsksAnewWhenTheFirstQuestionWasLost) {
  hub.works = false;
  const std::string name = Ask().name();
  world.Settle();
  world.Pass(std::chrono::seconds(61));
  EXPECT_EQ(AnswerAt(asker, name).question().state(), node::v1::QUESTION_STATE_EXPIRED);

  const auto again = asker.query.Ask(Analyst(), Request());
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->replayed());
  EXPECT_NE(again->question().name(), name);
}

}  // namespace
}  // namespace candour::service_test
