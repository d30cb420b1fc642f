// Numbers and days that no rule has decided. What no dose, observation, time, year, duration or
// product explains is flagged for the reviewer, and masked where such things were identifiers
// oftener than not. Confidences are set lower than the notes show that these rules were made with.
#include <algorithm>
#include <array>
#include <charconv>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr double kLikely = 0.52;  // Just masked.
constexpr Rule kDigits = {"residue.digits", "A run of digits that nothing around it explains."};
constexpr Rule kShort = {"residue.short-number", "Four digits that are no time, year or measure."};
constexpr Rule kCode = {"residue.code", "Letters and digits that may be a record's number."};
constexpr Rule kLabelled = {"residue.labelled", "A number behind a word that announces one."};
constexpr Rule kGroups = {"residue.groups", "Groups of digits that may be a number or a day."};
constexpr Rule kDay = {"residue.day", "This may be a day."};

// What announces a number in plain words, beside the labels that FindLabelledIds knows.
bool AnnouncesNumber(std::string_view word) {
  constexpr std::array<std::string_view, 24> kWords = {
      "code",    "codes",    "pin",      "ref",    "id",      "account", "acct",  "login",
      "reg",     "badge",    "ext",      "extn",   "log",     "ticket",  "pager", "bleep",
      "keysafe", "passcode", "password", "locker", "payroll", "roll",    "file",  "plate"};
  return IsOneOf(kWords, word);
}

