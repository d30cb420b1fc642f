// A number that was masked in one place of a text is masked in all: "bleep 2217, no answer. Bleeped
// again 2217 at 20:15".
#include <unordered_map>

#include "node/anonymise/explained.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAgain = {"id.again", "A number that was masked elsewhere in the text."};

constexpr size_t kDigitsMin = 4;

bool IsNumbered(SpanType type) {
  return type == SpanType::kPhone || type == SpanType::kLocalId || type == SpanType::kStaffId ||
         type == SpanType::kDeviceSerial || type == SpanType::kNhsNumber;
}

}  // namespace

void FindNumbersAgain(const NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  std::unordered_map<std::string_view, SpanType> numbers;
  std::vector<uint8_t> masked(sense.count(), 0);
  for (const Finding& finding : out) {
    if (!finding.masked()) continue;
    const size_t first = document.TokenAtOrAfter(finding.begin);
    for (size_t i = first; i < sense.count() && sense.At(i).begin < finding.end; ++i) masked[i] = 1;
    const bool whole = first < sense.count() && sense.At(first).begin == finding.begin &&
                       sense.At(first).end == finding.end;
    if (whole && IsNumbered(finding.type) && sense.At(first).size() >= kDigitsMin &&
        !IsYear(document.LowerAt(first)))
      numbers.emplace(document.LowerAt(first), finding.type);
  }
  if (numbers.empty()) return;
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    if (token.shape < Shape::kNumber || token.size() < kDigitsMin || masked[i] != 0) continue;
    const auto found = numbers.find(document.LowerAt(i));
    if (found == numbers.end()) continue;
    // "2217:30", "1.2217": of another number.
    const bool part = i > 0 && (document.Gap(i - 1) == "." || document.Gap(i - 1) == ":");
    if (part || document.Gap(i).starts_with(":")) continue;
    out.push_back({.begin = token.begin,
                   .end = token.end,
                   .type = found->second,
                   .confidence = 0.65,
                   .rule = &kAgain});
  }
}

}  // namespace candour::anonymise
