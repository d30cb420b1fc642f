// What makes a number no identifier: a measure, a sum, a time, a product, a publication.
#pragma once

#include "node/anonymise/document.h"

namespace candour::anonymise {

bool IsMeasure(std::string_view word);  // "mg", "units", "patients".
bool IsThing(std::string_view word);    // "lot", "model", "version": what has numbers of its own.
bool IsSpot(std::string_view word);     // "page", "bed", "step": what is counted where it is.
bool IsCountedThing(std::string_view word);  // "metatarsal", "dose": what an ordinal counts.
bool IsPublisher(std::string_view word);     // "mhra", "nice": who numbers alerts and guidance.
bool HasFigures(std::string_view word);      // "ck", "gauge", "section": what is told in figures.
bool IsClock(std::string_view digits);       // "0340", "1800".
bool IsYear(std::string_view digits);        // "1998", "2024".

// Whether a measure stands in token `i` ("10mg") or behind it ("10 mg", "40 %", "14:55").
bool IsMeasured(const Document& document, size_t i);

// "4418 patients": a number with what it counts behind it, and no nought before.
bool CountsThings(const Document& document, size_t i);

// Whether what stands around tokens first to last, at most `words` words before them, makes them a
// product's, a sum or a measure.
bool ExplainedNumber(const Document& document, size_t first, size_t last, size_t words);

// Whether the word right before token `first` has numbers that identify nobody: a drug, a device, a
// test, a coding system, a size, a room.
bool ExplainedByWordBefore(const Document& document, size_t first);

}  // namespace candour::anonymise
