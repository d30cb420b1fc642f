// A day and a month in digits, told as such by what stands beside them: a time of day, a meeting,
// an admission, another day. "24/12 20:15", "MDT of 12/12", "DOA 3/5", "ran 1/4-9/4".
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kTimed = {"date.timed", "A day before the time of day."};
constexpr Rule kHeld = {"date.held", "A day beside what is held, written or due on one."};
constexpr Rule kRanged = {"date.ranged", "From a day to another."};

// Two numbers with a stroke between them.
struct Pair {
  int day = 0;
  int month = 0;
  bool found() const { return day > 0; }
};

class CuedDayReader {
 public:
  CuedDayReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].shape < Shape::kNumber || tokens_[i].size() > 4) continue;
      if (Ranged(i) || Entry(i)) continue;
      const Pair pair = PairAt(i);
      if (!pair.found() || document_.Gap(i + 1) == "/") continue;
      if (i > 0 && document_.Gap(i - 1) == " ") Judge(i, pair);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Short(size_t i) const {
    return i < tokens_.size() && tokens_[i].shape == Shape::kNumber && tokens_[i].size() <= 2;
  }
  int Value(size_t i) const { return Short(i) ? NumberOf(Word(i)) : 0; }

  Pair PairAt(size_t i) const {
    if (!Short(i) || !Short(i + 1) || document_.Gap(i) != "/") return {};
    const Pair pair{.day = Value(i), .month = Value(i + 1)};
    const bool fits = pair.day >= 1 && pair.day <= 31 && pair.month >= 1 && pair.month <= 12;
    return fits ? pair : Pair{};
  }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kDate,
                    .confidence = confidence,
                    .rule = &rule});
  }

  void Judge(size_t i, const Pair& pair) {
    // No score and no duration is out of eleven.
    const bool eleven = pair.month == 11 && pair.day < 31 && !ScoreBefore(document_, i) &&
                        tokens_[i - 1].IsWord() && tokens_[i - 1].shape != Shape::kUpper &&
                        !tokens_[i - 1].Is(kClinical | kDrug) && Word(i + 2) != "of";
    if (eleven) return Add(i, i + 1, 0.6, kHeld);
    // "s/c at 14:10 3/4, witnessed": behind a time of day, where the clause ends.
    const bool behind_time = i > 1 && Short(i - 1) && tokens_[i - 1].size() == 2 && Short(i - 2) &&
                             document_.Gap(i - 2) == ":" &&
                             document_.Gap(i + 1).find_first_of(".,;\n") == 0;
    if (behind_time) return Add(i, i + 1, 0.6, kTimed);
    if (BeforeTime(i, pair)) return Add(i, i + 1, 0.65, kTimed);
    if (Held(i, pair)) Add(i, i + 1, 0.65, kHeld);
  }

  // "Sent away 24/12 20:15": no score and no duration has a time of day behind it.
  bool BeforeTime(size_t i, const Pair& pair) const {
    if (i + 3 >= tokens_.size() || document_.Gap(i + 1) != " " || document_.Gap(i + 2) != ":" ||
        ScoreBefore(document_, i))
      return false;
    const bool clock =
        Short(i + 2) && Value(i + 2) < 25 && Short(i + 3) && tokens_[i + 3].size() == 2;
    return clock && pair.day > 12 && !tokens_[i - 1].Is(kClinical) && tokens_[i - 1].IsWord();
  }

  bool Held(size_t i, const Pair& pair) const {
    std::string_view before = Word(i - 1);
    std::string_view after = document_.Gap(i + 1);
    const bool ends = after.empty() || after.find_first_of(".,;)\n") == 0;
    constexpr std::array<std::string_view, 8> kDays = {"doa", "dod", "tci", "lmp",
                                                       "edd", "dov", "dos", "signed"};
    if (IsOneOf(kDays, before)) return true;
    // "nine times, between 2/6 and 6/6"
    if (before == "between" && Word(i + 2) == "and" && PairAt(i + 3).found()) return true;
    if (before == "and" && i > 3 && PairAt(i - 3).found() && Word(i - 4) == "between") return true;
    // "moved from 18/11 to 2/12 patient not told"
    constexpr std::array<std::string_view, 4> kLengths = {"increased", "extended", "reduced",
                                                          "shortened"};
    const bool moves = before == "from" && Word(i + 2) == "to" && PairAt(i + 3).found() && i > 1 &&
                       !IsOneOf(kLengths, Word(i - 2)) && !tokens_[i - 2].Is(kDrug);
    if (moves) return true;
    const bool moved = before == "to" && i > 3 && PairAt(i - 3).found() &&
                       (Word(i - 4) == "from" || Word(i - 4) == "moved");
    if (moved) return true;
    const bool week = before == "wc" || ((before == "c" || before == "e") && i > 1 &&
                                         Word(i - 2) == "w" && document_.Gap(i - 2) == "/");
    if (week) return true;  // "w/c 5/8"
    // "DLS0088417 expired 1/6,"
    const bool expired = before.starts_with("expire") && pair.month != 12 && pair.month != 7;
    if (expired && ends) return true;
    // "last supplied 18/12": of a pharmacy's eighteen months nobody writes.
    constexpr std::array<std::string_view, 5> kDone = {"consented", "supplied", "dispensed",
                                                       "issued", "collected"};
    if (IsOneOf(kDone, before) && pair.day > 12) return true;
    // "missing since 3/7", "informed at teatime 8/10.", but "took it since 3/12"
    constexpr std::array<std::string_view, 8> kTimes = {
        "teatime", "lunchtime", "bedtime", "morning", "afternoon", "evening", "midday", "noon"};
    const bool since = (before == "since" || before == "again") && pair.month != 12;
    if (ends && (since || IsOneOf(kTimes, before))) return true;
    // "at the 6/11 huddle"
    constexpr std::array<std::string_view, 8> kMet = {"huddle", "meeting", "mdt",    "handover",
                                                      "round",  "list",    "clinic", "review"};
    if (before == "the" && after == " " && IsOneOf(kMet, Word(i + 2))) return true;
    // "written in the notes for 11/12."
    if (ends && before == "for" && i > 1 && Word(i - 2) == "notes") return true;
    // "MDT of 12/12", "the rota of 6/4"
    constexpr std::array<std::string_view, 23> kPapers = {
        "mdt",    "meeting", "rota",   "list",     "letter", "report",   "email",  "round",
        "clinic", "note",    "huddle", "handover", "board",  "review",   "scan",   "bloods",
        "entry",  "minutes", "shift",  "night",    "audit",  "incident", "morning"};
    return before == "of" && i > 1 && IsOneOf(kPapers, Word(i - 2));
  }

  // "15-11 22:30 AMU - pt seen": at the head of an entry.
  bool Entry(size_t i) {
    if (i + 3 >= tokens_.size() || document_.Gap(i) != "-" || !tokens_[i].starts_line) return false;
    const bool day = Short(i) && Short(i + 1) && IsDayMonth(Value(i), Value(i + 1)) &&
                     Value(i) <= 31 && Value(i + 1) <= 12;
    const bool clock = document_.Gap(i + 1) == " " && Short(i + 2) && document_.Gap(i + 2) == ":" &&
                       Short(i + 3) && tokens_[i + 3].size() == 2;
    if (day && clock) Add(i, i + 1, 0.7, kTimed);
    return day && clock;
  }

  // 1 to 31 where the word is such an ordinal.
  static int Ordinal(std::string_view word) {
    if (word.size() < 3 || word.size() > 4) return 0;
    std::string_view tail = word.substr(word.size() - 2);
    const bool ends = tail == "st" || tail == "nd" || tail == "rd" || tail == "th";
    const int value = ends ? NumberOf(word.substr(0, word.size() - 2)) : 0;
    return value >= 1 && value <= 31 ? value : 0;
  }

  // "error ran 1/4-9/4", "omitted 19-21/2", "the night of 3rd/4th"
  bool Ranged(size_t i) {
    if (i > 0 && document_.Gap(i - 1) != " " && document_.Gap(i - 1) != " (") return false;
    std::string_view gap = document_.Gap(i);
    const int ordinal = gap == "/" ? Ordinal(Word(i)) : 0;
    if (ordinal > 0 && Ordinal(Word(i + 1)) == ordinal + 1 && i > 0) {
      constexpr std::array<std::string_view, 4> kLeads = {"of", "night", "on", "nights"};
      std::string_view after = document_.Gap(i + 1);
      const bool ends = !after.empty() && after.find_first_of(",.;)") == 0;
      if (!IsOneOf(kLeads, Word(i - 1)) && !ends) return false;
      Add(i, i + 1, 0.7, kRanged);
      return true;
    }
    if (!Short(i) || i + 2 >= tokens_.size() || ScoreBefore(document_, i)) return false;
    const Pair from = PairAt(i);
    if (from.found() && document_.Gap(i + 1) == "-") {
      const Pair to = PairAt(i + 2);
      const bool later =
          to.found() && (to.month == from.month ? to.day > from.day : to.month == from.month + 1);
      if (!later || document_.Gap(i + 3) == "/") return false;
      Add(i, i + 3, 0.7, kRanged);
      return true;
    }
    const Pair to = gap == "-" ? PairAt(i + 1) : Pair{};
    const bool days = to.found() && Value(i) > 0 && to.day > Value(i) && to.day > 12 &&
                      document_.Gap(i + 2) != "/";
    if (days) Add(i, i + 2, 0.7, kRanged);
    return days;
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindCuedDays(const Document& document, Findings& out) { CuedDayReader(document, out).Read(); }

}  // namespace candour::anonymise
