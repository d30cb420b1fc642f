// Days and months of the civil calendar from POSIX seconds, in UTC.
#pragma once

#include <string>

#include "federation/base/time.h"

namespace candour {

std::string DayOf(WallSeconds seconds);       // 2025-04-17
std::string MonthOf(WallSeconds seconds);     // 2025-04
WallSeconds StartOfDay(WallSeconds seconds);  // A multiple of 86400.

}  // namespace candour
