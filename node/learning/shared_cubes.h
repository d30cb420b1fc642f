// Published learning that is held here, counted into the cubes by network: kept in the batch that
// brings, revises or erases a text, so that a table costs the same however much is held.
//
// A text stands in the period in which it was first published, in the cells of its newest version.
// Every member reads these texts one by one, so these counts are exact; they are kept apart from
// the counts of this node's own reports (cubes.h), which leave it noised only.
//
// Rows of family meta: "shared/" network "/" and a cube and period hold cells; "shared+" network
// how many items there are and how many of them each cube counts. Where an item is counted follows
// from its rows: a turn takes it out as it was before and puts it in as it is after.
#pragma once

#include <cstdint>
#include <vector>

#include "federation/query/cube.h"
#include "node/learning/turn_texts.h"
#include "node/storage/local_rows.h"

namespace candour {

bool SharedCounted(const storage::Reader& store);

// Adds to `local` what `core` changes in the counts; `before` shows the rows as they stand. Nothing
// when the store was never counted.
void AddSharedRows(const storage::Reader& before, const WriteSet& core, TurnTexts& texts,
                   storage::LocalWrites& local);

// The rows for a store that was never counted, or counted with other cubes. Reads every text.
storage::LocalWrites CountSharedRows(const storage::Reader& store);

// The newest versions of items that are not withdrawn and whose text is here.
std::vector<int64_t> SharedCells(const storage::Reader& store, const NetworkId& network,
                                 const query::Cube& cube, const query::Window& window);
struct SharedTotal {
  uint64_t items = 0;   // of the network
  uint64_t placed = 0;  // that the cube counts, in whatever period
};
SharedTotal SharedTotalOf(const storage::Reader& store, const NetworkId& network,
                          const query::Cube& cube);

}  // namespace candour
