#include "node/learning/calendar.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

TEST(Calendar, WritesDaysAndMonthsInUtc) {
  EXPECT_EQ(DayOf(0), "1970-01-01");
  EXPECT_EQ(DayOf(951'782'400), "2000-02-29");
  EXPECT_EQ(DayOf(1'760'000'000), "2025-10-09");
  EXPECT_EQ(MonthOf(1'760'000'000), "2025-10");
}

TEST(Calendar, TurnsTheDayAtMidnight) {
  EXPECT_EQ(DayOf(86'399), "1970-01-01");
  EXPECT_EQ(DayOf(86'400), "1970-01-02");
}

TEST(Calendar, FindsTheStartOfADay) {
  EXPECT_EQ(StartOfDay(86'399), 0);
  EXPECT_EQ(StartOfDay(86'400), 86'400);
  EXPECT_EQ(StartOfDay(1'760'000'000) % kSecondsPerDay, 0);
}

}  // namespace
}  // namespace candour
