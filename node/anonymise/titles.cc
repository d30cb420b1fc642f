// Names after titles, roles, relations and words such as "seen by".
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kTitled = {"person.title", "A name after a title."};
constexpr Rule kRoled = {"person.role", "A name after a role or a relation."};
constexpr Rule kCued = {"person.cue", "A name where the sentence expects a person."};
constexpr Rule kRoledInitials = {"person.role-initials",
                                 "Initials after a role or beside what a person did."};

bool IsFirmTitle(std::string_view word) {
  constexpr std::array<std::string_view, 25> kFirm = {
      "mr",   "mrs",  "ms",     "miss",  "mx",   "dr",   "doctor",  "prof", "professor",
      "drs",  "rev",  "messrs", "dc",    "di",   "ds",   "dci",     "dcs",  "sgt",
      "insp", "pcso", "lady",   "rabbi", "imam", "cllr", "reverend"};
  return std::find(kFirm.begin(), kFirm.end(), word) != kFirm.end();
}

// Behind these nothing but a surname stands.
bool IsFamilyTitle(std::string_view word) {
  return word == "mr" || word == "mrs" || word == "ms" || word == "miss" || word == "mx";
}

class TitleReader {
 public:
  TitleReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void ReadTitles() {
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      if (!sense_.At(i).Is(kTitle) || sense_.At(i).possessive) continue;
      std::string_view gap = document_.Gap(i);
      if (gap.empty() || gap.size() > 3 || gap.find_first_not_of(" .\n:") != gap.npos) continue;
      if (gap.find(':') != gap.npos && !IsFirmTitle(document_.LowerAt(i))) continue;
      if (document_.LowerAt(i) == "ms" && sense_.At(i).shape == Shape::kUpper &&
          sense_.At(i).line_case == LineCase::kOrdinary &&
          sense_.At(i + 1).shape != Shape::kUpper) {
        continue;  // Multiple sclerosis.
      }
      ReadTitle(i);
    }
  }

  void ReadRoles() {
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      bool registrar = document_.Lower(token) == "reg" && sense_.At(i + 1).ProperCase();
      bool charge = i > 0 && document_.Lower(token) == "charge" && document_.LowerAt(i - 1) == "in";
      bool known_as =
          i > 0 && document_.Lower(token) == "as" &&
          (document_.LowerAt(i - 1) == "known" ||  // "known to us as"
           (i > 2 && document_.LowerAt(i - 2) == "to" && document_.LowerAt(i - 3) == "known"));
      bool leads = registrar || charge || known_as;
      if ((!token.Is(kRole | kRelation | kCue) && !leads) || token.possessive) continue;
      ReadRole(i);
    }
  }

 private:
  void ReadTitle(size_t i) {
    size_t first = i + 1;
    const Token& token = sense_.At(first);
    if (token.Is(kClinical) && !token.Is(kForename | kSurname) && token.size() > 1) return;
    if (token.shape == Shape::kLower && sense_.NeverName(first) && document_.Lower(token) == "reg")
      return;  // "prof reg no"
    if (MisreadName(token)) return Add(first, first, kTitled, 0.85);
    if (!token.IsWord() || token.Is(kTitle)) return;
    if (document_.LowerAt(i) == "miss" && i > 0 && document_.LowerAt(i - 1) == "near") return;
    bool firm = IsFirmTitle(document_.LowerAt(i));
    // "Dr Sung-ho Baek": syllables of which one is a word.
    if (first + 2 < sense_.count() && token.ProperCase() && document_.Gap(first) == "-" &&
        sense_.At(first + 1).shape == Shape::kLower && sense_.At(first + 1).size() < 5 &&
        document_.Gap(first + 1) == " " && sense_.At(first + 2).ProperCase() &&
        !sense_.Covered(first))
      return Add(first, first + 2, kTitled, 0.85);
    if (firm && Lettered(first)) return Add(first, sense_.ExtendCapitals(first), kTitled, 0.9);
    bool ordinary = token.line_case == LineCase::kOrdinary;
    if (ordinary && token.shape != Shape::kLower) {
      if (!firm && sense_.Covered(first)) return;
      bool family = IsFamilyTitle(document_.LowerAt(i)) && token.ProperCase() &&
                    !token.Is(kFunction | kWardHead);  // "Mrs Bank", "Mr Nurse"
      if (token.Is(kFunction | kRole | kWardHead | kOrgHead) &&
          !(firm && token.Is(kSurnameCommon)) && !family)
        return;
      std::string_view after = document_.Gap(first);
      bool stops = after.empty() || after.find_first_of("),;:/\n") == 0;  // "(Mrs K)"
      bool goes_on =
          after == " " && first + 1 < sense_.count() && sense_.At(first + 1).shape == Shape::kLower;
      bool letter = firm && token.size() == 1 && (stops || goes_on);
      if (letter && !sense_.Covered(first)) return Add(first, first, kTitled, 0.75);  // "Mr G at"
      if (token.Is(kClinical) && token.shape == Shape::kUpper) return;
      if (!firm && !token.Is(kForename | kSurname) && !sense_.Unknown(first)) return;
      if (!firm && token.Is(kMonth | kWeekday | kDrug | kCountry)) return;
      return sense_.Covered(first) ? void()
                                   : Add(first, sense_.ExtendCapitals(first), kTitled, 0.96);
    }
    if (ordinary && !firm) return;
    if (sense_.Covered(first)) return;
    constexpr WordClasses kNoName = kFunction | kVerb | kModal | kRole | kClinical | kEnglishCommon;
    bool particle = token.Is(kParticle) && sense_.Joined(first) &&
                    (sense_.StrongSurname(first + 1) ||
                     (firm && sense_.At(first + 1).IsWord() && !sense_.At(first + 1).Is(kNoName)));
    if (particle) return Add(first, sense_.ExtendPlain(first + 1), kTitled, 0.9);  // "mr ap dafydd"
    if (firm && token.size() == 1) return TitleInitial(first);
    // "ANAES DI LORETO": behind a role it is part of the name.
    bool part = document_.LowerAt(i) == "di" && i > 0 && sense_.At(i - 1).Is(kRole | kTitle);
    if (part && token.line_case != LineCase::kOrdinary && !token.Is(kFunction | kVerb))
      return Add(i, sense_.ExtendPlain(first), kTitled, 0.8);
    bool any_doctor = i > 0 && sense_.At(i - 1).Is(kFunction) && document_.Gap(i - 1) == " ";
    bool month_name = firm && token.Is(kMonth) && token.Is(kSurname | kForename) &&
                      !(any_doctor && token.shape == Shape::kLower);  // "the doctor may prescribe"
    if (!month_name && token.Is(kFunction | kModal | kRole | kRelation | kWardHead | kClinical |
                                kMonth | kWeekday))
      return;
    // "mrs hyacinth mcgarvey": a flower before a surname is a forename.
    bool flower = firm && token.Is(kAmbiguousForename) && !token.Is(kVerb) &&
                  sense_.Joined(first) && NameAt(first + 1) && !sense_.Covered(first + 1);
    if (flower) return Add(first, std::max(first + 1, sense_.ExtendPlain(first)), kTitled, 0.85);
    bool name = token.Is(kForename | kSurname) || !token.Is(kEnglish | kDrug);
    if (token.Is(kVerb) && !token.Is(kSurnameCommon)) return;
    if (!name || token.size() < 2) return;
    if (!firm && token.Is(kEnglish) && !sense_.HumanVerbAfter(first)) return;
    if (ordinary && token.Is(kEnglishCommon) && !token.Is(kSurname)) return;
    Add(first, sense_.ExtendPlain(first), kTitled, 0.93);
  }

  // "Mr A Pheiffer": a letter that is a word as well, and a capital in mid-sentence.
  bool Lettered(size_t first) const {
    if (first + 1 >= sense_.count() || !sense_.Initial(first) || !sense_.At(first).Is(kFunction))
      return false;
    const Token& surname = sense_.At(first + 1);
    return (document_.Gap(first) == " " || document_.Gap(first) == ". ") && surname.ProperCase() &&
           surname.size() > 2 && !sense_.Covered(first) && !sense_.Covered(first + 1) &&
           !surname.Is(kFunction | kVerb | kClinical | kDrug);
  }

  // "MRS J BOOTHROYD": initials and one word after a title where capitals say nothing.
  void TitleInitial(size_t first) {
    size_t last = first;
    while (last + 1 < sense_.count() && sense_.At(last + 1).size() == 1 && last - first < 2) ++last;
    if (last + 1 >= sense_.count() || document_.Gap(last).size() > 2 ||
        !sense_.At(last + 1).IsWord())
      return;
    if (sense_.At(last + 1).Is(kVerb) && last == first && document_.Gap(first) == " ")
      return Add(first, first, kTitled, 0.6);  // "dr k says"
    if (sense_.At(last + 1).Is(kFunction | kVerb | kRole)) return;
    Add(first, last + 1, kTitled, 0.9);
  }

  void Add(size_t first, size_t last, const Rule& rule, double confidence) {
    // "Mrs Hegarty, Bridget": a forename after the comma belongs to the name.
    if (last + 1 < sense_.count() && last == first && document_.Gap(last) == ", " &&
        sense_.At(last + 1).Capital() && sense_.StrongForename(last + 1) &&
        !sense_.Covered(last + 1) && rule.id == kTitled.id && document_.Gap(last + 1) != " ") {
      ++last;
    }
    AddPerson(sense_, out_, first, last, confidence, rule);
  }

  // "Sm1th", "J0nes": a capital, then letters with digits an optical reader puts for letters.
  bool MisreadName(const Token& token) const {
    if (token.shape != Shape::kAlnum || token.size() < 4) return false;
    std::string_view word = document_.Text(token);
    size_t digits = 0;
    for (char c : word) digits += c >= '0' && c <= '9' ? 1 : 0;
    return word[0] >= 'A' && word[0] <= 'Z' && digits <= 2 && digits * 3 < word.size() &&
           word.find_first_of("2346789") == word.npos;
  }

  bool RoleGap(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap == " " || gap == "  " || gap == ": " || gap == " - " || gap == ":" || gap == ", " ||
           gap == " (" || gap == "\n" || gap == " \"" || gap == ". " || gap == " / ";
  }

  void ReadRole(size_t i) {
    if (!RoleGap(i)) return;
    size_t first = i + 1;
    const Token& role = sense_.At(i);
    const Token& token = sense_.At(first);
    std::string_view gap = document_.Gap(i);
    bool close =
        gap == " " || gap == ": " || gap == " - " || gap == ":" || gap == "  " || gap == "\n";
    if (gap == ". " && !(role.shape == Shape::kUpper && role.size() <= 4)) return;
    bool registrar = document_.Lower(role) == "reg" || document_.Lower(role) == "charge" ||
                     document_.Lower(role) == "as";
    bool strict = !close || !(role.Is(kRole | kRelation) || registrar);
    if (sense_.Covered(first) || !token.IsWord()) return;
    if (Initials(i, first, close) || InBrackets(i, first)) return;
    if (sense_.EponymFrame(first)) return;
    if ((sense_.NeverName(first) || sense_.BrandHere(first)) && !AtWork(role, first)) return;
    if (token.line_case != LineCase::kOrdinary || token.shape == Shape::kLower)
      return ReadPlain(i, first, strict);
    if (token.starts_sentence && gap != "\n") return;
    if (token.shape == Shape::kUpper && (token.size() < 4 || token.Is(kEnglish))) {
      if (!(token.Is(kSurnameCommon) && role.Is(kRole) && token.size() > 2)) return;
    }
    bool strong = sense_.StrongForename(first) || sense_.StrongSurname(first);
    bool name = strong || token.Is(kForename) || (token.Is(kSurnameCommon) && !token.Is(kMonth));
    // "HCA Happiness": a virtue's name where a person is at work.
    name = name || (token.Is(kAmbiguousForename) && token.ProperCase() && role.Is(kRole));
    bool unknown = sense_.Unknown(first) && token.Capital();
    bool leads = role.Is(kRole | kRelation) && token.Capital() && token.size() <= 4 &&
                 sense_.Joined(first) && sense_.At(first + 1).Capital() &&
                 (sense_.StrongSurname(first + 1) || sense_.StrongForename(first + 1));
    if (!name && !unknown && !leads) return;
    if (token.Is(kMonth) && (!role.Is(kRole | kRelation) || role.Is(kCue)) &&
        !sense_.HumanVerbAfter(first))
      return;
    if (token.Is(kPlace) && !token.Is(kForename | kSurnameCommon) && !role.Is(kRole | kRelation))
      return;
    if (unknown && !name && strict) {
      bool person_word = role.Is(kRole | kRelation) || role.Is(kFirmCue);
      if (!person_word) return;
    }
    size_t last = sense_.ExtendCapitals(first);
    if (NotAPerson(last)) return;
    const Rule& rule = role.Is(kRole | kRelation) ? kRoled : kCued;
    if (strict && !strong && last == first && token.Is(kEnglish) && !role.Is(kRole | kRelation) &&
        !role.Is(kFirmCue)) {
      return;
    }
    AddPerson(sense_, out_, first, last, strong ? 0.9 : 0.75, rule);
  }

  // "Nurse Abbott": a maker's name as the surname of somebody on the staff.
  bool AtWork(const Token& role, size_t first) const {
    std::string_view word = document_.Lower(role);
    bool staff = role.Is(kRole) && word != "engineer" && word != "technician" &&
                 word != "manager" && word != "driver" && word != "agency" && word != "bank" &&
                 word != "security";
    const Token& token = sense_.At(first);
    bool model = first + 1 < sense_.count() && document_.Gap(first).size() <= 1 &&
                 (sense_.At(first + 1).Is(kBrand) || sense_.At(first + 1).shape >= Shape::kNumber);
    return staff && !model && token.Is(kBrand) && token.Is(kSurname) && token.Capital() &&
           !token.starts_sentence && document_.Gap(first - 1) == " ";
  }

  // "previous pt (r. sugden)": an initial and a surname are all the brackets hold.
  bool InBrackets(size_t role_at, size_t first) {
    if (document_.Gap(role_at) != " (" || first + 1 >= sense_.count()) return false;
    const Token& surname = sense_.At(first + 1);
    bool pair = sense_.At(role_at).Is(kRole | kRelation) && sense_.At(first).size() == 1 &&
                (document_.Gap(first) == ". " || document_.Gap(first) == " ") &&
                document_.Gap(first + 1).starts_with(")");
    bool named = (surname.Is(kSurname) || sense_.Unknown(first + 1)) && surname.size() > 2 &&
                 !surname.Is(kEnglishCommon | kClinical | kDrug | kFunction | kVerb) &&
                 !sense_.Covered(first + 1);
    if (!pair || !named) return false;
    AddPerson(sense_, out_, first, first + 1, 0.75, kRoledInitials);
    return true;
  }

  // A ward, an organisation or a street ends the capitals: other rules deal with it.
  bool NotAPerson(size_t last) const {
    if (last + 1 >= sense_.count() || document_.Gap(last) != " ") return false;
    const Token& next = sense_.At(last + 1);
    bool owner = sense_.At(last).possessive && sense_.StrongForename(last);  // "Sheila's catheter"
    return (next.Capital() && next.Is(kWardHead | kOrgHead | kStreet)) ||
           (next.Is(kEponymHead) && !owner);
  }

  void ReadPlain(size_t role_at, size_t first, bool strict) {
    const Token& role = sense_.At(role_at);
    const Token& token = sense_.At(first);
    bool known_as = document_.Lower(role) == "as" && token.Is(kForename | kAmbiguousForename) &&
                    !token.Is(kFunction | kModal | kVerb | kClinical | kRole);
    if (known_as)  // "patient known as joy"
      return AddPerson(sense_, out_, first, sense_.ExtendPlain(first), 0.6, kCued);
    if (DoneBy(role, first)) return AddPerson(sense_, out_, first, first, 0.6, kCued);
    bool familiar = token.Is(kAmbiguousForename) && !token.Is(kEnglishCommon | kVerb | kModal) &&
                    role.Is(kRelation) && token.shape == Shape::kLower;
    if (familiar) return AddPerson(sense_, out_, first, sense_.ExtendPlain(first), 0.6, kRoled);
    if (SmallPair(role, first)) return AddPerson(sense_, out_, first, first + 1, 0.62, kRoled);
    if (KinActs(role, first)) return AddPerson(sense_, out_, first, first, 0.55, kRoled);
    if (token.line_case == LineCase::kOrdinary && token.shape == Shape::kLower) {
      bool forename = sense_.StrongForename(first) && token.Is(kForenameCommon);
      bool surname = role.Is(kRole) && sense_.StrongSurname(first) && token.size() > 3 &&
                     !token.Is(kPlace) && sense_.HumanVerbAfter(first);  // "when dn okello went"
      if ((!forename && !surname) || token.Is(kClinical)) return;
    }
    bool person_word = role.Is(kRole | kRelation | kFirmCue) || document_.Lower(role) == "charge";
    if (!person_word) return;
    bool strong =
        sense_.StrongForename(first) || (sense_.StrongSurname(first) && !token.Is(kPlace));
    size_t last = sense_.ExtendPlain(first);
    bool pair = last > first && token.Is(kForename) && sense_.At(first + 1).Is(kSurname);
    std::string_view after = document_.Gap(first);
    bool ends = after.empty() || after[0] == '.' || after[0] == '\n';
    bool shouted = token.line_case == LineCase::kUpper && role.Is(kRole) &&
                   first + 1 < sense_.count() && sense_.At(first + 1).Is(kFunction);
    bool acts = token.Is(kAmbiguousForename) && !token.Is(kModal | kMonth) &&
                (sense_.HumanVerbAfter(first) || (ends && role.Is(kRole | kRelation)) || shouted);
    // "GRANDSON JIMI OLADAPO": an unknown word before a surname, or one that acts.
    bool stranger = token.line_case != LineCase::kOrdinary && sense_.Unknown(first) &&
                    token.size() > 2 && role.Is(kRelation) &&
                    (NameAt(first + 1) || sense_.HumanVerbAfter(first));
    if (stranger && !strong) {
      if (sense_.Joined(first) && NameAt(first + 1)) last = first + 1;
      return AddPerson(sense_, out_, first, last, 0.65, kRoled);
    }
    if (!strong && !pair && !acts) return;
    if (strong && last == first && role.Is(kRole | kRelation)) last = EverydaySurname(first);
    if (strong && token.size() < 3 && last == first) return;
    AddPerson(sense_, out_, first, last, strict ? 0.7 : 0.8,
              role.Is(kRole | kRelation) ? kRoled : kCued);
  }

  // "GIVEN BY BERYL 24TH DEC": a forename, a word or not, that is all that "by" leads to.
  bool DoneBy(const Token& role, size_t first) const {
    const Token& token = sense_.At(first);
    if (document_.Lower(role) != "by" || token.line_case == LineCase::kOrdinary) return false;
    bool forename = token.Is(kForename) && token.size() > 3 && !Inflected(first) &&
                    !token.Is(kEnglishCommon | kFunction | kModal | kVerb | kClinical | kDrug |
                              kMonth | kWeekday | kRole | kRelation | kPlace | kGeneric);
    forename = forename || (token.Is(kAmbiguousForename) && !token.Is(kMonth | kModal | kVerb));
    std::string_view gap = document_.Gap(first);
    bool ends = gap.empty() || gap.find_first_of(".,;\n)") == 0;
    bool dated =
        gap == " " && first + 1 < sense_.count() && sense_.At(first + 1).shape >= Shape::kNumber;
    return forename && (ends || dated);
  }

  bool Inflected(size_t i) const {
    std::string_view word = document_.LowerAt(i);
    return word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly") ||
           word.ends_with("tion");
  }

  // "nurse grace bell gave", "pt lurdes figueiredo": two small words that can be nothing but a
  // name where somebody was announced.
  bool SmallPair(const Token& role, size_t first) const {
    if (!role.Is(kRole | kRelation) || !sense_.Joined(first) || sense_.Covered(first + 1))
      return false;
    const Token& a = sense_.At(first);
    const Token& b = sense_.At(first + 1);
    constexpr WordClasses kNever = kFunction | kModal | kVerb | kClinical | kDrug | kRole |
                                   kRelation | kTitle | kWardHead | kMonth | kWeekday | kGeneric |
                                   kCue;
    bool small = (a.shape == Shape::kLower && b.shape == Shape::kLower) ||
                 (a.line_case == LineCase::kUpper && b.line_case == LineCase::kUpper);
    if (!small || a.Is(kNever) || b.Is(kNever) || b.size() < 3 || Inflected(first) ||
        Inflected(first + 1))
      return false;
    bool forename = a.Is(kForenameCommon);
    bool surname = b.Is(kSurnameCommon) || (b.Is(kSurname) && !b.Is(kEnglishCommon));
    bool strange =
        sense_.Unknown(first) && sense_.Unknown(first + 1) && a.size() > 3 && b.size() > 3;
    return (forename && (surname || sense_.Unknown(first + 1))) || strange ||
           (sense_.Unknown(first) && a.size() > 3 && surname && !b.Is(kEnglish));
  }

  // "his wife lurdes was told": a word nobody knows that does what a person does.
  bool KinActs(const Token& role, size_t first) const {
    std::string_view kin = document_.Lower(role);
    bool patient = kin == "pt" || kin == "patient" || kin == "patients" || kin == "client" ||
                   kin == "resident" || kin == "baby" || kin == "child" || kin == "parents";
    const Token& token = sense_.At(first);
    if (!role.Is(kRelation) || patient || Inflected(first) || token.size() < 3) return false;
    if (token.Is(kVerb | kModal | kFunction | kClinical | kDrug) || token.shape != Shape::kLower)
      return false;
    std::string_view gap = document_.Gap(first);
    bool ends = gap.empty() || gap.starts_with(" (") || gap[0] == ',' || gap[0] == '.';
    bool known = token.Is(kForenameCommon) && !token.Is(kGeneric | kMonth);
    if (known) return ends || sense_.HumanVerbAfter(first);
    return sense_.Unknown(first) && sense_.HumanVerbAfter(first);
  }

  bool NameAt(size_t i) const {
    return i < sense_.count() && (sense_.StrongSurname(i) || sense_.Unknown(i)) &&
           sense_.At(i).size() > 3;
  }

  // "PT ARTHUR PEEL": an everyday word after a forename, where capitals say nothing.
  size_t EverydaySurname(size_t first) const {
    const Token& token = sense_.At(first);
    if (token.line_case == LineCase::kOrdinary || !token.Is(kForenameCommon)) return first;
    if (!sense_.Joined(first) || sense_.Covered(first + 1)) return first;
    const Token& next = sense_.At(first + 1);
    bool surname =
        next.IsWord() && next.size() > 2 &&
        !next.Is(kFunction | kVerb | kClinical | kModal | kCue | kRole | kRelation | kGeneric |
                 kTitle | kWardHead | kOrgHead | kEponymHead | kWeekday | kMonth);
    std::string_view word = document_.LowerAt(first + 1);
    if (next.Is(kDrug) && !next.Is(kSurname)) return first;
    return surname && !word.ends_with("ed") && !word.ends_with("ing") && !word.ends_with("ly")
               ? first + 1
               : first;
  }

  // "pt k.r. had me", but no "pt i.v. fluids"
  bool SmallInitials(size_t role_at, size_t first) {
    auto letter = [&](size_t i) {
      return i < sense_.count() && sense_.At(i).size() == 1 && sense_.At(i).shape == Shape::kLower;
    };
    if (!sense_.At(role_at).Is(kRole | kRelation) || !letter(first) || !letter(first + 1) ||
        document_.Gap(first) != "." || !document_.Gap(first + 1).starts_with(". "))
      return false;
    std::string pair = {document_.LowerAt(first)[0], document_.LowerAt(first + 1)[0]};
    constexpr std::array<std::string_view, 14> kNever = {"iv", "im", "sc", "po", "pr", "am", "pm",
                                                         "eg", "ie", "qd", "bd", "od", "gp", "pv"};
    if (IsOneOf(kNever, pair)) return false;
    AddPerson(sense_, out_, first, first + 1, 0.65, kRoledInitials);
    return true;
  }

  // "HCA JS", "seen by J.S."
  bool Initials(size_t role_at, size_t first, bool close) {
    const Token& token = sense_.At(first);
    const Token& role = sense_.At(role_at);
    if (!close) return false;
    if (SmallInitials(role_at, first)) return true;
    if (token.shape != Shape::kUpper || token.line_case == LineCase::kUpper || token.size() > 3)
      return false;
    std::string_view word = document_.Lower(role);
    bool person_word = role.Is(kRole | kRelation) || role.Is(kFirmCue);
    if (!person_word) return false;
    if (token.size() == 1) {
      // "pt A. Cunliffe": an initial and the surname it belongs to.
      bool surname = document_.Gap(first) == ". " && first + 1 < sense_.count() &&
                     sense_.At(first + 1).Capital() && !sense_.Covered(first + 1) &&
                     !sense_.NeverName(first + 1) &&
                     (sense_.At(first + 1).Is(kSurname) || sense_.Unknown(first + 1));
      if (surname) {
        AddPerson(sense_, out_, first, sense_.ExtendCapitals(first + 1), 0.8, kRoledInitials);
        return true;
      }
      size_t last = first;
      while (sense_.Initial(last + 1) && document_.Gap(last) == "." && last - first < 3) ++last;
      if (last > first && sense_.IsAbbreviation(first, last)) return false;
      if (last == first) {
        // "patient J was", "by A Smith": a lone letter counts after a person only.
        bool whole = document_.Gap(first) != " " || first + 1 >= sense_.count() ||
                     sense_.At(first + 1).shape == Shape::kLower;
        if (!whole || !role.Is(kRelation) || word == "patients" || document_.Text(token) == "I")
          return false;
        AddPerson(sense_, out_, first, last, 0.55, kRoledInitials);
        return true;
      }
      AddPerson(sense_, out_, first, last, 0.8, kRoledInitials);
      return true;
    }
    if (token.Is(kClinical | kEnglishCommon | kBrand | kRole | kTitle | kCountry)) return false;
    AddPerson(sense_, out_, first, first, 0.7, kRoledInitials);
    return true;
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindTitled(NameSense& sense, Findings& out) {
  TitleReader reader(sense, out);
  reader.ReadTitles();
  reader.ReadRoles();
}

}  // namespace candour::anonymise
