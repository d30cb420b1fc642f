#include "node/learning/like_tally.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <variant>

#include "candour/node/v1/stored.pb.h"
#include "crypto/encoding.h"
#include "node/learning/last_writes.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::LocalWrites;
using storage::Reader;

constexpr char kCountedKey[] = "like!";
constexpr char kCellPrefix[] = "like/";
constexpr char kSettingPrefix[] = "like1/";
constexpr char kYearPrefix[] = "like2/";
constexpr char kWorkPrefix[] = "likew/";

std::string SettingKey(const LikeCell& cell) {
  return kSettingPrefix + cell.setting + YearOf(cell.period);
}
std::string YearKey(const LikeCell& cell) { return kYearPrefix + YearOf(cell.period); }

uint64_t CountAt(const Reader& store, const std::string& key) {
  const auto row = store.Get(LocalFamily::kMeta, key);
  return row && row->size() == 8 ? crypto::GetU64(*row, 0) : 0;
}

std::optional<LikeCell> CellOfRow(LocalFamily family, const std::string& row) {
  if (family == LocalFamily::kDraft) {
    node::v1::StoredDraft draft;
    if (draft.ParseFromString(row)) return CellOf(draft.masked());
  } else if (family == LocalFamily::kRecord) {
    node::v1::StoredRecord record;
    if (record.ParseFromString(row) && record.has_learning()) return CellOf(record.learning());
  }
  return std::nullopt;
}

// Differences by key, turned into rows at the end.
class Differences {
 public:
  explicit Differences(const Reader& before) : before_(before) {}

  void Add(const LikeCell& cell, int64_t by) { cells_[EncodeCell(cell)] += by; }

  // A member's work counts once, in however many networks it stands; the cell it was counted in
  // stays with it.
  void AddWork(const std::string& work, const LikeCell& cell, int64_t by) {
    works_.push_back({kWorkPrefix + work, EncodeCell(cell), by});
  }

  void Write(LocalWrites& out) {
    const LocalWrites works = CountWorks();
    std::map<std::string, int64_t> changes;
    for (const auto& [encoded, by] : cells_) {
      const LikeCell cell = DecodeCell(encoded);
      changes[kCellPrefix + encoded] += by;
      changes[SettingKey(cell)] += by;
      changes[YearKey(cell)] += by;
    }
    for (const auto& [key, by] : changes) {
      if (by == 0) continue;
      const int64_t now = static_cast<int64_t>(CountAt(before_, key)) + by;
      out.push_back(
          {LocalFamily::kMeta, key,
           now > 0 ? std::optional(crypto::U64(static_cast<uint64_t>(now))) : std::nullopt});
    }
    out.insert(out.end(), works.begin(), works.end());
  }

 private:
  struct WorkChange {
    std::string key;
    std::string cell;
    int64_t by = 0;
  };
  struct Work {
    int64_t count = 0;
    std::string cell;

    void Take(const WorkChange& change, std::map<std::string, int64_t>& cells) {
      if (count == 0 && change.by > 0) {
        cell = change.cell;
        cells[cell] += 1;
      }
      count += change.by;
      if (count > 0) return;
      if (!cell.empty()) cells[cell] -= 1;
      *this = {};
    }
  };

  static Work WorkOf(const std::optional<std::string>& row) {
    if (!row || row->size() != 8 + kCellBytes) return {};
    return {static_cast<int64_t>(crypto::GetU64(*row, 0)), row->substr(8)};
  }

  // The rows of the works, in order; their cells are counted on the way.
  LocalWrites CountWorks() {
    std::stable_sort(works_.begin(), works_.end(),
                     [](const WorkChange& a, const WorkChange& b) { return a.key < b.key; });
    std::vector<std::string> keys;
    for (const WorkChange& change : works_) {
      if (keys.empty() || keys.back() != change.key) keys.push_back(change.key);
    }
    const auto rows = before_.GetMany(LocalFamily::kMeta, keys);
    LocalWrites writes;
    auto change = works_.begin();
    for (size_t i = 0; i < keys.size(); ++i) {
      Work work = WorkOf(rows[i]);
      for (; change != works_.end() && change->key == keys[i]; ++change) work.Take(*change, cells_);
      writes.push_back(
          {LocalFamily::kMeta, keys[i],
           work.count > 0
               ? std::optional(crypto::U64(static_cast<uint64_t>(work.count)) + work.cell)
               : std::nullopt});
    }
    return writes;
  }

  const Reader& before_;
  std::map<std::string, int64_t> cells_;  // By EncodeCell.
  std::vector<WorkChange> works_;
};

// The feeds of this node itself: what stands there is counted as its record.
class OwnFeeds {
 public:
  OwnFeeds(const Reader& store, const WriteSet& writes) : store_(store) {
    for (const Write& write : writes) {
      if (const auto* put = std::get_if<PutFeed>(&write)) states_[put->state.feed] = put->state;
    }
  }
  // True also for a feed that nobody knows.
  bool Holds(const FeedId& feed) {
    const auto [known, fresh] = holds_.try_emplace(feed, true);
    if (fresh) known->second = Look(feed);
    return known->second;
  }

