// Measures an anonymiser against annotated notes (docs/privacy.md section 6).
//
// Masked recall: every letter and digit of an annotated identifier lies inside masked spans,
// whatever their type. Intervals are Wilson's at 95 %.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

struct Interval {
  double low = 0;
  double high = 0;
};
Interval WilsonInterval(uint64_t successes, uint64_t trials);

struct Tally {
  uint64_t annotated = 0;
  uint64_t masked = 0;
  uint64_t found = 0;  // Masked or flagged.

  double Recall() const {
    return annotated == 0 ? 1.0 : static_cast<double>(masked) / static_cast<double>(annotated);
  }
  double RecallWithFlags() const {
    return annotated == 0 ? 1.0 : static_cast<double>(found) / static_cast<double>(annotated);
  }
};

struct Evaluation {
  uint64_t documents = 0;
  uint64_t leaking_documents = 0;  // Not quarantined, yet a direct identifier is readable.
  uint64_t quarantined_documents = 0;
  Tally all;
  Tally structured;  // Everything but people, organisations, wards and places.
  std::map<std::string, Tally> by_type;
  std::map<std::string, Tally>
      names_by_origin;  // PERSON only, by the span's "origin", else the note's.
  std::map<std::string, Tally> by_style;
  uint64_t other_characters = 0;  // Letters and digits outside every annotated identifier ...
  uint64_t over_redacted = 0;     // ... and those of them that are masked.
  uint64_t traps = 0;
  uint64_t traps_touched = 0;

  double OverRedaction() const;
  double TrapRate() const;
  double LeakRate() const;
};

// `gold` is JSONL in the annotation format (offsets in code points). Fails on a line that cannot be
// read, naming its number, or whose spans reach past its text.
tl::expected<Evaluation, std::string> Evaluate(const Anonymiser& anonymiser, std::string_view gold);

// A plain table for a terminal.
std::string ReportText(const Evaluation& evaluation);

}  // namespace candour::anonymise
