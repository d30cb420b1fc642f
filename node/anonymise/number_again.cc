// A number that was masked in one place of a text is masked in all: "bleep 2217, no answer. Bleeped
// again 2217 at 20:15". So is a long one with a slip in it: "form 3381046217, tube 3381046271".
#include <algorithm>
#include <unordered_map>

#include "node/anonymise/explained.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAgain = {"id.again", "A number that was masked elsewhere in the text."};

constexpr Rule kSlip = {"id.slip", "All but two figures as a number that was masked elsewhere."};

constexpr size_t kDigitsMin = 4;
constexpr size_t kSlipDigitsMin = 8;
constexpr size_t kSlipNumbersMax = 16;  // So that a table of numbers costs no more than its size.

bool OneSlip(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  size_t other = 0;
  for (size_t i = 0; i < a.size(); ++i) other += a[i] != b[i] ? 1 : 0;
  return other <= 2;
}

bool IsNumbered(SpanType type) {
  return type == SpanType::kPhone || type == SpanType::kLocalId || type == SpanType::kStaffId ||
         type == SpanType::kDeviceSerial || type == SpanType::kNhsNumber;
}

}  // namespace

void FindNumbersAgain(const NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  std::unordered_map<std::string_view, SpanType> numbers;
  std::vector<std::string_view> slips;
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
    if (whole && IsNumbered(finding.type) && sense.At(first).size() >= kSlipDigitsMin &&
        slips.size() < kSlipNumbersMax)
      slips.push_back(document.LowerAt(first));
  }
  if (numbers.empty()) return;
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    if (token.shape < Shape::kNumber || token.size() < kDigitsMin || masked[i] != 0) continue;
    const auto found = numbers.find(document.LowerAt(i));
    const bool slip = token.size() >= kSlipDigitsMin && found == numbers.end() &&
                      std::any_of(slips.begin(), slips.end(), [&](std::string_view number) {
                        return OneSlip(number, document.LowerAt(i));
                      });
    if (found == numbers.end() && !slip) continue;
    // "2217:30", "1.2217": of another number.
    const bool part = i > 0 && (document.Gap(i - 1) == "." || document.Gap(i - 1) == ":");
    if (part || document.Gap(i).starts_with(":")) continue;
    out.push_back({.begin = token.begin,
                   .end = token.end,
                   .type = slip ? SpanType::kLocalId : found->second,
                   .confidence = slip ? 0.55 : 0.65,
                   .rule = slip ? &kSlip : &kAgain});
  }
}

}  // namespace candour::anonymise
