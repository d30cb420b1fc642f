// Carrying out what a core wants.
#include <algorithm>
#include <utility>

#include "tests/sim/corruption.h"
#include "tests/sim/world.h"

namespace candour::sim {

void World::Do(size_t node, const WriteGuard& action) {
  Note(node, "guard " + std::to_string(action.size));
  nodes_[node].guard = action;
}

void World::Do(size_t node, const AskPeer& action) {
  if (!Hostile(node)) {
    const WriteGuard& guard = nodes_[node].guard;
    const uint64_t guarded = guard.feed == cast_.FeedOf(node) ? guard.size : 0;
    truth_.OnSent(node, action.request, nodes_[node].store, guarded);
    return Send(action.peer, action.call, action.request);
  }
  Request request = action.request;
  auto link = links_.find(action.peer);
  if (link == links_.end() || !hostile_->OnAsk(link->second.to, request)) {
    return FailCall(action.peer, action.call, Delay());
  }
  Send(action.peer, action.call, std::move(request));
}

void World::Do(size_t node, const AnswerPeer& action) {
  if (knocks_.erase(action.call)) {
    const Error one = NotVisible();
    const bool same = !action.reply && action.reply.error().code == one.code &&
                      action.reply.error().reason == one.reason &&
                      action.reply.error().message == one.message;
    if (!same) truth_.Report(node, "strangers get one answer", "a stranger learned something");
    return;
  }
  auto found = calls_.find(action.call);
  if (found == calls_.end()) return;
  const Call call = std::move(found->second);
  calls_.erase(found);
  Result<Reply> reply = action.reply;
  auto link = links_.find(call.link);
  if (Hostile(node)) {
    if (link == links_.end() || !hostile_->OnAnswer(link->second.from, *call.request, reply))
      return;
  } else if (reply && link != links_.end()) {
    truth_.OnSent(node, link->second.from, *reply);
  }
  SendBack(call, std::move(reply));
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

void World::Do(size_t node, const SendHint& action) {
  if (Hostile(node) && !hostile_->SendsHints()) return;
  auto watcher = watchers_.find(action.watcher);
  if (watcher == watchers_.end()) return;
  const PeerHandle handle = watcher->second;
  const Link& link = links_.at(handle);
  if (Cut(link, /*towards_hub=*/false) || (!Calm() && net_.Chance(plan_.loss))) {
    outcome_.marks.Hit(Mark::kHintLost);
    return;
  }
  WatchHint said = action.hint;
  if (Hostile(node)) hostile_->OnHint(said);
  if (!Calm() && net_.Chance(plan_.corruption * 4)) FlipABit(said, net_, outcome_.marks);
  scheduler_.After(Delay(), [this, handle, hint = std::move(said)] {
    auto open = links_.find(handle);
    if (open == links_.end()) return;
    const size_t watching = open->second.from;
    Deliver(watching, nodes_[watching].life, PeerHinted{handle, hint});
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
  ++nodes_[node].log[action.event];
  if (action.event == "feed-frozen") outcome_.marks.Hit(Mark::kFeedFrozen);
  if (action.event == "withdrawals-delayed") outcome_.marks.Hit(Mark::kWithdrawalsDelayed);
  if (action.event == "carrier-blamed") outcome_.marks.Hit(Mark::kCarrierBlamed);
  Note(node, action.event + ": " + action.message);
}

}  // namespace candour::sim
