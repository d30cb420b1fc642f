#include "config/toml_letters.h"

#include <algorithm>
#include <string>

namespace candour::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Where the text ends whose first quotation mark is at `at`: behind its last one, or at the end of
// its line when it has none there.
size_t EndOfText(std::string_view toml, size_t at) {
  const char mark = toml[at];
  const std::string three(3, mark);
  const bool lines = toml.substr(at, 3) == three;
  at += lines ? 3 : 1;
  while (at < toml.size()) {
    if (toml[at] == '\\' && mark == '"') {
      at += 2;
    } else if (!lines && (toml[at] == mark || toml[at] == '\n')) {
      return toml[at] == mark ? at + 1 : at;
    } else if (lines && toml.substr(at, 3) == three) {
      at += 3;
      // Up to two of them may belong to the text.
      for (int more = 0; more < 2 && at < toml.size() && toml[at] == mark; ++more) ++at;
      return at;
    } else {
      ++at;
    }
  }
  return toml.size();
}

}  // namespace

std::optional<int> FirstLineWithBareLetters(std::string_view toml) {
  size_t at = toml.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < toml.size()) {
    if (static_cast<unsigned char>(toml[at]) >= 0x80) {
      return 1 + static_cast<int>(std::count(toml.begin(), toml.begin() + at, '\n'));
    }
    if (toml[at] == '#') {
      at = std::min(toml.find('\n', at), toml.size());
    } else if (toml[at] == '"' || toml[at] == '\'') {
      at = EndOfText(toml, at);
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace candour::config
