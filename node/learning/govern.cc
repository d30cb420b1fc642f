// Governing a network: the next version of its manifest, signed by one governor after the other.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/core/core.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_diff.h"
#include "federation/network/manifest_values.h"
#include "federation/network/rotation.h"
#include "federation/network/sign_manifest.h"
#include "federation/sync/proposals.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/disputed_texts.h"
#include "node/learning/manifest_changes.h"
#include "node/learning/network_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr uint32_t kVersionsShown = 20;
constexpr uint32_t kVersionsShownMax = 1000;

std::string NumberText(const NetworkId& network, const std::string& name) {
  const auto number = GovernorNumber(network, name);
  return number ? std::to_string(*number) : name;
}

node::v1::Proposal Show(const NetworkView& network, const Proposal& proposal,
                        const std::string& own_name) {
  const Manifest& current = network.manifest->manifest;
  node::v1::Proposal shown;
  shown.set_id(TextId(proposal.text));
  shown.set_network(current.name);
  shown.set_version(proposal.manifest.version);
  for (auto& line : DescribeChange(current, proposal.manifest)) shown.add_changes(std::move(line));
  for (const std::string& signer : proposal.signers) {
    shown.add_signed_by(NumberText(network.id, signer));
    if (signer == own_name) shown.set_signed_here(true);
  }
  shown.set_needed(std::max(current.threshold, proposal.manifest.threshold));
  shown.set_expires_at(proposal.manifest.expires);
  return shown;
}

std::string OwnGovernorName(KeyVault& vault, const NetworkId& network) {
  const auto key = vault.LoadGovernorKey(network);
  return key ? GovernorName(network, key->number) : "";
}

// The highest governor number of any version that is known here: numbers are never used again.
uint32_t FreshGovernorNumber(const Reader& store, const NetworkView& network) {
  uint32_t next = NextGovernorNumber(network.manifest->manifest);
  for (uint64_t version = 1; version < network.manifest->manifest.version; ++version) {
    const auto note = store.Manifest(network.id, version);
    const auto opened = note ? OpenStored(*note) : Result<SignedManifest>(Fail(Error{}));
    if (opened) next = std::max(next, NextGovernorNumber(opened->manifest));
  }
  return next;
}

std::vector<Proposal> HeldProposals(const Reader& store, const NetworkView& network) {
  std::vector<Proposal> out;
  for (const ProposalRow& row : store.Proposals(network.id)) {
    auto opened = OpenProposalOn(BasesOf(store, network), row.note);
    if (opened) out.push_back(std::move(*opened));
  }
  return out;
}

Result<Proposal> FindProposal(const Reader& store, const NetworkView& network,
                              const std::string& id) {
  std::vector<Proposal> found;
  for (Proposal& proposal : HeldProposals(store, network)) {
    if (id.empty() || TextId(proposal.text) == id) found.push_back(std::move(proposal));
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return Fail(ErrorCode::kNotFound, "PROPOSAL_UNKNOWN",
                "nothing " + (id.empty() ? "" : "under " + id + " ") + "waits to be signed in " +
                    network.manifest->manifest.name +
                    "; candour network proposals lists what does");
  }
  return Fail(ErrorCode::kConflict, "PROPOSAL_AMBIGUOUS",
              "several versions wait to be signed; name one from candour network proposals");
}

// What is asked for, made of the manifest in force or of the text that is to be kept.
Result<Manifest> NextText(const Reader& store, const NetworkView& network,
                          const node::v1::ProposeManifestRequest& request, Now now) {
  if (request.changes_size() == 1 && request.changes(0).has_settle()) {
    return Settled(store, network, request.changes(0).settle(), now);
  }
  if (const auto texts = DisputedIn(store, network)) return Fail(StillDisputed(*texts));
  Manifest next = NextVersion(*network.manifest, now.wall, network.manifest->manifest.expires);
  for (const auto& change : request.changes()) {
    Status applied = ApplyChange(store, network, change, now, next);
    if (!applied) return Fail(applied.error());
  }
  return next;
}

