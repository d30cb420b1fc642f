// One feed brought to one peer, as a pure state machine: its head, the leaves the peer lacks, then
// the bodies (protocol section 6).
//
// Next() says what to send now, one request at a time; it is called again after every reply. Reads
// only what the store shows, so it is called in a turn after the feed grew. Equal calls give equal
// requests. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "federation/sync/messages.h"
#include "federation/sync/turn_book.h"

namespace candour {

class FeedPush {
 public:
  FeedPush(const NetworkId& network, const FeedId& feed) : network_(network), feed_(feed) {}

  // Empty while a reply is due, and once finished().
  std::optional<Request> Next(const TurnBook& book);

  void OnHead(const PushHeadReply& reply);
  void OnLeaves(const PushLeavesReply& reply);
  void OnBodies(const PushBodiesReply& reply);
  // The feed has grown meanwhile: the end is looked at again.
  void Extend() { finished_ = false; }

  bool finished() const { return finished_; }
  const FeedId& feed() const { return feed_; }
  uint64_t peer_size() const { return peer_leaves_; }
  uint64_t leaves_brought() const { return leaves_brought_; }

 private:
  std::optional<Request> NextLeaves(const TurnBook& book, const FeedState& state);
  std::vector<Bytes> SmallBodies(const TurnBook& book, uint64_t end) const;
  std::optional<Request> NextBodies(const TurnBook& book, const FeedState& state);

  NetworkId network_;
  FeedId feed_;
  bool greeted_ = false;
  bool in_flight_ = false;
  bool finished_ = false;
  uint64_t peer_leaves_ = 0;
  uint64_t leaves_sent_to_ = 0;
  uint64_t leaves_brought_ = 0;
  uint64_t bodies_from_ = 0;  // The next body to bring.
  uint64_t gap_ =
      ~uint64_t{0};  // The body the peer lacked before: brought a second time only once.
};

}  // namespace candour
