// Status, peers and quarantine. Users are in users.cc.
#include "node/learning/node_handlers.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "federation/network/standing.h"
#include "federation/sync/withdrawals.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/disputed_texts.h"
#include "node/learning/drafts.h"
#include "node/learning/names.h"
#include "node/learning/rows.h"
#include "node/learning/tally.h"

namespace candour {
namespace {

constexpr WallSeconds kExpiryWarning = 60 * kSecondsPerDay;

std::string MemberName(const std::vector<NetworkView>& networks, const NetworkId& network,
                       const MemberId& member) {
  for (const auto& view : networks) {
    if (view.id != network) continue;
    const Member* found = view.manifest->manifest.FindMember(member);
    if (found != nullptr) return found->name;
  }
  return member.hex();
}

// Of the member's newest feed.
std::string StandingIn(const std::vector<NetworkView>& networks, const storage::Reader& store,
                       const NetworkId& network, const MemberId& member, WallSeconds now) {
  std::string standing;
  for (const auto& view : networks) {
    if (view.id != network) continue;
    for (const FeedKey& key : view.manifest->manifest.feeds) {
      if (key.member != member) continue;
      const auto state = store.Feed(FeedIdOf(network, member, key.epoch));
      standing = StandingName(StandingOf(view.manifest->manifest, key, state, now));
    }
  }
  return standing;
}

std::string NetworkName(const std::vector<NetworkView>& networks, const NetworkId& network) {
  for (const auto& view : networks) {
    if (view.id == network) return view.manifest->manifest.name;
  }
  return network.hex();
}

// Where so much was withdrawn at once that its erasure waits for the governors.
void AddBursts(const storage::Reader& store, const NetworkView& view, WallSeconds now,
               node::v1::GetStatusResponse& response) {
  const Manifest& manifest = view.manifest->manifest;
  for (const FeedState& feed : store.Feeds(view.id)) {
    const FeedKey* key = manifest.FindFeed(feed.feed);
    if (key == nullptr || key->closed || !InBurst(feed, manifest, now)) continue;
    const Member* member = manifest.FindMember(feed.member);
    response.add_warnings(
        (member != nullptr ? member->name : feed.member.hex()) + " withdrew more than " +
        std::to_string(manifest.Param("retract-burst")) + " items of " + manifest.name +
        " within an hour: they are shown to nobody, and erased a day after they came; if it was "
        "not them, a governor cuts the feed before that with candour network rotate or remove");
  }
}

void AddWarnings(const storage::Reader& store, const std::vector<NetworkView>& networks,
                 const Tally& tally, WallSeconds now, node::v1::GetStatusResponse& response) {
  for (const auto& view : networks) {
    if (const auto texts = DisputedIn(store, view)) {
      response.add_warnings(StillDisputed(*texts).message);
    }
    AddBursts(store, view, now, response);
    const Manifest& manifest = view.manifest->manifest;
    if (manifest.Expired(now)) {
      response.add_warnings("the manifest of " + manifest.name +
                            " has expired: nothing is disclosed there until a governor runs "
                            "candour network renew");
    } else if (manifest.expires - now < kExpiryWarning) {
      response.add_warnings("the manifest of " + manifest.name + " expires in " +
                            std::to_string((manifest.expires - now) / kSecondsPerDay) +
                            " days; a governor should run candour network renew");
    }
  }
  if (tally.oldest_draft != 0 && now - tally.oldest_draft > kDraftWarning) {
    response.add_warnings(
        "the oldest draft is over 150 days old; decide it: its original is destroyed after 180 "
        "days (review.draft_days)");
  }
}

}  // namespace

Result<node::v1::GetStatusResponse> NodeHandlers::GetStatus(const Principal& who,
                                                            const node::v1::GetStatusRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadNode); !ok) return Fail(ok.error());
  NodeFacts facts = sources_.facts();
  auto snapshot = services_.turns.Snapshot();
  Tally tally = TallyRows(*snapshot);
  auto networks = Networks(services_.turns, *snapshot);
  node::v1::GetStatusResponse response;
  response.set_version(services_.software_version);
  response.set_organisation(services_.organisation);
  response.set_node_id(facts.node_id);
  response.set_health(facts.health);
  for (auto& warning : facts.warnings) response.add_warnings(std::move(warning));
  AddWarnings(*snapshot, networks, tally, services_.turns.Time().wall, response);
  response.set_drafts(tally.drafts);
  response.set_kept(tally.kept);
  response.set_approved(tally.approved);
  response.set_published(tally.published);
  response.set_withdrawn(tally.withdrawn);
  response.set_networks(static_cast<uint32_t>(networks.size()));
  for (const auto& network : networks) {
    for (const auto& feed : snapshot->Feeds(network.id)) {
      if (feed.member != network.self)
        response.set_foreign_items(response.foreign_items() + feed.size);
    }
  }
  auto links = sources_.links();
  response.set_peers(static_cast<uint32_t>(links.size()));
  for (const auto& link : links) {
    bool up = link.state == "connected" || link.state == "inbound";
    response.set_peers_connected(response.peers_connected() + (up ? 1 : 0));
  }
  response.set_index_lag_seconds(facts.index_lag_seconds);
  response.set_waiting_to_sign(facts.waiting_to_sign);
  response.set_uptime_seconds(facts.uptime_seconds);
  response.set_sweeps_pending(facts.sweeps_pending);
  response.set_user(who.user);
  for (auto role : who.roles) {
    std::string name = node::v1::UserRole_Name(role).substr(sizeof("USER_ROLE_") - 1);
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    response.add_roles(name);
  }
  return response;
}

