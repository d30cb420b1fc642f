// What a session makes of the heads that a hub shows.
#include <gtest/gtest.h>

#include "tests/unit/federation/sync/session_talk.h"

namespace candour::sync_test {
namespace {

class SessionHeadsTest : public ::testing::Test, public SessionTalk {};

TEST_F(SessionHeadsTest, PullsWhatTheHubHasMoreOf) {
  Sign(hub, 2, Items(2));
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth(), "own0 watch leaves ");
  EXPECT_EQ(Settle(), "bodies ");

  EXPECT_TRUE(session->report().settled);
  EXPECT_TRUE(session->report().roots_agree);
  EXPECT_EQ(session->report().leaves_pulled, 2u);
  EXPECT_EQ(session->report().bodies_pulled, 2u);
}

TEST_F(SessionHeadsTest, BringsFeedsOfOthersThatTheHubLacks) {
  Sign(node, 2, Items(2));
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth(), "own0 watch push-head ");
  EXPECT_EQ(Say(Reply(PushHeadReply{0, 0})), "push-leaves ");
  EXPECT_EQ(Say(Reply(PushLeavesReply{2})), "push-bodies ");
  EXPECT_EQ(Say(Reply(PushBodiesReply{2})), "");
  EXPECT_TRUE(session->report().roots_agree);
}

TEST_F(SessionHeadsTest, FreezesAForkedFeedAndGoesOnWithTheHub) {
  Sign(hub, 0, Items(1, 90));
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2, 50));
  Start();
  SayTruth();
  SayTruth();
  Settle();

  EXPECT_FALSE(session->over());
  EXPECT_EQ(log, "feed-frozen ");
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->size, 2u);
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->status, FeedStatus::kFrozen);
  EXPECT_EQ(node.Feed(cast.FeedOf(0))->size, 1u) << "the others move on";
  EXPECT_TRUE(session->report().roots_agree) << "what is disputed is no difference";
}

TEST_F(SessionHeadsTest, GoesOnWithTheOtherFeedsWhenOneHeadIsRefused) {
  Sign(hub, 0, Items(1));
  Sign(hub, 2, Items(1, 10));
  Start();
  SayTruth();
  auto heads = std::get<HeadsReply>(*Ask(asked.front().request));
  for (Head& head : heads.heads) {
    if (head.feed == cast.FeedOf(0)) head.checkpoint[head.checkpoint.size() - 5] ^= 1;
  }

  Say(Reply(heads));
  Settle();

  EXPECT_EQ(log, "head-refused ");
  EXPECT_FALSE(node.Feed(cast.FeedOf(0)));
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->size, 1u);
  Pass(Duration(60'000));
  EXPECT_EQ(Settle(), "heads own0 leaves bodies ") << "it is looked at again at the next poll";
  EXPECT_EQ(node.Feed(cast.FeedOf(0))->size, 1u);
}

TEST_F(SessionHeadsTest, TellsWhenTheHubHoldsMoreOfOurOwnFeedAndFetchesItBack) {
  Sign(hub, 1, Items(2));
  Sign(node, 1, Items(1));
  hub = MemoryStore();
  hub.Apply({PutManifest{{cast.network, 1, cast.genesis}}});
  Sign(hub, 1, Items(1));
  Sign(hub, 1, Items(1, 1));
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth().find("own1 "), 0u);
  Settle();
  EXPECT_EQ(node.Feed(cast.FeedOf(1))->size, 2u);
  EXPECT_TRUE(node.Body(cast.FeedOf(1), 1));
  EXPECT_TRUE(session->report().roots_agree);
  EXPECT_EQ(caught_up, 1);
}

TEST_F(SessionHeadsTest, TellsWhenTheHubHoldsAnotherHistoryOfOurOwnFeed) {
  Sign(hub, 1, Items(1, 50));
  Sign(node, 1, Items(1));
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth().find("own2 "), 0u);
}

TEST_F(SessionHeadsTest, ProvesNothingWithAnOwnHeadThatDoesNotVerify) {
  Sign(node, 1, Items(1));
  Sign(hub, 1, Items(1));
  Start();
  SayTruth();
  auto heads = std::get<HeadsReply>(*Ask(asked.front().request));
  heads.heads[0].checkpoint[heads.heads[0].checkpoint.size() - 5] ^= 1;

  EXPECT_EQ(Say(Reply(heads)).find("own"), std::string::npos);
}

TEST_F(SessionHeadsTest, HarvestsTheLinesThatComeWithAHead) {
  Sign(hub, 2, Items(1));
  Sign(node, 2, Items(1));
  const CosignedHead line = Line(hub, 2, 2, 700);
  Start();
  SayTruth();
  auto heads = std::get<HeadsReply>(*Ask(asked.front().request));
  heads.heads[0].lines = line.lines;
  heads.heads[0].lines.push_back(Line(hub, 2, 0, 500).lines[0]);
  heads.heads[0].lines.back().time = 501;

  Say(Reply(heads));

  ASSERT_EQ(node.Cosignatures(cast.FeedOf(2)).size(), 1u);
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->heard_at, 700);
}

TEST_F(SessionHeadsTest, LooksAfterTheBodiesOfItsOwnFeedEvenWhenTheHeadsAreEqual) {
  Sign(node, 1, Items(1));
  Sign(node, 2, Items(1, 10));
  hub = node;
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth(), "own0 watch push-head ");
}

}  // namespace
}  // namespace candour::sync_test
