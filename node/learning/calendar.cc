#include "node/learning/calendar.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace candour {

std::string DayOf(WallSeconds seconds) {
  auto day = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  std::chrono::year_month_day date(day);
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string MonthOf(WallSeconds seconds) { return DayOf(seconds).substr(0, 7); }

WallSeconds StartOfDay(WallSeconds seconds) { return seconds - seconds % kSecondsPerDay; }

}  // namespace candour
