// Whether two numbers with a stroke between them are a day, or a duration, a score, a measure.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {

namespace {

// "D&V from 9/12.", "isolated until 7/7": a day, unless a course is made longer or shorter.
bool FromDay(const Document& document, size_t i) {
  constexpr std::array<std::string_view, 4> kFrom = {"from", "until", "till", "til"};
  constexpr std::array<std::string_view, 8> kCourses = {
      "extended", "increased", "reduced", "changed", "shortened", "course", "prolonged", "cut"};
  if (i < 2 || document.Gap(i - 1) != " " || !IsOneOf(kFrom, document.LowerAt(i - 1))) return false;
  for (size_t back = 2; back <= 4 && back <= i; ++back) {
    const size_t k = i - back;
    if (IsOneOf(kCourses, document.LowerAt(k)) || document.tokens()[k].Is(kDrug)) return false;
  }
  std::string_view gap = document.Gap(i + 1);
  std::string_view next = document.LowerAt(i + 2);
  const bool ends = gap.empty() || gap.find_first_of(".,;\n)") == 0;
  return ends || (gap == " " && (next == "until" || next == "till" || next == "when" ||
                                 next == "onwards" || next == "onward"));
}

}  // namespace

bool DoneOn(const Document& document, size_t i) {
  if (FromDay(document, i)) return true;
  if (i < 2 || document.LowerAt(i - 1) != "on" || document.Gap(i - 1) != " ") return false;
  constexpr std::array<std::string_view, 4> kGoesOn = {"started", "placed", "continued",
                                                       "prescribed"};
  std::string_view verb = document.LowerAt(i - 2);
  bool done = document.tokens()[i - 2].Is(kVerb | kDateCue) && verb.ends_with("ed") &&
              !IsOneOf(kGoesOn, verb);
  // "fell on 28/7.", "at approx 2am on 28/7."
  constexpr std::array<std::string_view, 20> kHappens = {
      "fell", "found", "died", "seen", "came", "went", "left",   "home", "sent", "done",
      "rang", "again", "am",   "pm",   "took", "born", "bloods", "scan", "held", "told"};
  done = done || IsOneOf(kHappens, verb) ||
         (verb.size() > 2 && verb.size() < 5 && verb[0] >= '0' && verb[0] <= '9' &&
          (verb.ends_with("am") || verb.ends_with("pm")));
  std::string_view gap = document.Gap(i + 1);
  std::string_view next = document.LowerAt(i + 2);
  bool ends = gap.empty() || gap.find_first_of(".,;\n)") != gap.npos;
  return done && (ends || (gap == " " && (next == "by" || next == "at")));
}

bool AtHead(const Document& document, size_t i) {
  const Token& day = document.tokens()[i];
  std::string_view before = i > 0 ? document.Gap(i - 1) : std::string_view();
  if (before == ": ")
    return document.LowerAt(i - 1) == "when" && document.tokens()[i - 1].starts_line;
  if (document.LowerAt(i + 1) == "7" || document.LowerAt(i + 1) == "12") return false;
  if (before == " " && document.LowerAt(i - 1) == "since") return true;
  constexpr std::array<std::string_view, 8> kDone = {
      "referred", "seen", "reviewed", "admitted", "discharged", "rang", "phoned", "transferred"};
  return day.starts_line && document.Gap(i + 1) == " " && IsOneOf(kDone, document.LowerAt(i + 2));
}

bool HasDay(std::string_view word) {
  constexpr std::array<std::string_view, 16> kWords = {
      "list",  "letter", "clinic", "shift", "night",   "morning", "evening", "report",
      "entry", "sheet",  "email",  "note",  "results", "session", "rota",    "handover"};
  return IsOneOf(kWords, word);
}

bool IsDuration(int day, int month) {
  if (month == 7) return day <= 14 || day == 21 || day == 28;
  return month == 12 && (day <= 12 || day == 18 || day == 24);
}

bool OverTheTop(const Document& document, size_t i, int day, int month) {
  if (day <= month || (day == 24 && month == 7) || ScoreBefore(document, i)) return false;
  std::string_view after = document.After(document.tokens()[i + 1].end, 4);
  bool measured = after.starts_with("mm") || after.starts_with(" mm") || after.starts_with("%") ||
                  after.starts_with(" cm") || after.starts_with("kp") || after.starts_with("-");
  bool after_operator =
      i > 0 && document.Gap(i - 1).find_first_of("+=<>*-") != std::string_view::npos;
  return !measured && !after_operator && !(day == 6 && month >= 4);  // 6/5: eyesight.
}

bool ScoreBefore(const Document& document, size_t i) {
  constexpr std::array<std::string_view, 16> kScores = {
      "vision", " va ", "acuity", "ratio",   "power", "bp",  "peep", "ipap",
      "bipap",  "cpap", "eye",    "snellen", "score", "gcs", "l/",   "apgar"};
  std::string_view before = document.Before(document.tokens()[i].begin, 22);
  if (const size_t stop = before.rfind(". "); stop != before.npos) before.remove_prefix(stop + 2);
  return before.starts_with("va ") || before.ends_with("pain ") || before.ends_with("x") ||
         before.ends_with("x ") ||  // "x 30/8"
         std::any_of(kScores.begin(), kScores.end(),
                     [&](std::string_view word) { return before.find(word) != before.npos; });
}

}  // namespace candour::anonymise
