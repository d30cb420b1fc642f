// Days written as few write them: months in Roman numbers, by their own number, in Welsh or Gaelic,
// and days all in one.
#include <algorithm>
#include <array>

#include "node/anonymise/ages.h"
#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kRoman = {"date.roman", "A date whose month is a Roman number."};
constexpr Rule kOrdinals = {"date.ordinals", "A day of a month, both by their number."};
constexpr Rule kHappened = {"date.happened",
                            "A day on which something happened or that a list names."};
constexpr Rule kPointed = {"date.pointed", "A day and a month that is no time and no measure."};
constexpr Rule kCeltic = {"date.celtic", "A date whose month is Welsh or Gaelic."};
constexpr Rule kPacked = {"date.packed", "Digits in one that can be read as a date."};

// 1 to 31 where `word` is such an ordinal in words.
int SpokenOrdinal(std::string_view word) {
  constexpr auto kOrdinals20 = std::to_array<std::string_view>(
      {"first",     "second",      "third",      "fourth",     "fifth",
       "sixth",     "seventh",     "eighth",     "ninth",      "tenth",
       "eleventh",  "twelfth",     "thirteenth", "fourteenth", "fifteenth",
       "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"});
  auto found = std::find(kOrdinals20.begin(), kOrdinals20.end(), word);
  if (found != kOrdinals20.end()) return static_cast<int>(found - kOrdinals20.begin()) + 1;
  return word == "thirtieth" ? 30 : 0;
}

// In English or Welsh: "2nd", "1af", "3ydd"; or without an ending, where `plain` allows that.
int Ordinal(std::string_view word, bool plain) {
  const size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  if (digits == 0 || digits > 2) return 0;
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"st", "nd", "rd", "th", "af", "ail", "il", "ydd", "edd", "fed", "ed", "eg", "ain", "d"});
  std::string_view ending = word.substr(digits);
  const bool written = ending.empty() ? plain : IsOneOf(kEndings, ending);
  const int value = written ? NumberOf(word.substr(0, digits)) : 0;
  return value <= 31 ? value : 0;
}

// "iii" reads as digits beside others.
bool IsRoman(std::string_view word) {
  constexpr auto kMonths = std::to_array<std::string_view>(
      {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "111"});
  return IsOneOf(kMonths, word);
}

bool IsCeltic(std::string_view word) {
  constexpr auto kMonths = std::to_array<std::string_view>(
      {"ionawr",   "chwefror", "mawrth",     "ebrill",    "mehefin",  "gorffennaf", "awst",
       "hydref",   "tachwedd", "rhagfyr",    "chwef",     "ebr",      "gorff",      "tach",
       "rhag",     "fawrth",   "fehefin",    "orffennaf", "dachwedd", "ragfyr",     "eanair",
       "feabhra",  "aibrean",  "bealtaine",  "meitheamh", "iuil",     "lunasa",     "fomhair",
       "samhain",  "nollaig",  "faoilleach", "gearran",   "giblean",  "ceitean",    "ogmhios",
       "lunastal", "sultain",  "damhair",    "dubhlachd"});
  return IsOneOf(kMonths, word);
}

// Months that are names and words as well: a year or a word such as "on" has to stand beside them.
bool IsCelticWord(std::string_view word) {
  constexpr auto kMonths = std::to_array<std::string_view>(
      {"ion", "mai", "medi", "fai", "fedi", "maw", "meh", "hyd", "marta", "mart", "iuchar"});
  return IsOneOf(kMonths, word);
}

