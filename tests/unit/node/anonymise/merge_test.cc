#include "node/anonymise/merge.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

constexpr Rule kRule = {"test.rule", "For the test."};

Finding Of(size_t begin, size_t end, SpanType type, double confidence = 0.9) {
  return {.begin = begin,
          .end = end,
          .type = type,
          .confidence = confidence,
          .rule = &kRule,
          .person = {}};
}

// "begin-end TYPE" of each merged finding.
std::string Merged(Findings findings) {
  std::string text;
  for (const Finding& finding : Merge(std::move(findings))) {
    if (!text.empty()) text += ", ";
    text += std::to_string(finding.begin) + "-" + std::to_string(finding.end) + " " +
            std::string(TypeName(finding.type));
  }
  return text;
}

TEST(Merge, LongerWinsAndWhatItLeavesOfTheOtherIsKept) {
  EXPECT_EQ(Merged({Of(0, 4, SpanType::kPerson), Of(2, 10, SpanType::kAddress)}),
            "0-2 PERSON, 2-10 ADDRESS");
  EXPECT_EQ(Merged({Of(2, 4, SpanType::kPerson), Of(0, 10, SpanType::kUrlIp)}), "0-10 URL_IP");
}

TEST(Merge, OfEqualLengthTheStrongerTypeWins) {
  EXPECT_EQ(Merged({Of(0, 10, SpanType::kPhone), Of(0, 10, SpanType::kNhsNumber)}),
            "0-10 NHS_NUMBER");
  EXPECT_EQ(Merged({Of(0, 5, SpanType::kOrg), Of(0, 5, SpanType::kPerson)}), "0-5 PERSON");
}

TEST(Merge, AFlagGivesWayToAMaskAndIsNeverCut) {
  EXPECT_EQ(Merged({Of(0, 20, SpanType::kPerson, 0.4), Of(5, 8, SpanType::kDate)}), "5-8 DATE");
  EXPECT_EQ(Merged({Of(0, 4, SpanType::kPerson, 0.4), Of(5, 8, SpanType::kDate)}),
            "0-4 PERSON, 5-8 DATE");
}

TEST(Merge, DropsEmptyFindings) { EXPECT_EQ(Merged({Of(3, 3, SpanType::kPerson)}), ""); }

std::string MaskedText(std::string_view text) {
  auto outcome = PlainAnonymiser().Run(text, {});
  return outcome ? Mask(text, *outcome) : outcome.error();
}

TEST(Placeholders, AreTheSameForTheSamePersonWithinAText) {
  EXPECT_EQ(MaskedText("Mrs Hegarty fell. HCA Leanne told Mrs Hegarty. Leanne left."),
            "Mrs [PERSON-1] fell. HCA [STAFF-1] told Mrs [PERSON-1]. [STAFF-1] left.");
}

TEST(Placeholders, KeepTheQuarterOfADate) {
  EXPECT_EQ(MaskedText("on 14/03/2024"), "on [DATE: Q1 2024]");
  EXPECT_EQ(MaskedText("on 2024-11-30"), "on [DATE: Q4 2024]");
  EXPECT_EQ(MaskedText("on 5th August 2023"), "on [DATE: Q3 2023]");
}

}  // namespace
}  // namespace candour::anonymise
