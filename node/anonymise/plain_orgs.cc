// Organisations and wards where capitals say nothing: "adm from orchard lea nursing home", "DIED IN
// HUDDERSFIELD ROYAL", "on c wing".
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/venue_cues.h"

namespace candour::anonymise {
namespace {

constexpr Rule kOrg = {"org.plain", "The name of an organisation, written without capitals."};
constexpr Rule kWard = {"ward.plain", "A ward, written without capitals."};
constexpr Rule kLetterhead = {"org.letterhead", "An organisation in a line of capitals."};
constexpr Rule kRoyal = {"org.royal", "A hospital that leaves the word out."};

constexpr size_t kNameWordsMax = 3;

class PlainReader {
 public:
  PlainReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    if (!tokens_.empty()) Letterhead(0);
    for (size_t i = 1; i < tokens_.size(); ++i) {
      if (tokens_[i].starts_line) Letterhead(i);
      if (tokens_[i].Is(kGeneric | kOrgHead)) Royal(i);
      AnyWard(i);
      if (tokens_[i].shape == Shape::kNumber && tokens_[i].size() <= 2) UnitOfKind(i);
      if (tokens_[i].shape >= Shape::kNumber) SpecialtyWard(i);
      NamedUnit(i);
      if (!Plain(i) && tokens_[i].shape != Shape::kNumber) continue;
      if (size_t kind = KindStart(i); kind != 0) Organisation(kind, i);
      if (tokens_[i - 1].shape == Shape::kLower) NumberedUnit(i);
      if (tokens_[i].line_case == LineCase::kOrdinary) continue;
      Wing(i);
      if (Word(i) == "ambulance") Regional(i);
      if (tokens_[i].Is(kWardPlant)) PlantWard(i);
      if (tokens_[i].Is(kWardPlant)) Plural(i);
      if (Word(i - 1) == "hmp" || Word(i - 1) == "hmyoi") Prison(i);
      if (Word(i - 1) == "st" && Spaced(i - 1)) Saint(i);
    }
  }

 private:
  // "OXFORD UNIVERSITY HOSPITALS NHS FOUNDATION TRUST": a line of capitals and nothing else, with a
  // name and the kind of an organisation in it.
  void Letterhead(size_t first) {
    constexpr size_t kWordsMax = 9;
    constexpr std::array<std::string_view, 9> kKinds = {
        "hospitals",    "associates",    "therapy",     "healthcare", "practice",
        "orthopaedics", "physiotherapy", "diagnostics", "partnership"};
    constexpr std::array<std::string_view, 14> kPapers = {
        "form",   "report", "note",  "notes",     "summary", "chart",    "letter",
        "record", "plan",   "sheet", "checklist", "request", "handover", "referral"};
    bool named = false;
    bool kind = false;
    size_t last = first;
    for (size_t i = first;; last = i++) {
      const Token& token = tokens_[i];
      const bool joins =
          Word(i) == "of" || Word(i) == "and" || Word(i) == "the" || Word(i) == "for";
      const bool heads = token.Is(kOrgHead) || IsOneOf(kKinds, Word(i));
      if (token.shape != Shape::kUpper || i - first >= kWordsMax) return;
      if (IsOneOf(kPapers, Word(i))) return;
      if (!joins && !heads && token.Is(kFunction | kVerb | kModal | kDrug | kRelation)) return;
      kind = kind || heads;
      constexpr WordClasses kSaid = kEnglish | kClinical | kDrug | kGeneric | kRole | kIdLabel;
      named = named || token.Is(kPlace) ||
              (token.size() > 3 && !heads &&
               (!token.Is(kSaid) || (token.Is(kSurname) && !token.Is(kEnglishCommon))));
      std::string_view gap = document_.Gap(i);
      if (i + 1 == tokens_.size() || gap.find('\n') != gap.npos) {
        last = i;
        break;
      }
      if (gap != " " && gap != " & " && gap != "-") return;
    }
    if (kind && named && last > first) Add(first, last, SpanType::kOrg, 0.75, kLetterhead);
  }

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Plain(size_t i) const {
    return tokens_[i].shape == Shape::kLower || tokens_[i].line_case != LineCase::kOrdinary;
  }
  bool Spaced(size_t i) const { return document_.Gap(i) == " "; }
  bool EndsClause(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;:\n()") != gap.npos;
  }