 private:
  bool Look(const FeedId& feed) const {
    const auto put = states_.find(feed);
    const auto state = put != states_.end() ? std::optional(put->second) : store_.Feed(feed);
    if (!state) return true;
    const auto own = LoadMembership(store_, state->network);
    return own && own->member_id() == state->member.view();
  }

  const Reader& store_;
  std::map<FeedId, FeedState> states_;  // As this turn leaves them.
  std::map<FeedId, bool> holds_;
};

// Texts of other members, into the differences.
class Texts {
 public:
  explicit Texts(Differences& differences) : differences_(differences) {}

  void Add(const learning::v1::Body* body, int64_t by) {
    if (body == nullptr || !WorkId::From(body->work_id())) return;
    differences_.AddWork(body->work_id(), cells_.CellOf(body->learning()), by);
  }

 private:
  Differences& differences_;
  LikeCells cells_;
};

void AddBodies(const Reader& before, const WriteSet& core, TurnTexts& texts,
               Differences& differences) {
  LastWrites<std::pair<FeedId, uint64_t>, const Bytes*> last;  // Null: erased.
  for (const Write& write : core) {
    if (const auto* put = std::get_if<PutBody>(&write)) {
      last.Put({put->feed, put->index}, &put->blob);
    } else if (const auto* gone = std::get_if<EraseBody>(&write)) {
      last.Put({gone->feed, gone->index}, nullptr);
    }
  }
  if (last.empty()) return;
  OwnFeeds own(before, core);
  Texts counted(differences);
  for (const auto& [place, blob] : last.rows()) {
    if (own.Holds(place.first)) continue;
    const auto old = before.Body(place.first, place.second);
    if (blob != nullptr && !old) counted.Add(texts.Of(*blob), 1);
    if (blob == nullptr && old) {
      google::protobuf::Arena arena;
      counted.Add(ReadText(*old, arena), -1);
    }
  }
}

}  // namespace

bool LikeCounted(const Reader& store) {
  return store.Get(LocalFamily::kMeta, kCountedKey).has_value();
}

void AddLikeRows(const Reader& before, const WriteSet& core, TurnTexts& texts, LocalWrites& local) {
  std::map<std::pair<LocalFamily, std::string>, std::optional<std::string>> last;
  for (const LocalWrite& write : local) {
    if (write.family != LocalFamily::kMeta) last[{write.family, write.key}] = write.value;
  }
  if ((last.empty() && core.empty()) || !LikeCounted(before)) return;
  Differences differences(before);
  for (const auto& [place, value] : last) {
    const auto& [family, key] = place;
    if (const auto old = before.Get(family, key)) {
      if (const auto cell = CellOfRow(family, *old)) differences.Add(*cell, -1);
    }
    if (!value) continue;
    if (const auto cell = CellOfRow(family, *value)) differences.Add(*cell, 1);
  }
  AddBodies(before, core, texts, differences);
  differences.Write(local);
}

LocalWrites CountLikeRows(const Reader& store) {
  Differences differences(store);
  for (const LocalFamily family : {LocalFamily::kDraft, LocalFamily::kRecord}) {
    store.Scan(family, "", "", [&](std::string_view, std::string_view row) {
      if (const auto cell = CellOfRow(family, std::string(row))) differences.Add(*cell, 1);
      return true;
    });
  }
  OwnFeeds own(store, {});
  Texts counted(differences);
  for (const NetworkId& network : store.Networks()) {
    for (const FeedState& feed : store.Feeds(network)) {
      if (own.Holds(feed.feed)) continue;
      for (uint64_t index = 0; index < feed.size; ++index) {
        google::protobuf::Arena arena;
        if (const auto blob = store.Body(feed.feed, index)) {
          counted.Add(ReadText(*blob, arena), 1);
        }
      }
    }
  }
  LocalWrites writes;
  differences.Write(writes);
  writes.push_back({LocalFamily::kMeta, kCountedKey, "1"});
  return writes;
}

std::vector<LikeCount> LikeCellsOf(const Reader& store, const LikeCell& cell) {
  std::vector<LikeCount> cells;
  const std::string prefix = kCellPrefix + EncodeCell(cell).substr(0, kCellYearEnd);
  store.Scan(LocalFamily::kMeta, prefix, "", [&](std::string_view key, std::string_view value) {
    if (value.size() == 8) {
      cells.push_back({DecodeCell(key.substr(sizeof kCellPrefix - 1)), crypto::GetU64(value, 0)});
    }
    return true;
  });
  return cells;
}

uint64_t LikeInSetting(const Reader& store, const LikeCell& cell) {
  return CountAt(store, SettingKey(cell));
}

uint64_t LikeInYear(const Reader& store, const LikeCell& cell) {
  return CountAt(store, YearKey(cell));
}

}  // namespace candour
