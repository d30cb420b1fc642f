// One line of JSON in, one line out: {"id","text","seeds"?} -> {"id","spans":[...],"quarantine"}.
#pragma once

#include <string>
#include <string_view>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

enum class FlaggedSpans { kOmit, kInclude };

// Spans carry byte offsets, "conf" and "rule". By default only masked spans (conf >= 0.5) are
// written, so a scorer without a threshold measures what is masked; kInclude adds flagged ones with
// "flag":true. A line that cannot be read gives {"id":...,"error":"..."}; its text is never
// repeated.
std::string AnonymiseJsonlLine(const Anonymiser& anonymiser, std::string_view line,
                               FlaggedSpans flagged = FlaggedSpans::kOmit);

}  // namespace candour::anonymise
