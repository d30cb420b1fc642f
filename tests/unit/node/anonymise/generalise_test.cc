#include "node/anonymise/generalise.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

TEST(AgeBand, IsCoarserInTheOpen) {
  EXPECT_EQ(AgeBand(17, Audience::kMembers), "0-17");
  EXPECT_EQ(AgeBand(18, Audience::kMembers), "18-29");
  EXPECT_EQ(AgeBand(89, Audience::kMembers), "75-89");
  EXPECT_EQ(AgeBand(90, Audience::kMembers), "90+");
  EXPECT_EQ(AgeBand(64, Audience::kOpen), "18-64");
  EXPECT_EQ(AgeBand(65, Audience::kOpen), "65+");
  EXPECT_EQ(AgeBand(131, Audience::kMembers), "");
}

TEST(CalendarDay, ReadsOnlyDaysThatExist) {
  ASSERT_TRUE(ParseDay("2024-02-29").has_value());
  EXPECT_FALSE(ParseDay("2025-02-29").has_value());
  EXPECT_FALSE(ParseDay("2025-13-01").has_value());
  EXPECT_FALSE(ParseDay("2025-04-9").has_value());
  EXPECT_EQ(ToMonth(*ParseDay("2025-04-09")), "2025-04");
  EXPECT_EQ(ToQuarter(*ParseDay("2025-04-09")), "Q2 2025");
}

TEST(TimeBand, KnowsEveningsNightsAndWeekends) {
  EXPECT_EQ(TimeBand(*ParseDay("2025-04-09"), 9), "day");
  EXPECT_EQ(TimeBand(*ParseDay("2025-04-09"), 19), "evening");
  EXPECT_EQ(TimeBand(*ParseDay("2025-04-09"), 3), "night");
  EXPECT_EQ(TimeBand(*ParseDay("2025-04-12"), 9), "weekend");
}

TEST(Generalise, AsksForMoreLikeRecordsWhereItMatters) {
  EXPECT_EQ(LeastLikeRecords(Audience::kMembers, Subject::kOrdinary), 5u);
  EXPECT_EQ(LeastLikeRecords(Audience::kOpen, Subject::kOrdinary), 10u);
  EXPECT_EQ(LeastLikeRecords(Audience::kMembers, Subject::kSensitive), 20u);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 5, 1000), DateGrain::kMonth);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 4, 1000), DateGrain::kQuarter);
  EXPECT_EQ(GrainFor(Audience::kOpen, Subject::kOrdinary, 50, 1000), DateGrain::kQuarter);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 5, 100), DateGrain::kYear);
}

}  // namespace
}  // namespace candour::anonymise
