// Names by the little that stands around them: a role before two strange capitals, a line that
// holds nothing else, letters behind "family of" or "pt is", a surname and an initial in a form.
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kStrange = {"person.role-strange", "Strange capitals behind a role."};
constexpr Rule kLine = {"person.line", "A name that is all the last line holds."};
constexpr Rule kStands = {"person.stands-for", "Letters that stand for somebody."};
constexpr Rule kFormName = {"person.form-name", "A name where a form or a table has one."};
constexpr Rule kAged = {"person.aged", "A strange capital whose age is told."};

constexpr WordClasses kNoName = kFunction | kRole | kRelation | kTitle | kClinical | kDrug |
                                kBrand | kWardHead | kOrgHead | kGeneric | kMonth | kWeekday |
                                kStreet | kEponym | kIdLabel | kVerb | kModal | kEnglishCommon;

class LoneReader {
 public:
  LoneReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    LastLine();
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord()) continue;
      if (token.Is(kRole | kTitle)) RoleAndInitial(i);
      if (token.Is(kRelation | kRole) || Word(i) == "family") FamilyOf(i);
      if (IsWho(Word(i))) InForm(i);
      if (token.shape == Shape::kLower && i > 0) Quoted(i);
      if (Word(i) == "is" || Word(i) == "was") Aged(i);
    }
  }

  void ReadPairs() {
    for (size_t i = 0; i + 2 < sense_.count(); ++i) {
      const bool patient = Word(i) == "patient" || Word(i) == "pt";
      if (sense_.At(i).IsWord() && (patient || sense_.At(i).Is(kRole | kTitle))) RoleAndPair(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  static bool IsWho(std::string_view word) {
    constexpr std::array<std::string_view, 9> kWho = {
        "pt", "patient", "client", "child", "baby", "reporter", "resident", "witness", "author"};
    return IsOneOf(kWho, word);
  }

  bool Ends(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;\n)") == 0 || gap.starts_with(" /") ||
           gap.starts_with(" |") || gap.starts_with(" (");
  }

  static bool MayName(const Token& token) {
    return token.Capital() && token.size() > 1 && !token.Is(kNoName);
  }

  bool Strange(size_t i) const {
    const Token& token = sense_.At(i);
    return !sense_.Covered(i) && MayName(token);
  }

  // "Pharmacist Tsz Kin (", "Student nurse Anh Thu had": the first word may be known by its title.
  void RoleAndPair(size_t i) {
    if (document_.Gap(i) != " " || document_.Gap(i + 1) != " ") return;
    const Token& second = sense_.At(i + 2);
    const bool goes_on = document_.Gap(i + 2) == " " && i + 3 < sense_.count() &&
                         sense_.At(i + 3).shape == Shape::kLower &&
                         sense_.At(i + 3).Is(kVerb | kFunction);
    const bool named =
        second.Capital() && second.size() > 1 && !sense_.Covered(i + 2) &&
        !second.Is(kFunction | kTitle | kWardHead | kOrgHead | kDrug | kBrand | kMonth | kModal);
    if (sense_.At(i + 1).line_case != LineCase::kOrdinary || sense_.At(i + 1).Is(kEnglish) ||
        !MayName(sense_.At(i + 1)) || !named || !(goes_on || Ends(i + 2)))
      return;
    AddPerson(sense_, out_, i + 1, i + 2, 0.65, kStrange);
  }

  // "WARD CLERK P. BLADES."
  void RoleAndInitial(size_t i) {
    if (i + 2 >= sense_.count() || document_.Gap(i) != " " || !sense_.Initial(i + 1) ||
        document_.Gap(i + 1) != ". ")
      return;
    const Token& surname = sense_.At(i + 2);
    const bool word = surname.IsWord() && surname.shape == Shape::kUpper && surname.size() > 2 &&
                      !surname.Is(kFunction | kClinical | kDrug | kRole | kVerb | kModal);
    if (word && surname.line_case == LineCase::kUpper && !sense_.Covered(i + 2))
      AddPerson(sense_, out_, i + 1, i + 2, 0.65, kStrange);
  }

  // "Family of O.B. told"
  void FamilyOf(size_t i) {
    if (Word(i + 1) != "of" || document_.Gap(i) != " " || document_.Gap(i + 1) != " ") return;
    if (!sense_.Initial(i + 2) || !sense_.Initial(i + 3) || document_.Gap(i + 2) != "." ||
        !document_.Gap(i + 3).starts_with("."))
      return;
    if (!sense_.Covered(i + 2)) AddPerson(sense_, out_, i + 2, i + 3, 0.65, kStands);
  }

  void InForm(size_t i) {
    std::string_view gap = document_.Gap(i);
    const Token& next = sense_.At(i + 1);
    const bool pair = i + 2 < sense_.count();
    if (!next.IsWord()) return;
    if (gap == " | " && pair && document_.Gap(i + 1) == " " && Strange(i + 1) && Strange(i + 2) &&
        document_.Gap(i + 2).starts_with(" |"))  // "| client | Jadwiga Olszewska |"
      return AddPerson(sense_, out_, i + 1, i + 2, 0.75, kFormName);
    const bool dotted = gap == ": " && pair && document_.Gap(i + 1) == "." &&
                        next.shape == Shape::kLower && sense_.At(i + 2).shape == Shape::kLower;
    if (dotted && next.size() > 2 && sense_.At(i + 2).size() > 2 && Ends(i + 2))
      return AddPerson(sense_, out_, i + 1, i + 2, 0.75, kFormName);  // "Reporter: imogen.thwaite"
    if (gap != " " || !pair) return;
    if (next.shape == Shape::kLower && Word(i + 1) == "is") return StandsFor(i + 2);
    const bool letter = sense_.At(i + 2).size() == 1 && sense_.At(i + 2).IsWord() &&
                        document_.Gap(i + 1) == " " && Ends(i + 2);
    const bool small = next.shape == Shape::kLower && next.line_case == LineCase::kLower &&
                       sense_.At(i + 2).shape == Shape::kLower && sense_.Unknown(i + 1);
    const bool capital = sense_.At(i).starts_line && sense_.Initial(i + 2) && Strange(i + 1);
    if (letter && next.size() > 3 && (small || capital))  // "child ermias t,", "PT Kowalewicz B"
      AddPerson(sense_, out_, i + 1, i + 2, 0.65, kFormName);
  }

  // ""quispe i""
  void Quoted(size_t i) {
    const bool quoted = document_.Gap(i - 1) == " \"" && document_.Gap(i) == " " &&
                        document_.Gap(i + 1).starts_with("\"") && sense_.At(i + 1).size() == 1;
    if (quoted && sense_.At(i + 1).IsWord() && sense_.At(i).size() > 3 && sense_.Unknown(i))
      AddPerson(sense_, out_, i, i + 1, 0.65, kFormName);
  }

  // "pt is JPW, rio no"
  void StandsFor(size_t i) {
    const Token& letters = sense_.At(i);
    const bool plain = letters.shape == Shape::kUpper && letters.classes == 0 &&
                       letters.size() == 3 && document_.Gap(i - 1) == " ";
    constexpr std::array<std::string_view, 8> kStates = {"nbm", "dnr", "npo", "tbc",
                                                         "fwb", "nwb", "pwb", "mfd"};
    if (plain && document_.Gap(i).starts_with(",") && !IsOneOf(kStates, Word(i)) &&
        !sense_.Covered(i))
      AddPerson(sense_, out_, i, i, 0.6, kStands);
  }

  // "Zubeda is 84 and lives": what is said of nobody but a person stands behind.
  void Aged(size_t i) {
    if (i == 0 || i + 2 >= sense_.count() || document_.Gap(i) != " " || document_.Gap(i - 1) != " ")
      return;
    const Token& years = sense_.At(i + 1);
    std::string_view gap = document_.Gap(i + 1);
    std::string_view next = Word(i + 2);
    constexpr std::array<std::string_view, 5> kLife = {"lives", "frail", "she", "he", "widowed"};
    const bool lives = (gap == ", " && IsOneOf(kLife, next)) ||
                       (gap == " " && next == "and" && IsOneOf(kLife, Word(i + 3)));
    if (years.shape != Shape::kNumber || years.size() != 2 || !lives) return;
    if (Strange(i - 1) && sense_.At(i - 1).size() > 3)
      AddPerson(sense_, out_, i - 1, i - 1, 0.65, kAged);
  }

  // "Ji-won Baek" at the end of all.
  void LastLine() {
    size_t first = sense_.count();
    size_t words = 0;
    while (first > 0 && sense_.count() - first < 4) {
      --first;
      const Token& token = sense_.At(first);
      const bool half = first > 0 && document_.Gap(first - 1) == "-";
      if (!token.IsWord() || token.size() < 2 || sense_.Covered(first)) return;
      if (!half && !Strange(first)) return;
      words += half ? 0u : 1u;
      if (token.starts_sentence || token.starts_line) break;
      if (!half && document_.Gap(first - 1) != " ") return;
    }
    if (first == 0 || words != 2 || !sense_.At(first).starts_sentence) return;
    std::string_view rest = document_.Gap(sense_.count() - 1);
    if (rest.find_first_not_of(" \n.") != rest.npos) return;
    AddPerson(sense_, out_, first, sense_.count() - 1, 0.65, kLine);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindRolePairs(NameSense& sense, Findings& out) { LoneReader(sense, out).ReadPairs(); }

void FindLoneNames(NameSense& sense, Findings& out) { LoneReader(sense, out).Read(); }

}  // namespace candour::anonymise
