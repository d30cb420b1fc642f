// Ages of ninety and more, in digits or words. Younger ages stay.
#include "node/anonymise/ages.h"

#include <algorithm>
#include <array>

#include "node/anonymise/age_words.h"
#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAge = {"age.90-plus", "An age of ninety or more."};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// "years" alone is a span of time; only with "old" or an age's form is it an age.
bool SaysOld(std::string_view ending) {
  return ending.find('o') != ending.npos || ending == "y" || ending == "yr" || ending == "yrs";
}

bool SaysBirthday(std::string_view after) {
  return after.find("birthday") != after.npos || after.find("bday") != after.npos ||
         after.find("b'day") != after.npos || after.starts_with(" year.") ||
         after.starts_with(" year,") || after.starts_with(" year ");
}

int Unit(std::string_view word) {
  constexpr std::array<std::string_view, 9> kUnits = {"one", "two",   "three", "four", "five",
                                                      "six", "seven", "eight", "nine"};
  auto found = std::find(kUnits.begin(), kUnits.end(), word);
  return found == kUnits.end() ? 0 : static_cast<int>(found - kUnits.begin()) + 1;
}

bool IsUnitOrdinal(std::string_view word) {
  constexpr std::array<std::string_view, 9> kUnits = {
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"};
  return IsOneOf(kUnits, word);
}

bool IsTeens(std::string_view word) {
  constexpr std::array<std::string_view, 6> kTeens = {"ten",      "eleven",   "twelve",
                                                      "thirteen", "fourteen", "fifteen"};
  return IsOneOf(kTeens, word);
}

}  // namespace

size_t YearsOld(std::string_view after) {
  constexpr std::array<std::string_view, 39> kEndings = {
      "-year-old",  " year-old", "-year old",    " year old",   " years old", " years of age",
      " yrs old",   " yr old",   "-yr-old",      "-yo",         " yo",        "yo",
      " y/o",       "y/o",       "yr old",       "yrs old",     "yr",         "yrs",
      " yrs",       "y",         " years",       "yr-old",      " yr",        "-years-old",
      " y o",       " y.o",      "-yr old",      "-years old",  " y",         "-y-o",
      " years-old", " yrs-old",  " years young", " yrs of age", "yrs of age", "y old",
      " y old",     " yoa",      "yoa"};
  size_t longest = 0;
  for (std::string_view ending : kEndings) {
    bool whole = after.size() == ending.size() ||
                 !(after.size() > ending.size() && IsLetter(after[ending.size()]));
    if (after.starts_with(ending) && whole) longest = std::max(longest, ending.size());
  }
  return longest;
}

bool IsSexWord(std::string_view word) {
  constexpr std::array<std::string_view, 8> kWords = {"female", "male",      "lady", "woman",
                                                      "man",    "gentleman", "gent", "resident"};
  return IsOneOf(kWords, word);
}

bool IsMeasuredAge(std::string_view after) {
  constexpr std::array<std::string_view, 14> kUnits = {"%",    "/",   " deg",   " min",  " ml",
                                                       " mg",  " kg", " mm",    " hour", " hrs",
                                                       " day", " cm", " beats", " bpm"};
  bool decimal = after.size() > 1 && after[0] == '.' && IsDigit(after[1]);
  return decimal || std::any_of(kUnits.begin(), kUnits.end(), [&](std::string_view unit) {
           return after.starts_with(unit) &&
                  !(unit == "/" && after.size() > 1 && (after[1] == 'f' || after[1] == 'm'));
         });
}

bool AgeStops(std::string_view after) {
  if (after.empty() || std::string_view(",;)!?\n").find(after[0]) != after.npos) return true;
  if (after[0] == '.') return !(after.size() > 1 && IsDigit(after[1]));
  if (after.starts_with(" and ") && after.size() > 5 && IsDigit(after[5])) return false;
  constexpr std::array<std::string_view, 17> kGoesOn = {
      " myself", " since", " & ",    " and ",      " an ",   " but ",  " with", " soon",   " next",
      " in ",    " last",  " today", " yesterday", " lives", " this ", " (",    " at the "};
  return std::any_of(kGoesOn.begin(), kGoesOn.end(),
                     [&](std::string_view word) { return after.starts_with(word); });
}

