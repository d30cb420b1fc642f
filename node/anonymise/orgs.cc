// Named organisations and named or numbered wards.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/shapes.h"
#include "node/anonymise/spoken_words.h"
#include "node/anonymise/venue_cues.h"

namespace candour::anonymise {
namespace {

constexpr Rule kOrg = {"org.named",
                       "The name of a hospital, practice, home, school or other organisation."};
constexpr Rule kWardNumber = {"ward.numbered", "A numbered ward or unit."};
constexpr Rule kWardName = {"ward.named", "A named ward or unit."};

constexpr size_t kWordsMax = 6;

class OrgReader {
 public:
  OrgReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.Is(kWardHead)) Ward(i);
      if (token.Is(kOrgHead)) Organisation(i);
      if (Word(i) == "home") HomeNamed(i);
      if (Word(i) == "hmp" || Word(i) == "hmyoi" || Word(i) == "hmpyoi") Prison(i);
      if (Word(i) == "general") General(i);
      if (token.shape == Shape::kAlnum || token.Is(kWardPlant)) BareWard(i);
      if (token.Is(kWardPlant) && token.ProperCase() && PlainGap(i)) PlantUnit(i);
      if (i > 0 && token.size() == 3 && document_.Text(token) == "The") Article(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool PlainGap(size_t i) const { return i + 1 < tokens_.size() && IsPlainGap(document_.Gap(i)); }

  void Add(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  bool Ordinary(size_t i) const { return tokens_[i].line_case == LineCase::kOrdinary; }

  // "Ward C3 South", "ward 12", "Bluebell Ward", "Acorn Unit".
  void Ward(size_t i) {
    constexpr std::array<std::string_view, 9> kWards = {
        "ward", "wards", "wd", "suite", "unit", "wing", "houseblock", "spur", "landing"};
    const bool is_ward = IsOneOf(kWards, Word(i));
    bool glued = i + 1 < tokens_.size() && document_.Gap(i).empty();  // "Ward9"
    if (is_ward && (PlainGap(i) || glued) && !tokens_[i].possessive && WardAfter(i)) return;
    if (is_ward && WardField(i)) return;
    WardBefore(i);
  }

  // "Ward: Elm", "Ward - G2" in a form.
  bool WardField(size_t i) {
    if (i + 1 >= tokens_.size()) return false;
    std::string_view gap = document_.Gap(i);
    bool dash = gap == "-" && tokens_[i + 1].shape >= Shape::kNumber;  // "Ward-C7"
    if (dash && tokens_[i + 1].size() <= 3 && Word(i) == "ward") {
      Add(i, i + 1, SpanType::kWard, 0.85, kWardNumber);
      return true;
    }
    if (gap != ": " && gap != ":" && gap != " - " && gap != " : " && !dash) return false;
    size_t last = i + 1;
    const Token& value = tokens_[last];
    bool day = document_.Gap(last).starts_with("/");  // "Heron Ward - 18/05"
    bool numbered = value.shape >= Shape::kNumber && value.size() <= 4 && !day;
    bool named = value.Capital() && Ordinary(i) && !value.Is(kFunction | kRole | kClinical);
    if (!numbered && !named) return false;
    bool counted = PlainGap(last) && tokens_[last + 1].shape == Shape::kNumber;  // "Ward: Dee 3"
    if (named && PlainGap(last) && (counted || tokens_[last + 1].Is(kWardHead))) ++last;
    Add(i + 1, last, SpanType::kWard, 0.85, kWardNumber);
    return true;
  }

  bool WardAfter(size_t i) {
    size_t at = i + 1;
    const Token& next = tokens_[at];
    bool numbered =
        (next.shape == Shape::kNumber || next.shape == Shape::kAlnum) && next.size() <= 4;
    bool unit = Word(i) == "unit" || Word(i) == "suite" || Word(i) == "wing";
    if (unit && tokens_[i].shape == Shape::kLower && (Ordinary(i) || Word(i) == "unit"))
      return false;  // "unit 2 of blood"
    if (numbered && next.shape == Shape::kAlnum && next.Is(kClinical)) numbered = false;
    std::string_view after = document_.After(next.end, 4);
    const bool pair = after.size() > 1 && after[0] == '/' && Word(i) == "ward" &&
                      after.find_first_not_of("0123456789", 1) != 1;  // "Ward 17/4"
    const bool clock = after.size() > 1 && after[0] == ':' && after[1] >= '0' && after[1] <= '9';
    if (numbered && (clock || after.starts_with("%") || (after.starts_with("/") && !pair) ||
                     after.starts_with(" mg")))
      numbered = false;
    if (numbered && next.shape == Shape::kAlnum && EndsInUnit(document_.Lower(next)))
      numbered = false;
    if (numbered && PlainGap(at) && tokens_[at + 1].Is(kMonth)) numbered = false;  // A date.
    const bool timed = next.shape == Shape::kNumber && next.size() == 4 && IsClock(Word(at));
    constexpr std::array<std::string_view, 6> kSpans = {"days",   "hours",  "weeks",
                                                        "nights", "months", "minutes"};
    if (timed || (PlainGap(at) && IsOneOf(kSpans, Word(at + 1)))) numbered = false;
    bool letter = next.size() == 1 && next.shape == Shape::kUpper && Ordinary(i) && Word(at) != "i";
    numbered = numbered ||
               (Word(i) == "ward" &&
                (IsSpokenNumber(Word(at)) || (next.shape == Shape::kUpper &&
                                              ValueAt(document_, Announced::kWard, at, at + 1))));
    bool named =
        next.Capital() && Ordinary(i) &&
        !next.Is(kRole | kFunction | kClinical | kTitle | kGeneric | kVerb | kMonth | kWeekday) &&
        (!next.Is(kEnglishCommon) || next.Is(kForename | kPlace | kSurname)) &&
        tokens_[i].Capital();
    if (!numbered && !letter && !named) return false;
    if (named && (next.starts_sentence || next.Is(kOrgHead))) return false;
    size_t last = at;
    while (PlainGap(last) && last - i < 4) {
      const Token& more = tokens_[last + 1];
      bool letter_more = more.size() == 1 && more.shape == Shape::kUpper && Ordinary(i);
      bool direction = more.Is(kDirection) && (more.Capital() || !Ordinary(i));
      bool name_more = named && last == at && more.Capital() &&
                       more.Is(kForename | kSurname | kPlace) && !more.Is(kEnglishCommon | kRole) &&
                       !more.starts_sentence;
      if (!direction && !letter_more && !name_more) break;
      ++last;
    }
    // "Ward 6 Respiratory."
    if (numbered && last == at && PlainGap(last) && Word(i) == "ward" && Ordinary(i) &&
        tokens_[last + 1].ProperCase() && tokens_[last + 1].Is(kGeneric | kClinical) &&
        !tokens_[last + 1].Is(kRole) &&
        (document_.Gap(last + 1).empty() || document_.Gap(last + 1).find_first_of(".,;)\n") == 0))
      ++last;
    if (numbered && document_.Gap(last) == "/" && last + 1 < tokens_.size() &&
        tokens_[last + 1].size() <= 3)
      ++last;
    size_t first = i;
    while (unit && first > 0 && i - first < 2 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].ProperCase() && tokens_[first - 1].Is(kGeneric | kClinical)) {
      --first;  // "Stroke Unit 2"
    }
    Add(first, last, SpanType::kWard, named ? 0.8 : 0.93, kWardNumber);
    return true;
  }

  // "ward twelve", as it is dictated.
  static bool IsSpokenNumber(std::string_view word) {
    return SpokenDigit(word) > 0 || SpokenTeens(word) > 0 || word == "twenty";
  }

  static bool EndsInUnit(std::string_view word) {
    return word.ends_with("mg") || word.ends_with("ml") || word.ends_with("hrs") ||
           word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") ||
           word.ends_with("rd");
  }

  void WardBefore(size_t i) {
    if (document_.Gap(i) == " " && Word(i + 1).starts_with("round")) return;  // A round, no ward.
    const bool syllable = Word(i) == "wing" && document_.Gap(i) == "-" && i + 1 < tokens_.size() &&
                          tokens_[i + 1].IsWord();
    if (syllable) return;  // "Leung Wing-Kei"
    bool letter = i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].size() == 1 &&
                  tokens_[i - 1].shape == Shape::kUpper && Word(i) != "unit";
    if (letter && Word(i - 1) != "i") return Add(i - 1, i, SpanType::kWard, 0.9, kWardNumber);
    if (!Ordinary(i)) return WardBeforePlain(i);
    if (!tokens_[i].Capital()) {
      bool plant = i > 0 && tokens_[i - 1].Is(kWardPlant) && tokens_[i - 1].ProperCase();
      if (Word(i) != "ward" && Word(i) != "suite" && !plant) return;  // "Primrose unit"
    }
    size_t first = i;
    bool proper = false;
    while (first > 0 && i - first < 3 && document_.Gap(first - 1) == " ") {
      const Token& before = tokens_[first - 1];
      bool cased = before.Capital() || (before.shape == Shape::kUpper && before.size() > 3);
      if (!cased || before.Is(kFunction | kTitle | kRole | kClinical)) break;
      bool names = !before.Is(kGeneric | kDirection | kClinical);
      if (before.starts_sentence && before.Is(kEnglish) &&
          !before.Is(kForename | kSurname | kPlace) && i - first == 0 && !tokens_[i].Capital()) {
        break;
      }
      if (before.starts_sentence && before.Is(kVerb)) break;
      proper = proper || names;
      --first;
    }
    if (first == i || !proper) return;
    if (first + 1 == i && tokens_[first].Is(kVerb | kCue) && !tokens_[first].Is(kForename | kPlace))
      return;
    Add(first, i, SpanType::kWard, 0.85, kWardName);
  }

