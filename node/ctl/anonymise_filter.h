// Streams through the anonymiser: notes as JSON Lines, or plain text. Memory is bounded whatever
// the length of the stream; nothing is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "federation/base/result.h"
#include "node/anonymise/anonymise.h"
#include "node/anonymise/jsonl.h"

namespace candour::ctl {

inline constexpr size_t kNoteLineBytesMax = size_t{32} << 20;
// A text longer than this is read in parts, each of which ends at an empty line, a line or a space;
// a name is sought within its part only.
inline constexpr size_t kTextPartBytes = size_t{1} << 20;

struct FilterCounts {
  uint64_t notes = 0;
  uint64_t failed = 0;
  std::string first_failure;  // "line 3: ...", without any of its text.
};

// One answer a line, in the order of the notes; empty lines are passed over. A line that cannot be
// read is answered with its error and counted.
FilterCounts FilterNotes(std::istream& in, std::ostream& out,
                         const anonymise::Anonymiser& anonymiser,
                         const anonymise::JsonlFormat& format);

// Writes the masked text. `on_span` hears of every span, flagged ones too, with its offsets in the
// whole stream. Fails on bytes that are no UTF-8, naming line and byte; what came before is out.
Result<void> FilterText(std::istream& in, std::ostream& out,
                        const anonymise::Anonymiser& anonymiser,
                        const std::function<void(const anonymise::Span&)>& on_span);

}  // namespace candour::ctl
