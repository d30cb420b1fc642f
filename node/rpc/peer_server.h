// ExchangeService on TCP with mutual TLS: takes calls off the wire and hands them on.
//
// No policy lives here: the handler decides who asks and what the answer is. Every call has a
// deadline of its own, every peer a cap on calls in flight, and every call is finished at Stop().
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "candour/peer/v1/exchange.pb.h"
#include "crypto/x509.h"
#include "federation/core/events.h"
#include "federation/sync/messages.h"
#include "node/rpc/peer_budget.h"

namespace candour::rpc {

// What the server needs of the node. Called on gRPC's threads: must not block. `done` is called
// exactly once, on any thread, also after the caller has gone.
class PeerHandler {
 public:
  virtual ~PeerHandler() = default;

  using Done = std::function<void(Result<Reply>)>;
  virtual void Ask(const crypto::Hash& spki, Request request, Done done) = 0;

  using JoinDone = std::function<void(Result<peer::v1::JoinResponse>)>;
  virtual void Join(const crypto::Hash& spki, peer::v1::JoinRequest request, JoinDone done) = 0;

  // An error refuses the stream. Opened and closed come in pairs when it is accepted.
  using WatchDone = std::function<void(Status)>;
  virtual void OpenWatch(const crypto::Hash& spki, const NetworkId& network, WatcherHandle watcher,
                         WatchDone done) = 0;
  virtual void WatchClosed(WatcherHandle watcher) = 0;
};

struct PeerServerOptions {
  std::string address = {};      // host:port, port 0 takes a free one; empty: none
  std::string edge_socket = {};  // path of a unix socket (node/rpc/edge.h); empty: none
  crypto::TlsIdentity identity = {};
  size_t in_flight_max = 32;  // calls of one peer
  size_t watches_max = 4;     // Watch streams of one peer
  size_t malformed_max = 64;  // malformed calls of one peer in a minute; more: a minute's pause
  std::function<void(const crypto::Hash& spki)> on_paused = {};  // any thread; must not block
  // A connection that brought much more than calls came of it was cut; any thread, not blocking.
  std::function<void(const std::string& peer)> on_cut = {};
  int message_bytes_max = 4 << 20;
  size_t metadata_bytes_max = 8 << 10;
  std::chrono::milliseconds call_deadline{30'000};
  std::chrono::milliseconds watch_deadline{3'600'000};
  size_t hints_max = 256;  // waiting for one slow watcher
};

class PeerServer {
 public:
  // `handler` outlives the server. kUnavailable when the address or the socket cannot be had.
  static Result<std::unique_ptr<PeerServer>> Start(PeerServerOptions options, PeerHandler& handler);
  ~PeerServer();  // Stop()s.

  // Who was refused what since the start; also strangers.
  std::vector<PeerRefusals> Refusals() const;
  int port() const;  // 0 without an address.
  // Any thread. Unknown handles are ignored: the watcher may just have gone. A watcher that does
  // not keep up is disconnected; it will come back and compare heads.
  void SendHint(WatcherHandle watcher, const WatchHint& hint);
  void CloseWatcher(WatcherHandle watcher);
  // Finishes every open call and returns when none is left, at most about 3 s later.
  void Stop();

 private:
  class Impl;
  explicit PeerServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::rpc
