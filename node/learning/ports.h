// What the services of a node need of the machine around them. The loop implements Turns; tests
// implement it over a real store without threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "candour/node/v1/node.pb.h"
#include "candour/peer/v1/exchange.pb.h"
#include "federation/core/core.h"
#include "federation/network/ticket.h"
#include "node/storage/local_rows.h"

namespace candour {

// Who is asking, made in one place from a session.
struct Principal {
  std::string user;       // The user whose roles count.
  std::string operator_;  // Who really typed, when acting for the user ("uid 0"); else empty.
  std::vector<node::v1::UserRole> roles;
  bool Has(node::v1::UserRole role) const;
};

// What one decision on the loop thread wants committed, atomically and durably.
struct LocalTurn {
  std::optional<Event> event;  // For the core; its refusal refuses the whole turn.
  storage::LocalWrites writes;
  // What this turn deleted has to leave the disk: run a sweep after the commit.
  enum class After { kNothing, kSweep };
  After after = After::kNothing;
};

class Turns {
 public:
  virtual ~Turns() = default;
  // Runs `decide` on the loop thread over the newest committed state, then commits what it gave
  // back together with what the core added. Returns after the commit. Called from worker threads
  // only; kUnavailable at shutdown.
  using Decide = std::function<Result<LocalTurn>(const storage::Reader& store, Now now)>;
  virtual Status Run(const Decide& decide) = 0;
  // A consistent read-only view; a lease that must be dropped within 5 s.
  virtual std::unique_ptr<storage::Reader> Snapshot() = 0;
  virtual std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) = 0;
  virtual std::vector<PeerReport> Peers() = 0;
  virtual Now Time() = 0;
  // Why this node's own feed in the network does not sign at the moment; empty when it does.
  virtual std::string SigningBlocked(const NetworkId& network) = 0;
  // Looks after every commit, at most `patience` long, until `ready` says so of what is stored;
  // what it said last.
  using Ready = std::function<bool(const storage::Reader& store)>;
  virtual bool Await(Duration patience, const Ready& ready) = 0;
};

// The private keys of this node in one network. They live in files, never in the store.
struct MemberKeys {
  crypto::PrivateKey feed;
  crypto::PrivateKey cosigner;
  crypto::Hash tls_spki;   // Of the client key for this network.
  std::string kex_public;  // X25519, 32 bytes.
};

struct GovernorKey {
  uint32_t number = 0;
  crypto::PrivateKey key;
};

// The key folder as the services see it. Thread-safe.
class KeyVault {
 public:
  virtual ~KeyVault() = default;
  // Makes the keys of a network, or gives back those that are there.
  virtual Result<MemberKeys> CreateMemberKeys(const NetworkId& network) = 0;
  // Gives back the key when there is one of that number.
  virtual Result<GovernorKey> CreateGovernorKey(const NetworkId& network, uint32_t number) = 0;
  // The one with the highest number; kNotFound: none here.
  virtual Result<GovernorKey> LoadGovernorKey(const NetworkId& network) = 0;
  // Keys for the next epoch, kept beside those in use until TakeNextKeys puts them in their place
  // for good. Both may be repeated; kNotFound from TakeNextKeys: there are none.
  virtual Result<MemberKeys> CreateNextKeys(const NetworkId& network) = 0;
  virtual Result<MemberKeys> TakeNextKeys(const NetworkId& network) = 0;
  virtual crypto::Hash ListenerSpki() const = 0;
  virtual std::string NodeKey() const = 0;  // 32 bytes; wraps what is sealed in the store.
};

// Dials a hub with a ticket's one-time key.
class JoinDialer {
 public:
  virtual ~JoinDialer() = default;
  // kUnavailable with reason HUB_UNREACHABLE or HUB_PIN_MISMATCH; the hub's own refusals as they
  // came.
  virtual Result<peer::v1::JoinResponse> Join(const Ticket& ticket,
                                              const peer::v1::JoinRequest& request) = 0;
  virtual Result<std::vector<ManifestsReply::Version>> Manifests(const Ticket& ticket,
                                                                 uint64_t from) = 0;
};

}  // namespace candour
