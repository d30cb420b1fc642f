// Expressions that fix a calendar day (docs/privacy.md section 3): no durations, scores, pressures.
#include <algorithm>
#include <array>
#include <charconv>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kDob = {"date.birth", "A date announced as a date of birth."};
constexpr Rule kNumeric = {"date.numeric", "A day, month and year in digits."};
constexpr Rule kIso = {"date.iso", "A date written year first."};
constexpr Rule kNamed = {"date.named", "A day and the name of a month."};
constexpr Rule kDayMonth = {"date.day-month",
                            "A day and month in digits where a date is expected."};
constexpr Rule kDayOnly = {"date.day", "A day of the month beside a weekday or after \"on the\"."};

bool IsYearOfDate(std::string_view digits) {
  if (digits.size() == 4)
    return digits.starts_with("19") || digits.starts_with("20") || digits.starts_with("18");
  return digits.size() == 2;
}

// "14th", "14": the day and whether an ordinal ending was written.
struct Day {
  int value = 0;
  bool ordinal = false;
};

Day DayOf(const Document& document, const Token& token) {
  std::string_view word = document.Lower(token);
  if (token.shape == Shape::kNumber) {
    return word.size() <= 2 ? Day{.value = NumberOf(word)} : Day{};
  }
  if (token.shape != Shape::kAlnum || word.size() < 3 || word.size() > 4) return {};
  std::string_view ending = word.substr(word.size() - 2);
  if (ending != "st" && ending != "nd" && ending != "rd" && ending != "th") return {};
  return {.value = NumberOf(word.substr(0, word.size() - 2)), .ordinal = true};
}

bool IsDay(const Day& day) { return day.value >= 1 && day.value <= 31; }

