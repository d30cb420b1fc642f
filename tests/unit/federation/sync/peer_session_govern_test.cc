// Versions that a hub lacks, and those that governors have begun to sign.
#include <gtest/gtest.h>

#include "tests/unit/federation/sync/session_talk.h"

namespace candour::sync_test {
namespace {

class PeerSessionGovern : public ::testing::Test, public SessionTalk {
 protected:
  void Adopt(const std::string& note) {
    TurnBook book(node, now);
    ASSERT_TRUE(chain.Offer(note, std::nullopt, book));
    node.Apply(book.TakeWrites());
  }
  std::string Next(WallSeconds expires) {
    return cast.Sign(NextVersion(*chain.current(), now.wall, expires));
  }
};

TEST_F(PeerSessionGovern, BringsTheHubTheVersionsItMissed) {
  Adopt(Next(now.wall + 1'000'000));
  Adopt(Next(now.wall + 2'000'000));
  EXPECT_EQ(Start(), "hello ");

  EXPECT_EQ(Say(Reply(GoodHello())), "propose ");
  const auto* brought = std::get_if<PutProposalRequest>(&asked.front().request);
  ASSERT_NE(brought, nullptr);
  EXPECT_EQ(brought->note, *node.Manifest(cast.network, 2));
  EXPECT_EQ(Say(Reply(PutProposalReply{2, {}})), "propose ");
  EXPECT_EQ(Say(Reply(PutProposalReply{3, chain.current()->hash})), "heads ");
}

TEST_F(PeerSessionGovern, LeavesAHubThatDoesNotTakeThem) {
  Adopt(Next(now.wall + 1'000'000));
  EXPECT_EQ(Start(), "hello ");
  EXPECT_EQ(Say(Reply(GoodHello())), "propose ");

  EXPECT_EQ(Say(Reply(PutProposalReply{1, {}})),
            "leave(holds manifest version 1 and does not take 2) ");
}

TEST_F(PeerSessionGovern, AsksForProposalsOnlyWhereItMaySeeThem) {
  EXPECT_EQ(Start(), "hello ");
  EXPECT_EQ(SayTruth(), "heads ") << "neither governor nor hub";
  EXPECT_EQ(Settle(), "own0 watch ");

  Manifest next = NextVersion(*chain.current(), now.wall, now.wall + 1'000'000);
  for (Member& member : next.members) {
    if (member.id == cast.members[1].id) member.roles = "rwg";
  }
  Adopt(cast.Sign(next));
  session->OnManifestChanged();
  EXPECT_EQ(Timer(), "propose heads ");
}

}  // namespace
}  // namespace candour::sync_test
