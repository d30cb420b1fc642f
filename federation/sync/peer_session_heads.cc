// Heads: what the hub holds, compared with what is held here.
#include <utility>

#include "federation/network/audience.h"
#include "federation/sync/peer_session.h"

namespace candour {
namespace {

std::string ShortHead(uint64_t size, const crypto::Hash& root) {
  return "size " + std::to_string(size) + " root " + crypto::HexEncode(root.view().substr(0, 4));
}

}  // namespace

void PeerSession::OnHeads(const HeadsReply& reply, TurnBook& book) {
  const bool full = heads_asked_ == Heads::kFull;
  heads_asked_ = Heads::kNone;
  cursors_.heads = reply.cursor;
  if (full) {
    hub_.clear();
    touched_.clear();
    differences_.clear();
    set_aside_.clear();
    forks_.at_hub.clear();
    head_refused_ = false;
  }
  if (full) own_head_answered_ = true;
  std::set<FeedId> seen;
  for (const Head& head : reply.heads) {
    if (!seen.insert(head.feed).second) continue;
    if (head.feed == options_.own_feed) {
      own_head_answered_ = OnOwnHead(head, book);
    } else {
      OnHead(head, book);
    }
    if (phase_ == Phase::kOver) return;
  }
  OnLines(reply, book);
  if (!full) return;
  if (own_head_answered_) {
    const auto own = hub_.find(options_.own_feed);
    if (own == hub_.end()) actions_.emplace_back(OwnHeadSeen{OwnHeadSeen::Verdict::kNotAhead, 0});
  }
  OnFullHeads(book);
  full_seen_ = true;
  // At once: withdrawals do not wait for the backlog of a first exchange.
  if (!std::exchange(watching_, true)) actions_.emplace_back(WatchHub{});
}

// Those on our own feed, and on heads of others that are no longer the newest. Own entries that are
// not held here (again) are asked about once more.
void PeerSession::OnLines(const HeadsReply& reply, TurnBook& book) {
  Receiver receiver = MakeReceiver(book);
  const auto own = book.Feed(options_.own_feed);
  bool whole = true;
  size_t count = 0;
  for (const CosignedHead& head : reply.lines) {
    receiver.AcceptLines(head);
    if (head.feed != options_.own_feed) continue;
    whole = whole && own && head.size <= own->size;
    count += head.lines.size();
  }
  if (!whole) return;
  cursors_.lines = reply.lines_cursor;
  if (count >= kLinesPerReplyMax) poll_at_ = last_ + options_.times.lines_window;
}

// A hint that brings what it speaks of. False when it does not, or does not fit what is held: then
// the heads are looked at, and what is wrong is found and judged there.
bool PeerSession::TakeLive(const WatchHint& hint, TurnBook& book) {
  const bool ready = phase_ == Phase::kExchanging && full_seen_;
  if (!ready || hint.live.leaves.empty() || hint.feed == options_.own_feed) return false;
  Receiver receiver = MakeReceiver(book);
  const uint64_t before = book.Feed(hint.feed).value_or(FeedState()).size;
  LivePage live = hint.live;
  if (!Decide(manifest(), options_.self, Access::kReadBodies, book.now().wall).allowed) {
    live.blobs.clear();
  }
  if (!receiver.AcceptLive(hint.feed, hint.size, live)) return false;
  const auto state = book.Feed(hint.feed);
  hub_[hint.feed] = {state->size, state->root};
  touched_.insert(hint.feed);
  set_aside_.erase(hint.feed);
  report_.leaves_pulled += state->size - before;
  if (state->bodies_next < state->size) {
    live_.insert(hint.feed);
    QueuePull(hint.feed);
  } else if (state->size > before) {
    report_.bodies_pulled += live.blobs.size();
  }
  return true;
}

void PeerSession::OnHead(const Head& head, TurnBook& book) {
  TakeEvidence(head, book);
  Receiver receiver = MakeReceiver(book);
  auto checked = receiver.CheckHead(head.feed, head.checkpoint);
  if (!checked) {
    // A fork is the author's fault: the feed is frozen, the hub goes on.
    if (receiver.Frozen(head.feed)) return;
    book.Log("head-refused", MemberLabel(manifest(), options_.hub) + ", " +
                                 FeedLabel(manifest(), head.feed) + ": " + checked.error().reason);
    head_refused_ = head_refused_ || checked.error().reason != "UNKNOWN_FEED";
    touched_.insert(head.feed);
    return;
  }
  hub_[head.feed] = {checked->checkpoint.size, checked->checkpoint.root};
  touched_.insert(head.feed);
  set_aside_.erase(head.feed);
  if (!head.lines.empty()) {
    receiver.AcceptLines({head.feed, checked->checkpoint.size, head.lines});
  }
  const auto state = book.Feed(head.feed);
  if (checked->checkpoint.size > checked->held) {
    if (!receiver.Frozen(head.feed)) QueuePull(head.feed);
  } else if (state && LacksBodies(*state, book.store())) {
    QueuePull(head.feed);
  }
  if (checked->checkpoint.size < checked->held) QueuePush(head.feed, book);
}

// A hub that knows more of our own feed than this node means that this node lost something: it
// signs nothing and fetches it back. False when the head proves nothing, so that the hub has not
// answered.
bool PeerSession::OnOwnHead(const Head& head, TurnBook& book) {
  TakeEvidence(head, book);
  Receiver receiver = MakeReceiver(book);
  auto checked = receiver.CheckHead(head.feed, head.checkpoint);
  if (!checked) {
    book.Log("head-refused", MemberLabel(manifest(), options_.hub) + ", " +
                                 FeedLabel(manifest(), head.feed) + ": " + checked.error().reason);
    head_refused_ = true;
    if (checked.error().reason == "FORK") {
      actions_.emplace_back(OwnHeadSeen{OwnHeadSeen::Verdict::kOtherHistory, 0});
    }
    return false;
  }
  const uint64_t size = checked->checkpoint.size;
  hub_[head.feed] = {size, checked->checkpoint.root};
  touched_.insert(head.feed);
  set_aside_.erase(head.feed);
  if (!head.lines.empty()) {
    receiver.AcceptLines({head.feed, checked->checkpoint.size, head.lines});
  }
  const bool ahead = size > checked->held;
  actions_.emplace_back(
      OwnHeadSeen{ahead ? OwnHeadSeen::Verdict::kAhead : OwnHeadSeen::Verdict::kNotAhead, size});
  const auto state = book.Feed(head.feed);
  if (ahead || (state && LacksBodies(*state, book.store()))) QueuePull(head.feed);
  if (size < checked->held) QueuePush(head.feed, book);
  return true;
}

bool PeerSession::LacksBodies(const FeedState& state, const StoreView& store) const {
  return state.bodies_next < state.size || !store.Wanted(state.feed, 0, 1).empty();
}

// The list was complete: what it does not name the hub lacks.
void PeerSession::OnFullHeads(TurnBook& book) {
  for (const FeedState& state : book.store().Feeds(options_.network)) {
    if (state.size == 0 || !manifest().FindFeed(state.feed)) continue;
    if (state.status == FeedStatus::kFrozen) {
      OnLocalEvidence(state.feed);
      continue;
    }
    touched_.insert(state.feed);
    if (state.cosigned_size > 0 && (thorough_ || !full_seen_)) lines_due_.insert(state.feed);
    const bool own = state.feed == options_.own_feed;
    // With a cut the hub may want texts again that it had erased.
    const bool cut = manifest().FindFeed(state.feed)->closed.has_value();
    const auto hub = hub_.find(state.feed);
    const uint64_t hub_size = hub == hub_.end() ? 0 : hub->second.size;
    if (hub_size < state.size || (hub_size == state.size && (own || cut || thorough_))) {
      QueuePush(state.feed, book);
    }
  }
  thorough_ = false;
}

void PeerSession::CompareTouched(TurnBook& book) {
  for (const FeedId& feed : touched_) {
    differences_.erase(feed);
    auto state = book.Feed(feed);
    // What the hub holds of a disputed feed may be the other history.
    if (state && state->status == FeedStatus::kFrozen) continue;
    const auto hub = hub_.find(feed);
    const crypto::TreeHead theirs = hub == hub_.end() ? crypto::TreeHead{} : hub->second;
    const uint64_t size = state ? state->size : 0;
    if (size == theirs.size && (size == 0 || state->root == theirs.root)) continue;
    differences_[feed] = FeedLabel(manifest(), feed) + ": here " +
                         (state ? ShortHead(size, state->root) : "nothing") + ", at the hub " +
                         (theirs.size ? ShortHead(theirs.size, theirs.root) : "nothing");
  }
  touched_.clear();
  report_.differences.clear();
  for (const auto& [feed, text] : differences_) report_.differences.push_back(text);
  report_.roots_agree = full_seen_ && differences_.empty();
}

}  // namespace candour
