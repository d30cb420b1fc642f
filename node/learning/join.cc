// Joining: tickets and approval at the hub, the joiner's request and its patience.
#include <algorithm>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "crypto/x509.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_edit.h"
#include "federation/network/sign_manifest.h"
#include "federation/network/ticket.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/draft_seal.h"
#include "node/learning/network_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr uint32_t kDefaultTicketHours = 72;
constexpr uint32_t kTicketHoursMax = 24 * 30;
constexpr size_t kPendingMax = 1000;
constexpr std::string_view kDefaultRoles = "rw";
constexpr std::string_view kTicketSecret = "candour/ticket-secret/v1";

Result<std::string> RolesFor(const std::string& asked) {
  return OrderedRoles(asked.empty() ? kDefaultRoles : std::string_view(asked));
}

Result<KeySet> KeySetOf(const peer::v1::JoinRequest& request) {
  Error bad{ErrorCode::kInvalid, "KEY_SET_INVALID", "the join request is malformed"};
  KeySet keys;
  auto network = NetworkId::From(request.network_id());
  auto member = MemberId::From(request.member_id());
  if (!network || !member) return Fail(bad);
  keys.network = *network;
  keys.member = *member;
  keys.name = request.name();
  for (const auto& pin : request.tls_spki()) {
    auto hash = crypto::Hash::From(pin);
    if (!hash) return Fail(bad);
    keys.spki.push_back(*hash);
  }
  keys.feed_vkey = request.feed_vkey();
  keys.cosigner_vkey = request.cosigner_vkey();
  keys.kex = request.kex();
  for (const auto& attribute : request.attributes()) {
    keys.attributes.emplace_back(attribute.key(), attribute.value());
  }
  if (auto ok = CheckKeySet(keys, request.possession()); !ok) return Fail(ok.error());
  return keys;
}

crypto::Hash KeySetHash(const KeySet& keys) { return crypto::Sha256(KeySetText(keys)); }

// The manifest with one more member.
void Admit(const KeySet& keys, const std::string& roles, Manifest& manifest) {
  manifest.members.push_back({keys.member, roles, keys.name, keys.spki});
  for (const auto& [key, value] : keys.attributes) {
    manifest.attributes.push_back({keys.member, key, value});
  }
  manifest.feeds.push_back(
      {keys.member, 0, *crypto::VerifierKey::Parse(keys.feed_vkey), std::nullopt});
  manifest.cosigners.push_back({keys.member, *crypto::VerifierKey::Parse(keys.cosigner_vkey)});
  manifest.kex.push_back({keys.member, keys.kex});
}

// Drawn from the feed key, which is random and of this network alone: a join whose answer was lost
// comes again with the same keys, and the ticket knows them.
MemberId MemberFor(const NetworkId& network, const MemberKeys& own) {
  auto hash = crypto::Sha256("candour/member/v1\n" + network.str() +
                             std::string(own.feed.public_key().view()));
  return *MemberId::From(hash.view().substr(0, MemberId::kSize));
}

// What stands in the member list of a network for one that wants no name there. Four characters of
// its id tell two of them apart.
std::string AnonymousName(const MemberId& member) {
  return "Anonymous member " + crypto::Crockford16Encode(member.view()).substr(22);
}

// An empty organisation joins without its name.
peer::v1::JoinRequest MakeJoinRequest(const NetworkId& network, const std::string& organisation,
                                      const MemberKeys& own) {
  KeySet keys;
  keys.network = network;
  keys.member = MemberFor(network, own);
  keys.name = organisation.empty() ? AnonymousName(keys.member) : organisation;
  keys.spki = {own.tls_spki};
  keys.feed_vkey = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(network, keys.member, 0)),
                                                own.feed.public_key())
                       .ToString();
  keys.cosigner_vkey = crypto::VerifierKey::Cosignature(CosignerName(network, keys.member),
                                                        own.cosigner.public_key())
                           .ToString();
  keys.kex = own.kex_public;
  peer::v1::JoinRequest request;
  request.set_network_id(network.str());
  request.set_member_id(keys.member.str());
  request.set_name(keys.name);
  request.add_tls_spki(std::string(own.tls_spki.view()));
  request.set_feed_vkey(keys.feed_vkey);
  request.set_cosigner_vkey(keys.cosigner_vkey);
  request.set_kex(keys.kex);
  request.set_possession(own.feed.Sign(KeySetText(keys)));
  return request;
}

