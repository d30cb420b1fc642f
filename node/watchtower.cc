#include "node/watchtower.h"

#include <algorithm>
#include <chrono>

#include "federation/feed/names.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

constexpr size_t kStagedShownMax = 100'000;
constexpr std::chrono::seconds kSyncPatience{30};
constexpr std::chrono::milliseconds kSyncGlance{50};

}  // namespace

NodeFacts Watchtower::Facts() {
  NodeFacts facts;
  facts.node_id = crypto::HexEncode(parts_.opened.keys->folder().node_id());
  facts.uptime_seconds = std::chrono::duration_cast<std::chrono::seconds>(
                             parts_.loop.Time().instant - started_.instant)
                             .count();
  facts.index_lag_seconds = parts_.indexer.LagSeconds();
  facts.sweeps_pending = parts_.sweeper.Pending();
  facts.health = "ok";
  std::vector<NetworkId> networks;
  {
    const std::unique_ptr<storage::Reader> store = parts_.loop.Snapshot();
    for (const auto& [network, membership] : LoadMemberships(*store)) {
      networks.push_back(network);
      const auto member = MemberId::From(membership.member_id());
      if (!member) continue;
      facts.waiting_to_sign +=
          store->Staged(FeedIdOf(network, *member, membership.epoch()), kStagedShownMax).size();
    }
  }
  for (const NetworkId& network : networks) {
    const std::string reason = parts_.loop.SigningBlocked(network);
    if (!reason.empty()) facts.warnings.push_back("not signing: " + reason);
  }
  const storage::GuardReport& guard = parts_.opened.guard.report();
  if (guard.present && !guard.trusted()) {
    facts.warnings.push_back(
        "this data directory is a copy, or was moved from another machine: nothing is signed or "
        "shown before it has caught up with every hub; never run it beside the original");
  }
  if (parts_.opened.store->Full()) {
    facts.warnings.push_back("the disk is full: publishing is refused until there is space");
  }
  if (!facts.warnings.empty()) facts.health = "degraded";
  // The store may know before the loop meets it.
  std::optional<Error> error = parts_.loop.ReadOnly();
  if (!error) error = parts_.opened.store->Failed();
  if (error) {
    facts.health = "read-only";
    facts.warnings.insert(facts.warnings.begin(), "nothing is written any more: " + error->message);
  }
  return facts;
}

std::vector<PeerLink> Watchtower::Links() {
  std::vector<PeerLink> links;
  for (const rpc::LinkReport& link : parts_.client.Links()) {
    links.push_back({.network = link.network,
                     .member = link.hub,
                     .address = link.address,
                     .state = link.state,
                     .last_sync = link.last_answer,
                     .last_error = link.last_error});
  }
  for (const auto& [watcher, who] : parts_.desk.Watchers()) {
    const bool listed =
        std::any_of(links.begin(), links.end(), [&, &peer = who](const PeerLink& l) {
          return l.network == peer.network && l.member == peer.member && l.state == "inbound";
        });
    if (listed) continue;
    links.push_back({.network = who.network, .member = who.member, .state = "inbound"});
  }
  AddRefusals(links);
  return links;
}

// A key may be a member's in several networks only by its own choice; each is named.
void Watchtower::AddRefusals(std::vector<PeerLink>& links) {
  const std::vector<rpc::PeerRefusals> all = parts_.refusals();
  if (all.empty()) return;
  const auto memberships = LoadMemberships(*parts_.loop.Snapshot());
  for (const rpc::PeerRefusals& refusals : all) {
    for (const auto& [network, membership] : memberships) {
      const auto who = parts_.loop.directory().Resolve(network, refusals.spki);
      if (!who) continue;
      auto link = std::find_if(links.begin(), links.end(), [&, &peer = *who](const PeerLink& l) {
        return l.network == peer.network && l.member == peer.member;
      });
      if (link == links.end()) {
        link = links.insert(links.end(),
                            {.network = who->network, .member = who->member, .state = "gone"});
      }
      link->malformed += refusals.malformed;
      link->refused += refusals.refused;
      link->paused = link->paused || refusals.paused;
    }
  }
}

Status Watchtower::SyncNow(std::optional<NetworkId> network) {
  const std::vector<rpc::LinkReport> before = parts_.client.Links();
  // The turn comes first: from then on a settled peer is one that has been asked again.
  Status asked = parts_.loop.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.event = SyncRequested{network};
    return turn;
  });
  if (!asked) return asked;
  parts_.client.DialNow();
  const auto end = std::chrono::steady_clock::now() + kSyncPatience;
  while (!Settled(network, before)) {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool stopped = stop_.wait_for(lock, kSyncGlance, [this] { return stopping_; });
    if (stopped || std::chrono::steady_clock::now() >= end) {
      return Fail(ErrorCode::kUnavailable, "SYNC_UNFINISHED",
                  "not everything was exchanged within 30 s; it goes on by itself, see: candour "
                  "peer list");
    }
  }
  return {};
}

void Watchtower::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  stopping_ = true;
  stop_.notify_all();
}

bool Watchtower::Settled(const std::optional<NetworkId>& network,
                         const std::vector<rpc::LinkReport>& before) {
  const std::vector<PeerReport> reports = parts_.loop.Peers();
  for (const rpc::LinkReport& link : parts_.client.Links()) {
    if (network && link.network != *network) continue;
    if (link.state == "connected") {
      const auto report = std::find_if(reports.begin(), reports.end(),
                                       [&](const PeerReport& r) { return r.peer == link.peer; });
      if (report == reports.end() || !report->settled) return false;
      continue;
    }
    const auto was = std::find_if(before.begin(), before.end(), [&](const rpc::LinkReport& l) {
      return l.network == link.network && l.hub == link.hub;
    });
    const bool tried = was == before.end() || link.attempts > was->attempts;
    if (link.state == "dialling" || !tried) return false;
  }
  return true;
}

}  // namespace candour
