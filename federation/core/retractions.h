// Withdrawals that are hidden but not yet erased from the disk, the one sweep that erases them
// (protocol section 7), and those whose text waits for its day to be over (sync/withdrawals.h).
//
// While a feed has hidden ones this node does not cosign it. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "federation/core/events.h"
#include "federation/sync/turn_book.h"

namespace candour {

class Retractions {
 public:
  // What an earlier run hid and did not get to erase.
  void Load(const StoreView& store, const NetworkId& network, Now now);
  void OnHidden(const std::vector<Retraction>& rows, Now now);
  // Both give back the feeds that have nothing hidden any more.
  std::vector<FeedId> OnSweepFinished(const SweepFinished& event, TurnBook& book);
  std::vector<FeedId> OnTakenBack(const std::vector<std::pair<FeedId, uint64_t>>& targets);

  // Texts whose delay is over go, and are swept.
  void OnTimer(TurnBook& book);
  std::optional<Instant> Deadline() const;

  // Whether a RETRACT of this feed is not carried out yet.
  bool Hidden(const FeedId& by_feed) const {
    return hidden_.contains(by_feed) || delayed_of_.contains(by_feed);
  }
  // True once per sweep: the caller starts it.
  bool TakeStart();

 private:
  using Target = std::pair<FeedId, uint64_t>;

  struct Delayed {
    FeedId by_feed;
    Instant due;
  };
  void Delay(const Target& target, const Delayed& delayed);
  std::optional<FeedId> Forget(const Target& target);  // Whose RETRACT had it wait.

  std::map<FeedId, std::set<Target>> hidden_;  // By the RETRACT's feed; without empty entries.
  std::map<Target, Delayed> delayed_;
  std::set<std::pair<Instant, Target>> due_;  // Of the same.
  std::map<FeedId, size_t> delayed_of_;       // How many, by the RETRACT's feed.
  bool sweeping_ = false;
};

}  // namespace candour
