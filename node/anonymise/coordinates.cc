// Where something is on the map, without an address: degrees, grid references, three words.
#include <re2/re2.h>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kDegrees = {"location.degrees", "A latitude and a longitude."};
constexpr Rule kGrid = {"location.grid", "A grid reference."};
constexpr Rule kWords = {"location.words", "Three words that stand for a square of the map."};

void FindAll(std::string_view lower, const RE2& pattern, const Rule& rule, Findings& out) {
  re2::StringPiece input(lower.data(), lower.size());
  re2::StringPiece found;
  while (RE2::FindAndConsume(&input, pattern, &found)) {
    size_t begin = static_cast<size_t>(found.data() - lower.data());
    out.push_back({.begin = begin,
                   .end = begin + found.size(),
                   .type = SpanType::kLocation,
                   .confidence = 0.85,
                   .rule = &rule});
  }
}

bool Mentions(std::string_view lower, std::string_view word) {
  return lower.find(word) != std::string_view::npos;
}

}  // namespace

void FindCoordinates(const Document& document, Findings& out) {
  std::string_view lower = document.lower();
  // Four decimals are some ten metres; the islands lie between 49 and 61 degrees north.
  static const RE2 degrees(R"(\b((?:49|5\d|60)\.\d{4,8} ?(?:n|north)?[ ,/;]{1,3})"
                           R"((?:(?:long|lon|lng|longitude)[ :=]{0,3})?)"
                           R"(-?[0-8]\.\d{4,8}))");
  static const RE2 grid(
      R"((?:grid(?: ref(?:erence)?)?|os (?:grid|map) ?(?:ref(?:erence)?)?|ngr)[ :.=-]{1,3})"
      R"((?:is |no )?([hnost][a-hj-z] ?(?:\d{3,5} ?\d{3,5})))");
  static const RE2 slashes(R"((/// ?[a-z]{2,20}(?: ?\. ?[a-z]{2,20}){2})\b)");
  static const RE2 labelled(
      R"((?:what3words|what 3 words|what three words|w3w)[ :=.-]{1,3}(?:is |was |location )?)"
      R"((/{0,3}[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})\b)");
  if (Mentions(lower, "4") || Mentions(lower, "5") || Mentions(lower, "6"))
    FindAll(lower, degrees, kDegrees, out);
  if (Mentions(lower, "grid") || Mentions(lower, "ngr") || Mentions(lower, "os map"))
    FindAll(lower, grid, kGrid, out);
  if (Mentions(lower, "///")) FindAll(lower, slashes, kWords, out);
  if (Mentions(lower, "w3w") || Mentions(lower, "words")) FindAll(lower, labelled, kWords, out);
}

}  // namespace candour::anonymise
