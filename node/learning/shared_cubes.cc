#include "node/learning/shared_cubes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "federation/query/window.h"
#include "node/learning/cube_rows.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrites;
using storage::Reader;

constexpr char kMarkKey[] = "shared!";
// Another text when the cubes or the mapping of learning to cells change: all is counted anew.
constexpr char kMark[] = "2";
constexpr std::string_view kCells = "shared/";
constexpr std::string_view kTotals = "shared+";
constexpr std::string_view kEarlierItems = "shared1/";  // Rows of the first version.
constexpr size_t kChainsPerRead = 1024;

using ItemKey = std::pair<FeedId, ItemId>;

std::string CellsPrefix(const NetworkId& network) {
  return std::string(kCells) + network.str() + "/";
}
std::string TotalsKey(const NetworkId& network) { return std::string(kTotals) + network.str(); }

// What an item is counted as: one place for each cube, or none.
using Places = std::vector<std::optional<query::Placement>>;

// By the day it was published, which every leaf has: what happened when is often coarser.
std::optional<Places> PlacesOf(uint64_t day, std::string_view blob) {
  const auto opened = DecodeBlob(blob, static_cast<uint16_t>(blob.size() / kBlobBlockBytes));
  learning::v1::Body body;
  if (!opened || !body.ParseFromString(std::string(opened->body)) || !body.has_learning()) {
    return std::nullopt;
  }
  Places places;
  const std::string month = query::FormatPeriod(
      query::PeriodAt(query::PeriodUnit::kMonth, static_cast<WallSeconds>(day)));
  query::ReportFacts facts = FactsOf(body.learning());
  facts.period = month;
  for (const query::Cube& cube : query::Cubes()) {
    places.push_back(query::Place(cube, facts));
  }
  return places;
}

// The store as it is after a turn (after none: as it stands), as far as items and their texts go.
class After {
 public:
  After(const Reader& before, const WriteSet& core) : before_(before) {
    for (const Write& write : core) std::visit([this](const auto& w) { Take(w); }, write);
    ReadLeavesOfTouched();
    for (const auto& [feed, index] : bodies_touched_) NoteItemAt(feed, index);
  }

  const std::set<ItemKey>& touched() const { return touched_; }

  std::optional<NetworkId> NetworkOf(const FeedId& feed) const {
    const auto found = feeds_.find(feed);
    if (found != feeds_.end()) return found->second;
    const auto state = before_.Feed(feed);
    return state ? std::optional(state->network) : std::nullopt;
  }

  std::optional<Places> CountedAs(const ItemKey& item) const {
    const auto put = chains_.find(item);
    const auto chain =
        put != chains_.end() ? std::optional(put->second) : before_.Chain(item.first, item.second);
    if (!chain || chain->versions.empty() || chain->retracted) return std::nullopt;
    const uint64_t newest = chain->versions.back();
    const auto body = BodyAt(item.first, newest);
    if (!body || Retracted(item.first, newest)) return std::nullopt;
    const auto first = LeafAt(item.first, chain->versions.front());
    return first ? PlacesOf(first->day, *body) : std::nullopt;
  }

 private:
  template <class Other>
  void Take(const Other&) {}
  void Take(const PutFeed& put) { feeds_[put.state.feed] = put.state.network; }
  void Take(const PutLeaves& put) { runs_.push_back(&put.run); }
  void Take(const PutChain& put) {
    const ItemKey item{put.chain.feed, put.chain.item};
    chains_[item] = put.chain;
    touched_.insert(item);
  }
  void Take(const PutBody& put) { Note(put.feed, put.index, &put.blob); }
  void Take(const EraseBody& gone) { Note(gone.feed, gone.index, nullptr); }
  void Take(const PutRetraction& put) {
    retracted_[{put.row.feed, put.row.target}] = true;
    bodies_touched_.emplace_back(put.row.feed, put.row.target);
  }
  void Take(const DropRetraction& drop) {
    retracted_[{drop.feed, drop.target}] = false;
    bodies_touched_.emplace_back(drop.feed, drop.target);
  }
  void Take(const CutFeed& cut) {
    for (auto it = bodies_.lower_bound({cut.feed, cut.size});
         it != bodies_.end() && it->first.first == cut.feed; ++it) {
      it->second = nullptr;
    }
    cuts_[cut.feed] = cut.size;
  }

