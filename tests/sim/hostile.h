// A hostile node: an honest core whose words are tampered with on their way out, and who says more
// than its core would. It has its own keys; a key thief has somebody else's as well.
//
// Equal seeds give equal acts. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "federation/core/actions.h"
#include "federation/port/memory_store.h"
#include "federation/sync/messages.h"
#include "tests/sim/cast.h"
#include "tests/sim/plan.h"
#include "tests/sim/random.h"

namespace candour::sim {

// What a hostile node can reach in its world.
class HostileHands {
 public:
  virtual ~HostileHands() = default;
  virtual const Cast& cast() const = 0;
  virtual const MemoryStore& store() const = 0;
  virtual std::vector<PeerHandle> Links() const = 0;  // Its open connections to hubs.
  virtual size_t HubOf(PeerHandle link) const = 0;
  virtual void Inject(PeerHandle link, const Request& request) = 0;
  // Another history than that of the feed's own store was signed: all of it stands in `history`.
  virtual void SignedElsewhere(const FeedId& feed, const MemoryStore& history) = 0;
  virtual WallSeconds Wall() const = 0;
  virtual void Acted() = 0;
};

class HostileNode {
 public:
  HostileNode(Hostility kind, size_t self, Random random, HostileHands& hands);

  // The node whose key was stolen, or the hostile node itself: whose feed may be forked.
  size_t suspect() const { return suspect_; }

  // What its core says, on the way out. False: it is not said at all.
  bool OnAsk(size_t hub, Request& request);
  bool OnAnswer(size_t asker, const Request& request, Result<Reply>& reply);
  void OnHint(WatchHint& hint);
  bool SendsHints() const { return kind_ != Hostility::kWithholder; }
  // What others say to it, for replaying.
  void OnAsked(const Request& request);
  void OnInjected(PeerHandle link, const Request& request, const Result<Reply>& reply);
  // Says something of its own accord.
  void Act();

  const MemoryStore& shadow() const { return shadow_; }  // The other history that it signed.

 private:
  // hostile.cc
  size_t OtherMember();
  FeedId OtherFeed();
  Bytes Junk(size_t most);
  Cosignature JunkLine();
  void Flood();
  void Replay();
  void TamperPaths(Request& request);
  void TamperPaths(Reply& reply);
  void Randomise(Request& request);
  void Randomise(Reply& reply);
  bool Withhold(Result<Reply>& reply);

  // hostile_forks.cc: other histories, with a key or without.
  void Forge();
  void ForgeEvidence(PeerHandle link);
  void ForgeReply(Reply& reply);
  void ForgeLive(LivePage& live);
  void SignShadow();
  void PushShadow();
  std::optional<Result<Reply>> AnswerFromShadow(const Request& request);
  void SignPoison();

  Hostility kind_;
  size_t self_;
  size_t suspect_;
  Random random_;
  HostileHands& hands_;
  MemoryStore shadow_;  // The other history, or what a freezer goes on showing.
  bool shadow_ready_ = false;
  uint64_t acts_ = 0;
  std::vector<Request> heard_;
  std::map<size_t, Reply> said_;  // By kind, the oldest.
};

}  // namespace candour::sim
