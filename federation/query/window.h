// Windows of whole months or quarters. Nothing finer can be asked about, and nothing that has not
// ended: free boundaries are what differencing lives on.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/time.h"

namespace candour::query {

enum class PeriodUnit : uint8_t { kMonth, kQuarter };

// `index` counts months or quarters since the year 0: 12 * year + month - 1, 4 * year + quarter
// - 1.
struct Period {
  PeriodUnit unit = PeriodUnit::kMonth;
  int32_t index = 0;
  auto operator<=>(const Period&) const = default;
};

// From `first` to `last`, both included.
struct Window {
  PeriodUnit unit = PeriodUnit::kMonth;
  int32_t first = 0;
  int32_t last = 0;
  auto operator<=>(const Window&) const = default;
  size_t periods() const { return last < first ? 0 : static_cast<size_t>(last - first) + 1; }
};

// "2026-03" or "2026-Q1".
std::string FormatPeriod(const Period& period);
// Empty for another spelling, and for years outside 1990 to 2199.
std::optional<Period> ParsePeriod(std::string_view text);

// The quarters whose data a window reads: what a question about it is charged to.
std::vector<int32_t> DataQuarters(const Window& window);
// The first second (UTC) after the window.
WallSeconds EndOf(const Window& window);
// The period that holds this second.
Period PeriodAt(PeriodUnit unit, WallSeconds time);

// "YYYY-MM-DD" of a time, in UTC, and back: the first second of that day.
std::string FormatDay(WallSeconds time);
std::optional<WallSeconds> ParseDay(std::string_view text);

}  // namespace candour::query
