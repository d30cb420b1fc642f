// Properties of every text: spans are disjoint, in order and on character boundaries, and masking
// replaces exactly them. Texts are made from a seed, so a failure names how to make it again.
#include <iostream>
#include <random>

#include "node/anonymise/normalise.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

constexpr int kTexts = 3000;

// Pieces that rules meet, and pieces that break them.
const std::vector<std::string>& Pieces() {
  static const std::vector<std::string> pieces = {"Mrs Hegarty",
                                                  "Dr ",
                                                  "Oluwaseun Adeyemi",
                                                  " fell ",
                                                  "NHS 943 476 5919",
                                                  "07700 900123",
                                                  "12/03/1941",
                                                  " on ",
                                                  "&eacute;",
                                                  "&#x1F600;",
                                                  "&nbsp;",
                                                  "\xc2\xa0",
                                                  "e\xcc\x81",
                                                  "\xf0\x9f\x98\x80",
                                                  "\xef\xac\x81",
                                                  "\xe2\x80\x8b",
                                                  "\xe2\x80\xaf",
                                                  "\xd0\x9e\xd0\xbb\xd0\xb5\xd0\xb3",
                                                  "\xe6\x9d\x8e\xe5\xbc\xba",
                                                  "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf",
                                                  "a.b@example.org",
                                                  "https://x.example/",
                                                  "<p>",
                                                  "</td>",
                                                  "<a href=\"",
                                                  "  ",
                                                  "   ",
                                                  "\n",
                                                  "\r\n",
                                                  "\t",
                                                  "'s",
                                                  "O'Neill",
                                                  "-",
                                                  ".",
                                                  ", ",
                                                  "14 Beech Road",
                                                  "Ward 7B",
                                                  "LS7 9ZZ",
                                                  "ref 99/1234",
                                                  "&amp;amp;",
                                                  "&",
                                                  "&#;",
                                                  "J.",
                                                  "J.S. ",
                                                  "oh seven seven double oh",
                                                  " dot ",
                                                  " at ",
                                                  "H0SP N0 448 2O1",
                                                  "\xc7\x85",
                                                  "\xef\xbc\xa1\xef\xbc\xa2",
                                                  "\xe2\x93\x82",
                                                  "\xc2\xbd",
                                                  "\xf0\x9d\x94\x84",
                                                  "SMITH, ",
                                                  "\xc3\x9f",
                                                  "\xc4\xb0",
                                                  "0",
                                                  "9",
                                                  "A",
                                                  "z"};
  return pieces;
}

void AppendUtf8(uint32_t code, std::string& text) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
  } else if (code < 0x10000) {
    text += {static_cast<char>(0xe0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3f)),
             static_cast<char>(0x80 | (code & 0x3f))};
  } else {
    text +=
        {static_cast<char>(0xf0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 0x3f)),
         static_cast<char>(0x80 | ((code >> 6) & 0x3f)), static_cast<char>(0x80 | (code & 0x3f))};
  }
}

std::string MadeText(std::mt19937& random) {
  std::uniform_int_distribution<size_t> piece(0, Pieces().size() - 1);
  std::uniform_int_distribution<int> length(0, 24);
  std::uniform_int_distribution<uint32_t> any(1, 0x10ffff);
  std::string text;
  for (int n = length(random); n > 0; --n) {
    if (random() % 6 != 0) {
      text += Pieces()[piece(random)];
      continue;
    }
    uint32_t code = any(random);
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    AppendUtf8(code, text);
  }
  return text;
}

bool OnBoundary(std::string_view text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
}

void ExpectSound(std::string_view text, const Outcome& outcome) {
  std::string expected;
  size_t at = 0;
  for (const Span& span : outcome.spans) {
    ASSERT_LE(at, span.start);
    ASSERT_LT(span.start, span.end);
    ASSERT_LE(span.end, text.size());
    EXPECT_TRUE(OnBoundary(text, span.start) && OnBoundary(text, span.end));
    EXPECT_EQ(span.flagged, span.confidence < kMaskConfidence);
    EXPECT_FALSE(span.placeholder.empty());
    expected += text.substr(at, span.start - at);
    expected += span.flagged ? std::string(text.substr(span.start, span.end - span.start))
                             : span.placeholder;
    at = span.end;
  }
  expected += text.substr(at);
  EXPECT_EQ(Mask(text, outcome), expected);
}

TEST(Offsets, MaskingReplacesExactlyTheSpans) {
  size_t spans = 0;
  for (int seed = 0; seed < kTexts; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::string text = MadeText(random);
    auto outcome = PlainAnonymiser().Run(text, {});
    ASSERT_TRUE(outcome.has_value()) << "seed " << seed << ": " << outcome.error();
    SCOPED_TRACE("seed " + std::to_string(seed));
    ExpectSound(text, *outcome);
    if (testing::Test::HasFailure()) return;
    spans += outcome->spans.size();
  }
  EXPECT_GT(spans, static_cast<size_t>(kTexts));
  std::cout << "[summary] anonymiser offsets: " << kTexts << " made texts, " << spans << " spans\n";
}

TEST(Offsets, BytesThatAreNoTextAreNamedWhereverTheyStand) {
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::string before = MadeText(random);
    std::string text = before + "\xff" + MadeText(random);

    auto outcome = PlainAnonymiser().Run(text, {});

    ASSERT_FALSE(outcome.has_value()) << seed;
    EXPECT_NE(outcome.error().find("byte " + std::to_string(before.size())), std::string::npos);
    EXPECT_EQ(FirstInvalidByte(text), before.size());
  }
}

}  // namespace
}  // namespace candour::anonymise
