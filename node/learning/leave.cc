// Leaving a network: this node says so, publishes nothing there any more, and states the last head
// of its feed, at which the governors take it out.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/core/core.h"
#include "federation/feed/names.h"
#include "federation/network/leaving.h"
#include "federation/network/manifest_edit.h"
#include "federation/network/sign_manifest.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/network_handlers.h"
#include "node/learning/placements.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr size_t kRecordsNamedMax = 10'000;

// The number of this node's governor key, where the manifest names it.
std::optional<uint32_t> GovernorIn(KeyVault& vault, const NetworkView& network) {
  const auto key = vault.LoadGovernorKey(network.id);
  if (!key) return std::nullopt;
  const auto vkey =
      crypto::VerifierKey::Ed25519(GovernorName(network.id, key->number), key->key.public_key());
  const auto& governors = network.manifest->manifest.governors;
  const bool named = std::find(governors.begin(), governors.end(), vkey) != governors.end();
  return named ? std::optional(key->number) : std::nullopt;
}

// Whether the network could go on without this node.
Status MayLeave(const NetworkView& network, std::optional<uint32_t> governor) {
  const Manifest& manifest = network.manifest->manifest;
  if (manifest.FindMember(network.self) == nullptr) {
    return Fail(ErrorCode::kConflict, "NOT_A_MEMBER",
                "this node is no member of " + manifest.name + " any more");
  }
  if (governor && manifest.governors.size() == 1) {
    return Fail(ErrorCode::kPolicy, "LAST_GOVERNOR",
                "network " + manifest.name + ": this node holds its only governor key; have " +
                    "another member make one (candour network governor-key) and add it here " +
                    "(candour network propose --add-governor)");
  }
  Manifest next = manifest;
  if (governor) {
    if (Status fewer = RemoveGovernor(next, *governor); !fewer) return fewer;
  }
  return RemoveMember(next, network.self, {});
}

std::vector<std::string> RecordsStandingIn(const Reader& store, const NetworkId& network) {
  std::vector<std::string> names;
  const auto look = [&](std::string_view key, std::string_view row) {
    node::v1::StoredRecord record;
    const auto id = RecordId::From(key);
    if (!id || !record.ParseFromString(std::string(row))) return true;
    const bool stands = std::any_of(
        record.placements().begin(), record.placements().end(), [&](const auto& placement) {
          return placement.network_id() == network.view() && placement.withdrawn_at() == 0;
        });
    if (stands) names.push_back(ShowId(*id));
    return names.size() < kRecordsNamedMax;
  };
  store.Scan(storage::LocalFamily::kRecord, "", "", look);
  return names;
}

struct LastHead {
  FeedId feed;
  crypto::Checkpoint checkpoint;
};

// What this node's feed ends with; nothing may wait to be added.
Result<LastHead> LastHeadOf(const Reader& store, const NetworkView& network) {
  const auto membership = LoadMembership(store, network.id);
  const FeedId feed = FeedIdOf(network.id, network.self, membership ? membership->epoch() : 0);
  if (!store.Staged(feed, 1).empty()) {
    return Fail(ErrorCode::kUnavailable, "HEAD_NOT_FINAL",
                "network " + network.manifest->manifest.name +
                    ": entries of this node still wait for their signature; try again in a moment");
  }
  const auto state = store.Feed(feed);
  return LastHead{
      feed, {FeedOrigin(feed), state ? state->size : 0, state ? state->root : crypto::EmptyRoot()}};
}

void Show(const Reader& store, const NetworkView& network, const LastHead& last,
          node::v1::LeaveNetworkResponse& response) {
  const Manifest& manifest = network.manifest->manifest;
  response.set_size(last.checkpoint.size);
  response.set_root(crypto::HexEncode(last.checkpoint.root.view()));
  response.set_others(static_cast<uint32_t>(manifest.members.size() - 1));
  uint32_t seen = 0;
  for (const CosignatureRow& row : store.Cosignatures(last.feed)) {
    const bool other = row.member != network.self && manifest.FindMember(row.member) != nullptr;
    seen += other && row.size == last.checkpoint.size;
  }
  response.set_seen_by(seen);
}

LocalTurn SayTurn(const Reader& store, const NetworkView& network, Intent intent) {
  LocalTurn turn;
  auto membership = LoadMembership(store, network.id);
  if (membership) {
    membership->set_leaving(intent == Intent::kLeaves);
    turn.writes.push_back(PutMembership(network.id, *membership));
  }
  turn.event = Leaving{network.id, intent};
  return turn;
}

}  // namespace

Result<node::v1::LeaveNetworkResponse> NetworkHandlers::LeaveNetwork(
    const Principal& who, const node::v1::LeaveNetworkRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto network = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
  if (!network) return Fail(network.error());
  if (request.stay()) return Stay(who, *network);
  const auto governor = GovernorIn(services_.vault, *network);
  if (Status may = MayLeave(*network, governor); !may) return Fail(may.error());
  const std::string blocked = services_.turns.SigningBlocked(network->id);
  if (!blocked.empty()) return Fail(ErrorCode::kUnavailable, "HEAD_NOT_FINAL", blocked);
  auto keys = services_.vault.CreateMemberKeys(network->id);
  if (!keys) return Fail(keys.error());
  (void)services_.turns.Await(kSignaturePatience, [&](const Reader& store) {
    return LastHeadOf(store, *network).has_value();
  });

  node::v1::LeaveNetworkResponse response;
  if (governor) response.set_own_governor(std::to_string(*governor));
  for (std::string& name : RecordsStandingIn(*services_.turns.Snapshot(), network->id)) {
    response.add_records(std::move(name));
  }
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto last = LastHeadOf(store, *network);
    if (!last) return Fail(last.error());
    Show(store, *network, *last, response);
    if (request.validate_only()) return LocalTurn{};
    response.set_line(FormatLeaving(last->checkpoint, keys->feed));
    LocalTurn turn = SayTurn(store, *network, Intent::kLeaves);
    AddAudit(store, who,
             {"network.leave", network->id.hex(),
              "size " + std::to_string(response.size()) + " root " + response.root()},
             now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::LeaveNetworkResponse> NetworkHandlers::Stay(const Principal& who,
                                                             const NetworkView& network) {
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn = SayTurn(store, network, Intent::kStays);
    AddAudit(store, who, {"network.stay", network.id.hex(), ""}, now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return node::v1::LeaveNetworkResponse();
}

}  // namespace candour