  // Where capitals say nothing only a name that is nothing else counts.
  void WardBeforePlain(size_t i) {
    if (i == 0 || document_.Gap(i - 1) != " " ||
        (Word(i) != "ward" && Word(i) != "suite" && Word(i) != "unit"))
      return;
    const Token& before = tokens_[i - 1];
    if (before.Is(kGeneric | kFunction | kClinical | kRole | kVerb | kDirection | kCue | kDrug |
                  kTitle) &&
        !before.Is(kWardPlant))
      return;
    if (before.Is(kWardPlant)) return Add(i - 1, i, SpanType::kWard, 0.65, kWardName);
    bool placed = i > 1 && document_.Gap(i - 2) == " " && tokens_[i - 2].Is(kTies | kFunction) &&
                  OnWard(i - 2) && Word(i) != "unit";
    bool rare = !before.Is(kEnglish) || before.Is(kAmbiguousForename) || placed;
    if (!rare || before.size() < 4 || !before.IsWord()) return;
    Add(i - 1, i, SpanType::kWard, 0.65, kWardName);
  }

  bool OnWard(size_t i) const {
    std::string_view word = Word(i);
    return word == "on" || word == "in" || word == "to" || word == "from" || word == "onto" ||
           word == "left" || word == "covering";
  }

  // "on 8B", "from Larch": wards that leave the word out.
  void BareWard(size_t i) {
    if (i == 0 || !OnWard(i - 1) || document_.Gap(i - 1) != " ") return;
    const Token& token = tokens_[i];
    if (token.shape == Shape::kAlnum && token.size() <= 3) {
      std::string_view code = document_.Text(token);
      bool lettered = code[0] >= 'A' && code[0] <= 'Z' &&
                      code.find_first_not_of("0123456789", 1) == code.npos &&
                      !token.Is(kClinical) && code != "B12" &&
                      (WardCueBefore(document_, i) ||
                       (code[0] <= 'H' && i > 1 && Word(i - 1) == "on" &&
                        (tokens_[i - 2].ProperCase() || (i > 2 && Word(i - 3) == "bed"))));
      if (lettered) return Add(i, i, SpanType::kWard, 0.65, kWardNumber);  // "nurse from B4"
      bool shape = code[0] >= '1' && code[0] <= '9' && code.back() >= 'A' && code.back() <= 'H' &&
                   code.find_first_not_of("0123456789") == code.size() - 1;
      if (shape) Add(i, i, SpanType::kWard, 0.7, kWardNumber);
      return;
    }
    bool named = token.Is(kWardPlant) && token.ProperCase() && !token.possessive;
    if (!named || (PlainGap(i) && tokens_[i + 1].Capital())) return;
    bool unit = PlainGap(i) && tokens_[i + 1].shape == Shape::kUpper && Word(i + 1).ends_with("u");
    Add(i, unit ? i + 1 : i, SpanType::kWard, 0.6, kWardName);  // "from Juniper PICU"
  }

