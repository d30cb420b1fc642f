// Creating a network, reading and renewing its manifest. Joining is in join.cc.
#include "node/learning/network_handlers.h"

#include "crypto/random.h"
#include "federation/core/core.h"
#include "federation/feed/names.h"
#include "federation/network/sign_manifest.h"
#include "federation/network/standing.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/manifest_changes.h"
#include "node/learning/requests.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr size_t kNameBytesMax = 200;

Result<NetworkKind> KindOf(node::v1::NetworkKind kind) {
  switch (kind) {
    case node::v1::NETWORK_KIND_GEOGRAPHIC:
      return NetworkKind::kGeographic;
    case node::v1::NETWORK_KIND_PROFESSIONAL:
      return NetworkKind::kProfessional;
    case node::v1::NETWORK_KIND_NATIONAL:
      return NetworkKind::kNational;
    default:
      return Fail(ErrorCode::kInvalid, "KIND_MISSING",
                  "a network needs a kind: geographic, professional or national");
  }
}

node::v1::NetworkKind ShowKind(NetworkKind kind) {
  switch (kind) {
    case NetworkKind::kGeographic:
      return node::v1::NETWORK_KIND_GEOGRAPHIC;
    case NetworkKind::kProfessional:
      return node::v1::NETWORK_KIND_PROFESSIONAL;
    case NetworkKind::kNational:
      return node::v1::NETWORK_KIND_NATIONAL;
  }
  return node::v1::NETWORK_KIND_UNSPECIFIED;
}

node::v1::Network Show(const NetworkView& view, WallSeconds now) {
  const Manifest& manifest = view.manifest->manifest;
  node::v1::Network shown;
  shown.set_id(view.id.hex());
  shown.set_name(manifest.name);
  shown.set_kind(ShowKind(manifest.kind));
  shown.set_manifest_version(manifest.version);
  shown.set_expires_at(manifest.expires);
  shown.set_members(static_cast<uint32_t>(manifest.members.size()));
  const Member* self = manifest.FindMember(view.self);
  if (self != nullptr) shown.set_own_roles(self->roles);
  shown.set_state(self != nullptr ? node::v1::MEMBERSHIP_STATE_MEMBER
                                  : node::v1::MEMBERSHIP_STATE_REMOVED);
  shown.set_expired(manifest.Expired(now));
  return shown;
}

// The first manifest: this node is its only member, its governor and its hub.
Manifest Genesis(const NetworkId& network, const MemberId& self, const MemberKeys& keys,
                 const GovernorKey& governor) {
  Manifest manifest;
  manifest.network = network;
  manifest.version = 1;
  manifest.threshold = 1;
  manifest.governors.push_back(crypto::VerifierKey::Ed25519(GovernorName(network, governor.number),
                                                            governor.key.public_key()));
  manifest.feeds.push_back(
      {self, 0,
       crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(network, self, 0)), keys.feed.public_key()),
       std::nullopt});
  manifest.cosigners.push_back(
      {self,
       crypto::VerifierKey::Cosignature(CosignerName(network, self), keys.cosigner.public_key())});
  manifest.kex.push_back({self, keys.kex_public});
  return manifest;
}

}  // namespace

Result<node::v1::CreateNetworkResponse> NetworkHandlers::CreateNetwork(
    const Principal& who, const node::v1::CreateNetworkRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto kind = KindOf(request.kind());
  if (!kind) return Fail(kind.error());
  if (request.name().empty() || request.name().size() > kNameBytesMax) {
    return Fail(ErrorCode::kInvalid, "NAME_INVALID", "a network's name has 1 to 200 bytes");
  }
  if (request.hub_address().find(':') == std::string::npos) {
    return Fail(ErrorCode::kInvalid, "ADDRESS_INVALID",
                "give the address members will dial, as host:port; it must reach listen.peer "
                "or the edge");
  }
  WallSeconds now = services_.turns.Time().wall;
  auto expires = ExpiryFor(request.valid_days(), now);
  if (!expires) return Fail(expires.error());

  NetworkId network = *NetworkId::From(crypto::RandomBytes(NetworkId::kSize));
  MemberId self = *MemberId::From(crypto::RandomBytes(MemberId::kSize));
  auto keys = services_.vault.CreateMemberKeys(network);
  if (!keys) return Fail(keys.error());
  auto governor = services_.vault.CreateGovernorKey(network, 0);
  if (!governor) return Fail(governor.error());

  Manifest manifest = Genesis(network, self, *keys, *governor);
  manifest.name = request.name();
  manifest.kind = *kind;
  manifest.issued = now;
  manifest.expires = *expires;
  manifest.members.push_back(
      {self, "rwhg", services_.organisation, {services_.vault.ListenerSpki(), keys->tls_spki}});
  manifest.hubs.push_back({self, request.hub_address()});
  manifest.params = {request.parameters().begin(), request.parameters().end()};
  auto note = SignManifest(FormatManifest(manifest), {{manifest.governors[0], governor->key}});
  if (!note) return Fail(note.error());

  node::v1::StoredMembership membership;
  membership.set_member_id(self.str());
  if (auto ok = Adopt(network, membership, {*note}); !ok) return Fail(ok.error());
  auto status = services_.turns.Run([&](const Reader& store, Now at) -> Result<LocalTurn> {
    LocalTurn turn;
    AddAudit(store, who, {"network.create", network.hex(), request.name()}, at.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  node::v1::CreateNetworkResponse response;
  *response.mutable_network() = Show({network, self, services_.turns.ManifestOf(network)}, now);
  return response;
}

Status NetworkHandlers::Adopt(const NetworkId& network,
                              const node::v1::StoredMembership& membership,
                              const std::vector<Bytes>& notes) {
  auto keys = services_.vault.CreateMemberKeys(network);
  if (!keys) return Fail(keys.error());
  auto status = services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back(PutMembership(network, membership));
    turn.event = NetworkOpened{{network,
                                *MemberId::From(membership.member_id()),
                                membership.epoch(),
                                keys->feed,
                                keys->cosigner,
                                0,
                                {}}};
    return turn;
  });
  for (const Bytes& note : notes) {
    if (!status) break;
    status = services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = ManifestOffered{network, note};
      return turn;
    });
    // The connection that the first versions opened may have been quicker with the later ones.
    if (!status && status.error().reason == "OLD_VERSION") status = {};
  }
  return status;
}

