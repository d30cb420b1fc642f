#include "federation/sync/feed_push.h"

#include <algorithm>

#include "federation/feed/chain.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

constexpr uint64_t kLeavesLookedAtMax = 8192;
constexpr size_t kBodiesPerPushMax = 512;

}  // namespace

std::optional<Request> FeedPush::Next(const TurnBook& book) {
  if (in_flight_ || finished_) return std::nullopt;
  auto state = book.store().Feed(feed_);
  if (!state || state->size == 0) {
    finished_ = true;
    return std::nullopt;
  }
  if (!greeted_) {
    auto checkpoint = book.store().CheckpointAtOrBefore(feed_, state->size);
    if (!checkpoint) {
      finished_ = true;
      return std::nullopt;
    }
    in_flight_ = true;
    return PushHeadRequest{network_, feed_, checkpoint->note};
  }
  if (peer_leaves_ < state->size) return NextLeaves(book, *state);
  return NextBodies(book, *state);
}

std::optional<Request> FeedPush::NextLeaves(const TurnBook& book, const FeedState& state) {
  const uint64_t most = std::min(state.size, peer_leaves_ + kLeavesPerPageMax);
  auto checkpoint = book.store().CheckpointAtOrBefore(feed_, most);
  if (!checkpoint || checkpoint->size <= peer_leaves_) {
    finished_ = true;
    return std::nullopt;
  }
  leaves_sent_to_ = checkpoint->size;
  in_flight_ = true;
  return PushLeavesRequest{
      network_,         feed_,
      peer_leaves_,     book.store().Leaves(feed_, peer_leaves_, checkpoint->size - peer_leaves_),
      checkpoint->note, SmallBodies(book, checkpoint->size)};
}

// The bodies of a small page go with it, so that the peer can pass on all of it at once.
std::vector<Bytes> FeedPush::SmallBodies(const TurnBook& book, uint64_t end) const {
  std::vector<Bytes> blobs;
  size_t bytes = 0;
  if (end - peer_leaves_ > kLiveLeavesMax) return {};
  for (uint64_t index = peer_leaves_; index < end; ++index) {
    const Bytes raw = book.store().Leaves(feed_, index, 1);
    const bool needed = NeedOf(book.store(), feed_, index, raw) == BodyNeed::kNeeded;
    blobs.push_back(needed ? book.store().Body(feed_, index).value_or(Bytes()) : Bytes());
    bytes += blobs.back().size();
  }
  return bytes > 0 && bytes <= kLiveBytesMax ? std::move(blobs) : std::vector<Bytes>();
}

std::optional<Request> FeedPush::NextBodies(const TurnBook& book, const FeedState& state) {
  PushBodiesRequest request{network_, feed_, {}};
  uint64_t bytes = 0;
  // Bounded: a long stretch of leaves without bodies is skipped by an empty push, whose answer says
  // where to go on.
  const uint64_t end = std::min(state.size, bodies_from_ + kLeavesLookedAtMax);
  for (; bodies_from_ < end; ++bodies_from_) {
    const Bytes raw = book.store().Leaves(feed_, bodies_from_, 1);
    if (NeedOf(book.store(), feed_, bodies_from_, raw) != BodyNeed::kNeeded) continue;
    auto blob = book.store().Body(feed_, bodies_from_);
    BodyEntry entry{bodies_from_, blob ? BodyState::kOk : BodyState::kNotHeld,
                    blob ? std::move(*blob) : Bytes()};
    if (!request.bodies.empty() && bytes + entry.blob.size() > kBodyBytesPerReplyMax) break;
    bytes += entry.blob.size();
    request.bodies.push_back(std::move(entry));
    if (request.bodies.size() == kBodiesPerPushMax) {
      ++bodies_from_;
      break;
    }
  }
  if (request.bodies.empty() && bodies_from_ >= state.size) {
    finished_ = true;
    return std::nullopt;
  }
  in_flight_ = true;
  return request;
}

void FeedPush::OnHead(const PushHeadReply& reply) {
  in_flight_ = false;
  greeted_ = true;
  peer_leaves_ = reply.have_leaves;
  bodies_from_ = reply.have_bodies;
}

void FeedPush::OnLeaves(const PushLeavesReply& reply) {
  in_flight_ = false;
  if (reply.have_leaves <= peer_leaves_) {
    finished_ = true;  // It takes nothing: no use in saying it again.
    return;
  }
  if (reply.have_leaves >= leaves_sent_to_) leaves_brought_ += leaves_sent_to_ - peer_leaves_;
  peer_leaves_ = reply.have_leaves;
  bodies_from_ = std::max(bodies_from_, reply.have_bodies);
}

void FeedPush::OnBodies(const PushBodiesReply& reply) {
  in_flight_ = false;
  if (reply.have_bodies > bodies_from_) {
    bodies_from_ = reply.have_bodies;
  } else if (reply.have_bodies < bodies_from_ && reply.have_bodies != gap_) {
    // Something on the way did not fit its leaf, or we do not hold it either: once more.
    gap_ = reply.have_bodies;
    bodies_from_ = gap_;
  }
}

}  // namespace candour
