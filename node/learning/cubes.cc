#include "node/learning/cubes.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "candour/node/v1/stored.pb.h"
#include "node/learning/cube_rows.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::LocalWrites;
using storage::Reader;

constexpr char kMarkKey[] = "cubes";
constexpr std::string_view kLive = "cube/";
constexpr std::string_view kFrozen = "frozen/";

// Another number when the mapping of reports to cells changes: then everything is counted anew.
constexpr std::string_view kMapping = "1";

std::string Mark(DraftsInCubes drafts) {
  return std::string(kMapping) + (drafts == DraftsInCubes::kCounted ? " drafts" : "");
}

std::optional<DraftsInCubes> Counted(const Reader& store) {
  const auto mark = store.Get(LocalFamily::kMeta, kMarkKey);
  for (const DraftsInCubes drafts : {DraftsInCubes::kNotCounted, DraftsInCubes::kCounted}) {
    if (mark == Mark(drafts)) return drafts;
  }
  return std::nullopt;
}

// What one row says for the cubes; empty when it does not count.
struct Report {
  learning::v1::Learning learning;
  bool published = false;
};

std::optional<Report> ReportOf(LocalFamily family, const std::string& row, DraftsInCubes drafts) {
  if (family == LocalFamily::kDraft) {
    node::v1::StoredDraft draft;
    if (drafts == DraftsInCubes::kNotCounted || !draft.ParseFromString(row)) return std::nullopt;
    return Report{std::move(*draft.mutable_masked())};
  }
  node::v1::StoredRecord record;
  if (!record.ParseFromString(row)) return std::nullopt;
  switch (record.state()) {
    case node::v1::REPORT_STATE_KEPT:
    case node::v1::REPORT_STATE_APPROVED:
    case node::v1::REPORT_STATE_PUBLISHED:
      return Report{std::move(*record.mutable_learning()),
                    record.state() == node::v1::REPORT_STATE_PUBLISHED};
    default:
      return std::nullopt;
  }
}

// Reports in and out of the rows of all cubes.
class Cells {
 public:
  Cells(const Reader* before, DraftsInCubes drafts) : rows_(before), drafts_(drafts) {}

  void Add(LocalFamily family, const std::string& row) { Change(family, row, +1); }
  void Remove(LocalFamily family, const std::string& row) { Change(family, row, -1); }
  void Finish(LocalWrites& writes) { rows_.Finish(writes); }

 private:
  void Change(LocalFamily family, const std::string& row, int by) {
    const std::optional<Report> report = ReportOf(family, row, drafts_);
    if (!report) return;
    const query::ReportFacts facts = FactsOf(report->learning);
    for (const query::Cube& cube : query::Cubes()) {
      if (cube.name == "published" && !report->published) continue;
      if (const auto place = query::Place(cube, facts)) rows_.Count(kLive, cube, *place, by);
    }
  }

  CubeRows rows_;
  const DraftsInCubes drafts_;
};

}  // namespace

bool CubesCounted(const Reader& store, DraftsInCubes drafts) { return Counted(store) == drafts; }

void AddCubeRows(const Reader& before, LocalWrites& writes) {
  std::map<std::pair<LocalFamily, std::string>, std::optional<std::string>> last;
  for (const LocalWrite& write : writes) {
    if (write.family != LocalFamily::kMeta) last[{write.family, write.key}] = write.value;
  }
  if (last.empty()) return;
  const std::optional<DraftsInCubes> drafts = Counted(before);
  if (!drafts) return;
  Cells cells(&before, *drafts);
  for (const auto& [place, value] : last) {
    const auto& [family, key] = place;
    if (const auto old = before.Get(family, key)) cells.Remove(family, *old);
    if (value) cells.Add(family, *value);
  }
  cells.Finish(writes);
}

LocalWrites CountCubes(const Reader& store, DraftsInCubes drafts) {
  LocalWrites writes;
  store.Scan(LocalFamily::kMeta, kLive, "", [&](std::string_view key, std::string_view) {
    writes.push_back({LocalFamily::kMeta, std::string(key), std::nullopt});
    return true;
  });
  Cells cells(nullptr, drafts);
  for (const LocalFamily family : {LocalFamily::kDraft, LocalFamily::kRecord}) {
    store.Scan(family, "", "", [&](std::string_view, std::string_view row) {
      cells.Add(family, std::string(row));
      return true;
    });
  }
  cells.Finish(writes);
  writes.push_back({LocalFamily::kMeta, kMarkKey, Mark(drafts)});
  return writes;
}

std::vector<int64_t> CubeCells(const Reader& store, const query::Cube& cube,
                               const query::Window& window) {
  std::vector<int64_t> cells;
  for (size_t i = 0; i < window.periods(); ++i) {
    const int32_t period = window.first + static_cast<int32_t>(i);
    const bool frozen =
        store.Get(LocalFamily::kMeta, CubeRowKey(kFrozen, cube, period)).has_value();
    const std::vector<int64_t> of_period =
        CubeRowCells(store, frozen ? kFrozen : kLive, cube, {window.unit, period, period});
    cells.insert(cells.end(), of_period.begin(), of_period.end());
  }
  return cells;
}

LocalWrites FreezeCells(const Reader& store, const query::Cube& cube, const query::Window& window) {
  LocalWrites writes;
  for (size_t i = 0; i < window.periods(); ++i) {
    const int32_t period = window.first + static_cast<int32_t>(i);
    std::string key = CubeRowKey(kFrozen, cube, period);
    if (store.Get(LocalFamily::kMeta, key)) continue;
    std::string row =
        store.Get(LocalFamily::kMeta, CubeRowKey(kLive, cube, period)).value_or(std::string());
    row.resize(cube.CellsPerPeriod() * kCubeCountBytes, '\0');
    writes.push_back({LocalFamily::kMeta, std::move(key), std::move(row)});
  }
  return writes;
}

}  // namespace candour
