// Words that tie somebody to a place, in whatever letters the place is written: "lives at",
// "works for", "carers from", "transferred to".
#pragma once

#include "node/anonymise/document.h"

namespace candour::anonymise {

enum class VenueCue : uint8_t {
  kNone,
  kMoves,  // Also what happens to beds, wards and patients: "transferred to".
  kTies,   // Almost always a name: "lives at", "employed by".
};

// What stands before token `first`; an article between them does not count.
VenueCue VenueCueBefore(const Document& document, size_t first);

// "fell on", "nurse from", "moved to": where a ward may follow without its word.
bool WardCueBefore(const Document& document, size_t first);

}  // namespace candour::anonymise
