#include "node/learning/shared_cubes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "federation/query/window.h"
#include "node/learning/cube_rows.h"
#include "node/learning/last_writes.h"

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
std::optional<Places> PlacesOf(uint64_t day, const learning::v1::Body* body) {
  if (body == nullptr) return std::nullopt;
  Places places;
  const std::string month = query::FormatPeriod(
      query::PeriodAt(query::PeriodUnit::kMonth, static_cast<WallSeconds>(day)));
  query::ReportFacts facts = FactsOf(body->learning());
  facts.period = month;
  for (const query::Cube& cube : query::Cubes()) {
    places.push_back(query::Place(cube, facts));
  }
  return places;
}

// The leaf of an index among those of a run that begins at `start`.
std::optional<BytesView> LeafIn(BytesView leaves, uint64_t start, uint64_t index) {
  if (index < start || index >= start + leaves.size() / kLeafBytes) return std::nullopt;
  return leaves.substr((index - start) * kLeafBytes, kLeafBytes);
}

std::optional<Leaf> Opened(BytesView raw) {
  const auto leaf = DecodeLeaf(raw);
  return leaf ? std::optional(*leaf) : std::nullopt;
}

std::optional<Places> CountedIn(const Reader& store, const std::optional<ItemChain>& chain) {
  if (!chain || chain->versions.empty() || chain->retracted) return std::nullopt;
  const uint64_t newest = chain->versions.back();
  const auto body = store.Body(chain->feed, newest);
  if (!body || store.RetractionOf(chain->feed, newest)) return std::nullopt;
  const auto first = Opened(store.Leaves(chain->feed, chain->versions.front(), 1));
  google::protobuf::Arena arena;
  return first ? PlacesOf(first->day, ReadText(*body, arena)) : std::nullopt;
}

// The store as it is after a turn, as far as items and their texts go.
class After {
 public:
  After(const Reader& before, const WriteSet& core, TurnTexts& texts)
      : before_(before), texts_(texts) {
    for (const Write& write : core) std::visit([this](const auto& w) { Take(w); }, write);
    ReadLeavesOfTouched();
    for (const Place& place : places_touched_) NoteItemAt(place);
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  }

  struct Touched {
    ItemKey item;
    uint64_t index = 0;  // Where one of its leaves is.

    bool operator<(const Touched& other) const { return item < other.item; }
    bool operator==(const Touched& other) const { return item == other.item; }
  };
  // In order, each item once.
  const std::vector<Touched>& touched() const { return touched_; }

  std::optional<NetworkId> NetworkOf(const FeedId& feed) const {
    const auto found = feeds_.find(feed);
    if (found != feeds_.end()) return found->second;
    const auto state = before_.Feed(feed);
    return state ? std::optional(state->network) : std::nullopt;
  }

  // `held` is the chain of the item as it was before.
  std::optional<Places> CountedAs(const ItemKey& item, const std::optional<ItemChain>& held) const {
    const ItemChain* const* put = chains_.Find(item);
    const ItemChain* chain = put != nullptr ? *put : held ? &*held : nullptr;
    if (chain == nullptr || chain->versions.empty() || chain->retracted) return std::nullopt;
    const Place newest{item.first, chain->versions.back()};
    google::protobuf::Arena arena;
    const learning::v1::Body* body = TextAt(newest, arena);
    if (body == nullptr || Retracted(newest)) return std::nullopt;
    const auto first = LeafAt({item.first, chain->versions.front()});
    return first ? PlacesOf(first->day, body) : std::nullopt;
  }

 private:
  using Place = std::pair<FeedId, uint64_t>;

  template <class Other>
  void Take(const Other&) {}
  void Take(const PutFeed& put) { feeds_[put.state.feed] = put.state.network; }
  void Take(const PutLeaves& put) { runs_.push_back(&put.run); }
  void Take(const PutChain& put) {
    const ItemKey item{put.chain.feed, put.chain.item};
    chains_.Put(item, &put.chain);
    touched_.push_back({item, put.chain.versions.empty() ? kNoIndex : put.chain.versions.front()});
  }
  void Take(const PutBody& put) { Note({put.feed, put.index}, &put.blob); }
  void Take(const EraseBody& gone) { Note({gone.feed, gone.index}, nullptr); }
  void Take(const PutRetraction& put) {
    retracted_[{put.row.feed, put.row.target}] = true;
    places_touched_.emplace_back(put.row.feed, put.row.target);
  }
  void Take(const DropRetraction& drop) {
    retracted_[{drop.feed, drop.target}] = false;
    places_touched_.emplace_back(drop.feed, drop.target);
  }
  void Take(const CutFeed& cut) {
    std::vector<Place> gone;
    for (const auto& [place, blob] : bodies_.rows()) {
      if (place.first == cut.feed && place.second >= cut.size) gone.push_back(place);
    }
    for (const Place& place : gone) bodies_.Put(place, nullptr);
    cuts_[cut.feed] = cut.size;
  }

  void Note(const Place& place, const Bytes* blob) {
    bodies_.Put(place, blob);
    places_touched_.push_back(place);
  }