void ShowVersion(const NetworkView& network, const SignedManifest& text,
                 node::v1::ManifestEntry& entry) {
  entry.set_version(text.manifest.version);
  entry.set_text(TextId(text.hash));
  entry.set_issued_at(text.manifest.issued);
  entry.set_expires_at(text.manifest.expires);
  entry.set_threshold(text.manifest.threshold);
  if (const auto parsed = crypto::ParseNote(text.note, kManifestBytesMax)) {
    for (const auto& line : parsed->signatures) {
      entry.add_signed_by(NumberText(network.id, line.name));
    }
  }
}

void ShowDisputed(const NetworkView& network, const SignedManifest& text,
                  node::v1::ManifestEntry& entry) {
  ShowVersion(network, text, entry);
  entry.set_disputed(true);
  for (auto& line : DescribeChange(network.manifest->manifest, text.manifest)) {
    entry.add_changes(std::move(line));
  }
}

Status MayPrepare(const NetworkView& network) {
  if (network.manifest->manifest.FindMember(network.self) != nullptr) return {};
  return Fail(ErrorCode::kDenied, "NOT_A_MEMBER",
              "this node is no member of " + network.manifest->manifest.name + " any more");
}

}  // namespace

// The note with this node's line; refuses a second text of one version.
Result<NetworkHandlers::OwnLine> NetworkHandlers::SignText(const Reader& store,
                                                          const NetworkView& network,
                                                          const Manifest& next, Instead instead) {
  auto governor = services_.vault.LoadGovernorKey(network.id);
  if (!governor) {
    return Fail(ErrorCode::kDenied, "NO_GOVERNOR_KEY",
                "this node holds no governor key of " + network.manifest->manifest.name +
                    "; run this where there is one");
  }
  const std::string name = GovernorName(network.id, governor->number);
  const auto vkey = crypto::VerifierKey::Ed25519(name, governor->key.public_key());
  const auto named = [&](const Manifest& manifest) {
    return std::find(manifest.governors.begin(), manifest.governors.end(), vkey) !=
           manifest.governors.end();
  };
  if (!named(network.manifest->manifest) && !named(next)) {
    return Fail(ErrorCode::kDenied, "NO_GOVERNOR_KEY",
                "the governor key of this node is not in the manifest of " +
                    network.manifest->manifest.name);
  }
  const std::string text = FormatManifest(next);
  const crypto::Hash hash = ManifestHash(text);
  const auto earlier = LoadSigned(store, network.id, next.version);
  if (earlier && earlier->text_sha256() != hash.view() && instead == Instead::kNo) {
    return Fail(ErrorCode::kConflict, "SIGNED_ANOTHER_TEXT",
                "this node has signed another text of version " + std::to_string(next.version) +
                    " of " + network.manifest->manifest.name +
                    "; wait for that one, or sign this one with --instead once the governors "
                    "agreed to give it up");
  }
  auto note = SignManifest(text, {{vkey, governor->key}});
  if (!note) return Fail(note.error());
  return OwnLine{std::move(*note), hash, name};
}

LocalTurn NetworkHandlers::ProposeTurn(const NetworkView& network, uint64_t version,
                                       const crypto::Hash& text, Bytes note, Now now) {
  node::v1::StoredSigned row;
  row.set_text_sha256(text.ToString());
  row.set_at(now.wall);
  LocalTurn turn;
  turn.writes.push_back(PutSigned(network.id, version, row));
  turn.event = ManifestProposed{network.id, std::move(note)};
  return turn;
}

