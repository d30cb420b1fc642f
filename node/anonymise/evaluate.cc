#include "node/anonymise/evaluate.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "node/anonymise/json_reader.h"
#include "node/anonymise/risk.h"

namespace candour::anonymise {
namespace {

bool IsDirect(std::string_view type) {
  constexpr std::array<std::string_view, 12> kDirect = {
      "PERSON",   "NHS_NUMBER", "LOCAL_ID", "STAFF_ID", "DOB",     "ADDRESS",
      "POSTCODE", "PHONE",      "EMAIL",    "NINO",     "VEHICLE", "DEVICE_SERIAL"};
  return std::find(kDirect.begin(), kDirect.end(), type) != kDirect.end();
}

bool IsStructured(std::string_view type) {
  return type != "PERSON" && type != "ORG" && type != "WARD" && type != "LOCATION" &&
         type != "ADDRESS";
}

// One code point of a note.
struct Mark {
  bool counts = false;  // A letter or a digit.
  bool masked = false;
  bool flagged = false;
  bool annotated = false;
};

std::vector<Mark> MarksOf(std::string_view text, const Outcome& outcome) {
  std::vector<Mark> marks;
  size_t span = 0;
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
    auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (size <= 0) break;
    while (span < outcome.spans.size() && outcome.spans[span].end <= at) ++span;
    bool inside = span < outcome.spans.size() && outcome.spans[span].start <= at;
    utf8proc_category_t category = utf8proc_category(code);
    bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
    marks.push_back({.counts = letter || digit,
                     .masked = inside && !outcome.spans[span].flagged,
                     .flagged = inside && outcome.spans[span].flagged,
                     .annotated = false});
    at += static_cast<size_t>(size);
  }
  return marks;
}

void Add(Tally& tally, bool masked, bool found) {
  ++tally.annotated;
  tally.masked += masked ? 1 : 0;
  tally.found += found ? 1 : 0;
}

// Returns false when an annotation reaches past the text.
bool AddNote(const Note& note, const Outcome& outcome, Evaluation& evaluation) {
  std::vector<Mark> marks = MarksOf(note.text, outcome);
  bool leaks = false;
  for (const GoldSpan& span : note.spans) {
    if (span.start >= span.end || span.end > marks.size()) return false;
    bool masked = true;
    bool found = true;
    for (size_t i = span.start; i < span.end; ++i) {
      marks[i].annotated = true;
      if (!marks[i].counts) continue;
      masked = masked && marks[i].masked;
      found = found && (marks[i].masked || marks[i].flagged);
    }
    Add(evaluation.all, masked, found);
    Add(evaluation.by_type[span.type], masked, found);
    if (IsStructured(span.type)) Add(evaluation.structured, masked, found);
    if (!note.style.empty()) Add(evaluation.by_style[note.style], masked, found);
    const std::string& origin = span.origin.empty() ? note.origin : span.origin;
    if (span.type == "PERSON" && !origin.empty())
      Add(evaluation.names_by_origin[origin], masked, found);
    leaks = leaks || (!masked && IsDirect(span.type));
  }
  for (const GoldSpan& trap : note.traps) {
    if (trap.start >= trap.end || trap.end > marks.size()) return false;
    ++evaluation.traps;
    auto first = marks.begin() + static_cast<std::ptrdiff_t>(trap.start);
    auto last = marks.begin() + static_cast<std::ptrdiff_t>(trap.end);
    evaluation.traps_touched +=
        std::any_of(first, last, [](const Mark& mark) { return mark.masked; }) ? 1 : 0;
  }
  for (const Mark& mark : marks) {
    if (!mark.counts || mark.annotated) continue;
    ++evaluation.other_characters;
    evaluation.over_redacted += mark.masked ? 1 : 0;
  }
  ++evaluation.documents;
  bool held = BelongsInQuarantine(outcome);
  evaluation.quarantined_documents += held ? 1 : 0;
  evaluation.leaking_documents += leaks && !held ? 1 : 0;
  return true;
}

double Ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string Row(std::string_view name, const Tally& tally) {
  Interval interval = WilsonInterval(tally.masked, tally.annotated);
  std::array<char, 128> line;
  std::snprintf(
      line.data(), line.size(), "  %-16.*s %6llu  %6.1f %%  [%5.1f, %5.1f]  with flags %6.1f %%\n",
      static_cast<int>(name.size()), name.data(), static_cast<unsigned long long>(tally.annotated),
      100 * tally.Recall(), 100 * interval.low, 100 * interval.high, 100 * tally.RecallWithFlags());
  return line.data();
}

std::string Rate(std::string_view name, double rate, uint64_t part, uint64_t whole) {
  Interval interval = WilsonInterval(part, whole);
  std::array<char, 128> line;
  std::snprintf(line.data(), line.size(), "  %-16.*s %6.2f %%  [%5.1f, %5.1f]  (%llu of %llu)\n",
                static_cast<int>(name.size()), name.data(), 100 * rate, 100 * interval.low,
                100 * interval.high, static_cast<unsigned long long>(part),
                static_cast<unsigned long long>(whole));
  return line.data();
}

}  // namespace