Ticket TicketOf(const node::v1::StoredJoin& join, std::string secret) {
  Ticket ticket;
  if (auto id = NetworkId::From(join.network_id())) ticket.network = *id;
  if (auto hash = crypto::Hash::From(join.genesis_sha256())) ticket.genesis = *hash;
  if (auto hash = crypto::Hash::From(join.hub_spki())) ticket.hub_spki = *hash;
  ticket.hub_address = join.hub_address();
  ticket.secret = std::move(secret);
  ticket.expires = join.expires_at();
  return ticket;
}

}  // namespace

Result<node::v1::InviteResponse> NetworkHandlers::Invite(const Principal& who,
                                                         const node::v1::InviteRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  auto roles = RolesFor(request.roles());
  if (!roles) return Fail(roles.error());
  if (request.valid_hours() > kTicketHoursMax) {
    return Fail(ErrorCode::kInvalid, "VALIDITY_TOO_LONG", "a ticket is valid for at most 30 days");
  }
  const Manifest& manifest = network->manifest->manifest;
  auto hub = std::find_if(manifest.hubs.begin(), manifest.hubs.end(),
                          [&](const Hub& h) { return h.member == network->self; });
  auto genesis = snapshot->Manifest(network->id, 1);
  if (hub == manifest.hubs.end() || !genesis || !services_.vault.LoadGovernorKey(network->id)) {
    return Fail(ErrorCode::kDenied, "NOT_A_HUB",
                "tickets for " + manifest.name +
                    " are made on its hub, by the node that holds a governor key");
  }
  Ticket ticket;
  ticket.network = network->id;
  ticket.genesis = OpenStored(*genesis)->hash;
  ticket.hub_address = hub->address;
  ticket.hub_spki = services_.vault.ListenerSpki();
  ticket.secret = crypto::RandomBytes(32);
  uint32_t hours = request.valid_hours() == 0 ? kDefaultTicketHours : request.valid_hours();
  ticket.expires = services_.turns.Time().wall + hours * 3600;
  snapshot.reset();

  node::v1::StoredTicket row;
  row.set_network_id(network->id.str());
  auto spki = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());
  row.set_spki_sha256(std::string(spki.view()));
  row.set_expires_at(ticket.expires);
  row.set_roles(*roles);
  row.set_invited_by(who.user);
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back(PutTicket(row));
    AddAudit(store, who, {"network.invite", network->id.hex(), "roles " + *roles}, now.wall,
             turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  node::v1::InviteResponse response;
  response.set_ticket(FormatTicket(ticket));
  response.set_expires_at(ticket.expires);
  return response;
}

bool NetworkHandlers::KnowsTicket(const crypto::Hash& ticket_spki, const NetworkId& network) {
  auto row = LoadTicket(*services_.turns.Snapshot(), ticket_spki.view());
  return row && row->network_id() == network.view() &&
         services_.turns.Time().wall < row->expires_at();
}

