// How a session orders its work, and what a refusal does to the rest of it.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/federation/sync/session_talk.h"

namespace candour::sync_test {
namespace {

class SessionWorkTest : public ::testing::Test, public SessionTalk {
 protected:
  // A greeting and an empty comparison, up to watching.
  void Watch() {
    Start();
    Settle();
  }
  // As the hub would say it of an author's newest entry.
  WatchHint LiveHint(size_t author) {
    const FeedId feed = cast.FeedOf(author);
    const uint64_t size = hub.Feed(feed)->size;
    const auto note = crypto::ParseNote(hub.CheckpointAtOrBefore(feed, size)->note);
    return {cast.network,
            feed,
            size,
            false,
            {hub.Leaves(feed, size - 1, 1),
             note->signatures[0].signature,
             {hub.Body(feed, size - 1).value_or("")}}};
  }
};

TEST_F(SessionWorkTest, BringsWhatGrewHereInTheNextTurn) {
  Watch();
  Sign(node, 1, Items(1));

  session->OnLocalLeaves(cast.FeedOf(1));

  EXPECT_LE(*session->Deadline(), now.instant);
  EXPECT_EQ(Timer(), "push-head ");
}

TEST_F(SessionWorkTest, BringsNothingThatTheHubHolds) {
  Sign(hub, 2, Items(1));
  Watch();

  session->OnLocalLeaves(cast.FeedOf(2));

  EXPECT_EQ(Timer(), "");
}

TEST_F(SessionWorkTest, BringsItsLineOnceTheHubHoldsTheTree) {
  Watch();
  Sign(node, 1, Items(1));
  CosignedHead line = Line(node, 1, 1, 500);
  const Bytes text =
      LineOf(line.lines[0], CosignerName(cast.network, cast.members[1].id)).ToString();
  FeedState state = *node.Feed(cast.FeedOf(1));
  state.cosigned_size = 1;
  state.cosigned_root = state.root;
  node.Apply(
      {PutFeed{state}, PutCosignature{{state.feed, cast.members[1].id, 1, state.root, 500, text}}});
  session->OnLocalLine(state.feed);
  session->OnLocalLeaves(state.feed);

  EXPECT_EQ(Timer(), "push-head ");
  EXPECT_EQ(Say(Reply(PushHeadReply{0, 0})), "push-leaves ");
  EXPECT_EQ(Say(Reply(PushLeavesReply{1})), "push-bodies put-lines ");
  EXPECT_EQ(std::get<PutCosignaturesRequest>(asked.back().request).heads[0].lines, line.lines);
}

TEST_F(SessionWorkTest, WorksOnFourFeedsAtOnce) {
  sim::Cast large = sim::MakeCast(3, 8);
  cast = large;
  manifest = *VerifyGenesis(large.genesis, std::nullopt);
  chain = ManifestChain(cast.network);
  TurnBook book(node, now);
  ASSERT_TRUE(chain.Offer(cast.genesis, std::nullopt, book));
  for (size_t author = 2; author < 8; ++author) Sign(hub, author, Items(1, author * 10));
  Start();
  SayTruth();

  EXPECT_EQ(SayTruth(), "own0 watch leaves leaves leaves leaves ");
  Settle();

  for (size_t author = 2; author < 8; ++author) {
    EXPECT_TRUE(node.Body(cast.FeedOf(author), 0)) << author;
  }
  EXPECT_TRUE(session->report().settled);
}

TEST_F(SessionWorkTest, LetsWhatHasJustHappenedPassABacklog) {
  cast = sim::MakeCast(3, 8);
  manifest = *VerifyGenesis(cast.genesis, std::nullopt);
  chain = ManifestChain(cast.network);
  TurnBook book(node, now);
  ASSERT_TRUE(chain.Offer(cast.genesis, std::nullopt, book));
  for (size_t author = 2; author < 8; ++author) Sign(hub, author, Items(1, author * 10));
  Start();
  SayTruth();
  ASSERT_EQ(SayTruth(), "own0 watch leaves leaves leaves leaves ");
  const FeedId waiting = cast.FeedOf(7);

  Sign(hub, 7, Items(1, 1000));
  EXPECT_EQ(Hint({cast.network, waiting, 2, false, {}}), "heads ");
  std::rotate(asked.begin(), asked.end() - 1, asked.end());
  EXPECT_EQ(SayTruth(), "leaves ");

  EXPECT_EQ(std::get<LeavesRequest>(asked.back().request).feed, waiting);
}

TEST_F(SessionWorkTest, SetsARefusedFeedAsideAndGoesOnWithTheOthers) {
  Sign(hub, 0, Items(1));
  Sign(hub, 2, Items(1, 10));
  Start();
  SayTruth();
  SayTruth();
  ASSERT_EQ(asked.size(), 2u);

  EXPECT_EQ(Say(Fail(NotVisible())), "") << "one feed is refused";
  Settle();

  EXPECT_TRUE(session->report().settled);
  EXPECT_FALSE(session->report().roots_agree);
  Pass(Duration(60'000));
  Settle();
  EXPECT_TRUE(session->report().roots_agree) << "it was tried again at the next poll";
}

TEST_F(SessionWorkTest, LeavesAHubThatIsOverloaded) {
  Sign(hub, 2, Items(1));
  Start();
  SayTruth();
  SayTruth();

  EXPECT_EQ(Say(Fail(ErrorCode::kFull, "BUDGET", "later")), "leave(BUDGET: later) ");
}

TEST_F(SessionWorkTest, KeepsTheLeavesWhenBodiesAreRefused) {
  Sign(hub, 2, Items(1));
  Start();
  SayTruth();
  SayTruth();
  EXPECT_EQ(SayTruth(), "");
  EXPECT_EQ(Timer(), "bodies ");

  EXPECT_EQ(Say(Fail(NotVisible())), "");

  EXPECT_EQ(node.Feed(cast.FeedOf(2))->size, 1u);
  EXPECT_EQ(log, "refused-by-peer ");
}

// A hub that fetches its own feed back shows no bodies; nothing changes when it shows them again.
TEST_F(SessionWorkTest, AsksAgainForBodiesThatWereRefused) {
  Sign(hub, 2, Items(1));
  Start();
  for (int i = 0; i < 3; ++i) SayTruth();
  ASSERT_EQ(Timer(), "bodies ");
  Say(Fail(NotVisible()));

  Pass(SessionTimes().poll_interval);
  EXPECT_EQ(Timer(), "heads ");
  Settle();

  EXPECT_TRUE(node.Body(cast.FeedOf(2), 0));
}

TEST_F(SessionWorkTest, LooksOnceForAllLinesOnItsOwnFeedThatHintsSpeakOf) {
  Sign(node, 1, Items(1));
  hub = node;
  Start();
  SayTruth();
  EXPECT_EQ(SayTruth(), "own0 watch push-head ");
  Say(Reply(PushHeadReply{1, 1}));
  const auto put = [&](size_t signer, uint64_t order) {
    const CosignedHead head = Line(hub, 1, signer, 500);
    const auto line = LineOf(head.lines[0], CosignerName(cast.network, cast.members[signer].id));
    hub.Apply({PutCosignature{{head.feed, cast.members[signer].id, 1, hub.Feed(head.feed)->root,
                               500, line.ToString(), order}}});
  };

  put(0, 1);
  EXPECT_EQ(Hint({cast.network, cast.FeedOf(1), 1, true, {}}), "");
  put(2, 2);
  EXPECT_EQ(Hint({cast.network, cast.FeedOf(1), 1, true, {}}), "");
  Pass(Duration(1000));
  EXPECT_EQ(Timer(), "heads ");
  EXPECT_EQ(std::get<HeadsRequest>(asked.front().request).lines_since, 0u);
  Settle();
  EXPECT_EQ(node.Cosignatures(cast.FeedOf(1)).size(), 2u);

  Pass(Duration(60'000));
  EXPECT_EQ(Timer(), "heads ");
  EXPECT_EQ(std::get<HeadsRequest>(asked.front().request).lines_since, 2u);
}

TEST_F(SessionWorkTest, TakesASmallChangeFromItsHint) {
  Watch();
  Sign(hub, 2, Items(1));

  EXPECT_EQ(Hint(LiveHint(2)), "") << "nothing is left to ask for";

  EXPECT_TRUE(node.Body(cast.FeedOf(2), 0));
  EXPECT_TRUE(session->report().settled);
  EXPECT_TRUE(session->report().roots_agree);
  EXPECT_EQ(session->report().leaves_pulled, 1u);
  EXPECT_EQ(session->report().bodies_pulled, 1u);
  EXPECT_EQ(Hint(LiveHint(2)), "") << "the same from another hub";
}

TEST_F(SessionWorkTest, AsksForTheBodiesThatAHintDidNotBring) {
  Watch();
  Sign(hub, 2, Items(1));
  WatchHint hint = LiveHint(2);
  hint.live.blobs[0] += "x";

  EXPECT_EQ(Hint(hint), "");
  EXPECT_EQ(Settle(), "bodies ");
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 0));
}

TEST_F(SessionWorkTest, LooksAtTheHeadsWhenWhatAHintBringsDoesNotFit) {
  Watch();
  Sign(hub, 2, Items(1));
  Sign(hub, 2, Items(1, 10));
  EXPECT_EQ(Hint(LiveHint(2)), "heads ") << "one before it was missed";
  EXPECT_EQ(Settle(), "leaves bodies ");
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->size, 2u);

  uint64_t size = 2;
  for (Bytes LivePage::*field : {&LivePage::leaves, &LivePage::signature}) {
    Sign(hub, 2, Items(1, 20 + size));
    WatchHint forged = LiveHint(2);
    (forged.live.*field)[50] ^= 1;
    EXPECT_EQ(Hint(forged), "heads ");
    EXPECT_EQ(node.Feed(cast.FeedOf(2))->size, size);
    EXPECT_EQ(Settle(), "leaves bodies ") << "what is right is found there";
    ++size;
  }
}

TEST_F(SessionWorkTest, FollowsAHintWithOneLookAtTheHeads) {
  Watch();
  Sign(hub, 2, Items(1));

  EXPECT_EQ(Hint({cast.network, cast.FeedOf(2), 1, false, {}}), "heads ");
  EXPECT_EQ(Hint({cast.network, cast.FeedOf(2), 1, false, {}}), "") << "one is under way";
  EXPECT_EQ(Settle(), "heads leaves bodies ");
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 0));
}

}  // namespace
}  // namespace candour::sync_test
