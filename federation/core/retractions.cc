#include "federation/core/retractions.h"

namespace candour {

void Retractions::Load(const StoreView& store, const NetworkId& network) {
  for (const FeedState& feed : store.Feeds(network)) OnHidden(store.Retractions(feed.feed));
}

void Retractions::OnHidden(const std::vector<Retraction>& rows) {
  for (const Retraction& row : rows) {
    if (row.state == ErasureState::kHidden) hidden_[row.by_feed].insert({row.feed, row.target});
  }
}

std::vector<FeedId> Retractions::OnSweepFinished(const SweepFinished& event, TurnBook& book) {
  sweeping_ = false;
  std::vector<FeedId> done;
  for (const auto& [feed, target] : event.erased) {
    auto row = book.store().RetractionOf(feed, target);
    if (!row || row->state == ErasureState::kErased) continue;
    auto hidden = hidden_.find(row->by_feed);
    if (hidden == hidden_.end() || hidden->second.erase({feed, target}) == 0) continue;
    row->state = ErasureState::kErased;
    row->erased_at = book.now().wall;
    book.Add(PutRetraction{*row});
    if (!hidden->second.empty()) continue;
    done.push_back(row->by_feed);
    hidden_.erase(hidden);
  }
  return done;
}

bool Retractions::TakeStart() {
  if (sweeping_ || hidden_.empty()) return false;
  sweeping_ = true;
  return true;
}

}  // namespace candour
