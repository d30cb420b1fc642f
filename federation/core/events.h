// What the core is told: local decisions, peers' words, and time.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/ed25519.h"
#include "federation/sync/messages.h"

namespace candour {

// Handles given by the caller; never reused within one process.
using PeerHandle = uint64_t;     // One dialled connection to one hub in one network.
using CallHandle = uint64_t;     // One request in flight, either way.
using WatcherHandle = uint64_t;  // One open Watch stream of a peer at this node.

// Whether the guard file belongs to this store at this place. kForeign: it is of another machine or
// was copied, so the store may be an old copy too. kAbsent: there is none.
enum class GuardStanding { kOurs, kForeign, kAbsent };

// Whether this node's people have said that it leaves the network: then it publishes nothing there.
enum class Intent { kStays, kLeaves };

// This node's own keys in one network, and what the guard file remembers.
struct OwnKeys {
  NetworkId network;
  MemberId member;
  uint32_t epoch = 0;
  crypto::PrivateKey feed;
  crypto::PrivateKey cosigner;
  uint64_t guard_size = 0;
  crypto::Hash guard_root;
  crypto::Hash instance;  // HMAC(node secret, network id); zero: CoreOptions.self's.
  GuardStanding guard = GuardStanding::kOurs;
  Intent intent = Intent::kStays;
};

struct NetworkOpened {
  OwnKeys keys;
};  // At start, after creating one, and after admission.
struct ManifestOffered {
  NetworkId network;
  Bytes note;
  std::optional<crypto::Hash> pinned;  // Of the first version, from the ticket; empty: our own.
};                                     // By a governor here, or fetched by a joiner.
// The next version with a governor's line, made here.
struct ManifestProposed {
  NetworkId network;
  Bytes note;
};
struct ItemPublished {
  NetworkId network;
  ItemId item;
  Bytes salt;
  Bytes body;
  WallSeconds day = 0;
};
struct ItemRevised {
  NetworkId network;
  ItemId item;
  Bytes salt;
  Bytes body;
  WallSeconds day = 0;
};
struct ItemRetracted {
  NetworkId network;
  ItemId item;
  uint16_t reason = 0;
  WallSeconds day = 0;
};
// A person vouches for it: nobody holds more of our own feed than this head.
struct HeadConfirmed {
  NetworkId network;
  uint64_t size = 0;
  crypto::Hash root;
};
// A person says that this node leaves the network, or stays after all.
struct Leaving {
  NetworkId network;
  Intent intent = Intent::kLeaves;
};
// A push that no peer brought, but a file: verified in the same way.
struct BroughtByHand {
  NetworkId network;
  Request request;
};
struct PeerConnected {
  PeerHandle peer = 0;
  NetworkId network;
  MemberId hub;
};
struct PeerLost {
  PeerHandle peer = 0;
};
struct PeerAnswered {
  PeerHandle peer = 0;
  CallHandle call = 0;
  Result<Reply> reply;
};
struct PeerHinted {
  PeerHandle peer = 0;
  WatchHint hint;
};
struct PeerAsked {
  CallHandle call = 0;
  PeerIdentity who;
  Request request;
};
struct WatcherOpened {
  WatcherHandle watcher = 0;
  PeerIdentity who;
};
struct WatcherClosed {
  WatcherHandle watcher = 0;
};
struct SyncRequested {
  std::optional<NetworkId> network;
};  // A person asks: reconcile now.
// Every retraction hidden before the sweep began has left the disk.
struct SweepFinished {
  std::vector<std::pair<FeedId, uint64_t>> erased;
};
struct TimerFired {};

using Event =
    std::variant<NetworkOpened, ManifestOffered, ManifestProposed, ItemPublished, ItemRevised,
                 ItemRetracted, HeadConfirmed, Leaving, BroughtByHand, PeerConnected, PeerLost,
                 PeerAnswered, PeerHinted, PeerAsked, WatcherOpened, WatcherClosed, SyncRequested,
                 SweepFinished, TimerFired>;

}  // namespace candour
