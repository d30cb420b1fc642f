#include "node/learning/query_handlers.h"

#include "tests/unit/node/learning/question_fixture.h"

namespace candour::service_test {
namespace {

using QueryHandlersTest = QuestionTest;

TEST_F(QueryHandlersTest, ListTheCubesWithTheirTerms) {
  const auto cubes = vale.query.ListCubes(Author(), {});
  ASSERT_TRUE(cubes);
  ASSERT_EQ(static_cast<size_t>(cubes->cubes_size()), query::Cubes().size());
  const auto& events = cubes->cubes(0);
  EXPECT_EQ(events.name(), "events");
  EXPECT_EQ(events.period(), "month");
  EXPECT_EQ(events.dimensions(0).name(), "harm");
  EXPECT_EQ(events.dimensions(0).terms(4).label(), "Fatal");
  EXPECT_EQ(events.sha256(), query::CubeHash(query::Cubes()[0]).ToString());
}

TEST_F(QueryHandlersTest, ShowTheSameLedgerAtEveryMember) {
  const std::string first = Ask().name();
  world.Pass(std::chrono::seconds(5));
  auto other = Request();
  other.set_first("2025-Q1");
  other.set_purpose("planning");
  const std::string second = Ask(other).name();
  world.Settle();

  for (ServiceNode* node : All()) {
    const auto ledger = node->query.ListLedger(Author(), {});
    ASSERT_TRUE(ledger);
    ASSERT_EQ(ledger->questions_size(), 2);
    EXPECT_EQ(ledger->questions(0).name(), second);
    EXPECT_EQ(ledger->questions(0).purpose(), "planning");
    EXPECT_EQ(ledger->questions(0).own_outcome(), "ANSWERED");
    EXPECT_EQ(ledger->questions(0).own_cost(), 1000u);
    EXPECT_EQ(ledger->questions(0).answered(), 4u);
    EXPECT_EQ(ledger->questions(1).name(), first);
    EXPECT_EQ(ledger->questions(1).asker(), "ZN1 National Body");
  }
}

TEST_F(QueryHandlersTest, TurnThePagesOfTheLedger) {
  Ask();
  auto other = Request();
  other.set_first("2025-Q1");
  Ask(other);
  world.Settle();
  node::v1::ListLedgerRequest request;
  request.set_page_size(1);
  const auto page = vale.query.ListLedger(Author(), request);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->questions_size(), 1);
  request.set_page_token(page->next_page_token());
  const auto next = vale.query.ListLedger(Author(), request);
  ASSERT_TRUE(next);
  ASSERT_EQ(next->questions_size(), 1);
  EXPECT_NE(next->questions(0).name(), page->questions(0).name());
  EXPECT_TRUE(next->next_page_token().empty());
  request.set_page_token("back");
  EXPECT_EQ(ReasonOf(vale.query.ListLedger(Author(), request)), "PAGE_TOKEN_INVALID");
  request.set_page_token("");
  request.set_network("elsewhere");
  EXPECT_EQ(vale.query.ListLedger(Author(), request)->questions_size(), 0);
}

TEST_F(QueryHandlersTest, ShowTheBudgetToThoseWhoWatchOverIt) {
  Ask();
  world.Settle();
  EXPECT_EQ(ReasonOf(vale.query.GetBudget(Author(), {})), "ROLE_MISSING");
  const auto budget = vale.query.GetBudget(Guardian(), {});
  ASSERT_TRUE(budget);
  EXPECT_EQ(budget->per_quarter(), 4000u);
  ASSERT_EQ(budget->quarters_size(), 1);
  EXPECT_EQ(budget->quarters(0).quarter(), "2025-Q2");
  EXPECT_EQ(budget->quarters(0).spent(), 1000u);
  EXPECT_EQ(budget->quarters(0).networks(0).left(), 3000u);
}

TEST_F(QueryHandlersTest, KeepADecisionOnlyWhileNothingWasSaid) {
  ridge.works = false;
  const std::string name = Ask().name();
  world.Settle();
  ridge.works = true;
  ridge.questions.Work();  // Found, and decided in the same pass.
  node::v1::DecideQuestionRequest request;
  request.set_name(name);
  EXPECT_EQ(ReasonOf(vale.query.DecideQuestion(Guardian(), request)), "DECISION_MISSING");
  request.set_decision(node::v1::QUESTION_DECISION_DECLINED);
  EXPECT_EQ(ReasonOf(vale.query.DecideQuestion(Author(), request)), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(vale.query.DecideQuestion(Guardian(), request)), "DECIDED_ALREADY");
  request.set_name("00000000");
  EXPECT_EQ(ReasonOf(vale.query.DecideQuestion(Guardian(), request)), "QUESTION_UNKNOWN");
}

TEST_F(QueryHandlersTest, LetTheOwnerDecide) {
  QueryRules rules;
  rules.answers = QueryRules::Answers::kAfterApproval;
  const auto ask_hub = [&](const NetworkId& network, const MemberId&,
                           const candour::Request& request) -> Result<Reply> {
    const auto membership = LoadMembership(ridge.store(), network);
    const auto taken =
        hub.questions.Submit({network, *MemberId::From(membership->member_id()), {}},
                             std::get<SubmitReportRequest>(request));
    if (!taken) return Fail(taken.error());
    return Reply(*taken);
  };
  QuestionDesk desk(ridge.services(), rules, {.ask_hub = ask_hub, .kex_private = {}});
  ridge.works = false;
  const std::string name = Ask().name();
  world.Settle();
  while (desk.Work()) {
  }
  EXPECT_TRUE(AnswerAt(ridge, name).question().waits_for_owner());

  node::v1::DecideQuestionRequest request;
  request.set_name(name);
  request.set_decision(node::v1::QUESTION_DECISION_DECLINED);
  ASSERT_TRUE(ridge.query.DecideQuestion(Guardian(), request));
  while (desk.Work()) {
  }
  world.Settle();
  EXPECT_EQ(OutcomeOf(AnswerAt(asker, name), "ZB1 Ridge Trust"), "OWNER_DECLINED");
  EXPECT_EQ(ridge.questions.Ledger(ridge.store()).Spent(2025 * 4 + 1), 0u);
}

}  // namespace
}  // namespace candour::service_test
