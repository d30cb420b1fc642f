// Days in figures without a year that the readers before left, told by the company they keep: other
// days of the month in the same line, a row of them, a nought before, the head of an entry.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kCompany = {"date.company", "A day beside other days of its line."};
constexpr Rule kLeftDay = {"date.left", "A day and a month that are no score and no duration."};

class LeftDayReader {
 public:
  LeftDayReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), tokens_(document_.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].starts_line || lines_ == 0) {
        ReadLine();
        ++lines_;
      }
      if (tokens_[i].shape != Shape::kNumber || tokens_[i].size() > 2) continue;
      if (const Pair pair = PairAt(i); pair.day > 0 && pairs_.size() < kPairsMax)
        pairs_.push_back(pair);
    }
    ReadLine();
  }

 private:
  static constexpr size_t kPairsMax = 32;  // Of one line: more of them are a table of values.

  // Two numbers that can be a day and a month, with `mark` between.
  struct Pair {
    size_t at = 0;
    int day = 0;
    int month = 0;
    char mark = 0;
    bool masked = false;
  };

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  Pair PairAt(size_t i) const {
    std::string_view mark = document_.Gap(i);
    if ((mark != "/" && mark != ".") || tokens_[i + 1].shape != Shape::kNumber ||
        tokens_[i + 1].size() > 2)
      return {};
    const int day = NumberOf(Word(i));
    const int month = NumberOf(Word(i + 1));
    if (day < 1 || day > 31 || month < 1 || month > 12) return {};
    std::string_view before = i > 0 ? document_.Gap(i - 1) : std::string_view();
    constexpr std::string_view kJoins = "/.:-+=<>#$~*@_";
    if (!before.empty() && kJoins.find(before.back()) != kJoins.npos) return {};
    std::string_view after = document_.After(tokens_[i + 1].end, 2);
    if (!after.empty() && std::string_view("/%-_").find(after[0]) != after.npos) return {};
    if (after.size() == 2 && after[0] == ':' && after[1] != ' ') return {};
    if (after.size() == 2 && after[0] == '.' && after[1] >= '0' && after[1] <= '9') return {};
    return {.at = i, .day = day, .month = month, .mark = mark[0], .masked = sense_.Covered(i)};
  }

  // The "Th" of "Th 13/6"
  bool Weekday(size_t i) const {
    constexpr std::array<std::string_view, 6> kWeekdays = {"th", "tu", "we", "fr", "su", "mo"};
    return i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].Capital() &&
           IsOneOf(kWeekdays, Word(i - 1));
  }

  void Add(const Pair& pair, const Rule& rule) {
    sense_.Cover(pair.at, pair.at + 1);
    months_[static_cast<size_t>(pair.month)] = true;
    out_.push_back({.begin = tokens_[pair.at].begin,
                    .end = tokens_[pair.at + 1].end,
                    .type = SpanType::kDate,
                    .confidence = 0.55,
                    .rule = &rule});
  }

  void ReadLine() {
    ReadRow();
    for (Pair& pair : pairs_) {
      if (pair.masked || pair.mark != '.' || !(NoTime(pair) || Pictured(pair))) continue;
      Add(pair, kLeftDay);
      pair.masked = true;
    }
    for (const Pair& pair : pairs_) {
      if (pair.masked || pair.mark != '/' || Counted(pair)) continue;
      const bool scored = ScoreBefore(document_, pair.at) && pair.day <= pair.month;
      if (!scored && InCompany(pair)) {
        Add(pair, kCompany);
      } else if (!ScoreBefore(document_, pair.at) && Alone(pair)) {
        Add(pair, kLeftDay);
      }
    }
    pairs_.clear();
  }

  // "24.4 adm, 26.4 theatre, 2.5 ITU", "missed on 3.4, 5.4 and 8.4": two days and more with points,
  // none before the last, and nothing that is measured before any.
  void ReadRow() {
    std::vector<size_t> row;
    bool moves = false;
    bool late = false;
    bool valued = false;
    for (size_t k = 0; k < pairs_.size(); ++k) {
      const Pair& pair = pairs_[k];
      if (pair.mark != '.') continue;
      if (k == 0 || !Continues(pair, pairs_[k - 1])) valued = Valued(pair);
      if (valued) continue;
      if (!row.empty()) {
        const Pair& last = pairs_[row.back()];
        const int step = (pair.month - last.month) * 31 + pair.day - last.day;
        if (step < 0 || step > 45) return;
        moves = moves || step > 0;
      }
      late = late || pair.day > 12 || pair.masked || (Done(pair) && !row.empty());
      row.push_back(k);
    }
    if (row.size() < 2 || !moves || (row.size() < 3 && !late)) return;
    for (size_t k : row) {
      if (!pairs_[k].masked) Add(pairs_[k], kCompany);
      pairs_[k].masked = true;
    }
  }

  // "out 2.11 back in 3.11", "inserted 5.5"
  bool Done(const Pair& pair) const {
    constexpr std::array<std::string_view, 12> kDone = {
        "in",         "out",  "inserted", "removed", "adm",  "admitted",
        "discharged", "seen", "reported", "due",     "sent", "back"};
    return pair.at > 0 && IsOneOf(kDone, Word(pair.at - 1));
  }

  // What is measured or is a time: "K 5.1", "2.5 mg", "at 3.15".
  bool Valued(const Pair& pair) const {
    if (pair.masked) return false;
    if (IsMeasured(document_, pair.at + 1) || CountsThings(document_, pair.at + 1)) return true;
    if (pair.at == 0 || tokens_[pair.at].starts_line) return false;
    const Token& before = tokens_[pair.at - 1];
    std::string_view word = Word(pair.at - 1);
    constexpr std::array<std::string_view, 12> kTimes = {
        "at", "by", "until", "till", "from", "to", "than", "version", "v", "para", "x", "of"};
    const bool plain = document_.Gap(pair.at - 1) == " ";
    if (plain && (before.shape >= Shape::kUpper || IsOneOf(kTimes, word) || HasFigures(word)))
      return true;
    return plain && before.Is(kClinical | kDrug | kBrand | kIdLabel) &&
           !before.Is(kVerb | kEnglishCommon);
  }

  // ", 5.4 and 8.4": what its list begins with, a value or a day, it is as well.
  bool Continues(const Pair& pair, const Pair& last) const {
    const size_t between = pair.at - last.at - 2;
    return between == 0 ||
           (between == 1 && (Word(pair.at - 1) == "and" || Word(pair.at - 1) == "to"));
  }

  // "CXR 26.11 better"
  bool Pictured(const Pair& pair) const {
    constexpr std::array<std::string_view, 9> kPictures = {"ctpa", "cxr",  "axr", "uss", "mri",
                                                           "mrcp", "ercp", "ogd", "ct"};
    return pair.at > 0 && document_.Gap(pair.at - 1).size() == 1 &&
           IsOneOf(kPictures, Word(pair.at - 1)) && !IsMeasured(document_, pair.at + 1);
  }

  // "stock take 30.06:", "again 26.01": no hour of the day, and nobody measures so.
  bool NoTime(const Pair& pair) const {
    // "22:00 28.12., wt 81 kg"
    const bool timed = pair.day > 24 && pair.at > 1 && document_.Gap(pair.at - 1) == " " &&
                       document_.Gap(pair.at - 2) == ":" && tokens_[pair.at - 1].size() == 2;
    if (timed) return !IsMeasured(document_, pair.at + 1);
    return pair.day > 23 && Word(pair.at + 1).size() == 2 && Word(pair.at + 1)[0] == '0' &&
           pair.at > 0 && document_.Gap(pair.at - 1) == " " && tokens_[pair.at - 1].IsWord() &&
           !Valued(pair);
  }

  // "for 2/7", "3/7 course", "2/12 later", "4/5 doses": a duration or a part of something.
  bool Counted(const Pair& pair) const {
    if (CountsThings(document_, pair.at + 1)) return true;
    constexpr std::array<std::string_view, 20> kBehind = {
        "of",    "course", "later",   "earlier", "ago",  "left",    "old",
        "each",  "total",  "tto",     "ttos",    "post", "history", "supply",
        "cover", "doses",  "bottles", "hx",      "then", "power"};
    if (IsOneOf(kBehind, Word(pair.at + 2)) && document_.Gap(pair.at + 1) == " ") return true;
    if (pair.at == 0 || tokens_[pair.at].starts_line) return false;
    constexpr std::array<std::string_view, 22> kBefore = {
        "for",  "in",   "x",  "od", "bd",   "tds",  "qds",  "next",  "after", "within", "every",
        "last", "page", "pg", "pp", "bays", "beds", "over", "about", "gap",   "pain",   "amts"};
    const Token& before = tokens_[pair.at - 1];
    constexpr std::array<std::string_view, 9> kBooked = {
        "booked", "due", "scheduled", "planned", "listed", "appt", "cancelled", "asked", "entry"};
    if (Word(pair.at - 1) == "for" && pair.at > 1 && IsOneOf(kBooked, Word(pair.at - 2)))
      return false;
    const bool handover =
        Word(pair.at - 1) == "over" && pair.at > 1 && document_.Gap(pair.at - 2) == "/";
    return (!handover && IsOneOf(kBefore, Word(pair.at - 1))) || before.Is(kDrug | kBrand) ||
           (IsMeasured(document_, pair.at - 1) && IsDuration(pair.day, pair.month)) ||
           (before.Is(kClinical) && pair.day <= pair.month && document_.Gap(pair.at - 1) == " ");
  }

  // Another day of the same month or the next in the line, where one of them is no score.
  bool InCompany(const Pair& pair) const {
    if (pair.day == 24 && pair.month == 7 && (pair.at == 0 || Word(pair.at - 1) != "out"))
      return false;
    if (pair.month == 7 && (pair.day % 7 == 0 || pair.day == 10 || pair.day < 8) && pair.day < 28) {
      return std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& other) {
        return other.masked && other.month == 7 && other.day != pair.day && other.mark == '/' &&
               pair.day > 7 && document_.Gap(pair.at + 1).find_first_of(",.;)") == 0;
      });
    }
    return std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& other) {
      if (other.at == pair.at || other.mark != '/' || other.day == pair.day) return false;
      const bool near = other.month == pair.month || other.month == pair.month + 1 ||
                        pair.month == other.month + 1;
      const bool same = other.month == pair.month;
      // "blank 1/5 - 4/5": from a day to a later one.
      const size_t from = std::min(other.at, pair.at);
      std::string_view between = document_.Gap(from + 1);
      const bool range = same && std::max(other.at, pair.at) == from + 2 &&
                         (between == " - " || between == "-") &&
                         (other.day < pair.day) == (other.at < pair.at);
      if (range) return true;
      if (pair.month == 12 || pair.month == 7) return same && other.masked;
      return near && (other.masked || (same && std::max(pair.day, other.day) > pair.month));
    });
  }

  // "01/12 | 08.10", "4/6 01.00 transferred", "due on 3/12", "500mg 2/8.": no duration begins with
  // a nought, and nobody scores out of eight, nine or eleven.
  bool Alone(const Pair& pair) const {
    const size_t i = pair.at;
    const Token& first = tokens_[i];
    const bool nought = Word(i)[0] == '0' || Word(i + 1)[0] == '0';
    if (nought) return first.size() == 2 && tokens_[i + 1].size() == 2;
    std::string_view after = document_.Gap(i + 1);
    constexpr std::array<std::string_view, 5> kBooked = {"booked", "scheduled", "listed", "appt",
                                                         "entry"};
    if (i > 1 && Word(i - 1) == "for" && IsOneOf(kBooked, Word(i - 2))) return true;
    if (after.starts_with(": ") && i > 0 && tokens_[i - 1].IsWord())
      return true;  // "recovery 5/12:"
    if (TimeBehind(i + 1) ||
        (after == " (" && i + 2 < tokens_.size() && tokens_[i + 2].Is(kWeekday)))
      return true;
    if (first.starts_line && pair.month != 7 && pair.month != 12) {
      const bool clock = i + 3 < tokens_.size() && after == " " &&
                         tokens_[i + 2].shape == Shape::kNumber && tokens_[i + 2].size() == 2 &&
                         (document_.Gap(i + 2) == "." || document_.Gap(i + 2) == ":");
      if (clock || after == " | ") return true;
    }
    // "E 6/5 | Mwangi | 1 RN": the shift before it.
    if (after == " | " && i > 0 && tokens_[i - 1].starts_line && tokens_[i - 1].size() == 1)
      return true;
    const bool cell = i > 0 && (document_.Gap(i - 1) == " ; " || document_.Gap(i - 1) == " | " ||
                                document_.Gap(i - 1) == ";" || document_.Gap(i - 1) == "|");
    const bool ends =
        after.empty() || std::string_view("\n|;").find(
                             after[after[0] == ' ' && after.size() > 1 ? 1 : 0]) != after.npos;
    if (cell && ends && months_[static_cast<size_t>(pair.month)]) return true;
    // "12/12 Ward 5A": at the head of a line.
    if (first.starts_line && after == " " && Word(i + 2) == "ward") return true;
    if (i == 0 || document_.Gap(i - 1) != " ") return false;
    if (Weekday(i) && pair.day + pair.month > 4) return true;  // "Th 13/6"
    constexpr std::array<std::string_view, 3> kSeen = {"seen", "reviewed", "visited"};
    if (IsOneOf(kSeen, Word(i - 1)) && Word(i + 2) == "by") return true;
    if (Word(i - 1) == "over" && i > 1 && document_.Gap(i - 2) == "/")
      return true;                                              // "h/over 4/12"
    if (Word(i - 1) == "eve" && pair.month == 12) return true;  // "xmas eve 24/12"
    const bool on = Word(i - 1) == "on";
    if (on && (pair.month == 12 || after.empty() || after.find_first_of(",.;)") == 0)) return true;
    const Token& before = tokens_[i - 1];
    if (before.shape == Shape::kUpper || HasFigures(Word(i - 1)) || IsSpot(Word(i - 1)))
      return false;
    if (OverTheTop(document_, i, pair.day, pair.month)) return pair.month != 7 && pair.month != 12;
    const bool unscored = pair.month == 8 || pair.month == 11 || (pair.month == 9 && pair.day != 6);
    return unscored && pair.day < pair.month;
  }

  // "3/12 08:10-14:35"
  bool TimeBehind(size_t i) const {
    return i + 2 < tokens_.size() && document_.Gap(i) == " " &&
           tokens_[i + 1].shape == Shape::kNumber && tokens_[i + 1].size() == 2 &&
           (document_.Gap(i + 1) == ":" || document_.Gap(i + 1) == ".") &&
           tokens_[i + 2].size() == 2 && Word(i + 1) < "25";
  }

  NameSense& sense_;
  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  std::vector<Pair> pairs_;        // Of the line that is read.
  std::array<bool, 13> months_{};  // Those that days without a year were found of.
  size_t lines_ = 0;
};

}  // namespace

void FindLeftDays(NameSense& sense, Findings& out) { LeftDayReader(sense, out).Read(); }

}  // namespace candour::anonymise