bool EndsAName(const Document& document, size_t i) {
  const Token& name = document.tokens()[i];
  if (!name.IsWord()) return false;
  bool cased = name.Capital() || name.line_case != LineCase::kOrdinary;
  const bool strange = name.size() > 2 && !name.Is(kEnglish | kClinical | kDrug);
  const bool named = cased && (name.Is(kForename | kSurname) || strange);
  const bool word = name.shape == Shape::kLower && name.Is(kEnglishCommon) && !name.Is(kForename) &&
                    !(i > 0 && document.tokens()[i - 1].Is(kTitle));
  return named && !word && !name.Is(kMonth | kWeekday);
}

bool IsKin(const Document& document, size_t i) {
  std::string_view word = document.LowerAt(i);
  return document.tokens()[i].Is(kRelation) && word != "pt" && word != "patient" &&
         word != "patients" && word != "client";
}

bool IsBedWord(std::string_view word) {
  constexpr auto kBeds = std::to_array<std::string_view>(
      {"bed", "room", "rm", "sr", "bay", "chair", "cubicle", "sideroom", "side-room", "trolley",
       "space", "flat", "cot", "bedspace"});
  return IsOneOf(kBeds, word);
}

bool IsPersonWord(std::string_view word) {
  constexpr auto kPeople = std::to_array<std::string_view>(
      {"pt",        "patient", "resident", "res",    "client",  "lady",    "gent",
       "gentleman", "man",     "woman",    "mam",    "nan",     "nain",    "taid",
       "gran",      "granny",  "nana",     "nanna",  "grandad", "grandma", "mum",
       "dad",       "widow",   "widower",  "lodger", "tenant",  "caller",  "deceased"});
  return IsOneOf(kPeople, word);
}

// "97 pressure ulcer cat 3"
bool OfSkin(std::string_view word) {
  return word == "ulcer" || word == "ulcers" || word == "sore" || word == "damage" ||
         word == "area" || word == "areas";
}

// "93, on air", "92 units", "91, 94": the number counts or measures.
bool MeasuredBehind(const Document& document, size_t last) {
  const std::vector<Token>& tokens = document.tokens();
  std::string_view gap = document.Gap(last);
  if (last + 1 >= tokens.size() || gap.find_first_of(".;|)") != gap.npos) return false;
  const Token& next = tokens[last + 1];
  std::string_view word = document.LowerAt(last + 1);
  if (gap.find('#') != gap.npos) return false;
  if (gap.size() <= 2 && gap.find('\n') == gap.npos && next.shape >= Shape::kNumber) return true;
  if (gap == " " && (IsMeasure(word) || (word == "to" && last + 2 < tokens.size() &&
                                         tokens[last + 2].shape >= Shape::kNumber)))
    return true;
  if (word == "on" && gap.find('\n') == gap.npos) {
    const Token* what = last + 2 < tokens.size() ? &tokens[last + 2] : nullptr;
    return what == nullptr || what->shape >= Shape::kNumber ||
           IsMeasuredThing(document.LowerAt(last + 2)) || document.LowerAt(last + 2) == "ra" ||
           document.LowerAt(last + 2) == "room";
  }
  const bool own = last + 2 < tokens.size() && tokens[last + 2].shape >= Shape::kNumber;
  return gap == " " && IsMeasuredThing(word) && !own && word != "room" && word != "ward" &&
         word != "bay" && !(word == "pressure" && OfSkin(document.LowerAt(last + 2)));
}

