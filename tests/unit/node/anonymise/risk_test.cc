#include "node/anonymise/risk.h"

#include <gtest/gtest.h>

#include "node/anonymise/generalise.h"

namespace candour::anonymise {
namespace {

RiskInput SafeInput() {
  return {.masked_text = "[PATIENT] fell",
          .expected_leaks = 0,
          .like_records = 100,
          .records_held = 5000,
          .organisation_class_size = 40,
          .story = {},
          .more_signs = 0,
          .open_flags = 0};
}

TEST(ResidualRisk, MultipliesItsParts) {
  RiskInput input = SafeInput();
  input.expected_leaks = 0.2;
  input.story.rare_condition = true;
  input.story.quotation = true;
  input.organisation_class_size = 9;
  RiskParts parts = ResidualRisk(input);

  EXPECT_DOUBLE_EQ(parts.text, 0.1);
  EXPECT_DOUBLE_EQ(parts.quasi_identifiers, 0.005);
  EXPECT_DOUBLE_EQ(parts.story, 0.3);
  EXPECT_DOUBLE_EQ(parts.organisation, 0.3);
  EXPECT_NEAR(parts.r, 100 * (1 - 0.9 * 0.995 * 0.7 * 0.7), 1e-9);
  EXPECT_EQ(parts.review, ReviewNeeded::kGuardian);
}

TEST(ResidualRisk, CapsEveryPart) {
  RiskInput input = SafeInput();
  input.expected_leaks = 9;
  input.like_records = 1;
  input.story = {true, true, true, true, true, true};
  RiskParts parts = ResidualRisk(input);

  EXPECT_DOUBLE_EQ(parts.text, 0.6);
  EXPECT_DOUBLE_EQ(parts.quasi_identifiers, 0.1);
  EXPECT_DOUBLE_EQ(parts.story, 0.6);
}

TEST(ResidualRisk, DecidesHowManyReviewersARecordNeeds) {
  RiskInput input = SafeInput();
  EXPECT_EQ(ResidualRisk(input).review, ReviewNeeded::kOneReviewer);
  input.open_flags = 1;
  EXPECT_EQ(ResidualRisk(input).review, ReviewNeeded::kTwoReviewers);
  input.open_flags = 0;
  input.story.quotation = true;
  EXPECT_EQ(ResidualRisk(input).review, ReviewNeeded::kTwoReviewers);
  input.masked_text = "ring 07700 900417";
  EXPECT_EQ(ResidualRisk(input).review, ReviewNeeded::kGuardian);
}

TEST(ResidualRisk, CountsFewRecordsAsTheWorstCase) {
  RiskInput input = SafeInput();
  input.records_held = 199;
  EXPECT_DOUBLE_EQ(ResidualRisk(input).quasi_identifiers, 0.1);
  input.records_held = 200;
  input.like_records = 0;
  EXPECT_DOUBLE_EQ(ResidualRisk(input).quasi_identifiers, 0.1);
}

TEST(ReadStory, SeesWhatTheTextTells) {
  StorySigns signs =
      ReadStory("Her daughter said \"nobody came to see her at all\" before she died.");

  EXPECT_TRUE(signs.relatives_detail);
  EXPECT_TRUE(signs.quotation);
  EXPECT_TRUE(signs.sensitive_event);
  EXPECT_FALSE(signs.rare_condition);
  EXPECT_FALSE(signs.over_400_words);
  EXPECT_EQ(signs.Count(), 3);
}

TEST(IntruderQuestions, AreSixAndDifferent) {
  for (const IntruderQuestion& question : IntruderQuestions())
    EXPECT_TRUE(question.question.ends_with("?"));
  EXPECT_NE(IntruderQuestions()[0].id, IntruderQuestions()[5].id);
}

TEST(AgeBand, FollowsTheAudience) {
  EXPECT_EQ(AgeBand(17, Audience::kMembers), "0-17");
  EXPECT_EQ(AgeBand(18, Audience::kMembers), "18-29");
  EXPECT_EQ(AgeBand(89, Audience::kMembers), "75-89");
  EXPECT_EQ(AgeBand(90, Audience::kMembers), "90+");
  EXPECT_EQ(AgeBand(90, Audience::kOpen), "65+");
  EXPECT_EQ(AgeBand(131, Audience::kMembers), "");
}

TEST(ParseDay, RefusesWhatIsNoDay) {
  EXPECT_TRUE(ParseDay("2024-02-29").has_value());
  for (std::string_view text : {"2023-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-4-1",
                                "20240401", "2024-04-0x"}) {
    EXPECT_FALSE(ParseDay(text).has_value()) << text;
  }
}

TEST(Generalise, BlursDaysAndHours) {
  CalendarDay day = *ParseDay("2025-04-09");  // A Wednesday.

  EXPECT_EQ(ToMonth(day), "2025-04");
  EXPECT_EQ(ToQuarter(day), "Q2 2025");
  EXPECT_EQ(TimeBand(day, 9), "day");
  EXPECT_EQ(TimeBand(day, 18), "evening");
  EXPECT_EQ(TimeBand(day, 3), "night");
  EXPECT_EQ(TimeBand(*ParseDay("2025-04-12"), 9), "weekend");
}

TEST(Generalise, NeedsEnoughLikeRecordsForAMonth) {
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 5, 1000), DateGrain::kMonth);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 4, 1000), DateGrain::kQuarter);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kSensitive, 19, 1000), DateGrain::kQuarter);
  EXPECT_EQ(GrainFor(Audience::kOpen, Subject::kOrdinary, 50, 1000), DateGrain::kQuarter);
  EXPECT_EQ(GrainFor(Audience::kMembers, Subject::kOrdinary, 50, 199), DateGrain::kYear);
}

}  // namespace
}  // namespace candour::anonymise
