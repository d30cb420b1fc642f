// Words that are spoken for digits, days, months and letters, in lower case.
#pragma once

#include <string_view>

namespace candour::anonymise {

// -1 when `word` is none of its kind.
int SpokenDigit(std::string_view word);    // "oh", "seven": 0 to 9.
int SpokenTeens(std::string_view word);    // "ten", "nineteen": 10 to 19.
int SpokenTens(std::string_view word);     // "twenty": 20, 30 ... 90.
int SpokenOrdinal(std::string_view word);  // "first", "thirtieth": 1 to 20, and 30.

int MonthOf(std::string_view word);  // 1 to 12, 0 when no month.
std::string_view MonthName(int month);

// The letter a word stands for ("k", "kilo") as a capital, or 0.
char SpelledLetter(std::string_view word);

// Letters, one or two digits or a digit and a letter, a digit, two letters: "LE15 6AA" unspaced.
bool IsSpelledPostcode(std::string_view code);

std::string_view OrdinalEnding(int day);  // "st", "nd", "rd", "th".

// Whether `text` may hold anything that WriteOutDictation() writes out. In one pass.
bool MayBeDictated(std::string_view text);

}  // namespace candour::anonymise
