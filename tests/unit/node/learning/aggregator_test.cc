#include "node/learning/aggregator.h"

#include "tests/unit/node/learning/question_fixture.h"

namespace candour::service_test {
namespace {

class AggregatorTest : public QuestionTest {
 protected:
  static AskRequest TierOne() {
    auto request = Request();
    request.set_tier(1);
    request.add_aggregators("ZB1 Ridge Trust");
    request.add_aggregators("ZA1 Vale Trust");
    return request;
  }
};

TEST_F(AggregatorTest, LetsOutOneSumWithoutAnybodyHavingSeenACount) {
  Hold(ridge, 400);
  Hold(vale, 600);
  const std::string name = Ask(TierOne()).name();
  world.Settle();
  EXPECT_EQ(AnswerAt(asker, name).question().state(), node::v1::QUESTION_STATE_OPEN);

  world.Pass(std::chrono::seconds(61));
  for (ServiceNode* node : All()) {
    const auto answer = AnswerAt(*node, name);
    ASSERT_EQ(answer.question().state(), node::v1::QUESTION_STATE_ANSWERED);
    EXPECT_EQ(answer.organisations(), 4u);
    ASSERT_EQ(answer.cells_size(), 4);
    EXPECT_NEAR(static_cast<double>(answer.cells(1).count()), 1000.0, 30.0);
    EXPECT_NE(answer.seen_by().find("shares"), std::string::npos);
  }
  EXPECT_EQ(vale.questions.Ledger(vale.store()).Spent(2025 * 4 + 1), 1000u);
  EXPECT_TRUE(LoadOpen(vale.store()).empty());
}

TEST_F(AggregatorTest, LeavesOutWhoDidNotReport) {
  hub.works = true;
  asker.online = false;
  const std::string name = Ask(TierOne()).name();
  world.Settle();
  world.Pass(std::chrono::seconds(61));
  const auto answer = AnswerAt(vale, name);
  EXPECT_EQ(answer.question().state(), node::v1::QUESTION_STATE_ANSWERED);
  EXPECT_EQ(answer.organisations(), 3u);
}

TEST_F(AggregatorTest, WaitsForTheOtherSideAndKeepsWhatItSigned) {
  const std::string name = Ask(TierOne()).name();
  world.Settle();
  ridge.works = false;
  world.Pass(std::chrono::seconds(61));
  EXPECT_EQ(AnswerAt(vale, name).question().state(), node::v1::QUESTION_STATE_EXPIRED);
  const QuestionKey key = LoadQuestions(vale.store()).at(0).first;
  const auto stored = LoadAggregation(vale.store(), key);
  EXPECT_FALSE(stored.roster.empty());
  EXPECT_TRUE(stored.sum.empty());

  ridge.works = true;
  world.Settle();
  EXPECT_EQ(AnswerAt(vale, name).question().state(), node::v1::QUESTION_STATE_ANSWERED);
  EXPECT_EQ(LoadAggregation(vale.store(), key).roster, stored.roster);
  EXPECT_FALSE(LoadAggregation(vale.store(), key).sum.empty());
}

TEST_F(AggregatorTest, HidesThePlantedCountFromTheHub) {
  Hold(vale, 742);
  ridge.works = false;
  Ask(TierOne());
  world.Settle();
  const auto [key, question] = LoadQuestions(vale.store()).at(0);
  for (const Mail& mail : LoadMail(hub.store(), key.plan, "", 10)) {
    EXPECT_EQ(mail.note.find("noised"), Bytes::npos);
    EXPECT_NE(mail.note.find("share-a"), Bytes::npos);
  }
}

}  // namespace
}  // namespace candour::service_test
