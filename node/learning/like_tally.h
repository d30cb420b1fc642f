// How many records are like one another: kept in the batch that changes them, so that "how many
// like this" costs the same however many are held (docs/decisions/0050).
//
// Counted are this node's drafts and records that still have their text, and what other members of
// its networks have published, each work once. Rows of family meta: "like/" and a cell give a
// count; "like1/" setting and year, "like2/" year; "likew/" and a work id are a member's work.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "federation/port/store.h"
#include "node/learning/like_cell.h"
#include "node/learning/turn_texts.h"
#include "node/storage/local_rows.h"

namespace candour {

bool LikeCounted(const storage::Reader& store);

// Adds to `local` what it and `core` change in the counts; `before` shows the rows as they stand.
// Nothing when the store was never counted.
void AddLikeRows(const storage::Reader& before, const WriteSet& core, TurnTexts& texts,
                 storage::LocalWrites& local);

// The rows for a store that was never counted. Reads everything.
storage::LocalWrites CountLikeRows(const storage::Reader& store);

struct LikeCount {
  LikeCell cell;
  uint64_t count = 0;
};
// Every cell of that setting, process and year.
std::vector<LikeCount> LikeCellsOf(const storage::Reader& store, const LikeCell& cell);
uint64_t LikeInSetting(const storage::Reader& store, const LikeCell& cell);  // And year.
uint64_t LikeInYear(const storage::Reader& store, const LikeCell& cell);

}  // namespace candour