  // Bodies come in runs of neighbours: their leaves are read in one go.
  void ReadLeavesOfTouched() {
    std::sort(places_touched_.begin(), places_touched_.end());
    for (size_t from = 0, to = 0; from < places_touched_.size(); from = to) {
      const auto& [feed, start] = places_touched_[from];
      for (to = from + 1; to < places_touched_.size(); ++to) {
        const auto& [next_feed, next] = places_touched_[to];
        if (next_feed != feed || next > places_touched_[to - 1].second + 1) break;
      }
      const uint64_t count = places_touched_[to - 1].second - start + 1;
      stored_[{feed, start}] = before_.Leaves(feed, start, count);
    }
  }

  void NoteItemAt(const Place& place) {
    const auto leaf = LeafAt(place);
    if (leaf) touched_.push_back({{place.first, leaf->item}, place.second});
  }

  std::optional<Leaf> LeafAt(const Place& place) const {
    const auto& [feed, index] = place;
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
      if ((*run)->feed != feed) continue;
      if (const auto raw = LeafIn((*run)->leaves, (*run)->start, index)) return Opened(*raw);
    }
    if (auto run = stored_.upper_bound(place); run != stored_.begin()) {
      const auto& [first, leaves] = *--run;
      const auto raw = first.first == feed ? LeafIn(leaves, first.second, index) : std::nullopt;
      if (raw) return Opened(*raw);
    }
    return Opened(before_.Leaves(feed, index, 1));
  }

  bool Retracted(const Place& place) const {
    const auto known = retracted_.find(place);
    if (known != retracted_.end()) return known->second;
    return before_.RetractionOf(place.first, place.second).has_value();
  }

  const learning::v1::Body* TextAt(const Place& place, google::protobuf::Arena& arena) const {
    if (const Bytes* const* put = bodies_.Find(place)) {
      return *put != nullptr ? texts_.Of(**put) : nullptr;
    }
    const auto cut = cuts_.find(place.first);
    if (cut != cuts_.end() && place.second >= cut->second) return nullptr;
    const auto held = before_.Body(place.first, place.second);
    return held ? ReadText(*held, arena) : nullptr;
  }

  const Reader& before_;
  TurnTexts& texts_;
  std::map<FeedId, NetworkId> feeds_;
  std::vector<const LeafRun*> runs_;  // Written by this turn.
  std::map<Place, Bytes> stored_;     // Leaves held before, from that index on.
  LastWrites<ItemKey, const ItemChain*> chains_;
  LastWrites<Place, const Bytes*> bodies_;  // Null: erased.
  std::map<Place, bool> retracted_;
  std::vector<Place> places_touched_;
  std::map<FeedId, uint64_t> cuts_;
  std::vector<Touched> touched_;
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
    OfNetwork& of = OpenNetwork(network);
    of.totals[0] += static_cast<uint64_t>(by);
    for (size_t i = 0; i < places.size(); ++i) {
      if (!places[i]) continue;
      of.totals[1 + i] += static_cast<uint64_t>(by);
      rows_.Count(of.cells_prefix, query::Cubes()[i], *places[i], by);
    }
  }

  void Finish(LocalWrites& local) {
    rows_.Finish(local);
    for (const auto& [network, of] : networks_) {
      std::string row;
      for (const uint64_t total : of.totals) row += crypto::U64(total);
      local.push_back({LocalFamily::kMeta, TotalsKey(network), std::move(row)});
    }
  }

 private:
  struct OfNetwork {
    std::string cells_prefix;
    std::vector<uint64_t> totals;
  };
  OfNetwork& OpenNetwork(const NetworkId& network) {
    auto [of, fresh] = networks_.try_emplace(network);
    if (fresh) {
      of->second.cells_prefix = CellsPrefix(network);
      if (before_ != nullptr) of->second.totals = LoadTotals(*before_, network);
      of->second.totals.resize(1 + query::Cubes().size(), 0);
    }
    return of->second;
  }

  const Reader* const before_;
  CubeRows rows_;
  std::map<NetworkId, OfNetwork> networks_;
};

}  // namespace

bool SharedCounted(const Reader& store) { return store.Get(LocalFamily::kMeta, kMarkKey) == kMark; }

void AddSharedRows(const Reader& before, const WriteSet& core, TurnTexts& texts,
                   LocalWrites& local) {
  if (core.empty() || !SharedCounted(before)) return;
  const After after(before, core, texts);
  Changes changes(&before);
  for (const auto& [item, index] : after.touched()) {
    const auto network = after.NetworkOf(item.first);
    if (!network) continue;
    const auto held = before.ChainAt(item.first, index, item.second);
    const auto was = CountedIn(before, held);
    const auto is = after.CountedAs(item, held);
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
  Changes changes(nullptr);
  for (const NetworkId& network : store.Networks()) {
    for (const FeedState& feed : store.Feeds(network)) {
      std::optional<ItemId> last;
      while (true) {
        const auto page = store.ChainsFrom(feed.feed, last.value_or(ItemId()), kChainsPerRead);
        for (const ItemChain& chain : page) {
          if (chain.item == last) continue;  // A page begins with where the one before ended.
          const auto counted = CountedIn(store, chain);
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