Result<node::v1::ProposeManifestResponse> NetworkHandlers::ProposeManifest(
    const Principal& who, const node::v1::ProposeManifestRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto named = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
  if (!named) return Fail(named.error());
  if (auto ok = CheckChanges(*named, request.changes()); !ok) return Fail(ok.error());
  node::v1::ProposeManifestResponse response;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    const NetworkView network{named->id, named->self, services_.turns.ManifestOf(named->id)};
    auto changed = NextText(store, network, request, now);
    if (!changed) return Fail(changed.error());
    const Manifest& next = *changed;
    auto line = SignText(store, network, next, request.instead() ? Instead::kYes : Instead::kNo);
    if (!line) return Fail(line.error());
    const auto bases = BasesOf(store, network);
    auto proposal = OpenProposalOn(bases, line->note);
    if (!proposal) return Fail(proposal.error());
    *response.mutable_proposal() = Show(network, *proposal, line->governor);
    if (request.validate_only()) return LocalTurn{};
    if (Suffices(bases, line->note)) response.set_manifest_version(next.version);
    LocalTurn turn = ProposeTurn(network, next.version, line->text, line->note, now);
    AddAudit(store, who,
             {"network.propose", network.id.hex(),
              "version " + std::to_string(next.version) + ", text " + TextId(line->text)},
             now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::SignManifestResponse> NetworkHandlers::SignProposal(
    const Principal& who, const node::v1::SignManifestRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto named = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
  if (!named) return Fail(named.error());
  node::v1::SignManifestResponse response;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    const NetworkView network{named->id, named->self, services_.turns.ManifestOf(named->id)};
    auto proposal = FindProposal(store, network, request.proposal_id());
    if (!proposal) return Fail(proposal.error());
    auto line = SignText(store, network, proposal->manifest,
                         request.instead() ? Instead::kYes : Instead::kNo);
    if (!line) return Fail(line.error());
    const Bytes note = MergeLines(proposal->note, line->note);
    const auto bases = BasesOf(store, network);
    auto merged = OpenProposalOn(bases, note);
    if (!merged) return Fail(merged.error());
    *response.mutable_proposal() = Show(network, *merged, line->governor);
    const uint64_t version = merged->manifest.version;
    if (Suffices(bases, note)) response.set_manifest_version(version);
    LocalTurn turn = ProposeTurn(network, version, line->text, note, now);
    AddAudit(store, who,
             {"network.sign", network.id.hex(),
              "version " + std::to_string(version) + ", text " + TextId(line->text)},
             now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::ListProposalsResponse> NetworkHandlers::ListProposals(
    const Principal& who, const node::v1::ListProposalsRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  std::vector<NetworkView> networks = Networks(services_.turns, *snapshot);
  if (!request.network().empty()) {
    auto network = FindNetwork(services_.turns, *snapshot, request.network());
    if (!network) return Fail(network.error());
    networks = {*network};
  }
  node::v1::ListProposalsResponse response;
  for (const NetworkView& network : networks) {
    const std::string own = OwnGovernorName(services_.vault, network.id);
    for (const Proposal& proposal : HeldProposals(*snapshot, network)) {
      *response.add_proposals() = Show(network, proposal, own);
    }
  }
  return response;
}

Result<node::v1::ListManifestsResponse> NetworkHandlers::ListManifests(
    const Principal& who, const node::v1::ListManifestsRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  const uint32_t most = request.limit() == 0 ? kVersionsShown : request.limit();
  const std::string own = OwnGovernorName(services_.vault, network->id);
  node::v1::ListManifestsResponse response;
  for (const auto& key : network->manifest->manifest.governors) {
    response.add_governors(NumberText(network->id, key.name));
    if (key.name == own) response.set_own_governor(response.governors().rbegin()[0]);
  }
  const auto texts = DisputedIn(*snapshot, *network);
  if (texts) {
    ShowDisputed(*network, texts->one, *response.add_manifests());
    ShowDisputed(*network, texts->other, *response.add_manifests());
  }
  std::optional<SignedManifest> after;
  for (uint64_t version = network->manifest->manifest.version; version > 0; --version) {
    const auto note = snapshot->Manifest(network->id, version);
    auto opened = note ? OpenStored(*note) : Result<SignedManifest>(Fail(Error{}));
    if (!opened) break;
    const int shown = response.manifests_size();
    if (after) {
      for (auto& line : DescribeChange(opened->manifest, after->manifest)) {
        response.mutable_manifests(shown - 1)->add_changes(std::move(line));
      }
    }
    if (shown == static_cast<int>(std::min(most, kVersionsShownMax))) break;
    ShowVersion(*network, *opened, *response.add_manifests());
    after = std::move(*opened);
  }
  return response;
}

Result<node::v1::PrepareGovernorResponse> NetworkHandlers::PrepareGovernor(
    const Principal& who, const node::v1::PrepareGovernorRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  if (auto ok = MayPrepare(*network); !ok) return Fail(ok.error());
  const uint32_t fresh = FreshGovernorNumber(*snapshot, *network);
  snapshot.reset();
  const auto vkey_of = [&](const GovernorKey& key) {
    return crypto::VerifierKey::Ed25519(GovernorName(network->id, key.number),
                                        key.key.public_key());
  };
  const auto& governors = network->manifest->manifest.governors;
  node::v1::PrepareGovernorResponse response;
  auto held = services_.vault.LoadGovernorKey(network->id);
  const bool in_force = held && std::find(governors.begin(), governors.end(), vkey_of(*held)) !=
                                    governors.end();
  // A key whose number somebody else has got by now is of no use.
  if (!in_force && (!held || held->number < fresh)) {
    held = services_.vault.CreateGovernorKey(network->id, fresh);
    if (!held) return Fail(held.error());
  }
  response.set_vkey(vkey_of(*held).ToString());
  response.set_in_force(in_force);
  return response;
}

Result<node::v1::PrepareRotationResponse> NetworkHandlers::PrepareRotation(
    const Principal& who, const node::v1::PrepareRotationRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  if (auto ok = MayPrepare(*network); !ok) return Fail(ok.error());
  const auto membership = LoadMembership(*snapshot, network->id);
  snapshot.reset();
  auto keys = services_.vault.CreateNextKeys(network->id);
  if (!keys) return Fail(keys.error());
  const Member& self = *network->manifest->manifest.FindMember(network->self);
  Rotation rotation;
  rotation.member = network->self;
  rotation.epoch = (membership ? membership->epoch() : 0) + 1;
  rotation.feed = crypto::VerifierKey::Ed25519(
      FeedOrigin(FeedIdOf(network->id, network->self, rotation.epoch)), keys->feed.public_key());
  rotation.cosigner = crypto::VerifierKey::Cosignature(CosignerName(network->id, network->self),
                                                       keys->cosigner.public_key());
  rotation.kex = keys->kex_public;
  // A hub answers with its listener's key, which stays.
  const crypto::Hash listener = services_.vault.ListenerSpki();
  if (std::find(self.spki.begin(), self.spki.end(), listener) != self.spki.end()) {
    rotation.spki.push_back(listener);
  }
  rotation.spki.push_back(keys->tls_spki);
  std::sort(rotation.spki.begin(), rotation.spki.end());
  node::v1::PrepareRotationResponse response;
  response.set_keys(FormatRotation(network->id, rotation, keys->feed));
  response.set_fingerprint(RotationFingerprint(network->id, rotation));
  response.set_epoch(rotation.epoch);
  return response;
}

void NetworkHandlers::PollRotations() {
  const auto networks = Networks(services_.turns, *services_.turns.Snapshot());
  for (const NetworkView& network : networks) (void)SettleRotation(network);
}

// The manifest names a newer epoch of this node: if its key was made here, it is put in use.
Status NetworkHandlers::SettleRotation(const NetworkView& network) {
  const FeedKey* newest = nullptr;
  for (const FeedKey& key : network.manifest->manifest.feeds) {
    const bool own = key.member == network.self && !key.closed;
    if (own && (newest == nullptr || key.epoch > newest->epoch)) newest = &key;
  }
  auto membership = LoadMembership(*services_.turns.Snapshot(), network.id);
  if (newest == nullptr || !membership || membership->epoch() >= newest->epoch) return {};
  const auto is = [&](const MemberKeys& keys) {
    return keys.feed.public_key().view() == newest->key.key;
  };
  auto keys = services_.vault.CreateMemberKeys(network.id);
  if (keys && !is(*keys)) {
    auto next = services_.vault.CreateNextKeys(network.id);
    if (!next) return Fail(next.error());
    if (!is(*next)) return {};  // Made elsewhere: this node's old keys are worth nothing.
    keys = services_.vault.TakeNextKeys(network.id);
  }
  if (!keys) return Fail(keys.error());
  return services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
    membership->set_epoch(newest->epoch);
    LocalTurn turn;
    turn.writes.push_back(PutMembership(network.id, *membership));
    OwnKeys own{network.id, network.self, newest->epoch, keys->feed, keys->cosigner, 0, {}, {}};
    if (membership->leaving()) own.intent = Intent::kLeaves;
    turn.event = NetworkOpened{std::move(own)};
    return turn;
  });
}

}  // namespace candour
