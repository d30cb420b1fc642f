// Capitals in mid-sentence that no other rule explains, where a sentence expects a place or an
// organisation: "discharged to Stepping Hill", "walked out of Daisy Bank". Runs after the rules
// about people.
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"
#include "node/anonymise/venue_cues.h"

namespace candour::anonymise {
namespace {

constexpr Rule kVenue = {"org.venue", "A name where the sentence expects a place or organisation."};
constexpr Rule kOpening = {"org.opening", "A name at the start of a sentence that acts or stays."};
constexpr Rule kMaybe = {"org.maybe", "Capitals that may be the name of a place or organisation."};

constexpr size_t kWordsMax = 6;

// What says nothing about whose or which: trades, roles, parts of a hospital.
constexpr WordClasses kNeutral = kClinical | kDrug | kRole | kGeneric | kDirection | kRelation |
                                 kTitle | kMonth | kWeekday | kCountry | kFunction | kModal |
                                 kWardHead | kOrgHead | kEponymHead | kEponym;

class VenueReader {
 public:
  VenueReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count();) {
      TheOpening(i);
      size_t last = i;
      if (Opens(i)) {
        last = Last(i);
        Judge(i, last);
      } else if (Small(i)) {
        last = PlainLast(i);
        if (last >= i) JudgePlain(i, last);
        last = std::max(last, i);
      }
      i = last + 1;
    }
  }

 private:
  bool Cased(size_t i) const {
    const Token& token = sense_.At(i);
    return token.line_case == LineCase::kOrdinary &&
           (token.Capital() || (token.shape == Shape::kUpper && token.size() > 2));
  }

  bool Opens(size_t i) const {
    const Token& token = sense_.At(i);
    return Cased(i) && (token.Capital() || Lettered(i, i)) &&
           !token.Is(kFunction | kTitle | kRole | kRelation);
  }

  // "House of Light", "Marks & Sons": a small word inside a name.
  bool Links(size_t i) const {
    std::string_view word = document_.LowerAt(i);
    bool link = word == "of" || word == "the" || word == "and" || word == "upon" || word == "on";
    return link && sense_.At(i).shape == Shape::kLower && document_.Gap(i) == " " &&
           i + 1 < sense_.count() && Cased(i + 1) && word == "of";
  }

  // A word that may begin a name where capitals say nothing.
  bool Small(size_t i) const {
    const Token& token = sense_.At(i);
    bool plain = token.shape == Shape::kLower || token.line_case == LineCase::kUpper;
    return plain && token.IsWord() && i > 1 && VenueCueBefore(document_, i) != VenueCue::kNone;
  }

  bool NamesPlainly(size_t i) const {
    constexpr WordClasses kNever = kFunction | kVerb | kRole | kRelation | kModal | kDrug |
                                   kClinical | kMonth | kWeekday | kTitle | kCue | kEponymHead;
    const Token& token = sense_.At(i);
    std::string_view word = document_.Lower(token);
    constexpr std::array<std::string_view, 38> kThings = {
        "home",   "bed",     "chair",     "commode", "floor",  "bathroom", "toilet",    "kitchen",
        "flat",   "house",   "own",       "first",   "second", "trolley",  "stretcher", "room",
        "number", "street",  "hospital",  "ward",    "stairs", "garden",   "corridor",  "caseload",
        "last",   "next",    "overnight", "week",    "year",   "part",     "full",      "again",
        "today",  "tonight", "then",      "car",     "right",  "council"};
    if (!token.IsWord() || token.Is(kNever) || token.possessive || sense_.BrandHere(i) ||
        sense_.Covered(i) || IsOneOf(kThings, word))
      return false;
    return !word.ends_with("ed") && !word.ends_with("ing") && !word.ends_with("ly");
  }

  bool Houselike(size_t i) const {
    return sense_.At(i).Is(kStreet | kHouseWord | kOrgHead | kWardHead);
  }

  // The last word of a name in small letters that begins at `first`; before it when there is none.
  size_t PlainLast(size_t first) const {
    size_t last = first - 1;
    for (size_t i = first; i < sense_.count() && i - first < 3; ++i) {
      if (i > first && document_.Gap(i - 1) != " ") break;
      bool tail = i > first && Houselike(i) && !sense_.Covered(i);
      if (!NamesPlainly(i) && !tail) break;
      bool after_strange = i > first && !sense_.At(i - 1).Is(kEnglish) && sense_.At(i).Is(kEnglish);
      if (after_strange && !tail) break;  // "lives in mossley last year"
      last = i;
      if (tail) break;
    }
    return last;
  }

