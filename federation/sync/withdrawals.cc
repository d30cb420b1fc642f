#include "federation/sync/withdrawals.h"

#include <algorithm>
#include <set>
#include <utility>

#include "federation/feed/leaf.h"
#include "federation/sync/epochs.h"
#include "federation/sync/takedowns.h"

namespace candour {
namespace {

constexpr WallSeconds kHour = 3600;

int64_t BurstOf(const Manifest& manifest) { return manifest.Param("retract-burst"); }

bool Many(const FeedState& feed, const Manifest& manifest) {
  return feed.withdrawals > static_cast<uint64_t>(std::max<int64_t>(BurstOf(manifest), 0));
}

// Without reading the text: below the watermark a live item's text is held, or wanted.
bool Held(const Retraction& row, const StoreView& store) {
  const auto feed = store.Feed(row.feed);
  if (!feed || row.target >= feed->bodies_next) return store.Body(row.feed, row.target).has_value();
  const std::vector<uint64_t> wanted = store.Wanted(row.feed, row.target, 1);
  return wanted.empty() || wanted.front() != row.target;
}

}  // namespace

Pace PaceOf(const std::vector<Retraction>& rows, const Manifest& manifest, FeedState& by,
            const TurnBook& book) {
  std::set<uint64_t> leaves;
  for (const Retraction& row : rows) {
    if (Held(row, book.store())) leaves.insert(row.by_index);
  }
  if (leaves.empty()) return Pace::kAtOnce;
  // What follows a burst belongs to it.
  const WallSeconds length = Many(by, manifest) ? kErasureDelay : kHour;
  const WallSeconds wall = book.now().wall;
  if (wall < by.withdrawals_since || wall - by.withdrawals_since >= length) {
    by.withdrawals_since = wall;
    by.withdrawals = 0;
  }
  by.withdrawals += leaves.size();
  return Many(by, manifest) ? Pace::kDelayed : Pace::kAtOnce;
}

void Hide(std::vector<Retraction> rows, Pace pace, TurnBook& book) {
  for (Retraction& row : rows) {
    if (pace == Pace::kDelayed && Held(row, book.store())) {
      row.state = ErasureState::kDelayed;
      row.erase_after = book.now().wall + kErasureDelay;
    } else {
      row.state = ErasureState::kHidden;
      book.Add(EraseBody{row.feed, row.target});
    }
    book.Add(PutRetraction{row});
    book.Add(DropWanted{row.feed, row.target});
    book.news().retracted.push_back(std::move(row));
  }
}

void EraseNow(Retraction row, TurnBook& book) {
  row.state = ErasureState::kHidden;
  row.erase_after = 0;
  book.Add(PutRetraction{row});
  book.Add(EraseBody{row.feed, row.target});
  book.news().retracted.push_back(std::move(row));
}

bool InBurst(const FeedState& feed, const Manifest& manifest, WallSeconds now) {
  return Many(feed, manifest) && now >= feed.withdrawals_since &&
         now - feed.withdrawals_since < kErasureDelay;
}

InertWithdrawals InertBeside(const NetworkId& network, const CutAway& cut, const StoreView& store) {
  InertWithdrawals inert;
  for (QuarantineRow& row : store.Quarantine()) {
    if (row.reason != kAlreadyRetracted) continue;
    if (row.feed == cut.feed && row.index >= cut.from) continue;
    const auto by = store.Feed(row.feed);
    const auto leaf = DecodeLeaf(store.Leaves(row.feed, row.index, 1));
    const bool retract = leaf && leaf->kind == static_cast<uint8_t>(LeafKind::kRetract);
    if (!by || by->network != network || !retract) continue;
    inert[{by->member, leaf->item}].push_back(std::move(row));
  }
  return inert;
}

void Restore(ItemChain chain, const Manifest& manifest, const InertWithdrawals& inert,
             TurnBook& book) {
  const auto author = book.store().Feed(chain.feed);
  const auto beside = author ? inert.find({author->member, chain.item}) : inert.end();
  // Hidden again in a moment: it is not shown in between.
  const bool again = beside != inert.end() || TakesDown(manifest, chain);
  chain.retracted = false;
  chain.retracted_by = 0;
  for (const uint64_t version : chain.versions) {
    book.Add(DropRetraction{chain.feed, version});
    book.news().taken_back.emplace_back(chain.feed, version);
    if (again) book.Add(EraseBody{chain.feed, version});
    if (again || !book.store().Body(chain.feed, version)) {
      book.Add(PutWanted{chain.feed, version});
    }
  }
  book.Add(PutChain{std::move(chain)});
  if (beside == inert.end()) return;
  for (QuarantineRow row : beside->second) {
    row.reason = kWaitsForEpoch;
    book.Add(PutQuarantine{std::move(row)});
  }
}

}  // namespace candour
