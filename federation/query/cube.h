// Cubes: the only questions there are. A cube is a fixed table of cells over fixed taxonomies,
// published as data; a question names a cube and a window, and gets every cell or none.
//
// What one cell counts is the unit of privacy: one report in one organisation, in at most one cell
// of the cube, so that adding or removing it changes one cell by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/query/taxonomy.h"
#include "federation/query/window.h"

namespace candour::query {

inline constexpr size_t kCellsMax = 2048;

struct Cube {
  std::string_view name;  // [a-z0-9-]+
  uint32_t version = 0;
  std::string_view title;
  std::string_view counts;  // the unit of privacy in words
  PeriodUnit period = PeriodUnit::kMonth;
  size_t periods_max = 0;
  std::vector<const Taxonomy*> dimensions{};

  size_t CellsPerPeriod() const;
  // Whether a question may name this window: its unit, 1 to periods_max periods.
  bool Covers(const Window& window) const;
  // Cells are ordered by period, then by each dimension's term in turn, the last fastest.
  size_t Cells(const Window& window) const { return window.periods() * CellsPerPeriod(); }
  // Empty when the period lies outside the window or a term outside its taxonomy.
  std::optional<size_t> CellOf(const Window& window, const Period& period,
                               std::span<const size_t> terms) const;
};

// What a cell of a table stands for.
struct CellName {
  Period period;
  std::vector<size_t> terms{};
};
// `cell` lies below cube.Cells(window); aborts otherwise.
CellName NameOf(const Cube& cube, const Window& window, size_t cell);

const std::vector<Cube>& Cubes();
const Cube* FindCube(std::string_view name, uint32_t version);  // Null when there is none.

// The definition as text, and the hash that a plan binds.
std::string CubeText(const Cube& cube);
crypto::Hash CubeHash(const Cube& cube);

// What a node knows of one report. Words as the record has them; taxonomies classify them.
struct ReportFacts {
  std::string_view kind{};  // names of the enums of learning.v1, without their type: "NEAR_MISS"
  std::string_view harm{};
  std::string_view specialty{};
  std::string_view setting{};
  std::string_view process{};
  std::vector<std::string_view> factors{};  // SEIPS classes
  std::string_view period{};                // YYYY-MM, YYYY-Qn or YYYY
};
struct Placement {
  Period period;
  std::vector<size_t> terms{};
};
// Where the report counts in this cube: once, or not at all (a kind it does not count, or a period
// coarser than the cube's).
std::optional<Placement> Place(const Cube& cube, const ReportFacts& facts);

// Sums over every dimension but those named by `keep` (positions in cube.dimensions), and over
// periods unless kByPeriod: parts of one noisy table always add up to its totals.
enum class Periods : uint8_t { kByPeriod, kTogether };
std::vector<int64_t> RollUp(const Cube& cube, const Window& window, std::span<const int64_t> cells,
                            std::span<const size_t> keep, Periods periods);

}  // namespace candour::query
