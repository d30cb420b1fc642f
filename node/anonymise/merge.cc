#include "node/anonymise/merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace candour::anonymise {
namespace {

int Priority(SpanType type) {
  switch (type) {
    case SpanType::kNhsNumber:
      return 0;
    case SpanType::kEmail:
      return 1;
    case SpanType::kUrlIp:
      return 2;
    case SpanType::kPhone:
      return 3;
    case SpanType::kNino:
    case SpanType::kStaffId:
      return 4;
    case SpanType::kVehicle:
    case SpanType::kDeviceSerial:
    case SpanType::kLocalId:
      return 5;
    case SpanType::kDob:
      return 6;
    case SpanType::kDate:
      return 7;
    case SpanType::kPostcode:
      return 8;
    case SpanType::kAge90Plus:
      return 9;
    case SpanType::kAddress:
      return 10;
    case SpanType::kPerson:
      return 11;
    case SpanType::kWard:
      return 12;
    case SpanType::kOrg:
      return 13;
    case SpanType::kLocation:
      return 14;
  }
  return 15;
}

bool Better(const Finding& a, const Finding& b) {
  if (a.masked() != b.masked()) return a.masked();
  size_t a_size = a.end - a.begin;
  size_t b_size = b.end - b.begin;
  if (a_size != b_size) return a_size > b_size;
  if (Priority(a.type) != Priority(b.type)) return Priority(a.type) < Priority(b.type);
  if (a.confidence != b.confidence) return a.confidence > b.confidence;
  return a.begin < b.begin;
}

// The parts of `finding` that no span of `taken` (begin -> end, disjoint) covers yet.
std::vector<Finding> Uncovered(const Finding& finding, const std::map<size_t, size_t>& taken) {
  std::vector<Finding> parts;
  size_t at = finding.begin;
  auto next = taken.upper_bound(at);
  if (next != taken.begin()) {
    auto before = std::prev(next);
    at = std::max(at, before->second);
  }
  while (at < finding.end) {
    size_t stop = next == taken.end() ? finding.end : std::min(finding.end, next->first);
    if (stop > at) {
      Finding part = finding;
      part.begin = at;
      part.end = stop;
      parts.push_back(part);
    }
    if (next == taken.end() || next->first >= finding.end) break;
    at = next->second;
    ++next;
  }
  return parts;
}

std::string DatePlaceholder(std::string_view lower) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  std::vector<int> numbers;
  int month = 0;
  int year = 0;
  for (size_t at = 0; at < lower.size();) {
    size_t p = at;
    while (p < lower.size() && lower[p] >= '0' && lower[p] <= '9' && p - at < 4) ++p;
    if (p > at) {
      int value = 0;
      for (size_t k = at; k < p; ++k) value = value * 10 + (lower[k] - '0');
      if (p - at == 4)
        year = value;
      else
        numbers.push_back(value);
      at = p;
      continue;
    }
    for (size_t m = 0; m < kMonths.size(); ++m) {
      bool begins = at == 0 || lower[at - 1] < 'a' || lower[at - 1] > 'z';
      if (begins && lower.substr(at).starts_with(kMonths[m])) month = static_cast<int>(m) + 1;
    }
    ++at;
  }
  bool year_first = lower.size() >= 4 && year > 0 && lower.find_first_not_of("0123456789") == 4;
  if (month == 0 && numbers.size() >= 2) month = year_first ? numbers[0] : numbers[1];
  if (year == 0 && numbers.size() >= 3) year = numbers[2] + (numbers[2] < 70 ? 2000 : 1900);
  if (month > 12) month = numbers[0];
  if (month < 1 || month > 12) return "[DATE]";
  std::string quarter = "Q" + std::to_string((month - 1) / 3 + 1);
  return year > 0 ? "[DATE: " + quarter + " " + std::to_string(year) + "]"
                  : "[DATE: " + quarter + "]";
}

std::string_view FixedPlaceholder(SpanType type) {
  switch (type) {
    case SpanType::kNhsNumber:
      return "[NHS NUMBER]";
    case SpanType::kLocalId:
      return "[RECORD NUMBER]";
    case SpanType::kStaffId:
      return "[STAFF NUMBER]";
    case SpanType::kDob:
      return "[DATE OF BIRTH]";
    case SpanType::kAge90Plus:
      return "[AGE 90+]";
    case SpanType::kAddress:
      return "[ADDRESS]";
    case SpanType::kPostcode:
      return "[POSTCODE]";
    case SpanType::kPhone:
      return "[TELEPHONE]";
    case SpanType::kEmail:
      return "[E-MAIL]";
    case SpanType::kNino:
      return "[NI NUMBER]";
    case SpanType::kVehicle:
      return "[VEHICLE]";
    case SpanType::kUrlIp:
      return "[WEB ADDRESS]";
    case SpanType::kDeviceSerial:
      return "[SERIAL NUMBER]";
    case SpanType::kWard:
      return "[WARD]";
    case SpanType::kOrg:
      return "[ORGANISATION]";
    case SpanType::kLocation:
      return "[PLACE]";
    default:
      return "[REMOVED]";
  }
}

