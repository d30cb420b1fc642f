// Wards that no word "ward" names: by the letters or the service of a unit ("rang SAU", "to Renal
// Unit", "from Acute Receiving"), by a colour, a level or a number behind a name ("Level 9 Green",
// "Poplar 2", "Theatre 6"), and by codes ("7F, 7G", "B5 North").
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kLetters = {"ward.letters", "The letters of a unit where somebody is or goes."};
constexpr Rule kService = {"ward.service", "A unit by what it is for, written as a name."};
constexpr Rule kNumbered = {"ward.name-number", "A ward by its name and a number."};
constexpr Rule kNamed = {"ward.unit-name", "A ward or a unit by its name."};
constexpr Rule kCode = {"ward.code", "A ward by its number and letters."};
constexpr Rule kColour = {"ward.colour", "A ward by its colour."};

constexpr std::array<std::string_view, 15> kUnits = {"amu",  "sau",  "aau",  "asu",  "hasu",
                                                     "ccu",  "cdu",  "scbu", "miu",  "nnu",
                                                     "nicu", "picu", "epau", "esau", "lnu"};
// What every hospital has one of: it names none before a number or a side of the house does.
constexpr std::array<std::string_view, 4> kEverywhere = {"itu", "icu", "hdu", "sdec"};
constexpr std::array<std::string_view, 18> kColours = {
    "red",  "blue",  "green", "yellow", "orange", "purple",    "pink", "white",   "silver",
    "gold", "black", "brown", "indigo", "teal",   "turquoise", "aqua", "scarlet", "crimson"};
constexpr std::array<std::string_view, 20> kShortNames = {
    "neuro", "ortho", "resp", "gynae", "paeds",   "onc",    "gastro", "cardio", "uro",   "haem",
    "vasc",  "derm",  "surg", "rehab", "elderly", "trauma", "stroke", "renal",  "burns", "frailty"};