// "sats then 91": what is measured stands before, in the same sentence.
bool MeasuredBefore(const Document& document, size_t first) {
  const std::vector<Token>& tokens = document.tokens();
  for (size_t back = 1; back <= 8 && back <= first; ++back) {
    const size_t k = first - back;
    std::string_view gap = document.Gap(k);
    const bool ends = gap.find_first_of(";!\n") != gap.npos || gap.starts_with(". ");
    if (ends && back > 1) return false;
    if (ends && gap.find('\n') != gap.npos) return false;
    const Token& token = tokens[k];
    const bool place = IsBedWord(document.LowerAt(k)) || document.LowerAt(k) == "ward";
    if (!place && IsMeasuredThing(document.LowerAt(k))) return true;
    if (token.Is(kDrug) && !token.Is(kForename | kSurname)) return true;
    if (ends) return false;
  }
  return false;
}

SpokenAge SpokenAgeAt(const Document& document, size_t i) {
  std::string_view word = document.LowerAt(i);
  const auto next = [&](size_t k) { return document.LowerAt(k); };
  SpokenAge age = {.first = i, .last = i, .found = true};
  if (word == "ninetieth" || word == "hundredth") {
    age.ordinal = true;
  } else if (word == "ninety" || word == "nintey" || word == "ninty" || word == "ninetey") {
    age.ordinal = IsUnitOrdinal(next(i + 1));
    if (Unit(next(i + 1)) > 0 || age.ordinal) age.last = i + 1;
  } else if (word == "hundred" && i > 0 && (next(i - 1) == "one" || next(i - 1) == "a")) {
    const size_t rest = next(i + 1) == "and" ? i + 2 : i + 1;
    if (Unit(next(rest)) > 0 || IsTeens(next(rest)) || IsUnitOrdinal(next(rest))) age.last = rest;
    age.ordinal = IsUnitOrdinal(next(age.last));
    age.first = i - 1;
  } else {
    age.found = false;
  }
  return age;
}