  // "lives at sunny bank", "WORKS FOR ZELMONT": a strange word, or two that end like a house.
  void JudgePlain(size_t first, size_t last) {
    bool strange = false;
    bool neutral = true;
    for (size_t i = first; i <= last; ++i) {
      const Token& token = sense_.At(i);
      bool plant = token.Is(kWardPlant);
      strange = strange || plant || (!token.Is(kNeutral | kEnglish) && token.size() > 3);
      neutral = neutral && token.Is(kNeutral) && !plant;
    }
    if (neutral) return;
    bool tied = VenueCueBefore(document_, first) == VenueCue::kTies;
    bool house = last > first && Houselike(last);
    bool known = sense_.At(first).Is(kWardPlant | kForename | kSurname | kPlace | kPlaceHead);
    bool shown =
        (house && (tied || known)) || (strange && (tied || !sense_.At(first).Is(kEnglish)));
    if (shown) return Add(first, last, house ? 0.56 : 0.52, kVenue);
    if (tied && last > first) Add(first, last, 0.15, kMaybe);
  }

  size_t Last(size_t first) const {
    size_t last = first;
    while (last + 1 < sense_.count() && last - first < kWordsMax) {
      std::string_view gap = document_.Gap(last);
      if (gap != " " && gap != "-" && gap != " & ") break;
      if (gap == "-" && document_.LowerAt(last + 1) == "in") {  // "Marlowe Street Walk-in"
        ++last;
        continue;
      }
      if (Links(last + 1)) {
        last += 2;
        continue;
      }
      if (!Cased(last + 1) || sense_.At(last + 1).starts_sentence) break;
      ++last;
    }
    return last;
  }

  // "Ashlar House, Roundhay)": a strange capital behind an organisation and a comma.
  bool TownBehind(size_t first, size_t last) const {
    if (first == 0 || first != last || document_.Gap(first - 1) != ", ") return false;
    const Token& before = sense_.At(first - 1);
    const Token& town = sense_.At(first);
    std::string_view after = document_.Gap(last);
    bool ends = after.empty() || after.find_first_of(".,;)\n") == 0;
    return ends && sense_.Covered(first - 1) && before.Is(kOrgHead | kHouseWord | kStreet) &&
           !town.Is(kEnglish | kNeutral | kBrand | kForenameCommon) && town.size() > 3 &&
           town.ProperCase() && !sense_.Covered(first);
  }

  // "taken to QMC": letters that are no abbreviation of the trade, where somebody is taken.
  bool Lettered(size_t first, size_t last) const {
    const Token& token = sense_.At(first);
    bool letters = first == last && token.shape == Shape::kUpper && token.size() >= 3 &&
                   token.size() <= 5 && !token.Is(kNeutral | kEnglish | kBrand | kIdLabel) &&
                   !sense_.Covered(first);
    return letters && VenueCueBefore(document_, first) != VenueCue::kNone;
  }

  struct Words {
    size_t free = 0;     // In no finding yet.
    size_t covered = 0;  // Part of a finding that is masked.
    size_t naming = 0;   // Free, and more than a word of the trade.
    size_t strange = 0;  // Free, and no English word.
    bool vetoed = false;
  };

  Words Count(size_t first, size_t last) const {
    Words words;
    const bool tied = VenueCueBefore(document_, first) == VenueCue::kTies;
    for (size_t i = first; i <= last; ++i) {
      const Token& token = sense_.At(i);
      if (token.shape == Shape::kLower) continue;
      if (sense_.Covered(i)) {
        ++words.covered;
        continue;
      }
      ++words.free;
      bool brand = sense_.BrandHere(i) && !token.Is(kPlace) && !tied;
      words.vetoed = words.vetoed || brand || sense_.EponymFrame(i) ||
                     token.Is(kTitle | kNameLabel) ||
                     (token.Is(kDrug) && !token.Is(kWardPlant | kPlace));
      bool company = tied && token.Is(kBrand);
      bool plant = token.Is(kWardPlant) && i < last;
      if (!token.Is(kNeutral) || company || plant) ++words.naming;
      if (!token.Is(kNeutral | kEnglish)) ++words.strange;
    }
    return words;
  }