  void Note(const FeedId& feed, uint64_t index, const Bytes* blob) {
    bodies_[{feed, index}] = blob;
    bodies_touched_.emplace_back(feed, index);
  }

  // Bodies come in runs of neighbours: their leaves are read in one go.
  void ReadLeavesOfTouched() {
    std::sort(bodies_touched_.begin(), bodies_touched_.end());
    for (size_t from = 0, to = 0; from < bodies_touched_.size(); from = to) {
      const auto& [feed, start] = bodies_touched_[from];
      for (to = from + 1; to < bodies_touched_.size(); ++to) {
        const auto& [next_feed, next] = bodies_touched_[to];
        if (next_feed != feed || next > bodies_touched_[to - 1].second + 1) break;
      }
      const uint64_t count = bodies_touched_[to - 1].second - start + 1;
      stored_[{feed, start}] = before_.Leaves(feed, start, count);
    }
  }

  void NoteItemAt(const FeedId& feed, uint64_t index) {
    if (const auto leaf = LeafAt(feed, index)) touched_.insert({feed, leaf->item});
  }

  std::optional<Leaf> LeafAt(const FeedId& feed, uint64_t index) const {
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
      if ((*run)->feed != feed) continue;
      if (const auto raw = LeafIn((*run)->leaves, (*run)->start, index)) return Opened(*raw);
    }
    if (auto run = stored_.upper_bound({feed, index}); run != stored_.begin()) {
      const auto& [place, leaves] = *--run;
      const auto raw = place.first == feed ? LeafIn(leaves, place.second, index) : std::nullopt;
      if (raw) return Opened(*raw);
    }
    return Opened(before_.Leaves(feed, index, 1));
  }

  static std::optional<Leaf> Opened(BytesView raw) {
    const auto leaf = DecodeLeaf(raw);
    return leaf ? std::optional(*leaf) : std::nullopt;
  }

  // The leaf of an index among those of a run that begins at `start`.
  static std::optional<BytesView> LeafIn(BytesView leaves, uint64_t start, uint64_t index) {
    if (index < start || index >= start + leaves.size() / kLeafBytes) return std::nullopt;
    return leaves.substr((index - start) * kLeafBytes, kLeafBytes);
  }

  bool Retracted(const FeedId& feed, uint64_t index) const {
    const auto known = retracted_.find({feed, index});
    if (known != retracted_.end()) return known->second;
    return before_.RetractionOf(feed, index).has_value();
  }

  std::optional<Bytes> BodyAt(const FeedId& feed, uint64_t index) const {
    const auto put = bodies_.find({feed, index});
    if (put != bodies_.end()) {
      return put->second != nullptr ? std::optional(*put->second) : std::nullopt;
    }
    const auto cut = cuts_.find(feed);
    if (cut != cuts_.end() && index >= cut->second) return std::nullopt;
    return before_.Body(feed, index);
  }

  const Reader& before_;
  std::map<FeedId, NetworkId> feeds_;
  std::vector<const LeafRun*> runs_;                     // Written by this turn.
  std::map<std::pair<FeedId, uint64_t>, Bytes> stored_;  // Leaves held before, from that index on.
  std::map<ItemKey, ItemChain> chains_;
  std::map<std::pair<FeedId, uint64_t>, const Bytes*> bodies_;  // Null: erased.
  std::map<std::pair<FeedId, uint64_t>, bool> retracted_;
  std::vector<std::pair<FeedId, uint64_t>> bodies_touched_;
  std::map<FeedId, uint64_t> cuts_;
  std::set<ItemKey> touched_;
};

