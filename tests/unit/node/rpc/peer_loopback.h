// Peer server and peer client against each other over the loopback interface, with real TLS.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include "crypto/encoding.h"
#include "federation/sync/serve.h"
#include "node/rpc/peer_client.h"
#include "node/rpc/peer_server.h"

namespace candour::rpc {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
inline const MemberId kHub = *MemberId::From(std::string(16, 'h'));
inline const FeedId kFeed = *FeedId::From(std::string(16, 'f'));

inline crypto::TlsIdentity NewIdentity() {
  return *crypto::GenerateSelfSigned(
      crypto::CertificateOptions{.common_name = "test", .now_seconds = 1'700'000'000});
}

inline crypto::Hash PinOf(const crypto::TlsIdentity& identity) {
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

}  // namespace candour::rpc
