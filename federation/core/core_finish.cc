// The second half of every turn: consequences of what its machines did.
#include <algorithm>
#include <utility>

#include "federation/core/core_impl.h"
#include "federation/network/audience.h"

namespace candour {

bool Core::Impl::Network::Dials(const MemberId& hub) const {
  const Manifest* current = manifest();
  if (!current || !own || hub == own->keys().member) return false;
  return std::any_of(current->hubs.begin(), current->hubs.end(),
                     [&](const Hub& h) { return h.member == hub; });
}

// Order: guards first, then what answers or asks, then hints and notices.
void Core::Impl::Finish(TurnBook& book) {
  std::vector<Action> answers = std::exchange(actions_, {});
  std::vector<Action> asks;
  TakeSessionActions(asks, book);
  for (auto& [id, network] : networks_) {
    if (!network.own) continue;
    if (auto guard = network.own->TakeGuard()) actions_.push_back(*guard);
  }
  for (Action& action : answers) actions_.push_back(std::move(action));
  for (Action& action : asks) actions_.push_back(std::move(action));
  ManifestsChanged(book);
  PassOnProposals();
  PassOnNews(book);
  SettleOwnFeeds(book);
}

// After all that a turn may have found out about own feeds.
void Core::Impl::SettleOwnFeeds(TurnBook& book) {
  for (auto& [id, network] : networks_) {
    if (!network.own) continue;
    network.own->Persist(book);
    if (network.own->TakeRecovered()) actions_.push_back(Recovered{id});
    if (!network.own->TakeAskAgain()) continue;
    for (auto& [peer, session] : sessions_) {
      if (session.options().network == id) session.Reconcile();
    }
  }
}

void Core::Impl::OwnHeadSeenAt(const MemberId& hub, const OwnHeadSeen& seen, Network& network,
                               TurnBook& book) {
  OwnFeed& own = *network.own;
  const std::string before = own.Blocked(network.manifest());
  own.OnOwnHead(seen, hub);
  const std::string blocked = own.Blocked(network.manifest());
  if (before == blocked && seen.verdict != OwnHeadSeen::Verdict::kOtherHistory) return;
  book.Log(blocked.empty() ? "own-feed-confirmed" : "own-feed-blocked", blocked);
}

void Core::Impl::TakeSessionActions(std::vector<Action>& out, TurnBook& book) {
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    for (SessionAction& action : it->second.TakeActions()) {
      TakeSessionAction(it->first, action, out, book);
    }
    it = it->second.over() ? sessions_.erase(it) : std::next(it);
  }
}

void Core::Impl::TakeSessionAction(PeerHandle peer, SessionAction& action, std::vector<Action>& out,
                                   TurnBook& book) {
  const NetworkId network = sessions_.at(peer).options().network;
  if (auto* ask = std::get_if<AskHub>(&action)) {
    out.push_back(AskPeer{peer, ask->call, std::move(ask->request)});
  } else if (std::get_if<WatchHub>(&action)) {
    out.push_back(OpenWatch{peer, network});
  } else if (auto* leave = std::get_if<LeaveHub>(&action)) {
    out.push_back(DropPeer{peer, leave->reason});
  } else if (auto* seen = std::get_if<OwnHeadSeen>(&action)) {
    OwnHeadSeenAt(sessions_.at(peer).options().hub, *seen, networks_.at(network), book);
  } else if (std::holds_alternative<CaughtUp>(action)) {
    networks_.at(network).own->OnCaughtUp(sessions_.at(peer).options().hub);
  }
}

void Core::Impl::ManifestsChanged(TurnBook& book) {
  for (auto& [id, network] : networks_) {
    const std::pair held{network.chain.version(), network.chain.hash()};
    if (held.first > 0 && held != announced_[id]) changed_.insert(id);
  }
  for (const NetworkId& id : changed_) {
    Network& network = networks_.at(id);
    if (!network.manifest()) continue;
    const Manifest& manifest = *network.manifest();
    const std::pair held{network.chain.version(), network.chain.hash()};
    const std::pair before = std::exchange(announced_[id], held);
    // Greetings compare the texts: everybody greets again.
    const bool disputed = before.first == held.first && before.second != held.second;
    if (disputed) {
      hub_.CloseWatchers(id, actions_);
      DropSessions(id, "two texts of one manifest version");
    }
    WantUpkeep(id, book.store());
    actions_.push_back(ManifestChanged{id, manifest.version});
    hub_.OnManifest(*network.chain.current(), now_, actions_);
    if (!network.own) continue;
    network.own->OnManifestChanged();
    network.cosigner->Open(book.store(), now_);
    DialHubs dial{id, {}};
    const bool member = manifest.FindMember(network.own->keys().member) != nullptr;
    for (const Hub& hub : manifest.hubs) {
      const Member* found = manifest.FindMember(hub.member);
      if (member && found && network.Dials(hub.member)) dial.hubs.push_back({hub, found->spki});
    }
    actions_.push_back(std::move(dial));
    for (auto it = sessions_.begin(); it != sessions_.end();) {
      const SessionOptions& options = it->second.options();
      if (options.network != id || (member && network.Dials(options.hub))) {
        if (options.network == id) it->second.OnManifestChanged();
        ++it;
        continue;
      }
      actions_.push_back(DropPeer{it->first, "no longer a hub of this network for this node"});
      it = sessions_.erase(it);
    }
  }
}

