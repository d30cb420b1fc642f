#include "node/rpc/peer_directory.h"

#include <utility>

namespace candour::rpc {

PeerDirectory::PeerDirectory() : map_(std::make_shared<const Map>()) {}

void PeerDirectory::Put(const NetworkId& network, std::shared_ptr<const SignedManifest> manifest) {
  Map next = *map_.load();
  if (manifest) {
    next[network] = std::move(manifest);
  } else {
    next.erase(network);
  }
  map_.store(std::make_shared<const Map>(std::move(next)));
}

std::shared_ptr<const SignedManifest> PeerDirectory::ManifestOf(const NetworkId& network) const {
  const std::shared_ptr<const Map> map = map_.load();
  const auto found = map->find(network);
  return found == map->end() ? nullptr : found->second;
}

std::optional<PeerIdentity> PeerDirectory::Resolve(const NetworkId& network,
                                                   const crypto::Hash& spki) const {
  const std::shared_ptr<const SignedManifest> manifest = ManifestOf(network);
  if (!manifest) return std::nullopt;
  const Member* member = manifest->manifest.FindByPin(spki);
  if (member == nullptr) return std::nullopt;
  return PeerIdentity{.network = network, .member = member->id, .spki = spki};
}

}  // namespace candour::rpc
