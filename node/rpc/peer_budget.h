// How much each peer has open, and what it was refused, by its key. Thread-safe.
//
// A peer that sends more than `malformed` calls that cannot be read or do not verify within one
// `pause` is not heard for the next one: reading rubbish costs more than refusing it. Strangers are
// counted like members, so the two cannot be told apart; only so many are remembered.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/result.h"

namespace candour::rpc {

enum class CallKind { kCall, kWatch };

// What one peer was refused since this process started.
struct PeerRefusals {
  crypto::Hash spki;
  uint64_t malformed = 0;  // Calls that could not be read, or whose content did not verify.
  uint64_t refused = 0;    // Calls beyond its share, and all while paused.
  bool paused = false;
};

class PeerBudget {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  struct Limits {
    size_t calls = 32;
    size_t watches = 4;
    size_t malformed = 64;
    std::chrono::seconds pause{60};
    size_t remembered = 1024;  // Peers with nothing open.
  };
  explicit PeerBudget(Limits limits) : limits_(limits) {}

  // Empty: taken, to be given back with Return(). Else kFull: TOO_MANY_CALLS or PEER_PAUSED.
  std::optional<Error> Take(const crypto::Hash& spki, CallKind kind, Instant now);
  void Return(const crypto::Hash& spki, CallKind kind);
  // True when this call was the one that paused the peer.
  bool Malformed(const crypto::Hash& spki, Instant now);
  // Peers that were refused something, in order of their keys.
  std::vector<PeerRefusals> Refusals(Instant now) const;

 private:
  struct Peer {
    size_t calls = 0;
    size_t watches = 0;
    size_t malformed_of_late = 0;
    Instant of_late_since;
    Instant paused_until;
    uint64_t malformed = 0;
    uint64_t refused = 0;

    bool Idle() const { return calls == 0 && watches == 0; }
    bool Blameless() const { return malformed == 0 && refused == 0; }
  };
  Peer& Of(const crypto::Hash& spki);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<crypto::Hash, Peer> peers_;  // With something open, or refused something.
};

}  // namespace candour::rpc
