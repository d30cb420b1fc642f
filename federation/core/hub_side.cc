#include "federation/core/hub_side.h"

#include <string>
#include <utility>

#include "federation/feed/batch.h"
#include "federation/feed/bodies.h"
#include "federation/network/audience.h"
#include "federation/sync/serve.h"

namespace candour {
namespace {

constexpr size_t kWatchersPerMemberMax = 4;
constexpr size_t kHeadsPerPutMax = 256;
constexpr size_t kBodiesPerPushMax = 4096;

// Answers one push of a peer that may bring feeds.
class Taker {
 public:
  Taker(TurnBook& book, const Manifest& manifest, const Receiver::Parties& parties)
      : book_(book), receiver_(book, manifest, parties) {}

  Result<Reply> operator()(const PushHeadRequest& request) {
    auto head = receiver_.CheckHead(request.feed, request.checkpoint);
    if (!head) return Refuse(request.feed, head.error());
    return Reply(PushHeadReply{head->held, BodiesHeld(request.feed)});
  }

  Result<Reply> operator()(const PushLeavesRequest& request) {
    auto size = receiver_.AcceptPage(
        {request.feed, request.start, request.leaves, request.checkpoint, request.blobs});
    if (!size) return Refuse(request.feed, size.error());
    return Reply(PushLeavesReply{*size, BodiesHeld(request.feed)});
  }

  Result<Reply> operator()(const PushBodiesRequest& request) {
    if (request.bodies.size() > kBodiesPerPushMax) {
      return Fail(ErrorCode::kFull, "TOO_MANY_BODIES",
                  "at most " + std::to_string(kBodiesPerPushMax) + " bodies at a time");
    }
    auto have = receiver_.AcceptBodies(request.feed, request.bodies);
    if (!have) return Refuse(request.feed, have.error());
    return Reply(PushBodiesReply{*have});
  }

  Result<Reply> operator()(const PutCosignaturesRequest& request) {
    if (request.heads.size() > kHeadsPerPutMax) {
      return Fail(ErrorCode::kFull, "TOO_MANY_LINES",
                  "at most " + std::to_string(kHeadsPerPutMax) + " heads at a time");
    }
    PutCosignaturesReply reply;
    for (const CosignedHead& head : request.heads) {
      const AcceptedLines lines = receiver_.AcceptLines(head);
      reply.accepted += lines.accepted;
      reply.refused += lines.refused;
    }
    return Reply(reply);
  }

  Result<Reply> operator()(const ReportEvidenceRequest& request) {
    Status taken = receiver_.AcceptEvidence(request.evidence);
    if (taken) return Reply(ReportEvidenceReply{});
    book_.Log("evidence-refused", taken.error().reason + ": " + taken.error().message);
    return Fail(taken.error());
  }

  template <class Read>
  Result<Reply> operator()(const Read&) {
    return Fail(ErrorCode::kInvalid, "NOT_A_PUSH", "this request is a read");
  }

 private:
  Result<Reply> Refuse(const FeedId& feed, const Error& error) {
    book_.Log("push-refused",
              "feed " + feed.hex().substr(0, 8) + ": " + error.reason + ": " + error.message);
    return Fail(error);
  }

  uint64_t BodiesHeld(const FeedId& feed) const {
    auto state = book_.Feed(feed);
    return state ? FirstUnheld(book_.store(), *state) : 0;
  }

