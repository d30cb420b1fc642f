// Withdrawals that are hidden but not yet erased from the disk, and the one sweep that erases them
// (protocol section 7).
//
// While a feed has hidden ones this node does not cosign it. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "federation/core/events.h"
#include "federation/sync/turn_book.h"

namespace candour {

class Retractions {
 public:
  // What an earlier run hid and did not get to erase.
  void Load(const StoreView& store, const NetworkId& network);
  void OnHidden(const std::vector<Retraction>& rows);
  // Feeds that have nothing hidden any more.
  std::vector<FeedId> OnSweepFinished(const SweepFinished& event, TurnBook& book);

  // Whether a RETRACT of this feed is not carried out yet.
  bool Hidden(const FeedId& by_feed) const { return hidden_.contains(by_feed); }
  // True once per sweep: the caller starts it.
  bool TakeStart();

 private:
  std::map<FeedId, std::set<std::pair<FeedId, uint64_t>>> hidden_;  // By the RETRACT's feed.
  bool sweeping_ = false;
};

}  // namespace candour
