#include "federation/query/window.h"

#include <gtest/gtest.h>

namespace candour::query {
namespace {

TEST(Periods, HaveOneSpelling) {
  for (const char* text : {"2026-03", "1990-01", "2199-12", "2026-Q1", "2026-Q4"}) {
    const std::optional<Period> period = ParsePeriod(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(FormatPeriod(*period), text);
  }
  for (const char* text : {"", "2026", "2026-3", "2026-00", "2026-13", "2026-Q0", "2026-Q5",
                           "2026-q1", "1989-12", "2200-01", "2026-+1", " 2026-1", "2026-Q11"}) {
    EXPECT_FALSE(ParsePeriod(text)) << text;
  }
}

TEST(Windows, AreChargedToTheQuartersTheyRead) {
  const Window months{PeriodUnit::kMonth, 2025 * 12 + 2, 2025 * 12 + 6};  // March to July

  EXPECT_EQ(DataQuarters(months), (std::vector<int32_t>{8100, 8101, 8102}));
  EXPECT_EQ(FormatPeriod({PeriodUnit::kQuarter, 8100}), "2025-Q1");
  EXPECT_EQ(DataQuarters({PeriodUnit::kQuarter, 8100, 8101}), (std::vector<int32_t>{8100, 8101}));
}

TEST(Windows, EndWithTheFirstSecondAfter) {
  EXPECT_EQ(FormatDay(EndOf({PeriodUnit::kMonth, 2025 * 12, 2025 * 12 + 11})), "2026-01-01");
  EXPECT_EQ(FormatDay(EndOf({PeriodUnit::kQuarter, 8100, 8101})), "2025-07-01");
  EXPECT_EQ(EndOf({PeriodUnit::kQuarter, 8100, 8101}), 1751328000);
}

TEST(Periods, HoldTheirSeconds) {
  EXPECT_EQ(FormatPeriod(PeriodAt(PeriodUnit::kMonth, 1751328000)), "2025-07");
  EXPECT_EQ(FormatPeriod(PeriodAt(PeriodUnit::kMonth, 1751327999)), "2025-06");
  EXPECT_EQ(FormatPeriod(PeriodAt(PeriodUnit::kQuarter, 1751327999)), "2025-Q2");
}

TEST(Days, HaveOneSpelling) {
  EXPECT_EQ(ParseDay("2025-07-01"), std::optional<WallSeconds>(1751328000));
  EXPECT_EQ(FormatDay(1751328000 + 86399), "2025-07-01");
  EXPECT_EQ(ParseDay("2024-02-29").has_value(), true);
  for (const char* text : {"2025-02-29", "2025-7-01", "2025-13-01", "2025-07-32", "20250701", ""}) {
    EXPECT_FALSE(ParseDay(text)) << text;
  }
}

}  // namespace
}  // namespace candour::query
