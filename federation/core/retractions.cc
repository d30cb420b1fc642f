#include "federation/core/retractions.h"

#include <algorithm>
#include <iterator>

#include "federation/sync/withdrawals.h"

namespace candour {
namespace {

constexpr size_t kErasedPerTurnMax = 4096;

}  // namespace

void Retractions::Load(const StoreView& store, const NetworkId& network, Now now) {
  for (const FeedState& feed : store.Feeds(network)) OnHidden(store.Retractions(feed.feed), now);
}

void Retractions::Delay(const Target& target, const Delayed& delayed) {
  if (!delayed_.try_emplace(target, delayed).second) return;
  due_.emplace(delayed.due, target);
  ++delayed_of_[delayed.by_feed];
}

std::optional<FeedId> Retractions::Forget(const Target& target) {
  const auto found = delayed_.find(target);
  if (found == delayed_.end()) return std::nullopt;
  const Delayed gone = found->second;
  delayed_.erase(found);
  due_.erase({gone.due, target});
  if (--delayed_of_[gone.by_feed] == 0) delayed_of_.erase(gone.by_feed);
  return gone.by_feed;
}

void Retractions::OnHidden(const std::vector<Retraction>& rows, Now now) {
  for (const Retraction& row : rows) {
    const Target target{row.feed, row.target};
    if (row.state == ErasureState::kDelayed) {
      // By a clock that does not jump; the wall clock of an earlier run may have been wrong.
      const WallSeconds left =
          std::clamp<WallSeconds>(row.erase_after - now.wall, 0, kErasureDelay);
      Delay(target, {row.by_feed, now.instant + std::chrono::seconds(left)});
    } else if (row.state == ErasureState::kHidden) {
      Forget(target);
      hidden_[row.by_feed].insert(target);
    }
  }
}

std::vector<FeedId> Retractions::OnSweepFinished(const SweepFinished& event, TurnBook& book) {
  sweeping_ = false;
  std::vector<FeedId> done;
  for (const auto& [feed, target] : event.erased) {
    auto row = book.store().RetractionOf(feed, target);
    if (!row || row->state != ErasureState::kHidden) continue;
    auto hidden = hidden_.find(row->by_feed);
    if (hidden == hidden_.end() || hidden->second.erase({feed, target}) == 0) continue;
    row->state = ErasureState::kErased;
    row->erased_at = book.now().wall;
    book.Add(PutRetraction{*row});
    if (!hidden->second.empty()) continue;
    hidden_.erase(hidden);
    if (!Hidden(row->by_feed)) done.push_back(row->by_feed);
  }
  return done;
}

std::vector<FeedId> Retractions::OnTakenBack(
    const std::vector<std::pair<FeedId, uint64_t>>& targets) {
  std::set<FeedId> touched;
  for (const Target& target : targets) {
    if (const auto by_feed = Forget(target)) touched.insert(*by_feed);
    for (auto it = hidden_.begin(); it != hidden_.end();) {
      if (it->second.erase(target) > 0) touched.insert(it->first);
      it = it->second.empty() ? hidden_.erase(it) : std::next(it);
    }
  }
  std::erase_if(touched, [this](const FeedId& feed) { return Hidden(feed); });
  return {touched.begin(), touched.end()};
}

void Retractions::OnTimer(TurnBook& book) {
  for (size_t left = kErasedPerTurnMax; left > 0 && !due_.empty(); --left) {
    const auto [due, target] = *due_.begin();
    if (due > book.now().instant) return;
    auto row = book.store().RetractionOf(target.first, target.second);
    if (row && row->state == ErasureState::kDelayed) {
      hidden_[row->by_feed].insert(target);
      EraseNow(std::move(*row), book);
    }
    Forget(target);
  }
}

std::optional<Instant> Retractions::Deadline() const {
  return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

bool Retractions::TakeStart() {
  if (sweeping_ || hidden_.empty()) return false;
  sweeping_ = true;
  return true;
}

}  // namespace candour
