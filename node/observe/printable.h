// Text that is safe to print: no control characters, nothing that turns the reading direction, only
// whole UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace candour::observe {

// `text` with quotes, backslashes, control characters (C0, DEL, C1), line separators and
// bidirectional marks escaped as JSON does (\" \\ \n \u202e); a byte that is no UTF-8 becomes "?".
// The result fits between quotes in a JSON text.
std::string EscapePrintable(std::string_view text);

// At most `bytes_max` bytes, ended by "..." where something is missing, never inside a character.
std::string CutUtf8(std::string_view text, size_t bytes_max);

}  // namespace candour::observe
