#include "federation/sync/feed_pull.h"

#include <algorithm>
#include <utility>

#include "federation/feed/leaf.h"

namespace candour {
namespace {

// Two such lots are under way: what is fetched again after a kill.
constexpr uint64_t kBodiesPerRequestMax = 512;
constexpr int kPlansPerTurnMax = 4;

}  // namespace

void FeedPull::Extend(uint64_t size) {
  target_.size = std::max(target_.size, size);
  wanted_again_ = true;
  finished_ = false;
}

std::vector<Request> FeedPull::Next(Receiver& receiver, TurnBook& book) {
  std::vector<Request> requests;
  wants_turn_ = false;
  if (auto leaves = NextLeaves(book)) requests.push_back(std::move(*leaves));
  while (lots_.size() < kBodyLotsInFlight) {
    auto bodies = NextBodiesRequest(receiver, book);
    if (!bodies) break;
    requests.push_back(std::move(*bodies));
  }
  finished_ = !page_in_flight_ && lots_.empty() && !wants_turn_;
  return requests;
}

std::optional<Request> FeedPull::NextLeaves(const TurnBook& book) {
  if (page_in_flight_ || leaves_over_) return std::nullopt;
  auto state = book.Feed(target_.feed);
  const uint64_t size = state ? state->size : 0;
  if (size >= target_.size) return std::nullopt;
  page_in_flight_ = true;
  page_start_ = size;
  return LeavesRequest{target_.network, target_.feed, size, kLeavesPerPageMax};
}

std::optional<Request> FeedPull::NextBodiesRequest(Receiver& receiver, TurnBook& book) {
  if (bodies_ == BodyAccess::kClosed) return std::nullopt;
  // Plans read leaves, so they begin from what earlier turns stored.
  auto stored = book.store().Feed(target_.feed);
  auto current = book.Feed(target_.feed);
  if (!current) return std::nullopt;
  if (!stored || *stored != *current) {
    wants_turn_ = true;
    return std::nullopt;
  }
  for (int i = 0; i < kPlansPerTurnMax; ++i) {
    // Behind what is in flight; from the watermark again once nothing is.
    FeedState from = *stored;
    if (!lots_.empty()) from.bodies_next = std::max(from.bodies_next, planned_to_);
    BodyPlan plan = NextBodies(book.store(), from, kBodiesPerRequestMax, kBodyBytesPerReplyMax);
    if (lots_.empty() && plan.settled_to > stored->bodies_next) {
      receiver.PutSettled(*stored, plan.settled_to);
      stored->bodies_next = plan.settled_to;
    }
    planned_to_ = plan.settled_to;
    if (!plan.ranges.empty()) return Ask(plan.ranges, {});
    if (planned_to_ >= stored->size) return NextWanted(*stored, book);
  }
  wants_turn_ = true;
  return std::nullopt;
}

// Those come last, when nothing else is left to ask for.
std::optional<Request> FeedPull::NextWanted(const FeedState& state, const TurnBook& book) {
  if (!lots_.empty()) return std::nullopt;
  const auto missing = [&] {
    return WantedBodies(book.store(), state, wanted_from_, kBodiesPerRequestMax,
                        kBodyBytesPerReplyMax);
  };
  auto wanted = missing();
  if (wanted.empty() && std::exchange(wanted_again_, false)) {
    wanted_from_ = 0;
    wanted = missing();
  }
  if (wanted.empty()) return std::nullopt;
  return Ask(wanted, {.indices = {}, .wanted = true});
}

Request FeedPull::Ask(const std::vector<IndexRange>& ranges, Lot lot) {
  for (const IndexRange& range : ranges) {
    for (uint64_t index = range.start; index < range.end; ++index) lot.indices.push_back(index);
  }
  planned_to_ = std::max(planned_to_, lot.indices.back() + 1);
  lots_.emplace(lot.indices.front(), std::move(lot));
  return BodiesRequest{target_.network, target_.feed, ranges, kBodyBytesPerReplyMax};
}

Status FeedPull::OnLeaves(const LeavesReply& reply, Receiver& receiver) {
  page_in_flight_ = false;
  if (reply.start != page_start_) {
    leaves_over_ = true;
    return Fail(ErrorCode::kInvalid, "OTHER_PAGE",
                "asked for leaves from " + std::to_string(page_start_) + ", got them from " +
                    std::to_string(reply.start));
  }
  auto size = receiver.AcceptPage({target_.feed, reply.start, reply.leaves, reply.checkpoint, {}});
  if (!size) {
    leaves_over_ = true;
    return Fail(size.error());
  }
  if (*size > reply.start) leaves_taken_ += *size - reply.start;
  return {};
}

void FeedPull::OnBodies(uint64_t first, const BodiesReply& reply, Receiver& receiver,
                        TurnBook& book) {
  const auto asked = lots_.find(first);
  if (asked == lots_.end()) return;
  const Lot lot = std::move(asked->second);
  lots_.erase(asked);
  wants_turn_ = true;
  size_t good = 0;
  while (good < std::min(reply.bodies.size(), lot.indices.size()) &&
         reply.bodies[good].index == lot.indices[good]) {
    if (reply.bodies[good].state == BodyState::kOk) ++bodies_taken_;
    ++good;
  }
  if (good < reply.bodies.size()) {
    book.Log("bodies-not-asked-for", "feed " + target_.feed.hex().substr(0, 8) + ": " +
                                         std::to_string(reply.bodies.size() - good) +
                                         " bodies that were not asked for were dropped");
  }
  if (good > 0) {
    if (lot.wanted) wanted_from_ = lot.indices[good - 1] + 1;
    (void)receiver.AcceptBodies(target_.feed, {reply.bodies.data(), good});
    return;
  }
  // An answer that brings nothing must not be waited for again and again.
  std::vector<BodyEntry> nothing;
  for (uint64_t index : lot.indices) nothing.push_back({index, BodyState::kNotHeld, {}});
  if (lot.wanted) wanted_from_ = lot.indices.back() + 1;
  (void)receiver.AcceptBodies(target_.feed, nothing);
}

void FeedPull::OnBodiesRefused() {
  bodies_ = BodyAccess::kClosed;
  lots_.clear();
}

void FeedPull::OnLeavesRefused() {
  page_in_flight_ = false;
  leaves_over_ = true;
}

}  // namespace candour
