// Every way by which a count can leave a node, and what is done to it there. A new way needs an
// enumerator and a row; without the row this does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace candour::query {

enum class Exit : uint8_t {
  kScreen,
  kSearchHits,
  kFacets,
  kExport,
  kPublishedAggregate,
  kAnswerToPlan,
  kMetrics,
  kLogs,
  kErrors,
  kEnd,  // not an exit
};

enum class Treatment : uint8_t {
  kReleased,    // Release(): hidden, rounded, as one table
  kNoised,      // AddNoise() and the budget
  kReaderOnly,  // counts only what this reader may read in full, one by one
  kOperations,  // counts work (bytes, calls, queue lengths), never reports by what they say
  kNoCounts,    // carries none
};

struct ExitRow {
  Exit exit;
  std::string_view name;
  Treatment treatment;
};

inline constexpr std::array kExits = {
    ExitRow{Exit::kScreen, "tables and trends on screens", Treatment::kReleased},
    ExitRow{Exit::kSearchHits, "how many texts a search finds", Treatment::kReaderOnly},
    ExitRow{Exit::kFacets, "terms and their frequencies", Treatment::kReaderOnly},
    ExitRow{Exit::kExport, "tables in exported files", Treatment::kReleased},
    ExitRow{Exit::kPublishedAggregate, "aggregates over published learning",
            Treatment::kReaderOnly},
    ExitRow{Exit::kAnswerToPlan, "reports to other members' plans", Treatment::kNoised},
    ExitRow{Exit::kMetrics, "metrics", Treatment::kOperations},
    ExitRow{Exit::kLogs, "logs", Treatment::kOperations},
    ExitRow{Exit::kErrors, "texts of errors", Treatment::kNoCounts},
};

constexpr bool EveryExitHasItsRow() {
  if (kExits.size() != static_cast<size_t>(Exit::kEnd)) return false;
  for (size_t i = 0; i < kExits.size(); ++i) {
    if (kExits[i].exit != static_cast<Exit>(i) || kExits[i].name.empty()) return false;
  }
  return true;
}
static_assert(EveryExitHasItsRow(), "an exit of counts has no row");

// What is done to counts that leave this way.
constexpr Treatment TreatmentOf(Exit exit) { return kExits[static_cast<size_t>(exit)].treatment; }

}  // namespace candour::query