class UnitReader {
 public:
  UnitReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.shape == Shape::kAlnum) {
        Joined(i);
        Code(i);
      }
      if (token.shape == Shape::kNumber) Side(i);
      if (i > 0) CareAndNumber(i);
      if (!token.IsWord()) continue;
      if (token.size() == 3 || token.size() == 4) Lettered(i);
      if (token.Is(kWardPlant)) Plant(i);
      if (token.Capital() || token.shape == Shape::kUpper) NumberedUnit(i);
      if (Word(i) == "ward" && i + 1 < tokens_.size()) SpokenWard(i);
      if (i > 0 && Word(i) == "lab" && Word(i - 1) == "cath") CathLab(i);
      if (token.line_case != LineCase::kOrdinary || !token.Capital()) continue;
      if (Word(i) == "mother") MotherAndBaby(i);
      if (token.Is(kWardHead) || Word(i) == "centre") Service(i);
      if (token.Is(kGeneric)) HeadLeftOut(i);
      Coloured(i);
      NameAndNumber(i);
      LetterBehind(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Next(size_t i) const { return i + 1 < tokens_.size() && document_.Gap(i) == " "; }

  // True where the clause ends behind token `i`, or a small word goes on.
  bool EndsName(size_t i) const {
    std::string_view gap = document_.Gap(i);
    if (gap.empty() || gap.find_first_of(".,;:)(\n/?") == 0 || gap.starts_with(" -") ||
        gap.starts_with(" ("))
      return true;
    return Next(i) && tokens_[i + 1].shape == Shape::kLower &&
           tokens_[i + 1].Is(kFunction | kVerb | kModal | kWeekday | kTies | kDateCue);
  }

  // "to", "on", "rang the": what leads to a ward.
  bool Placed(size_t i) const {
    constexpr std::array<std::string_view, 21> kLeads = {
        "fr",   "to",     "on",     "onto",     "from",    "in",      "at",
        "rang", "for",    "via",    "covering", "covered", "cover",   "frm",
        "then", "phoned", "called", "bleeped",  "ward",    "reached", "into"};
    if (i == 0 || document_.Gap(i - 1) != " ") return false;
    size_t lead = i - 1;
    if (Word(lead) == "the" && lead > 0 && document_.Gap(lead - 1) == " ") --lead;
    return IsOneOf(kLeads, Word(lead));
  }

  // "bed 11 ICU"
  bool BedBefore(size_t i) const {
    return i > 1 && document_.Gap(i - 1) == " " && Numbers(i - 1) && Word(i - 2) == "bed" &&
           document_.Gap(i - 2) == " ";
  }

  bool Numbers(size_t i) const {
    return i < tokens_.size() && tokens_[i].shape == Shape::kNumber && tokens_[i].size() <= 2;
  }

  bool Colour(size_t i) const {
    return i < tokens_.size() && IsOneOf(kColours, Word(i)) &&
           (tokens_[i].Capital() || tokens_[i].line_case != LineCase::kOrdinary);
  }

  // "North", "Green", "Pod 2" behind a unit.
  size_t PartBehind(size_t i) const {
    if (!Next(i)) return i;
    const Token& part = tokens_[i + 1];
    if ((part.Is(kDirection) && part.Capital()) || Colour(i + 1)) return i + 1;
    if (part.Is(kWardPlant) && part.ProperCase() && !part.possessive) return i + 1;
    bool letter = part.size() == 1 && part.shape == Shape::kUpper && Word(i) == "unit" &&
                  tokens_[i].Capital() && document_.Text(part) < "I";
    if (letter) return i + 1;
    bool pod = Word(i + 1) == "pod" && Next(i + 1) &&
               (Numbers(i + 2) || (tokens_[i + 2].size() == 1 && tokens_[i + 2].IsWord()));
    return pod ? i + 2 : i;
  }

  void Lettered(size_t i) {
    const bool own = IsOneOf(kUnits, Word(i));
    const bool mother = Word(i) == "mbu" && tokens_[i].shape == Shape::kUpper;
    if (mother && i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].Capital() &&
        tokens_[i - 1].Is(kWardPlant | kForename | kPlace))
      return Add(i - 1, i, 0.65, kLetters);  // "Bluebell MBU"
    if (!own && !IsOneOf(kEverywhere, Word(i))) return;
    if (tokens_[i].Capital()) return;
    const bool side = own && document_.Gap(i) == "-" && i + 1 < tokens_.size() &&
                      tokens_[i + 1].size() == 1 && tokens_[i + 1].shape == Shape::kUpper;
    if (side) return Add(i, i + 1, 0.65, kLetters);  // "AMU-B"
    const size_t last = PartBehind(i);
    if (last > i || BedBefore(i) || (own && (Placed(i) || Listed(i)))) Add(i, last, 0.6, kLetters);
  }

  // "Elderly Care 4", "Discharge Lounge 2", "Critical Care Pod 2"
  void CareAndNumber(size_t i) {
    constexpr std::array<std::string_view, 9> kHeads = {"care",      "lounge",     "surgery",
                                                        "stay",      "medicine",   "recovery",
                                                        "receiving", "assessment", "rehab"};
    constexpr std::array<std::string_view, 12> kOf = {
        "elderly", "critical", "intensive", "high",      "acute",  "discharge",
        "day",     "short",    "theatre",   "inpatient", "stroke", "surgical"};
    size_t head = i - 1;
    const bool side = tokens_[i].Is(kDirection) && tokens_[i].Capital();
    const bool letter = tokens_[i].size() == 1 && tokens_[i].shape == Shape::kUpper;
    const bool number = tokens_[i].shape == Shape::kNumber && tokens_[i].size() < 3;
    if (document_.Gap(head) != " " || !(side || letter || number)) return;
    if (Word(head) == "pod" || Word(head) == "bay") {
      if (head == 0 || document_.Gap(--head) != " ") return;
    }
    if (head == 0 || document_.Gap(head - 1) != " " || !IsOneOf(kHeads, Word(head)) ||
        !IsOneOf(kOf, Word(head - 1)) || !tokens_[head].Capital() || !tokens_[head - 1].Capital())
      return;
    if (!EndsName(i)) return;
    Add(head - 1, i, 0.65, kNumbered);
  }

  // "ward thirty one", "Ward........C12", "Ward F2."
  void SpokenWard(size_t i) {
    constexpr std::array<std::string_view, 4> kTens = {"twenty", "thirty", "forty", "fifty"};
    constexpr std::array<std::string_view, 19> kNumbers = {
        "one",     "two",     "three",     "four",     "five",    "six",      "seven",
        "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    std::string_view gap = document_.Gap(i);
    const Token& next = tokens_[i + 1];
    // "on Nightingale Ward: 7 ampoules": the number is none of the ward's.
    if (i > 1 && gap == ": " && document_.Gap(i - 1) == " " && tokens_[i - 1].ProperCase() &&
        tokens_[i].Capital() && tokens_[i - 1].Is(kSurname | kForename | kPlace | kWardPlant) &&
        !tokens_[i - 1].Is(kEnglishCommon | kGeneric | kClinical))
      return Add(i - 1, i, 0.7, kNamed);
    if (gap == " " && IsOneOf(kTens, Word(i + 1))) {
      const bool more = Next(i + 1) && IsOneOf(kNumbers, Word(i + 2));
      return Add(i, more ? i + 2 : i + 1, 0.7, kNumbered);
    }
    std::string_view code = document_.Text(next);
    const bool coded = next.shape == Shape::kAlnum && code.size() <= 3 && code[0] >= 'A' &&
                       code[0] <= 'H' && code.find_first_not_of("0123456789", 1) == code.npos;
    const bool dots = gap.size() > 2 && gap.find_first_not_of(". :") == gap.npos;
    if (coded && (dots || (gap == " " && EndsName(i + 1))))
      Add(dots ? i + 1 : i, i + 1, 0.7, kNumbered);
  }

  // "Willow Mother and Baby Unit"
  void MotherAndBaby(size_t i) {
    if (i == 0 || Word(i + 1) != "and" || Word(i + 2) != "baby" || Word(i + 3) != "unit") return;
    const Token& name = tokens_[i - 1];
    if (document_.Gap(i - 1) == " " && name.Capital() && !name.Is(kFunction | kVerb | kGeneric))
      Add(i - 1, i + 3, 0.75, kNamed);
  }

  // "AMU2"
  void Joined(size_t i) {
    std::string_view word = Word(i);
    size_t digits = word.find_first_of("0123456789");
    if (word.size() - digits > 2 ||
        word.find_first_not_of("0123456789", digits) != std::string_view::npos)
      return;
    std::string_view letters = word.substr(0, digits);
    if (IsOneOf(kUnits, letters) || IsOneOf(kEverywhere, letters)) Add(i, i, 0.7, kLetters);
  }

  // "Renal Unit", "Delivery Suite", "Section 136 Suite", "Birth Centre Blue".
  void Service(size_t head) {
    std::string_view kind = Word(head);
    const bool unit = kind == "unit" || kind == "suite";
    if (head == 0 || document_.Gap(head - 1) != " ") return;
    if (kind == "suite" && tokens_[head - 1].shape == Shape::kNumber)
      return Add(head > 1 && Word(head - 2) == "section" ? head - 2 : head - 1, head, 0.8,
                 kService);
    const size_t last = PartBehind(head);
    if (!unit && last == head) return;
    size_t first = head;
    while (first > 0 && head - first < 4 && document_.Gap(first - 1) == " " && Trade(first - 1))
      --first;
    while (first < head && tokens_[first].starts_sentence && tokens_[first].Is(kVerb | kCue))
      ++first;
    if (first == head || (last == head && IsCommon(first, head))) return;
    const bool label = Next(head) && last == head &&
                       (tokens_[head + 1].shape >= Shape::kNumber || Word(head + 1) == "no" ||
                        Word(head + 1).starts_with("num"));
    if (label) return;
    const bool level = first > 1 && Numbers(first - 1) && document_.Gap(first - 1) == " " &&
                       Word(first - 2) == "level" && document_.Gap(first - 2) == " ";
    if (level) first -= 2;  // "Level 5 Stroke Unit"
    Add(first, last, 0.62, kService);
    Bracket(last);
  }

  // A capital that says what a unit is for.
  bool Trade(size_t i) const {
    constexpr WordClasses kNever =
        kFunction | kTitle | kRelation | kDrug | kBrand | kMonth | kWeekday | kModal | kEponym;
    const Token& token = tokens_[i];
    return token.Capital() && token.IsWord() && !token.Is(kNever) && !token.possessive &&
           token.Is(kGeneric | kClinical | kRole | kEnglish);
  }

  // Units of which nobody would know which, and units of machines and of blood.
  bool IsCommon(size_t first, size_t head) const {
    constexpr std::array<std::string_view, 27> kCommon = {
        "intensive", "critical", "dependency",      "emergency", "suction", "power", "control",
        "display",   "base",     "heating",         "cooling",   "blood",   "cell",  "platelet",
        "pump",      "labour",   "business",        "policy",    "handset", "bed",   "main",
        "diathermy", "feeding",  "electrosurgical", "traction",  "warming", "chair"};
    for (size_t i = first; i < head; ++i) {
      if (IsOneOf(kCommon, Word(i))) return true;
    }
    return first + 1 == head && !tokens_[first].Is(kGeneric | kClinical);
  }

  // "Stroke Unit (Ash)", "Ward 3 (Orange)"
  void Bracket(size_t i) {
    if (i + 1 >= tokens_.size() || document_.Gap(i) != " (") return;
    const bool name = tokens_[i + 1].Capital() && document_.Gap(i + 1).starts_with(")") &&
                      (Colour(i + 1) || tokens_[i + 1].Is(kWardPlant));
    if (name) Add(i + 1, i + 1, 0.62, kColour);
  }

  // "from Acute Receiving", "rang Short Stay": a service in capitals that leaves its head out.
  void HeadLeftOut(size_t i) {
    constexpr std::array<std::string_view, 8> kSeconds = {
        "stay",       "receiving",   "triage",   "assessment",
        "admissions", "observation", "injuries", "observations"};
    if (!tokens_[i].ProperCase() || !Next(i) || !tokens_[i + 1].Capital()) return;
    if (!IsOneOf(kSeconds, Word(i + 1))) return;
    const bool behind_comma = document_.Gap(i - 1) == ", " && document_.Gap(i + 1).starts_with(".");
    const bool level = i > 2 && Numbers(i - 1) && document_.Gap(i - 1) == " " &&
                       Word(i - 2) == "level" && document_.Gap(i - 2) == " ";
    if (level && EndsName(i + 1)) return Add(i - 2, i + 1, 0.6, kService);
    if ((Placed(i) || behind_comma) && EndsName(i + 1)) Add(i, i + 1, 0.6, kService);
  }

  // "Yellow Ward", "Level 9 Green", "Ward 3 (Orange)"
  void Coloured(size_t i) {
    if (Colour(i) && Next(i) && tokens_[i + 1].Capital() && Word(i + 1) == "ward" &&
        !Word(i + 2).starts_with("round"))
      return Add(i, i + 1, 0.75, kColour);
    const bool counted =
        Next(i) && tokens_[i + 1].shape >= Shape::kNumber && tokens_[i + 1].size() <= 3;
    if (!counted) return;
    if (Word(i) == "level" && Next(i + 1) &&
        (Colour(i + 2) || (tokens_[i + 2].Is(kGeneric) && tokens_[i + 2].Capital())))
      return Add(i, i + 2, 0.75, kColour);  // "back to Level 5 Orthopaedics"
    if (Word(i) == "ward") Bracket(i + 1);
  }

  // "moved from Neuro 4 to Poplar 2", "at the desk of Clinic 7"
  void NameAndNumber(size_t i) {
    if (!Next(i) || !Numbers(i + 1) || document_.Text(tokens_[i + 1])[0] == '0') return;
    std::string_view gap = document_.Gap(i + 1);
    const bool measured = gap.size() > 1 && (gap[0] == '/' || gap[0] == ':' || gap[0] == '.') &&
                          gap[1] != ' ' && gap[1] != '\n';
    const bool touches = gap == "/" || gap == ":" || gap == "." || gap == "-" || gap == "%";
    if (measured || (touches && i + 2 < tokens_.size())) return;
    const bool counted = Next(i + 1) && tokens_[i + 2].shape == Shape::kLower && CountedAs(i + 2);
    if (Word(i) == "clinic" && !counted && !tokens_[i].starts_sentence)
      return Add(i, i + 1, 0.65, kNumbered);
    const bool of = i > 0 && Word(i - 1) == "of" && tokens_[i].Is(kWardPlant);
    if (EndsName(i + 1) && (of || Placed(i)) && Nameable(i)) Add(i, i + 1, 0.6, kNumbered);
  }

  bool Nameable(size_t i) const {
    constexpr WordClasses kThing = kEnglishCommon | kBrand | kDrug | kClinical | kGeneric | kMonth |
                                   kWeekday | kEponym | kRole | kTitle | kFunction | kRelation |
                                   kStreet | kUnitWord | kIdLabel | kWardHead | kOrgHead;
    const Token& token = tokens_[i];
    if (IsOneOf(kShortNames, Word(i)) || (token.Is(kWardPlant) && !token.Is(kMonth))) return true;
    return !token.Is(kThing) && token.Is(kForename | kSurname | kPlace) && token.size() > 3;
  }

  // "AMU 2", "Theatre 6": a unit of several, told by its number.
  void NumberedUnit(size_t i) {
    constexpr std::array<std::string_view, 12> kOfSeveral = {
        "amu", "mau", "sau", "eau", "ccu", "icu", "itu", "hdu", "sdec", "theatre", "cdu", "picu"};
    if (!IsOneOf(kOfSeveral, Word(i)) || !Next(i)) return;
    const Token& number = tokens_[i + 1];
    if (number.shape != Shape::kNumber || number.size() > 2) return;
    std::string_view after = document_.After(number.end, 3);
    constexpr std::array<std::string_view, 7> kCounts = {":", "/", ".", "%", " x", " pa", " be"};
    const bool counts = std::any_of(kCounts.begin(), kCounts.end(),
                                    [&](auto each) { return after.starts_with(each); });
    const bool stop = after.size() > 1 && after[0] == '.' && (after[1] < '0' || after[1] > '9');
    const Token* next = Next(i + 1) ? &tokens_[i + 2] : nullptr;
    const bool timed = next != nullptr && next->shape == Shape::kLower && CountedAs(i + 2);
    if (timed) return;  // "left AMU 4 hours before"
    if (!counts || stop || after == ".") Add(i, i + 1, 0.75, kNumbered);
  }

  // "Cath Lab 2"
  void CathLab(size_t i) {
    const bool number = Next(i) && tokens_[i + 1].shape == Shape::kNumber;
    if (number && tokens_[i + 1].size() < 3) Add(i - 1, i + 1, 0.75, kNumbered);
  }

  bool CountedAs(size_t i) const {
    std::string_view word = Word(i);
    return word.starts_with("hour") || word.starts_with("hr") || word.starts_with("day") ||
           word.starts_with("week") || word.starts_with("min") || word.starts_with("time") ||
           word.starts_with("month") || word.starts_with("staff") || word.starts_with("nurse");
  }

  // "in Recovery B", "from Majors C"
  void LetterBehind(size_t i) {
    constexpr std::array<std::string_view, 7> kAreas = {
        "clinic", "recovery", "majors", "minors", "resus", "triage", "outpatients"};
    if (!IsOneOf(kAreas, Word(i)) || !Next(i) || !Placed(i)) return;
    const Token& letter = tokens_[i + 1];
    const bool one = letter.size() == 1 && letter.shape == Shape::kUpper &&
                     document_.Text(letter) <= "H" && EndsName(i + 1);
    if (one) Add(i, i + 1, 0.65, kNumbered);
  }

  // "Maple/Elm", "pt oak bed 2"
  void Plant(size_t i) {
    const bool cell = i > 0 && document_.Gap(i - 1) == " | " && Word(i - 1) == "ward";
    if (cell && tokens_[i].Capital()) return Add(i, i, 0.7, kNamed);
    const bool pair = tokens_[i].Capital() && document_.Gap(i) == "/" && i + 1 < tokens_.size() &&
                      tokens_[i + 1].Is(kWardPlant) && tokens_[i + 1].Capital();
    if (pair) return Add(i, i + 1, 0.65, kColour);
    const bool quoted = i > 0 && document_.Gap(i - 1).ends_with("\"") &&
                        document_.Gap(i).starts_with("\"") && tokens_[i].Capital();
    if (quoted) return Add(i, i, 0.6, kNumbered);           // "The caller gave "Hawthorn""
    const bool listed = Listed(i) && tokens_[i].Capital();  // "covering Cedar and Maple"
    const bool rung = tokens_[i].ProperCase() && !tokens_[i].possessive && Placed(i) &&
                      (EndsName(i) || document_.Gap(i) == " & ");
    if (listed || rung) return Add(i, i, 0.6, kNumbered);
    const bool cased = tokens_[i].Capital() || tokens_[i].line_case == LineCase::kUpper;
    if (cased && BehindBed(i)) return Add(i, i, 0.6, kNumbered);
    const bool bed = Next(i) && Next(i + 1) && !tokens_[i].possessive &&
                     (Word(i + 1) == "bed" || Word(i + 1) == "bay") &&
                     (Numbers(i + 2) || tokens_[i + 2].size() == 1);
    if (bed) Add(i, i, 0.6, kNumbered);
  }

  // "Bay 2, Ash", "SR3 Elm"
  bool BehindBed(size_t i) const {
    if (i < 2 || (document_.Gap(i - 1) != " " && document_.Gap(i - 1) != ", ")) return false;
    if (Next(i) && tokens_[i + 1].shape != Shape::kLower) return false;  // "Bed 1 Ivy CLARKE"
    constexpr std::array<std::string_view, 6> kBeds = {"bed",  "bay",     "sr",
                                                       "room", "cubicle", "chair"};
    std::string_view joined = Word(i - 1);
    const bool glued = tokens_[i - 1].shape == Shape::kAlnum && joined.size() <= 5 &&
                       (joined.starts_with("sr") || joined.starts_with("bed"));
    return glued || (Numbers(i - 1) && IsOneOf(kBeds, Word(i - 2)) && document_.Gap(i - 2) == " ");
  }

  // "from 5 South to 6 North"
  void Side(size_t i) {
    if (!Numbers(i) || !Next(i) || !Placed(i)) return;
    const Token& side = tokens_[i + 1];
    if (side.Is(kDirection) && side.ProperCase() && EndsName(i + 1)) Add(i, i + 1, 0.65, kCode);
  }

  // "3B", "12F": a number and a letter as wards have them.
  bool NumberLetter(size_t i) const {
    if (i >= tokens_.size() || tokens_[i].shape != Shape::kAlnum) return false;
    std::string_view code = document_.Text(tokens_[i]);
    return code.size() >= 2 && code.size() <= 3 && code[0] >= '1' && code[0] <= '9' &&
           code.back() >= 'A' && code.back() <= 'H' &&
           code.find_first_not_of("0123456789") == code.size() - 1;
  }

  // "B5", "C14"
  bool LetterNumber(size_t i) const {
    if (tokens_[i].Is(kClinical)) return false;
    std::string_view code = document_.Text(tokens_[i]);
    return code.size() >= 2 && code.size() <= 3 && code[0] >= 'A' && code[0] <= 'Z' &&
           code[1] != '0' && code.find_first_not_of("0123456789", 1) == code.npos;
  }

  // "East 3B", "B5 North", "covered 7F, 7G", "on C14".
  void Code(size_t i) {
    const bool side_before = i > 0 && document_.Gap(i - 1) == " " &&
                             tokens_[i - 1].Is(kDirection) && tokens_[i - 1].Capital();
    if (NumberLetter(i)) {
      if (side_before) return Add(i - 1, i, 0.7, kCode);
      const bool cover = i > 0 && document_.Gap(i - 1) == " " && Word(i - 1).starts_with("cover");
      if (cover || Listed(i)) Add(i, i, 0.65, kCode);
      return;
    }
    std::string_view code = document_.Text(tokens_[i]);
    const bool on = i > 0 && (Word(i - 1) == "on" || Word(i - 1) == "from" || Word(i - 1) == "to");
    const bool winged = code.size() == 2 && code[0] >= '1' && code[0] <= '9' &&
                        (code[1] == 'N' || code[1] == 'S' || code[1] == 'W');  // "from 3W to 4E"
    if (winged && on && Placed(i) && EndsName(i)) return Add(i, i, 0.6, kCode);
    if (!LetterNumber(i)) return;
    const bool side = Next(i) && tokens_[i + 1].Is(kDirection) && tokens_[i + 1].Capital();
    if (side && Placed(i)) return Add(i, i + 1, 0.7, kCode);
    if (on && Stays(i) && EndsName(i)) return Add(i, i, 0.55, kCode);
    const bool road = code[0] == 'A' || code[0] == 'B';  // "RTC on A61"
    const bool high = code.size() == 3 && code[0] <= 'H' && code[0] != 'D' && !road;
    if (on && high && Placed(i) && EndsName(i)) Add(i, i, 0.6, kCode);
  }

  // "She was on C4.", "went to B7": somebody is there, and it is no bone, vitamin or road.
  bool Stays(size_t i) const {
    constexpr std::array<std::string_view, 8> kWho = {"he", "she", "they",    "pt",
                                                      "i",  "we",  "patient", "who"};
    constexpr std::array<std::string_view, 18> kIs = {
        "up",   "down",  "was",   "is",     "were",  "went",  "been",     "moved", "goes",
        "back", "stays", "slept", "stayed", "going", "taken", "returned", "came",  "am"};
    constexpr std::array<std::string_view, 9> kVitamins = {"b1", "b2",  "b3", "b5", "b6",
                                                           "b9", "b12", "d2", "d3"};
    std::string_view code = Word(i);
    if (code[0] == 'a' || code[0] > 'h' || IsOneOf(kVitamins, code)) return false;
    if (i > 1 && Word(i - 1) == "to" && Placed(i) && !out_.empty() &&
        out_.back().type == SpanType::kWard && out_.back().end == tokens_[i - 2].end)
      return true;  // "moved from C3 to C5"
    if (i < 3 || !Placed(i) || !IsOneOf(kIs, Word(i - 2)) || document_.Gap(i - 2) != " ")
      return false;
    const bool listed = (Word(i + 1) == "to" || Word(i + 1) == "and" || Word(i + 1) == "or") &&
                        i + 2 < tokens_.size() && tokens_[i + 2].shape == Shape::kAlnum;
    if (listed) return false;
    const bool moves = Word(i - 2) == "back" || Word(i - 2) == "returned" || Word(i - 2) == "moved";
    bool somebody = moves || tokens_[i - 3].Is(kForename | kSurname | kRole | kRelation);
    for (size_t back = 3; back <= 5 && back <= i; ++back)
      somebody = somebody || IsOneOf(kWho, Word(i - back));
    std::string_view around = document_.Before(tokens_[i].begin, 60);
    for (std::string_view bone :
         {"fract", "#",    "spin",    "cord",   "nerve", "verteb",  "disc",
          "root",  "neck", "screw",   "lesion", "level", "x-ray",   "xray",
          "ct ",   "mri",  "formula", "milk",   "feed",  "channel", "complement"}) {
      if (around.find(bone) != around.npos) return false;
    }
    return somebody;
  }

  // Another in a list whose last was masked: "CDU & EPAU", "7F, 7G and 8A".
  bool Listed(size_t i) const {
    if (i < 2 || out_.empty() || out_.back().type != SpanType::kWard) return false;
    size_t before = i - 1;
    if (Word(before) == "and" && document_.Gap(before) == " ") --before;
    std::string_view gap = document_.Gap(before);
    const bool listed = gap == ", " || gap == "/" || gap == " & " || (before + 1 < i && gap == " ");
    return listed && out_.back().end == tokens_[before].end;
  }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kWard,
                    .confidence = confidence,
                    .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindUnits(const Document& document, Findings& out) { UnitReader(document, out).Read(); }

}  // namespace candour::anonymise
