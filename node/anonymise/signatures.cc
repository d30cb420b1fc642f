// Names that are hardly written: initials with an apostrophe or a hyphen among them ("K.O'D.",
// "R.McC."), letters that sign ("signed PM", "chk VTK"), a letter for a patient ("A patient, K.,"),
// names in quotation marks, and the dead of a heading in capitals.
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kSurnameLetters = {"person.surname-letters",
                                  "Initials of a surname such as O'Dea or McCann."};
constexpr Rule kSigned = {"person.signed", "Letters behind what somebody signed or checked."};
constexpr Rule kForLetter = {"person.for-letter", "A letter that stands for a patient."};
constexpr Rule kHalves = {"person.halves", "A given name in two hyphened halves."};
constexpr Rule kQuoted = {"person.quoted", "A name in quotation marks."};
constexpr Rule kFormal = {"person.formal", "Whom a heading in capitals is about."};

class SignatureReader {
 public:
  SignatureReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord()) continue;
      if (token.shape == Shape::kUpper) Formal(i);
      if (sense_.Covered(i) || token.line_case == LineCase::kUpper) continue;
      if (token.size() > 2 && token.size() < 7 && SurnameLetters(i)) {
        Whole(i, kSurnameLetters);
      } else if (token.shape == Shape::kUpper) {
        if (token.size() == 1) {
          Letter(i);
        } else if (token.size() <= 3 && (Signed(i) || Works(i))) {
          Add(i, i, kSigned);
        }
      } else if (token.shape == Shape::kCapital) {
        if (!Halves(i)) Quoted(i);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  void Add(size_t first, size_t last, const Rule& rule) {
    AddPerson(sense_, out_, first, last, 0.6, rule);
  }

  // "O'D", "McC", "KO'D", "JvdB": what is left of a surname when only its capitals are.
  bool SurnameLetters(size_t i) const {
    std::string_view word = document_.Text(sense_.At(i));
    if (word.back() < 'A' || word.back() > 'Z') return false;
    constexpr std::array<std::string_view, 7> kStems = {"O'", "Mc",  "Mac", "vd",
                                                        "D'", "von", "van"};
    word.remove_suffix(1);
    if (IsOneOf(kStems, word)) {
      const bool forename = i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kForename);
      return forename || word == "O'" || word == "D'" || (i > 0 && sense_.Initial(i - 1));
    }
    if (word[0] < 'A' || word[0] > 'Z') return false;
    word.remove_prefix(1);
    if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z' && word.size() > 2 && word[0] != 'M' &&
        word[0] != 'O')
      word.remove_prefix(1);
    return IsOneOf(kStems, word);
  }

  // Over the initials before it.
  void Whole(size_t i, const Rule& rule) {
    size_t first = i;
    while (first > 0 && i - first < 3 && sense_.Initial(first - 1) && !sense_.Covered(first - 1) &&
           (document_.Gap(first - 1) == "." || document_.Gap(first - 1) == ". "))
      --first;
    Add(first, i, rule);
  }

  void Letter(size_t i) {
    if (Hyphened(i)) return Add(i, i + 2, kSurnameLetters);
    if (ForPatient(i)) Add(i, i, kForLetter);
  }

  // "K.O-T."
  bool Hyphened(size_t i) const {
    return sense_.Initial(i + 1) && sense_.Initial(i + 2) && document_.Gap(i) == "." &&
           document_.Gap(i + 1) == "-" && document_.Gap(i + 2).starts_with(".");
  }

  // "A patient, K., had been seen", "somebody on leave, K., had": a letter between commas.
  bool ForPatient(size_t i) const {
    constexpr std::array<std::string_view, 14> kWho = {
        "patient", "pt",    "resident", "client", "child",     "baby",   "lady",
        "man",     "woman", "girl",     "boy",    "gentleman", "tenant", "prisoner"};
    if (i == 0 || document_.Gap(i - 1) != ", " || document_.Text(sense_.At(i)) == "I") return false;
    std::string_view gap = document_.Gap(i);
    const bool acts = gap == "., " && i + 1 < sense_.count() &&
                      sense_.At(i + 1).shape == Shape::kLower && sense_.At(i + 1).Is(kVerb);
    return acts || ((gap == "., " || gap == ", ") && IsOneOf(kWho, Word(i - 1)));
  }

  // "signed PM and TAO", "chk VTK", "Entered by RG", "initials on the sheet are RG".
  bool Signed(size_t i) const {
    constexpr WordClasses kTrade = kRole | kTitle | kCountry | kBrand | kDirection;
    constexpr std::array<std::string_view, 10> kSigns = {
        "signed", "initialled", "initials", "sgd",  "countersigned",
        "sig",    "chk",        "chkd",     "disp", "initialed"};
    constexpr std::array<std::string_view, 12> kWrites = {
        "entered", "typed", "keyed",  "logged",        "inputted", "scanned",
        "signed",  "drawn", "loaded", "countersigned", "packed",   "initialled"};
    if (i == 0 || sense_.At(i).Is(kTrade)) return false;
    std::string_view gap = document_.Gap(i - 1);
    if (gap != " " && gap != ": " && gap != ":" && gap != " - ") return false;
    const bool time = i > 0 && sense_.At(i - 1).shape == Shape::kNumber;
    if (time) return false;
    const bool known = sense_.At(i).Is(kClinical | kFunction | kEnglishCommon);
    const bool dated = Word(i - 1) == "checked" && i + 1 < sense_.count() && !known &&
                       sense_.At(i + 1).shape == Shape::kNumber;  // "checked ST 4/7/24"
    if (dated || Word(i - 1) == "apologies") return true;
    if (IsOneOf(kSigns, Word(i - 1))) return !known || Word(i - 1)[0] != 'd';
    const bool two = i + 2 < sense_.count() && Word(i + 1) == "and" &&
                     sense_.At(i + 2).shape == Shape::kUpper && sense_.At(i + 2).size() <= 3;
    if (known && !two) return false;
    constexpr std::array<std::string_view, 10> kSteps = {
        "dispensed", "checked", "packed", "labelled", "assembled",
        "dispenser", "checker", "packer", "labeller", "screener"};
    if (gap == ": " && IsOneOf(kSteps, Word(i - 1))) return true;  // "Dispensed: RM"
    if (Word(i - 1) == "by" && i > 1) return IsOneOf(kWrites, Word(i - 2));
    const bool shown = gap == ": " || Word(i - 1) == "are" || Word(i - 1) == "were";
    if (!shown) return false;
    for (size_t k = i - 1; k > 0 && i - k < 7; --k) {
      if (Word(k - 1) == "initials") return true;
    }
    return false;
  }

  // "GKS assisting"
  bool Works(size_t i) const {
    constexpr WordClasses kTrade = kRole | kTitle | kCountry | kBrand | kDirection | kClinical |
                                   kFunction | kEnglishCommon | kIdLabel;
    constexpr std::array<std::string_view, 9> kDoes = {"assisting", "scrubbing", "supervising",
                                                       "observing", "attending", "chairing",
                                                       "presiding", "minuting",  "assisted"};
    return document_.Gap(i) == " " && IsOneOf(kDoes, Word(i + 1)) && !sense_.At(i).Is(kTrade);
  }

  // "Ye-jin H.": two short halves that no list knows, and an initial.
  bool Halves(size_t i) {
    if (i + 1 >= sense_.count() || document_.Gap(i) != "-") return false;
    const Token& first = sense_.At(i);
    const Token& half = sense_.At(i + 1);
    const bool initial = sense_.Initial(i + 2) && document_.Gap(i + 1) == " ";
    constexpr WordClasses kOther = kClinical | kDrug | kBrand | kEponym;
    constexpr std::array<std::string_view, 16> kPrefixes = {
        "pre", "post", "non",  "re",  "co",   "un",  "de", "anti",
        "bi",  "tri",  "semi", "sub", "over", "mid", "ex", "peri"};
    if (IsOneOf(kPrefixes, Word(i))) return false;
    const bool strange = first.size() <= 5 && half.size() >= 2 && half.size() <= 5 &&
                         half.shape == Shape::kLower && !sense_.Covered(i + 1) &&
                         !first.Is(kOther) && (initial || !first.Is(kEnglish | kFunction)) &&
                         sense_.Unknown(i + 1) && document_.Gap(i + 1) != "-";
    if (!strange) return false;
    Add(i, initial ? i + 2 : i + 1, kHalves);
    return true;
  }

  // "spoke to "Jools"", "Gwladys ('Glad')"
  void Quoted(size_t i) {
    constexpr WordClasses kOther = kDrug | kClinical | kBrand | kFunction | kModal | kTitle |
                                   kRole | kMonth | kWeekday | kCountry | kEponym | kGeneric;
    const Token& token = sense_.At(i);
    if (token.size() < 3 || token.Is(kOther)) return;
    std::string_view before =
        i > 0 ? document_.Gap(i - 1) : document_.text().substr(0, token.begin);
    std::string_view after = document_.Gap(i);
    const bool quoted = !before.empty() && !after.empty() && after[0] == before.back() &&
                        (after[0] == '"' || after[0] == '\'');
    if (!quoted) return;
    const bool aside = i > 0 && sense_.At(i - 1).Capital() && before.find('(') != before.npos &&
                       sense_.At(i - 1).Is(kForename | kSurname);
    const bool name =
        sense_.Unknown(i) || sense_.StrongForename(i) || (token.Is(kForename) && !token.Is(kVerb));
    const std::string_view led = i > 0 ? Word(i - 1) : std::string_view();
    const bool sent = (after.size() == 2 && after[1] == ' ' && Word(i + 1) == "from") ||
                      led == "aka" || led == "nicknamed" ||
                      (led == "as" && i > 1 && Word(i - 2) == "known");  // "Jazz" from
    if (aside || name || sent) Add(i, i, kQuoted);
  }

  // "INQUEST TOUCHING THE DEATH OF SAOIRSE NI BHRAONAIN"
  void Formal(size_t i) {
    constexpr std::array<std::string_view, 5> kAbout = {"death", "matter", "estate", "affairs",
                                                        "body"};
    if (i < 2 || !IsOneOf(kAbout, Word(i - 2))) return;
    if (document_.Text(sense_.At(i - 1)) != "OF") return;
    constexpr WordClasses kOther =
        kFunction | kVerb | kRole | kRelation | kClinical | kOrgHead | kGeneric | kMonth | kWeekday;
    if (sense_.At(i).Is(kOther) || document_.Gap(i - 1) != " ") return;
    size_t last = i;
    while (last + 1 < sense_.count() && last - i < 4 &&
           (document_.Gap(last) == " " || document_.Gap(last) == "-") &&
           !sense_.At(last + 1).Is(kOther) && sense_.At(last + 1).shape == Shape::kUpper)
      ++last;
    Add(i, last, kFormal);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindSignatures(NameSense& sense, Findings& out) { SignatureReader(sense, out).Read(); }

}  // namespace candour::anonymise
