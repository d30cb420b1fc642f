// What follows from a turn: notices, dials, hints, and in which order.
#include <gtest/gtest.h>

#include "tests/unit/federation/core/stage.h"

namespace candour::core_test {
namespace {

TEST(CoreFinish, DialsTheHubsOfTheManifestOnceTheNetworkIsOpen) {
  Stage stage(2);
  stage.Start(1);
  EXPECT_EQ(stage.Transcript(1), "manifest:1 manifest:1 dial:1 ");
  stage.Start(0);
  EXPECT_EQ(stage.Transcript(0), "manifest:1 manifest:1 dial:0 ");
}

TEST(CoreFinish, DialsNobodyWhileItIsNoMember) {
  Stage stage(2);
  stage.Start(1);
  OwnKeys keys = stage.cast().KeysOf(1);
  keys.member = sim::DrawId<MemberId>(1, "stranger");
  stage.Transcript(1);

  ASSERT_TRUE(stage.Handle(1, NetworkOpened{keys}));

  EXPECT_EQ(stage.Transcript(1), "manifest:1 dial:0 ");
}

TEST(CoreFinish, HangsUpOnAMemberThatIsNoLongerAHub) {
  Stage stage(3);
  stage.StartAll();
  stage.ConnectAll();
  Manifest next = NextVersion(*stage.core(1).ManifestOf(stage.cast().network), stage.now().wall,
                              stage.now().wall + 1'000'000);
  next.hubs = {{stage.cast().members[2].id, "other.example:1"}};
  next.members[2].roles = "rwh";
  for (Member& member : next.members) {
    if (member.id == stage.cast().members[2].id) member.roles = "rwh";
  }
  stage.Transcript(1);

  ASSERT_TRUE(stage.Handle(1, ManifestOffered{stage.cast().network, stage.cast().Sign(next), {}}));

  EXPECT_EQ(stage.Transcript(1),
            "manifest:2 dial:1 drop(no longer a hub of this network for this node) ");
  EXPECT_TRUE(stage.core(1).Peers().empty());
}

TEST(CoreFinish, RefusesAConnectionToSomebodyWhoIsNoHub) {
  Stage stage(3);
  stage.StartAll();
  stage.Transcript(1);

  (void)stage.Handle(1, PeerConnected{99, stage.cast().network, stage.cast().members[2].id});

  EXPECT_EQ(stage.Transcript(1), "drop(not a hub of a network open at this node) ");
}

TEST(CoreFinish, WritesNothingWhenALocalEventIsRefused) {
  Stage stage(1);
  stage.StartAll();
  (void)stage.Publish(0, "a");
  stage.Transcript(0);

  Turn turn = stage.core(0).Handle(
      ItemPublished{stage.cast().network, Stage::Item("a"), Stage::Salt("a"), "x", 0}, stage.now(),
      stage.store(0));

  EXPECT_FALSE(turn.outcome);
  EXPECT_TRUE(turn.writes.empty());
  EXPECT_TRUE(turn.actions.empty());
}

TEST(CoreFinish, AnswersReadsOfUnknownNetworksAsIfNothingWereThere) {
  Stage stage(1);
  stage.StartAll();
  HeadsRequest request;
  request.network = sim::DrawId<NetworkId>(1, "elsewhere");

  Turn turn = stage.core(0).Handle(PeerAsked{5, stage.cast().IdentityOf(0), request}, stage.now(),
                                   stage.store(0));

  ASSERT_EQ(turn.actions.size(), 1u);
  const auto& answer = std::get<AnswerPeer>(turn.actions[0]);
  EXPECT_EQ(answer.call, 5u);
  EXPECT_EQ(answer.reply.error().message, NotVisible().message);
}

TEST(CoreFinish, SaysWhyPublishingIsClosed) {
  Stage stage(1);
  EXPECT_EQ(Core(CoreOptions{}).SigningBlocked(stage.cast().network).find("network "), 0u);
  stage.StartAll();
  EXPECT_EQ(stage.core(0).SigningBlocked(stage.cast().network), "");

  stage.Pass(hours(24 * 401));

  EXPECT_NE(stage.core(0).SigningBlocked(stage.cast().network).find("expired"), std::string::npos);
}

}  // namespace
}  // namespace candour::core_test
