// Rows of counts: one for each cube and period, its cells as 32-bit numbers.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "candour/learning/v1/body.pb.h"
#include "federation/query/cube.h"
#include "node/storage/local_rows.h"

namespace candour {

inline constexpr size_t kCubeCountBytes = 4;

// The key of a period in family meta.
std::string CubeRowKey(std::string_view prefix, const query::Cube& cube, int32_t period);

// What learning says for the cubes, as views into it.
query::ReportFacts FactsOf(const learning::v1::Learning& learning);

// Every cell of the window, from the rows under `prefix`; what has no row is zero.
std::vector<int64_t> CubeRowCells(const storage::Reader& store, std::string_view prefix,
                                  const query::Cube& cube, const query::Window& window);

// Rows of cells while they change.
class CubeRows {
 public:
  // Null: every row begins at zero. Else it outlives this.
  explicit CubeRows(const storage::Reader* before) : before_(before) {}

  // A cell outside the cube does not count; no count falls below zero.
  void Count(std::string_view prefix, const query::Cube& cube, const query::Placement& place,
             int by);
  void Finish(storage::LocalWrites& writes);

 private:
  std::string& RowOf(const std::string& key, size_t cells);

  const storage::Reader* const before_;
  std::map<std::string, std::string> rows_;
};

}  // namespace candour
