// Numbers that go on: what is joined to a number already found by a mark ("2024/011" before
// "/044/HV1/018"), and digits torn off its end ("KH77 102.").
#include <algorithm>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr size_t kStepsMax = 6;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsAlnum(char c) { return IsDigit(c) || IsUpper(c) || (c >= 'a' && c <= 'z'); }

bool GoesOn(SpanType type) {
  return type == SpanType::kLocalId || type == SpanType::kStaffId ||
         type == SpanType::kDeviceSerial;
}

// A part of a number: digits, or digits and capitals, or a few capitals alone.
bool IsPart(std::string_view part) {
  if (part.empty() || part.size() > 16) return false;
  bool plain =
      std::all_of(part.begin(), part.end(), [](char c) { return IsDigit(c) || IsUpper(c); });
  bool digit = std::any_of(part.begin(), part.end(), IsDigit);
  return plain && (digit || part.size() <= 5);
}

bool IsJoint(char c) { return c == '-' || c == '/' || c == '_' || c == '\\'; }

size_t Rightwards(std::string_view text, size_t end) {
  for (size_t step = 0; step < kStepsMax; ++step) {
    if (end + 1 >= text.size() || !IsJoint(text[end]) || !IsAlnum(text[end + 1])) return end;
    size_t stop = end + 1;
    while (stop < text.size() && IsAlnum(text[stop])) ++stop;
    if (!IsPart(text.substr(end + 1, stop - end - 1))) return end;
    end = stop;
  }
  return end;
}

// "MICR-" on the line above "0051204".
size_t OverTornLine(std::string_view text, size_t begin) {
  if (begin < 4 || text[begin - 1] != '\n' || text[begin - 2] != '-' || !IsUpper(text[begin - 3]))
    return begin;
  size_t start = begin - 2;
  while (start > 0 && IsUpper(text[start - 1])) --start;
  return begin - 2 - start <= 5 ? start : begin;
}

size_t Leftwards(std::string_view text, size_t begin) {
  for (size_t step = 0; step < kStepsMax; ++step) {
    if (begin < 2 || !IsJoint(text[begin - 1]) || !IsAlnum(text[begin - 2])) return begin;
    size_t start = begin - 1;
    while (start > 0 && IsAlnum(text[start - 1])) --start;
    if (!IsPart(text.substr(start, begin - 1 - start))) return begin;
    begin = start;
  }
  return begin;
}

// "serial 2841 907.", "MRN 44109 82)": up to four digits between a space and the end of a clause.
size_t TornOff(std::string_view text, const Finding& finding, size_t end) {
  if (end + 1 >= text.size() || text[end] != ' ' || !IsDigit(text[end - 1])) return end;
  size_t stop = end + 1;
  while (stop < text.size() && IsDigit(text[stop])) ++stop;
  size_t digits = stop - end - 1;
  if (digits == 0 || digits > 4 || end - finding.begin > 12) return end;
  if (stop == text.size()) return stop;
  bool decimal = text[stop] == '.' && stop + 1 < text.size() && IsDigit(text[stop + 1]);
  bool ends = text[stop] == '.' || text[stop] == ')' || text[stop] == ';' || text[stop] == '\n' ||
              (text[stop] == ',' && digits > 1);
  return ends && !decimal ? stop : end;
}

}  // namespace

void ExtendIds(const Document& document, Findings& out) {
  std::string_view text = document.text();
  for (Finding& finding : out) {
    if (!GoesOn(finding.type) || !finding.masked() || finding.begin >= finding.end) continue;
    finding.end = Rightwards(text, finding.end);
    finding.begin = OverTornLine(text, Leftwards(text, finding.begin));
    bool labelled = finding.confidence > 0.9;
    if (labelled) finding.end = TornOff(text, finding, finding.end);
  }
}

}  // namespace candour::anonymise
