// When and what this node cosigns in one network (protocol section 4): every feed it holds, never
// less than before, never past what it does not understand, never while a withdrawal is not carried
// out. For its own feed the line is also the heartbeat.
//
// The row is written in the turn that signs; the line leaves only afterwards. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "federation/core/events.h"
#include "federation/core/retractions.h"
#include "federation/sync/turn_book.h"

namespace candour {

class Cosigner {
 public:
  Cosigner(const OwnKeys& keys, Duration interval);

  // Looks at every feed held; what an earlier key signed is signed anew.
  void Open(const StoreView& store, Now now);
  void OnLeaves(const FeedId& feed, Instant now);
  void OnErased(const FeedId& feed, Instant now);
  // The feeds cosigned in this turn. Reads what earlier turns stored.
  std::vector<FeedId> OnTimer(TurnBook& book, const Manifest& manifest,
                              const Retractions& retractions);
  std::optional<Instant> Deadline() const;

 private:
  bool Sign(const FeedId& feed, TurnBook& book, const Manifest& manifest);
  void Schedule(const FeedId& feed, Instant at);
  bool IsOurs(const StoreView& store, const FeedId& feed) const;

  OwnKeys keys_;
  FeedId own_feed_;
  Duration interval_;
  std::map<FeedId, Instant> due_;
  std::set<FeedId> again_;  // Erased since the last line: signed anew even at the same size.
  std::map<FeedId, Instant> signed_at_;
  std::optional<Instant> heartbeat_at_;
};

}  // namespace candour
