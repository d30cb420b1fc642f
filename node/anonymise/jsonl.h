// One line of JSON in, one line out: {"id","text","seeds"?} -> {"id","spans":[...],"quarantine"}.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

enum class FlaggedSpans { kOmit, kInclude };
enum class JsonlBody {
  kSpans,  // "spans":[{"start","end","type","conf","rule"}], offsets in bytes.
  kText,   // "text": the masked text.
};
enum class Explanation { kNone, kReasons };  // kReasons: "reason" and "becomes" for each span.

struct JsonlFormat {
  FlaggedSpans flagged = FlaggedSpans::kOmit;
  JsonlBody body = JsonlBody::kSpans;
  Explanation explanation = Explanation::kNone;
};

struct JsonlAnswer {
  std::string line;   // Without its newline.
  std::string error;  // Empty when the note was read; else as in `line`.
};

// By default only masked spans (conf >= 0.5) are written, so a scorer without a threshold measures
// what is masked; kInclude adds flagged ones with "flag":true. "quarantine" is
// BelongsInQuarantine() of risk.h. A line that cannot be read gives {"id":...,"error":"..."}; its
// text is never repeated.
JsonlAnswer AnswerLine(const Anonymiser& anonymiser, std::string_view line,
                       const JsonlFormat& format);

// The answer to a line that was not read because it is longer than `bytes_max`.
JsonlAnswer AnswerTooLong(size_t bytes_max);

// AnswerLine().line for spans.
std::string AnonymiseJsonlLine(const Anonymiser& anonymiser, std::string_view line,
                               FlaggedSpans flagged = FlaggedSpans::kOmit);

}  // namespace candour::anonymise
