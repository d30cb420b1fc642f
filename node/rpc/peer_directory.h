// Who stands behind a TLS key in a network, by the network's current manifest; and for a while who
// stood behind it, so that a node learns why it is refused (protocol section 5).
//
// The loop puts manifests in, version after version; any thread looks up. Never blocks.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "federation/network/manifest.h"
#include "federation/sync/pull_messages.h"

namespace candour::rpc {

inline constexpr WallSeconds kFormerPinSeconds = 30 * kSecondsPerDay;
inline constexpr WallSeconds kFormerHubPinSeconds = 180 * kSecondsPerDay;

class PeerDirectory {
 public:
  PeerDirectory();

  // Called by one thread at a time. Keys that the version before named and this one does not are
  // former ones from the day it was issued. Null forgets the network.
  void Put(const NetworkId& network, std::shared_ptr<const SignedManifest> manifest);

  // Null when the network is unknown.
  std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) const;
  // Empty for strangers and unknown networks alike.
  std::optional<PeerIdentity> Resolve(const NetworkId& network, const crypto::Hash& spki) const;
  // The holder of a key that is no longer named, within its term.
  std::optional<PeerIdentity> ResolveFormer(const NetworkId& network, const crypto::Hash& spki,
                                            WallSeconds now) const;

 private:
  struct Former {
    MemberId member;
    WallSeconds until = 0;
  };
  struct Entry {
    std::shared_ptr<const SignedManifest> current;
    std::map<crypto::Hash, Former> former;
  };
  using Map = std::map<NetworkId, Entry>;
  std::atomic<std::shared_ptr<const Map>> map_;
};

}  // namespace candour::rpc
