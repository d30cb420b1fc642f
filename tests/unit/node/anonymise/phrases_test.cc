// Sentences with one structured identifier or a few between braces, by nine hands that had never
// seen the rules: dates, ages of 90 and over, numbers, codes, accounts. Beside them stand doses,
// times, scores, lots and durations, which stay.
#include <cctype>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/places.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

struct Phrase {
  std::string text;
  std::vector<std::pair<size_t, size_t>> values;  // Offsets in bytes, end outside.
};

Phrase PhraseOf(const std::string& line) {
  Phrase phrase;
  size_t opened = 0;
  for (char c : line) {
    if (c == '{') {
      opened = phrase.text.size();
    } else if (c == '}') {
      phrase.values.emplace_back(opened, phrase.text.size());
    } else {
      phrase.text += c;
    }
  }
  return phrase;
}

struct Count {
  size_t values = 0;
  size_t masked = 0;
  size_t digits = 0;  // Outside the values.
  size_t touched = 0;
};

void AddPhrase(const Phrase& phrase, Count& count) {
  auto outcome = PlainAnonymiser().Run(phrase.text, {});
  ASSERT_TRUE(outcome) << outcome.error();
  std::vector<bool> masked(phrase.text.size());
  for (const Span& span : outcome->spans) {
    for (size_t at = span.start; at < span.end && !span.flagged; ++at) masked[at] = true;
  }
  std::vector<bool> inside(phrase.text.size());
  for (const auto& [begin, end] : phrase.values) {
    bool whole = true;
    for (size_t at = begin; at < end; ++at) {
      inside[at] = true;
      whole =
          whole && (masked[at] || std::isalnum(static_cast<unsigned char>(phrase.text[at])) == 0);
    }
    ++count.values;
    count.masked += whole ? 1 : 0;
  }
  for (size_t at = 0; at < phrase.text.size(); ++at) {
    if (inside[at] || std::isdigit(static_cast<unsigned char>(phrase.text[at])) == 0) continue;
    ++count.digits;
    count.touched += masked[at] ? 1 : 0;
  }
}

TEST(Phrases, KeepTheirFloors) {
  std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/phrases.txt");
  Count count;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) AddPhrase(PhraseOf(line), count);
  }

  ASSERT_GE(count.values, 2900u);
  EXPECT_GE(static_cast<double>(count.masked), 0.98 * static_cast<double>(count.values));
  EXPECT_LE(static_cast<double>(count.touched), 0.02 * static_cast<double>(count.digits));
  std::printf("[summary] anonymiser phrases: %zu of %zu values masked, %zu of %zu other digits\n",
              count.masked, count.values, count.touched, count.digits);
}

}  // namespace
}  // namespace candour::anonymise
