#include "federation/sync/feed_pull.h"

#include <algorithm>

#include "federation/feed/leaf.h"

namespace candour {
namespace {

constexpr uint64_t kBodiesPerRequestMax = 512;
constexpr int kPlansPerTurnMax = 4;

}  // namespace

void FeedPull::Extend(uint64_t size) {
  target_.size = std::max(target_.size, size);
  finished_ = false;
}

std::vector<Request> FeedPull::Next(Receiver& receiver, TurnBook& book) {
  std::vector<Request> requests;
  wants_turn_ = false;
  if (auto leaves = NextLeaves(book)) requests.push_back(std::move(*leaves));
  if (auto bodies = NextBodiesRequest(receiver, book)) requests.push_back(std::move(*bodies));
  finished_ = !page_in_flight_ && asked_.empty() && !wants_turn_;
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
  if (bodies_ == BodyAccess::kClosed || !asked_.empty()) return std::nullopt;
  // Plans read leaves, so they begin from what earlier turns stored.
  auto stored = book.store().Feed(target_.feed);
  auto current = book.Feed(target_.feed);
  if (!current) return std::nullopt;
  if (!stored || *stored != *current) {
    wants_turn_ = true;
    return std::nullopt;
  }
  for (int i = 0; i < kPlansPerTurnMax; ++i) {
    BodyPlan plan = NextBodies(book.store(), *stored, kBodiesPerRequestMax);
    if (plan.settled_to > stored->bodies_next) {
      receiver.PutSettled(*stored, plan.settled_to);
      stored->bodies_next = plan.settled_to;
    }
    asking_wanted_ = false;
    if (!plan.ranges.empty()) return Ask(book, plan.ranges);
    if (stored->bodies_next >= stored->size) {
      auto wanted = WantedBodies(book.store(), *stored, wanted_from_, kBodiesPerRequestMax);
      if (wanted.empty()) return std::nullopt;
      asking_wanted_ = true;
      return Ask(book, wanted);
    }
  }
  wants_turn_ = true;
  return std::nullopt;
}

// As many as fit one reply, by the sizes that their leaves state.
std::optional<Request> FeedPull::Ask(const TurnBook& book, const std::vector<IndexRange>& ranges) {
  BodiesRequest request{target_.network, target_.feed, {}, kBodyBytesPerReplyMax};
  uint64_t bytes = 0;
  for (const IndexRange& range : ranges) {
    for (uint64_t index = range.start; index < range.end; ++index) {
      auto leaf = DecodeLeaf(book.store().Leaves(target_.feed, index, 1));
      bytes += leaf ? leaf->blob_blocks * kBlobBlockBytes : 0;
      if (bytes > kBodyBytesPerReplyMax && !asked_.empty()) return request;
      if (!request.ranges.empty() && request.ranges.back().end == index) {
        ++request.ranges.back().end;
      } else {
        request.ranges.push_back({index, index + 1});
      }
      asked_.push_back(index);
    }
  }
  return request;
}

Status FeedPull::OnLeaves(const LeavesReply& reply, Receiver& receiver) {
  page_in_flight_ = false;
  if (reply.start != page_start_) {
    leaves_over_ = true;
    return Fail(ErrorCode::kInvalid, "OTHER_PAGE",
                "asked for leaves from " + std::to_string(page_start_) + ", got them from " +
                    std::to_string(reply.start));
  }
  auto size = receiver.AcceptPage({target_.feed, reply.start, reply.leaves, reply.checkpoint});
  if (!size) {
    leaves_over_ = true;
    return Fail(size.error());
  }
  if (*size > reply.start) leaves_taken_ += *size - reply.start;
  return {};
}

void FeedPull::OnBodies(const BodiesReply& reply, Receiver& receiver, TurnBook& book) {
  std::vector<BodyEntry> entries;
  for (const BodyEntry& entry : reply.bodies) {
    if (asked_.empty() || entry.index != asked_.front()) break;
    if (entry.state == BodyState::kOk) ++bodies_taken_;
    entries.push_back(entry);
    asked_.pop_front();
  }
  if (entries.size() < reply.bodies.size()) {
    book.Log("bodies-not-asked-for", "feed " + target_.feed.hex().substr(0, 8) + ": " +
                                         std::to_string(reply.bodies.size() - entries.size()) +
                                         " bodies that were not asked for were dropped");
  }
  // An answer that brings nothing must not be waited for again and again.
  if (entries.empty()) {
    for (uint64_t index : asked_) entries.push_back({index, BodyState::kNotHeld, {}});
  }
  if (asking_wanted_ && !entries.empty()) wanted_from_ = entries.back().index + 1;
  asked_.clear();
  wants_turn_ = true;
  (void)receiver.AcceptBodies(target_.feed, entries);
}

void FeedPull::OnBodiesRefused() {
  bodies_ = BodyAccess::kClosed;
  asked_.clear();
}

void FeedPull::OnLeavesRefused() {
  page_in_flight_ = false;
  leaves_over_ = true;
}

}  // namespace candour
