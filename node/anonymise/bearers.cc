// Names told by what they bear, whatever word they are: a registration, a birthday, an age, a
// telephone, a bed, an initial; and the letters that stand for a patient.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "node/anonymise/labels.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kBears = {"person.bears", "Whose birthday, registration or number follows."};
constexpr Rule kBedded = {"person.bed-list", "A name behind a bed, in a list of beds."};
constexpr Rule kInitialled = {"person.initialled", "A capital behind an initial and its point."};
constexpr Rule kEntry = {"person.entry-letters",
                         "Letters that sign or act in more than one entry."};
constexpr Rule kWrote = {"person.wrote", "Who wrote, above a message that is quoted."};
constexpr Rule kLetters = {"person.letters", "Letters that stand for a patient."};

// What is no name even before somebody's number.
constexpr WordClasses kNobody = kFunction | kRole | kRelation | kWardHead | kOrgHead | kDrug |
                                kMonth | kWeekday | kCountry | kEponymHead | kModal | kCue |
                                kStreet | kGeneric | kDirection;

class BearerReader {
 public:
  BearerReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {
    for (const Finding& finding : out) {
      if (Owned(finding.type) && finding.masked()) owned_.push_back(finding.begin);
    }
    std::sort(owned_.begin(), owned_.end());
  }

