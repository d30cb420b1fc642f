#include "node/learning/cubes.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "candour/node/v1/stored.pb.h"
#include "crypto/encoding.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::LocalWrites;
using storage::Reader;

constexpr char kMarkKey[] = "cubes";
constexpr std::string_view kLive = "cube/";
constexpr std::string_view kFrozen = "frozen/";
constexpr size_t kCountBytes = 4;

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

std::string RowKey(std::string_view prefix, const query::Cube& cube, int32_t period) {
  std::string key(prefix);
  key.append(cube.name).append("/").append(std::to_string(cube.version)).append("/");
  crypto::PutU32(key, static_cast<uint32_t>(period));
  return key;
}

uint32_t CountAt(std::string_view row, size_t cell) {
  return crypto::GetU32(row, cell * kCountBytes);
}

void PutCount(std::string& row, size_t cell, uint32_t count) {
  row.replace(cell * kCountBytes, kCountBytes, crypto::U32(count));
}

// "NEAR_MISS" of "LEARNING_KIND_NEAR_MISS".
std::string_view Without(std::string_view prefix, std::string_view name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

query::ReportFacts FactsOf(const learning::v1::Learning& learning) {
  query::ReportFacts facts{
      .kind = Without("LEARNING_KIND_", learning::v1::LearningKind_Name(learning.kind())),
      .harm =
          Without("DEGREE_OF_HARM_", learning::v1::DegreeOfHarm_Name(learning.degree_of_harm())),
      .specialty = learning.specialty(),
      .setting = learning.setting(),
      .process = learning.process(),
      .period = learning.period()};
  for (const auto& factor : learning.factors()) {
    facts.factors.push_back(
        Without("SEIPS_CLASS_", learning::v1::SeipsClass_Name(factor.seips())));
  }
  return facts;
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

// Rows of cells while they change.
class Cells {
 public:
  Cells(const Reader* before, DraftsInCubes drafts) : before_(before), drafts_(drafts) {}

  void Add(LocalFamily family, const std::string& row) { Change(family, row, +1); }
  void Remove(LocalFamily family, const std::string& row) { Change(family, row, -1); }

  void Finish(LocalWrites& writes) {
    for (auto& [key, row] : rows_) writes.push_back({LocalFamily::kMeta, key, std::move(row)});
  }

 private:
  void Change(LocalFamily family, const std::string& row, int by) {
    const std::optional<Report> report = ReportOf(family, row, drafts_);
    if (!report) return;
    const query::ReportFacts facts = FactsOf(report->learning);
    for (const query::Cube& cube : query::Cubes()) {
      if (cube.name == "published" && !report->published) continue;
      if (const auto place = query::Place(cube, facts)) Count(cube, *place, by);
    }
  }

  void Count(const query::Cube& cube, const query::Placement& place, int by) {
    const query::Window window{place.period.unit, place.period.index, place.period.index};
    const auto cell = cube.CellOf(window, place.period, place.terms);
    if (!cell) return;
    std::string& cells = RowOf(cube, place.period.index);
    const uint32_t count = CountAt(cells, *cell);
    if (by > 0 || count > 0) PutCount(cells, *cell, count + static_cast<uint32_t>(by));
  }

  std::string& RowOf(const query::Cube& cube, int32_t period) {
    const std::string key = RowKey(kLive, cube, period);
    const auto [entry, fresh] = rows_.try_emplace(key);
    if (fresh) {
      const auto stored = before_ ? before_->Get(LocalFamily::kMeta, key) : std::nullopt;
      entry->second = stored.value_or("");
      entry->second.resize(cube.CellsPerPeriod() * kCountBytes, '\0');
    }
    return entry->second;
  }

  const Reader* const before_;  // Null: every row begins at zero.
  const DraftsInCubes drafts_;
  std::map<std::string, std::string> rows_;
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
  const size_t per_period = cube.CellsPerPeriod();
  std::vector<int64_t> cells(cube.Cells(window), 0);
  for (size_t i = 0; i < window.periods(); ++i) {
    const int32_t period = window.first + static_cast<int32_t>(i);
    auto row = store.Get(LocalFamily::kMeta, RowKey(kFrozen, cube, period));
    if (!row) row = store.Get(LocalFamily::kMeta, RowKey(kLive, cube, period));
    if (!row || row->size() != per_period * kCountBytes) continue;
    for (size_t cell = 0; cell < per_period; ++cell) {
      cells[i * per_period + cell] = CountAt(*row, cell);
    }
  }
  return cells;
}

LocalWrites FreezeCells(const Reader& store, const query::Cube& cube, const query::Window& window) {
  LocalWrites writes;
  for (size_t i = 0; i < window.periods(); ++i) {
    const int32_t period = window.first + static_cast<int32_t>(i);
    std::string key = RowKey(kFrozen, cube, period);
    if (store.Get(LocalFamily::kMeta, key)) continue;
    std::string row =
        store.Get(LocalFamily::kMeta, RowKey(kLive, cube, period)).value_or(std::string());
    row.resize(cube.CellsPerPeriod() * kCountBytes, '\0');
    writes.push_back({LocalFamily::kMeta, std::move(key), std::move(row)});
  }
  return writes;
}

}  // namespace candour
