// How ages are written, for the readers of them (ages.cc, bare_ages.cc, left_ages.cc).
#pragma once

#include "node/anonymise/document.h"

namespace candour::anonymise {

// The length of what says "years old" right after a number, 0 when nothing does.
size_t YearsOld(std::string_view after);

bool IsSexWord(std::string_view word);  // "lady", "male".

// What follows says that the number measures or counts something.
bool IsMeasuredAge(std::string_view after);

bool IsBedWord(std::string_view word);     // "bed", "trolley": where somebody lies.
bool IsPersonWord(std::string_view word);  // "pt", "resident", "nan".

// "93, on air", "92 units", "91, 94": what stands behind token `last` counts or measures it.
bool MeasuredBehind(const Document& document, size_t last);
// "sats then 91": what is measured stands before token `first`, in the same sentence.
bool MeasuredBefore(const Document& document, size_t first);

// The clause ends behind an age, or goes on as after somebody's.
bool AgeStops(std::string_view after);

// A number in words from token `first` to token `last`: "ninety", "ninety-two", "a hundred and
// one"; or an ordinal, as of birthdays.
struct SpokenAge {
  size_t first = 0;
  size_t last = 0;
  bool found = false;
  bool ordinal = false;
};

// The one whose "ninety" or "hundred" is token `i`.
SpokenAge SpokenAgeAt(const Document& document, size_t i);

// Token `i` may end a name.
bool EndsAName(const Document& document, size_t i);

// A relation, and not a patient, of whom a figure may be a measure.
bool IsKin(const Document& document, size_t i);

}  // namespace candour::anonymise
