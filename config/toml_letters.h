// What is looked at before the TOML library is: it takes letters outside ASCII between the parts of
// a document for blanks without end (undefined behaviour in 3.3), where TOML allows none at all.
#pragma once

#include <optional>
#include <string_view>

namespace candour::config {

// The line, from 1, of the first byte outside ASCII that stands in neither a text nor a comment; a
// byte order mark at the very beginning is allowed. Linear; any bytes.
std::optional<int> FirstLineWithBareLetters(std::string_view toml);

}  // namespace candour::config
