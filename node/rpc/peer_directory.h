// Who stands behind a TLS key in a network, by the network's current manifest.
//
// The loop puts manifests in; any thread looks up. Never blocks.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>

#include "federation/network/manifest.h"
#include "federation/sync/pull_messages.h"

namespace candour::rpc {

class PeerDirectory {
 public:
  PeerDirectory();

  // Called by one thread at a time. Null forgets the network.
  void Put(const NetworkId& network, std::shared_ptr<const SignedManifest> manifest);

  // Null when the network is unknown.
  std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) const;
  // Empty for strangers and unknown networks alike.
  std::optional<PeerIdentity> Resolve(const NetworkId& network, const crypto::Hash& spki) const;

 private:
  using Map = std::map<NetworkId, std::shared_ptr<const SignedManifest>>;
  std::atomic<std::shared_ptr<const Map>> map_;
};

}  // namespace candour::rpc