  // Where the words for the kind of an organisation that end at `i` begin, or 0.
  size_t KindStart(size_t i) const {
    constexpr std::array<std::string_view, 14> kAlone = {
        "surgery", "practice", "infirmary", "hospice", "academy", "nursery",  "pharmacy",
        "school",  "chemist",  "hospital",  "library", "foundry", "homecare", "clinic"};
    constexpr std::array<std::string_view, 9> kHome = {
        "nursing", "care", "residential", "medical", "health", "group", "dental", "birth", "rest"};
    std::string_view word = Word(i);
    bool second = word == "home" || word == "centre" || word == "practice" || word == "group" ||
                  word == "surgery";
    if (second && i > 1 && Spaced(i - 1) && IsOneOf(kHome, Word(i - 1))) return i - 1;
    if (word == "trust" && i > 1 && Word(i - 1) == "nhs") return i - 1;
    if (word == "trust" && i > 2 && Word(i - 1) == "foundation" && Word(i - 2) == "nhs")
      return i - 2;
    bool school = word == "school" && (Word(i - 1) == "primary" || Word(i - 1) == "high" ||
                                       Word(i - 1) == "secondary" || Word(i - 1) == "infant" ||
                                       Word(i - 1) == "junior");
    if (school && Spaced(i - 1)) return i - 1;
    bool walk_in = word == "centre" && i > 2 && Word(i - 1) == "in" && Word(i - 2) == "walk";
    if (walk_in) return i - 2;
    constexpr std::array<std::string_view, 9> kCentres = {"day",      "community", "leisure",
                                                          "children", "childrens", "resource",
                                                          "family",   "sports",    "wellbeing"};
    if (word == "centre" && i > 1 && IsOneOf(kCentres, Word(i - 1)) &&
        document_.Gap(i - 1).ends_with(" "))
      return i - 1;
    bool royal = (word == "infirmary" || word == "hospital") && i > 1 && Spaced(i - 1) &&
                 (Word(i - 1) == "royal" || Word(i - 1) == "general" ||
                  Word(i - 1) == "community" || Word(i - 1) == "day" || Word(i - 1) == "district" ||
                  Word(i - 1) == "cottage" || Word(i - 1) == "memorial");
    if (royal) return i - 1;
    bool care = word == "care" && i > 1 && Spaced(i - 1) &&
                (Word(i - 1) == "dental" || Word(i - 1) == "urgent" || Word(i - 1) == "eye");
    if (care) return i - 1;
    if (tokens_[i].line_case != LineCase::kOrdinary && tokens_[i].Is(kFirmEnd | kVenueEnd) &&
        Spaced(i - 1))
      return i;
    return IsOneOf(kAlone, word) ? i : 0;
  }

