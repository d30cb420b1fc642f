// Marks that were dictated: "close comma Thornleigh", "open bracket Theatre one close bracket".
#include <re2/re2.h>

#include <cstring>
#include <string_view>
#include <utility>

#include "node/anonymise/normalise.h"

namespace candour::anonymise {

Normalised WriteOutMarks(Normalised spoken) {
  auto says = [&](std::string_view word) {
    return memmem(spoken.text.data(), spoken.text.size(), word.data(), word.size()) != nullptr;
  };
  if (!says("comma") && !says("bracket") && !says("full stop")) return spoken;
  static const RE2 mark(R"( (?:(comma)|(full stop)|(open brackets? )|close brackets?)\b)");
  re2::StringPiece text(spoken.text.data(), spoken.text.size());
  re2::StringPiece parts[4];
  if (!mark.Match(text, 0, text.size(), RE2::UNANCHORED, parts, 4)) return spoken;
  Normalised out;
  size_t at = 0;
  auto copy_until = [&](size_t end) {
    for (; at < end; ++at) out.Push(spoken.text[at], spoken.begin[at], spoken.end[at]);
  };
  while (mark.Match(text, at, text.size(), RE2::UNANCHORED, parts, 4)) {
    size_t begin = static_cast<size_t>(parts[0].data() - text.data());
    size_t end = begin + parts[0].size();
    copy_until(begin);
    std::string_view written = !parts[1].empty()   ? ","
                               : !parts[2].empty() ? "."
                               : !parts[3].empty() ? " ("
                                                   : ")";
    for (char c : written) out.Push(c, spoken.begin[begin], spoken.end[end - 1]);
    at = end;
  }
  copy_until(spoken.text.size());
  return out;
}

}  // namespace candour::anonymise