class RareDayReader {
 public:
  RareDayReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const size_t size = tokens_[i].size();
      if (tokens_[i].shape == Shape::kNumber && (size == 6 || size == 8)) Packed(i);
      if (i + 1 == tokens_.size()) return;
      if (tokens_[i].shape >= Shape::kNumber && tokens_[i].size() <= 5) {
        if (!Roman(i) && !OfTheMonth(i) && !Marked(i) && !AfterDay(i) && !Pointed(i) &&
            !OnShift(i) && !Apostrophe(i) && !Begins(i) && !Happened(i) && !Entry(i))
          Celtic(i);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    std::string_view before = document_.Before(tokens_[first].begin, 32);
    const bool birth = before.find("born") != before.npos || before.find("dob") != before.npos ||
                       before.find("birth") != before.npos;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = birth ? SpanType::kDob : SpanType::kDate,
                    .confidence = confidence,
                    .rule = &rule});
  }

  // The token of the year behind token `i`, or `i`: ", '23", " 1949".
  size_t Year(size_t i) const {
    if (i + 1 >= tokens_.size() || tokens_[i + 1].shape != Shape::kNumber) return i;
    std::string_view gap = document_.Gap(i);
    std::string_view year = document_.Text(tokens_[i + 1]);
    const bool joined = gap.size() <= 3 && gap.find_first_not_of(" ,.'/-") == gap.npos;
    const bool four = year.size() == 4 && (year.starts_with("19") || year.starts_with("20"));
    const bool two = year.size() == 2 && gap != ", ";
    const bool clock = document_.Gap(i + 1) == ":";
    return joined && !clock && (four || two) ? i + 1 : i;
  }

  // "20250211", and "110249" where somebody was born.
  void Packed(size_t i) {
    std::string_view word = Word(i);
    std::string_view before = document_.Before(tokens_[i].begin, 32);
    const bool birth = before.find("dob") != before.npos || before.find("d.o.b") != before.npos ||
                       before.find("born") != before.npos || before.find("birth") != before.npos;
    auto number = [&](size_t at) { return NumberOf(word.substr(at, 2)); };
    const bool day_first = IsDayMonth(number(0), number(2));
    if (word.size() == 6) {
      if (birth && day_first) Add(i, i, 0.9, kPacked);
      return;
    }
    const bool year_first =
        (word.starts_with("19") || word.starts_with("20")) && IsDayMonth(number(6), number(4));
    if (!year_first && !(birth && day_first && IsYear(word.substr(4)))) return;
    const bool filed =
        document_.Before(tokens_[i].begin, 1) == "_" || document_.After(tokens_[i].end, 1) == "_";
    const bool dated =
        birth || filed || (i > 0 && tokens_[i - 1].Is(kDateCue)) ||
        before.substr(before.size() - std::min<size_t>(before.size(), 8)).find("date") !=
            before.npos;
    const bool product = ExplainedNumber(document_, i, i, /*words=*/5);
    Add(i, i, dated ? 0.9 : product ? 0.4 : 0.6, kPacked);
  }

  // "19.ix.1950", "3/iv/24", "27 xii", "29 ix 2023"
  bool Roman(size_t i) {
    const int day =
        tokens_[i].shape == Shape::kNumber ? NumberOf(Word(i)) : Ordinal(Word(i), false);
    if (day < 1 || day > 31 || !IsRoman(Word(i + 1))) return false;
    std::string_view gap = document_.Gap(i);
    const size_t last = Year(i + 1);
    const bool marked = gap == "." || gap == "/" || gap == "-";
    if (marked && last > i + 1 && document_.Gap(i + 1) == gap) {
      Add(i, last, 0.85, kRoman);
      return true;
    }
    const bool four = last > i + 1 && tokens_[last].size() == 4;
    const bool first_month = Word(i + 1) == "i" && last > i + 1;  // "6 i 25"
    const bool small =
        tokens_[i + 1].shape == Shape::kLower && (tokens_[i + 1].size() > 1 || first_month);
    if (gap != " " || !(four || (small && Word(i + 1) != "iv"))) return false;
    const bool times = Word(i + 1) == "x" && document_.Before(tokens_[i].begin, 3) != "b. " &&
                       !(four && Word(last) > "2010" && Word(last) < "2040");
    if (times || IsMeasured(document_, last)) return false;  // "2 x 2000", "2 x 2020 ml"
    if (i > 0 && IsSpot(Word(i - 1))) return false;          // "stage 3 ii"
    Add(i, last, 0.7, kRoman);
    return true;
  }

  // "3rd/11/24"
  bool Marked(size_t i) {
    if (Ordinal(Word(i), false) == 0 || tokens_[i + 1].shape != Shape::kNumber) return false;
    const int month = NumberOf(Word(i + 1));
    std::string_view gap = document_.Gap(i);
    const size_t last = Year(i + 1);
    if (month < 1 || month > 12 || last == i + 1 || gap != document_.Gap(i + 1) ||
        !(gap == "/" || gap == "-" || gap == "."))
      return false;
    Add(i, last, 0.85, kOrdinals);
    return true;
  }

  // "Debrief 24.09.": no time of day, and nothing is measured.
  bool Pointed(size_t i) {
    const Token& second = tokens_[i + 1];
    if (tokens_[i].shape != Shape::kNumber || second.shape != Shape::kNumber || i == 0 ||
        tokens_[i].size() != 2 || second.size() > 2 || document_.Gap(i) != ".")
      return false;
    // "Caoimhe, onset 24.2."
    constexpr auto kOnset = std::to_array<std::string_view>(
        {"inserted", "sited", "removed", "fitted", "placed", "started", "stopped", "onset", "dated",
         "admitted", "adm", "discharged", "seen", "visit", "symptomatic", "review"});
    std::string_view end = document_.Gap(i + 1);
    // "pt turned up 28.02 clinic cancelled": no measure has a nought behind its point and no unit.
    const bool nought =
        Word(i + 1).size() == 2 && Word(i + 1)[0] == '0' && i + 2 < tokens_.size() && end == " " &&
        tokens_[i + 2].shape == Shape::kLower && !IsMeasure(Word(i + 2)) &&
        !tokens_[i + 2].Is(kClinical | kFunction) && tokens_[i - 1].shape == Shape::kLower &&
        Word(i - 1) == "up" && i > 1 && Word(i - 2) == "turned";
    if (nought && document_.Gap(i - 1) == " ") {
      Add(i, i + 1, 0.6, kPointed);
      return true;
    }
    // "Huddle 21.06 - dystocia", "Ward round 02.12,", "he went home 16.1."
    constexpr auto kHeld =
        std::to_array<std::string_view>({"huddle", "round", "home", "rota", "list"});
    const bool held = IsOneOf(kHeld, Word(i - 1)) && document_.Gap(i - 1) == " " &&
                      IsDayMonth(NumberOf(Word(i)), NumberOf(Word(i + 1))) &&
                      (end.starts_with(" -") || (!end.empty() && end.find_first_of(".,;:\n") == 0));
    if (held) {
      Add(i, i + 1, 0.55, kPointed);
      return true;
    }
    if (IsOneOf(kOnset, Word(i - 1)) && IsDayMonth(NumberOf(Word(i)), NumberOf(Word(i + 1))) &&
        NumberOf(Word(i)) > 12 && document_.Gap(i - 1) == " " &&
        (end.empty() || end.find_first_of(".,;)\n") == 0 ||
         (end == " " && i + 2 < tokens_.size() && tokens_[i + 2].Is(kFunction)))) {
      Add(i, i + 1, 0.6, kPointed);
      return true;
    }
    if (second.size() != 2) return false;
    const int day = NumberOf(Word(i));
    const int month = NumberOf(Word(i + 1));
    if (day < 24 || day > 31 || month < 1 || month > 12) return false;
    // "He dragged him out. 29.09. The form was blank."
    const bool sentence = document_.Gap(i - 1) == ". " && end.starts_with(". ");
    if (sentence) Add(i, i + 1, 0.55, kPointed);
    if (sentence || document_.Gap(i - 1) != " ") return sentence;
    std::string_view after = document_.After(second.end, 2);
    const bool ends = after.empty() || after[0] == '\n' || after[0] == ')' ||
                      (std::string_view(".,;").find(after[0]) != after.npos &&
                       (after.size() == 1 || after[1] == ' ' || after[1] == '\n'));
    const Token& before = tokens_[i - 1];
    const bool counts = !before.IsWord() || before.Is(kFunction | kDrug | kBrand) ||
                        (before.Is(kClinical) && !before.Is(kEnglishCommon)) ||
                        before.shape == Shape::kUpper || HasFigures(document_.Lower(before));
    if (!ends || counts || MeasuredBefore(document_, i)) return false;
    Add(i, i + 1, 0.6, kPointed);
    return true;
  }

  // "3/6, 10/6, 17/6", "Huddle 08/10": the first of a list, or with a nought before its day.
  bool Begins(size_t i) {
    if (document_.Gap(i) != "/" || ScoreBefore(document_, i)) return false;
    const bool digits =
        tokens_[i].shape == Shape::kNumber && tokens_[i + 1].shape == Shape::kNumber;
    const int day = digits && tokens_[i].size() <= 2 ? NumberOf(Word(i)) : 0;
    const int month = digits && tokens_[i + 1].size() <= 2 ? NumberOf(Word(i + 1)) : 0;
    if (day < 1 || day > 31 || month < 1 || month > 12) return false;
    if (i > 0 && document_.Gap(i - 1) != ". " &&
        document_.Gap(i - 1).find_first_of("/.-") != std::string_view::npos)
      return false;
    const bool list = i + 3 < tokens_.size() && document_.Gap(i + 1) == ", " &&
                      document_.Gap(i + 2) == "/" && Word(i + 3) == Word(i + 1) &&
                      tokens_[i + 2].shape == Shape::kNumber && NumberOf(Word(i + 2)) > day &&
                      NumberOf(Word(i + 2)) > month && NumberOf(Word(i + 2)) <= 31;
    const bool nought = Word(i)[0] == '0' && tokens_[i].size() == 2 && tokens_[i + 1].size() == 2 &&
                        i > 0 && document_.Gap(i - 1) == " " && !tokens_[i - 1].Is(kClinical) &&
                        tokens_[i - 1].IsWord() && tokens_[i - 1].shape != Shape::kUpper &&
                        Word(i - 1) != "pain" && document_.Gap(i + 1) != "/";
    // "07/12 Pt declined. 08/12 no answer.": no duration begins with a nought.
    const bool entry = Word(i)[0] == '0' && tokens_[i].size() == 2 && tokens_[i + 1].size() == 2 &&
                       (i == 0 || document_.Gap(i - 1) == ". " || tokens_[i].starts_line) &&
                       document_.Gap(i + 1) == " ";
    if (!list && !nought && !entry) return false;
    Add(i, i + 1, 0.6, kHappened);
    return true;
  }

  // "Died the 2nd, 0605", "discharged the 21st": on a day, and no ordinal of a noun.
  bool Happened(size_t i) {
    if (i < 2 || Ordinal(Word(i), false) == 0 || Word(i - 1) != "the") return false;
    if (document_.Gap(i - 1) != " " || document_.Gap(i - 2) != " ") return false;
    constexpr auto kDone = std::to_array<std::string_view>(
        {"died",      "away",      "rip",       "discharged", "admitted",    "readmitted",
         "seen",      "fell",      "rang",      "phoned",     "called",      "reviewed",
         "moved",     "buried",    "delivered", "visited",    "transferred", "referred",
         "cancelled", "collected", "returned",  "arrived",    "started",     "stopped",
         "posted",    "sent",      "received",  "reported"});
    constexpr auto kNext = std::to_array<std::string_view>(
        {"at", "by", "with", "in", "from", "after", "before", "but", "when", "while", "as"});
    std::string_view after = document_.Gap(i);
    const bool ends = after.empty() || after.find_first_of(".,;:)\n") == 0 ||
                      (after == " " && IsOneOf(kNext, Word(i + 1)));
    if (!ends || !IsOneOf(kDone, Word(i - 2))) return false;
    Add(i, i, 0.65, kHappened);
    return true;
  }

  // "MAR error / 15.8 / teatime round": alone between strokes or in its line, and no measure.
  bool Entry(size_t i) {
    if (i == 0 || i + 2 >= tokens_.size() || document_.Gap(i) != "." ||
        tokens_[i].shape != Shape::kNumber || tokens_[i + 1].shape != Shape::kNumber ||
        tokens_[i].size() != 2 || tokens_[i + 1].size() > 2)
      return false;
    const int day = NumberOf(Word(i));
    const int month = NumberOf(Word(i + 1));
    if (day < 13 || day > 31 || month < 1 || month > 12) return false;
    std::string_view before = document_.Gap(i - 1);
    std::string_view after = document_.Gap(i + 1);
    const bool strokes = before == " / " && after == " / ";
    const bool line = before == "\n" && after == "\n";
    const Token& word = tokens_[i - 1];
    const Token& next = tokens_[i + 2];
    constexpr WordClasses kMeasured = kClinical | kDrug | kBrand | kFunction | kGeneric;
    if ((!strokes && !line) || !word.IsWord() || !next.IsWord() || next.Is(kClinical) ||
        word.Is(kMeasured) || word.shape == Shape::kUpper || word.size() < 4 ||
        HasFigures(Word(i - 1)) || IsMeasure(Word(i + 2)) || MeasuredBefore(document_, i))
      return false;
    Add(i, i + 1, 0.55, kPointed);
    return true;
  }

  // "30/1/'25"
  bool Apostrophe(size_t i) {
    if (i + 2 >= tokens_.size() || document_.Gap(i) != "/" || document_.Gap(i + 1) != "/'")
      return false;
    const bool digits = tokens_[i].shape == Shape::kNumber &&
                        tokens_[i + 1].shape == Shape::kNumber && tokens_[i + 2].size() == 2;
    if (!digits || !IsDayMonth(NumberOf(Word(i)), NumberOf(Word(i + 1)))) return false;
    Add(i, i + 2, 0.85, kHappened);
    return true;
  }

  // "worked 24/12 LD": a shift is on a day, and lasts no months.
  bool OnShift(size_t i) {
    if (i == 0 || document_.Gap(i) != "/" || document_.Gap(i - 1) != " ") return false;
    constexpr auto kShifts = std::to_array<std::string_view>(
        {"worked", "shift", "shifts", "night", "nights", "rota", "duty", "rostered"});
    const int day = tokens_[i].shape == Shape::kNumber ? NumberOf(Word(i)) : 0;
    const int month = tokens_[i + 1].shape == Shape::kNumber ? NumberOf(Word(i + 1)) : 0;
    const bool fits = day > 12 && day <= 31 && month >= 1 && month <= 12;
    if (!fits || !IsOneOf(kShifts, Word(i - 1)) || document_.Gap(i + 1) == "/") return false;
    Add(i, i + 1, 0.65, kHappened);
    return true;
  }

  // "The next day, 3/12, he can be": between commas behind a word for a day it is no duration.
  bool AfterDay(size_t i) {
    if (i < 2 || document_.Gap(i) != "/") return false;
    const bool bracket = document_.Gap(i - 1) == " (";
    if (!bracket && document_.Gap(i - 1) != ", ") return false;
    const int day = tokens_[i].shape == Shape::kNumber ? NumberOf(Word(i)) : 0;
    const int month = tokens_[i + 1].shape == Shape::kNumber ? NumberOf(Word(i + 1)) : 0;
    if (day < 1 || day > 31 || month < 1 || month > 12) return false;
    std::string_view after = document_.Gap(i + 1);
    if (bracket ? !after.starts_with(")") : !after.starts_with(",") && !after.starts_with(" -"))
      return false;
    std::string_view word = Word(i - 1);
    constexpr auto kWhich =
        std::to_array<std::string_view>({"next", "following", "same", "previous", "that"});
    const bool day_word = (word == "day" || word == "morning" || word == "evening" ||
                           word == "night" || word == "afternoon") &&
                          IsOneOf(kWhich, Word(i - 2));
    const bool after_day = (word == "after" || word == "before") && Word(i - 2) == "day";
    const bool near = word == "yesterday" || word == "today" || word == "tomorrow";
    if (!day_word && !after_day && !near && !tokens_[i - 1].Is(kWeekday)) return false;
    Add(i, i + 1, 0.7, kOrdinals);
    return true;
  }

  // "1st of the 5th", "the 23rd of the 11th, '23", "the 22nd of the fifth, 1949"
  bool OfTheMonth(size_t i) {
    if (Ordinal(Word(i), false) == 0 || Word(i + 1) != "of" || document_.Gap(i) != " ")
      return false;
    // "the 25th of last month"
    const bool near = Word(i + 2) == "last" || Word(i + 2) == "this" || Word(i + 2) == "next";
    const bool near_month = (near || Word(i + 2) == "the") && Word(i + 3) == "month";
    if (near_month) {
      Add(i, i + 3, 0.8, kOrdinals);
      return true;
    }
    const size_t month = Word(i + 2) == "the" ? i + 3 : i + 2;
    if (month >= tokens_.size() || document_.Gap(month - 1) != " ") return false;
    const int numbered = Ordinal(Word(month), false);
    const int spoken = SpokenOrdinal(Word(month));
    const bool fits =
        (numbered >= 1 && numbered <= 12) || (spoken >= 1 && spoken <= 12 && month == i + 3);
    if (!fits || (spoken > 0 && Counts(month))) return false;
    Add(i, Year(month), 0.8, kOrdinals);
    return true;
  }

  // "the 2nd of the third dose": an ordinal that counts a noun.
  bool Counts(size_t i) const {
    return i + 1 < tokens_.size() && document_.Gap(i) == " " &&
           tokens_[i + 1].shape == Shape::kLower && !tokens_[i + 1].Is(kFunction | kVerb);
  }

  // "2 Mawrth 1994", "1af o Fawrth", "6 Samhain 2024", "14 Ion 25"
  void Celtic(size_t i) {
    if (Ordinal(Word(i), true) == 0) return;
    const bool of = Word(i + 1) == "o" || Word(i + 1) == "mean" || Word(i + 1) == "deireadh";
    const size_t month = of ? i + 2 : i + 1;
    if (month >= tokens_.size()) return;
    std::string_view gap = document_.Gap(month - 1);
    if (gap.size() > 2 || gap.find_first_not_of(" .-/") != gap.npos) return;
    const size_t last = Year(month);
    const bool word = IsCelticWord(Word(month));
    constexpr auto kDays =
        std::to_array<std::string_view>({"llun", "mercher", "iau", "gwener", "sadwrn", "sul"});
    const bool welsh = i > 0 && document_.Gap(i - 1) == " " && IsOneOf(kDays, Word(i - 1));
    const bool beside = last > month || welsh || (i > 0 && tokens_[i - 1].Is(kDateCue | kWeekday));
    if (IsCeltic(Word(month)) || (word && beside && tokens_[month].shape != Shape::kLower))
      Add(welsh ? i - 1 : i, last, 0.85, kCeltic);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindRareDays(const Document& document, Findings& out) { RareDayReader(document, out).Read(); }

}  // namespace candour::anonymise
