#include "node/anonymise/spoken_words.h"

#include <re2/re2.h>

#include <array>
#include <utility>

namespace candour::anonymise {
namespace {

using Entry = std::pair<std::string_view, int>;

constexpr std::array<Entry, 13> kDigits = {{{"zero", 0},
                                            {"oh", 0},
                                            {"nought", 0},
                                            {"o", 0},
                                            {"one", 1},
                                            {"two", 2},
                                            {"three", 3},
                                            {"four", 4},
                                            {"five", 5},
                                            {"six", 6},
                                            {"seven", 7},
                                            {"eight", 8},
                                            {"nine", 9}}};
constexpr std::array<Entry, 10> kTeens = {{{"ten", 10},
                                           {"eleven", 11},
                                           {"twelve", 12},
                                           {"thirteen", 13},
                                           {"fourteen", 14},
                                           {"fifteen", 15},
                                           {"sixteen", 16},
                                           {"seventeen", 17},
                                           {"eighteen", 18},
                                           {"nineteen", 19}}};
constexpr std::array<Entry, 9> kTens = {{{"twenty", 20},
                                         {"thirty", 30},
                                         {"forty", 40},
                                         {"fifty", 50},
                                         {"sixty", 60},
                                         {"seventy", 70},
                                         {"eighty", 80},
                                         {"ninety", 90},
                                         {"fourty", 40}}};
constexpr std::array<Entry, 21> kOrdinals = {
    {{"first", 1},        {"second", 2},      {"third", 3},       {"fourth", 4},
     {"fifth", 5},        {"sixth", 6},       {"seventh", 7},     {"eighth", 8},
     {"ninth", 9},        {"tenth", 10},      {"eleventh", 11},   {"twelfth", 12},
     {"thirteenth", 13},  {"fourteenth", 14}, {"fifteenth", 15},  {"sixteenth", 16},
     {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
     {"thirtieth", 30}}};
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

// The spelling alphabet, for codes read out letter by letter.
constexpr std::array<std::string_view, 26> kSpelling = {
    "alpha",  "bravo", "charlie", "delta",  "echo",     "foxtrot", "golf",   "hotel",  "india",
    "juliet", "kilo",  "lima",    "mike",   "november", "oscar",   "papa",   "quebec", "romeo",
    "sierra", "tango", "uniform", "victor", "whiskey",  "x-ray",   "yankee", "zulu"};

template <size_t N>
int Lookup(const std::array<Entry, N>& table, std::string_view word) {
  for (const auto& [name, value] : table) {
    if (name == word) return value;
  }
  return -1;
}

}  // namespace

int SpokenDigit(std::string_view word) { return Lookup(kDigits, word); }
int SpokenTeens(std::string_view word) { return Lookup(kTeens, word); }
int SpokenTens(std::string_view word) { return Lookup(kTens, word); }
int SpokenOrdinal(std::string_view word) { return Lookup(kOrdinals, word); }

int MonthOf(std::string_view word) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == word || (word.size() == 3 && kMonths[i].starts_with(word)))
      return static_cast<int>(i) + 1;
  }
  return 0;
}

std::string_view MonthName(int month) { return kMonths[static_cast<size_t>(month) - 1]; }

char SpelledLetter(std::string_view word) {
  if (word.size() == 1) return static_cast<char>(word[0] & ~0x20);
  if (word.size() < 4 || word.size() > 8) return 0;
  if (word == "alfa") return 'A';
  if (word == "whisky") return 'W';
  if (word == "xray") return 'X';
  if (word == "juliett") return 'J';
  for (std::string_view each : kSpelling) {
    if (each[0] == word[0] && each == word) return static_cast<char>(each[0] & ~0x20);
  }
  return 0;
}

bool IsSpelledPostcode(std::string_view code) {
  auto letter = [](char c) { return c >= 'A'; };
  size_t letters = 0;
  while (letters < code.size() && letter(code[letters])) ++letters;
  size_t inward = code.size() - 3;
  return letters >= 1 && letters <= 2 && inward > letters && inward - letters <= 2 &&
         !letter(code[letters]) && !letter(code[inward]) && letter(code[inward + 1]) &&
         letter(code[inward + 2]);
}

std::string_view OrdinalEnding(int day) {
  if (day / 10 == 1) return "th";
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

// One pass for anything worth the full reading: a spoken digit, an ordinal, " dot " or a spoken
// month.
bool MayBeDictated(std::string_view text) {
  static const RE2 signs(
      R"((?i) (?:zero|oh|double|three|four|seven|nine|dot)[ ,\n]|)"
      R"( (?:one|two|five|six|eight)[ ,]{1,2}(?:zero|oh|one|two|five|six|eight)\b|)"
      R"((?:th|rd|first|second) of |)"
      R"( (?:jan|febr)uary the | march the | april the | may the | june the | july the |)"
      R"( august the | (?:septem|octo|novem|decem)ber the |post ?code (?:is )?[a-z]{1,8} |)"
      R"( (?:on|since|until|by|from|(?:mon|tues|fri|sun)day|)"
      R"(thursday|saturday|wednesday) the (?:[a-z]{2,5}(?:nth|fth|xth|hth|rth)|twent|)"
      R"(thirt|[a-z]+teenth)|)"
      R"( (?:registration|reg|plate|car|van|vehicle) (?:[a-z]|[a-z]{4,8}) (?:[a-z]|[a-z]{4,8}) )"
      R"([a-z]{3,7} |)"
      R"( spel(?:t|led|ling) |)"
      R"( (?:slash|stroke) | dash \d| [a-z] (?:one|two|five|six|eight) | double \d|)"
      R"( (?:january|february|march|april|june|july|august|september|october|november|december) )"
      R"((?:twenty|thirty|[a-z]+th\b)|day (?:twenty|thirty|[a-z]{3,9}th\b)|)"
      R"((?:th|rd|st|nd|ieth) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))");
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), signs);
}

}  // namespace candour::anonymise
