// Carrying out what a core wants: connections that break, messages that are lost, late, doubled or
// damaged.
#include <algorithm>
#include <utility>

#include "tests/sim/corruption.h"
#include "tests/sim/world.h"

namespace candour::sim {
namespace {

Error Unreachable() { return {ErrorCode::kUnavailable, "UNREACHABLE", "the call did not arrive"}; }

}  // namespace

Duration World::Delay() {
  const Duration most = healed_ ? std::min(plan_.delay_max, Duration(400)) : plan_.delay_max;
  return Duration(1 + net_.Below(most.count()));
}

bool World::Cut(const Link& link, bool towards_hub) const {
  if (cut_off_.contains(link.from) || cut_off_.contains(link.to)) return true;
  return !towards_hub && half_open_.contains({link.from, link.to});
}

void World::Do(size_t node, const WriteGuard& action) {
  Note(node, "guard " + std::to_string(action.size));
  nodes_[node].guard = action;
}

void World::Do(size_t node, const AskPeer& action) {
  truth_.OnSent(node, action.request, nodes_[node].store, nodes_[node].guard.size);
  auto found = links_.find(action.peer);
  if (found == links_.end()) return FailCall(action.peer, action.call, Delay());
  Link& link = found->second;
  if (Cut(link, /*towards_hub=*/true)) {
    // Some networks say so, some say nothing.
    if (net_.Chance(500)) FailCall(action.peer, action.call, Delay() + Duration(5000));
    return;
  }
  if (net_.Chance(healed_ ? 0 : plan_.loss)) {
    outcome_.marks.Hit(Mark::kRequestLost);
    return FailCall(action.peer, action.call, Delay());
  }
  Request request = action.request;
  if (!healed_ && net_.Chance(plan_.corruption)) FlipABit(request, net_, outcome_.marks);
  const bool twice = !healed_ && net_.Chance(plan_.duplication);
  if (twice) outcome_.marks.Hit(Mark::kRequestDuplicated);
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    const Duration delay = Delay();
    const Instant arrival = scheduler_.now() + delay;
    if (arrival < link.last_arrival) outcome_.marks.Hit(Mark::kReordered);
    link.last_arrival = std::max(link.last_arrival, arrival);
    scheduler_.After(delay, [this, peer = action.peer, call = action.call, request] {
      Arrive(peer, call, request);
    });
  }
}

void World::Arrive(PeerHandle handle, CallHandle call, const Request& request) {
  auto found = links_.find(handle);
  if (found == links_.end()) return;
  const Link& link = found->second;
  if (!nodes_[link.to].up()) return FailCall(handle, call, Delay());
  const CallHandle id = ++handles_;
  calls_[id] = {handle, call};
  (void)Handle(link.to, PeerAsked{id, cast_.IdentityOf(link.from), request});
}

void World::Do(size_t node, const AnswerPeer& action) {
  auto found = calls_.find(action.call);
  if (found == calls_.end()) return;
  const Call call = found->second;
  calls_.erase(found);
  Result<Reply> reply = action.reply;
  if (reply) truth_.OnSent(node, *reply, nodes_[node].store);
  auto link = links_.find(call.link);
  if (link == links_.end() || Cut(link->second, /*towards_hub=*/false)) return;
  if (!healed_ && net_.Chance(plan_.loss)) {
    outcome_.marks.Hit(Mark::kReplyLost);
    return FailCall(call.link, call.call, Delay());
  }
  const bool rare = reply && std::holds_alternative<ManifestsReply>(*reply);
  if (reply && !healed_ && net_.Chance(plan_.corruption * (rare ? 8 : 1))) {
    FlipABit(*reply, net_, outcome_.marks);
  }
  const bool twice = !healed_ && net_.Chance(plan_.duplication);
  if (twice) outcome_.marks.Hit(Mark::kReplyDuplicated);
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    const Duration delay = Delay();
    if (delay > Duration(1000)) outcome_.marks.Hit(Mark::kReplyDelayed);
    scheduler_.After(delay, [this, call, reply] {
      auto open = links_.find(call.link);
      if (open == links_.end()) return;
      const size_t asker = open->second.from;
      Deliver(asker, nodes_[asker].life, PeerAnswered{call.link, call.call, reply});
    });
  }
}

void World::FailCall(PeerHandle handle, CallHandle call, Duration after) {
  auto found = links_.find(handle);
  if (found == links_.end()) return;
  const size_t asker = found->second.from;
  scheduler_.After(after, [this, handle, call, asker, life = nodes_[asker].life] {
    if (links_.contains(handle)) {
      Deliver(asker, life, PeerAnswered{handle, call, Fail(Unreachable())});
    }
  });
}

void World::Do(size_t, const OpenWatch& action) {
  auto found = links_.find(action.peer);
  if (found == links_.end() || Cut(found->second, /*towards_hub=*/true)) return;
  const WatcherHandle watcher = ++handles_;
  found->second.watcher = watcher;
  watchers_[watcher] = action.peer;
  scheduler_.After(Delay(), [this, watcher, link = found->second] {
    if (!watchers_.contains(watcher)) return;
    Deliver(link.to, nodes_[link.to].life, WatcherOpened{watcher, cast_.IdentityOf(link.from)});
  });
}

