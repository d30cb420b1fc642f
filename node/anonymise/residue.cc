// What no rule has decided: flags for the reviewer. A flag's confidence is the share of such flags
// that were identifiers in annotated notes the rules had not been tuned on, so that their sum is an
// expectation (docs/privacy.md section 4). Where capitals say nothing, what was an identifier
// oftener than not is masked.
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kWord = {"residue.word", "An unknown word; it may be a name."};
constexpr Rule kCapital = {"residue.capital", "A capital in mid-sentence that nothing explains."};
constexpr Rule kStart = {"residue.start", "A possible name where a sentence begins."};
constexpr Rule kLetters = {"residue.letters", "Capital letters that may be somebody's initials."};
constexpr Rule kPlaceName = {"residue.place", "A place's name where capitals say nothing."};
constexpr Rule kNamed = {"residue.named", "An everyday word that may be a name beside a person."};
constexpr Rule kInitial = {"residue.initial", "A letter beside a name."};
constexpr Rule kTwo = {"residue.capitals", "Capitals in mid-sentence that may be an organisation."};
constexpr Rule kOwner = {"residue.owner", "An owner of whom nothing says that it is no place."};
constexpr Rule kKind = {"residue.kind",
                        "A word before the kind of a street, house or organisation."};
constexpr Rule kAddress = {"residue.at", "Around an @ or a domain."};

constexpr WordClasses kExplained = kClinical | kDrug | kBrand | kMonth | kWeekday | kCountry |
                                   kTitle | kRole | kRelation | kFunction | kModal | kWardHead |
                                   kOrgHead | kEponym | kEponymHead | kStreet | kGeneric |
                                   kDirection;

class ResidueReader {
 public:
  ResidueReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {
    flagged_.resize(sense.count(), 0);
    for (const Finding& finding : out) {
      for (size_t i = document_.TokenAtOrAfter(finding.begin);
           i < sense.count() && sense.At(i).begin < finding.end; ++i) {
        flagged_[i] = 1;
      }
    }
  }

