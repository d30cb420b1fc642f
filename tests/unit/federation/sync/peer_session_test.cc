#include "federation/sync/peer_session.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/session_talk.h"

namespace candour::sync_test {
namespace {

class PeerSessionTest : public ::testing::Test, public SessionTalk {
 protected:
  // The answer to Hello with one thing changed; what the session does then.
  template <class Change>
  std::string AfterHello(const Change& change) {
    EXPECT_EQ(Start(), "hello ");
    HelloReply reply = GoodHello();
    change(reply);
    return Say(Reply(reply));
  }
};

TEST_F(PeerSessionTest, GreetsComparesAndWatches) {
  EXPECT_EQ(Start(), "hello ");
  EXPECT_EQ(SayTruth(), "heads ");
  EXPECT_EQ(SayTruth(), "own0 watch ");
  EXPECT_TRUE(session->report().settled);
  EXPECT_TRUE(session->report().roots_agree);
}

TEST_F(PeerSessionTest, LeavesAHubThatSpeaksAnotherProtocol) {
  EXPECT_EQ(AfterHello([](HelloReply& hello) { hello.protocol = 2; }),
            "leave(speaks protocol 2; one of the two must be upgraded) ");
  EXPECT_TRUE(session->over());
  EXPECT_FALSE(session->Deadline());
}

TEST_F(PeerSessionTest, LeavesAHubOfAnotherNetwork) {
  EXPECT_EQ(AfterHello([](HelloReply& hello) { hello.network = IdOf<NetworkId>(9); }),
            "leave(answers for another network) ");
}

TEST_F(PeerSessionTest, LeavesItself) {
  EXPECT_EQ(AfterHello([&](HelloReply& hello) { hello.instance = sim::Draw(1, "instance"); }),
            "leave(is this node itself; check the hub's address in the manifest) ");
}

TEST_F(PeerSessionTest, LeavesAHubWithAnotherTextOfTheSameVersion) {
  EXPECT_EQ(AfterHello([](HelloReply& hello) { hello.manifest_hash = {}; }), "manifests ");
  EXPECT_EQ(Say(Reply(ManifestsReply{{{1, cast.genesis}}})), "propose ") << "ours is brought";
  EXPECT_EQ(Say(Reply(PutProposalReply{1, {}})),
            "leave(holds another text of manifest version 1; tell the governors of the network) ");
}

TEST_F(PeerSessionTest, FetchesManifestsBeforeAnythingElse) {
  const std::string second = cast.Sign(NextVersion(manifest, now.wall, now.wall + 1'000'000));
  EXPECT_EQ(AfterHello([](HelloReply& hello) { hello.manifest_version = 2; }), "manifests ");

  EXPECT_EQ(Say(Reply(ManifestsReply{{{2, second}}})), "manifests ") << "its hash is another";
  EXPECT_EQ(chain.version(), 2u) << "each step is kept";
  EXPECT_EQ(node.NewestManifest(cast.network), 2u);
}

TEST_F(PeerSessionTest, LeavesAHubThatDoesNotGiveTheManifestItAnnounces) {
  AfterHello([](HelloReply& hello) { hello.manifest_version = 2; });

  EXPECT_EQ(Say(Reply(ManifestsReply{})),
            "leave(announces manifest version 2 and does not give it) ");
}

TEST_F(PeerSessionTest, FollowsAHintOfANewManifestWhileItWatches) {
  Start();
  Settle();
  const std::string second = cast.Sign(NextVersion(manifest, now.wall, now.wall + 1'000'000));

  EXPECT_EQ(Hint({cast.network, FeedId{}, 2, false, {}}), "manifests heads ");
  EXPECT_EQ(Say(Reply(ManifestsReply{{{2, second}}})), "");
  EXPECT_EQ(chain.version(), 2u);
  EXPECT_EQ(Say(Reply(HeadsReply{})), "heads ") << "everything once more under the new manifest";
}

TEST_F(PeerSessionTest, LeavesASilentHubWhenTheCallTimeoutHasPassed) {
  Start();
  EXPECT_EQ(*session->Deadline(), now.instant + Duration(30'000));

  Pass(Duration(29'999));
  EXPECT_EQ(Timer(), "");
  Pass(Duration(1));
  EXPECT_EQ(Timer(), "leave(does not answer) ");
}

TEST_F(PeerSessionTest, LeavesAHubThatAnswersSomethingElse) {
  Start();
  EXPECT_EQ(Say(Reply(HeadsReply{})), "leave(answers something that was not asked for) ");
}

TEST_F(PeerSessionTest, LeavesAHubThatRefusesTheGreeting) {
  Start();
  EXPECT_EQ(Say(Fail(NotVisible())).find("leave(NOT_"), 0u);
}

TEST_F(PeerSessionTest, IgnoresAnswersToCallsItDoesNotKnow) {
  Start();
  EXPECT_EQ(Turn([&](TurnBook& book) { session->OnReply(999, Reply(GoodHello()), book); }), "");
}

TEST_F(PeerSessionTest, LooksForNewsEveryMinuteAndComparesAllEveryDay) {
  Start();
  Settle();
  EXPECT_EQ(*session->Deadline(), now.instant + Duration(60'000));

  Pass(Duration(60'000));
  EXPECT_EQ(Timer(), "heads ");
  EXPECT_FALSE(std::get<HeadsRequest>(asked.front().request).full);
  Settle();
  Pass(Duration(86'400'000));
  EXPECT_EQ(Timer(), "heads ");
  EXPECT_TRUE(std::get<HeadsRequest>(asked.front().request).full);
}

TEST_F(PeerSessionTest, IsNotSettledWhenAskedToReconcile) {
  Start();
  Settle();

  session->Reconcile();

  EXPECT_FALSE(session->report().settled);
  EXPECT_EQ(Timer(), "heads ");
  EXPECT_TRUE(std::get<HeadsRequest>(asked.front().request).full);
}

TEST_F(PeerSessionTest, NotesAClockThatIsFarFromItsOwn) {
  AfterHello([&](HelloReply& hello) { hello.server_time = now.wall + 601; });
  EXPECT_EQ(log, "clock-skew ");
}

}  // namespace
}  // namespace candour::sync_test
