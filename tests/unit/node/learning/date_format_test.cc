#include "node/learning/date_format.h"

#include <gtest/gtest.h>

namespace candour::intake {
namespace {

std::string Read(std::string_view pattern, std::string_view text) {
  std::string problem;
  const auto format = DateFormat::Parse(pattern, problem);
  if (!format) return problem;
  const auto date = format->Read(text);
  if (!date) return "none";
  return std::to_string(date->year) + "-" + std::to_string(date->month) + "-" +
         std::to_string(date->day);
}

TEST(DateFormat, ReadsTheWaysTablesWriteDates) {
  EXPECT_EQ(Read("%d/%m/%Y", "05/03/2024"), "2024-3-5");
  EXPECT_EQ(Read("%d/%m/%Y", "5/3/2024"), "2024-3-5");
  EXPECT_EQ(Read("%m/%d/%y", "7/2/13"), "2013-7-2");
  EXPECT_EQ(Read("%Y%m", "202403"), "2024-3-1");
  EXPECT_EQ(Read("%d-%b-%Y", "17-Sept-2013"), "2013-9-17");
  EXPECT_EQ(Read("%d %b %Y %H:%M", "1 march 2024 23:59"), "2024-3-1");
  EXPECT_EQ(Read("iso", "2024-03-05"), "2024-3-5");
  EXPECT_EQ(Read("iso", "2024-03-05T10:00:00Z"), "2024-3-5");
}

TEST(DateFormat, ReadsSpreadsheetSerialNumbers) {
  EXPECT_EQ(Read("excel", "41534"), "2013-9-17");
  EXPECT_EQ(Read("excel", "41534.75"), "2013-9-17");
  EXPECT_EQ(Read("excel", "61"), "1900-3-1");
  EXPECT_EQ(Read("excel", "60"), "none");
  EXPECT_EQ(Read("excel", "41534x"), "none");
  EXPECT_EQ(Read("excel", "415.3.4"), "none");
  EXPECT_EQ(Read("excel", "999999"), "none");
  EXPECT_EQ(Read("excel", "-5"), "none");
}

TEST(DateFormat, SplitsTwoDigitYearsAsPosixDoes) {
  EXPECT_EQ(Read("%m/%d/%y", "1/1/68"), "2068-1-1");
  EXPECT_EQ(Read("%m/%d/%y", "1/1/69"), "1969-1-1");
}

TEST(DateFormat, RefusesDatesThatDoNotExist) {
  EXPECT_EQ(Read("%d/%m/%Y", "31/02/2024"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "29/02/2023"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "29/02/2024"), "2024-2-29");
  EXPECT_EQ(Read("%d/%m/%Y", "12/13/2024"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "01/01/1899"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "01/01/2101"), "none");
}

TEST(DateFormat, RefusesTextThatOnlyBeginsOrEndsLikeADate) {
  EXPECT_EQ(Read("%d/%m/%Y", "05/03/2024 approx"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "c. 05/03/2024"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", "05/03/24"), "none");
  EXPECT_EQ(Read("%m/%d/%y", "7/2/2013"), "none");
  EXPECT_EQ(Read("%d/%m/%Y", ""), "none");
  EXPECT_EQ(Read("%Y%m", "2024031"), "none");
}

TEST(DateFormat, ExplainsAPatternItDoesNotKnow) {
  EXPECT_EQ(Read("%d/%q/%Y", ""), "may hold %d %m %Y %y %b %H %M %S, or be \"iso\" or \"excel\"");
  EXPECT_EQ(Read("%d/%m/%", ""), "may hold %d %m %Y %y %b %H %M %S, or be \"iso\" or \"excel\"");
  EXPECT_EQ(Read("%d/%m", ""), "needs a year: %Y or %y");
  EXPECT_EQ(Read("%Y", ""), "needs a month: %m or %b");
}

TEST(DateFormat, KnowsWhichFormatsAreMistakenForEachOther) {
  std::string problem;
  const auto british = *DateFormat::Parse("%d/%m/%Y", problem);
  const auto american = *DateFormat::Parse("%m/%d/%Y", problem);
  const auto dashed = *DateFormat::Parse("%m-%d-%Y", problem);

  EXPECT_TRUE(british.IsMistakenFor(american));
  EXPECT_FALSE(british.IsMistakenFor(dashed));
  EXPECT_FALSE(british.IsMistakenFor(british));
}

TEST(PeriodOf, GeneralisesADate) {
  const Date date{2024, 4, 5};
  EXPECT_EQ(PeriodOf(date, PeriodPrecision::kMonth), "2024-04");
  EXPECT_EQ(PeriodOf(date, PeriodPrecision::kQuarter), "2024-Q2");
  EXPECT_EQ(PeriodOf(date, PeriodPrecision::kYear), "2024");
  EXPECT_EQ(PeriodOf({2024, 12, 1}, PeriodPrecision::kMonth), "2024-12");
  EXPECT_EQ(PeriodOf({2024, 12, 1}, PeriodPrecision::kQuarter), "2024-Q4");
}

}  // namespace
}  // namespace candour::intake
