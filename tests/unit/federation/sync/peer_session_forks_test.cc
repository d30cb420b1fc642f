#include <gtest/gtest.h>

#include "federation/feed/evidence.h"
#include "tests/unit/federation/sync/session_talk.h"

namespace candour::sync_test {
namespace {

class SessionForksTest : public ::testing::Test, public SessionTalk {
 protected:
  FeedId feed() const { return cast.FeedOf(2); }
  bool Frozen(const MemoryStore& store) {
    return store.Feed(feed()) && store.Feed(feed())->status == FeedStatus::kFrozen;
  }
  // Up to the page of leaves, which the test answers.
  void StartAndAskForLeaves() {
    Start();
    SayTruth();
    while (!asked.empty() && !std::holds_alternative<LeavesRequest>(asked.front().request)) {
      SayTruth();
    }
    ASSERT_FALSE(asked.empty());
  }
};

TEST_F(SessionForksTest, AsksForAProofWhenLeavesDoNotFitAndFreezesOnAnotherHistory) {
  Sign(hub, 2, Items(5));
  Sign(node, 2, Items(3, 50));
  Start();
  const std::string words = Settle();

  EXPECT_NE(words.find("consistency"), std::string::npos) << words;
  EXPECT_NE(words.find("evidence"), std::string::npos) << words;
  EXPECT_TRUE(Frozen(node));
  EXPECT_FALSE(session->over());
  EXPECT_TRUE(news.blamed.empty());
}

TEST_F(SessionForksTest, BlamesTheCarrierOfBadLeavesUnderAGenuineHead) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2));
  Sign(hub, 2, Items(3, 10));
  StartAndAskForLeaves();
  auto page = std::get<LeavesReply>(*Ask(asked.front().request));
  page.leaves[40] ^= 1;

  EXPECT_EQ(Say(Reply(page)), "consistency ");
  SayTruth();

  EXPECT_NE(log.find("page-refused carrier-blamed"), std::string::npos) << log;
  EXPECT_FALSE(Frozen(node));
  EXPECT_EQ(node.Feed(feed())->size, 2u);
  Pass(std::chrono::minutes(2));
  Settle();
  EXPECT_EQ(node.Feed(feed())->size, 5u) << "asked again later";
}

TEST_F(SessionForksTest, BlamesACarrierThatGivesNoProof) {
  Sign(hub, 2, Items(5));
  Sign(node, 2, Items(3, 50));
  StartAndAskForLeaves();

  EXPECT_EQ(SayTruth(), "consistency ");
  Say(Fail(NotVisible()));

  EXPECT_NE(log.find("carrier-blamed"), std::string::npos) << log;
  EXPECT_FALSE(Frozen(node)) << "nothing is proven against the author";
}

TEST_F(SessionForksTest, TakesTheHubsProofFromItsHeadAndDoesNotBringItBack) {
  Sign(hub, 2, Items(2));
  MemoryStore other;
  Sign(other, 2, Items(2, 50));
  TurnOn(hub, [&](Receiver& receiver, TurnBook&) {
    return receiver.CheckHead(feed(), other.CheckpointAtOrBefore(feed(), 2)->note);
  });
  ASSERT_TRUE(Frozen(hub));

  Start();
  const std::string words = Settle();

  EXPECT_TRUE(Frozen(node));
  EXPECT_EQ(node.Feed(feed())->size, 0u);
  EXPECT_EQ(words.find("evidence"), std::string::npos) << words;
}

TEST_F(SessionForksTest, BringsTheProofToAHubThatDoesNotKnow) {
  MemoryStore other;
  Sign(node, 2, Items(2));
  Sign(other, 2, Items(2, 50));
  TurnOn(node, [&](Receiver& receiver, TurnBook&) {
    return receiver.CheckHead(feed(), other.CheckpointAtOrBefore(feed(), 2)->note);
  });

  Start();
  SayTruth();
  const std::string words = SayTruth();
  ASSERT_NE(words.find("evidence"), std::string::npos) << words;
  for (const AskHub& ask : asked) {
    if (auto* report = std::get_if<ReportEvidenceRequest>(&ask.request)) {
      EXPECT_TRUE(OpenEvidence(report->evidence));
    }
  }
}

}  // namespace
}  // namespace candour::sync_test