// Gives people numbers: one name, or part of a name already seen, has one placeholder in a text.
class PeopleNames {
 public:
  std::string PlaceholderFor(std::string_view lower, std::string_view person) {
    std::vector<std::string> words = WordsOf(lower);
    std::string found;
    for (const std::string& word : words) {
      auto known = by_word_.find(word);
      if (known != by_word_.end()) found = known->second;
    }
    if (found.empty()) found = New(person.empty() ? "PERSON" : std::string(person));
    for (const std::string& word : words) by_word_.emplace(word, found);
    return found;
  }

 private:
  static std::vector<std::string> WordsOf(std::string_view lower) {
    std::vector<std::string> words;
    std::string word;
    for (char c : lower) {
      bool letter = (c >= 'a' && c <= 'z') || c == '\'' || (c & 0x80) != 0;
      if (letter) word.push_back(c);
      if (!letter && word.size() > 1) words.push_back(word);
      if (!letter) word.clear();
    }
    if (!word.empty()) words.push_back(word);
    return words;
  }

  std::string New(const std::string& role) {
    if (role == "PATIENT" || role == "REPORTER") return "[" + role + "]";
    return "[" + role + "-" + std::to_string(++counts_[role]) + "]";
  }

  std::map<std::string, std::string> by_word_;
  std::map<std::string, int> counts_;
};

// Takes spaces off both ends, which a cut may have left; false when no letter or digit remains.
bool Trim(const Document& document, Finding& finding) {
  std::string_view text = document.text();
  auto space = [&](size_t at) { return text[at] == ' ' || text[at] == '\n'; };
  while (finding.begin < finding.end && space(finding.begin)) ++finding.begin;
  while (finding.end > finding.begin && space(finding.end - 1)) --finding.end;
  std::string_view left = document.lower().substr(finding.begin, finding.end - finding.begin);
  return std::any_of(left.begin(), left.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
  });
}

}  // namespace

Findings Merge(Findings findings) {
  std::sort(findings.begin(), findings.end(), Better);
  std::map<size_t, size_t> taken;
  Findings merged;
  for (const Finding& finding : findings) {
    if (finding.begin >= finding.end) continue;
    std::vector<Finding> parts = Uncovered(finding, taken);
    bool whole = parts.size() == 1 && parts[0].end - parts[0].begin == finding.end - finding.begin;
    if (!whole && !finding.masked()) continue;
    for (const Finding& part : parts) {
      taken.emplace(part.begin, part.end);
      merged.push_back(part);
    }
  }
  std::sort(merged.begin(), merged.end(),
            [](const Finding& a, const Finding& b) { return a.begin < b.begin; });
  return merged;
}

void TakeArticles(const Document& document, Findings& merged) {
  size_t taken = 0;  // Where the finding before ends.
  for (Finding& finding : merged) {
    const size_t before = std::exchange(taken, finding.end);
    const bool day = finding.type == SpanType::kDate || finding.type == SpanType::kDob;
    if (!day || !finding.masked() || finding.begin < before + 4 ||
        document.Before(finding.begin, 4) != "the ")
      continue;
    const bool whole = finding.begin == 4 || document.lower()[finding.begin - 5] < 'a' ||
                       document.lower()[finding.begin - 5] > 'z';
    std::string_view word = document.LowerAt(document.TokenAtOrAfter(finding.begin));
    const bool ordinal = word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") ||
                         word.ends_with("th");
    const bool tens = word.ends_with("ty");  // "the twenty second of november"
    if (whole && (ordinal || tens)) finding.begin -= 4;
  }
}

std::vector<Span> SpansOf(const Document& document, const Findings& merged) {
  std::vector<Span> spans;
  PeopleNames people;
  for (Finding finding : merged) {
    if (!Trim(document, finding)) continue;
    std::string_view lower = document.lower().substr(finding.begin, finding.end - finding.begin);
    Span span{.start = document.OriginalBegin(finding.begin),
              .end = document.OriginalEnd(finding.end),
              .type = finding.type,
              .confidence = finding.confidence,
              .rule = finding.rule->id,
              .reason = std::string(finding.rule->reason),
              .flagged = !finding.masked(),
              .placeholder = {}};
    if (finding.type == SpanType::kPerson)
      span.placeholder = people.PlaceholderFor(lower, finding.person);
    else if (finding.type == SpanType::kDate)
      span.placeholder = DatePlaceholder(lower);
    else
      span.placeholder = FixedPlaceholder(finding.type);
    // Two normalised pieces may stand for overlapping originals (one ligature, one entity).
    if (!spans.empty() && span.start < spans.back().end) {
      if (span.flagged) continue;
      if (spans.back().flagged)
        spans.pop_back();
      else
        span.start = spans.back().end;
    }
    if (span.start < span.end) spans.push_back(std::move(span));
  }
  return spans;
}

}  // namespace candour::anonymise
