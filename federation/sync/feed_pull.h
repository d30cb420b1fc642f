// One feed pulled from one peer, as a pure state machine: pages of leaves, and beside them the
// bodies of the leaves held already, then those that nobody gave us before.
//
// Next() says what to ask now and is called again after every reply and in a later turn whenever
// wants_turn() says so. At most one page and kBodyLotsInFlight lots of bodies are in flight: one is
// under way while the one before is verified and stored. Equal calls give equal requests. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <map>
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

inline constexpr size_t kBodyLotsInFlight = 2;

class FeedPull {
 public:
  FeedPull(const PullTarget& target, BodyAccess bodies) : target_(target), bodies_(bodies) {}

  const PullTarget& target() const { return target_; }
  // A head of the same feed was seen again while this one is under way: it may be newer, or the
  // peer may have bodies by now that it had not when it was asked for them.
  void Extend(uint64_t size);

  std::vector<Request> Next(Receiver& receiver, TurnBook& book);

  // The peer's answers. An error says why the page was refused; the pull is over then.
  Status OnLeaves(const LeavesReply& reply, Receiver& receiver);
  // `first`: the first index of the request that it answers.
  void OnBodies(uint64_t first, const BodiesReply& reply, Receiver& receiver, TurnBook& book);
  // The peer does not show bodies, or no more leaves: what is held stays.
  void OnBodiesRefused();
  void OnLeavesRefused();

  bool finished() const { return finished_; }
  bool wants_turn() const { return wants_turn_; }
  uint64_t leaves_taken() const { return leaves_taken_; }
  uint64_t bodies_taken() const { return bodies_taken_; }

 private:
  // Bodies asked for together, in that order.
  struct Lot {
    std::vector<uint64_t> indices;
    bool wanted = false;  // Those that nobody had before.
  };
  std::optional<Request> NextLeaves(const TurnBook& book);
  std::optional<Request> NextBodiesRequest(Receiver& receiver, TurnBook& book);
  std::optional<Request> NextWanted(const FeedState& state, const TurnBook& book);
  Request Ask(const std::vector<IndexRange>& ranges, Lot lot);

  PullTarget target_;
  BodyAccess bodies_;
  bool leaves_over_ = false;
  bool page_in_flight_ = false;
  uint64_t page_start_ = 0;
  bool wants_turn_ = false;
  bool finished_ = false;
  std::map<uint64_t, Lot> lots_;  // In flight, by their first index.
  uint64_t planned_to_ = 0;       // Bodies below this are in flight or need not be asked for.
  uint64_t wanted_from_ = 0;      // Missing bodies below this were asked for in this pull.
  bool wanted_again_ = false;     // All of them once more: the head was seen since.
  uint64_t leaves_taken_ = 0;
  uint64_t bodies_taken_ = 0;
};

}  // namespace candour