void World::Do(size_t, const SendHint& action) {
  auto watcher = watchers_.find(action.watcher);
  if (watcher == watchers_.end()) return;
  const PeerHandle handle = watcher->second;
  const Link& link = links_.at(handle);
  if (Cut(link, /*towards_hub=*/false) || (!healed_ && net_.Chance(plan_.loss))) {
    outcome_.marks.Hit(Mark::kHintLost);
    return;
  }
  scheduler_.After(Delay(), [this, handle, hint = action.hint] {
    auto open = links_.find(handle);
    if (open == links_.end()) return;
    const size_t node = open->second.from;
    Deliver(node, nodes_[node].life, PeerHinted{handle, hint});
  });
}

void World::Do(size_t node, const DropPeer& action) {
  Note(node, "drops its peer: " + action.reason);
  auto found = links_.find(action.peer);
  if (found == links_.end()) return;
  const size_t hub = found->second.to;
  ++nodes_[node].failures[hub];
  Break(action.peer);
  Redial(node, hub);
}

void World::Do(size_t, const CloseWatcher& action) {
  auto watcher = watchers_.find(action.watcher);
  if (watcher != watchers_.end()) Break(watcher->second);
}

// The connection is gone. Both ends hear of it, unless they are the ones that are down.
void World::Break(PeerHandle handle) {
  auto found = links_.find(handle);
  if (found == links_.end()) return;
  const Link link = found->second;
  links_.erase(found);
  if (link.watcher) {
    watchers_.erase(link.watcher);
    scheduler_.After(Delay(), [this, link, life = nodes_[link.to].life] {
      Deliver(link.to, life, WatcherClosed{link.watcher});
    });
  }
  Node& dialler = nodes_[link.from];
  auto open = dialler.peers.find(link.to);
  if (open == dialler.peers.end() || open->second != handle) return;
  dialler.peers.erase(open);
  scheduler_.After(Delay(), [this, handle, link, life = dialler.life] {
    Deliver(link.from, life, PeerLost{handle});
    if (nodes_[link.from].life == life) Redial(link.from, link.to);
  });
}

void World::Do(size_t node, const DialHubs& action) {
  Node& n = nodes_[node];
  n.hubs.clear();
  for (const auto& [hub, pins] : action.hubs) {
    for (size_t i = 0; i < cast_.members.size(); ++i) {
      if (cast_.members[i].id == hub.member) n.hubs.push_back(i);
    }
  }
  for (size_t hub : n.hubs) Redial(node, hub);
}

void World::Redial(size_t node, size_t hub) {
  Node& n = nodes_[node];
  if (!n.up() || n.peers.contains(hub)) return;
  const unsigned failures = std::min(n.failures[hub], 8u);
  const uint64_t most = std::min<uint64_t>(1000u << failures, 300'000);
  scheduler_.After(Duration(net_.Between(most / 2, most)), [this, node, hub, life = n.life] {
    if (nodes_[node].up() && nodes_[node].life == life) Dial(node, hub);
  });
}

void World::Dial(size_t node, size_t hub) {
  Node& n = nodes_[node];
  const bool listed = std::find(n.hubs.begin(), n.hubs.end(), hub) != n.hubs.end();
  if (!listed || n.peers.contains(hub)) return;
  const Link link{node, hub, true, 0, {}};
  if (!nodes_[hub].up() || Cut(link, true) || Cut(link, false)) {
    ++n.failures[hub];
    return Redial(node, hub);
  }
  n.failures[hub] = n.failures[hub] / 2;
  const PeerHandle handle = ++handles_;
  n.peers[hub] = handle;
  links_[handle] = link;
  (void)Handle(node, PeerConnected{handle, cast_.network, cast_.members[hub].id});
}

// The sweep erases what was hidden when it began, and says so when it is done.
void World::Do(size_t node, const StartSweep&) {
  Node& n = nodes_[node];
  n.sweeping = true;
  SweepFinished done;
  for (const FeedState& feed : n.store.Feeds(cast_.network)) {
    for (const Retraction& row : n.store.Retractions(feed.feed)) {
      if (row.state == ErasureState::kHidden) done.erased.push_back({row.feed, row.target});
    }
  }
  const Duration length(disk_.Between(500, disk_.Chance(100) ? 600'000 : 5'000));
  scheduler_.After(length, [this, node, done, life = n.life] {
    if (nodes_[node].life == life) nodes_[node].sweeping = false;
    Deliver(node, life, done);
  });
}

void World::Do(size_t node, const ManifestChanged& action) {
  Note(node, "manifest " + std::to_string(action.version));
}

void World::Do(size_t node, const FeedGrew& action) {
  Note(node, "feed " + cast_.members[truth_.AuthorOf(action.feed)].name + " " +
                 std::to_string(action.from) + "-" + std::to_string(action.to));
}

void World::Do(size_t node, const Reported& action) {
  Note(node, action.event + ": " + action.message);
}

}  // namespace candour::sim
