// The work of a session: which feeds move now, and when all is settled.
#include <algorithm>

#include "federation/network/audience.h"
#include "federation/sync/peer_session.h"

namespace candour {
namespace {

constexpr size_t kFeedsAtOnce = 4;
constexpr size_t kLiveFeedsBesides = 2;  // What has just happened does not wait for a backlog.
constexpr size_t kLinesPerPut = 64;

void Enqueue(std::deque<FeedId>& queue, const FeedId& feed) {
  if (std::find(queue.begin(), queue.end(), feed) == queue.end()) queue.push_back(feed);
}

}  // namespace

void PeerSession::QueuePull(const FeedId& feed) {
  auto active = pulls_.find(feed);
  if (active != pulls_.end()) return active->second.Extend(hub_[feed].size);
  Enqueue(live_.contains(feed) ? live_queue_ : pull_queue_, feed);
}

void PeerSession::QueuePush(const FeedId& feed, const TurnBook& book) {
  const auto state = book.Feed(feed);
  if (state && state->status == FeedStatus::kFrozen) return;
  auto active = pushes_.find(feed);
  if (active != pushes_.end()) return active->second.Extend();
  if (feed == options_.own_feed) {
    push_queue_.push_front(feed);
    return;
  }
  Enqueue(push_queue_, feed);
}

void PeerSession::Pump(TurnBook& book) {
  if (phase_ != Phase::kExchanging) return;
  wake_ = false;
  TakeLocalNews(book);
  DriveProposals(book);
  if (heads_needed_ != Heads::kNone && !InFlight(Purpose::kHeads)) {
    heads_asked_ = heads_needed_;
    heads_needed_ = Heads::kNone;
    const bool full = heads_asked_ == Heads::kFull;
    Ask(Purpose::kHeads, {},
        HeadsRequest{options_.network, full ? 0 : cursors_.heads, full, full ? 0 : cursors_.lines},
        book);
  }
  StartQueued(book);
  DrivePulls(book);
  DrivePushes(book);
  SendLines(book);
  SendEvidence(book);
  Settle(book);
}

void PeerSession::TakeLocalNews(TurnBook& book) {
  for (const FeedId& feed : local_leaves_) {
    auto state = book.store().Feed(feed);
    if (!state || !full_seen_) continue;
    touched_.insert(feed);
    const auto hub = hub_.find(feed);
    if (hub == hub_.end() || hub->second.size < state->size) QueuePush(feed, book);
  }
  local_leaves_.clear();
}

void PeerSession::StartQueued(TurnBook& book) {
  auto slot = [&] { return pulls_.size() + pushes_.size() < kFeedsAtOnce; };
  // What this node brings is small and nobody else may have it: it goes first.
  while (!push_queue_.empty() && slot()) {
    const FeedId feed = push_queue_.front();
    push_queue_.pop_front();
    pushes_.try_emplace(feed, options_.network, feed);
  }
  while (!live_queue_.empty() &&
         pulls_.size() + pushes_.size() < kFeedsAtOnce + kLiveFeedsBesides) {
    StartPull(live_queue_.front(), book);
    live_.erase(live_queue_.front());
    live_queue_.pop_front();
  }
  while (!pull_queue_.empty() && slot()) {
    StartPull(pull_queue_.front(), book);
    pull_queue_.pop_front();
  }
}

void PeerSession::StartPull(const FeedId& feed, TurnBook& book) {
  // Whoever may not read bodies replicates the log alone.
  const bool reads =
      Decide(manifest(), options_.self, Access::kReadBodies, book.now().wall).allowed;
  pulls_.try_emplace(feed, PullTarget{options_.network, feed, hub_[feed].size},
                     reads ? BodyAccess::kAllowed : BodyAccess::kClosed);
}

void PeerSession::DrivePulls(TurnBook& book) {
  Receiver receiver = MakeReceiver(book);
  for (auto it = pulls_.begin(); it != pulls_.end();) {
    FeedPull& pull = it->second;
    for (Request& request : pull.Next(receiver, book)) {
      Ask(Purpose::kPull, it->first, std::move(request), book);
    }
    if (pull.wants_turn()) wake_ = true;
    if (!pull.finished()) {
      ++it;
      continue;
    }
    report_.bodies_pulled += pull.bodies_taken();
    it = pulls_.erase(it);
    wake_ = wake_ || !pull_queue_.empty() || !live_queue_.empty() || !push_queue_.empty();
  }
}

void PeerSession::DrivePushes(TurnBook& book) {
  for (auto it = pushes_.begin(); it != pushes_.end();) {
    FeedPush& push = it->second;
    if (auto request = push.Next(book)) Ask(Purpose::kPush, it->first, std::move(*request), book);
    NoteBrought(push, book.store());
    if (!push.finished()) {
      ++it;
      continue;
    }
    it = pushes_.erase(it);
    wake_ = wake_ || !pull_queue_.empty() || !live_queue_.empty() || !push_queue_.empty();
  }
}

bool PeerSession::OnPullReply(const Pending& pending, const Reply& reply, TurnBook& book) {
  auto pull = pulls_.find(pending.feed);
  if (pull == pulls_.end()) return true;
  Receiver receiver = MakeReceiver(book);
  if (auto* bodies = std::get_if<BodiesReply>(&reply); bodies && pending.first_body) {
    pull->second.OnBodies(*pending.first_body, *bodies, receiver, book);
    return true;
  }
  auto* leaves = std::get_if<LeavesReply>(&reply);
  if (!leaves || pending.first_body) return false;
  const uint64_t before = pull->second.leaves_taken();
  Status taken = pull->second.OnLeaves(*leaves, receiver);
  report_.leaves_pulled += pull->second.leaves_taken() - before;
  if (!taken) {
    // What the hub holds beyond ours does not follow from ours.
    if (pending.feed == options_.own_feed && taken.error().reason == "ROOT_MISMATCH") {
      actions_.emplace_back(OwnHeadSeen{OwnHeadSeen::Verdict::kOtherHistory, 0});
    }
    OnPageRefused(pending.feed, *leaves, taken.error(), book);
  }
  return true;
}

bool PeerSession::OnPushReply(const Pending& pending, const Reply& reply) {
  auto push = pushes_.find(pending.feed);
  if (push == pushes_.end()) return true;
  const uint64_t before = push->second.leaves_brought();
  if (auto* head = std::get_if<PushHeadReply>(&reply)) {
    push->second.OnHead(*head);
  } else if (auto* leaves = std::get_if<PushLeavesReply>(&reply)) {
    push->second.OnLeaves(*leaves);
  } else if (auto* bodies = std::get_if<PushBodiesReply>(&reply)) {
    push->second.OnBodies(*bodies);
  } else {
    return false;
  }
  report_.leaves_pushed += push->second.leaves_brought() - before;
  touched_.insert(pending.feed);
  return true;
}

std::optional<CosignedHead> PeerSession::OwnLine(const FeedId& feed, const StoreView& store) const {
  auto state = store.Feed(feed);
  if (!state || state->cosigned_size == 0) return std::nullopt;
  for (const CosignatureRow& row : store.Cosignatures(feed)) {
    if (row.member != options_.self || row.size != state->cosigned_size) continue;
    if (auto line = CosignatureOf(row.line)) return CosignedHead{feed, row.size, {*line}};
  }
  return std::nullopt;
}

// Only lines on what the hub holds: it can check no others.
void PeerSession::SendLines(TurnBook& book) {
  if (!full_seen_ || InFlight(Purpose::kLines)) return;
  PutCosignaturesRequest request{options_.network, {}};
  for (auto it = lines_due_.begin(); it != lines_due_.end();) {
    if (request.heads.size() == kLinesPerPut) break;
    const auto hub = hub_.find(*it);
    auto state = book.store().Feed(*it);
    if (!state || hub == hub_.end() || hub->second.size < state->cosigned_size) {
      ++it;
      continue;
    }
    if (auto line = OwnLine(*it, book.store())) request.heads.push_back(std::move(*line));
    it = lines_due_.erase(it);
  }
  if (request.heads.empty()) return;
  Ask(Purpose::kLines, {}, std::move(request), book);
}

// What was brought whole is now the hub's head too.
void PeerSession::NoteBrought(const FeedPush& push, const StoreView& store) {
  auto state = store.Feed(push.feed());
  if (!state || push.peer_size() == 0) return;
  if (push.peer_size() == state->size) hub_[push.feed()] = {state->size, state->root};
  if (push.peer_size() > state->size && push.finished()) WantHeads(Heads::kSince);
}

void PeerSession::Settle(TurnBook& book) {
  const bool busy = !pending_.empty() || !pulls_.empty() || !pushes_.empty() ||
                    !pull_queue_.empty() || !live_queue_.empty() || !push_queue_.empty() ||
                    heads_needed_ != Heads::kNone || !govern_.to_propose.empty() || wake_;
  report_.settled = !busy && full_seen_;
  if (!report_.settled) return;
  CompareTouched(book);
  if (!caught_up_ && own_head_answered_) {
    caught_up_ = true;
    actions_.emplace_back(CaughtUp{});
  }
  if (!poll_at_) poll_at_ = book.now().instant + options_.times.poll_interval;
  report_.phase = "watching";
}

}  // namespace candour
