// Where the value of a label ends, by the closed set of shapes such values have, however its
// characters are spaced, pointed, broken over lines or misread.
#pragma once

#include "node/anonymise/labels.h"

namespace candour::anonymise {

struct Value {
  size_t end = 0;        // The token after its last.
  bool certain = false;  // Of a shape that is nothing else, so that any label will do.
  explicit operator bool() const { return end > 0; }
};

// The value of `announced` that begins at token `first` and ends before token `limit`; none where
// nothing of its shape stands there.
Value ValueAt(const Document& document, Announced announced, size_t first, size_t limit);

// Registration and insurance numbers, telephones and postcodes in odd notations, whose shape needs
// no label.
Value ShapeAlone(const Document& document, size_t first, SpanType& type);

}  // namespace candour::anonymise