void Core::Impl::DropSessions(const NetworkId& network, const std::string& reason) {
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    if (it->second.options().network != network) {
      ++it;
      continue;
    }
    actions_.push_back(DropPeer{it->first, reason});
    it = sessions_.erase(it);
  }
}

void Core::Impl::PassOnProposals() {
  for (auto& [id, network] : networks_) {
    uint64_t& announced = proposals_announced_[id];
    if (announced == network.chain.proposals_seen() || !network.manifest()) continue;
    announced = network.chain.proposals_seen();
    hub_.OnProposals(*network.manifest(), now_, actions_);
    for (auto& [peer, session] : sessions_) {
      if (session.options().network == id) session.OnLocalProposals();
    }
  }
}

void Core::Impl::PassOnNews(TurnBook& book) {
  const TurnNews news = std::exchange(book.news(), {});
  CosignAgain(retractions_.OnTakenBack(news.taken_back), book);
  retractions_.OnHidden(news.retracted, now_);
  for (const LeavesArrived& came : news.leaves) {
    actions_.push_back(FeedGrew{came.feed, came.from, came.to});
    WantUpkeepOf(came.network, came.feed);
    Network* network = Find(came.network);
    if (network && network->cosigner) network->cosigner->OnLeaves(came.feed, now_.instant);
    const bool lost = network && network->own && came.feed == network->own->feed() &&
                      came.carrier != network->own->keys().member;
    if (lost) network->own->OnBroughtBack(came.to);
    for (auto& [peer, session] : sessions_) {
      if (session.options().network == came.network) session.OnLocalLeaves(came.feed);
    }
  }
  for (const FeedFrozen& frozen : news.frozen) {
    Network* network = Find(frozen.network);
    if (network && network->own && network->own->feed() == frozen.feed) {
      network->own->OnOwnHead({OwnHeadSeen::Verdict::kOtherHistory, 0});
    }
    for (auto& [peer, session] : sessions_) {
      if (session.options().network == frozen.network) session.OnLocalEvidence(frozen.feed);
    }
  }
  for (const CarrierBlamed& blame : news.blamed) ++blamed_[{blame.network, blame.carrier}];
  // A store that may be an old copy shows no bodies.
  HubSide::Manifests shown;
  for (const auto& [id, network] : networks_) {
    if (network.manifest() && network.own && !network.own->amnesic()) {
      shown[id] = network.manifest();
    }
  }
  hub_.Announce(book, news, shown, actions_);
  if (retractions_.TakeStart()) actions_.push_back(StartSweep{});
  for (const LogLine& line : news.log) actions_.push_back(Reported{line.event, line.message});
}

// Nothing of these feeds is hidden any more.
void Core::Impl::CosignAgain(const std::vector<FeedId>& erased, const TurnBook& book) {
  for (const FeedId& feed : erased) {
    const auto state = book.Feed(feed);
    Network* network = state ? Find(state->network) : nullptr;
    if (network && network->cosigner) network->cosigner->OnErased(feed, now_.instant);
  }
}

std::optional<Instant> Core::Impl::Deadline() const {
  std::optional<Instant> first;
  auto earlier = [&](const std::optional<Instant>& other) {
    if (other && (!first || *other < *first)) first = other;
  };
  if (!upkeep_due_.empty()) first = now_.instant;
  earlier(retractions_.Deadline());
  for (const auto& [peer, session] : sessions_) earlier(session.Deadline());
  for (const auto& [id, network] : networks_) {
    if (!network.own || !network.manifest()) continue;
    earlier(network.own->Deadline(network.manifest()));
    if (network.own->MayCosign(*network.manifest())) earlier(network.cosigner->Deadline());
  }
  return first;
}

std::vector<PeerReport> Core::Impl::Peers() const {
  std::vector<PeerReport> reports;
  for (const auto& [peer, session] : sessions_) {
    const SessionReport& report = session.report();
    const auto blamed = blamed_.find({session.options().network, session.options().hub});
    reports.push_back({peer, session.options().network, session.options().hub, report.phase,
                       report.leaves_pulled, report.leaves_pushed, report.bodies_pulled,
                       report.settled, report.roots_agree, report.differences,
                       blamed == blamed_.end() ? 0 : blamed->second});
  }
  return reports;
}

std::string Core::Impl::SigningBlocked(const NetworkId& id) const {
  auto found = networks_.find(id);
  if (found == networks_.end() || !found->second.own) {
    return "network " + id.hex().substr(0, 8) + " is not open at this node; join it first";
  }
  const Network& network = found->second;
  const Manifest* manifest = network.manifest();
  std::string blocked = network.own->Blocked(manifest);
  if (!blocked.empty()) return blocked;
  const Decision write = Decide(*manifest, network.own->keys().member, Access::kWrite, now_.wall);
  return write.allowed ? "" : "network " + manifest->name + ": " + write.reason;
}

}  // namespace candour
