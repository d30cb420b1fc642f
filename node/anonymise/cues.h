// What leads to a number in running text: "the hospital number on the tube (", "rang her on".
#pragma once

#include "node/anonymise/document.h"

namespace candour::anonymise {

enum class CueKind : uint8_t {
  kNone,
  kRecord,
  kStaff,
  kSerial,
  kHost,  // Of a computer, a queue, a printer.
  kNhs,
  kCall,   // Somebody is called.
  kThing,  // A product's, a lot's, a standard's.
};

struct Cue {
  CueKind kind = CueKind::kNone;
  bool near = false;     // Nothing but "is", "of the" and marks stand between.
  bool aside = false;    // A comma or bracket stands before the number: "his number, 12 - 7".
  bool firm = false;     // Says that a number follows: "ext", "bleep", "no", "ref".
  bool led = false;      // Of kCall: "on" or "via" stands before the number.
  bool login = false;    // Of kStaff: the name somebody is known by to a computer.
  bool ordered = false;  // Of kRecord: "order", which has plain numbers for goods.
};

// What leads to the number that begins at token `i`, within its sentence.
Cue CueBefore(const Document& document, size_t i);

}  // namespace candour::anonymise