void NodeHandlers::AddPeers(google::protobuf::RepeatedPtrField<node::v1::Peer>& out) {
  auto snapshot = services_.turns.Snapshot();
  auto networks = Networks(services_.turns, *snapshot);
  auto reports = services_.turns.Peers();
  for (const auto& link : sources_.links()) {
    auto& shown = *out.Add();
    shown.set_network(NetworkName(networks, link.network));
    shown.set_organisation(MemberName(networks, link.network, link.member));
    shown.set_address(link.address);
    shown.set_state(link.state);
    shown.set_last_sync(link.last_sync);
    shown.set_last_error(link.last_error);
    shown.set_calls_malformed(link.malformed);
    shown.set_calls_refused(link.refused);
    shown.set_paused(link.paused);
    shown.set_standing(
        StandingIn(networks, *snapshot, link.network, link.member, services_.turns.Time().wall));
    for (const auto& report : reports) {
      if (report.network != link.network || report.hub != link.member) continue;
      shown.set_entries_pulled(report.leaves_pulled);
      shown.set_entries_pushed(report.leaves_pushed);
      shown.set_bodies_pulled(report.bodies_pulled);
      shown.set_roots_agree(report.roots_agree);
      shown.set_blamed(report.blamed);
      for (const auto& difference : report.differences) shown.add_differences(difference);
    }
  }
}

Result<node::v1::ListPeersResponse> NodeHandlers::ListPeers(const Principal& who,
                                                            const node::v1::ListPeersRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadNode); !ok) return Fail(ok.error());
  node::v1::ListPeersResponse response;
  AddPeers(*response.mutable_peers());
  return response;
}

Result<node::v1::SyncNowResponse> NodeHandlers::SyncNow(const Principal& who,
                                                        const node::v1::SyncNowRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNode); !ok) return Fail(ok.error());
  std::optional<NetworkId> only;
  if (!request.network().empty()) {
    auto network = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
    if (!network) return Fail(network.error());
    only = network->id;
  }
  if (auto done = sources_.sync_now(only); !done) return Fail(done.error());
  node::v1::SyncNowResponse response;
  AddPeers(*response.mutable_peers());
  return response;
}

Result<node::v1::ListQuarantineResponse> NodeHandlers::ListQuarantine(
    const Principal& who, const node::v1::ListQuarantineRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadNode); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto networks = Networks(services_.turns, *snapshot);
  node::v1::ListQuarantineResponse response;
  for (const auto& row : snapshot->Quarantine()) {
    auto state = snapshot->Feed(row.feed);
    auto& shown = *response.add_entries();
    shown.set_feed_id(row.feed.hex());
    shown.set_index(row.index);
    shown.set_reason(row.reason);
    shown.set_carrier(row.carrier);
    shown.set_count(row.count);
    if (!state) continue;
    shown.set_network(NetworkName(networks, state->network));
    shown.set_organisation(MemberName(networks, state->network, state->member));
    for (const auto& network : networks) {
      for (const Member& member : network.manifest->manifest.members) {
        if (member.id.hex() == row.carrier) shown.set_carrier(member.name);
      }
    }
  }
  return response;
}

Result<node::v1::ListAuditResponse> NodeHandlers::ListAudit(
    const Principal& who, const node::v1::ListAuditRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadAudit); !ok) return Fail(ok.error());
  auto before = crypto::ParseDecimal(request.page_token().empty() ? "0" : request.page_token());
  if (!before) {
    return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                "this page_token was not given by an earlier page; begin without one");
  }
  size_t size = request.page_size() == 0 ? 50 : std::min<uint32_t>(request.page_size(), 200);
  auto snapshot = services_.turns.Snapshot();
  node::v1::ListAuditResponse response;
  for (auto& entry : candour::ListAudit(*snapshot, *before, size)) {
    *response.add_entries() = std::move(entry);
  }
  if (response.entries_size() == static_cast<int>(size) &&
      response.entries(response.entries_size() - 1).sequence() > 1) {
    response.set_next_page_token(
        std::to_string(response.entries(response.entries_size() - 1).sequence()));
  }
  return response;
}

}  // namespace candour
