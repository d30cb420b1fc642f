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

TEST(BlurAges, TurnsAgesIntoBandsAndLeavesDurations) {
  EXPECT_EQ(BlurAges("A 67-year-old man, aged 67, 82F and a 6 week old; 67 y/o.", AgeGrain::kBand),
            "A [AGE 60-74] man, aged [AGE 60-74], [AGE 75-89] F and a [AGE 0-17]; [AGE 60-74].");
  EXPECT_EQ(BlurAges("He had it for 6 years, 10 days of pain, 12M units.", AgeGrain::kNone),
            "He had it for 6 years, 10 days of pain, [AGE] M units.");
  EXPECT_EQ(BlurAges("A 67-year-old.", AgeGrain::kNone), "A [AGE].");
}

TEST(BlurDates, LeavesTheYear) {
  EXPECT_EQ(BlurDates("on [DATE: Q2 2025] and [DATE: Q4 2024]"),
            "on [DATE: 2025] and [DATE: 2024]");
}

TEST(SensitiveSubjects, AreToldByTheirWords) {
  EXPECT_TRUE(TellsOfSensitiveSubject("The child was given ten times the dose."));
  EXPECT_TRUE(TellsOfSensitiveSubject("A never event was declared."));
  EXPECT_TRUE(TellsOfSensitiveSubject("She was pregnant and died."));
  EXPECT_FALSE(TellsOfSensitiveSubject("The maternity ward was full; the pump alarmed."));
}

}  // namespace
}  // namespace candour::anonymise