Interval WilsonInterval(uint64_t successes, uint64_t trials) {
  if (trials == 0) return {.low = 0, .high = 1};
  constexpr double kZ = 1.959963984540054;
  double n = static_cast<double>(trials);
  double p = static_cast<double>(successes) / n;
  double centre = p + kZ * kZ / (2 * n);
  double spread = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  double scale = 1 + kZ * kZ / n;
  return {.low = std::max(0.0, (centre - spread) / scale),
          .high = std::min(1.0, (centre + spread) / scale)};
}

double Evaluation::OverRedaction() const { return Ratio(over_redacted, other_characters); }
double Evaluation::TrapRate() const { return Ratio(traps_touched, traps); }
double Evaluation::LeakRate() const {
  return Ratio(leaking_documents, documents - quarantined_documents);
}

tl::expected<Evaluation, std::string> Evaluate(const Anonymiser& anonymiser,
                                               std::string_view gold) {
  Evaluation evaluation;
  size_t number = 0;
  while (!gold.empty()) {
    size_t end = std::min(gold.find('\n'), gold.size());
    std::string_view line = gold.substr(0, end);
    gold.remove_prefix(std::min(end + 1, gold.size()));
    ++number;
    if (line.find_first_not_of(" \r\t") == line.npos) continue;
    std::string where = "line " + std::to_string(number) + ": ";
    auto note = ReadNote(line);
    if (!note) return tl::unexpected(where + note.error());
    auto outcome = anonymiser.Run(note->text, note->seeds);
    if (!outcome) return tl::unexpected(where + outcome.error());
    if (!AddNote(*note, *outcome, evaluation)) {
      return tl::unexpected(where + "an annotation lies outside the text; correct its offsets");
    }
  }
  return evaluation;
}

std::string ReportText(const Evaluation& evaluation) {
  std::string report =
      std::to_string(evaluation.documents) + " notes, rules " + std::string(RulesVersion()) + "\n";
  report +=
      "masked recall\n" + Row("all", evaluation.all) + Row("structured", evaluation.structured);
  for (const auto& [type, tally] : evaluation.by_type) report += Row(type, tally);
  if (!evaluation.names_by_origin.empty()) report += "names by origin\n";
  for (const auto& [origin, tally] : evaluation.names_by_origin) report += Row(origin, tally);
  if (!evaluation.by_style.empty()) report += "by style\n";
  for (const auto& [style, tally] : evaluation.by_style) report += Row(style, tally);
  report += "cost\n";
  report += Rate("over-redaction", evaluation.OverRedaction(), evaluation.over_redacted,
                 evaluation.other_characters);
  report +=
      Rate("traps touched", evaluation.TrapRate(), evaluation.traps_touched, evaluation.traps);
  report += Rate("leaking notes", evaluation.LeakRate(), evaluation.leaking_documents,
                 evaluation.documents - evaluation.quarantined_documents);
  report += Rate("quarantined", Ratio(evaluation.quarantined_documents, evaluation.documents),
                 evaluation.quarantined_documents, evaluation.documents);
  return report;
}

}  // namespace candour::anonymise
