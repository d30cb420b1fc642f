// Connections that break, messages that are lost, late, doubled or damaged.
#include <algorithm>
#include <utility>

#include "tests/sim/corruption.h"
#include "tests/sim/world.h"

namespace candour::sim {
namespace {

// Calls that a hostile node makes beside its core's.
constexpr CallHandle kInjected = CallHandle{1} << 62;

Error Unreachable() { return {ErrorCode::kUnavailable, "UNREACHABLE", "the call did not arrive"}; }

}  // namespace

Duration World::Delay() {
  const uint64_t most = Calm() ? std::min<uint64_t>(plan_.delay_max_ms, 400) : plan_.delay_max_ms;
  return Duration(1 + net_.Below(most));
}

bool World::Cut(const Link& link, bool towards_hub) const {
  if (cut_off_.contains(link.from) || cut_off_.contains(link.to)) return true;
  if (deaf_.contains(towards_hub ? link.to : link.from)) return true;
  return !towards_hub && half_open_.contains({link.from, link.to});
}

void World::Send(PeerHandle handle, CallHandle call, Request request) {
  auto found = links_.find(handle);
  if (found == links_.end()) return FailCall(handle, call, Delay());
  Link& link = found->second;
  if (Cut(link, /*towards_hub=*/true)) {
    // Some networks say so, some say nothing.
    if (net_.Chance(500)) FailCall(handle, call, Delay() + Duration(5000));
    return;
  }
  if (!Calm() && net_.Chance(plan_.loss)) {
    outcome_.marks.Hit(Mark::kRequestLost);
    return FailCall(handle, call, Delay());
  }
  if (!Calm() && net_.Chance(plan_.corruption)) FlipABit(request, net_, outcome_.marks);
  const bool twice = !Calm() && net_.Chance(plan_.duplication);
  if (twice) outcome_.marks.Hit(Mark::kRequestDuplicated);
  auto shared = std::make_shared<const Request>(std::move(request));
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    const Duration delay = Delay();
    const Instant arrival = scheduler_.now() + delay;
    if (arrival < link.last_arrival) outcome_.marks.Hit(Mark::kReordered);
    link.last_arrival = std::max(link.last_arrival, arrival);
    scheduler_.After(delay, [this, handle, call, shared] { Arrive(handle, call, *shared); });
  }
}

void World::Arrive(PeerHandle handle, CallHandle call, const Request& request) {
  auto found = links_.find(handle);
  if (found == links_.end()) return;
  const Link& link = found->second;
  if (!nodes_[link.to].up()) return FailCall(handle, call, Delay());
  const CallHandle id = ++handles_;
  calls_[id] = {handle, call, std::nullopt};
  if (Hostile(link.to)) {
    calls_[id].request = request;
    hostile_->OnAsked(request);
  }
  PeerIdentity who = cast_.IdentityOf(link.from);
  const auto manifest = nodes_[link.to].core->ManifestOf(cast_.network);
  who.former = nodes_[link.from].removed && manifest && !manifest->manifest.FindMember(who.member);
  Deliver(link.to, nodes_[link.to].life, PeerAsked{id, who, request});
}

void World::SendBack(const Call& call, Result<Reply> reply) {
  auto link = links_.find(call.link);
  if (link == links_.end() || Cut(link->second, /*towards_hub=*/false)) return;
  if (!Calm() && net_.Chance(plan_.loss)) {
    outcome_.marks.Hit(Mark::kReplyLost);
    return FailCall(call.link, call.call, Delay());
  }
  const bool rare = reply && std::holds_alternative<ManifestsReply>(*reply);
  if (reply && !Calm() && net_.Chance(plan_.corruption * (rare ? 8 : 1))) {
    FlipABit(*reply, net_, outcome_.marks);
  }
  const bool twice = !Calm() && net_.Chance(plan_.duplication);
  if (twice) outcome_.marks.Hit(Mark::kReplyDuplicated);
  auto shared = std::make_shared<const Result<Reply>>(std::move(reply));
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    const Duration delay = Delay();
    if (delay > Duration(1000)) outcome_.marks.Hit(Mark::kReplyDelayed);
    scheduler_.After(delay, [this, link = call.link, id = call.call, shared] {
      auto open = links_.find(link);
      if (open == links_.end()) return;
      const size_t asker = open->second.from;
      if (id >= kInjected) {
        auto request = injected_.find(id);
        if (request == injected_.end()) return;
        const Request asked = std::move(request->second);
        injected_.erase(request);
        return hostile_->OnInjected(link, asked, *shared);
      }
      Deliver(asker, nodes_[asker].life, PeerAnswered{link, id, *shared});
    });
  }
}

std::vector<PeerHandle> World::Links() const {
  std::vector<PeerHandle> handles;
  const Node& n = nodes_[plan_.hostile()];
  if (!n.up()) return handles;
  for (const auto& [hub, handle] : n.peers) handles.push_back(handle);
  return handles;
}

void World::Inject(PeerHandle link, const Request& request) {
  const CallHandle call = kInjected + ++handles_;
  if (std::holds_alternative<PushHeadRequest>(request)) injected_[call] = request;
  Send(link, call, request);
}

void World::SignedElsewhere(const FeedId& feed, const MemoryStore& history) {
  Note(plan_.hostile(), "signs another history");
  truth_.OnSignedElsewhere(feed, history);
}

void World::FailCall(PeerHandle handle, CallHandle call, Duration after) {
  auto found = links_.find(handle);
  if (found == links_.end()) return;
  injected_.erase(call);
  if (call >= kInjected) return;
  const size_t asker = found->second.from;
  scheduler_.After(after, [this, handle, call, asker, life = nodes_[asker].life] {
    if (links_.contains(handle)) {
      Deliver(asker, life, PeerAnswered{handle, call, Fail(Unreachable())});
    }
  });
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
  Deliver(node, n.life, PeerConnected{handle, cast_.network, cast_.members[hub].id});
}

}  // namespace candour::sim