  // How surely a place or an organisation comes here: 2 behind "at" and its like, 1 behind others.
  int Expected(size_t first) const {
    if (first == 0) return 0;
    std::string_view gap = document_.Gap(first - 1);
    if (gap != " ") return 0;
    size_t before = first - 1;
    std::string_view word = document_.LowerAt(before);
    if (word == "a" || word == "an") return 0;
    if (word == "the" && before > 0 && document_.Gap(before - 1) == " ") {
      word = document_.LowerAt(--before);
    }
    constexpr std::array<std::string_view, 12> kAt = {"at",      "from",     "to",      "near",
                                                      "outside", "conveyed", "via",     "into",
                                                      "attends", "attended", "leaving", "towards"};
    constexpr std::array<std::string_view, 12> kBy = {"in",        "of",       "by",   "called",
                                                      "rang",      "phoned",   "with", "told",
                                                      "contacted", "informed", "for",  "through"};
    if (word == "of" && before > 0 && document_.LowerAt(before - 1) == "out") return 2;
    if (word == "to" && before > 0 && Figurative(before - 1)) return 1;
    return IsOneOf(kAt, word) ? 2 : IsOneOf(kBy, word) ? 1 : 0;
  }

  // Behind somebody and "of": where he is from.
  bool Of(size_t first) const {
    return first > 1 && document_.LowerAt(first - 1) == "of" && document_.Gap(first - 1) == " " &&
           document_.Gap(first - 2) == " " && sense_.Covered(first - 2) &&
           sense_.At(first - 2).IsWord() && sense_.At(first).ProperCase();
  }

  // "due to", "related to", "according to": no way leads there.
  bool Figurative(size_t i) const {
    constexpr std::array<std::string_view, 14> kWords = {
        "due",       "related",  "according", "compared", "switched", "changed",   "allergic",
        "secondary", "relevant", "linked",    "aligned",  "contrary", "reference", "response"};
    return IsOneOf(kWords, document_.LowerAt(i));
  }

  void Judge(size_t first, size_t last) {
    Words words = Count(first, last);
    std::string_view only = document_.LowerAt(first);
    constexpr auto kKinds = std::to_array<std::string_view>({"manufacturer", "linac", "lens"});
    if (last > first && IsOneOf(kKinds, only)) return;  // "Manufacturer Kerr"
    bool royal = first == last && (only == "royal" || only == "infirmary" || only == "general") &&
                 first > 0 && document_.LowerAt(first - 1) == "the" && Expected(first) == 2;
    royal = royal || (last == first + 1 && only == "royal" && Expected(first) == 2 &&
                      document_.LowerAt(last) == "infirmary");
    if (royal) return Add(first, last, 0.55, kVenue);  // "taken to the Royal"
    if (TownBehind(first, last)) return Add(first, last, 0.55, kVenue);
    if (Lettered(first, last)) return Add(first, last, 0.55, kVenue);
    if (words.vetoed || (words.naming == 0 && words.covered == 0)) return;
    bool several = words.free + words.covered > 1;
    int expected = Expected(first);
    if (sense_.At(first).starts_sentence) return Opening(first, last, words);
    bool tied = VenueCueBefore(document_, first) == VenueCue::kTies;
    if (tied && words.free > 0 && (several || words.naming > 0) && sense_.At(first).size() > 2)
      return Add(first, last, 0.6, kVenue);
    bool of_town = !several && words.naming > 0 && words.covered == 0 && Of(first) &&
                   !sense_.At(first).Is(kEnglishCommon);
    if (of_town) return Add(first, last, 0.55, kVenue);  // "Ouma Jelani of Sallowfield"
    bool on_ward = !several && words.naming > 0 && words.covered == 0 &&
                   sense_.At(first).ProperCase() && sense_.At(first).size() > 3 &&
                   WardCueBefore(document_, first);
    if (on_ward) return Add(first, last, 0.55, kVenue);  // "fell on Cavell"
    bool house = words.covered > 0 && sense_.At(last).Is(kStreet | kHouseWord | kOrgHead) &&
                 !sense_.Covered(last) && expected > 0;  // "walked out of Daisy Bank"
    if (house) return Add(first, last, 0.55, kVenue);
    if (words.covered > 0 && words.naming > 0 && several && expected == 2)
      return Add(first, last, 0.55, kVenue);  // "from Orchard Lea"
    if (words.covered > 0 && expected < 2) return Beside(first, last);
    if (words.naming == 0 || (words.covered > 0 && (!several || sense_.Covered(last)))) return;
    if (expected == 2 && (several || (words.strange > 0 && sense_.At(first).size() > 3)))
      return Add(first, last, words.strange > 0 ? 0.62 : 0.55, kVenue);
    if (expected == 1 && several && words.strange > 0) return Add(first, last, 0.55, kVenue);
    if (several && words.covered == 0 && sense_.At(last).Is(kStreet | kLooseStreet))
      return Add(first, last, 0.52, kVenue);  // "staying at Station Parade"
    if (several && words.covered == 0) return Add(first, last, expected == 1 ? 0.25 : 0.15, kMaybe);
    const bool counted = last + 1 < sense_.count() && document_.Gap(last) == " " &&
                         sense_.At(last + 1).shape >= Shape::kNumber;  // "to Stage 3"
    const bool known = sense_.At(first).Is(kHouseWord | kWardPlant | kPlace | kSurnameCommon);
    const bool sure = known && !counted;  // "at the Tower"
    if (!several && expected == 2) Add(first, last, sure ? 0.52 : 0.2, sure ? kVenue : kMaybe);
  }

