#include "node/rpc/peer_server.h"

#include <gtest/gtest.h>

#include "tests/unit/node/rpc/peer_loopback.h"

namespace candour::rpc {
namespace {

using PeerServerTest = PeerLoopback;

TEST_F(PeerServerTest, AnswersAStrangerLikeAnAbsentThing) {
  StartServer();
  StartClient(NewIdentity(), PinOf(hub_));
  const auto connected = events_.NextOf<PeerConnected>();
  ASSERT_TRUE(connected);

  client_->Ask({connected->peer, 1, HeadsRequest{.network = kNetwork}});

  const auto answered = events_.NextOf<PeerAnswered>();
  ASSERT_TRUE(answered);
  ASSERT_FALSE(answered->reply);
  EXPECT_EQ(answered->reply.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(answered->reply.error().reason, NotVisible().reason);
}

TEST_F(PeerServerTest, CarriesHintsUntilEitherSideGoes) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Watch({peer, kNetwork});
  const auto watcher = desk_.opened.Next();
  ASSERT_TRUE(watcher);

  server_->SendHint(*watcher, {.network = kNetwork, .feed = kFeed, .size = 4, .live = {}});
  const auto hinted = events_.NextOf<PeerHinted>();
  ASSERT_TRUE(hinted);
  EXPECT_EQ(hinted->hint.feed, kFeed);
  EXPECT_EQ(hinted->hint.size, 4u);

  client_->Drop({peer, "the test says so"});
  const auto lost = events_.NextOf<PeerLost>();
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->peer, peer);
  EXPECT_EQ(desk_.closed.Next(), *watcher);
  EXPECT_TRUE(events_.NextOf<PeerConnected>());  // And it dials again.
}

TEST_F(PeerServerTest, CutsAPeerOffBeyondItsCalls) {
  StartServer({.in_flight_max = 2});
  const PeerHandle peer = Connect();
  std::vector<DeskOfTheTest::Asked> open;
  for (CallHandle call = 1; call <= 2; ++call) {
    client_->Ask({peer, call, HeadsRequest{.network = kNetwork}});
    auto asked = desk_.asked.Next();
    ASSERT_TRUE(asked);
    open.push_back(std::move(*asked));
  }

  client_->Ask({peer, 3, HeadsRequest{.network = kNetwork}});
  const auto refused = events_.NextOf<PeerAnswered>();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->call, 3u);
  ASSERT_FALSE(refused->reply);
  EXPECT_EQ(refused->reply.error().reason, "TOO_MANY_CALLS");

  open[0].done(Reply(HeadsReply{}));
  open[1].done(Reply(HeadsReply{}));
  EXPECT_TRUE(events_.NextOf<PeerAnswered>()->reply);
  EXPECT_TRUE(events_.NextOf<PeerAnswered>()->reply);
}

TEST_F(PeerServerTest, PausesAPeerWhoseCallsDoNotVerifyAndNamesIt) {
  std::atomic<int> pauses{0};
  StartServer({.malformed_max = 2, .on_paused = [&](const crypto::Hash& spki) {
                 EXPECT_EQ(spki, PinOf(member_));
                 ++pauses;
               }});
  desk_.answer = [](const Request&) -> Result<Reply> {
    return Fail(ErrorCode::kInvalid, "NOT_VERIFIED", "the root does not follow");
  };
  const PeerHandle peer = Connect();
  std::vector<std::string> reasons;
  for (CallHandle call = 1; call <= 4; ++call) {
    client_->Ask({peer, call, HeadsRequest{.network = kNetwork}});
    const auto answered = events_.NextOf<PeerAnswered>();
    ASSERT_TRUE(answered && !answered->reply);
    reasons.push_back(answered->reply.error().reason);
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{"NOT_VERIFIED", "NOT_VERIFIED", "NOT_VERIFIED",
                                               "PEER_PAUSED"}));
  EXPECT_EQ(pauses, 1);
  const auto refusals = server_->Refusals();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].spki, PinOf(member_));
  EXPECT_EQ(refusals[0].malformed, 3u);
  EXPECT_EQ(refusals[0].refused, 1u);
  EXPECT_TRUE(refusals[0].paused);
}

// More than one connection may owe, over several looks at it: what came as calls is not owed.
TEST_F(PeerServerTest, CutsNobodyForWholeCalls) {
  std::atomic<int> cuts{0};
  StartServer({.on_cut = [&](const std::string&) { ++cuts; }});
  desk_.answer = [](const Request&) -> Result<Reply> { return Reply(PushBodiesReply{1}); };
  const PeerHandle peer = Connect();
  PushBodiesRequest push{kNetwork, kFeed, {}};
  for (uint64_t i = 0; i < 50; ++i) {
    push.bodies.push_back({i, BodyState::kOk, Bytes(58'880, 'x')});
  }

  const auto end = std::chrono::steady_clock::now() + milliseconds(400);
  uint64_t mb = 0;
  for (CallHandle call = 1; mb < 60 || std::chrono::steady_clock::now() < end; ++call, mb += 3) {
    client_->Ask({peer, call, push});
    const auto answered = events_.NextOf<PeerAnswered>();
    ASSERT_TRUE(answered && answered->reply) << "after " << mb << " MB";
  }

  EXPECT_EQ(cuts, 0);
}

TEST_F(PeerServerTest, EndsCallsAtTheirDeadline) {
  StartServer({.call_deadline = milliseconds(50)});
  const PeerHandle peer = Connect();
  client_->Ask({peer, 1, HeadsRequest{.network = kNetwork}});
  auto asked = desk_.asked.Next();
  ASSERT_TRUE(asked);

  const auto answered = events_.NextOf<PeerAnswered>();
  ASSERT_TRUE(answered);
  ASSERT_FALSE(answered->reply);
  EXPECT_EQ(answered->reply.error().reason, "PEER_SILENT");
  asked->done(Reply(HeadsReply{}));  // Too late, and harmless.
}

TEST_F(PeerServerTest, FinishesEveryOpenCallWhenItStops) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Watch({peer, kNetwork});
  ASSERT_TRUE(desk_.opened.Next());
  client_->Ask({peer, 1, HeadsRequest{.network = kNetwork}});
  client_->Ask({peer, 2, BodiesRequest{kNetwork, kFeed, {{0, 1}}, 1000}});
  auto first = desk_.asked.Next();
  auto second = desk_.asked.Next();
  ASSERT_TRUE(first && second);

  server_->Stop();  // Comes back although nobody has answered.

  EXPECT_TRUE(desk_.closed.Next());
  EXPECT_TRUE(events_.NextOf<PeerLost>());
  first->done(Reply(HeadsReply{}));
  second->done(Fail(NotVisible()));
}

}  // namespace
}  // namespace candour::rpc