  // "S3, Birch PICU"
  void PlantUnit(size_t i) {
    const Token& unit = tokens_[i + 1];
    bool abbreviation = unit.shape == Shape::kUpper && unit.size() >= 3 && unit.Is(kClinical) &&
                        Word(i + 1).ends_with("u");
    if (abbreviation) Add(i, i + 1, SpanType::kWard, 0.65, kWardName);
  }

  bool IsBuildingHead(size_t i) const {
    constexpr std::array<std::string_view, 10> kBuildings = {"house",  "lodge",  "manor",  "court",
                                                             "hall",   "grange", "priory", "villa",
                                                             "villas", "cottage"};
    return IsOneOf(kBuildings, Word(i));
  }

  // Tokens that may stand inside an organisation's name, read from its head backwards.
  bool Inside(size_t i) const {
    const Token& token = tokens_[i];
    std::string_view word = Word(i);
    if (word == "of" || word == "and" || word == "the" || word == "for") return true;
    if (token.shape == Shape::kLower) return false;
    if (token.Is(kTitle) && word != "lady" && word != "st") return false;
    if ((token.Is(kRole) && !token.Is(kGeneric | kStreet)) || token.Is(kWeekday) ||
        (token.Is(kFunction) && !token.starts_sentence))
      return false;
    if (token.shape == Shape::kUpper && token.Is(kClinical) && word != "nhs") return false;
    return token.IsWord();
  }