  // A word that may be part of a name.
  bool Names(size_t i) const {
    constexpr WordClasses kNever = kFunction | kModal | kDrug | kRole | kRelation | kTitle |
                                   kMonth | kWeekday | kEponymHead | kOrgHead | kGeneric |
                                   kClinical | kCue | kCountry;
    const Token& token = tokens_[i];
    if (!token.IsWord() || token.size() < 2 || !Plain(i)) return false;
    if (Topographic(i)) return true;
    if (token.Is(kNever) && !token.Is(kPlace | kWardPlant)) return false;
    if (token.Is(kFunction | kClinical | kCue)) return false;
    std::string_view word = Word(i);
    if (token.Is(kVerb) && !token.Is(kPlace | kWardPlant)) return false;
    bool inflected = (word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly")) &&
                     token.Is(kEnglish) && !token.Is(kWardPlant | kForename);
    constexpr std::array<std::string_view, 40> kKinds = {
        "usual",   "own",       "previous", "current", "recent", "busy",     "named", "first",
        "second",  "whole",     "this",     "that",    "closed", "elective", "day",   "eye",
        "keyhole", "open",      "major",    "minor",   "smear",  "wound",    "leg",   "flu",
        "morning", "afternoon", "evening",  "virtual", "rapid",  "one",      "two",   "good",
        "best",    "bad",       "safe",     "routine"};
    return !inflected && !IsOneOf(kKinds, word);
  }

  // Words that houses and streets end in: "school lane surgery", "lime tree practice".
  bool Topographic(size_t i) const {
    constexpr std::array<std::string_view, 22> kPlaces = {
        "tree",  "field", "fields", "wood", "woods", "bridge", "mill",  "oak",
        "oaks",  "brook", "lea",    "bank", "cross", "well",   "river", "valley",
        "stone", "water", "corner", "gate", "park",  "spring"};
    const Token& token = tokens_[i];
    if (!token.IsWord() || !Plain(i)) return false;
    bool building = token.Is(kStreet | kHouseWord) && !token.Is(kUnitWord);
    return building || Word(i) == "house" || IsOneOf(kPlaces, Word(i));
  }

  // True when `first` stands behind words that lead to a place.
  bool Led(size_t first) const {
    if (first == 0) return false;
    if (document_.Gap(first - 1).ends_with("(")) return true;
    size_t before = first - 1;
    if (Word(before) == "the" && before > 0) --before;
    constexpr std::array<std::string_view, 18> kLeads = {
        "at", "from", "to",       "with", "in",  "of",      "rang",      "phoned",   "called",
        "gp", "is",   "attended", "by",   "via", "outside", "solicitor", "employer", "contractor"};
    return (document_.Gap(before) == " " || before == first - 1) && IsOneOf(kLeads, Word(before));
  }

  // A capital in mid-sentence that is no word of the trade, before a kind in small letters.
  bool CapitalBefore(size_t first) const {
    constexpr WordClasses kTrade = kFunction | kRole | kRelation | kTitle | kClinical | kDrug |
                                   kGeneric | kMonth | kWeekday | kCountry | kOrgHead | kVerb;
    const Token& token = tokens_[first - 1];
    bool small = tokens_[first].shape == Shape::kLower || tokens_[first].ProperCase();
    return Spaced(first - 1) && token.ProperCase() && small && !token.Is(kTrade);
  }

  // "school lane surgery": another kind may begin a name that a street's word goes on with.
  bool NameOrHead(size_t i, size_t first, size_t kind) const {
    return Names(i) || (first + 1 == kind && Topographic(first) && Plain(i) &&
                        tokens_[i].Is(kOrgHead) && !tokens_[i].Is(kFunction));
  }

  // "hospital number", "clinic notes": no name ends there.
  bool Labels(size_t last) const {
    std::string_view next = Spaced(last) && last + 1 < tokens_.size() ? Word(last + 1) : "";
    return next.starts_with("num") || next == "no" || next == "notes" || next == "id" ||
           next == "passport" || next == "admission" || next == "bed";
  }

  void Organisation(size_t kind, size_t last) {
    if (Labels(last)) return;
    size_t first = kind;
    bool strange = false;
    bool known = false;
    for (; first > 0 && kind - first < kNameWordsMax && CapitalBefore(first); --first) {
      strange = true;  // "Brackenhurst children's centre"
    }
    while (first > 0 && kind - first < kNameWordsMax && Spaced(first - 1) &&
           NameOrHead(first - 1, first, kind) &&
           !(tokens_[first - 1].possessive && first - 1 + 1 < kind && kind - first > 1)) {
      --first;
      const Token& token = tokens_[first];
      strange = strange || (!token.Is(kEnglish | kClinical | kDrug) && token.size() > 3);
      known = known || token.Is(kPlace | kWardPlant);
    }
    if (first == kind) return;
    size_t words = kind - first;
    bool topographic = Topographic(kind - 1) && words > 1;
    bool operation = tokens_[last].Is(kVenueEnd);
    if (Word(last) == "care" && last == kind && !(strange && words == 1)) return;
    bool led = Led(first);
    bool two_word_kind = last > kind;
    constexpr std::array<std::string_view, 6> kShops = {"pharmacy", "chemist", "homecare",
                                                        "nursery",  "library", "foundry"};
    bool shop = IsOneOf(kShops, Word(last)) && (led || tokens_[first].starts_sentence);
    constexpr std::array<std::string_view, 8> kHouses = {"house", "lodge",  "court",  "manor",
                                                         "hall",  "grange", "priory", "building"};
    bool house = led && IsOneOf(kHouses, Word(last)) && Proper(first);
    // "castle medical practice", but no "new care home".
    bool practice =
        two_word_kind && led && words == 1 && Proper(first) && !tokens_[first].Is(kGeneric);
    bool sure = shop || house || practice || tokens_[last].Is(kFirmEnd) || topographic ||
                (known && (led || !operation)) ||
                (strange && (led || two_word_kind || !operation)) ||
                (words > 1 && led && (two_word_kind || !operation));
    if (!sure) return;
    if (Spaced(last) && last + 1 < tokens_.size() &&
        (Word(last + 1) == "trust" || Word(last + 1) == "group" || Word(last + 1) == "pharmacy"))
      ++last;
    Add(first, last, SpanType::kOrg, 0.6, kOrg);
  }

  // A word that is a name as well: "at brook house", "from rowan lodge".
  bool Proper(size_t i) const {
    const Token& token = tokens_[i];
    return token.line_case != LineCase::kOrdinary && !token.Is(kVerb) &&
           (token.Is(kPlace | kWardPlant | kForename | kSurnameCommon) ||
            !token.Is(kEnglishCommon) || Topographic(i));
  }

  // "the laurels", "the firs": houses that leave the word out.
  void Plural(size_t i) {
    bool plural = Word(i).ends_with("s") && Word(i - 1) == "the" && Spaced(i - 1);
    if (plural && tokens_[i].Is(kWardPlant)) Add(i - 1, i, SpanType::kOrg, 0.6, kOrg);
  }

  // "Huddersfield Royal", "thornbury general", "AT LEEDS GENERAL".
  void Royal(size_t i) {
    std::string_view word = Word(i);
    if (word != "royal" && word != "general" && word != "infirmary" && word != "memorial" &&
        word != "district")
      return;
    const Token& place = tokens_[i - 1];
    bool cased = Plain(i) ? Plain(i - 1) : tokens_[i].Capital() && place.Capital();
    bool named = place.Is(kPlace) || (!place.Is(kEnglish | kClinical | kDrug | kForename) &&
                                      place.size() > 4 && place.IsWord());
    if (!cased || !named || !Spaced(i - 1) || place.possessive) return;
    bool ends = EndsClause(i) || (i + 1 < tokens_.size() && !tokens_[i + 1].Is(kOrgHead));
    bool led = Led(i - 1) || EndsClause(i);
    if (ends && led) Add(i - 1, i, SpanType::kOrg, 0.6, kRoyal);
  }

  // "on c wing", "from 8b": numbers and letters of wards.
  void Wing(size_t i) {
    bool head = Word(i) == "wing" || Word(i) == "spur" || Word(i) == "houseblock" ||
                Word(i) == "block" || Word(i) == "landing";
    std::string_view before = Word(i - 1);
    if (head && Spaced(i - 1) && before.size() == 1 && before[0] >= 'b' && before[0] <= 'h')
      return Add(i - 1, i, SpanType::kWard, 0.75, kWard);
    std::string_view word = Word(i);
    bool lettered = tokens_[i].shape == Shape::kAlnum && word.size() <= 3 && word[0] >= 'a' &&
                    word[0] <= 'h' && word != "b12" && !tokens_[i].Is(kClinical) &&
                    word.find_first_not_of("0123456789", 1) == word.npos;
    if (lettered && WardCueBefore(document_, i))  // "transferred to f7"
      return Add(i, i, SpanType::kWard, 0.6, kWard);
    bool letter = before == "ward" && word.size() == 1 && word[0] >= 'b' && word[0] <= 'h' &&
                  Spaced(i - 1) && tokens_[i].IsWord();
    if (letter) return Add(i - 1, i, SpanType::kWard, 0.7, kWard);  // "ward g"
    bool code = tokens_[i].shape == Shape::kAlnum && word.size() <= 3 && word[0] >= '1' &&
                word[0] <= '9' && word.back() >= 'a' && word.back() <= 'f' &&
                word.find_first_not_of("0123456789") == word.size() - 1;
    bool on = before == "on" || before == "from" || before == "ward" || before == "to";
    if (code && on && Spaced(i - 1)) Add(i, i, SpanType::kWard, 0.6, kWard);
  }

  // "A4 ward", "Wd 14", "Level 3 East", "Bay View Ward", in any letters.
  void AnyWard(size_t i) {
    std::string_view word = Word(i);
    if (!Spaced(i - 1)) return;
    const Token& before = tokens_[i - 1];
    bool ward = word == "ward" || word == "wd";
    bool coded = ward && before.shape == Shape::kAlnum && before.size() <= 3 &&
                 !before.Is(kClinical) && before.size() > 1;
    if (coded) return Add(i - 1, i, SpanType::kWard, 0.75, kWard);
    bool numbered =
        Word(i - 1) == "wd" && tokens_[i].shape >= Shape::kNumber && tokens_[i].size() <= 3;
    if (numbered) return Add(i - 1, i, SpanType::kWard, 0.75, kWard);
    bool level = Word(i - 1) == "level" && tokens_[i].shape == Shape::kNumber &&
                 tokens_[i].size() <= 2 && Spaced(i) && i + 1 < tokens_.size() &&
                 tokens_[i + 1].Is(kDirection);
    if (level) return Add(i - 1, i + 1, SpanType::kWard, 0.7, kWard);
    bool view = ward && i > 1 && Spaced(i - 2) && before.Is(kStreet) && !before.Is(kUnitWord) &&
                tokens_[i - 2].IsWord() && !tokens_[i - 2].Is(kFunction | kVerb | kRole);
    if (!view) return;
    bool cased = Plain(i) ? Plain(i - 1) : before.Capital() && tokens_[i - 2].Capital();
    if (cased) Add(i - 2, i, SpanType::kWard, 0.7, kWard);
  }

  // "Eye Theatre 4", "SHORT STAY UNIT 3": a numbered unit with what it is for.
  void UnitOfKind(size_t number) {
    constexpr std::array<std::string_view, 5> kUnits = {"theatre", "unit", "suite", "ward",
                                                        "clinic"};
    constexpr std::array<std::string_view, 11> kFor = {"eye",   "day",    "surgery", "case",
                                                       "main",  "dental", "short",   "stay",
                                                       "burns", "pain",   "birth"};
    bool day = number + 1 < tokens_.size() &&
               (tokens_[number + 1].Is(kMonth) || document_.Gap(number).find_first_of("/:-%") == 0);
    if (!Spaced(number - 1) || day || !IsOneOf(kUnits, Word(number - 1))) return;
    auto cased = [&](size_t k) {
      return tokens_[k].Capital() || tokens_[k].line_case == LineCase::kUpper;
    };
    size_t first = number - 1;
    while (first > 0 && number - first < 5 && Spaced(first - 1) && cased(first) &&
           cased(first - 1) && !tokens_[first - 1].Is(kFunction | kVerb) &&
           (tokens_[first - 1].Is(kGeneric) || IsOneOf(kFor, Word(first - 1))))
      --first;
    if (first + 1 < number) Add(first, number, SpanType::kWard, 0.75, kWard);
  }

  // "T&O Ward 4", "Ward 32 Haem.": the short form of a specialty belongs to its numbered ward.
  void SpecialtyWard(size_t number) {
    constexpr std::array<std::string_view, 15> kShort = {
        "haem", "ortho", "resp",  "gynae", "paeds", "onc",  "gastro", "cardio",
        "uro",  "neuro", "rehab", "vasc",  "derm",  "surg", "t&o"};
    const bool ward = (Word(number - 1) == "ward" || Word(number - 1) == "wd") &&
                      Spaced(number - 1) && tokens_[number].shape >= Shape::kNumber &&
                      tokens_[number].size() <= 3;
    const bool counts = document_.Gap(number).find_first_of("/:%-") == 0;
    if (!ward || counts) return;
    size_t first = number - 1;
    size_t last = number;
    if (number > 1 && Spaced(number - 2)) {
      const bool split = number > 2 && Word(number - 2) == "o" && Word(number - 3) == "t" &&
                         document_.Gap(number - 3) == "&";
      first = split ? number - 3 : IsOneOf(kShort, Word(number - 2)) ? number - 2 : first;
    }
    const bool behind = Spaced(number) && number + 1 < tokens_.size() &&
                        IsOneOf(kShort, Word(number + 1)) &&
                        (EndsClause(number + 1) || number + 2 >= tokens_.size() ||
                         tokens_[number + 2].Is(kFunction | kVerb));  // No "neuro obs".
    if (behind) ++last;
    if (first + 1 < number || last > number) Add(first, last, SpanType::kWard, 0.94, kWard);
  }

  // "on Kestrel PICU": a name before an intensive or assessment unit.
  void NamedUnit(size_t i) {
    constexpr std::array<std::string_view, 8> kUnits = {"picu", "nicu", "icu", "itu",
                                                        "hdu",  "mau",  "amu", "ccu"};
    if (i < 2 || !IsOneOf(kUnits, Word(i)) || !Spaced(i - 1) || !Spaced(i - 2)) return;
    constexpr std::array<std::string_view, 6> kLeads = {"on", "at", "from", "in", "to", "onto"};
    const Token& name = tokens_[i - 1];
    const bool cased = name.line_case == LineCase::kOrdinary ? name.ProperCase()
                                                             : name.line_case == LineCase::kUpper;
    const bool known = name.Is(kEnglishCommon | kGeneric | kClinical | kFunction | kVerb | kRole |
                               kRelation | kTitle | kDrug | kDirection | kCue | kWardHead |
                               kOrgHead | kModal | kMonth | kWeekday) &&
                       !name.Is(kWardPlant);
    if (IsOneOf(kLeads, Word(i - 2)) && cased && !known && name.IsWord() && name.size() > 3 &&
        !name.possessive)
      Add(i - 1, i, SpanType::kWard, 0.65, kWard);
  }

  // "hmp lowdham grange"
  void Prison(size_t i) {
    if (!Spaced(i - 1) || !tokens_[i].IsWord() || tokens_[i].size() < 4) return;
    if (tokens_[i].Is(kFunction | kVerb | kClinical | kRole | kOrgHead | kGeneric)) return;
    bool second =
        Spaced(i) && i + 1 < tokens_.size() && !tokens_[i + 1].Is(kClinical | kRole) &&
        (tokens_[i + 1].Is(kHouseWord | kOrgHead | kStreet | kPlace) || Topographic(i + 1) ||
         (EndsClause(i + 1) && tokens_[i + 1].IsWord() && !tokens_[i + 1].Is(kFunction | kVerb)));
    Add(i - 1, second ? i + 1 : i, SpanType::kOrg, 0.85, kOrg);
  }

  // "at st oswin's": a saint's possessive names an organisation.
  void Saint(size_t i) {
    const Token& name = tokens_[i];
    if (!name.IsWord() || !name.possessive || name.size() < 3 || name.Is(kFunction)) return;
    if (i > 1 && tokens_[i - 2].shape >= Shape::kNumber) return;  // "1 st".
    size_t last = i;
    while (Spaced(last) && last + 1 < tokens_.size() && last - i < 3 &&
           (tokens_[last + 1].Is(kOrgHead | kGeneric) || Schooled(last + 1)) &&
           !tokens_[last + 1].Is(kClinical)) {
      ++last;
    }
    while (last > i && !tokens_[last].Is(kOrgHead) && !Schooled(last)) --last;
    Add(i - 1, last, SpanType::kOrg, 0.7, kOrg);
    if (last == i) out_.back().end += 2;  // The 's is its name.
  }

  bool Schooled(size_t i) const {
    std::string_view word = Word(i);
    return word == "rc" || word == "ce" || word == "catholic" || word == "primary" ||
           word == "high" || word == "infant" || word == "junior";
  }

  // "north west ambulance"
  void Regional(size_t i) {
    size_t first = i;
    while (first > 0 && i - first < 2 && Spaced(first - 1) && Plain(first - 1) &&
           tokens_[first - 1].Is(kDirection | kPlace) && !tokens_[first - 1].Is(kFunction)) {
      --first;
    }
    if (first < i) Add(first, i, SpanType::kOrg, 0.6, kOrg);
  }

  // "on elm.", "from larch, can": wards named after plants leave the word out.
  void PlantWard(size_t i) {
    std::string_view before = Word(i - 1);
    bool on = before == "on" || before == "from" || before == "to" || before == "onto";
    bool alone = EndsClause(i) || (Spaced(i) && tokens_[i + 1].Is(kFunction | kVerb));
    if (on && Spaced(i - 1) && alone && !tokens_[i].possessive)
      Add(i, i, SpanType::kWard, 0.52, kWard);
  }

  // "theatre 3", "amu 2" in small letters.
  void NumberedUnit(size_t i) {
    constexpr std::array<std::string_view, 13> kUnits = {"amu",  "mau",  "sau",    "eau", "sdec",
                                                         "picu", "cdu",  "hdu",    "ccu", "icu",
                                                         "itu",  "nicu", "theatre"};
    bool unit = IsOneOf(kUnits, Word(i - 1)) && Spaced(i - 1) &&
                tokens_[i].shape == Shape::kNumber && tokens_[i].size() <= 2 &&
                (Word(i - 1) != "theatre" || tokens_[i].line_case == LineCase::kLower);
    const bool ends = i + 1 == tokens_.size() || EndsClause(i);
    if (unit && (ends || tokens_[i + 1].Is(kFunction | kVerb)))
      Add(i - 1, i, SpanType::kWard, 0.7, kWard);
  }

  void Add(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindPlainOrganisations(const Document& document, Findings& out) {
  PlainReader(document, out).Read();
}

}  // namespace candour::anonymise
