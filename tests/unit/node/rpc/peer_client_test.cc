#include "node/rpc/peer_client.h"

#include <gtest/gtest.h>

#include "tests/unit/node/rpc/peer_loopback.h"

namespace candour::rpc {
namespace {

using PeerClientTest = PeerLoopback;

TEST_F(PeerClientTest, CarriesACallBetweenPinnedPeers) {
  StartServer();
  desk_.answer = [](const Request& request) -> Result<Reply> {
    return Reply(PushHeadReply{std::get<PushHeadRequest>(request).checkpoint.size(), 3});
  };
  const PeerHandle peer = Connect();

  client_->Ask({peer, 11, PushHeadRequest{kNetwork, kFeed, "twelve bytes"}});

  const auto answered = events_.NextOf<PeerAnswered>();
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered->peer, peer);
  EXPECT_EQ(answered->call, 11u);
  ASSERT_TRUE(answered->reply) << answered->reply.error().message;
  EXPECT_EQ(std::get<PushHeadReply>(*answered->reply).have_leaves, 12u);
  EXPECT_EQ(client_->Links().at(0).state, "connected");
}

TEST_F(PeerClientTest, GathersBodiesOfManyMessages) {
  StartServer();
  desk_.answer = [](const Request&) -> Result<Reply> {
    BodiesReply reply;
    for (uint64_t i = 0; i < 40; ++i) {
      reply.bodies.push_back({i, BodyState::kOk, Bytes(50'000, static_cast<char>(i))});
    }
    return Reply(std::move(reply));
  };
  const PeerHandle peer = Connect();

  client_->Ask({peer, 1, BodiesRequest{kNetwork, kFeed, {{0, 40}}, kBodyBytesPerReplyMax}});

  const auto answered = events_.NextOf<PeerAnswered>();
  ASSERT_TRUE(answered && answered->reply);
  const auto& bodies = std::get<BodiesReply>(*answered->reply).bodies;
  ASSERT_EQ(bodies.size(), 40u);
  EXPECT_EQ(bodies[39].index, 39u);
  EXPECT_EQ(bodies[39].blob, Bytes(50'000, 39));
}

TEST_F(PeerClientTest, RefusesAHubWithAnotherKeyAndNamesBoth) {
  StartServer();
  const crypto::Hash expected = PinOf(NewIdentity());
  StartClient(member_, expected);

  const auto report = reports_.Next();

  ASSERT_TRUE(report);
  EXPECT_NE(report->find(crypto::HexEncode(expected.view())), std::string::npos) << *report;
  EXPECT_NE(report->find(crypto::HexEncode(PinOf(hub_).view())), std::string::npos) << *report;
  client_->Stop();
  EXPECT_FALSE(events_.Next(seconds(0)));  // Never connected.
}

TEST_F(PeerClientTest, LosesThePeerWhenItsWatchIsClosed) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Watch({peer, kNetwork});
  const auto watcher = desk_.opened.Next();
  ASSERT_TRUE(watcher);

  server_->CloseWatcher(*watcher);

  const auto lost = events_.NextOf<PeerLost>();
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->peer, peer);
}

TEST_F(PeerClientTest, AsksAHubForSomebodyWhoWaits) {
  StartServer();
  const SubmitReportRequest note{kNetwork, {}, "a note"};
  desk_.answer = [](const Request& request) -> Result<Reply> {
    return Reply(SubmitReportReply{std::get<SubmitReportRequest>(request).note == "a note"});
  };
  Connect();

  const auto answered = client_->AskHub(kNetwork, kHub, note, seconds(20));
  ASSERT_TRUE(answered) << answered.error().message;
  EXPECT_TRUE(std::get<SubmitReportReply>(*answered).settled);
  EXPECT_FALSE(events_.Next(seconds(0)));  // The core hears nothing of it.

  const MemberId stranger = *MemberId::From(std::string(16, 'x'));
  const auto other = client_->AskHub(kNetwork, stranger, note, seconds(20));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, "HUB_AWAY");
}

TEST_F(PeerClientTest, DoesNotWaitForeverForAHub) {
  StartServer();
  Connect();
  const auto silent =
      client_->AskHub(kNetwork, kHub, SubmitReportRequest{kNetwork, {}, "a note"}, milliseconds(1));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().reason, "HUB_AWAY");
  auto asked = desk_.asked.Next();
  ASSERT_TRUE(asked);
  asked->done(Reply(SubmitReportReply{}));  // Too late, and harmless.
  client_->Stop();
  EXPECT_FALSE(client_->AskHub(kNetwork, kHub, HeadsRequest{.network = kNetwork}, seconds(20)));
}

TEST_F(PeerClientTest, StopsAClientWithOpenCalls) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Ask({peer, 1, HeadsRequest{.network = kNetwork}});
  auto asked = desk_.asked.Next();
  ASSERT_TRUE(asked);

  client_->Stop();

  EXPECT_FALSE(events_.Next(seconds(0)));
  asked->done(Reply(HeadsReply{}));
}

TEST_F(PeerClientTest, ReportsAHubThatDoesNotAnswerAndFindsItLater) {
  StartServer();
  const std::string address = Address();
  server_->Stop();
  client_ = nullptr;
  StartClient(member_, PinOf(hub_));
  const auto report = reports_.Next();
  ASSERT_TRUE(report);
  EXPECT_NE(report->find(address + " does not answer"), std::string::npos) << *report;

  StartServer();
  client_->SetHubs({.network = kNetwork, .hubs = {{Hub{kHub, Address()}, {PinOf(hub_)}}}});

  EXPECT_TRUE(events_.NextOf<PeerConnected>());
}

}  // namespace
}  // namespace candour::rpc
