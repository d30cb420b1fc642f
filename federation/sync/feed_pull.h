// One feed pulled from one peer, as a pure state machine: pages of leaves, and beside them the
// bodies of the leaves held already, then those that nobody gave us before.
//
// Next() says what to ask now and is called again after every reply and in a later turn whenever
// wants_turn() says so. At most one page and one lot of bodies are in flight. Equal calls give
// equal requests. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "federation/sync/messages.h"
#include "federation/sync/receiver.h"

namespace candour {

enum class BodyAccess { kAllowed, kClosed };  // Whether this node may read bodies there at all.

struct PullTarget {
  NetworkId network;
  FeedId feed;
  uint64_t size = 0;  // Of the peer's head.
};

class FeedPull {
 public:
  FeedPull(const PullTarget& target, BodyAccess bodies) : target_(target), bodies_(bodies) {}

  const PullTarget& target() const { return target_; }
  // A newer head of the same feed was seen while this one is under way.
  void Extend(uint64_t size);

  std::vector<Request> Next(Receiver& receiver, TurnBook& book);

  // The peer's answers. An error says why the page was refused; the pull is over then.
  Status OnLeaves(const LeavesReply& reply, Receiver& receiver);
  void OnBodies(const BodiesReply& reply, Receiver& receiver, TurnBook& book);
  // The peer does not show bodies, or no more leaves: what is held stays.
  void OnBodiesRefused();
  void OnLeavesRefused();

  bool finished() const { return finished_; }
  bool wants_turn() const { return wants_turn_; }
  uint64_t leaves_taken() const { return leaves_taken_; }
  uint64_t bodies_taken() const { return bodies_taken_; }

 private:
  std::optional<Request> NextLeaves(const TurnBook& book);
  std::optional<Request> NextBodiesRequest(Receiver& receiver, TurnBook& book);
  std::optional<Request> Ask(const TurnBook& book, const std::vector<IndexRange>& ranges);

  PullTarget target_;
  BodyAccess bodies_;
  bool leaves_over_ = false;
  bool page_in_flight_ = false;
  uint64_t page_start_ = 0;
  bool wants_turn_ = false;
  bool finished_ = false;
  std::deque<uint64_t> asked_;  // Bodies in flight, in the order asked for.
  uint64_t wanted_from_ = 0;    // Missing bodies below this were asked for in this pull.
  bool asking_wanted_ = false;
  uint64_t leaves_taken_ = 0;
  uint64_t bodies_taken_ = 0;
};

}  // namespace candour
