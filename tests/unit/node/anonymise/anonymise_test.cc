#include "node/anonymise/anonymise.h"

#include <random>

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

// Pieces that stress the way back to the original bytes.
constexpr std::string_view kPieces[] = {"Mrs ",
                                        "Hegarty",
                                        " ",
                                        "\n",
                                        "\u00a0",
                                        "e\u0301",
                                        "Jos\u00e9 ",
                                        "M\u00fcller",
                                        "\U0001F600",
                                        "\u200b",
                                        "&nbsp;",
                                        "&#39;",
                                        "&amp;",
                                        "<b>",
                                        "</b>",
                                        "<br/>",
                                        "943 476 5919",
                                        "0\u0337",
                                        "O7700 9OO123",
                                        "\u2014",
                                        "\u2019s",
                                        "\ufb01",
                                        "\u0152",
                                        "\u6797",
                                        "\u0418\u0432\u0430\u043d ",
                                        "a@b.nhs.net",
                                        " on the fourteenth of march ",
                                        "nine nine nine one two three ",
                                        "12/03/2024",
                                        ", ",
                                        ". ",
                                        "Dr ",
                                        "Smith-Jones",
                                        "\u0301",
                                        "(",
                                        ")",
                                        "/",
                                        "&lt;",
                                        "\ufdfa",
                                        "LS1 4DT ",
                                        "\r\n"};

std::string RandomText(std::mt19937& random) {
  std::string text;
  size_t pieces = random() % 40;
  for (size_t i = 0; i < pieces; ++i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(Mask, ReplacesExactlyTheMaskedSpansOfAnyText) {
  std::mt19937 random(20250401);
  size_t masked_spans = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = RandomText(random);
    auto outcome = PlainAnonymiser().Run(text, {});
    ASSERT_TRUE(outcome.has_value());

    std::string expected;
    size_t at = 0;
    size_t last_end = 0;
    for (const Span& span : outcome->spans) {
      ASSERT_LE(last_end, span.start) << text;
      ASSERT_LT(span.start, span.end) << text;
      ASSERT_LE(span.end, text.size()) << text;
      ASSERT_NE(static_cast<unsigned char>(text[span.start]) & 0xc0, 0x80)
          << "a span begins inside a character";
      if (span.end < text.size()) {
        ASSERT_NE(static_cast<unsigned char>(text[span.end]) & 0xc0, 0x80)
            << "a span ends inside a character";
      }
      EXPECT_EQ(span.flagged, span.confidence < kMaskConfidence);
      last_end = span.end;
      if (span.flagged) continue;
      ++masked_spans;
      expected += text.substr(at, span.start - at) + span.placeholder;
      at = span.end;
    }
    expected += text.substr(at);
    ASSERT_EQ(Mask(text, *outcome), expected);
  }
  EXPECT_GT(masked_spans, 5000u);
}

TEST(Run, GivesEqualOutcomesForEqualTexts) {
  std::string text = "Mrs Hegarty (NHS 943 476 5919) saw Dr Desai on 14/11/2024.";
  auto first = PlainAnonymiser().Run(text, {});
  auto second = PlainAnonymiser().Run(text, {});

  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(Mask(text, *first), Mask(text, *second));
  EXPECT_EQ(Mask(text, *first),
            "Mrs [PERSON-1] (NHS [NHS NUMBER]) saw Dr [STAFF-1] on [DATE: Q4 2024].");
}

TEST(Run, NamesTheByteWhereUtf8IsInvalid) {
  for (std::string bad :
       {"\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80"}) {
    auto outcome = PlainAnonymiser().Run("abc " + bad, {});
    ASSERT_FALSE(outcome.has_value());
    EXPECT_NE(outcome.error().find("byte 4"), std::string::npos) << outcome.error();
  }
}

TEST(Run, RefusesATextOverTheLimit) {
  std::string text(Anonymiser::kTextBytesMax + 1, 'a');
  auto outcome = PlainAnonymiser().Run(text, {});

  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().find("aaa"), std::string::npos);
}

TEST(Run, ReasonsNeverRepeatTheText) {
  auto outcome =
      PlainAnonymiser().Run("Mrs Hegarty rang 07700 900417 about Marfan syndrome and Qwyjibo.", {});

  ASSERT_TRUE(outcome.has_value());
  ASSERT_FALSE(outcome->spans.empty());
  for (const Span& span : outcome->spans) {
    EXPECT_EQ(span.reason.find("Hegarty"), std::string::npos);
    EXPECT_FALSE(span.reason.empty());
    EXPECT_FALSE(span.rule.empty());
  }
}

TEST(Scrub, HoldsMaskedTextAndTheRulesVersion) {
  auto scrubbed = PlainAnonymiser().Scrub("Mrs Hegarty fell", {});

  ASSERT_TRUE(scrubbed.has_value());
  EXPECT_EQ(scrubbed->text(), "Mrs [PERSON-1] fell");
  EXPECT_EQ(scrubbed->rules_version(), RulesVersion());
}

TEST(Scrub, RefusesATextWithAStrongIdentifierLeft) {
  EXPECT_FALSE(PlainAnonymiser().Scrub("the form said 9434765918 again", {}).has_value());
}

TEST(Rescan, RefusesAnEditThatPutsAnIdentifierBack) {
  EXPECT_TRUE(PlainAnonymiser().Rescan("[PATIENT] fell; call 999").has_value());
  EXPECT_FALSE(PlainAnonymiser().Rescan("[PATIENT] fell; ring 07700 900417").has_value());
}

// A step that looks back or ahead without a bound would take hours over these, not seconds.
TEST(Run, StaysLinearOnHostileText) {
  constexpr size_t kBytes = 200'000;
  for (std::string_view piece :
       {"@",       "a@",       "a.",        "1 ",    "1-",        "1/",        "(",     "&",
        "&#",      "<b",       "<b ",       "Dr ",   "J ",        "J. ",       "O",     "O0 ",
        "Smith ",  "Smith, ",  "smith-",    "nine ", "double ",   "first of ", "no ",   "nhs ",
        "ref no ", "flat 1, ", "12 Rose ",  "St ",   "Milton ",   "\xcc\x81",  "://",   "www.",
        "\\\\",    "/",        ".nhs.uk/",  "ward ", "Hospital ", "of ",       "'",     "a'",
        "_",       "Name: ",   "Thanks,\n", "JS ",   "\n",        "Jan 1 ",    "2024-", "May "}) {
    std::string text;
    while (text.size() < kBytes) text += piece;
    auto outcome = PlainAnonymiser().Run(text, {});
    EXPECT_TRUE(outcome.has_value()) << piece;
  }
}

}  // namespace
}  // namespace candour::anonymise