  void Read() {
    Raise();
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (Free(i) && !Address(i) && sense_.At(i).IsWord() && !Company(i)) Word(i);
    }
    for (size_t i = sense_.count(); i-- > 0;) {
      if (!Free(i) || !sense_.At(i).IsWord()) continue;
      if (Half(i)) Flag(i, SpanType::kPerson, 0.2, kCapital);
      if (Free(i) && BesideName(i)) Flag(i, SpanType::kPerson, 0.2, kInitial);
      bool side = Free(i) && sense_.At(i).Is(kDirection) && document_.Gap(i) == " " &&
                  i + 1 < sense_.count() && Free(i + 1) == false && sense_.At(i + 1).Is(kPlace);
      if (side && !sense_.Covered(i + 1)) Flag(i, SpanType::kLocation, 0.2, kPlaceName);
    }
  }

 private:
  // Flags of the rules about people on words no list holds: they are masked, unless what stands
  // around them makes them a product's.
  void Raise() {
    for (Finding& finding : out_) {
      if (finding.masked() || finding.confidence < 0.4 || finding.rule->id != "person.maybe")
        continue;
      size_t i = document_.TokenAtOrAfter(finding.begin);
      if (i < sense_.count() && sense_.At(i).end == finding.end && !sense_.Covered(i) &&
          Stranger(i) && !Product(i))
        finding.confidence = 0.52;
    }
  }

  // "but Zorvani just left", "got Quellimar at the desk": nothing counts or measures behind it.
  bool Stranger(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.shape != Shape::kCapital || token.size() < 4 || i == 0 || !sense_.Unknown(i))
      return false;
    std::string_view after = document_.Gap(i);
    bool counted = i + 1 < sense_.count() && after.size() <= 1 &&
                   (sense_.At(i + 1).shape >= Shape::kNumber || after == "-" || after == "/");
    return !counted && !after.starts_with(":") && !after.starts_with(".:");
  }

  // "dose of Quellimar", "gave Zorvani", "the Zorvani pump": what medicines and devices stand in.
  bool Product(size_t i) const {
    constexpr std::array<std::string_view, 51> kBefore = {
        "gave",      "given",  "giving",       "give",     "missed",  "takes",   "take",
        "taking",    "on",     "started",      "stopped",  "start",   "stop",    "prescribed",
        "dispensed", "using",  "used",         "uses",     "use",     "makers",  "model",
        "brand",     "called", "one",          "two",      "the",     "a",       "an",
        "supplier",  "maker",  "administered", "injected", "applied", "ordered", "of",
        "lens",      "pump",   "monitor",      "device",   "logger",  "flu",     "vaccine",
        "sling",     "lot",    "changed",      "swapped",  "brands",  "capsule", "had",
        "has",       "needs"};
    constexpr std::array<std::string_view, 36> kBehind = {
        "pump",    "monitor",   "device",  "machine",  "syringe", "driver",   "mattress", "hoist",
        "system",  "software",  "probe",   "tube",     "line",    "catheter", "cannula",  "needle",
        "valve",   "stent",     "mesh",    "dressing", "cream",   "tablets",  "capsules", "patch",
        "inhaler", "injection", "vaccine", "lot",      "batch",   "serial",   "kit",      "drug",
        "depot",   "dose",      "rules",   "angina"};
    const bool spaced = i + 1 < sense_.count() && document_.Gap(i) == " ";
    if (spaced && (IsOneOf(kBehind, document_.LowerAt(i + 1)) || sense_.At(i + 1).Is(kEponymHead)))
      return true;
    if (document_.Gap(i - 1) != " ") return false;
    if (sense_.At(i - 1).shape >= Shape::kNumber) return true;
    constexpr std::array<std::string_view, 9> kTo = {"allergic",  "switched",   "changed",
                                                     "sensitive", "intolerant", "due",
                                                     "converted", "reaction",   "response"};
    if (document_.LowerAt(i - 1) == "to" && i > 1) return IsOneOf(kTo, document_.LowerAt(i - 2));
    if (document_.LowerAt(i - 1) == "of")
      return i > 1 && (sense_.At(i - 2).shape >= Shape::kNumber || !sense_.At(i - 2).Capital());
    const Token& before = sense_.At(i - 1);
    const bool series = before.Capital() && !before.starts_sentence && !sense_.Covered(i - 1) &&
                        !before.Is(kRole | kTitle | kForename | kSurname);
    return series || IsOneOf(kBefore, document_.LowerAt(i - 1));
  }

  void Flag(size_t i, SpanType type, double confidence, const Rule& rule) {
    Flag(i, i, type, confidence, rule);
  }

  void Flag(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    for (size_t i = first; i <= last; ++i) flagged_[i] = 1;
    out_.push_back({.begin = sense_.At(first).begin,
                    .end = sense_.At(last).end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  bool Free(size_t i) const { return i < sense_.count() && flagged_[i] == 0 && !sense_.Covered(i); }

  bool IsPlainBefore(size_t i) const { return i > 0 && document_.Gap(i - 1) == " "; }

  // "m.hawkes worth@exarnple.co.uk": what no rule for addresses could read.
  bool Address(size_t i) {
    std::string_view gap = document_.Gap(i);
    bool domain = gap == "." && i + 1 < sense_.count() && IsDomain(document_.LowerAt(i + 1)) &&
                  sense_.At(i).size() > 3;
    if ((gap != "@" && !domain) || i + 1 >= sense_.count()) return false;
    size_t last = i + 1;
    while (last + 1 < sense_.count() && last - i < 5 && Free(last + 1) &&
           (document_.Gap(last) == "." || document_.Gap(last) == "-"))
      ++last;
    Flag(i, last, SpanType::kEmail, 0.25, kAddress);
    return true;
  }

  static bool IsDomain(std::string_view word) {
    return word == "com" || word == "co" || word == "org" || word == "net" || word == "uk" ||
           word == "nhs";
  }

  // What hospitals have everywhere: "Labour Ward" names none.
  static bool IsService(std::string_view word) {
    constexpr std::array<std::string_view, 30> kServices = {
        "delivery",  "labour",  "stroke",   "maternity",  "emergency", "theatre",
        "recovery",  "birth",   "birthing", "assessment", "admission", "admissions",
        "discharge", "medical", "surgical", "critical",   "intensive", "high",
        "burns",     "renal",   "cardiac",  "care",       "treatment", "operating",
        "waiting",   "day",     "clinical", "general",    "acute",     "children"};
    return IsOneOf(kServices, word);
  }

  // "the royal, then amu", "the Tower": a kind of place alone, as those who work there call it.
  bool KnownByKind(size_t i) const {
    const Token& token = sense_.At(i);
    if (!IsPlainBefore(i) || document_.LowerAt(i - 1) != "the") return false;
    std::string_view word = document_.Lower(token);
    if (token.ProperCase() && token.Is(kHouseWord)) return true;
    if (word != "royal" && word != "infirmary") return false;
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(",.;:()\n") != gap.npos ||
           (i + 1 < sense_.count() && sense_.At(i + 1).Is(kFunction));
  }

  // "Chorlton Water": a capital behind a place that was masked.
  bool AfterPlace(size_t i) const {
    const Token& token = sense_.At(i);
    constexpr WordClasses kOther = kRole | kTitle | kMonth | kWeekday | kDrug | kFunction | kModal |
                                   kVerb | kRelation | kClinical;
    return IsPlainBefore(i) && sense_.Covered(i - 1) && sense_.At(i - 1).Is(kPlace) &&
           token.ProperCase() && token.size() > 3 && !token.Is(kOther);
  }

  // Words in capitals side by side in mid-sentence, and words before the kind of thing they name.
  bool Company(size_t i) {
    const Token& token = sense_.At(i);
    if (i + 1 >= sense_.count() || !Free(i + 1) || document_.Gap(i) != " ") return false;
    const Token& next = sense_.At(i + 1);
    bool kind = next.Is(kHouseWord | kLooseStreet | kStreet | kOrgHead | kWardHead);
    if (token.line_case == LineCase::kOrdinary && token.ProperCase() && next.Capital()) {
      constexpr WordClasses kNoCompany = kDrug | kClinical | kEponym | kEponymHead | kBrand |
                                         kRole | kTitle | kMonth | kWeekday | kCountry | kFunction |
                                         kGeneric | kModal | kVerb;
      bool plain = token.Is(kNoCompany) || next.Is(kNoCompany) || next.starts_sentence;
      if (kind ? IsService(document_.Lower(token)) || token.Is(kClinical | kFunction) : plain)
        return false;
      if (sense_.EponymFrame(i) || sense_.EponymFrame(i + 1)) return false;
      size_t last = i + 1;
      while (last - i < 3 && document_.Gap(last) == " " && Free(last + 1) &&
             sense_.At(last + 1).Capital() && !sense_.At(last + 1).Is(kNoCompany))
        ++last;
      Flag(i, last, SpanType::kOrg, 0.3, kTwo);
      return true;
    }
    bool rare = token.size() > 3 && !token.Is(kExplained | kEnglishCommon | kVerb);
    bool named = token.Is(kPlace | kSurname | kWardPlant) || !token.Is(kEnglish);
    rare = rare || (token.Is(kWardPlant) && next.Is(kHouseWord | kLooseStreet));
    bool strong = next.Is(kHouseWord | kLooseStreet | kStreet | kOrgHead);
    if (!strong || !rare || !named || token.starts_sentence || next.Is(kFunction | kDirection))
      return false;
    double confidence = token.line_case == LineCase::kOrdinary ? 0.2 : 0.52;
    Flag(AfterNumber(i) ? i - 1 : i, i + 1, SpanType::kOrg, confidence, kKind);
    return true;
  }

  bool AfterNumber(size_t i) const {
    return IsPlainBefore(i) && Free(i - 1) && sense_.At(i - 1).shape == Shape::kNumber;
  }

  // A name that is a word as well, right behind a role or a relation or before "from".
  bool Named(size_t i) const {
    const Token& token = sense_.At(i);
    bool name = token.Is(kForename | kAmbiguousForename) ||
                (token.Is(kSurnameCommon) && !token.Is(kGeneric | kEponymHead | kRole) &&
                 (token.Capital() || token.line_case == LineCase::kLower));
    bool registrar = document_.Lower(token) == "reg" && sense_.NeverName(i);
    if (!name || registrar || token.Is(kFunction | kModal) || token.size() < 3) return false;
    if (sense_.SmallInitialAfter(i)) return true;  // "sue p,"
    std::string_view gap = document_.Gap(i);
    bool manager = gap == " (" && token.Capital() && i + 2 < sense_.count() &&
                   (sense_.At(i + 1).Is(kRole) || sense_.At(i + 2).Is(kRole));
    if (manager) return !token.Is(kDrug);  // "Lord (B4 manager)"
    if (!IsPlainBefore(i)) return false;
    const Token& before = sense_.At(i - 1);
    bool tied = before.Is(kRole | kRelation | kTitle) && !before.Is(kCue);
    if (tied && !token.Is(kVerb | kEponymHead | kEponym | kDrug)) return true;
    return token.Is(kForenameCommon) && document_.LowerAt(i + 1) == "from" && gap == " " &&
           document_.LowerAt(i - 1) == "and";
  }

  // "rang tvn steph cutting,": a surname that is a word, behind a forename that was masked.
  bool AfterForename(size_t i) const {
    const Token& token = sense_.At(i);
    if (!IsPlainBefore(i) || !sense_.Covered(i - 1) || !sense_.At(i - 1).Is(kForename))
      return false;
    std::string_view gap = document_.Gap(i);
    bool ends = gap.empty() || gap.find_first_of(",.;:()\n") != gap.npos;
    return ends && token.Is(kSurname) && !token.Is(kFunction | kClinical | kRole) &&
           token.size() > 3;
  }

  // "Prys-Jones": the other half is a name.
  bool Half(size_t i) const {
    return i + 1 < sense_.count() && document_.Gap(i) == "-" && flagged_[i + 1] != 0 &&
           sense_.At(i).Capital() && sense_.At(i + 1).Capital() && sense_.At(i).size() > 1;
  }

  // "Marsh B", "A. Prys-Jones": a letter beside a name.
  bool BesideName(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.size() != 1 || !token.IsWord()) return false;
    bool upper = token.shape == Shape::kUpper;
    std::string_view letter = document_.Text(token);
    if (!upper || letter == "I") return false;
    std::string_view mark = i > 0 ? document_.Gap(i - 1) : std::string_view();
    if (mark == "/" || mark == "-") return false;  // "S/N"
    bool before = i > 0 && flagged_[i - 1] != 0 && sense_.At(i - 1).Capital() &&
                  (document_.Gap(i - 1) == " " || document_.Gap(i - 1) == ", ") &&
                  sense_.At(i - 1).Is(kForename | kSurname) && !sense_.At(i - 1).possessive &&
                  document_.Gap(i) != ":" && document_.Gap(i) != " ";
    before = before || (i > 0 && flagged_[i - 1] != 0 && sense_.At(i - 1).Capital() &&
                        document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kSurnameCommon) &&
                        (document_.LowerAt(i + 1) == "and" || document_.Gap(i) == ", "));
    bool after = i + 1 < sense_.count() && flagged_[i + 1] != 0 &&
                 (document_.Gap(i) == " " || document_.Gap(i) == ". ") &&
                 sense_.At(i + 1).Capital() && letter != "A" && letter != "Q" &&
                 sense_.At(i + 1).Is(kForename | kSurname);
    bool dotted = i + 1 < sense_.count() && document_.Gap(i) == ". " && flagged_[i + 1] != 0 &&
                  sense_.At(i + 1).Capital() && document_.Gap(i + 1) == "-";
    after = after || dotted;
    return before || after;
  }

  void Word(size_t i) {
    const Token& token = sense_.At(i);
    if (Named(i) || AfterForename(i)) {
      bool plain = token.line_case != LineCase::kOrdinary && !token.Is(kBrand | kClinical) &&
                   (token.Is(kForename | kAmbiguousForename) || !token.Is(kEnglishCommon));
      return Flag(i, SpanType::kPerson, plain ? 0.5 : 0.15, kNamed);
    }
    if (KnownByKind(i)) return Flag(i, SpanType::kOrg, 0.3, kKind);
    if (AfterPlace(i)) return Flag(i, SpanType::kOrg, 0.2, kTwo);
    bool hospital = token.Is(kHospital) && !token.Is(kDrug);
    if (token.possessive && hospital && token.Capital() && !HeadAfter(i))
      return Flag(i, SpanType::kOrg, 0.3, kOwner);
    if (sense_.BrandHere(i) || sense_.EponymFrame(i)) return;
    bool ordinary = token.line_case == LineCase::kOrdinary;
    if (token.shape == Shape::kUpper && ordinary && token.size() <= 3) return Letters(i);
    if (token.Is(kExplained)) return;
    if (token.Is(kPlace) && !token.Is(kEnglish) && !token.ProperCase() && token.size() > 3)
      return Flag(i, SpanType::kLocation, token.Capital() ? 0.3 : 0.52, kPlaceName);
    std::string_view lower = document_.Lower(token);
    if (lower.find("n't") != lower.npos || token.size() < 3) return Short(i);
    bool unknown = !token.Is(
        ~(kForename | kSurname | kPlaceHead | kPlacePhrase | kForenameCommon | kSurnameCommon));
    if (token.ProperCase()) {
      bool told = token.Is(kEnglishCommon) && !token.Is(kForename | kSurname) &&
                  (token.Is(kVerb | kDateCue) || document_.Gap(i).starts_with(":"));
      // "Seen by ...", "Postcode: ...", "Porter;Slip on ice"
      const bool plain = token.Is(kEnglish) && !token.Is(kForename | kSurname | kPlace);
      if (told || (plain && HeadsCell(i))) return;
      return Flag(i, SpanType::kPerson, unknown ? 0.3 : plain ? 0.06 : 0.12, kCapital);
    }
    if (unknown && token.size() >= 5 && !ordinary && PlacedBefore(i))
      return Flag(i, SpanType::kLocation, 0.52, kPlaceName);
    if (unknown && token.size() >= 4) return Flag(i, SpanType::kPerson, 0.13, kWord);
    if (lower == "reg") return;
    bool start = ordinary && token.Capital() && token.Is(kForename | kAmbiguousForename);
    if (start && !token.Is(kVerb)) Flag(i, SpanType::kPerson, 0.2, kStart);
  }

  // The first word of a cell or of what a heading holds: capitals say nothing there.
  bool HeadsCell(size_t i) const {
    if (i == 0) return true;
    std::string_view gap = document_.Gap(i - 1);
    return gap.find_first_of("|;:\"\n") != std::string_view::npos || gap == " - " || gap == " / ";
  }

  // "home to northenden", "at sedgley.": a word no list holds, where places stand.
  bool PlacedBefore(size_t i) const {
    constexpr std::array<std::string_view, 6> kBefore = {"at",      "from", "near",
                                                         "outside", "via",  "in"};
    if (!IsPlainBefore(i)) return false;
    std::string_view before = document_.LowerAt(i - 1);
    bool home = before == "to" && i > 1 && document_.LowerAt(i - 2) == "home";
    return home || IsOneOf(kBefore, before);
  }

  bool HeadAfter(size_t i) const {
    return i + 1 < sense_.count() && document_.Gap(i) == " " && sense_.At(i + 1).Is(kEponymHead);
  }

  // "Jb:", "Zo": two letters that are no word.
  void Short(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() == 2 && token.shape == Shape::kCapital && !token.Is(kEnglish | kParticle))
      Flag(i, SpanType::kPerson, 0.12, kWord);
  }

  // "AMC", "HM": two or three capitals that are no known abbreviation.
  void Letters(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 2 || token.Is(kExplained | kEnglishCommon)) return;
    if (token.size() == 3 && token.Is(kIdLabel)) return;  // "MRN"
    Flag(i, SpanType::kPerson, 0.11, kLetters);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
  std::vector<uint8_t> flagged_;
};

}  // namespace

void SweepResidue(NameSense& sense, Findings& out) { ResidueReader(sense, out).Read(); }

}  // namespace candour::anonymise
