// Sentences with one structured identifier or a few between braces, by hands that had never seen
// the rules: dates, ages of 90 and over, numbers, codes, accounts. Beside them stand doses,
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

Count CountFile(const std::string& name) {
  std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/" + name);
  Count count;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) AddPhrase(PhraseOf(line), count);
  }
  std::printf("[summary] anonymiser %s: %zu of %zu values masked, %zu of %zu other digits\n",
              name.c_str(), count.masked, count.values, count.touched, count.digits);
  return count;
}

void ExpectShares(const Count& count, double masked, double touched) {
  EXPECT_GE(static_cast<double>(count.masked), masked * static_cast<double>(count.values));
  EXPECT_LE(static_cast<double>(count.touched), touched * static_cast<double>(count.digits));
}

TEST(Phrases, KeepTheirFloors) {
  const Count count = CountFile("phrases.txt");
  ASSERT_GE(count.values, 2900u);
  ExpectShares(count, 0.98, 0.02);
}

// Of fifteen hands more, among them of tables and exports, of pages read by a machine (four of five
// masked) and of dictation.
TEST(Phrases, OfTablesMisreadPagesAndDictationKeepTheirFloors) {
  const Count count = CountFile("later-phrases.txt");
  ASSERT_GE(count.values, 5000u);
  ExpectShares(count, 0.95, 0.04);
}

// Between braces stand names, most of them everyday words as well.
TEST(Phrases, WithNamesThatAreWordsKeepTheirFloor) {
  const Count count = CountFile("name-phrases.txt");
  ASSERT_GE(count.values, 900u);
  ExpectShares(count, 0.91, 1);
}

}  // namespace
}  // namespace candour::anonymise