namespace {

// A number from token `first` to token `last`, which ends at byte `end`.
struct Number {
  size_t first = 0;
  size_t last = 0;
  size_t end = 0;
};

class AgeReader {
 public:
  AgeReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].shape == Shape::kNumber || tokens_[i].shape == Shape::kAlnum) ReadDigits(i);
      if (tokens_[i].IsWord()) ReadWords(i);
    }
  }

 private:
  void Add(size_t begin, size_t end) {
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = SpanType::kAge90Plus,
                    .confidence = 0.95,
                    .rule = &kAge});
  }

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  void ReadDigits(size_t i) {
    const Token& token = tokens_[i];
    std::string_view word = document_.Lower(token);
    if (word == "9" && SpacedDigits(i)) return;
    size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    if (digits < 2 || digits > 3) return;
    std::string_view number = word.substr(0, digits);
    bool over = digits == 2 ? number >= "90" : number >= "100" && number <= "115";
    if (!over) return;
    size_t begin = token.begin;
    size_t end = begin + digits;
    std::string_view after = document_.After(end, 18);
    size_t ending = YearsOld(after);
    bool before = SaysAgeBefore(begin, after);
    bool parted = ending > 0 && after.size() > ending &&
                  std::string_view(",;.)").find(after[ending]) != std::string_view::npos &&
                  (document_.Before(begin, 2) == ", " || document_.Before(begin, 1) == "(" ||
                   token.starts_sentence);
    bool named = ending > 0 && i > 0 && document_.Gap(i - 1) == " " && EndsAName(document_, i - 1);
    if (ending > 0 && (SaysOld(after.substr(0, ending)) || before || parted || named))
      return Add(begin, end + ending);
    if (before) return Add(begin, end);
    std::string_view rest = word.substr(digits);
    bool ordinal = rest == "th" || rest == "st" || rest == "nd" || rest == "rd";
    if (ordinal && SaysBirthday(document_.After(token.end, 18))) return Add(begin, token.end);
    if (rest == "s" && InDecade(i)) return Add(begin, token.end);
    const bool isotope = document_.Before(begin, 1) == "-" || after.starts_with("mtc");  // "Tc-99m"
    if ((rest == "f" || rest == "m") && !isotope) return Add(begin, end + 1);
    if (!rest.empty()) return;
    Number whole = {.first = i, .last = i, .end = end};
    if (AfterName(i) || SexFollows(i) || AfterSex(i) || SomebodyIs(whole) || OfSomebody(whole))
      Add(begin, end);
  }

  // "is 9 4 and frail", "aged 9 1": the two digits of an age set apart.
  bool SpacedDigits(size_t i) {
    if (i + 1 >= tokens_.size() || document_.Gap(i) != " ") return false;
    const Token& second = tokens_[i + 1];
    if (second.shape != Shape::kNumber || second.size() != 1) return false;
    std::string_view after = document_.After(second.end, 18);
    size_t ending = YearsOld(after);
    bool old = ending > 0 && SaysOld(after.substr(0, ending));
    Number whole = {.first = i, .last = i + 1, .end = second.end};
    if (!old && !SaysAgeBefore(tokens_[i].begin, after) && !SomebodyIs(whole)) return false;
    Add(tokens_[i].begin, second.end + (old ? ending : 0));
    return true;
  }

  // "aged 94", "AGE=101", "Age (yrs): 97", "turned 90": but no average, and no rate that is now 95.
  bool SaysAgeBefore(size_t begin, std::string_view after) const {
    constexpr std::array<std::string_view, 15> kLabels = {"age",
                                                          "aged",
                                                          "age of",
                                                          "age is",
                                                          "age was",
                                                          "age (yrs)",
                                                          "age at death",
                                                          "age on admission",
                                                          "age at admission",
                                                          "age (years)",
                                                          "age yrs",
                                                          "age/sex",
                                                          "age in years",
                                                          "ages",
                                                          "age (y)"};
    constexpr std::array<std::string_view, 6> kTurns = {"turned", "turning", "turns",
                                                        "now",    "nearly",  "almost"};
    if (IsMeasuredAge(after)) return false;
    std::string_view before = document_.Before(begin, 26);
    size_t last = before.find_last_not_of(" :=-|(\n\"");
    if (last == before.npos) return false;
    std::string_view gap = before.substr(last + 1);
    before = before.substr(0, last + 1);
    auto says = [&](std::string_view label) {
      bool whole =
          before.size() == label.size() ||
          (before.size() > label.size() && !IsLetter(before[before.size() - label.size() - 1]));
      return before.ends_with(label) && whole;
    };
    if (gap.size() <= 3 && std::any_of(kLabels.begin(), kLabels.end(), says)) return true;
    return gap == " " && std::any_of(kTurns.begin(), kTurns.end(), says) && AgeStops(after);
  }

  // "..., 103, discharged", "Hegarty (93)", "Her husband, 95, followed": a bare number right after
  // somebody.
  bool AfterName(size_t i) const {
    if (i == 0) return false;
    std::string_view gap = document_.Gap(i - 1);
    std::string_view after = document_.After(tokens_[i].end, 3);
    bool decimal = after.size() > 1 && after[0] == '.' && IsDigit(after[1]);
    bool commas = (gap == ", " && !after.empty() && !decimal &&
                   std::string_view(",.;)\n").find(after[0]) != std::string_view::npos) ||
                  (gap == ", " && (after.empty() || after == " - ")) ||
                  (gap == "," && after.starts_with(","));
    bool brackets = gap == " (" && (after.starts_with(")") || after.starts_with(","));
    bool plain = gap == " " && (after.starts_with(",") || after == " li" || after == " wh");
    bool entry = gap == " " && i > 1 && document_.Gap(i - 2) == " " && after.starts_with(" ") &&
                 tokens_[i - 2].shape == Shape::kNumber && tokens_[i - 2].size() == 2 &&
                 document_.Before(tokens_[i - 2].begin, 1) == ":" && !IsMeasuredAge(after);
    if (entry)
      return EndsAName(document_, i - 1) &&
             tokens_[i - 1].Capital();  // "22:00 Doreen 98 unsettled"
    bool cells = gap == " | " && after.starts_with(" |");
    bool initial = gap == "., " && i > 1 && tokens_[i - 1].size() == 1 && AgeStops(after) &&
                   EndsAName(document_, i - 2);  // "Wanda K., 94,"
    if (initial) return true;
    if (gap == ", " && after.starts_with(" (")) {  // "her father, 96 (born 1927)"
      return EndsAName(document_, i - 1) || IsKin(document_, i - 1);
    }
    if (!commas && !brackets && !plain && !cells) return false;
    return EndsAName(document_, i - 1) ||
           (!plain && (tokens_[i - 1].Is(kRelation) || IsSexWord(Word(i - 1))));
  }

  // "F, 94", "Male, 96 yrs", "female 94": nothing but an age stands behind the sex.
  bool AfterSex(size_t i) const {
    if (i == 0 || document_.Gap(i - 1).size() > 3) return false;
    std::string_view sex = document_.LowerAt(i - 1);
    bool letter = (sex == "f" || sex == "m") && tokens_[i - 1].shape == Shape::kUpper;
    std::string_view gap = document_.Gap(i - 1);
    if (gap.size() == 3 && gap != " / " && gap != " | ") return false;
    std::string_view after = document_.After(tokens_[i].end, 5);
    bool ends = after.empty() || std::string_view(",.;)\n").find(after[0]) != after.npos ||
                after.starts_with(" yr") || after.starts_with(" year") || after.starts_with(" |");
    if (after.size() > 1 && after[0] == '.' && IsDigit(after[1])) return false;
    return ends && ((letter && gap != " ") || (IsSexWord(sex) && (gap == " " || gap == ", ")));
  }

  // "he is 93.", "she's 97 and lives alone", "Mr Hegarty is now 94", "Dad is ninety one".
  bool SomebodyIs(const Number& age) const {
    constexpr std::array<std::string_view, 7> kVerbs = {"is",    "was",    "be",  "being",
                                                        "turns", "turned", "will"};
    constexpr std::array<std::string_view, 10> kBetween = {"actually", "really", "now",  "nearly",
                                                           "almost",   "only",   "just", "already",
                                                           "about",    "aged"};
    size_t verb = age.first;
    if (verb == 0 || document_.Gap(verb - 1) != " ") return false;
    const bool will_be = verb > 1 && Word(verb - 2) == "will" &&
                         (Word(verb - 1) == "be" || Word(verb - 1) == "turn") &&
                         document_.After(age.end, 4) == " on ";  // "She will be 94 on 1st May."
    const bool resident = verb > 1 && Word(verb - 1) == "is" && IsSexWord(Word(verb - 2)) &&
                          document_.After(age.end, 5) == " and ";  // "Resident is 94 and 48 kg"
    if (!will_be && !resident && !AgeStops(document_.After(age.end, 10))) return false;
    --verb;
    if (will_be) {
      --verb;
      if (verb > 0 && Pronoun(Word(verb - 1))) return true;
    }
    if (verb > 0 && IsOneOf(kBetween, Word(verb)) && document_.Gap(verb - 1) == " ") --verb;
    std::string_view is = Word(verb);
    if (is == "i'm" || is == "im" || is == "shes" || is == "hes") return true;
    if (tokens_[verb].possessive) return Pronoun(is);
    if (!IsOneOf(kVerbs, is) || verb == 0) return false;
    // "The deceased, Mr Lachlan Carnegie, was 91."
    const bool inserted = document_.Gap(verb - 1) == ", " && (is == "is" || is == "was");
    if (inserted && EndsAName(document_, verb - 1) && tokens_[verb - 1].Capital() &&
        document_.After(age.end, 1).find_first_of(".,") == 0)
      return true;
    if (document_.Gap(verb - 1).size() > 1) return false;
    const Token& who = tokens_[verb - 1];
    bool name = who.Is(kForename | kSurname) && !who.Is(kClinical | kDrug | kEponym | kBrand) &&
                (EndsAName(document_, verb - 1) || (who.Is(kForename) && !who.Is(kEnglish)));
    return Pronoun(Word(verb - 1)) || who.Is(kRelation) || name || IsSexWord(Word(verb - 1));
  }

  // "was ninety-four": in words, where nothing is measured before.
  bool SpokenOf(const Number& age) const {
    constexpr std::array<std::string_view, 7> kLeads = {"is",    "was",   "turned", "aged",
                                                        "about", "being", "nearly"};
    constexpr std::array<std::string_view, 18> kMeasures = {
        "sat",   "o2",    "spo2", "bp",   "pulse", "rate",  "hr",    "temp", "score",
        "level", "sugar", "gluc", "oxyg", "press", "blood", "weigh", "dose", "gfr"};
    if (age.first == 0 || !AgeStops(document_.After(age.end, 10))) return false;
    if (document_.Gap(age.first - 1) != " " || !IsOneOf(kLeads, Word(age.first - 1))) return false;
    std::string_view whose = age.first > 1 ? Word(age.first - 2) : std::string_view();
    if (whose == "it" || whose == "this" || whose == "that" || whose == "which") return false;
    std::string_view before = document_.Before(tokens_[age.first].begin, 48);
    return std::none_of(kMeasures.begin(), kMeasures.end(), [&](std::string_view measure) {
      return before.find(measure) != before.npos;
    });
  }

  // "a lady of 94", "72 and wife 94."
  bool OfSomebody(const Number& age) const {
    if (age.first < 2 || document_.Gap(age.first - 1) != " ") return false;
    std::string_view before = Word(age.first - 1);
    if (before == "of" && document_.Gap(age.first - 2) == " ")
      return IsSexWord(Word(age.first - 2)) && !IsMeasuredAge(document_.After(age.end, 10));
    return IsKin(document_, age.first - 1) && AgeStops(document_.After(age.end, 10));
  }

  static bool Pronoun(std::string_view word) {
    return word == "he" || word == "she" || word == "who" || word == "will" || word == "i" ||
           word == "she'll" || word == "he'll" || word == "i'll";
  }

  // "in her 90s", "in his late nineties"; "in the 90s" is a decade.
  bool InDecade(size_t i) const {
    size_t whose = i > 0 ? i - 1 : i;
    std::string_view part = document_.LowerAt(whose);
    if ((part == "early" || part == "mid" || part == "late") && whose > 0) --whose;
    std::string_view word = document_.LowerAt(whose);
    return whose < i && (word == "his" || word == "her" || word == "their");
  }

  bool SexFollows(size_t i) const {
    std::string_view next = document_.LowerAt(i + 1);
    bool sex = next == "f" || next == "m" || IsSexWord(next);
    std::string_view gap = document_.Gap(i);
    return sex && next != "resident" && (gap.size() <= 2 || gap == " / ");
  }

  // "ninety two year old", "one hundred and one years old", "her ninety-third birthday".
  void ReadWords(size_t i) {
    if (Word(i) == "nineties" && InDecade(i)) return Add(tokens_[i].begin, tokens_[i].end);
    const SpokenAge spoken = SpokenAgeAt(document_, i);
    if (!spoken.found) return;
    i = spoken.first;
    const size_t last = spoken.last;
    size_t begin = tokens_[i].begin;
    size_t end = tokens_[last].end;
    std::string_view after = document_.After(end, 18);
    if (spoken.ordinal) return SaysBirthday(after) ? Add(begin, end) : void();
    size_t ending = YearsOld(after);
    if (ending > 0 && SaysOld(after.substr(0, ending))) return Add(begin, end + ending);
    bool somebody = i > 0 && (EndsAName(document_, i - 1) || tokens_[i - 1].Is(kRelation) ||
                              IsSexWord(Word(i - 1)));
    std::string_view gap = i > 0 ? document_.Gap(i - 1) : std::string_view();
    bool parted =
        somebody && ((gap == ", " && after.starts_with(",")) ||
                     (gap == " (" && after.starts_with(")")) || (gap == " " && ending > 0));
    bool opens = ending > 0 && tokens_[i].starts_sentence && after.substr(ending).starts_with(",");
    Number whole = {.first = i, .last = last, .end = end};
    if (parted || opens || SaysAgeBefore(begin, after) || SomebodyIs(whole) || OfSomebody(whole) ||
        SexFollows(last) || SpokenOf(whole))
      Add(begin, end + (parted || opens ? ending : 0));
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindAges(const Document& document, Findings& out) { AgeReader(document, out).Read(); }

}  // namespace candour::anonymise