  void Organisation(size_t i) {
    if (!Ordinary(i)) return OrganisationPlain(i);
    if (!tokens_[i].Capital()) {
      // "Ribbleton Park hospital"
      std::string_view word = Word(i);
      if (word != "hospital" && word != "surgery" && word != "infirmary" && word != "hospice" &&
          word != "school" && word != "prison")
        return;
      bool lower = i > 0 && document_.Gap(i - 1) == " " && tokens_[i - 1].shape == Shape::kLower;
      if (lower) return OrganisationPlain(i);  // "at battle hill hospital"
    }
    size_t first = i;
    while (first > 0 && i - first < kWordsMax) {
      std::string_view gap = document_.Gap(first - 1);
      if (gap != " " && gap != "-" && gap != " & " && gap != ". ") break;
      if (gap == ". " && Word(first - 1) != "st") break;
      if (tokens_[first - 1].possessive && tokens_[first - 1].shape == Shape::kLower) break;
      bool walk_in = Word(first - 1) == "in" && first > 1 && document_.Gap(first - 2) == "-";
      if (!Inside(first - 1) && !walk_in) break;
      if (first == i && tokens_[first - 1].Is(kFunction) && !walk_in) break;
      --first;
      if (tokens_[first].starts_sentence && first + 1 < i && tokens_[first].Is(kFunction)) break;
    }
    while (first < i && ((tokens_[first].shape == Shape::kLower && document_.Gap(first) != "-") ||
                         LooseFirst(first, i)))
      ++first;
    if (first == i || !Distinctive(first, i)) return;
    size_t last = Heads(i);
    if (IsBuildingHead(i) && last == i && !tokens_[i].Capital()) return;
    bool article =
        first > 0 && document_.Gap(first - 1) == " " && document_.Text(tokens_[first - 1]) == "The";
    Add(article ? first - 1 : first, last, SpanType::kOrg, 0.85, kOrg);
    Acronym(last);
  }

  // "... Hospital (NSECH)"
  void Acronym(size_t last) {
    if (last + 1 >= tokens_.size() || document_.Gap(last) != " (" ||
        !document_.Gap(last + 1).starts_with(")"))
      return;
    const Token& acronym = tokens_[last + 1];
    bool letters = acronym.shape == Shape::kUpper && acronym.size() >= 3 && acronym.size() <= 6 &&
                   !acronym.Is(kClinical);
    if (letters) Add(last + 1, last + 1, SpanType::kOrg, 0.6, kOrg);
  }