  // "The Limes rang": a capital in mid-sentence right behind the article that opens it.
  void TheOpening(size_t i) {
    const Token& the = sense_.At(i);
    if (!the.starts_sentence || document_.Text(the) != "The" || i + 2 >= sense_.count()) return;
    const Token& name = sense_.At(i + 1);
    bool alone = document_.Gap(i) == " " && document_.Gap(i + 1) == " " && name.Capital() &&
                 !sense_.Covered(i + 1) && sense_.At(i + 2).Is(kVerb) && name.size() > 3;
    if (!alone || name.Is(kNeutral | kBrand | kEponym | kIdLabel)) return;
    Add(i, i + 1, 0.52, kOpening);
  }

  // "Chorlton Water": what goes on behind a place that was found.
  void Beside(size_t first, size_t last) {
    if (sense_.Covered(last) || sense_.At(last).Is(kNeutral) || last == first) return;
    if (!sense_.Covered(last - 1) || document_.Gap(last - 1) != " ") return;
    bool place = sense_.At(last - 1).Is(kPlace) && !sense_.At(last - 1).possessive;
    Add(last, last, place ? 0.52 : 0.15, place ? kVenue : kMaybe);
  }

  // "Bright Side Dental, Mickleover." "Haven Domiciliary informed": the second capital says it.
  void Opening(size_t first, size_t last, const Words& words) {
    // "Amber Lodge rang", "The Limes rang": a house that acts.
    bool rang = last + 1 < sense_.count() && document_.Gap(last) == " " &&
                (sense_.At(last + 1).Is(kVerb) || document_.LowerAt(last + 1) == "has");
    bool house = last > first && Houselike(last) && !sense_.Covered(last) &&
                 (words.naming > 0 || words.covered > 0);
    if (rang && house && !sense_.At(first).Is(kVerb | kCue))
      return Add(first, last, 0.55, kOpening);
    if (words.covered > 0 || words.naming == 0 || words.free < 2 || last == first) return;
    constexpr std::array<std::string_view, 6> kCounts = {"two",  "three", "four",
                                                         "five", "both",  "all"};
    if (IsOneOf(kCounts, document_.LowerAt(first))) return;  // "Two ECGs"
    std::string_view gap = document_.Gap(last);
    bool heading = gap.empty() || gap.find_first_of(":\n") != gap.npos || gap.starts_with(" -");
    const Token& second = sense_.At(last);
    for (size_t i = first; i <= last; ++i) {
      heading = heading || sense_.At(i).shape == Shape::kUpper || sense_.At(i).Is(kIdLabel);
    }
    if (heading || second.Is(kNeutral) || sense_.At(first).Is(kVerb | kCue)) return;
    bool acts = last + 1 < sense_.count() && gap == " " && sense_.At(last + 1).Is(kVerb | kCue);
    Add(first, last, acts || words.strange > 0 ? 0.52 : 0.2, acts ? kOpening : kMaybe);
  }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    out_.push_back({.begin = sense_.At(first).begin,
                    .end = sense_.At(last).end,
                    .type = SpanType::kOrg,
                    .confidence = confidence,
                    .rule = &rule});
    if (confidence >= kMaskConfidence) sense_.Cover(first, last);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindVenues(NameSense& sense, Findings& out) { VenueReader(sense, out).Read(); }

}  // namespace candour::anonymise
