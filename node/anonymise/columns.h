// Tables in plain text: what the head of a column says of each cell under it, and what the first
// of two cells says of the second.
#pragma once

#include <vector>

#include "node/anonymise/labels.h"

namespace candour::anonymise {

struct Cell {
  uint32_t announced = 0;  // Bit() of each thing its label may announce.
  bool numbered = false;   // The label says that a number follows.
  size_t first = 0;        // Its tokens, [first, end).
  size_t end = 0;
};

struct Tables {
  std::vector<Cell> cells;  // Those that a label belongs to, in order.
  std::vector<Cell> heads;  // The labels themselves.
};

// Cells are parted by "|", by commas or semicolons where line after line has as many, by wide gaps,
// or stand in lines of their own.
Tables ReadTables(const Document& document);

}  // namespace candour::anonymise
