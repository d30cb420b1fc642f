#include "node/learning/cube_rows.h"

#include <utility>

#include "crypto/encoding.h"

namespace candour {
namespace {

using storage::LocalFamily;

uint32_t CountAt(std::string_view row, size_t cell) {
  return crypto::GetU32(row, cell * kCubeCountBytes);
}

// "NEAR_MISS" of "LEARNING_KIND_NEAR_MISS".
std::string_view Without(std::string_view prefix, std::string_view name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

}  // namespace

std::string CubeRowKey(std::string_view prefix, const query::Cube& cube, int32_t period) {
  std::string key(prefix);
  key.append(cube.name).append("/").append(std::to_string(cube.version)).append("/");
  crypto::PutU32(key, static_cast<uint32_t>(period));
  return key;
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
    facts.factors.push_back(Without("SEIPS_CLASS_", learning::v1::SeipsClass_Name(factor.seips())));
  }
  return facts;
}

std::vector<int64_t> CubeRowCells(const storage::Reader& store, std::string_view prefix,
                                  const query::Cube& cube, const query::Window& window) {
  const size_t per_period = cube.CellsPerPeriod();
  std::vector<int64_t> cells(cube.Cells(window), 0);
  for (size_t i = 0; i < window.periods(); ++i) {
    const int32_t period = window.first + static_cast<int32_t>(i);
    const auto row = store.Get(LocalFamily::kMeta, CubeRowKey(prefix, cube, period));
    if (!row || row->size() != per_period * kCubeCountBytes) continue;
    for (size_t cell = 0; cell < per_period; ++cell) {
      cells[i * per_period + cell] = CountAt(*row, cell);
    }
  }
  return cells;
}

void CubeRows::Count(std::string_view prefix, const query::Cube& cube,
                     const query::Placement& place, int by) {
  const query::Window window{place.period.unit, place.period.index, place.period.index};
  const auto cell = cube.CellOf(window, place.period, place.terms);
  if (!cell) return;
  std::string& row = RowOf(CubeRowKey(prefix, cube, place.period.index), cube.CellsPerPeriod());
  const uint32_t count = CountAt(row, *cell);
  if (by < 0 && count == 0) return;
  row.replace(*cell * kCubeCountBytes, kCubeCountBytes,
              crypto::U32(count + static_cast<uint32_t>(by)));
}

std::string& CubeRows::RowOf(const std::string& key, size_t cells) {
  const auto [entry, fresh] = rows_.try_emplace(key);
  if (fresh) {
    const auto stored = before_ ? before_->Get(LocalFamily::kMeta, key) : std::nullopt;
    entry->second = stored.value_or("");
    entry->second.resize(cells * kCubeCountBytes, '\0');
  }
  return entry->second;
}

void CubeRows::Finish(storage::LocalWrites& writes) {
  for (auto& [key, row] : rows_) writes.push_back({LocalFamily::kMeta, key, std::move(row)});
  rows_.clear();
}

}  // namespace candour
