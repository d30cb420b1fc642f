#include "node/rpc/peer_directory.h"

#include <algorithm>
#include <utility>

namespace candour::rpc {

PeerDirectory::PeerDirectory() : map_(std::make_shared<const Map>()) {}

void PeerDirectory::Put(const NetworkId& network, std::shared_ptr<const SignedManifest> manifest) {
  Map next = *map_.load();
  if (!manifest) {
    next.erase(network);
  } else {
    Entry& entry = next[network];
    const Manifest& fresh = manifest->manifest;
    const bool other = entry.current && entry.current->manifest.version != fresh.version;
    for (const Member& member : other ? entry.current->manifest.members : std::vector<Member>()) {
      const WallSeconds term = member.Has('h') ? kFormerHubPinSeconds : kFormerPinSeconds;
      for (const crypto::Hash& spki : member.spki) {
        if (fresh.FindByPin(spki) != nullptr) continue;
        entry.former[spki] = {member.id, fresh.issued + term};
      }
    }
    std::erase_if(entry.former, [&](const auto& row) { return row.second.until < fresh.issued; });
    entry.current = std::move(manifest);
  }
  map_.store(std::make_shared<const Map>(std::move(next)));
}

std::shared_ptr<const SignedManifest> PeerDirectory::ManifestOf(const NetworkId& network) const {
  const std::shared_ptr<const Map> map = map_.load();
  const auto found = map->find(network);
  return found == map->end() ? nullptr : found->second.current;
}

std::optional<PeerIdentity> PeerDirectory::Resolve(const NetworkId& network,
                                                   const crypto::Hash& spki) const {
  const std::shared_ptr<const SignedManifest> manifest = ManifestOf(network);
  if (!manifest) return std::nullopt;
  const Member* member = manifest->manifest.FindByPin(spki);
  if (member == nullptr) return std::nullopt;
  return PeerIdentity{.network = network, .member = member->id, .spki = spki};
}

std::optional<PeerIdentity> PeerDirectory::ResolveFormer(const NetworkId& network,
                                                         const crypto::Hash& spki,
                                                         WallSeconds now) const {
  const std::shared_ptr<const Map> map = map_.load();
  const auto found = map->find(network);
  if (found == map->end() || found->second.current->manifest.FindByPin(spki) != nullptr) {
    return std::nullopt;
  }
  const auto former = found->second.former.find(spki);
  if (former == found->second.former.end() || now >= former->second.until) return std::nullopt;
  return PeerIdentity{
      .network = network, .member = former->second.member, .spki = spki, .former = true};
}

}  // namespace candour::rpc