  // "The Willows": the article has a capital mid-sentence only in a name.
  void Article(size_t i) {
    if (!tokens_[i].ProperCase() || !PlainGap(i) || !tokens_[i + 1].Capital()) return;
    std::string_view gap = document_.Gap(i - 1);
    if (gap != " " && gap != ", ") return;
    size_t last = i + 1;
    const Token& name = tokens_[last];
    if (name.Is(kRole | kFunction | kGeneric | kClinical | kRelation | kWardHead | kCountry) &&
        !name.Is(kPlace))
      return;
    while (PlainGap(last) && last - i < 4 && tokens_[last + 1].Capital() &&
           !tokens_[last + 1].starts_sentence)
      ++last;
    Add(i, last, SpanType::kOrg, 0.6, kOrg);
  }

  // A sentence's first word, or a verb, that only happens to stand before a name.
  bool LooseFirst(size_t first, size_t head) const {
    const Token& token = tokens_[first];
    if (token.Is(kFunction) || token.Is(kWardHead)) return true;
    if (token.Is(kVerb | kCue | kRelation) && token.starts_sentence &&
        !token.Is(kForename | kPlace) && first + 1 < head)
      return true;
    if (token.Is(kOrgHead) && first + 1 < head && document_.Gap(first) != " ") return true;
    return false;
  }

  bool Distinctive(size_t first, size_t head) const {
    for (size_t k = first; k < head; ++k) {
      const Token& token = tokens_[k];
      if (token.shape == Shape::kLower || token.Is(kFunction)) continue;
      if (token.Is(kGeneric) && !token.Is(kPlace)) continue;
      bool building = IsBuildingHead(k) && !IsBuildingHead(head);
      if (building) return true;  // "The Grange Surgery"
      if (token.Is(kDirection | kRelation | kOrgHead | kWardHead | kClinical)) continue;
      if (token.Is(kMonth | kWeekday)) continue;
      if (token.starts_sentence && token.Is(kEnglish) && k + 1 == head &&
          !token.Is(kPlace | kForename | kSurname))
        continue;
      return true;
    }
    return false;
  }

  // "Medical Centre", "Care Home", "NHS Foundation Trust": what else belongs after the head.
  size_t Heads(size_t i) const {
    size_t last = i;
    while (PlainGap(last) && last - i < 5 && !tokens_[last].possessive) {
      const Token& next = tokens_[last + 1];
      if (next.starts_sentence) break;
      bool head = next.Capital() && (next.Is(kOrgHead) || Word(last + 1) == "care");
      bool nhs =
          Word(last + 1) == "nhs" && last + 2 < tokens_.size() && tokens_[last + 2].Is(kOrgHead);
      if (!head && !nhs) break;
      ++last;
    }
    return last;
  }

  void OrganisationPlain(size_t i) {
    std::string_view word = Word(i);
    constexpr std::array<std::string_view, 10> kFirm = {
        "hospital", "infirmary", "surgery", "hospice",  "school",
        "academy",  "prison",    "college", "practice", "clinic"};
    bool firm = IsOneOf(kFirm, word);
    bool home = word == "home" && i > 0 &&
                (Word(i - 1) == "care" || Word(i - 1) == "nursing" || Word(i - 1) == "residential");
    bool centre = (word == "centre" || word == "center") && i > 0 &&
                  (Word(i - 1) == "medical" || Word(i - 1) == "health");
    bool house = word == "house" || word == "lodge" || word == "manor" || word == "court";
    if (!firm && !home && !centre && !house) return;
    std::string_view next = PlainGap(i) ? Word(i + 1) : std::string_view();
    if (next.starts_with("num") || next == "no" || next == "notes" || next == "passport") return;
    size_t head = home || centre ? i - 1 : i;
    size_t first = head;
    bool distinctive = false;
    while (first > 0 && head - first < 3 && document_.Gap(first - 1) == " ") {
      const Token& before = tokens_[first - 1];
      if (!before.IsWord() || before.Is(kFunction | kVerb | kRole | kTitle | kRelation | kDrug) ||
          before.possessive) {
        if (!(before.possessive && before.Is(kForename))) break;
      }
      if (before.Is(kClinical) && !before.Is(kPlace | kForename)) break;
      if (before.Is(kGeneric | kCue) && !before.Is(kPlace)) {
        if (head == i && first == i) break;
        if (before.Is(kCue)) break;
      }
      bool strange = !before.Is(kEnglish | kClinical | kGeneric) &&
                     (word != "surgery" || !Ordinary(i));  // An operation has strange words too.
      distinctive = distinctive || strange || before.Is(kPlace | kPlaceHead);
      --first;
    }
    distinctive = distinctive || (firm && !house && AtThe(first) && Nameable(first, head));
    bool named = head - first > 1 && firm && Nameable(first, head);
    if (named && !distinctive && tokens_[i].line_case == LineCase::kLower)
      return Add(first, i, SpanType::kOrg, 0.25, kOrg);  // "moor end practice"
    if (first == head || !distinctive) return;
    while (first < head && tokens_[first].Is(kEnglishCommon) &&
           !tokens_[first].Is(kPlace | kForename | kSurname | kPlaceHead) && head - first > 2)
      ++first;
    size_t last = i;
    if (PlainGap(i) && tokens_[i + 1].Is(kOrgHead) && !tokens_[i + 1].Is(kVerb)) last = i + 1;
    if (AtThe(first) && Word(first - 1) == "the") --first;
    Add(first, last, SpanType::kOrg, house ? 0.55 : 0.7, kOrg);
  }

