// What a noised table shows: rolled up from one base table, with its error, rounded and with small
// sums left out (privacy section 5).
#pragma once

#include <string>
#include <vector>

#include "candour/node/v1/query.pb.h"
#include "federation/query/answer.h"
#include "node/learning/names.h"

namespace candour {

// Which dimensions a table keeps; kInvalid DIMENSION_UNKNOWN.
struct TableShape {
  std::vector<size_t> keep;
  query::Periods periods = query::Periods::kByPeriod;
};
Result<TableShape> ShapeFor(const query::Cube& cube, const std::vector<std::string>& keep,
                            query::Periods periods);

// The period and the dimensions that a table of this shape has for columns, and what a cell of it
// is called in each of them.
std::vector<std::string> ColumnsOf(const query::Cube& cube, const TableShape& shape);
std::vector<std::string> LabelsOf(const query::Cube& cube, const query::Window& window,
                                  const TableShape& shape, size_t cell);

struct AnswerCase {
  const query::Plan& plan;
  const query::Answer& answer;
  const Manifest& manifest;
};
// Fills everything of the response but its question.
void ShowAnswer(const AnswerCase& shown, const TableShape& shape, node::v1::GetAnswerResponse& out);

}  // namespace candour
