// This node's reports counted into the cubes that networks may ask about (protocol section 10):
// kept in the batch that changes the reports, so that a question costs the same however many there
// are.
//
// Rows of family meta: "cubes" says what is counted, "cube/NAME/VERSION/" || period holds the cells
// of one period, and "frozen/" the same as it stood when the period was first asked about. A frozen
// period never changes: what arrives late or is withdrawn later cannot be told by asking twice.
#pragma once

#include <cstdint>
#include <vector>

#include "federation/query/cube.h"
#include "node/storage/local_rows.h"

namespace candour {

// Whether drafts count: they wait for a person's judgement, and their harm or kind may change.
enum class DraftsInCubes : uint8_t { kNotCounted, kCounted };

bool CubesCounted(const storage::Reader& store, DraftsInCubes drafts);

// Adds to `writes` what they change in the cubes; `before` shows the rows as they stand. Nothing
// when the store was never counted.
void AddCubeRows(const storage::Reader& before, storage::LocalWrites& writes);

// The rows for a store that was never counted, or counted otherwise. Reads every report.
storage::LocalWrites CountCubes(const storage::Reader& store, DraftsInCubes drafts);

// Every cell of the window, frozen periods as they were frozen. Kept, approved and published
// reports count, each in at most one cell; withdrawn ones do not.
std::vector<int64_t> CubeCells(const storage::Reader& store, const query::Cube& cube,
                               const query::Window& window);

// Freezes the periods of the window that are not frozen yet.
storage::LocalWrites FreezeCells(const storage::Reader& store, const query::Cube& cube,
                                 const query::Window& window);

}  // namespace candour
