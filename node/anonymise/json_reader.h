// A small strict JSON reader for note files: objects, arrays, strings, numbers and literals,
// depth 8.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

struct GoldSpan {
  size_t start = 0;  // Unicode code points, as the annotation format has it.
  size_t end = 0;
  std::string type;    // The kind, for a trap.
  std::string origin;  // Of a name; empty: the note's.
};

struct Note {
  std::string id;
  std::string text;
  std::string origin;  // Of the names in it; empty when not stated.
  std::string style;   // How it was written: incident, dictation, ocr ...
  std::vector<Seed> seeds;
  std::vector<GoldSpan> spans;
  std::vector<GoldSpan> traps;
};

// Reads one line. Unknown members are skipped; a number is allowed as an id. The error says what
// was expected and at which byte, never the text.
tl::expected<Note, std::string> ReadNote(std::string_view line);

}  // namespace candour::anonymise