  // "at the yew tree surgery": after "at" it is a place and no operation.
  bool AtThe(size_t first) const {
    if (first == 0) return false;
    size_t at = Word(first - 1) == "the" ? first - 1 : first;
    return at > 0 && Word(at - 1) == "at" && document_.Gap(at - 1) == " ";
  }

  bool Nameable(size_t first, size_t head) const {
    return head > first &&
           std::all_of(tokens_.begin() + static_cast<long>(first),
                       tokens_.begin() + static_cast<long>(head), [](const Token& token) {
                         return !token.Is(kGeneric | kClinical | kEponymHead | kFunction | kDrug |
                                          kRole | kOrgHead);
                       });
  }

  // "CARE HOME HOLLYBANK", "care home Hollybank": the name after its kind.
  void HomeNamed(size_t i) {
    bool kind = Word(i) == "home" && i > 0 &&
                (Word(i - 1) == "care" || Word(i - 1) == "nursing" || Word(i - 1) == "residential");
    if (!kind || !PlainGap(i) || i + 1 >= tokens_.size()) return;
    const Token& name = tokens_[i + 1];
    bool known = name.Is(kFunction | kVerb | kRole | kRelation | kClinical | kCue | kOrgHead |
                         kModal | kTitle | kGeneric);
    bool named = Ordinary(i) ? name.ProperCase() : name.IsWord() && !name.Is(kEnglish);
    if (!known && named) Add(i + 1, i + 1, SpanType::kOrg, 0.6, kOrg);
  }

  // "HMP Ravensgill", "HMYOI Deerbolt"
  void Prison(size_t i) {
    if (!PlainGap(i) || tokens_[i + 1].shape == Shape::kLower) return;
    if (!tokens_[i + 1].IsWord() || tokens_[i + 1].Is(kFunction | kClinical)) return;
    size_t last = i + 1;
    bool second = PlainGap(last) && tokens_[last + 1].Capital() &&
                  !tokens_[last + 1].starts_sentence &&
                  !tokens_[last + 1].Is(kFunction | kVerb | kRole | kClinical);
    Add(i, second ? last + 1 : last, SpanType::kOrg, 0.9, kOrg);
  }

  // "Ribblefield General": a hospital that leaves the word out.
  void General(size_t i) {
    if (i == 0 || document_.Gap(i - 1) != " " || !tokens_[i].ProperCase()) return;
    const Token& name = tokens_[i - 1];
    if (PlainGap(i) && tokens_[i + 1].Is(kOrgHead)) return;
    bool place = name.Is(kPlace) || !name.Is(kEnglish | kClinical | kRole | kForename | kFunction);
    bool house = IsBuildingHead(i - 1) && name.ProperCase();  // "Manor General"
    if (name.Capital() && (place || house)) Add(i - 1, i, SpanType::kOrg, 0.6, kOrg);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindOrganisations(const Document& document, Findings& out) { OrgReader(document, out).Read(); }

}  // namespace candour::anonymise
