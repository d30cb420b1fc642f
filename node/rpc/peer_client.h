// Dial-out: one connection per (network, hub), kept up for as long as the hub is listed.
//
// The core names the hubs (DialHubs) and what to ask (AskPeer, OpenWatch, DropPeer); everything
// that happens comes back as an event: PeerConnected, PeerAnswered, PeerHinted, PeerLost. A lost
// connection is dialled again after a jittered pause that doubles up to `backoff_max`.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "crypto/x509.h"
#include "federation/core/actions.h"
#include "federation/core/events.h"

namespace candour::rpc {

struct PeerClientOptions {
  // Called on gRPC's threads and the client's own; must not block. False means "full": a hint may
  // be refused so, and its stream is then given up. Everything else is always taken.
  std::function<bool(Event)> post;
  // The client key of this node in a network.
  std::function<Result<crypto::TlsIdentity>(const NetworkId&)> identity;
  // For the log: "dialled", "lost", "refused" with ids, addresses and reasons.
  std::function<void(const std::string& event, const std::string& message)> report;
  std::chrono::milliseconds backoff_min{250};
  std::chrono::milliseconds backoff_max{60'000};
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds call_timeout{30'000};
  int message_bytes_max = 4 << 20;
};

// How one connection stands, for ListPeers.
struct LinkReport {
  NetworkId network;
  MemberId hub;
  std::string address;
  std::string state;    // connected, dialling, waiting
  PeerHandle peer = 0;  // 0 unless connected
  std::string last_error;
  uint64_t attempts = 0;    // To connect, since the hub was listed.
  int64_t last_answer = 0;  // POSIX seconds; 0: never.
};

// Every function may be called from any thread and returns at once.
class PeerClient {
 public:
  explicit PeerClient(PeerClientOptions options);
  ~PeerClient();  // Stop()s.

  void SetHubs(const DialHubs& hubs);
  void Ask(const AskPeer& ask);
  void Watch(const OpenWatch& watch);
  void Drop(const DropPeer& drop);
  // Asks a hub over its open connection and waits for the answer, at most `patience`; not on
  // gRPC's threads. kUnavailable when it is not connected, does not answer, or at Stop().
  Result<Reply> AskHub(const NetworkId& network, const MemberId& hub, const Request& request,
                       std::chrono::milliseconds patience);
  // Ends every pause: dials now.
  void DialNow();
  // Drops every connection; they are dialled again.
  void HangUp(const std::string& reason);
  std::vector<LinkReport> Links() const;
  // Cancels everything and waits until no callback can come any more. No event is posted after it.
  void Stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace candour::rpc
