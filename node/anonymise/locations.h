// Towns, villages and hospitals by the names that lists hold.
#pragma once

#include "node/anonymise/document.h"

namespace candour::anonymise {

// The number of tokens of the place that begins at token `i`, 0 when none does.
size_t PlaceAt(const Document& document, const Lexicon& lexicon, size_t i);

}  // namespace candour::anonymise