bool IsSpokenOrdinal(std::string_view word) {
  constexpr std::array<std::string_view, 17> kOrdinals = {
      "fourth",    "fifth",       "sixth",      "seventh",    "eighth",     "ninth",
      "tenth",     "eleventh",    "twelfth",    "thirteenth", "fourteenth", "fifteenth",
      "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
  return IsOneOf(kOrdinals, word);
}

int Value(std::string_view digits) {
  int value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? value : -1;
}

bool IsDayAndMonth(int day, int month) {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

class NumberSweep {
 public:
  NumberSweep(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out), taken_(sense.count(), 0) {
    for (const Finding& finding : out) {
      for (size_t i = document_.TokenAtOrAfter(finding.begin);
           i < sense.count() && sense.At(i).begin < finding.end; ++i) {
        taken_[i] = 1;
      }
    }
  }

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (sense_.Covered(i) || Labelled(i) || taken_[i] != 0) continue;
      Shape shape = sense_.At(i).shape;
      if (shape >= Shape::kNumber && (Postcode(i) || WrittenDay(i) || OnWard(i))) continue;
      if (shape == Shape::kNumber)
        Number(i);
      else if (shape == Shape::kAlnum)
        Code(i);
      else if (shape == Shape::kLower)
        SpokenDay(i);
    }
  }

 private:
  bool Free(size_t i) const { return i < sense_.count() && taken_[i] == 0 && !sense_.Covered(i); }
  bool IsNumber(size_t i) const { return Free(i) && sense_.At(i).shape == Shape::kNumber; }
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  std::string_view WordBefore(size_t i) const { return i > 0 ? Word(i - 1) : std::string_view(); }
  // The mark between token i and the next, where it is a single one.
  char Mark(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.size() == 1 ? gap[0] : '\0';
  }

  void Flag(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    for (size_t i = first; i <= last; ++i) taken_[i] = 1;
    out_.push_back({.begin = sense_.At(first).begin,
                    .end = sense_.At(last).end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  // "her ref PO/1", "lock code written on it 4402": up to three words behind the one that
  // announces.
  bool Labelled(size_t i) {
    const Token& token = sense_.At(i);
    if (token.shape != Shape::kNumber && token.shape != Shape::kAlnum &&
        token.shape != Shape::kUpper)
      return false;
    size_t last = i;
    size_t size = token.size();
    bool digits = token.shape >= Shape::kNumber;
    while (last + 1 < sense_.count() && last - i < 4 && !sense_.Covered(last + 1) &&
           std::string_view("/-_").find(Mark(last)) != std::string_view::npos &&
           sense_.At(last + 1).shape >= Shape::kUpper && !sense_.At(last + 1).starts_sentence) {
      ++last;
      size += sense_.At(last).size();
      digits = digits || sense_.At(last).shape >= Shape::kNumber;
    }
    if (!digits || size < 3 || Word(last).ends_with("m") || !Announced(i)) return false;
    const bool code = WordBefore(i) == "code" || WordBefore(i) == "pin";
    const bool kept =
        size == 4 && ((IsClock(Word(i)) && !code) || Word(i) == "2222" || Word(i) == "3333");
    const bool thing = IsThing(WordBefore(i)) && (WordBefore(i) != "code" || size > 6);
    const bool likely = Opens(i) || (!kept && !thing && size > 3 && !IsMeasured(document_, last));
    Flag(i, last, SpanType::kLocalId, likely ? kLikely : 0.2, kLabelled);
    return true;
  }

  bool Announced(size_t i) const {
    for (size_t back = 1; back <= 4 && back <= i; ++back) {
      std::string_view gap = document_.Gap(i - back);
      if (gap.find_first_of(".;,\n()") != gap.npos) return false;
      if (AnnouncesNumber(Word(i - back))) return !AnnouncesThing(i - back);
      if (sense_.At(i - back).shape != Shape::kLower) return false;
    }
    return false;
  }

  // "product code 4471", "SNOMED code", "error code".
  bool AnnouncesThing(size_t i) const {
    if (Word(i + 1) == "blue" || Word(i + 1) == "red") return true;
    constexpr std::array<std::string_view, 12> kThings = {"product", "snomed", "ct",   "icd10",
                                                          "error",   "icd",    "opcs", "read",
                                                          "item",    "dm+d",   "d",    "colour"};
    return IsOneOf(kThings, WordBefore(i));
  }

  void Number(size_t i) {
    size_t last = i;
    while (last - i < 6 && IsNumber(last + 1) && Mark(last) == Mark(i) &&
           std::string_view(" /-.").find(Mark(i)) != std::string_view::npos) {
      ++last;
    }
    if (last > i) {
      if (Group(i, last)) return;
      if (Mark(i) != ' ') {
        for (size_t k = i; k <= last; ++k) taken_[k] = 1;  // A ratio, a range, a decimal.
        return;
      }
    }
    Single(i);
  }

  // "SK22 3BY", also where no such area exists.
  bool Postcode(size_t i) {
    if (!Free(i + 1) || document_.Gap(i) != " ") return false;
    std::string_view out = document_.Text(sense_.At(i));
    std::string_view in = document_.Text(sense_.At(i + 1));
    auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto digit = [](char c) { return c >= '0' && c <= '9'; };
    bool inward = in.size() == 3 && digit(in[0]) && letter(in[1]) && letter(in[2]);
    bool outward = out.size() >= 2 && out.size() <= 4 && letter(out[0]) &&
                   std::any_of(out.begin(), out.end(), digit);
    if (!inward || !outward) return false;
    // "Brig Lane, Kirkhaven, TD19 7XK": behind a place no code is anything else.
    const bool behind = out.size() > 2 && i > 0 && document_.Gap(i - 1) == ", " &&
                        sense_.At(i - 1).Capital() && sense_.Covered(i - 1);
    const bool unit = IsMeasure(Word(i + 1).substr(1));  // "B12 1MG"
    Flag(i, i + 1, SpanType::kPostcode, behind || !unit ? 0.55 : 0.25, kGroups);
    return true;
  }

  bool IsMonthAt(size_t i) const {
    if (i >= sense_.count() || !sense_.At(i).Is(kMonth)) return false;
    return !sense_.At(i).Is(kModal | kVerb) || sense_.At(i).Capital();
  }

  // "Mon 3", "26 June", "June 26th", "3rd of Mar".
  bool WrittenDay(size_t i) {
    std::string_view word = Word(i);
    size_t letters = std::min(word.find_first_not_of("0123456789"), word.size());
    std::string_view tail = word.substr(letters);
    if (!tail.empty() && tail != "th" && tail != "st" && tail != "nd" && tail != "rd") return false;
    int day = letters == 0 || letters > 2 ? 0 : Value(word.substr(0, letters));
    if (day < 1 || day > 31) return false;
    std::string_view gap = document_.Gap(i);
    bool joined = gap == " " || gap == "-" || gap == "/";
    bool month = joined && IsMonthAt(i + 1);
    bool of_month = gap == " " && Word(i + 1) == "of" && IsMonthAt(i + 2);
    bool before = IsPlain(i) && (IsMonthAt(i - 1) || sense_.At(i - 1).Is(kWeekday)) && gap != ":" &&
                  gap != "." && gap != "/" && gap != "-";
    bool counted = Free(i + 1) && gap == " " && sense_.At(i + 1).shape == Shape::kLower &&
                   !sense_.At(i + 1).Is(kFunction) && tail.empty();
    if (!month && !of_month && (!before || counted)) return false;
    size_t last = month ? i + 1 : of_month ? i + 2 : i;
    Flag(i, last, SpanType::kDate, 0.2, kDay);
    return true;
  }

  bool IsPlain(size_t i) const { return i > 0 && document_.Gap(i - 1) == " "; }

  // "theatre 9", "Ward 19"
  bool OnWard(size_t i) {
    if (!IsPlain(i) || sense_.Covered(i - 1) || sense_.At(i).size() > 3) return false;
    bool ward = Word(i - 1) == "theatre" || Word(i - 1) == "ward";
    if (!ward) return false;
    Flag(i - 1, i, SpanType::kWard, 0.25, kCode);
    return true;
  }

  bool Group(size_t first, size_t last) {
    size_t count = last - first + 1;
    char mark = Mark(first);
    size_t digits = 0;
    bool all_double = true;
    for (size_t i = first; i <= last; ++i) {
      digits += sense_.At(i).size();
      all_double = all_double && sense_.At(i).size() == 2;
    }
    int day = Value(Word(first));
    int month = Value(Word(first + 1));
    if (count == 3 && all_double && (mark == ' ' || mark == '-') && IsDayAndMonth(day, month)) {
      const bool counted = IsMeasured(document_, last) || CountsThings(document_, last);
      Flag(first, last, SpanType::kDate, counted ? 0.3 : kLikely, kGroups);
      return true;
    }
    int year = count == 3 ? Value(Word(last)) : 0;
    // "Clinic 11 7 23."
    const bool clinic = count == 3 && mark == ' ' && IsDayAndMonth(day, month) && first > 0 &&
                        year > 14 && year < 40 && sense_.At(last).size() == 2 &&
                        (HasDay(WordBefore(first)) || DateCueBefore(first));
    if (clinic) {
      Flag(first, last, SpanType::kDate, kLikely, kGroups);
      return true;
    }
    bool dated = count == 3 && mark != ' ' && IsDayAndMonth(day, month) && day + month > 2 &&
                 ((year >= 15 && year <= 99) || (year >= 1900 && year < 2100));
    if (dated) {
      const bool thing = ExplainedNumber(document_, first, last, 3);
      Flag(first, last, SpanType::kDate, thing ? 0.3 : kLikely, kGroups);
      return true;
    }
    bool torn = mark == ' ' && digits >= 8 && sense_.At(first).size() >= 3;
    if (torn && !ExplainedNumber(document_, first, last, 3)) {
      // "DEVLIN S   5622 976 898": right behind a name.
      const bool named =
          digits == 10 && first > 0 && sense_.Covered(first - 1) && sense_.At(first - 1).IsWord();
      Flag(first, last, SpanType::kLocalId, named ? kLikely : 0.1, kGroups);
      return true;
    }
    if (mark != ' ' && count >= 3 && digits >= 6) {
      const bool thing =
          ExplainedNumber(document_, first, last, 3) || IsPublisher(WordBefore(first));
      Flag(first, last, SpanType::kLocalId, thing ? 0.15 : kLikely, kGroups);
      return true;
    }
    if (count != 2 || !IsDayAndMonth(day, month)) return false;
    bool day_of_month =
        (mark == '/' && PairMayBeDay(first)) || (mark == '.' && PointMayBeDay(first));
    const bool span = Word(last + 1) == "later" || Word(last + 1) == "of" ||
                      Word(last + 1) == "earlier" || Word(last + 1) == "ago" ||
                      ScoreBefore(document_, first);
    if (day_of_month) Flag(first, last, SpanType::kDate, span ? 0.12 : kLikely, kDay);
    return day_of_month;
  }

  bool DateCueBefore(size_t i) const {
    return i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kDateCue | kWeekday);
  }

  // "last depot 2/8", "due on 3/12", but "2/7", "5/5 power", "6/9 vision", "8/10 pain", "1/3".
  bool PairMayBeDay(size_t first) const {
    int day = Value(Word(first));
    int month = Value(Word(first + 1));
    if (month == 7) return false;
    bool cue = DateCueBefore(first);
    bool since = cue && (Word(first - 1) == "after" || Word(first - 1) == "since" ||
                         Word(first - 1) == "before" || Word(first - 1) == "until");
    if (cue && !(since && month == 12)) return true;
    if (first > 0 && sense_.At(first - 1).Is(kClinical) && !sense_.At(first - 1).Is(kDrug) &&
        day <= month)
      return false;  // "Apgars 9/9"
    if (month == 12 || month == 10 || month == 5) return false;
    if (first > 0 && sense_.At(first - 1).shape == Shape::kUpper) return false;  // "AMT 3/4"
    if ((day == 6 || day == 3) && (month == 6 || month == 9)) return false;
    std::string_view next = Word(first + 2);
    if (next == "of" || next == "doses" || next == "patients" || next == "staff") return false;
    return day > 4 || month > 4 ? month != 4 && month != 6 && month != 2 ? true : day > month
                                : false;
  }

  // "sent 24.10", "seen 5.3", but "on 2.5 mg".
  bool PointMayBeDay(size_t first) const {
    const Token& next = sense_.At(std::min(first + 2, sense_.count() - 1));
    bool ends = first + 2 >= sense_.count() || document_.Gap(first + 1) != " " ||
                next.starts_sentence || !next.Is(kClinical);
    return DateCueBefore(first) && ends && sense_.At(first + 1).size() == 2 &&
           Word(first + 2) != "to";
  }

  void Single(size_t i) {
    size_t digits = sense_.At(i).size();
    bool litres = digits >= 6 && Word(i + 1).size() == 1;  // "8812201 L" is a side.
    if (digits < 4 || (!litres && ExplainedNumber(document_, i, i, 3))) return;
    // "Paramed PA 31184": behind letters that are no test and no label.
    const bool prefixed = digits >= 5 && i > 0 && document_.Gap(i - 1) == " " &&
                          sense_.At(i - 1).shape == Shape::kUpper && sense_.At(i - 1).size() < 4 &&
                          !HasFigures(Word(i - 1)) && !IsThing(Word(i - 1));
    if (prefixed) return Flag(i, i, SpanType::kLocalId, kLikely, kDigits);
    if (digits >= 6) return Flag(i, i, SpanType::kLocalId, 0.1, kDigits);
    std::string_view before = document_.Before(sense_.At(i).begin, 1);
    bool part = before == "." || before == "," || document_.Gap(i).starts_with(".0") ||
                document_.Gap(i).starts_with("%");
    if (digits == 5) {
      if (!part) Flag(i, i, SpanType::kLocalId, 0.1, kDigits);
      return;
    }
    if (part || FourExplained(i) || ExplainedByWordBefore(document_, i)) return;
    const bool port = before == ":" || Word(i).find_first_not_of(Word(i)[0]) == Word(i).npos;
    Flag(i, i, SpanType::kLocalId, port ? 0.1 : kLikely, kShort);
  }

  bool FourExplained(size_t i) const {
    std::string_view word = Word(i);
    bool clock = word.substr(0, 2) < "25" && word.substr(2) < "60";
    bool year = word.starts_with("19") || word.starts_with("20");
    if (clock || year || word.ends_with("00") || word.ends_with("50")) return true;
    std::string_view mark = document_.Before(sense_.At(i).begin, 1);
    if (!mark.empty() && std::string_view("$=<>+~*x#").find(mark[0]) != mark.npos) return true;
    std::string_view gap = document_.Gap(i);
    const bool next = i + 1 < sense_.count() && (gap == " " || gap.empty()) &&
                      sense_.At(i + 1).shape == Shape::kLower && !sense_.At(i + 1).Is(kFunction);
    std::string_view noun = Word(i + 1);
    const bool counted = next && (noun.ends_with("s") || noun.size() < 4 || IsMeasure(noun));
    if (counted) return true;  // "1432 ml", "4418 patients", but "took 4471 home"
    if (i == 0) return false;
    const Token& previous = sense_.At(i - 1);
    bool model =
        previous.Is(kBrand | kDrug | kClinical | kFunction) && !previous.Is(kIdLabel | kDateCue);
    return model || Word(i - 1) == "lot" || Word(i - 1) == "model" || Word(i - 1) == "batch";
  }

  void Code(size_t i) {
    const Token& token = sense_.At(i);
    if (Ordinal(i)) return;
    std::string_view word = document_.Text(token);
    auto digits =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    bool upper = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!upper || token.Is(kClinical | kDrug | kBrand)) return;
    bool letter_first = word[0] >= 'A' && word[0] <= 'Z';
    if (ExplainedNumber(document_, i, i, 3)) return;
    const bool checked =
        digits >= 6 && word.size() == static_cast<size_t>(digits) + 1 && !letter_first;
    if (Mixed(document_.Text(token)) || Opens(i) || checked)
      return Flag(i, i, SpanType::kLocalId, kLikely, kCode);
    if (digits >= 4) return Flag(i, i, SpanType::kLocalId, 0.05, kCode);
    bool model = i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kBrand);
    if (digits == 3 && letter_first && !model) return Flag(i, i, SpanType::kLocalId, 0.05, kCode);
    if (PlaceCode(i, word)) Flag(i, i, SpanType::kWard, 0.2, kCode);
  }

  // "DMPXK41QJF8J": nine characters and more that change between letters and digits thrice.
  static bool Mixed(std::string_view word) {
    size_t changes = 0;
    for (size_t k = 1; k < word.size(); ++k)
      changes += (word[k] >= '0' && word[k] <= '9') != (word[k - 1] >= '0' && word[k - 1] <= '9');
    return word.size() >= 9 && changes >= 3 &&
           word.find_first_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
  }

  // "KS 1947C at rear", "door code ward 6 still 2580X": as key safes have them.
  bool Opens(size_t i) const {
    std::string_view word = Word(i);
    const bool tax = i > 1 && Word(i - 2) == "tax";
    if (tax || word.size() != 5 || word.find_first_not_of("0123456789") != 4) return false;
    constexpr std::array<std::string_view, 12> kLocks = {"code", "door", "ks",     "keysafe",
                                                         "safe", "key",  "keypad", "lock",
                                                         "gate", "room", "entry",  "digilock"};
    for (size_t back = 1; back <= 7 && back <= i; ++back) {
      if (IsOneOf(kLocks, Word(i - back))) return true;
    }
    return false;
  }

  // "on F7", "(B4 manager)": no vertebra, no vitamin, no grade.
  bool PlaceCode(size_t i, std::string_view word) const {
    if (word.size() > 3 || std::string_view("ABDEFGHJMNW").find(word[0]) == word.npos) return false;
    std::string_view before = WordBefore(i);
    bool tied = before == "on" || before == "from" || before == "to";
    bool staffed = sense_.count() > i + 1 && document_.Gap(i) == " " && sense_.At(i + 1).Is(kRole);
    return tied || staffed;
  }

  // "readmitted 9th", "back 24th septic", but "the 5th metatarsal".
  bool Ordinal(size_t i) {
    std::string_view word = Word(i);
    size_t letters = word.find_first_not_of("0123456789");
    std::string_view tail = letters == word.npos ? std::string_view() : word.substr(letters);
    if (tail != "th" && tail != "st" && tail != "nd" && tail != "rd") return false;
    int day = Value(word.substr(0, letters));
    if (day < 1 || day > 31) return true;
    bool plain = i + 1 < sense_.count() && document_.Gap(i) == " ";
    bool noun = plain && sense_.At(i + 1).shape == Shape::kLower && !sense_.At(i + 1).Is(kFunction);
    std::string_view before = WordBefore(i);
    bool article = before == "the" || before == "a" || before == "his" || before == "her" ||
                   before == "their" || before == "this" || before == "my";
    bool counted = IsCountedThing(Word(i + 1)) || (noun && (article || day < 5));
    bool since =
        before == "the" && i > 1 && sense_.At(i - 2).Is(kDateCue) && !IsCountedThing(Word(i + 1));
    if (day < 5 && before != "the" && !DateCueBefore(i)) return true;
    // "On 11th night", "He died 05:30, 14th."
    std::string_view next = Word(i + 1);
    const bool list = before == "for" && i > 1 && HasDay(Word(i - 2)) && !IsCountedThing(next);
    const bool night = before == "on" && plain && (next == "night" || next == "evening");
    const bool timed = i > 2 && document_.Gap(i - 1) == ", " && document_.Gap(i - 2) == ":" &&
                       sense_.At(i - 1).size() == 2 && document_.Gap(i).find_first_of(".,;\n") == 0;
    constexpr std::array<std::string_view, 5> kDue = {"up", "due", "appt", "review", "next"};
    const bool due = before == "due"
                         ? !IsCountedThing(next)
                         : IsOneOf(kDue, before) && document_.Gap(i).find_first_of(".,;\n)") == 0;
    // "on the 4th and the 9th", "on the 24th or 25th"
    const size_t other = i > 3 ? i - (before == "the" ? 3 : 2) : i;
    const bool also = i > 3 && (Word(other + 1) == "and" || Word(other + 1) == "or") &&
                      sense_.Covered(other) &&
                      (Word(other).ends_with("th") || sense_.At(other).Is(kMonth));
    // "Refused admission the 19th, crew left"
    const bool alone = before == "the" && day > 7 && !IsCountedThing(Word(i + 1)) &&
                       !IsCountedThing(Word(i + 2)) && !IsCountedThing(Word(i + 3)) &&
                       (document_.Gap(i).empty() || document_.Gap(i).find_first_of(",.;)\n") == 0);
    // "the visit planned for the 11th didnt happen"
    const bool planned = before == "the" && day > 4 && i > 1 && Word(i - 2) == "for" &&
                         !IsCountedThing(next) &&
                         (sense_.At(i + 1).Is(kVerb | kFunction | kModal) || next.ends_with("nt"));
    // "discharged on the 3rd w/o the inhaler"
    const bool on = before == "the" && i > 1 && sense_.At(i - 2).Is(kDateCue) &&
                    !IsCountedThing(next) && (next.size() < 3 || sense_.At(i + 1).Is(kFunction));
    if (list || planned || night || timed || due || also || alone || on || Series(i, day)) {
      Flag(i, i, SpanType::kDate, kLikely, kDay);
    } else if (!counted || since || DateCueBefore(i)) {
      // "6th admitted | 8th fell bed 2", "am 27th", but "the 10th hour of the shift"
      const bool done =
          !noun || next.size() == 1 || sense_.At(i + 1).Is(kVerb) || next.ends_with("ed");
      const bool letter = before == "the" && i > 2 && Word(i - 2) == "of" && HasDay(Word(i - 3));
      const bool day_likely = (day > 4 || letter) && done && !IsCountedThing(next);
      const bool weekday = before == "the" && i > 1 && sense_.At(i - 2).Is(kWeekday);
      Flag(weekday ? i - 2 : i, i, SpanType::kDate, day_likely ? kLikely : 0.2, kDay);
    }
    return true;
  }

  // "12th no visit, 13th no visit, 14th hospital.": at the heads of clauses, one after the other.
  bool Series(size_t i, int day) const {
    auto heads = [&](size_t k) {
      return k == 0 || sense_.At(k).starts_sentence || document_.Gap(k - 1) == ", ";
    };
    if (!heads(i)) return false;
    for (size_t k = i + 2; k < sense_.count() && k < i + 7; ++k) {
      std::string_view word = Word(k);
      if (heads(k) && word.ends_with("th") && Value(word.substr(0, word.size() - 2)) == day + 1)
        return true;
    }
    for (size_t k = i; k-- > 0 && i - k < 7;) {
      std::string_view word = Word(k);
      if (heads(k) && word.ends_with("th") && Value(word.substr(0, word.size() - 2)) == day - 1)
        return true;
    }
    return false;
  }

  // "since the twelfth please"
  void SpokenDay(size_t i) {
    if (i < 2 || Word(i - 1) != "the" || !IsSpokenOrdinal(Word(i))) return;
    if (IsCountedThing(Word(i + 1))) return;
    constexpr std::array<std::string_view, 8> kLeads = {"for", "from", "on",    "since",
                                                        "to",  "by",   "until", "not"};
    const Token& next = sense_.At(std::min(i + 1, sense_.count() - 1));
    const bool ends =
        i + 1 == sense_.count() || document_.Gap(i) != " " || next.Is(kVerb | kFunction | kModal);
    const bool likely = ends && IsOneOf(kLeads, Word(i - 2));
    if (likely || sense_.At(i - 2).Is(kDateCue))
      Flag(i, i, SpanType::kDate, likely ? kLikely : 0.2, kDay);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
  std::vector<uint8_t> taken_;
};

}  // namespace

void SweepNumbers(NameSense& sense, Findings& out) { NumberSweep(sense, out).Read(); }

}  // namespace candour::anonymise
