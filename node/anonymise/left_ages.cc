// Ages of ninety and more that the readers before left, told by the names found since: a number
// that stands apart where somebody is spoken of and nothing is measured.
#include <algorithm>
#include <array>

#include "node/anonymise/age_words.h"
#include "node/anonymise/ages.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kLeft = {"age.left", "A number of ninety and more beside somebody, not measured."};

constexpr char kSexSign = '\x7f';  // What Normalise makes of the signs for the sexes.
constexpr size_t kReach = 10;      // Words before the number in which somebody is sought.

class LeftAgeReader {
 public:
  LeftAgeReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), tokens_(document_.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (sense_.Covered(i)) continue;
      if (tokens_[i].shape == Shape::kNumber) {
        if (Over(document_.Text(tokens_[i]))) Judge(i, i);
      } else if (tokens_[i].IsWord() && tokens_[i].size() > 5) {
        const SpokenAge spoken = SpokenAgeAt(document_, i);
        if (spoken.found && !spoken.ordinal) Judge(spoken.first, spoken.last);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  static bool Over(std::string_view digits) {
    if (digits.size() == 2) return digits >= "90";
    return digits.size() == 3 && digits >= "100" && digits <= "115";
  }

  void Add(size_t first, size_t last, size_t more) {
    sense_.Cover(first, last);
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end + more,
                    .type = SpanType::kAge90Plus,
                    .confidence = 0.7,
                    .rule = &kLeft});
  }

  void Judge(size_t first, size_t last) {
    std::string_view after = document_.After(tokens_[last].end, 24);
    if (BySign(first, after) || Said(first, after) || Plainly(first, last, after))
      return Add(first, last, 0);
    if (Joined(first, after) || IsMeasuredAge(after) || MeasuredBefore(document_, first)) return;
    if (const size_t years = YearsOld(after); years > 0) {
      if (!IsSpan(first, after.substr(years))) Add(first, last, years);
      return;
    }
    if (Half(first, after)) return Add(first, last, 0);
    if (MeasuredBehind(document_, last)) return;
    const bool of_somebody = Apart(first, last, after) || Coming(first, after) ||
                             Exclaimed(first, after) || Estimated(first, last) ||
                             BehindName(first, last) || NothingElse(first, last, after) ||
                             Unmeasured(first, last, after);
    if (of_somebody) Add(first, last, 0);
  }

  // "94 ♀", "♀94"
  bool BySign(size_t first, std::string_view after) const {
    if (after.starts_with(" ")) after.remove_prefix(1);
    std::string_view before = document_.Before(tokens_[first].begin, 2);
    if (before.ends_with(" ")) before.remove_suffix(1);
    const size_t begin = tokens_[first].begin;
    const bool letter = (before == "m/" || before == "f/") && after.starts_with("/") &&
                        (begin == 2 || document_.Before(begin, 3)[0] == ' ');  // "M/90/CFS 7"
    return letter || (!after.empty() && after[0] == kSexSign) ||
           (!before.empty() && before.back() == kSexSign);
  }

  // A part of a larger number, of a code or of a sum.
  bool Joined(size_t first, std::string_view after) const {
    std::string_view before = document_.Before(tokens_[first].begin, 1);
    constexpr std::string_view kJoins = "/.:-_#@$+=<>*~\\&";
    if (!before.empty() && kJoins.find(before[0]) != kJoins.npos) return true;
    if (!before.empty() && static_cast<unsigned char>(before[0]) >= 0x80) return true;
    if (after.empty()) return false;
    if (std::string_view("/-_%*+=").find(after[0]) != std::string_view::npos) return true;
    return after.size() > 1 && after[0] != ' ' && after[1] >= '0' && after[1] <= '9';
  }

  // "100 years ago", "in the last 100 years": no age.
  bool IsSpan(size_t first, std::string_view rest) const {
    constexpr auto kBehind =
        std::to_array<std::string_view>({" ago", " since", " later", " earlier", " of experience",
                                         " of service", " experience", " of history"});
    constexpr auto kBefore = std::to_array<std::string_view>(
        {"last", "past", "for", "next", "every", "in", "first", "within", "these"});
    const bool behind = std::any_of(kBehind.begin(), kBehind.end(),
                                    [&](std::string_view each) { return rest.starts_with(each); });
    return behind || (first > 0 && IsOneOf(kBefore, Word(first - 1)));
  }

  // "Bd 12 - 95 - CCF", "bed 1 F 97 urosepsis", "pt 1 is 95 with"
  bool InBed(size_t first, bool sex, std::string_view after) const {
    std::string_view gap = document_.Gap(first - 1);
    const bool cell = gap == " - " && after.starts_with(" - ");
    const bool is = Word(first - 1) == "is" && gap == " " && after.starts_with(" w");
    if (first < (cell ? 2u : 3u) || !(cell || sex || is)) return false;
    const size_t bed = cell ? first - 1 : first - 2;
    if (tokens_[bed].shape != Shape::kNumber || tokens_[bed].size() > 2 ||
        document_.Gap(bed - 1) != " ")
      return false;
    std::string_view word = Word(bed - 1);
    return (IsBedWord(word) || word == "bd" || (is && (word == "pt" || word == "patient"))) &&
           !IsMeasuredAge(after);
  }

  // "Case 1: E.W., 101,", "died at 98 of", "looks well for 97": where somebody is spoken of.
  bool InPassing(size_t first, std::string_view after) const {
    std::string_view before = Word(first - 1);
    // "Case 1: E.W., 101,", "Wilfred Tolley, then 95, in resus"
    const bool letters = document_.Gap(first - 1) == "., " && before.size() == 1 && first > 1 &&
                         document_.Gap(first - 2) == "." && tokens_[first - 2].size() == 1;
    const bool then = before == "then" && first > 1 && document_.Gap(first - 2) == ", " &&
                      Named(first - 2) && after.starts_with(", ");
    if ((letters && AgeStops(after)) || then) return true;
    // "Elsie Womersley F 93 / Primrose Cottage"
    const bool sex = (before == "f" || before == "m") &&
                     tokens_[first - 1].shape == Shape::kUpper && first > 1 &&
                     document_.Gap(first - 2) == " ";
    if (sex && Named(first - 2) && (after.starts_with(" / ") || AgeStops(after))) return true;
    if (InBed(first, sex, after)) return true;
    // "GRACE MELLOR / 97 / WC / skin tear"
    const bool cell = document_.Gap(first - 1) == " / " && after.starts_with(" / ");
    if (cell && (Named(first - 1) || (before == "again" && first > 1 && Named(first - 2))))
      return true;
    // "our oldest survivor this year (101)"
    std::string_view line = document_.Before(tokens_[first].begin, 40);
    const bool oldest = line.find("oldest") != line.npos || line.find("eldest") != line.npos;
    if (oldest && line.ends_with(" (") && after.starts_with(")")) return true;
    if (document_.Gap(first - 1) != " ") return false;
    // "died at 98 of", "Was ninety-three when she", "looks well for 97"
    const bool died =
        before == "at" && first > 1 && Word(first - 2) == "died" && !after.starts_with(" per");
    const bool was =
        before == "was" && (after.starts_with(" when she") || after.starts_with(" when he "));
    constexpr auto kLooks =
        std::to_array<std::string_view>({"well", "bad", "good", "fit", "sharp", "spry", "young"});
    const bool well =
        before == "for" && first > 1 && IsOneOf(kLooks, Word(first - 2)) && AgeStops(after);
    // "a sprightly 91)"
    const bool sprightly = before.ends_with("ly") && first > 1 && Word(first - 2) == "a" &&
                           tokens_[first - 1].Is(kEnglish) && AgeStops(after);
    return sprightly || died || was || well;
  }

  // "At 95 she should not", "Client 93, wt 38kg"
  bool Said(size_t first, std::string_view after) const {
    if (first == 0) return false;
    std::string_view before = Word(first - 1);
    constexpr auto kWhom =
        std::to_array<std::string_view>({"member", "lady", "gentleman", "visitor", "widow"});
    if (document_.Gap(first - 1) == ", " && IsOneOf(kWhom, before)) return after.starts_with(", ");
    if (before.ends_with("genarian")) return true;
    if (InPassing(first, after)) return true;
    // "Resident Winifred P, 90.", "Szymanska, H | 96 |"
    std::string_view gap = document_.Gap(first - 1);
    const bool initial = sense_.Covered(first - 1) || (first > 1 && Named(first - 2));
    if (before.size() == 1 && initial && (gap == ", " || gap == " | " || gap == " - ") &&
        (AgeStops(after) || after.starts_with(" |")))
      return true;
    constexpr auto kMany = std::to_array<std::string_view>({"residents", "patients", "pts"});
    const bool kin = tokens_[first - 1].Is(kRelation) && before.ends_with("s") && gap == " (";
    if (kin || (gap == ", " && IsOneOf(kMany, before))) return after.starts_with(" and ");
    if (before == "and" && first > 1 && sense_.Covered(first - 2) && after.starts_with(")") &&
        tokens_[first - 2].shape == Shape::kNumber && tokens_[first - 2].size() == 2)
      return true;  // "two residents, 90 and 84"
    // "Ages on the list were 67, 95, 72 and 90", "one being 103, the other 88"
    const bool listed =
        document_.Before(tokens_[first].begin, 48).find("ages ") != std::string_view::npos &&
        (tokens_[first - 1].shape == Shape::kNumber || before == "and" || before == "were" ||
         before == "are");
    if (listed || (before == "being" && first > 1 && Word(first - 2) == "one")) return true;
    if (document_.Gap(first - 1) != " ") return false;
    if (before == "at" && tokens_[first - 1].Capital()) {
      if (after.starts_with(", ")) after.remove_prefix(1);  // "At ninety-two, he"
      return after.starts_with(" she ") || after.starts_with(" he ") || after.starts_with(" i ") ||
             after.starts_with(" our oldest") || after.starts_with(" the oldest");
    }
    // "lady is deaf and 98.", "couple aged 89 and 91 both"
    const bool both = before == "and" && first > 2 && tokens_[first - 2].shape == Shape::kNumber &&
                      (Word(first - 3) == "aged" || Word(first - 3) == "ages");
    if (both) return true;
    if (before == "and" && first > 1 && IsSaidOfSomebody(Word(first - 2)) && AgeStops(after) &&
        Somebody(first))
      return true;
    // "came to us at 92.", "our oldest patient, at 103,"
    const bool ended = after.empty() || after.find_first_of(".,;)") == 0;
    if (before == "at" && ended && !Round(Word(first)) && Somebody(first) &&
        !MeasuredBefore(document_, first))
      return true;
    constexpr auto kWho = std::to_array<std::string_view>(
        {"client", "resident", "pt", "chap", "gent", "man", "woman"});
    if (tokens_[first - 1].Is(kRelation) && before != "patient")
      return after.starts_with(", ") || after.empty();
    const bool of = before == "of" && first > 1 &&
                    (IsOneOf(kWho, Word(first - 2)) || tokens_[first - 2].Is(kRelation));
    if (of)
      return (after.starts_with(" ") || after.starts_with(", ")) &&
             !IsMeasuredAge(after);  // "Pt of 95 given"
    return IsOneOf(kWho, before) && after.starts_with(", ");
  }

  // A number of that size that ends its clause, where nothing else that comes in such numbers
  // stands near: no measure, no telephone, no room and no thing that is counted.
  bool NothingElse(size_t first, size_t last, std::string_view after) const {
    std::string_view digits = Word(first);
    if (first == 0 || first != last || tokens_[first].shape != Shape::kNumber || Round(digits))
      return false;
    const bool ends = after.empty() || std::string_view(",.;)!?\n").find(after[0]) != after.npos;
    std::string_view gap = document_.Gap(first - 1);
    const bool parted = gap == ", " || gap == " (" || gap == "; " || gap == " - ";
    const Token& before = tokens_[first - 1];
    constexpr WordClasses kThing = kClinical | kDrug | kBrand | kIdLabel | kUnitWord | kEponym |
                                   kStreet | kWardHead | kOrgHead | kMonth;
    std::string_view word = Word(first - 1);
    return ends && parted && before.IsWord() && !before.Is(kThing) && !HasFigures(word) &&
           !IsThing(word) && !IsSpot(word);
  }

  // "wife, 93 herself", "one 66 one 91", "97. Skin tear.": nothing around it comes in numbers of
  // that size, so it is somebody's age.
  bool Unmeasured(size_t first, size_t last, std::string_view after) const {
    if ((Round(Word(first)) && !Soon(after)) || Counts(last, after)) return false;
    if (first == 0 || document_.Gap(first - 1).find('\n') != std::string_view::npos)
      return first != last || after.starts_with(". ") || after.starts_with(", ") ||
             after.starts_with(" | ") || after.starts_with("\",") || after.starts_with("|") ||
             after.starts_with(" and on ") || after.starts_with(" & ");
    std::string_view gap = document_.Gap(first - 1);
    if (gap == " ") return PlainlyBehind(first, last, after);
    const Token& before = tokens_[first - 1];
    // ";92;", "|93|", "\"98\",": in a cell of its own, whatever number stands in the next.
    constexpr std::string_view kEdges = ";|\"";
    const bool cell = kEdges.find(gap.back() == ' ' ? gap[0] : gap.back()) != gap.npos &&
                      !after.empty() && kEdges.find(after[0]) != gap.npos;
    if (cell && before.shape >= Shape::kNumber) return true;
    const bool many =
        before.shape == Shape::kLower && before.size() > 3 && Word(first - 1).ends_with("s");
    return gap.find_first_of(",-(|;)") != std::string_view::npos && !many &&
           !MeasuresOrCounts(first - 1);
  }

  // "90 seconds", "94 beds", "92 of 100", "96 and 94".
  bool Counts(size_t last, std::string_view after) const {
    const bool more = after.starts_with(" and ") && after.size() > 5 && after[5] <= '9';
    return more || CountsThings(document_, last) || after.starts_with(" s ") ||
           after.starts_with(" sec") || after.starts_with(" x") || after.starts_with(" of ") ||
           after.starts_with(" bed");
  }

  // "pt Raistrick 98 onset", "room 4 is 102!!", "NOK is also 92", "Ethel 101 yesterday".
  bool PlainlyBehind(size_t first, size_t last, std::string_view after) const {
    const size_t before = first - 1;
    constexpr auto kSays = std::to_array<std::string_view>(
        {"not", "one", "been", "also", "reaches", "reached", "say", "says", "himself", "herself",
         "thats", "so", "actually", "really"});
    std::string_view word = Word(before);
    const bool over = word == "over" && before > 0 && Word(before - 1) == "residents";
    if (over || IsOneOf(kSays, word)) return true;
    const size_t bed =
        tokens_[before].shape == Shape::kNumber ? before : before - (before > 0 ? 1 : 0);
    const bool in_bed = bed > 0 && tokens_[bed].shape == Shape::kNumber && IsBedWord(Word(bed - 1));
    const bool is = word == "is" || word == "was" || word == "be";
    // "(eighty-nine on form, is 91)"
    const bool bare = is && before > 0 && document_.Gap(before - 1) == ", " && word != "be";
    if (bare && (after.starts_with(")") || after.starts_with("."))) return true;
    if (is && before == 0) return after.starts_with(" on ad");  // "Was 94 on admission"
    if (is && (after.starts_with(" (she") || after.starts_with(" (he"))) return true;
    if (is)
      return before > 0 && (in_bed || IsSomebody(before - 1) || Word(before - 1).ends_with("'ll"));
    // "b1 96 JIC meds"
    const bool coded = tokens_[before].shape == Shape::kAlnum && word.size() < 4 &&
                       word[0] == 'b' && word.find_first_not_of("0123456789", 1) == word.npos;
    if (coded) return true;
    if (tokens_[before].shape == Shape::kNumber) return in_bed && (first != last || Soon(after));
    const bool small = before > 0 && sense_.Covered(before) && tokens_[before].IsWord() &&
                       document_.Gap(before - 1) == " " && Named(before - 1);
    if (small && tokens_[before].shape == Shape::kLower) return true;  // "doris whitlam 97"
    if (Named(before)) {
      const bool whole =
          before > 0 && document_.Gap(before - 1) == " " &&
          (Named(before - 1) || tokens_[before - 1].Is(kTitle) || IsPersonWord(Word(before - 1)));
      const bool listed = before > 0 && tokens_[before - 1].starts_line && after.starts_with(" - ");
      return whole || listed || Soon(after);  // "B3 O'Dwyer 91 - DNACPR"
    }
    return first != last && !MeasuresOrCounts(before);
  }

  // What is counted in such numbers, or is called.
  static bool Round(std::string_view digits) {
    constexpr auto kRound =
        std::to_array<std::string_view>({"100", "101", "105", "110", "111", "112", "115"});
    return IsOneOf(kRound, digits);
  }

  static bool Soon(std::string_view after) {
    constexpr auto kWhen = std::to_array<std::string_view>(
        {" today", " yesterday", " tomorrow", " next w", " nxt w", " next m", " last w"});
    return std::any_of(kWhen.begin(), kWhen.end(),
                       [&](std::string_view each) { return after.starts_with(each); });
  }

  // Whether the word before a number leads to a measure, a count or a part of something.
  bool MeasuresOrCounts(size_t before) const {
    constexpr WordClasses kThing = kClinical | kDrug | kBrand | kIdLabel | kUnitWord | kEponym |
                                   kStreet | kWardHead | kOrgHead | kMonth | kWeekday;
    constexpr auto kLeads = std::to_array<std::string_view>(
        {"to",     "from",   "of",     "vs",    "for",   "instead", "about",  "around",
         "over",   "in",     "by",     "at",    "x",     "than",    "up",     "back",
         "out",    "down",   "under",  "below", "above", "after",   "until",  "till",
         "within", "every",  "plus",   "pre",   "post",  "esr",     "before", "had",
         "only",   "no",     "then",   "with",  "and",   "or",      "on",     "pages",
         "pp",     "nearly", "almost", "the",   "these", "those",   "other",  "all",
         "were",   "are",    "has",    "have",  "least", "most",    "between"});
    const Token& token = tokens_[before];
    std::string_view word = Word(before);
    if (token.shape >= Shape::kNumber) {
      const bool parted = document_.Gap(before).find_first_of(",-|;()") != std::string_view::npos;
      return !(sense_.Covered(before) && parted);
    }
    if (Named(before) || token.Is(kRelation) || IsPersonWord(word) || IsSexWord(word) ||
        word == "pts" || word == "be")
      return false;
    if (token.shape == Shape::kUpper) return word != "f" && word != "m" && !sense_.Covered(before);
    const bool pronoun = word == "s" && before > 0 && document_.Gap(before - 1) == "'";
    if (pronoun || word.ends_with("genarian")) return false;              // "who's 90 himself"
    const bool done = word.ends_with("ed") && !token.Is(kDrug | kBrand);  // "dehisced, 93,"
    return (token.Is(kThing) && !done) || HasFigures(word) || IsThing(word) || IsSpot(word) ||
           IsOneOf(kLeads, word);
  }

  // "pt 98 no NOK", "mum is 91 she cant keep on": right behind somebody, whatever was measured
  // before.
  bool Plainly(size_t first, size_t last, std::string_view after) const {
    if (first == 0 || document_.Gap(first - 1) != " " || Joined(first, after) ||
        IsMeasuredAge(after) || MeasuredBehind(document_, last) ||
        (Round(Word(first)) && !Word(first - 1).ends_with("hes") && Word(first - 1) != "turned" &&
         !after.starts_with(" & pt")) ||
        Counts(last, after))
      return false;
    if (Word(first - 1) == "turned" && !after.starts_with(" deg")) return true;
    if (Word(first - 1) == "shes" || Word(first - 1) == "hes") return true;
    size_t who = first - 1;
    constexpr auto kAdverbs =
        std::to_array<std::string_view>({"therefore", "fact", "in", "now", "actually", "currently",
                                         "only", "just", "nearly", "already", "really", "well"});
    for (int skipped = 0; skipped < 2 && who > 1 && IsOneOf(kAdverbs, Word(who)); ++skipped) --who;
    if (who > 0 && (Word(who) == "is" || Word(who) == "was" || Word(who) == "be")) --who;
    constexpr auto kPronouns = std::to_array<std::string_view>({"he", "she", "who", "mr", "mrs"});
    const bool turns = IsOneOf(kPronouns, Word(who - (who > 0 ? 1 : 0))) && who == first - 1 &&
                       (Word(who) == "turns" || Word(who) == "turned");
    if (turns) return true;
    if (IsOneOf(kPronouns, Word(who)) && (tokens_[who].possessive || who < first - 1)) return true;
    const bool kin = tokens_[who].Is(kRelation) || IsPersonWord(Word(who)) ||
                     IsSexWord(Word(who)) || Word(who) == "eldest" || Word(who) == "oldest";
    return kin && (who < first - 1 || Word(who) != "patient");
  }

  // "98 1/2, COPD": in a sentence's beginning or behind somebody.
  bool Half(size_t first, std::string_view after) const {
    const bool half = after.starts_with(" 1/2") || after.starts_with(" and a half");
    return half && (tokens_[first].starts_sentence || Somebody(first));
  }

  // Of whom an age may be told: a name, a relation, a word for a patient.
  bool IsSomebody(size_t i) const {
    if (tokens_[i].Is(kRelation) || IsPersonWord(Word(i)) || IsSexWord(Word(i))) return true;
    constexpr auto kPronouns = std::to_array<std::string_view>({"she", "he", "who", "i"});
    return IsOneOf(kPronouns, Word(i)) || Named(i);
  }

  bool Named(size_t i) const {
    const Token& token = tokens_[i];
    return sense_.Covered(i) && token.IsWord() &&
           (token.Capital() || token.Is(kForename) ||
            (token.shape == Shape::kUpper && token.size() > 2 &&
             (token.Is(kSurname) || token.classes == 0)));
  }

  bool Somebody(size_t first) const {
    for (size_t back = 1; back <= kReach && back <= first; ++back) {
      const size_t k = first - back;
      std::string_view gap = document_.Gap(k);
      if (gap.find_first_of(";!?\n\t") != gap.npos || gap.starts_with(". ")) return false;
      if (IsSomebody(k)) return true;
    }
    return false;
  }

  // "(no number on sheet, 90, from Ludlow)": between marks, and no figure of a list.
  bool Apart(size_t first, size_t last, std::string_view after) const {
    if (first == 0) return false;
    std::string_view gap = document_.Gap(first - 1);
    const bool parted = gap == ", " || gap == " (" || gap == " - " || gap == "; " || gap == ",";
    const bool ends = after.empty() || std::string_view(",;.)\n").find(after[0]) != after.npos ||
                      after.starts_with(" - ");
    const bool ward = tokens_[first - 1].shape == Shape::kNumber && first > 1 &&
                      tokens_[first - 2].Is(kWardHead) && sense_.Covered(first - 2);
    if (!parted || !ends || (tokens_[first - 1].shape == Shape::kNumber && !ward)) return false;
    for (size_t k = last + 1; k < tokens_.size() && k <= last + 3; ++k) {
      if (IsMeasuredThing(Word(k)) && !IsBedWord(Word(k))) return false;
    }
    return Somebody(first) || Bracketed(first);
  }

  // "Ottoline (no number on sheet, 90, from Ludlow)": behind a capital that opens its clause.
  bool Bracketed(size_t first) const {
    constexpr WordClasses kNobody = kClinical | kDrug | kBrand | kFunction | kEponym | kIdLabel |
                                    kGeneric | kWardHead | kOrgHead | kVerb;
    for (size_t back = 1; back <= kReach && back <= first; ++back) {
      const size_t k = first - back;
      std::string_view gap = document_.Gap(k);
      if (gap == " (") {
        const Token& who = tokens_[k];
        const bool opens = who.starts_sentence || (k > 0 && document_.Gap(k - 1) == "; ");
        return opens && who.Capital() && who.size() > 2 && !who.Is(kNobody) &&
               (who.Is(kForename) || !who.Is(kEnglish));
      }
      if (gap.find_first_of(";!?\n\t()") != gap.npos || gap.starts_with(". ")) return false;
    }
    return false;
  }

  // "mum (96 nxt wk)", "Dad, 98 in June"
  bool Coming(size_t first, std::string_view after) const {
    constexpr auto kWhen =
        std::to_array<std::string_view>({" nxt ", " next w", " next m", " next b", " this w",
                                         " this m", " this y", " tomorrow", " today"});
    // "Winifred Sagoo, one hundred and two last February"
    const bool last = after.starts_with(" last ") && first > 0 && document_.Gap(first - 1) == ", ";
    if (last && Named(first - 1)) return true;
    const bool when = std::any_of(kWhen.begin(), kWhen.end(),
                                  [&](std::string_view each) { return after.starts_with(each); });
    const bool hundred =
        tokens_[first].size() == 3 && first > 0 && document_.Gap(first - 1) == ", ";
    return when && first > 0 && (hundred || IsSomebody(first - 1));  // "2/7, 101 next week!"
  }

  // "Husband 101!! is sole carer"
  bool Exclaimed(size_t first, std::string_view after) const {
    if (first == 0 || after.empty() || (after[0] != '!' && after[0] != '?')) return false;
    std::string_view gap = document_.Gap(first - 1);
    return (gap == " " || gap == ", " || gap == " - ") &&
           (tokens_[first - 1].Is(kRelation) || IsPersonWord(Word(first - 1)) ||
            IsSexWord(Word(first - 1)) || Named(first - 1));
  }

  // "over 90 and alone", "approx 95, frail"
  bool Estimated(size_t first, size_t last) const {
    constexpr auto kAbout = std::to_array<std::string_view>(
        {"over", "approx", "approximately", "about", "nearly", "almost", "circa", "c", "around",
         "roughly", "probably", "maybe", "estimated"});
    if (first == 0 || !IsOneOf(kAbout, Word(first - 1)) || !Somebody(first)) return false;
    const size_t said = Word(last + 1) == "and" ? last + 2 : last + 1;
    return said < tokens_.size() && document_.Gap(said - 1).size() <= 2 &&
           IsSaidOfSomebody(Word(said));
  }

  // "Elsie Moorcroft 94 called": what somebody does behind it.
  bool BehindName(size_t first, size_t last) const {
    if (first == 0 || last + 1 >= tokens_.size() || document_.Gap(first - 1) != " ") return false;
    const bool patient = tokens_[first - 1].starts_sentence && IsPersonWord(Word(first - 1));
    if (patient && Word(last + 1) == "and" && tokens_[last + 1].shape == Shape::kLower)
      return true;  // "Patient 96 and was cold"
    if (first < 2) return false;
    const bool whole =
        Named(first - 1) && (Named(first - 2) || tokens_[first - 2].Is(kTitle) ||
                             IsPersonWord(Word(first - 2)));  // "resident Alf 98 had"
    std::string_view gap = document_.Gap(last);
    if (whole && gap == " - ") return true;  // "Xiu Lan Fong 90 - 1:1"
    return whole && document_.Gap(last) == " " && tokens_[last + 1].shape == Shape::kLower &&
           (tokens_[last + 1].Is(kVerb) || IsSaidOfSomebody(Word(last + 1)));
  }

  NameSense& sense_;
  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindLeftAges(NameSense& sense, Findings& out) { LeftAgeReader(sense, out).Read(); }

}  // namespace candour::anonymise
