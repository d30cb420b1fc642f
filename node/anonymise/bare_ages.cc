// Ages of ninety and more that no word such as "aged" tells: behind a bed, a day of birth, somebody
// or somebody's sex, in a sentence of their own, or before what is said of somebody ("Bed 9 - 93,
// hip #", "30.04.1931, 93 yrs", "died at the hospice. Ninety-two.", "94, lives alone").
#include <algorithm>
#include <array>
#include <unordered_set>

#include "node/anonymise/age_words.h"
#include "node/anonymise/ages.h"
#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kBare = {"age.bare", "A number of ninety and more where somebody's age stands."};
constexpr Rule kWord = {"age.word", "A word for somebody of ninety and more."};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class BareReader {
 public:
  BareReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {
    for (const Finding& finding : out_) {
      if (finding.type == SpanType::kAge90Plus) taken_.insert(finding.begin);
    }
  }

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.shape == Shape::kNumber) {
        if (Over(document_.Text(token))) Judge(i, i, /*spoken=*/false);
      } else if (token.shape == Shape::kAlnum) {
        SexJoined(i);
      } else if (token.IsWord()) {
        std::string_view word = Word(i);
        if (word.ends_with("genarian") || word.starts_with("centenarian")) Named(i);
        const SpokenAge spoken = SpokenAgeAt(document_, i);
        if (spoken.found && !spoken.ordinal) Judge(spoken.first, spoken.last, /*spoken=*/true);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  static bool Over(std::string_view digits) {
    if (digits.size() == 2) return digits >= "90";
    return digits.size() == 3 && digits >= "100" && digits <= "115";
  }

  void Add(size_t begin, size_t end, const Rule& rule) {
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = SpanType::kAge90Plus,
                    .confidence = 0.8,
                    .rule = &rule});
  }

  // "a centenarian", "nonagenarians": but no club or hospital of that name.
  void Named(size_t i) {
    std::string_view word = Word(i);
    const bool old = word.starts_with("centenarian") || word.starts_with("nonagenarian") ||
                     word.starts_with("supercentenarian");
    if (old && (tokens_[i].shape == Shape::kLower || tokens_[i].starts_sentence))
      Add(tokens_[i].begin, tokens_[i].end, kWord);
  }

  // "F93 admitted with", "M92, chest pain": but no code, no road and no switch.
  void SexJoined(size_t i) {
    std::string_view code = document_.Text(tokens_[i]);
    if (code.size() < 3 || code.size() > 4 || (Word(i)[0] != 'f' && Word(i)[0] != 'm')) return;
    if (!Over(code.substr(1))) return;
    std::string_view gap = document_.Gap(i);
    const bool bracketed = i > 0 && document_.Gap(i - 1) == " (" && gap.starts_with(")") &&
                           tokens_[i - 1].Is(kForename | kSurname);  // "(f93)"
    if (bracketed) return Add(tokens_[i].begin, tokens_[i].end, kBare);
    if (code[0] != 'F' && code[0] != 'M') return;
    constexpr auto kNumbered = std::to_array<std::string_view>({"nhs", "dob", "mrn", "hosp"});
    if (tokens_[i].starts_sentence && gap == ", " && IsOneOf(kNumbered, Word(i + 1)))
      return Add(tokens_[i].begin, tokens_[i].end, kBare);  // "M94, NHS"
    if (gap != " " && gap != ", " && gap != ". ") return;
    if (i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].Is(kFunction)) return;
    if (i > 0 && (Word(i - 1) == "code" || Word(i - 1).starts_with("icd"))) return;
    if (SaidAt(i + 1)) Add(tokens_[i].begin, tokens_[i].end, kBare);
  }

  void Judge(size_t first, size_t last, bool spoken) {
    const size_t begin = tokens_[first].begin;
    const size_t end = tokens_[last].end;
    std::string_view after = document_.After(end, 20);
    if (taken_.contains(begin) || MeasuredBehind(document_, last)) return;
    if (!Stroked(first, last) && (Joined(begin, after) || IsMeasuredAge(after))) return;
    const size_t years = YearsOld(after);
    if (BehindBirth(first, end + years)) return Add(begin, end + years, kBare);
    if (MeasuredBefore(document_, first)) return;
    std::string_view sex = years > 0 ? WordAt(end + years) : std::string_view();
    const bool told = years > 0 && first > 1 && IsPersonWord(Word(first - 2)) &&
                      (Word(first - 1) == "is" || Word(first - 1) == "was");
    if (years > 0 && (told || Person(first) || IsSexWord(sex) || sex == "f" || sex == "m")) {
      return Add(begin, end + years, kBare);
    }
    if (BehindBed(first, last) || Alone(first, last, spoken) || Opens(first, last) ||
        BehindPerson(first, last, spoken) || BehindSex(first, last) || Turning(first, last) ||
        Labelled(first, last) || Died(first, last) || Stroked(first, last) ||
        (spoken && Told(first, last)))
      Add(begin, end, kBare);
  }

  // "Doris Hale/94/DNACPR", "male/97": between strokes, behind somebody.
  bool Stroked(size_t first, size_t last) const {
    if (first == 0 || document_.Gap(first - 1) != "/") return false;
    std::string_view gap = document_.Gap(last);
    if (IsSexWord(Word(first - 1))) return gap != "/" && Stops(last);
    std::string_view sex = document_.Text(tokens_[first - 1]);  // "Pt Xu Meiling F/90 missed"
    if ((sex == "F" || sex == "M") && first > 1 && document_.Gap(first - 2) == " ")
      return gap != "/" && tokens_[first - 2].Capital() && (Stops(last) || gap == " ");
    const bool word = gap == "/" && last + 1 < tokens_.size() && tokens_[last + 1].IsWord();
    return word && SurelyNamed(first - 1);
  }

  // "Age at time of incident 97", "aged approx 92"
  bool Labelled(size_t first, size_t last) const {
    constexpr auto kBetween = std::to_array<std::string_view>(
        {"at", "on", "of", "the", "time", "incident", "death", "event", "admission", "presentation",
         "c", "ca", "circa", "approx", "approximately", "about", "around", "over", "referral"});
    for (size_t back = 1; back <= 6 && back <= first; ++back) {
      std::string_view gap = document_.Gap(first - back);
      if (gap != " " && gap != ". " && gap != ": ") return false;
      std::string_view word = Word(first - back);
      if (word == "age" || word == "aged") return back > 1 && Stops(last);
      if (!IsOneOf(kBetween, word)) return false;
    }
    return false;
  }

  // "RIP 97", "died at ninety-eight", "lived to be 103"
  bool Died(size_t first, size_t last) const {
    if (first == 0 || document_.Gap(first - 1) != " " || !Stops(last)) return false;
    if (Word(first - 1) == "rip") return true;
    size_t verb = first - 1;
    if (Word(verb) == "be" && verb > 0) --verb;
    if (verb == 0 || (Word(verb) != "at" && Word(verb) != "to" && Word(verb) != "aged"))
      return false;
    std::string_view did = Word(verb - 1);
    return document_.Gap(verb - 1) == " " &&
           (did == "died" || did == "lived" || did == "away" || did == "living");
  }

  // A part of a larger number, of a code or of a sum.
  bool Joined(size_t begin, std::string_view after) const {
    std::string_view before = document_.Before(begin, 2);
    constexpr std::string_view kJoins = "/.:-_#@$+=<>*~\\";
    if (!before.empty() && kJoins.find(before.back()) != kJoins.npos) return true;
    if (!before.empty() && static_cast<unsigned char>(before.back()) >= 0x80) return true;
    if (after.empty()) return false;
    if (after.starts_with(" - ")) return after.size() > 3 && IsDigit(after[3]);  // "94 - 98"
    if (std::string_view("/:-_").find(after[0]) != after.npos) return true;
    return after.size() > 1 && IsDigit(after[1]) && after[0] != ' ';
  }

  std::string_view WordAt(size_t at) const {
    const size_t i = document_.TokenAtOrAfter(at);
    return i < tokens_.size() && tokens_[i].begin <= at + 2 ? Word(i) : std::string_view();
  }

  bool SaidAt(size_t i) const {
    if (i >= tokens_.size()) return false;
    return IsSaidOfSomebody(Word(i)) ||
           (i > 0 && document_.Gap(i - 1).find('#') != std::string::npos) ||
           (i > 0 && document_.Gap(i - 1).find('?') != std::string::npos);
  }

  // "30.04.1931, 93 yrs", "DOB 12/3/31 (93)", "born 1931, 93": the year and the age fit.
  bool BehindBirth(size_t first, size_t end) const {
    if (first == 0) return false;
    std::string_view gap = document_.Gap(first - 1);
    const bool marked =
        gap == ", " || gap == " (" || gap == " - " || gap == "; " || gap == "," || gap == " = ";
    if (!marked && !(gap == " " && end > tokens_[first].end)) return false;
    if (!AgeStops(document_.After(end, 10)) && document_.After(end, 1) != " ") return false;
    std::string_view year = document_.Text(tokens_[first - 1]);
    if (tokens_[first - 1].shape != Shape::kNumber) return false;
    if (year.size() == 4) return year >= "1905" && year <= "1940";
    if (year.size() != 2 || year < "05" || year > "40") return false;
    std::string_view before = document_.Before(tokens_[first - 1].begin, 24);
    return before.find("dob") != before.npos || before.find("born") != before.npos ||
           before.find("d.o.b") != before.npos || before.find("b. ") != before.npos;
  }

  // What may stand behind an age in a list: the end, or more about somebody.
  bool Stops(size_t last) const {
    std::string_view gap = document_.Gap(last);
    if (gap.empty()) return true;
    return gap[0] == ',' || gap[0] == ';' || gap[0] == '.' || gap[0] == ')' || gap[0] == '\n' ||
           gap == " - " || gap == "!" || gap.starts_with("! ");
  }

  // "Bed 9 - 93, hip #", "SR4: 95 yo", "b4 - 92, CAP".
  bool BehindBed(size_t first, size_t last) const {
    if (first == 0) return false;
    std::string_view gap = document_.Gap(first - 1);
    const bool parted =
        gap == " - " || gap == ": " || gap == ", " || gap == " -" || gap == "; " || gap == " (";
    if (!parted || !(Stops(last) || SaidAt(last + 1))) return false;
    const Token& bed = tokens_[first - 1];
    std::string_view word = Word(first - 1);
    const size_t letters = std::min(word.find_first_of("0123456789"), word.size());
    if (bed.shape == Shape::kAlnum && word.size() <= 6 &&
        (IsBedWord(word.substr(0, letters)) || (letters == 1 && word[0] == 'b' && bed.starts_line)))
      return true;
    const bool numbered = bed.size() <= 2 && (bed.shape == Shape::kNumber || bed.size() == 1);
    return numbered && first > 1 && document_.Gap(first - 2) == " " && IsBedWord(Word(first - 2)) &&
           !(first > 2 && tokens_[first - 3].Is(kFunction) && !SomebodyIn(first - 3));
  }

  // "resident in", "the lady in": before a bed or a room.
  bool SomebodyIn(size_t in) const {
    return in > 0 && Word(in) == "in" &&
           (IsPersonWord(Word(in - 1)) || IsSexWord(Word(in - 1)) || IsKin(document_, in - 1));
  }

  // A sentence of its own behind one about somebody: "died on the ward. Ninety-eight. No family."
  bool Alone(size_t first, size_t last, bool spoken) const {
    if (first == 0 || tokens_[first].starts_line) return false;
    std::string_view before = document_.Gap(first - 1);
    std::string_view after = document_.Gap(last);
    const bool own = before.ends_with(". ") && (after.empty() || after.starts_with("."));
    if (!own) return false;
    constexpr auto kOf = std::to_array<std::string_view>(
        {"died",  "dead",    "death",   "deceased", "hospice",  "rip",  "passed", "lives",
         "widow", "frail",   "patient", "pt",       "resident", "lady", "man",    "woman",
         "gent",  "mother",  "father",  "mum",      "dad",      "she",  "he",     "her",
         "his",   "home",    "mrs",     "mr",       "miss",     "nan",  "gran",   "fell",
         "wife",  "husband", "buried",  "funeral"});
    for (size_t back = 1; back <= 14 && back <= first; ++back) {
      std::string_view word = Word(first - back);
      if (IsOneOf(kOf, word) || tokens_[first - back].Is(kRelation)) return true;
      if (IsMeasuredThing(word)) return false;
    }
    return spoken && first > 2;
  }

  // "94, lives alone", "Ninety-six, no carers, frail", "- 93, #NOF": it opens a sentence.
  bool Opens(size_t first, size_t last) const {
    if (!tokens_[first].starts_sentence && !tokens_[first].starts_line) return false;
    std::string_view gap = document_.Gap(last);
    if (gap.empty() || (gap[0] != ',' && gap != " ")) return false;
    if (gap == " " && Word(last + 1) == "and")  // "95 and still driving"
      return Word(last + 2) == "still" || Word(last + 2) == "frail" || Word(last + 2) == "lives";
    if (gap == " ") return IsSexWord(Word(last + 1));
    return SaidAt(last + 1);
  }

  bool Person(size_t first) const {
    if (first == 0) return false;
    return IsPersonWord(Word(first - 1)) || IsSexWord(Word(first - 1)) ||
           IsKin(document_, first - 1) || SurelyNamed(first - 1);
  }

  bool SurelyNamed(size_t i) const {
    constexpr WordClasses kOrdinary = kEnglish | kFunction | kClinical | kBrand;
    const Token& name = tokens_[i];
    if (!EndsAName(document_, i) || name.size() < 3) return false;
    if (i > 0 && tokens_[i - 1].Is(kTitle) && !name.Is(kOrdinary)) return true;
    return name.Is(kForename | kSurname) &&
           (!name.Is(kClinical | kDrug | kBrand | kEponym | kEnglishCommon) ||
            (i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].IsWord() &&
             (tokens_[i - 1].Capital() || name.line_case != LineCase::kOrdinary) &&
             (tokens_[i - 1].Is(kForename | kTitle) || !tokens_[i - 1].Is(kOrdinary))));
  }

  // "Mrs Dobbs - 94 - was", "pt: 94, fell", "Enid Pryce ninety-two fell"
  bool BehindPerson(size_t first, size_t last, bool spoken) const {
    if (first == 0) return false;
    std::string_view gap = document_.Gap(first - 1);
    if (Lettered(first, last) || Listed(first, last)) return true;
    if (gap == ", " && IsSaidOfSomebody(Word(first - 1)) && Stops(last) && SaidAt(last + 1))
      return true;  // "Frail, 94, DNACPR"
    if (!Person(first)) return false;
    const bool named = !IsPersonWord(Word(first - 1)) && !IsSexWord(Word(first - 1));
    const bool behind = last + 1 < tokens_.size() && document_.Gap(last) == " " &&
                        (tokens_[last + 1].Is(kVerb) || SaidAt(last + 1));
    if (gap == ", " && Birthday(last)) return true;
    if (gap == " - " || gap == ": " || gap == "; " || gap == ", ") return Stops(last) || behind;
    if (gap != " ") return false;
    const bool kin = IsKin(document_, first - 1);
    if (named && !kin) return spoken ? behind || Stops(last) : Goes(last);
    return Word(first - 1) != "patient" && (Stops(last) ? SaidAt(last + 1) : behind);
  }

  // "Violet Hale, 97 next week"
  bool Birthday(size_t last) const {
    std::string_view unit = Word(last + 2);
    return document_.Gap(last) == " " && (Word(last + 1) == "next" || Word(last + 1) == "this") &&
           (unit == "week" || unit == "month" || unit == "year" || unit == "birthday");
  }

  // "about a lady here, ninety-four, she's had"
  bool Told(size_t first, size_t last) const {
    if (first < 2 || document_.Gap(first - 1) != ", " || document_.Gap(last) != ", " ||
        !(Pronoun(last + 1) || Word(last + 1) == "she's" || Word(last + 1) == "he's"))
      return false;
    for (size_t back = 1; back <= 3 && back <= first; ++back) {
      if (IsPersonWord(Word(first - back)) || IsSexWord(Word(first - back))) return true;
    }
    return false;
  }

  // "Mr Pask 94 fell": what only somebody does stands behind.
  bool Goes(size_t last) const {
    constexpr auto kDid =
        std::to_array<std::string_view>({"fell", "slipped", "tripped", "choked", "collapsed",
                                         "died", "lives", "admitted", "frail"});
    return document_.Gap(last) == " " && IsOneOf(kDid, Word(last + 1));
  }

  // "Mrs A, 93, and", "Patient B (97)", "GF, 94, CAP": behind letters that stand for somebody.
  bool Lettered(size_t first, size_t last) const {
    const Token& who = tokens_[first - 1];
    std::string_view gap = document_.Gap(first - 1);
    const bool parted = gap == ", " || gap == " (" || gap == "., " || gap == ". (";
    if (who.shape != Shape::kUpper || !parted || !Stops(last)) return false;
    if (who.size() == 1 && first > 1)
      return tokens_[first - 2].Is(kTitle) || IsPersonWord(Word(first - 2)) ||
             (SurelyNamed(first - 2) && document_.Gap(first - 2) == " ");
    return who.size() == 2 && who.starts_sentence && !who.Is(kClinical | kRole) && SaidAt(last + 1);
  }

  // "1. Doris Hale 94 - awaiting", "Bed 3 Mrs Hale 93": plainly behind a name in a list.
  bool Listed(size_t first, size_t last) const {
    std::string_view gap = document_.Gap(first - 1);
    if (gap != " " || !SurelyNamed(first - 1) || !Stops(last)) return false;
    size_t name = first - 1;
    while (name > 0 && first - name < 4 && document_.Gap(name - 1) == " " &&
           tokens_[name - 1].IsWord() && tokens_[name - 1].shape != Shape::kLower)
      --name;
    if (tokens_[name].Is(kTitle)) return true;
    if (name + 1 == first) return false;
    return tokens_[name].starts_line || (name > 0 && tokens_[name - 1].starts_line);
  }

  // "female 92 fall at home", "F 93. Fall."
  bool BehindSex(size_t first, size_t last) const {
    if (first == 0 || document_.Gap(first - 1) != " ") return false;
    std::string_view sex = document_.Text(tokens_[first - 1]);
    const bool letter = sex == "F" || sex == "M";
    if (!letter && Word(first - 1) != "female" && Word(first - 1) != "male") return false;
    const bool opens = !letter || first == 1 || tokens_[first - 1].starts_sentence ||
                       document_.Gap(first - 2) == ", ";
    return opens && (letter ? Stops(last) : Stops(last) || SaidAt(last + 1));
  }

  // "he'd be 95 now", "approaching 100, she", "I am 92 and", "only 91!", "Mam is 93 now".
  bool Turning(size_t first, size_t last) const {
    if (first == 0 || document_.Gap(first - 1) != " ") return false;
    std::string_view after = document_.After(tokens_[last].end, 10);
    const bool spoken_mark = after.starts_with(" new ") || after.starts_with(" comma") ||
                             after.starts_with(" full stop");
    const bool ends = AgeStops(after) || spoken_mark || after.starts_with(" now") ||
                      after.starts_with("!") || after.starts_with("?") || after.starts_with(" yet");
    size_t verb = first - 1;
    if (!ends && !after.starts_with(" when") && !after.starts_with(" on ")) return false;
    constexpr auto kBetween = std::to_array<std::string_view>(
        {"now", "nearly", "almost", "only", "just", "already", "about", "over", "still", "well"});
    for (int skip = 0; skip < 2 && verb > 0; ++skip) {
      if (IsOneOf(kBetween, Word(verb)) && document_.Gap(verb - 1) == " ") --verb;
    }
    constexpr auto kNears =
        std::to_array<std::string_view>({"approaching", "nearing", "turned", "turns", "turning"});
    std::string_view is = Word(verb);
    const bool near = IsOneOf(kNears, is) || (is == "to" && verb > 0 && Word(verb - 1) == "up");
    if (near) return true;
    if (after.starts_with(" on ")) return false;
    if (verb == 0) return tokens_[verb].possessive && (Pronoun(verb) || IsKin(document_, verb));
    if (is == "am") return Word(verb - 1) == "i";
    if (is == "be") return Pronoun(verb - 1) || Word(verb - 1) == "would";
    if (is != "is" && is != "was" && !tokens_[verb].possessive) return false;
    const size_t who = tokens_[verb].possessive && is != "is" ? verb : verb - 1;
    const bool counted =
        who > 0 && tokens_[who].shape == Shape::kNumber &&
        (Word(who - 1) == "case" || (who > 1 && IsBedWord(Word(who - 1)) && SomebodyIn(who - 2)));
    const bool named = tokens_[who].Is(kForename) && !tokens_[who].Is(kEnglish | kClinical | kDrug);
    return Pronoun(who) || IsKin(document_, who) || IsPersonWord(Word(who)) || counted || named;
  }

  bool Pronoun(size_t i) const {
    constexpr auto kPronouns = std::to_array<std::string_view>(
        {"he", "she", "who", "i", "he'd", "she'd", "she'll", "he'll", "i'll", "i'd", "shed"});
    return IsOneOf(kPronouns, Word(i));
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  std::unordered_set<size_t> taken_;  // Where ages begin that are masked already.
};

}  // namespace

void FindBareAges(const Document& document, Findings& out) { BareReader(document, out).Read(); }

}  // namespace candour::anonymise
