// Peer server and peer client against each other over the loopback interface, with real TLS.
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include "crypto/encoding.h"
#include "federation/sync/serve.h"
#include "node/rpc/join_client.h"
#include "node/rpc/peer_client.h"
#include "node/rpc/peer_server.h"

namespace candour::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const MemberId kHub = *MemberId::From(std::string(16, 'h'));
const FeedId kFeed = *FeedId::From(std::string(16, 'f'));

crypto::TlsIdentity NewIdentity() {
  return *crypto::GenerateSelfSigned(
      crypto::CertificateOptions{.common_name = "test", .now_seconds = 1'700'000'000});
}

crypto::Hash PinOf(const crypto::TlsIdentity& identity) {
  return *crypto::SpkiSha256FromPem(identity.cert_pem);
}

// What happened, in order, for a test that waits for it.
template <class T>
class Arrivals {
 public:
  void Push(T item) {
    const std::lock_guard<std::mutex> lock(mutex_);
    items_.push_back(std::move(item));
    changed_.notify_all();
  }
  std::optional<T> Next(seconds patience = seconds(20)) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, patience, [this] { return !items_.empty(); })) return std::nullopt;
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
  }
  // The next one of a kind; others before it are passed over.
  template <class Kind>
  std::optional<Kind> NextOf() {
    while (auto item = Next()) {
      if (auto* kind = std::get_if<Kind>(&*item)) return std::move(*kind);
    }
    return std::nullopt;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
};

// Knows one key; keeps what it is asked until the test answers, unless `answer` does at once.
class DeskOfTheTest final : public PeerHandler {
 public:
  struct Asked {
    Request request;
    Done done;
  };
  void Ask(const crypto::Hash& spki, Request request, Done done) override {
    if (spki != welcome) return done(Fail(NotVisible()));
    if (answer) return done(answer(request));
    asked.Push({std::move(request), std::move(done)});
  }
  void Join(const crypto::Hash& spki, peer::v1::JoinRequest request, JoinDone done) override {
    if (spki != ticket) return done(Fail(NotVisible()));
    peer::v1::JoinResponse response;
    response.set_fingerprint("six words for " + request.name());
    response.set_state(peer::v1::JOIN_STATE_PENDING);
    done(response);
  }
  void OpenWatch(const crypto::Hash& spki, const NetworkId& network, WatcherHandle watcher,
                 WatchDone done) override {
    if (spki != welcome || network != kNetwork) return done(Fail(NotVisible()));
    done({});
    opened.Push(watcher);
  }
  void WatchClosed(WatcherHandle watcher) override { closed.Push(watcher); }

  crypto::Hash welcome;
  crypto::Hash ticket;
  std::function<Result<Reply>(const Request&)> answer;
  Arrivals<Asked> asked;
  Arrivals<WatcherHandle> opened;
  Arrivals<WatcherHandle> closed;
};

class PeerLoopback : public testing::Test {
 protected:
  void StartServer(PeerServerOptions options = {}) {
    desk_.welcome = PinOf(member_);
    options.address = "127.0.0.1:0";
    options.identity = hub_;
    auto server = PeerServer::Start(std::move(options), desk_);
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  void StartClient(const crypto::TlsIdentity& identity, const crypto::Hash& pin) {
    client_ = std::make_unique<PeerClient>(PeerClientOptions{
        .post =
            [this](Event event) {
              events_.Push(std::move(event));
              return true;
            },
        .identity = [identity](const NetworkId&) { return identity; },
        .report = [this](const std::string& event,
                         const std::string& message) { reports_.Push(event + ": " + message); },
        .backoff_min = milliseconds(20),
        .backoff_max = milliseconds(100)});
    client_->SetHubs({.network = kNetwork, .hubs = {{Hub{kHub, Address()}, {pin}}}});
  }

  std::string Address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

  // The handle of the connection that comes up.
  PeerHandle Connect() {
    StartClient(member_, PinOf(hub_));
    const auto connected = events_.NextOf<PeerConnected>();
    EXPECT_TRUE(connected);
    return connected ? connected->peer : 0;
  }

  const crypto::TlsIdentity hub_ = NewIdentity();
  const crypto::TlsIdentity member_ = NewIdentity();
  DeskOfTheTest desk_;
  Arrivals<Event> events_;
  Arrivals<std::string> reports_;
  std::unique_ptr<PeerServer> server_;
  std::unique_ptr<PeerClient> client_;
};

TEST_F(PeerLoopback, CarriesACallBetweenPinnedPeers) {
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

TEST_F(PeerLoopback, GathersBodiesOfManyMessages) {
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

TEST_F(PeerLoopback, RefusesAHubWithAnotherKeyAndNamesBoth) {
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

TEST_F(PeerLoopback, AnswersAStrangerLikeAnAbsentThing) {
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

TEST_F(PeerLoopback, CarriesHintsUntilEitherSideGoes) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Watch({peer, kNetwork});
  const auto watcher = desk_.opened.Next();
  ASSERT_TRUE(watcher);

  server_->SendHint(*watcher, {.network = kNetwork, .feed = kFeed, .size = 4});
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

TEST_F(PeerLoopback, LosesThePeerWhenItsWatchIsClosed) {
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

TEST_F(PeerLoopback, CutsAPeerOffBeyondItsCalls) {
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

TEST_F(PeerLoopback, EndsCallsAtTheirDeadline) {
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

TEST_F(PeerLoopback, FinishesEveryOpenCallWhenItStops) {
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

TEST_F(PeerLoopback, StopsAClientWithOpenCalls) {
  StartServer();
  const PeerHandle peer = Connect();
  client_->Ask({peer, 1, HeadsRequest{.network = kNetwork}});
  auto asked = desk_.asked.Next();
  ASSERT_TRUE(asked);

  client_->Stop();

  EXPECT_FALSE(events_.Next(seconds(0)));
  asked->done(Reply(HeadsReply{}));
}

TEST_F(PeerLoopback, ReportsAHubThatDoesNotAnswerAndFindsItLater) {
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

TEST_F(PeerLoopback, LetsATicketHolderJoin) {
  StartServer();
  const Ticket ticket{.network = kNetwork,
                      .genesis = {},
                      .hub_address = Address(),
                      .hub_spki = PinOf(hub_),
                      .secret = std::string(32, 's'),
                      .expires = 0};
  desk_.ticket = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());
  TicketDialer dialer(seconds(20));
  peer::v1::JoinRequest request;
  request.set_name("St Anna");

  const auto answer = dialer.Join(ticket, request);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->fingerprint(), "six words for St Anna");
  const auto manifests = dialer.Manifests(ticket, 1);  // This desk knows no manifests.
  ASSERT_FALSE(manifests);
  EXPECT_EQ(manifests.error().code, ErrorCode::kNotFound);
}

TEST_F(PeerLoopback, TellsATicketHolderWhoAnswersInstead) {
  StartServer();
  Ticket ticket{.network = kNetwork,
                .genesis = {},
                .hub_address = Address(),
                .hub_spki = PinOf(NewIdentity()),
                .secret = std::string(32, 's'),
                .expires = 0};
  TicketDialer dialer(seconds(20));

  auto answer = dialer.Join(ticket, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "HUB_PIN_MISMATCH");
  EXPECT_NE(answer.error().message.find(crypto::HexEncode(PinOf(hub_).view())), std::string::npos);

  server_->Stop();
  answer = dialer.Join(ticket, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "HUB_UNREACHABLE");
}

}  // namespace
}  // namespace candour::rpc