  void Read() {
    ReadBeds();
    ReadEntries();
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (sense_.Covered(i) || !token.IsWord()) continue;
      if (token.size() == 1) {
        Initialled(i);
        Shouted(i);
      } else if (Letters(i)) {
        AddPerson(sense_, out_, i, i, 0.7, kLetters);
      } else if (token.line_case == LineCase::kOrdinary && token.Capital()) {
        Bears(i);
        if (Word(i) != "wrote" && Wrote(i)) AddPerson(sense_, out_, i, i + 1, 0.8, kWrote);
      }
    }
  }

 private:
  static bool Owned(SpanType type) {
    return type == SpanType::kDob || type == SpanType::kNhsNumber || type == SpanType::kStaffId ||
           type == SpanType::kPhone || type == SpanType::kAge90Plus;
  }

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Free(size_t i) const { return i < sense_.count() && !sense_.Covered(i); }

  // A word that can be a name; `firm` where nothing else says so.
  bool MayName(size_t i, bool firm) const {
    const Token& token = sense_.At(i);
    if (!Free(i) || !token.Capital() || token.Is(kNobody) || sense_.BrandHere(i)) return false;
    if (token.Is(kIdLabel | kNameLabel | kTitle | kClinical | kVerb) &&
        !token.Is(kForenameCommon | kSurnameCommon))
      return false;
    bool strange = sense_.Unknown(i) && token.size() > (firm ? 3u : 2u);
    return strange || sense_.StrongForename(i) || sense_.StrongSurname(i) ||
           (!firm && token.Is(kForename | kSurname));
  }

  // Whether somebody's number, or the label of one, stands right behind token `last`.
  bool Followed(size_t last) const {
    if (last + 1 >= sense_.count()) return false;
    std::string_view gap = document_.Gap(last);
    constexpr std::array<std::string_view, 8> kGaps = {" ",  ", ", " (", " - ",
                                                       ": ", " [", "; ", ","};
    if (!IsOneOf(kGaps, gap) || sense_.At(last).possessive) return false;
    const Token& next = sense_.At(last + 1);
    auto found = std::lower_bound(owned_.begin(), owned_.end(),
                                  next.begin - std::min<size_t>(next.begin, 2));
    if (found != owned_.end() && *found <= next.begin && gap != " [") return gap != ": ";
    const Label label = LabelAt(document_, last + 1);
    constexpr uint32_t kWhose =
        Bit(Announced::kBirth) | Bit(Announced::kNhs) | Bit(Announced::kStaff);
    if ((label.firm & kWhose) == 0 || label.end >= sense_.count()) return false;
    bool numbered = false;
    size_t value = OverLabelTail(document_, label.end, numbered);
    return value < sense_.count() && sense_.At(value).shape >= Shape::kNumber &&
           Word(last + 1) != "pin";
  }

  // "Bhattacharjee R (GMC 7714093)", "Rose Field, DOB 1/2/50", "NOK Carys 07700 900318".
  void Bears(size_t i) {
    if (i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Capital() && Free(i - 1) &&
        !sense_.At(i - 1).Is(kNobody | kClinical | kTitle))
      return;  // Read from the first word of the name.
    size_t last = i;
    while (last - i < 3 && document_.Gap(last) == " " && !sense_.At(last).possessive &&
           (sense_.Initial(last + 1) || (Free(last + 1) && MayName(last + 1, /*firm=*/false))))
      ++last;
    bool pair = last > i;
    bool firm = !pair || sense_.At(i).starts_sentence;
    bool named = MayName(i, firm) || (pair && MayName(i, false) && MayName(last, true)) ||
                 (pair && sense_.Initial(last) && MayName(i, false));
    if (named && Followed(last)) AddPerson(sense_, out_, i, last, 0.65, kBears);
  }

  // "BMS C. Obi", "(A. Cross)": no vitamin, hepatitis or group.
  void Initialled(size_t i) {
    constexpr std::array<std::string_view, 24> kKinds = {
        "vitamin", "hep",   "hepatitis", "group", "type", "grade",  "band",    "bay",
        "bed",     "ward",  "unit",      "class", "plan", "factor", "protein", "theatre",
        "stage",   "point", "option",    "block", "part", "item",   "side",    "appendix"};
    const Token& token = sense_.At(i);
    if (token.shape != Shape::kUpper || token.line_case != LineCase::kOrdinary) return;
    if (document_.Gap(i) != ". " && document_.Gap(i) != ".") return;
    if (i > 0 &&
        (document_.Gap(i - 1).find_first_not_of(" (\n:,;/|-") != std::string_view::npos ||
         document_.Gap(i - 1) == "-") &&
        (!document_.Gap(i - 1).ends_with("\n") ||
         document_.Gap(i - 1).find('?') != std::string_view::npos))
      return;
    if (i > 0 && document_.Gap(i - 1) == " " && IsOneOf(kKinds, Word(i - 1))) return;
    size_t next = i + 1;
    if (sense_.Initial(next) && document_.Gap(next) == ".") ++next;
    if (next >= sense_.count() || !Free(next) || sense_.At(next).size() < 3) return;
    const Token& name = sense_.At(next);
    bool plain = name.Is(kEnglishCommon) && !name.Is(kSurnameCommon);
    if (!MayName(next, /*firm=*/false) || plain || name.Is(kVerb | kClinical)) return;
    AddPerson(sense_, out_, i, sense_.Extend(next), 0.62, kInitialled);
  }

  // "RADIOGRAPHER T GREENHALF HCPC RA071182"
  void Shouted(size_t i) {
    if (sense_.At(i).line_case != LineCase::kUpper || document_.Gap(i) != " " || !Free(i + 1))
      return;
    const Token& surname = sense_.At(i + 1);
    const bool strange = surname.size() > 3 && (sense_.Unknown(i + 1) || surname.Is(kSurname));
    if (strange && !surname.Is(kNobody) && sense_.At(i).shape == Shape::kUpper && Followed(i + 1))
      AddPerson(sense_, out_, i, i + 1, 0.65, kBears);
  }

  // "Patient LT had a rash", "Pt AB."
  bool Letters(size_t i) const {
    constexpr std::array<std::string_view, 11> kWho = {"inpatient", "donor",  "patient",    "pt",
                                                       "resident",  "client", "child",      "user",
                                                       "baby",      "mum",    "participant"};
    const Token& token = sense_.At(i);
    if (i == 0 || token.shape != Shape::kUpper || token.size() < 2 || token.size() > 3)
      return false;
    if (token.line_case != LineCase::kOrdinary || document_.Gap(i - 1) != " " ||
        !IsOneOf(kWho, Word(i - 1)))
      return false;
    constexpr std::array<std::string_view, 5> kRanks = {"lt", "fr", "ds", "di", "ps"};
    if (token.Is(kClinical | kEnglishCommon | kRole | kIdLabel | kBrand | kCountry | kFunction) ||
        (token.Is(kTitle) && !IsOneOf(kRanks, Word(i))))
      return false;
    std::string_view gap = document_.Gap(i);
    if (gap.empty() || gap.find_first_of(".,;)\n(") == 0 || gap == " (") return true;
    return i + 1 < sense_.count() && gap == " " && sense_.At(i + 1).shape == Shape::kLower &&
           sense_.At(i + 1).Is(kVerb | kFunction | kModal);
  }

  // "Marsh, Olive wrote:"
  bool Wrote(size_t i) const {
    return document_.Gap(i) == ", " && i + 2 < sense_.count() && sense_.At(i + 1).Capital() &&
           Word(i + 2) == "wrote" && document_.Gap(i + 1) == " ";
  }

  // Two capitals that no list holds, as who writes entries signs them.
  bool Unlisted(size_t i) const {
    const Token& token = sense_.At(i);
    return Free(i) && token.shape == Shape::kUpper && token.size() == 2 && token.classes == 0 &&
           token.line_case == LineCase::kOrdinary;
  }

  // Whether those letters stand where somebody acts: "20:05 JB on", "JB/MW", "by JB".
  bool Acts(size_t i) const {
    std::string_view gap = document_.Gap(i);
    const bool next = i + 1 < sense_.count();
    if (next && gap == " " && sense_.At(i + 1).Is(kVerb | kRole)) return true;
    if (next && gap == "/" && Unlisted(i + 1)) return true;
    if (i == 0) return false;
    if (document_.Gap(i - 1) == "/" && Unlisted(i - 1)) return true;
    const bool stamped = sense_.At(i - 1).shape == Shape::kNumber && document_.Gap(i - 1) == " " &&
                         document_.Before(sense_.At(i - 1).begin, 1) == ":";
    std::string_view word = Word(i - 1);
    return stamped || (document_.Gap(i - 1) == " " &&
                       (word == "by" || word == "with" || word == "w" || word == "told"));
  }

  // Letters that come twice and act at least once stand for whoever keeps the log.
  void ReadEntries() {
    std::unordered_map<std::string_view, std::vector<size_t>> seen;
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (Unlisted(i)) seen[document_.Text(sense_.At(i))].push_back(i);
    }
    // "JT - falls risk. MA - for theatre. KS - absconded": heads of entries about patients.
    std::vector<size_t> heads;
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      const bool head = Free(i) && token.shape == Shape::kUpper && token.size() == 2 &&
                        token.line_case == LineCase::kOrdinary && token.starts_sentence &&
                        document_.Gap(i) == " - " && sense_.At(i + 1).shape == Shape::kLower;
      if (head) heads.push_back(i);
    }
    if (heads.size() > 1) {
      for (size_t i : heads) AddPerson(sense_, out_, i, i, 0.58, kEntry);
    }
    for (const auto& [letters, places] : seen) {
      const bool acts =
          std::any_of(places.begin(), places.end(), [&](size_t i) { return Acts(i); });
      if (places.size() < 2 || !acts) continue;
      for (size_t i : places) AddPerson(sense_, out_, i, i, 0.58, kEntry);
    }
  }

  // The token behind a bed at the beginning of a line: "B2 ", "Bed 4 - ", "S/R: ", "3. "; or 0.
  size_t BehindBed(size_t i) const {
    const Token& token = sense_.At(i);
    std::string_view word = Word(i);
    size_t last = i;
    bool side = (word == "s" && Word(i + 1) == "r" && document_.Gap(i) == "/") || word == "sr";
    if (word == "s" && side) ++last;
    bool coded = token.shape == Shape::kAlnum && token.size() <= 3 &&
                 std::string_view("bschr").find(word[0]) != word.npos;
    bool bed = (word == "bed" || word == "bay" || word == "room" || word == "rm" || side) &&
               last + 1 < sense_.count() && sense_.At(last + 1).shape >= Shape::kNumber &&
               sense_.At(last + 1).size() <= 3;
    if (bed) ++last;
    if (!coded && !bed && !side) return 0;
    std::string_view gap = document_.Gap(last);
    bool parted = gap == " " || gap == ": " || gap == " - " || gap == "  " || gap == ". " ||
                  gap == " | " || gap == ", ";
    return parted && last + 1 < sense_.count() ? last + 1 : 0;
  }

  // The last of the initials behind the surname `i`.
  size_t OverInitials(size_t i) const {
    size_t last = i;
    while (last - i < 3 && sense_.Initial(last + 1) && Free(last + 1)) {
      std::string_view gap = document_.Gap(last);
      const bool joined =
          gap == " " || gap == ", " || gap == "." || gap == ". " || (gap == "-" && last > i);
      if (!joined) break;
      ++last;
    }
    return last;
  }

  // "B2 Pole - NBM" where other lines begin with beds as well.
  void ReadBeds() {
    std::vector<size_t> names;
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (!sense_.At(i).starts_line && !sense_.At(i).starts_sentence) continue;
      if (size_t name = BehindBed(i); name > 0) names.push_back(name);
    }
    if (names.size() < 2) return;
    for (size_t i : names) {
      const Token& token = sense_.At(i);
      constexpr std::array<std::string_view, 12> kStates = {
          "empty",    "vacant", "closed", "clean", "new",     "admission",
          "elective", "nil",    "free",   "dirty", "blocked", "deceased"};
      const bool upper = token.shape == Shape::kUpper;
      if (!Free(i) || !(token.Capital() || upper) || IsOneOf(kStates, Word(i))) continue;
      // "B1 HAYCOCK D 84", "B2 NG S.Y. 66", "B2 Gaunt, P 71 -", "Bed 2 JT - missed"
      const size_t initials = OverInitials(i);
      const bool listed =
          initials > i && initials + 1 < sense_.count() &&
          (sense_.At(initials + 1).shape == Shape::kNumber ||
           (sense_.At(initials + 1).shape == Shape::kLower && !token.Is(kClinical)));
      const bool letters =
          upper && token.size() == 2 && token.classes == 0 && document_.Gap(i) == " - ";
      if (listed || letters) AddPerson(sense_, out_, i, initials, 0.65, kBedded);
      if (listed || letters || token.size() < 3) continue;
      const bool halves = document_.Gap(i) == "-" && Free(i + 1) && sense_.At(i + 1).Capital();
      if (!halves && token.Is(kNobody | kClinical)) continue;
      if (token.Is(kVerb | kTitle) && !token.Is(kForename | kSurname)) continue;
      std::string_view gap = document_.Gap(i);
      bool apart = gap.empty() || gap.find_first_of("-:,(\n;") != gap.npos;
      const bool aged = i + 1 < sense_.count() && sense_.At(i + 1).shape >= Shape::kNumber;
      size_t last = sense_.Extend(i);
      if (apart || aged || last > i) AddPerson(sense_, out_, i, last, 0.7, kBedded);
    }
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
  std::vector<size_t> owned_;  // Where somebody's numbers begin, in order.
};

}  // namespace

void FindBearers(NameSense& sense, Findings& out) { BearerReader(sense, out).Read(); }

}  // namespace candour::anonymise
