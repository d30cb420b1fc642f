#include "node/learning/question_desk.h"

#include <numeric>

#include "tests/unit/node/learning/question_fixture.h"

namespace candour::service_test {
namespace {

using QuestionDeskTest = QuestionTest;

TEST_F(QuestionDeskTest, AnswersWithTheNoisedSumOverEveryMember) {
  Hold(ridge, 400);
  Hold(vale, 600);

  const std::string name = Ask().name();
  world.Settle();

  for (ServiceNode* node : All()) {
    const auto answer = AnswerAt(*node, name);
    EXPECT_EQ(answer.question().state(), node::v1::QUESTION_STATE_ANSWERED);
    EXPECT_EQ(answer.organisations(), 4u);
    ASSERT_EQ(answer.cells_size(), 4);  // Incident, near miss, other, not recorded.
    EXPECT_NEAR(static_cast<double>(answer.cells(1).count()), 1000.0, 60.0);
    EXPECT_EQ(answer.cells(1).count() % 5, 0);
    EXPECT_LT(answer.error95(), 8.0);
  }
  EXPECT_EQ(AnswerAt(ridge, name).SerializeAsString().find("ZB1") != std::string::npos, true);
  EXPECT_EQ(Reasons(ridge), "query.report ");
  EXPECT_EQ(Reasons(hub), "query.collect query.report ");
  EXPECT_EQ(Reasons(asker), "query.report query.ask ");
}

TEST_F(QuestionDeskTest, ReplaysTheSameQuestionFree) {
  Hold(vale, 100);
  const std::string name = Ask().name();
  world.Settle();
  const std::string first = AnswerAt(vale, name).SerializeAsString();
  const auto spent = vale.questions.Ledger(vale.store()).Spent(2025 * 4 + 1);
  EXPECT_EQ(spent, 1000u);

  world.Pass(std::chrono::hours(30));  // Another day: still the same question.
  const auto again = asker.query.Ask(Analyst(), Request());
  ASSERT_TRUE(again);
  world.Settle();

  EXPECT_TRUE(again->replayed());
  EXPECT_EQ(again->question().name(), name);
  EXPECT_EQ(AnswerAt(vale, name).SerializeAsString(), first);
  EXPECT_EQ(vale.questions.Ledger(vale.store()).Spent(2025 * 4 + 1), spent);
}

TEST_F(QuestionDeskTest, ChargesEachNodeUntilItsBudgetIsSpent) {
  auto request = Request();
  request.set_again(true);
  std::string name;
  for (uint32_t asked = 1; asked <= 5; ++asked) {
    world.Pass(std::chrono::seconds(61));
    name = Ask(request).name();
    world.Settle();
  }
  const auto answer = AnswerAt(asker, name);
  EXPECT_EQ(answer.organisations(), 0u);
  EXPECT_EQ(OutcomeOf(answer, "ZA1 Vale Trust"), "BUDGET_SPENT");
  EXPECT_EQ(answer.cells_size(), 0);
  EXPECT_NE(answer.note().find("Fewer than 3"), std::string::npos);
  EXPECT_EQ(vale.questions.Ledger(vale.store()).Spent(2025 * 4 + 1), 4000u);
}

TEST_F(QuestionDeskTest, NamesWhoDidNotAnswerOnceTheTimeIsOver) {
  ridge.works = false;
  const std::string name = Ask().name();
  world.Settle();
  EXPECT_EQ(AnswerAt(asker, name).question().state(), node::v1::QUESTION_STATE_OPEN);

  world.Pass(std::chrono::seconds(61));
  const auto answer = AnswerAt(asker, name);
  EXPECT_EQ(answer.question().state(), node::v1::QUESTION_STATE_ANSWERED);
  EXPECT_EQ(answer.organisations(), 3u);
  EXPECT_EQ(answer.question().silent(), 1u);
  EXPECT_EQ(OutcomeOf(answer, "ZB1 Ridge Trust"), "NO_REPLY");

  // Who comes back later discloses nothing, and pays nothing.
  ridge.works = true;
  world.Settle();
  EXPECT_EQ(AnswerAt(ridge, name).question().own_outcome(), "NO_REPLY");
  EXPECT_EQ(ridge.questions.Ledger(ridge.store()).Spent(2025 * 4 + 1), 0u);
  EXPECT_TRUE(LoadOpen(ridge.store()).empty());
}

TEST_F(QuestionDeskTest, KeepsTheReportOfAMemberThatCannotReachTheHub) {
  vale.online = false;
  const std::string name = Ask().name();
  world.Settle();
  EXPECT_EQ(AnswerAt(vale, name).question().own_outcome(), "ANSWERED");
  EXPECT_EQ(AnswerAt(vale, name).question().state(), node::v1::QUESTION_STATE_OPEN);
  const auto report = LoadQuestions(vale.store()).at(0).second.report_note();

  vale.online = true;
  world.Settle();
  EXPECT_EQ(AnswerAt(vale, name).question().state(), node::v1::QUESTION_STATE_ANSWERED);
  EXPECT_EQ(LoadQuestions(vale.store()).at(0).second.report_note(), report);
}

TEST_F(QuestionDeskTest, KeepsOneReportOfEachMemberAndForgetsThemAfterTheSum) {
  ridge.works = false;
  const std::string name = Ask().name();
  world.Settle();
  const auto [key, question] = LoadQuestions(vale.store()).at(0);
  EXPECT_EQ(LoadMail(hub.store(), key.plan, "", 10).size(), 3u);

  const auto self = LoadMembership(vale.store(), key.network);
  const PeerIdentity who{key.network, *MemberId::From(self->member_id()), {}};
  const Bytes held = question.report_note();
  EXPECT_TRUE(hub.questions.Submit(who, {key.network, key.plan, held}));  // The same again.
  const auto another = query::SignText(
      query::FormatReport(
          {.plan = key.plan, .member = who.member, .declined = query::Decline::kOwner}),
      *SignerIn(vale.services(), *NetworkById(vale, vale.store(), key.network)));
  EXPECT_EQ(ReasonOf(hub.questions.Submit(who, {key.network, key.plan, another})),
            "REPORT_DIFFERS");
  const PeerIdentity other{key.network, {}, {}};
  EXPECT_EQ(ReasonOf(hub.questions.Submit(other, {key.network, key.plan, held})),
            "REPORT_OF_ANOTHER");
  EXPECT_EQ(ReasonOf(hub.questions.Submit(who, {key.network, crypto::Hash(), held})),
            "NOT_VISIBLE");
  EXPECT_EQ(ReasonOf(ridge.questions.Submit(who, {key.network, key.plan, held})), "NOT_VISIBLE");

  world.Pass(std::chrono::seconds(61));
  EXPECT_TRUE(LoadMail(hub.store(), key.plan, "", 10).empty());
  const auto late = hub.questions.Submit(who, {key.network, key.plan, held});
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->settled);
}

TEST_F(QuestionDeskTest, FreezesWhatWasAskedAbout) {
  Hold(vale, 50);
  Ask();
  world.Settle();
  Hold(vale, 80);
  const auto& cube = *query::FindCube("near-misses", 1);
  const query::Window spring{query::PeriodUnit::kQuarter, 2025 * 4 + 1, 2025 * 4 + 1};
  const auto cells = CubeCells(vale.store(), cube, spring);
  EXPECT_EQ(std::accumulate(cells.begin(), cells.end(), int64_t{0}), 50);
}

TEST_F(QuestionDeskTest, LetsTheHubFetchNothingForOthers) {
  const std::string name = Ask().name();
  world.Settle();
  const auto [key, question] = LoadQuestions(vale.store()).at(0);
  const auto self = LoadMembership(vale.store(), key.network);
  const PeerIdentity who{key.network, *MemberId::From(self->member_id()), {}};
  EXPECT_EQ(ReasonOf(hub.questions.Fetch(who, {key.network, key.plan, ""})), "NOT_VISIBLE");
}

}  // namespace
}  // namespace candour::service_test