  TurnBook& book_;
  Receiver receiver_;
};

bool MayWatch(const PeerIdentity& who, const SignedManifest* manifest, WallSeconds wall) {
  return manifest && !who.former && who.network == manifest->manifest.network &&
         Decide(manifest->manifest, who.member, Access::kReadLog, wall).allowed;
}

}  // namespace

bool HubSide::OpenWatcher(const WatcherOpened& event, const SignedManifest* manifest, Now now,
                          std::vector<Action>& actions) {
  if (!MayWatch(event.who, manifest, now.wall)) return false;
  std::vector<WatcherHandle> earlier;
  for (const auto& [watcher, who] : watchers_) {
    if (who.network == event.who.network && who.member == event.who.member) {
      earlier.push_back(watcher);
    }
  }
  if (earlier.size() >= kWatchersPerMemberMax) {
    actions.push_back(candour::CloseWatcher{earlier.front()});
    watchers_.erase(earlier.front());
  }
  watchers_[event.watcher] = event.who;
  actions.push_back(SendHint{event.watcher,
                             {event.who.network, FeedId{}, manifest->manifest.version, false, {}}});
  return true;
}

void HubSide::CloseWatchers(const NetworkId& network, std::vector<Action>& actions) {
  std::erase_if(watchers_, [&](const auto& entry) {
    const bool closes = entry.second.network == network;
    if (closes) actions.push_back(candour::CloseWatcher{entry.first});
    return closes;
  });
}

void HubSide::OnManifest(const SignedManifest& manifest, Now now, std::vector<Action>& actions) {
  const NetworkId& network = manifest.manifest.network;
  for (auto it = watchers_.begin(); it != watchers_.end();) {
    if (it->second.network != network) {
      ++it;
      continue;
    }
    if (!MayWatch(it->second, &manifest, now.wall)) {
      actions.push_back(candour::CloseWatcher{it->first});
      it = watchers_.erase(it);
      continue;
    }
    actions.push_back(
        SendHint{it->first, {network, FeedId{}, manifest.manifest.version, false, {}}});
    ++it;
  }
}

void HubSide::OnProposals(const Manifest& manifest, Now now, std::vector<Action>& actions) const {
  for (const auto& [watcher, who] : watchers_) {
    if (who.network != manifest.network) continue;
    if (!Decide(manifest, who.member, Access::kGovern, now.wall).allowed) continue;
    actions.push_back(SendHint{watcher, {manifest.network, FeedId{}, manifest.version, true, {}}});
  }
}

Result<Reply> HubSide::Take(const PeerAsked& event, const Manifest& manifest, const MemberId& self,
                            TurnBook& book) {
  if (event.who.former || event.who.network != NetworkOf(event.request) ||
      !Decide(manifest, event.who.member, Access::kRelay, book.now().wall).allowed) {
    return Fail(NotVisible());
  }
  return std::visit(Taker(book, manifest, {self, event.who.member}), event.request);
}

std::vector<WatcherHandle> HubSide::Watching(const NetworkId& network,
                                             const MemberId& except) const {
  std::vector<WatcherHandle> watching;
  for (const auto& [watcher, who] : watchers_) {
    if (who.network == network && who.member != except) watching.push_back(watcher);
  }
  return watching;
}

void HubSide::Announce(const TurnBook& book, const TurnNews& news, const Manifests& manifests,
                       std::vector<Action>& actions) const {
  Hints hints;
  for (const LeavesArrived& came : news.leaves) {
    for (WatcherHandle watcher : Watching(came.network, came.carrier)) {
      hints[{watcher, came.feed}].leaves = true;
    }
  }
  for (const FeedFrozen& came : news.frozen) {
    for (WatcherHandle watcher : Watching(came.network, came.carrier)) {
      hints[{watcher, came.feed}].leaves = true;
    }
  }
  for (const BodiesSettled& came : news.bodies) {
    for (WatcherHandle watcher : Watching(came.network, came.carrier)) {
      hints[{watcher, came.feed}].leaves = true;
    }
  }
  for (const LineArrived& came : news.lines) {
    const auto state = book.Feed(came.feed);
    for (WatcherHandle watcher : Watching(came.network, came.carrier)) {
      if (!state) continue;
      // An author hears of every line on its feeds; the others find the few that they are shown at
      // their next look.
      const bool author = watchers_.at(watcher).member == state->member;
      if (author) hints[{watcher, came.feed}].lines = true;
    }
  }
  for (const auto& [key, hint] : hints) {
    const auto& [watcher, feed] = key;
    const auto state = book.Feed(feed);
    const uint64_t size = state ? state->size : 0;
    const PeerIdentity& who = watchers_.at(watcher);
    if (hint.leaves) {
      actions.push_back(SendHint{
          watcher, {who.network, feed, size, false, LiveFor(who, feed, book, news, manifests)}});
    }
    if (hint.lines) actions.push_back(SendHint{watcher, {who.network, feed, size, true, {}}});
  }
}

// What came in this turn, if it is all that is new and small; the bodies only for who may read.
LivePage HubSide::LiveFor(const PeerIdentity& who, const FeedId& feed, const TurnBook& book,
                          const TurnNews& news, const Manifests& manifests) {
  const auto manifest = manifests.find(who.network);
  const LeavesArrived* only = nullptr;
  for (const LeavesArrived& came : news.leaves) {
    if (came.feed != feed) continue;
    if (only != nullptr) return {};
    only = &came;
  }
  const auto state = book.Feed(feed);
  if (only == nullptr || manifest == manifests.end() || !state || state->size != only->to) {
    return {};
  }
  LivePage live = only->live;
  const auto read = Decide(*manifest->second, who.member, Access::kReadBodies, book.now().wall);
  if (!read.allowed) live.blobs.clear();
  return live;
}

}  // namespace candour
