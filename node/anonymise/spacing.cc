// Spaces that an optical reader or a careless hand doubles.
#include "node/anonymise/normalise.h"

namespace candour::anonymise {

// Two spaces between words become one, three and more become two: a wide gap still parts columns.
Normalised CollapseSpaces(Normalised spaced) {
  if (spaced.text.find("  ") == std::string::npos) return spaced;
  Normalised out;
  const std::string& text = spaced.text;
  for (size_t at = 0; at < text.size();) {
    if (text[at] != ' ') {
      out.Push(text[at], spaced.begin[at], spaced.end[at]);
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && text[end] == ' ') ++end;
    out.Push(' ', spaced.begin[at], spaced.end[at]);
    if (end - at > 2) out.Push(' ', spaced.begin[end - 1], spaced.end[end - 1]);
    at = end;
  }
  return out;
}

}  // namespace candour::anonymise
