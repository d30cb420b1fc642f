// Turns findings into the sorted, disjoint spans of an Outcome.
#pragma once

#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

// The longest masked finding wins; among equals NHS number, e-mail, telephone, id, date, address,
// person and organisation, in that order. What a loser covers beyond the winner stays masked as its
// own span. A flag gives way to every mask. Returned in normalised offsets, sorted and disjoint.
Findings Merge(Findings findings);

// "on the 3rd of March": the article belongs to the day, and "on [DATE]" reads better.
void TakeArticles(const Document& document, Findings& merged);

// Spans in original offsets with placeholders that are the same for the same thing within one text.
std::vector<Span> SpansOf(const Document& document, const Findings& merged);

}  // namespace candour::anonymise