std::vector<uint64_t> LoadTotals(const Reader& store, const NetworkId& network) {
  std::vector<uint64_t> totals(1 + query::Cubes().size(), 0);
  const auto row = store.Get(LocalFamily::kMeta, TotalsKey(network));
  if (!row || row->size() != totals.size() * 8) return totals;
  for (size_t i = 0; i < totals.size(); ++i) totals[i] = crypto::GetU64(*row, i * 8);
  return totals;
}

// Items in and out of the rows.
class Changes {
 public:
  explicit Changes(const Reader* before) : before_(before), rows_(before) {}

  void Count(const NetworkId& network, const Places& places, int by) {
    auto [totals, fresh] = totals_.try_emplace(network);
    if (fresh && before_ != nullptr) totals->second = LoadTotals(*before_, network);
    totals->second.resize(1 + query::Cubes().size(), 0);
    totals->second[0] += static_cast<uint64_t>(by);
    for (size_t i = 0; i < places.size(); ++i) {
      if (!places[i]) continue;
      totals->second[1 + i] += static_cast<uint64_t>(by);
      rows_.Count(CellsPrefix(network), query::Cubes()[i], *places[i], by);
    }
  }

  void Finish(LocalWrites& local) {
    rows_.Finish(local);
    for (const auto& [network, totals] : totals_) {
      std::string row;
      for (const uint64_t total : totals) row += crypto::U64(total);
      local.push_back({LocalFamily::kMeta, TotalsKey(network), std::move(row)});
    }
  }

 private:
  const Reader* const before_;
  CubeRows rows_;
  std::map<NetworkId, std::vector<uint64_t>> totals_;
};

}  // namespace

bool SharedCounted(const Reader& store) { return store.Get(LocalFamily::kMeta, kMarkKey) == kMark; }

void AddSharedRows(const Reader& before, const WriteSet& core, LocalWrites& local) {
  if (core.empty() || !SharedCounted(before)) return;
  const After then(before, {});
  const After after(before, core);
  Changes changes(&before);
  for (const ItemKey& item : after.touched()) {
    const auto network = after.NetworkOf(item.first);
    if (!network) continue;
    const auto was = then.CountedAs(item);
    const auto is = after.CountedAs(item);
    if (was) changes.Count(*network, *was, -1);
    if (is) changes.Count(*network, *is, +1);
  }
  changes.Finish(local);
}

LocalWrites CountSharedRows(const Reader& store) {
  LocalWrites writes;
  for (const std::string_view prefix : {kCells, kTotals, kEarlierItems}) {
    store.Scan(LocalFamily::kMeta, prefix, "", [&](std::string_view key, std::string_view) {
      writes.push_back({LocalFamily::kMeta, std::string(key), std::nullopt});
      return true;
    });
  }
  const After now(store, {});
  Changes changes(nullptr);
  for (const NetworkId& network : store.Networks()) {
    for (const FeedState& feed : store.Feeds(network)) {
      std::optional<ItemId> last;
      while (true) {
        const auto page = store.ChainsFrom(feed.feed, last.value_or(ItemId()), kChainsPerRead);
        for (const ItemChain& chain : page) {
          if (chain.item == last) continue;  // A page begins with where the one before ended.
          const auto counted = now.CountedAs({feed.feed, chain.item});
          if (counted) changes.Count(network, *counted, +1);
        }
        if (page.size() < kChainsPerRead) break;
        last = page.back().item;
      }
    }
  }
  changes.Finish(writes);
  writes.push_back({LocalFamily::kMeta, kMarkKey, kMark});
  return writes;
}

std::vector<int64_t> SharedCells(const Reader& store, const NetworkId& network,
                                 const query::Cube& cube, const query::Window& window) {
  return CubeRowCells(store, CellsPrefix(network), cube, window);
}

SharedTotal SharedTotalOf(const Reader& store, const NetworkId& network, const query::Cube& cube) {
  const std::vector<uint64_t> totals = LoadTotals(store, network);
  for (size_t i = 0; i < query::Cubes().size(); ++i) {
    if (&query::Cubes()[i] == &cube) return {.items = totals[0], .placed = totals[1 + i]};
  }
  return {.items = totals[0]};
}

}  // namespace candour