Result<peer::v1::JoinResponse> NetworkHandlers::AcceptJoin(const crypto::Hash& ticket_spki,
                                                           const peer::v1::JoinRequest& request) {
  auto keys = KeySetOf(request);
  if (!keys) return Fail(keys.error());
  std::string fingerprint = Fingerprint(*keys);
  crypto::Hash key_set = KeySetHash(*keys);
  peer::v1::JoinResponse response;
  response.set_fingerprint(fingerprint);
  response.set_state(peer::v1::JOIN_STATE_PENDING);
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto ticket = LoadTicket(store, ticket_spki.view());
    if (!ticket || ticket->network_id() != request.network_id()) {
      return Fail(ErrorCode::kDenied, "TICKET_UNKNOWN",
                  "the hub does not know this ticket for that network; ask for a new one");
    }
    if (now.wall >= ticket->expires_at()) {
      return Fail(ErrorCode::kDenied, "TICKET_EXPIRED",
                  "the ticket has expired; ask for a new one");
    }
    if (ticket->key_set_sha256() == key_set.view()) {
      if (ticket->member()) response.set_state(peer::v1::JOIN_STATE_MEMBER);
      return LocalTurn{};  // The same keys again: the same answer.
    }
    if (!ticket->key_set_sha256().empty()) {
      return Fail(ErrorCode::kDenied, "TICKET_USED",
                  "another node has used this ticket; ask for a new one and tell the coordinator "
                  "if that was not you");
    }
    if (LoadPending(store).size() >= kPendingMax) {
      return Fail(ErrorCode::kFull, "PENDING_FULL", "too many joins wait for approval; try later");
    }
    ticket->set_key_set_sha256(std::string(key_set.view()));
    node::v1::StoredPending pending;
    pending.set_ticket_spki(std::string(ticket_spki.view()));
    pending.set_join_request(request.SerializeAsString());
    pending.set_received_at(now.wall);
    pending.set_fingerprint(fingerprint);
    LocalTurn turn;
    turn.writes.push_back(PutTicket(*ticket));
    turn.writes.push_back(PutPending(crypto::HexEncode(key_set.view()).substr(0, 8), pending));
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

bool NetworkHandlers::IsMember(const peer::v1::JoinRequest& join) {
  const auto network = NetworkId::From(join.network_id());
  const auto member = MemberId::From(join.member_id());
  const auto manifest = network ? services_.turns.ManifestOf(*network) : nullptr;
  return manifest && member && manifest->manifest.FindMember(*member) != nullptr;
}

Result<node::v1::ListPendingResponse> NetworkHandlers::ListPending(
    const Principal& who, const node::v1::ListPendingRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  std::optional<NetworkId> only;
  if (!request.network().empty()) {
    auto network = FindNetwork(services_.turns, *snapshot, request.network());
    if (!network) return Fail(network.error());
    only = network->id;
  }
  node::v1::ListPendingResponse response;
  for (const auto& [id, row] : LoadPending(*snapshot)) {
    peer::v1::JoinRequest join;
    auto ticket = LoadTicket(*snapshot, row.ticket_spki());
    if (!join.ParseFromString(row.join_request()) || !ticket) continue;
    if (only && join.network_id() != only->view()) continue;
    if (IsMember(join)) continue;  // Admitted by a version that several governors signed.
    auto& shown = *response.add_pending();
    shown.set_id(id);
    shown.set_name(join.name());
    shown.set_fingerprint(row.fingerprint());
    shown.set_received_at(row.received_at());
    shown.set_roles(ticket->roles());
    for (const auto& network : Networks(services_.turns, *snapshot)) {
      if (network.id.view() == join.network_id()) {
        shown.set_network(network.manifest->manifest.name);
      }
    }
  }
  return response;
}

Result<node::v1::ApproveMemberResponse> NetworkHandlers::ApproveMember(
    const Principal& who, const node::v1::ApproveMemberRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  node::v1::StoredPending pending;
  for (const auto& [id, row] : LoadPending(*snapshot)) {
    if (id == request.pending_id()) pending = row;
  }
  snapshot.reset();
  peer::v1::JoinRequest join;
  if (pending.join_request().empty() || !join.ParseFromString(pending.join_request()) ||
      join.network_id() != network->id.view()) {
    return Fail(
        ErrorCode::kNotFound, "PENDING_UNKNOWN",
        "nobody waits under " + request.pending_id() + "; candour network pending lists them");
  }
  auto keys = KeySetOf(join);
  if (!keys) return Fail(keys.error());

  node::v1::ApproveMemberResponse response;
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto ticket = LoadTicket(store, pending.ticket_spki());
    if (!ticket) return Fail(ErrorCode::kNotFound, "TICKET_UNKNOWN", "its ticket is gone");
    auto roles = RolesFor(request.roles().empty() ? ticket->roles() : request.roles());
    if (!roles) return Fail(roles.error());
    // Read on the loop: two approvals at once must not make two texts of one version.
    NetworkView current{network->id, network->self, services_.turns.ManifestOf(network->id)};
    Manifest next = NextVersion(*current.manifest, now.wall, current.manifest->manifest.expires);
    Admit(*keys, *roles, next);
    auto line = SignText(store, current, next, Instead::kNo);
    if (!line) return Fail(line.error());
    LocalTurn turn = ProposeTurn(current, next.version, line->text, line->note, now);
    const bool in_force = VerifyUpdate(*current.manifest, line->note).has_value();
    if (in_force) {
      ticket->set_member(true);
      turn.writes.push_back(PutTicket(*ticket));
      turn.writes.push_back(DropPending(request.pending_id()));
    }
    AddAudit(store, who, {"network.approve", keys->member.hex(), "roles " + *roles}, now.wall,
             turn.writes);
    response.set_manifest_version(in_force ? next.version : 0);
    response.mutable_member()->set_name(keys->name);
    response.mutable_member()->set_id(keys->member.hex());
    response.mutable_member()->set_roles(*roles);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

Result<node::v1::JoinNetworkResponse> NetworkHandlers::Join(
    const Principal& who, const node::v1::JoinNetworkRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto ticket = ParseTicket(request.ticket());
  if (!ticket) return Fail(ticket.error());
  WallSeconds now = services_.turns.Time().wall;
  if (now >= ticket->expires) {
    return Fail(ErrorCode::kDenied, "TICKET_EXPIRED",
                "the ticket has expired; ask the coordinator for a new one (and check this "
                "machine's clock)");
  }
  auto snapshot = services_.turns.Snapshot();
  if (LoadMembership(*snapshot, ticket->network)) {
    return Fail(ErrorCode::kConflict, "ALREADY_MEMBER", "this node is a member of that network");
  }
  // The same ticket again sends the same keys again.
  peer::v1::JoinRequest join;
  for (const auto& earlier : LoadJoins(*snapshot)) {
    if (earlier.network_id() == ticket->network.view())
      join.ParseFromString(earlier.join_request());
  }
  snapshot.reset();
  if (join.network_id().empty()) {
    auto keys = services_.vault.CreateMemberKeys(ticket->network);
    if (!keys) return Fail(keys.error());
    join = MakeJoinRequest(ticket->network,
                           request.anonymous() ? std::string() : services_.organisation, *keys);
  }
  auto answer = services_.dialer.Join(*ticket, join);
  if (!answer) return Fail(answer.error());
  auto key_set = KeySetOf(join);
  if (!key_set || answer->fingerprint() != Fingerprint(*key_set)) {
    return Fail(ErrorCode::kConflict, "FINGERPRINT_MISMATCH",
                "the hub saw other keys than this node sent; nothing was changed");
  }
  auto genesis = services_.dialer.Manifests(*ticket, 1);
  if (!genesis) return Fail(genesis.error());
  auto verified = genesis->empty() ? Result<SignedManifest>(Fail(ErrorCode::kInvalid, "", ""))
                                   : VerifyGenesis(genesis->front().note, ticket->genesis);
  if (!verified) {
    return Fail(ErrorCode::kDenied, "WRONG_NETWORK",
                "the hub at " + ticket->hub_address +
                    " answers for another network than the ticket names; nothing was changed");
  }

  node::v1::StoredJoin row;
  row.set_network_id(ticket->network.str());
  row.set_member_id(join.member_id());
  row.set_genesis_sha256(std::string(ticket->genesis.view()));
  row.set_hub_address(ticket->hub_address);
  row.set_hub_spki(std::string(ticket->hub_spki.view()));
  row.set_sealed_secret(SealWithNodeKey(services_.vault.NodeKey(), kTicketSecret, ticket->secret));
  row.set_expires_at(ticket->expires);
  row.set_fingerprint(answer->fingerprint());
  row.set_join_request(join.SerializeAsString());
  auto status = services_.turns.Run([&](const Reader& store, Now at) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back(PutJoin(row));
    AddAudit(store, who, {"network.join", ticket->network.hex(), ticket->hub_address}, at.wall,
             turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  node::v1::JoinNetworkResponse response;
  response.set_fingerprint(answer->fingerprint());
  response.set_state(node::v1::MEMBERSHIP_STATE_PENDING);
  response.set_network_id(ticket->network.hex());
  response.set_hub(ticket->hub_address);
  return response;
}

void NetworkHandlers::PollJoins() {
  auto joins = LoadJoins(*services_.turns.Snapshot());
  for (const auto& join : joins) PollJoin(join);
}

void NetworkHandlers::PollJoin(const node::v1::StoredJoin& join) {
  auto secret = OpenWithNodeKey(services_.vault.NodeKey(), kTicketSecret, join.sealed_secret());
  if (!secret) return;
  Ticket ticket = TicketOf(join, *secret);
  std::vector<Bytes> notes;
  std::optional<SignedManifest> newest;
  for (uint64_t from = 1;;) {
    auto page = services_.dialer.Manifests(ticket, from);
    if (!page) return;  // The hub is away; the next poll asks again.
    if (page->empty()) break;
    for (const auto& version : *page) {
      auto verified = newest ? VerifyUpdate(*newest, version.note)
                             : VerifyGenesis(version.note, ticket.genesis);
      if (!verified) return;
      newest = std::move(*verified);
      notes.push_back(newest->note);
    }
    from = newest->manifest.version + 1;
  }
  auto member = MemberId::From(join.member_id());
  if (!newest || !member || newest->manifest.FindMember(*member) == nullptr) return;
  node::v1::StoredMembership membership;
  membership.set_member_id(join.member_id());
  if (!Adopt(ticket.network, membership, notes)) return;
  // The row goes last: a crash before it only means that the same steps are done again.
  (void)services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back(DropJoin(ticket.network));
    return turn;
  });
}

}  // namespace candour