class DateReader {
 public:
  DateReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size();) {
      size_t next = i;
      const Token& token = tokens_[i];
      if (token.shape == Shape::kNumber || token.shape == Shape::kAlnum) {
        next = ReadFromNumber(i);
      } else if (token.Is(kMonth)) {
        next = MonthFirst(i);
      }
      i = std::max(next, i + 1);
    }
  }

 private:
  size_t ReadFromNumber(size_t i) {
    if (size_t next = YearFirst(i); next != i) return next;
    if (size_t next = Numeric(i); next != i) return next;
    if (size_t next = DayNamedMonth(i); next != i) return next;
    if (size_t next = DayMonthOnly(i); next != i) return next;
    if (size_t next = DottedDayMonth(i); next != i) return next;
    if (size_t next = HyphenDayMonth(i); next != i) return next;
    return DayOnly(i);
  }

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  bool GapIs(size_t i, char separator) const {
    if (i + 1 >= tokens_.size()) return false;
    std::string_view gap = document_.Gap(i);
    if (gap.size() > 3) return false;
    size_t count = 0;
    for (char c : gap) {
      count += c == separator ? 1 : 0;
      if (c != separator && c != ' ' && !(c == '\n' && separator == '/')) return false;
    }
    return count == 1;
  }

  bool LooseGap(size_t i) const {
    if (i + 1 >= tokens_.size()) return false;
    std::string_view gap = document_.Gap(i);
    return gap.size() <= 3 && gap.find_first_not_of(" -,./\n'") == gap.npos &&
           (gap.find(". ") == gap.npos || Shortened(i));
  }

  // "Oct. 2024"
  bool Shortened(size_t i) const {
    return tokens_[i].Is(kMonth) && tokens_[i].size() <= 4 && document_.Gap(i) == ". ";
  }

  bool SameSentence(size_t i) const {
    std::string_view gap = document_.Gap(i);
    // "Thurs. 14 March", "Monday (12th)"
    if (gap == ". ") return tokens_[i].Is(kWeekday) && tokens_[i].size() <= 5;
    if (gap == " (") return tokens_[i].Is(kWeekday);
    return gap.size() <= 2 && gap != ". " && gap.find('\n') == gap.npos;
  }

  bool SaysBirth(size_t begin, size_t reach = 32) const {
    std::string_view before = document_.Before(begin, reach);
    constexpr std::array<std::string_view, 6> kLabels = {"dob",   "d.o.b", "born",
                                                         "birth", "d o b", "b."};
    return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) {
      size_t at = before.rfind(label);
      if (at == before.npos) return false;
      std::string_view rest = before.substr(at + label.size());
      bool apart = label == "b." && rest.find_first_not_of(' ') != rest.npos;
      return !apart && rest.find_first_of("0123456789;") == rest.npos;
    });
  }

  // Adds [begin of token `first`, `end`), taking a weekday in front along.
  size_t Add(size_t first, size_t end, double confidence, const Rule& rule) {
    size_t begin = tokens_[first].begin;
    if (first > 0 && tokens_[first - 1].Is(kWeekday) && SameSentence(first - 1)) {
      begin = tokens_[first - 1].begin;
    } else if (first > 1 && Word(first - 1) == "the" && tokens_[first - 2].Is(kWeekday)) {
      begin = tokens_[first - 2].begin;
    }
    bool birth = SaysBirth(begin);
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = birth ? SpanType::kDob : SpanType::kDate,
                    .confidence = birth ? 0.99 : confidence,
                    .rule = birth ? &kDob : &rule});
    return document_.TokenAtOrAfter(end);
  }

  size_t YearFirst(size_t i) {
    if (tokens_[i].size() != 4 || tokens_[i].shape != Shape::kNumber || i + 2 >= tokens_.size())
      return i;
    if (!IsYearOfDate(document_.Text(tokens_[i]))) return i;
    for (char separator : {'-', '/', '.'}) {
      if (!GapIs(i, separator) || !GapIs(i + 1, separator)) continue;
      const Token& last = tokens_[i + 2];
      std::string_view day = document_.Text(last).substr(0, 2);
      bool time_after =
          last.shape == Shape::kAlnum && last.size() > 2 && document_.Text(last)[2] == 'T';
      if (last.size() > 2 && !time_after) continue;
      if (IsDayMonth(NumberOf(day), NumberOf(document_.Text(tokens_[i + 1])))) {
        return Add(i, last.begin + day.size(), 0.97, kIso);
      }
    }
    return i;
  }

  size_t Numeric(size_t i) {
    if (tokens_[i].size() > 2 || i + 2 >= tokens_.size()) return i;
    if (tokens_[i].shape != Shape::kNumber || tokens_[i + 1].shape != Shape::kNumber) return i;
    if (tokens_[i + 1].size() > 2 || tokens_[i + 2].shape != Shape::kNumber) return i;
    std::string_view year = document_.Text(tokens_[i + 2]);
    if (!IsYearOfDate(year) || !IsDayMonth(NumberOf(Word(i)), NumberOf(Word(i + 1)))) return i;
    bool birth = SaysBirth(tokens_[i].begin);
    const bool full = year.size() == 4;
    constexpr std::string_view kMarks = "/-.\\|_:,";
    for (char separator : kMarks.substr(0, full ? 8 : 6)) {
      if (!GapIs(i, separator) || !GapIs(i + 1, separator)) continue;
      if (separator == '|' && Cells(i)) return i;
      if (i + 3 < tokens_.size() && document_.Gap(i + 2) == "." &&
          tokens_[i + 3].shape == Shape::kNumber && separator == '.') {
        return i;  // Four dotted numbers are no date.
      }
      if (year.size() == 2 && separator != '/' && SaysVersion(i)) return i;
      return Add(i, tokens_[i + 2].end, 0.97, kNumeric);
    }
    if (birth && GapIs(i, ',') && GapIs(i + 1, ','))
      return Add(i, tokens_[i + 2].end, 0.97, kNumeric);
    bool spaced = document_.Gap(i) == " " && document_.Gap(i + 1) == " ";
    const bool goes_on = i + 3 < tokens_.size() && document_.Gap(i + 2) == " " &&
                         tokens_[i + 3].shape == Shape::kNumber;
    if (spaced && (birth || (full && !goes_on)))
      return Add(i, tokens_[i + 2].end, birth ? 0.9 : 0.7, kNumeric);
    return i;
  }

  // Three numbers between the bars of a table.
  bool Cells(size_t i) const {
    return document_.Gap(i).size() > 1 || document_.Gap(i + 1).size() > 1 ||
           document_.Gap(i + 2).starts_with("|") || document_.Before(tokens_[i].begin, 1) == "|";
  }

  bool SaysVersion(size_t i) const {
    std::string_view before = document_.Before(tokens_[i].begin, 14);
    constexpr std::array<std::string_view, 7> kWords = {
        "version", " v", "firmware", "software", "release", "section", "rev"};
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
      size_t at = before.rfind(word);
      return at != before.npos && before.size() - at - word.size() <= 3;
    });
  }

  // The end after a year behind token `i`, or the end of token `i`.
  size_t WithYear(size_t i) const {
    if (!LooseGap(i)) return tokens_[i].end;
    const Token& next = tokens_[i + 1];
    if (next.shape != Shape::kNumber || !IsYearOfDate(document_.Text(next))) return tokens_[i].end;
    std::string_view gap = document_.Gap(i);
    bool time_after =
        i + 2 < tokens_.size() && ((gap != "/" && document_.Gap(i + 1) == ":") ||
                                   (gap == "-" && tokens_[i + 2].Is(kMonth)));  // "10 Mar-14 Mar"
    bool short_year = next.size() == 2 && (gap == "-" || gap == "/" || gap == "'" || gap == " '" ||
                                           gap == "." || gap == " ");
    bool counted = next.size() == 2 && gap == " " && i + 2 < tokens_.size() &&
                   tokens_[i + 2].shape == Shape::kLower && document_.Gap(i + 1) == " " &&
                   !tokens_[i + 2].Is(kFunction | kVerb) && !Word(i + 2).ends_with("ed") &&
                   !(tokens_[i].size() <= 4 && document_.Text(next) >= "20" &&
                     document_.Text(next) <= "30" && !Word(i + 2).starts_with("h"));
    if (next.size() == 4 && !time_after) return next.end;
    return short_year && !time_after && !counted ? next.end : tokens_[i].end;
  }

  size_t DayNamedMonth(size_t i) {
    Day day = DayOf(document_, tokens_[i]);
    if (!IsDay(day)) return GluedMonth(i);
    size_t month = i + 1;
    bool parted = Word(month) == "th" || Word(month) == "st" || Word(month) == "nd" ||
                  Word(month) == "rd";  // "14 th March"
    if ((Word(month) == "of" || parted) && document_.Gap(i) == " ") ++month;
    if (Word(i + 1) == "day" && Word(i + 2) == "of") month = i + 3;  // "the 6th day of May"
    if (month >= tokens_.size() || !tokens_[month].Is(kMonth) || !LooseGap(month - 1))
      return GluedMonth(i);
    if (document_.Gap(i).find(',') != std::string_view::npos) return i;
    bool everyday = Word(month) == "may" || Word(month) == "mar" || Word(month) == "march" ||
                    Word(month) == "sun";
    bool plain =
        tokens_[month].shape == Shape::kLower && tokens_[month].line_case == LineCase::kOrdinary;
    size_t end = WithYear(month);
    if (everyday && plain && !day.ordinal && end == tokens_[month].end) return i;
    return Add(i, end, 0.97, kNamed);
  }

  // "14Mar24", "14Mar2024".
  size_t GluedMonth(size_t i) {
    std::string_view word = Word(i);
    if (tokens_[i].shape != Shape::kAlnum || word.size() < 4 || word.size() > 9) return i;
    size_t letters = word.find_first_not_of("0123456789");
    if (letters == 0 || letters > 2 || NumberOf(word.substr(0, letters)) > 31) return i;
    constexpr std::array<std::string_view, 12> kShort = {"jan", "feb", "mar", "apr", "may", "jun",
                                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    if (!IsOneOf(kShort, word.substr(letters, 3))) return i;
    std::string_view year = word.substr(letters + 3);
    if (year.empty() && WithYear(i) != tokens_[i].end) return Add(i, WithYear(i), 0.95, kNamed);
    if (!IsYearOfDate(year) || NumberOf(year) < 0) return i;
    return Add(i, tokens_[i].end, 0.95, kNamed);
  }

  size_t MonthFirst(size_t i) {
    if (i + 1 >= tokens_.size() || !LooseGap(i)) return i;
    size_t at = i + 1;
    if (Word(at) == "the" && at + 1 < tokens_.size()) ++at;
    Day day = DayOf(document_, tokens_[at]);
    if (!IsDay(day)) return i;
    std::string_view month = Word(i);
    size_t end = WithYear(at);
    bool year = end != tokens_[at].end;
    bool next_line = document_.Gap(i).find('\n') != std::string_view::npos;
    if ((next_line || Shortened(i)) && !day.ordinal && !year)
      return i;  // "end of January\n3 | Refer"
    bool everyday = month == "may" || month == "mar" || month == "march" || month == "dec";
    if (everyday && !day.ordinal && !year && tokens_[i].shape == Shape::kLower) return i;
    std::string_view after = document_.After(tokens_[at].end, 2);
    if (!day.ordinal && !year &&
        (after.starts_with(":") || after.starts_with("/") || after.starts_with("%"))) {
      return i;
    }
    bool year_first = !year && i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].size() == 4 &&
                      tokens_[i - 1].shape == Shape::kNumber &&
                      IsYearOfDate(document_.Text(tokens_[i - 1]));
    if (year_first) return Add(i - 1, end, 0.95, kNamed);  // "2023 Nov 14"
    return Add(i, end, year || day.ordinal ? 0.95 : 0.8, kNamed);
  }

  // "6/5 Reviewed by SHO", "06.05: seen": a dated entry of a log.
  bool OpensEntry(size_t last) const {
    if (last + 1 >= tokens_.size()) return false;
    std::string_view gap = document_.Gap(last);
    bool capital = gap == " " && tokens_[last + 1].Capital() && !tokens_[last + 1].starts_line;
    return capital || gap == ": " || gap == " - ";
  }

  bool ExpectsDate(size_t i) const {
    if (i == 0) return OpensEntry(1);
    if (tokens_[i - 1].Is(kWeekday) && SameSentence(i - 1)) return true;
    if (tokens_[i].starts_line && OpensEntry(i + 1)) return true;
    if (Word(i - 1) == "of" && i > 1 && (Word(i - 2) == "week" || Word(i - 2) == "wk")) return true;
    return tokens_[i - 1].Is(kDateCue) && document_.Gap(i - 1).size() <= 2;
  }

  bool ClockFollows(size_t i) const {
    std::string_view after = document_.After(tokens_[i].end, 12);
    size_t at = after.find_first_not_of(" -,@at");
    if (at == after.npos || at == 0 || at + 4 >= after.size()) return false;
    auto digit = [&](size_t p) { return after[p] >= '0' && after[p] <= '9'; };
    return digit(at) && digit(at + 1) && (after[at + 2] == ':' || (digit(at + 2) && digit(at + 3)));
  }

  // "14/3-16/3", "14/3 to 16/3": two days of one month, or of two in a row.
  bool InRange(size_t i) const {
    auto day_month = [&](size_t k) {
      return k + 1 < tokens_.size() && tokens_[k].shape == Shape::kNumber &&
             tokens_[k + 1].shape == Shape::kNumber && document_.Gap(k) == "/" &&
             tokens_[k].size() <= 2 && tokens_[k + 1].size() <= 2;
    };
    auto ordered = [&](size_t from, size_t to) {
      int months = NumberOf(Word(to + 1)) - NumberOf(Word(from + 1));
      int days = NumberOf(Word(to)) - NumberOf(Word(from));
      return (months == 0 && days > 0 && NumberOf(Word(to)) > 12) || (months == 1 && days < 0);
    };
    bool dash = document_.Gap(i + 1) == "-" || document_.Gap(i + 1) == " - ";
    if (dash && day_month(i + 2)) return ordered(i, i + 2);
    if (i < 2) return false;
    bool dash_before = document_.Gap(i - 1) == "-" || document_.Gap(i - 1) == " - ";
    return dash_before && day_month(i - 2) && ordered(i - 2, i);
  }

  // "moved from 9/5 to 6/5": of the month of the date right before.
  bool GoesOnFrom(size_t i) const {
    constexpr std::array<std::string_view, 5> kJoins = {"to", "and", "or", "then", "not"};
    return i > 2 && IsOneOf(kJoins, Word(i - 1)) && Word(i - 2) == Word(i + 1) && !out_.empty() &&
           out_.back().masked() && out_.back().end == tokens_[i - 2].end &&
           document_.Gap(i - 3) == "/";
  }

  // "... could start it. 7/7.": alone at the end of all, as a report is dated; or heads a line.
  bool EndsText(size_t i) const {
    if (i + 2 < tokens_.size() || i < 3 || ScoreBefore(document_, i)) return AtHead(document_, i);
    return tokens_[i].starts_sentence || document_.Gap(i - 1) == ", ";
  }

  size_t DayMonthOnly(size_t i) {
    if (i + 1 >= tokens_.size() || !GapIs(i, '/')) return i;
    bool wide = document_.Gap(i).size() > 1;  // "on 14 / 3"
    if (wide && !(ExpectsDate(i) && NumberOf(Word(i)) > 12)) return i;
    const Token& second = tokens_[i + 1];
    if (tokens_[i].shape != Shape::kNumber || second.shape != Shape::kNumber) return i;
    if (tokens_[i].size() > 2 || second.size() > 2) return i;
    int day = NumberOf(Word(i));
    int month = NumberOf(Word(i + 1));
    if (day < 1 || day > 31 || month < 1 || month > 12) return i;
    if (document_.After(second.end, 1) == "/" || document_.Before(tokens_[i].begin, 1) == "/")
      return i;
    bool weekday = i > 0 && tokens_[i - 1].Is(kWeekday) && SameSentence(i - 1);
    bool written_zero = second.size() == 2 && Word(i + 1)[0] == '0';
    bool duration = !written_zero && IsDuration(day, month);
    if (GoesOnFrom(i) || EndsText(i)) return Add(i, second.end, 0.6, kDayMonth);
    if (duration && !weekday && !DoneOn(document_, i)) return i;
    constexpr std::array<std::string_view, 9> kPictures = {"ctpa", "cxr",  "axr", "uss", "mri",
                                                           "mrcp", "ercp", "ogd", "ct"};
    bool pictured = i > 0 && document_.Gap(i - 1) == " " && IsOneOf(kPictures, Word(i - 1));
    bool expected = pictured || ExpectsDate(i) || SaysBirth(tokens_[i].begin, /*reach=*/10);
    bool clock = ClockFollows(i + 1) || InRange(i);
    bool eleven = month == 11 && EndsClause(i + 1) && !ScoreBefore(document_, i);
    if (!expected && !clock && (eleven || OverTheTop(document_, i, day, month)))
      return Add(i, second.end, 0.7, kDayMonth);
    if (!expected && !clock && !written_zero) return i;
    if (!expected && !clock) {
      out_.push_back({.begin = tokens_[i].begin,
                      .end = second.end,
                      .type = SpanType::kDate,
                      .confidence = ScoreBefore(document_, i) || tokens_[i].size() < 2 ? 0.4 : 0.52,
                      .rule = &kDayMonth});
      return i + 2;
    }
    return Add(i, second.end, 0.85, kDayMonth);
  }

  // "wrote this 20-03."
  size_t HyphenDayMonth(size_t i) {
    if (i + 1 >= tokens_.size() || document_.Gap(i) != "-" || i == 0) return i;
    const Token& second = tokens_[i + 1];
    bool digits = tokens_[i].shape == Shape::kNumber && second.shape == Shape::kNumber &&
                  tokens_[i].size() == 2 && second.size() == 2 && document_.Gap(i - 1) == " ";
    int day = digits ? NumberOf(Word(i)) : 0;
    int month = digits ? NumberOf(Word(i + 1)) : 0;
    bool likely = day > 12 && day <= 31 && month >= 1 && month <= 12 && Word(i + 1)[0] == '0';
    if (!likely || !EndsClause(i + 1)) return i;
    return Add(i, second.end, 0.6, kDayMonth);
  }

  // "on 24.10", "sent 30.10.": a point between day and month, where a date is expected.
  size_t DottedDayMonth(size_t i) {
    if (i + 1 >= tokens_.size() || document_.Gap(i) != ".") return i;
    const Token& second = tokens_[i + 1];
    bool entry = tokens_[i].starts_line && tokens_[i].size() == 2 && second.size() == 2 &&
                 OpensEntry(i + 1) && NumberOf(Word(i)) <= 31 && NumberOf(Word(i + 1)) <= 12 &&
                 NumberOf(Word(i + 1)) >= 1 && document_.Gap(i + 1) != " ";
    if (entry) return Add(i, second.end, 0.7, kDayMonth);  // "06.05: reviewed"
    if (i == 0) return i;
    bool digits = tokens_[i].shape == Shape::kNumber && second.shape == Shape::kNumber;
    bool on = (Word(i - 1) == "on" || Word(i - 1) == "dated") && i + 2 < tokens_.size() &&
              document_.Gap(i + 1) == " " && tokens_[i + 2].Is(kFunction | kVerb);
    bool written = tokens_[i].size() == 2 && second.size() == 2 && i + 2 < tokens_.size() &&
                   Word(i + 1)[0] <= '1' && tokens_[i + 2].Is(kFunction) &&
                   document_.Gap(i + 1) == " " && tokens_[i - 1].Is(kDateCue) &&
                   !tokens_[i - 1].Is(kFunction);  // "appt 27.02 with"
    bool cued = tokens_[i - 1].Is(kDateCue) && second.size() == 2 && NumberOf(Word(i)) > 12 &&
                i + 2 < tokens_.size() && document_.Gap(i + 1) == " " &&
                tokens_[i + 2].Is(kFunction);  // "since 22.11 when"
    bool ends = EndsClause(i + 1) || on || written || cued;
    if (!digits || tokens_[i].size() > 2 || second.size() > 2 || !ends) return i;
    std::string_view after = document_.After(second.end, 2);
    if (after.size() == 2 && after[0] == '.' && after[1] >= '0' && after[1] <= '9') return i;
    int day = NumberOf(Word(i));
    if (!IsDayMonth(day, NumberOf(Word(i + 1))) || NumberOf(Word(i + 1)) > 12) return i;
    bool plain = document_.Gap(i - 1) == ", " && day > 12 && second.size() == 2;
    bool kept = Word(i - 1) == "of" && i > 1 && HasDay(Word(i - 2));
    if (!ExpectsDate(i) && !plain && !kept) return i;
    return Add(i, second.end, 0.7, kDayMonth);
  }

  // "Tues 14th", "Tuesday 14", "on the 14th", "on 14th", "27th ult."
  size_t DayOnly(size_t i) {
    Day day = DayOf(document_, tokens_[i]);
    if (!IsDay(day) || i == 0) return i;
    if (day.ordinal && IsLetterMonth(i + 1)) return Add(i, tokens_[i + 1].end, 0.9, kDayOnly);
    if (day.ordinal && ExpectsDate(i) && !NounFollows(i))
      return Add(i, tokens_[i].end, 0.75, kDayOnly);
    bool owned = tokens_[i - 1].Is(kFunction) && Word(i - 1) != "in" &&
                 Word(i - 1) != "then";  // "his 21st.", "the 2nd."
    if (day.ordinal && EndsClause(i) && !owned && document_.Gap(i - 1) == " ") {
      return Add(i, tokens_[i].end, 0.6, kDayOnly);
    }
    bool the = Word(i - 1) == "the" && document_.Gap(i - 1) == " ";
    bool weekday = tokens_[i - 1].Is(kWeekday) || (the && i > 1 && tokens_[i - 2].Is(kWeekday));
    if (weekday && SameSentence(i - 1)) {
      std::string_view after = document_.After(tokens_[i].end, 6);
      bool clock = after.size() > 1 && after[0] == ':' && after[1] != ' ';
      bool hour = day.value < 13 && (after.starts_with(" pm") || after.starts_with(" am"));
      bool counted = hour || DecimalFollows(after) || after.starts_with(" x") ||
                     after.starts_with(" ho") || (!after.empty() && IsIn("/%-", after[0]));
      if (!clock && (day.ordinal || (!counted && document_.Text(tokens_[i - 1]) != "sun")))
        return Add(i, tokens_[i].end, 0.9, kDayOnly);
      return i;
    }
    if (!the || !day.ordinal || i < 2) return i;
    constexpr std::array<std::string_view, 20> kBefore = {
        "on",     "since",  "until", "by",     "from",      "of",     "dated",
        "till",   "before", "til",   "due",    "expires",   "booked", "after",
        "review", "visit",  "appt",  "clinic", "scheduled", "planned"};
    if (!IsOneOf(kBefore, Word(i - 2)) && Word(i - 2) != "appointment") return i;
    return NounFollows(i) ? i : Add(i, tokens_[i].end, 0.8, kDayOnly);
  }

  static bool IsIn(std::string_view set, char c) { return set.find(c) != set.npos; }

  // ".5", but not a full stop.
  static bool DecimalFollows(std::string_view after) {
    return after.size() > 1 && after[0] == '.' && after[1] >= '0' && after[1] <= '9';
  }

  // "on 14th floor", "by 5th attempt": the number counts something.
  bool NounFollows(size_t i) const {
    return i + 1 < tokens_.size() && document_.Gap(i) == " " &&
           !tokens_[i + 1].Is(kFunction | kVerb | kMonth);
  }

  // "your letter of the 27th ult.", "2nd instant": this month and the last, in old letters.
  bool IsLetterMonth(size_t i) const {
    constexpr std::array<std::string_view, 5> kWords = {"ult", "ultimo", "inst", "instant", "prox"};
    return IsOneOf(kWords, Word(i));
  }

  bool EndsClause(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;\n)") != gap.npos;
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

int NumberOf(std::string_view digits) {
  int value = -1;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : -1;
}

bool IsDayMonth(int a, int b) {
  return a >= 1 && b >= 1 && ((a <= 31 && b <= 12) || (a <= 12 && b <= 31));
}

void FindDates(const Document& document, Findings& out) {
  size_t first = out.size();
  DateReader(document, out).Read();
  FindRareDays(document, out);
  FindMoreDays(document, first, out);
}

}  // namespace candour::anonymise