Result<node::v1::RenewResponse> NetworkHandlers::Renew(const Principal& who,
                                                       const node::v1::RenewRequest& request) {
  WallSeconds now = services_.turns.Time().wall;
  auto expires = ExpiryFor(request.valid_days(), now);
  if (!expires) return Fail(expires.error());
  node::v1::ProposeManifestRequest propose;
  propose.set_network(request.network());
  propose.add_changes()->set_renew_days(request.valid_days());
  auto proposed = ProposeManifest(who, propose);
  if (!proposed) return Fail(proposed.error());
  if (proposed->manifest_version() == 0) return Fail(WaitsForOthers(proposed->proposal()));
  node::v1::RenewResponse response;
  response.set_manifest_version(proposed->manifest_version());
  response.set_expires_at(*expires);
  return response;
}

Result<node::v1::ListNetworksResponse> NetworkHandlers::ListNetworks(
    const Principal& who, const node::v1::ListNetworksRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  node::v1::ListNetworksResponse response;
  for (const auto& network : Networks(services_.turns, *snapshot)) {
    auto& shown = *response.add_networks();
    shown = Show(network, services_.turns.Time().wall);
    const auto membership = LoadMembership(*snapshot, network.id);
    const bool member = shown.state() == node::v1::MEMBERSHIP_STATE_MEMBER;
    shown.set_leaving(member && membership && membership->leaving());
  }
  for (const auto& join : LoadJoins(*snapshot)) {
    auto& shown = *response.add_networks();
    auto id = NetworkId::From(join.network_id());
    shown.set_id(id ? id->hex() : "");
    shown.set_state(node::v1::MEMBERSHIP_STATE_PENDING);
    shown.set_fingerprint(join.fingerprint());
    shown.set_expires_at(join.expires_at());
  }
  return response;
}

Result<node::v1::ListMembersResponse> NetworkHandlers::ListMembers(
    const Principal& who, const node::v1::ListMembersRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  const Manifest& manifest = network->manifest->manifest;
  node::v1::ListMembersResponse response;
  for (const Member& member : manifest.members) {
    auto& shown = *response.add_members();
    shown.set_name(member.name);
    shown.set_id(member.id.hex());
    shown.set_roles(member.roles);
    shown.set_self(member.id == network->self);
    shown.set_hub(member.Has('h'));
    for (const auto& attribute : manifest.attributes) {
      if (attribute.member == member.id) {
        (*shown.mutable_attributes())[attribute.key] = attribute.value;
      }
    }
    for (const FeedId& feed : FeedsOf(manifest, member.id)) {
      shown.set_epoch(manifest.FindFeed(feed)->epoch);
      auto state = snapshot->Feed(feed);
      const FeedKey* key = manifest.FindFeed(feed);
      if (key != nullptr) {
        shown.set_standing(
            StandingName(StandingOf(manifest, *key, state, services_.turns.Time().wall)));
      }
      if (!state) continue;
      shown.set_entries(shown.entries() + state->size);
      shown.set_root(crypto::HexEncode(state->root.view()));
      for (const auto& row : snapshot->Cosignatures(feed)) {
        if (row.member == member.id && row.time > shown.last_heard())
          shown.set_last_heard(row.time);
      }
    }
  }
  return response;
}

Result<node::v1::GetManifestResponse> NetworkHandlers::GetManifest(
    const Principal& who, const node::v1::GetManifestRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  uint64_t newest = network->manifest->manifest.version;
  uint64_t version = request.version() == 0 ? newest : request.version();
  auto note = snapshot->Manifest(network->id, version);
  auto first = snapshot->Manifest(network->id, 1);
  if (!note || !first) {
    return Fail(ErrorCode::kNotFound, "VERSION_UNKNOWN",
                "version " + std::to_string(version) +
                    " of the manifest is not here; the newest is " + std::to_string(newest));
  }
  node::v1::GetManifestResponse response;
  response.set_version(version);
  response.set_note(*note);
  if (auto genesis = OpenStored(*first)) {
    response.set_genesis_sha256(std::string(genesis->hash.view()));
  }
  return response;
}

}  // namespace candour
