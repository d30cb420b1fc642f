// Organisations that no head word names: hospitals called after the place behind the word
// ("University Hospital Llandough"), after a saint, firms known by their tails ("Swiftway Patient
// Transport") and shops.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kHospitalOf = {"org.hospital-of", "A hospital named after the place behind it."};
constexpr Rule kFirm = {"org.firm", "A firm, told by the last words of its name."};

constexpr Rule kSaint = {"org.saint",
                         "A name that begins with Saint, as hospitals and schools have."};
constexpr Rule kField = {"org.field", "The value of a field for a school, practice or hospital."};
constexpr Rule kShop = {"org.shop", "A shop that says where somebody was."};

constexpr size_t kWordsMax = 3;

struct Tail {
  std::string_view last;
  std::string_view before = {};  // The word before the last, where one is needed.
};
constexpr std::array<Tail, 91> kTails = {{{"dental"},
                                          {"orthodontics"},
                                          {"primary"},
                                          {"medical"},
                                          {"high"},
                                          {"juniors"},
                                          {"infants"},
                                          {"llp"},
                                          {"plc"},
                                          {"cic"},
                                          {"library"},
                                          {"mobility"},
                                          {"vets"},
                                          {"coaches"},
                                          {"cars"},
                                          {"arms"},
                                          {"hotel"},
                                          {"cafe"},
                                          {"church"},
                                          {"chapel"},
                                          {"mosque"},
                                          {"temple"},
                                          {"homecare"},
                                          {"domiciliary"},
                                          {"chemist"},
                                          {"chemists"},
                                          {"catering"},
                                          {"cleaning"},
                                          {"roofing"},
                                          {"scaffolding"},
                                          {"service", "drug"},
                                          {"service", "recovery"},
                                          {"station", "police"},
                                          {"station", "fire"},
                                          {"transport", "patient"},
                                          {"transport", "medical"},
                                          {"transport"},
                                          {"housing"},
                                          {"care", "dental"},
                                          {"care", "eye"},
                                          {"care", "home"},
                                          {"services", "care"},
                                          {"living", "supported"},
                                          {"living", "assisted"},
                                          {"living", "independent"},
                                          {"living", "sheltered"},
                                          {"team", "health"},
                                          {"team", "treatment"},
                                          {"team", "resolution"},
                                          {"team", "crisis"},
                                          {"team", "intervention"},
                                          {"team", "recovery"},
                                          {"team", "reablement"},
                                          {"partnership", "pathology"},
                                          {"partnership", "health"},
                                          {"ctr", "health"},
                                          {"services", "ambulance"},
                                          {"practice", "dental"},
                                          {"foundry"},
                                          {"brewery"},
                                          {"bakery"},
                                          {"logistics"},
                                          {"solicitors"},
                                          {"taxis"},
                                          {"cabs"},
                                          {"motors"},
                                          {"opticians"},
                                          {"physiotherapy"},
                                          {"undertakers"},
                                          {"developments"},
                                          {"haulage"},
                                          {"farm"},
                                          {"garage"},
                                          {"staffing"},
                                          {"recruitment"},
                                          {"locums"},
                                          {"telecare"},
                                          {"careline"},
                                          {"lifting"},
                                          {"couriers"},
                                          {"lettings"},
                                          {"building"},
                                          {"dialysis"},
                                          {"respite"},
                                          {"mill"},
                                          {"estate", "industrial"},
                                          {"estate", "trading"},
                                          {"park", "business"},
                                          {"park", "retail"},
                                          {"park", "caravan"},
                                          {"park", "holiday"}}};

class FirmReader {
 public:
  FirmReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const std::string_view word = document_.Lower(token);
      if (token.Is(kBrand) || word == "spar" || word == "co") Shop(i);
      if (word == "care") CareFirm(i);
      if (word == "nh" || word == "rh" || word == "hc" || word == "dgh") HomeShort(i);
      if (word == "st" || word == "saint") Saint(i);
      if (token.Is(kOrgHead)) Field(i);
      if (token.Capital() && IsKindInFront(word)) KindInFront(i);
      if (i == 0) continue;
      if (word == "trust") RegionalTrust(i);
      if (word == "dr") DoctorsHouse(i);
      if (word == "ambulance" || word == "police" || word == "constabulary") Regional(i);
      if (token.IsWord() && document_.Gap(i - 1) == " & ") AndCompany(i);
      Partners(i);
      if (token.possessive) Owners(i);
      bool cased = token.Capital() ||
                   (token.shape == Shape::kUpper && token.size() >= 3 && tokens_[i - 1].Capital());
      if (token.line_case != LineCase::kOrdinary || !cased) continue;
      if (word == "hospital") HospitalOf(i);
      if (word == "services") LocalService(i);
      if (const Tail* tail = TailAt(i)) Firm(i, tail->before.empty() ? i : i - 1);
    }
  }

 private:
  // "School: Little Acorns", "GP PRACTICE: MOOR END": what a field of a form says.
  void Field(size_t head) {
    constexpr std::array<std::string_view, 12> kFields = {
        "school",  "nursery", "surgery", "practice", "hospital",   "hospice",
        "college", "academy", "prison",  "trust",    "university", "playgroup"};
    std::string_view gap = document_.Gap(head);
    bool field =
        (gap == ": " || gap == ":" || gap == " : " || gap == "=") && IsOneOf(kFields, Word(head));
    if (!field || head + 1 >= tokens_.size()) return;
    constexpr WordClasses kOther = kFunction | kVerb | kRole | kClinical | kTitle | kMonth |
                                   kWeekday | kIdLabel | kDrug | kRelation;
    size_t last = head;
    bool names = false;
    while (last + 1 < tokens_.size() && last - head < 5) {
      const Token& next = tokens_[last + 1];
      bool cased = next.Capital() || (next.shape == Shape::kUpper && next.size() > 2);
      if (!cased || next.Is(kOther) || document_.Gap(last + 1).starts_with(":")) break;
      names = names || !next.Is(kGeneric | kOrgHead | kDirection);
      ++last;
      if (document_.Gap(last) != " " && document_.Gap(last) != "-") break;
    }
    if (!names || last == head) return;
    out_.push_back({.begin = tokens_[head + 1].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kOrg,
                    .confidence = 0.65,
                    .rule = &kField});
  }

  const Tail* TailAt(size_t i) const {
    const std::string_view word = document_.LowerAt(i);
    const auto* found = std::find_if(kTails.begin(), kTails.end(), [&](const Tail& tail) {
      return tail.last == word && (tail.before.empty() || document_.LowerAt(i - 1) == tail.before);
    });
    return found == kTails.end() ? nullptr : found;
  }

  // "University Hospital Llandough", "Royal Hospital Haslar".
  void HospitalOf(size_t i) {
    if (document_.Gap(i - 1) != " " || !tokens_[i - 1].Capital() || !tokens_[i - 1].Is(kGeneric)) {
      return;
    }
    if (i + 1 >= tokens_.size() || !IsPlainGap(document_.Gap(i))) return;
    const Token& place = tokens_[i + 1];
    const bool known = place.Is(kPlace) || !place.Is(kEnglish);
    if (!place.ProperCase() || place.starts_sentence || !known ||
        place.Is(kRole | kFunction | kClinical | kTitle | kMonth | kWeekday | kVerb)) {
      return;
    }
    Add(i - 1, i + 1, kHospitalOf);
  }

  static bool IsKindInFront(std::string_view word) {
    constexpr std::array<std::string_view, 15> kKinds = {
        "ysgol",    "meddygfa", "deintyddfa", "fferyllfa", "ysbyty",
        "canolfan", "cartref",  "plas",       "optegydd",  "ospadal",
        "sgoil",    "scoil",    "bunscoil",   "gaelscoil", "hosbis"};
    return IsOneOf(kKinds, word);
  }

  // "Ysgol Dyffryn", "Meddygfa Nant y Felin": Welsh and Gaelic names have their kind in front.
  void KindInFront(size_t i) {
    size_t last = i;
    while (last + 1 < tokens_.size() && last - i < 5 && !tokens_[last + 1].starts_sentence) {
      std::string_view gap = document_.Gap(last);
      const Token& next = tokens_[last + 1];
      bool link = (gap == " " || gap == "-") && next.shape == Shape::kLower && next.size() <= 3 &&
                  last + 2 < tokens_.size() && tokens_[last + 2].Capital() &&
                  (document_.Gap(last + 1) == gap || document_.Gap(last + 1) == "'") &&
                  !next.Is(kTies | kCue);
      if ((gap != " " && gap != "-") || !(link || next.Capital())) break;
      last += link ? 2 : 1;
    }
    if (last > i) Add(i, last, kFirm);
  }

  // "Western Trust", "the Belfast Trust"
  void RegionalTrust(size_t i) {
    if (document_.Gap(i - 1) != " " || !tokens_[i].Capital()) return;
    size_t first = i - 1;
    if (!tokens_[first].Capital() || !tokens_[first].Is(kDirection | kPlace)) return;
    bool side = first > 0 && document_.Gap(first - 1) == " " && tokens_[first - 1].Capital() &&
                tokens_[first - 1].Is(kDirection);
    Add(side ? first - 1 : first, i, kFirm);
  }

  // "from Dr Gray's to": a hospital or a surgery by its doctor, where no thing of his follows.
  void DoctorsHouse(size_t title) {
    if (document_.Gap(title) != " " || title + 1 >= tokens_.size()) return;
    const Token& name = tokens_[title + 1];
    constexpr std::array<std::string_view, 7> kLeads = {"from", "at",   "to",  "in",
                                                        "via",  "near", "into"};
    bool led = document_.Gap(title - 1) == " " && IsOneOf(kLeads, Word(title - 1)) &&
               tokens_[title].Capital() && name.Capital() && name.possessive;
    if (!led) return;
    std::string_view gap = document_.Gap(title + 1);
    bool ends = gap.empty() || gap.find_first_of(".,;:)\n") == 0 ||
                (PlainGap(title + 1) && tokens_[title + 2].Is(kFunction));
    if (!ends) return;
    out_.push_back({.begin = tokens_[title].begin,
                    .end = name.end + 2,
                    .type = SpanType::kOrg,
                    .confidence = 0.7,
                    .rule = &kFirm});
  }

  // Back over the capitals; one of them has to be more than a word of the trade.
  void Firm(size_t last, size_t tail) {
    if (!tokens_[tail].Capital() && tokens_[tail].shape != Shape::kUpper) return;
    size_t first = tail;
    bool distinctive = false;
    while (first > 0 && tail - first < kWordsMax && document_.Gap(first - 1) == " ") {
      const Token& word = tokens_[first - 1];
      const bool opener = word.starts_sentence && word.Is(kFunction | kVerb | kCue | kRole);
      if (!word.Capital() || word.Is(kFunction | kTitle | kRelation) || opener) break;
      distinctive |= !word.Is(kGeneric | kClinical | kDirection | kRole);
      --first;
    }
    bool goes_on = PlainGap(last) && tokens_[last + 1].Capital() &&
                   (Word(last) == "high" || Word(last) == "primary");
    if (Word(last) == "medical" ||
        Word(last) == "primary") {  // "Shadwell Medical", but not "Final Medical".
      distinctive = first < tail && !tokens_[tail - 1].Is(kEnglish);
    }
    if (first < tail && distinctive && !goes_on) Add(first, last, kFirm);
  }

  // "Argyll Home Oxygen Services": what serves a place is of that place.
  void LocalService(size_t last) {
    size_t first = last;
    while (first > 0 && last - first < 4 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].Capital() && !tokens_[first - 1].Is(kFunction | kTitle))
      --first;
    constexpr WordClasses kAny = kEnglish | kBrand | kClinical | kRole | kGeneric;
    while (first < last && tokens_[first].Is(kAny)) ++first;
    if (last - first > 1) Add(first, last, kFirm);
  }

  // "Ardmore Lodge NH", "rosebank nh", "Moss Side HC": a home or a health centre, shortened.
  void HomeShort(size_t i) {
    if (i == 0 || document_.Gap(i - 1) != " ") return;
    const Token& name = tokens_[i - 1];
    constexpr WordClasses kOther = kFunction | kVerb | kRole | kGeneric | kClinical | kDrug | kCue |
                                   kDirection | kRelation | kTitle;
    const bool small = tokens_[i].shape == Shape::kLower && Word(i) != "hc";
    const bool cased = small ? name.shape == Shape::kLower && !name.Is(kEnglishCommon)
                             : tokens_[i].shape == Shape::kUpper && name.Capital();
    if (!cased || name.Is(kOther) || name.size() < 4) return;
    size_t first = i - 1;
    const bool two = !small && first > 0 && document_.Gap(first - 1) == " " &&
                     tokens_[first - 1].Capital() && !tokens_[first - 1].Is(kOther);
    Add(two ? first - 1 : first, i, kFirm);
  }

  // "Bluebird Care": a firm that is not "Critical Care".
  void CareFirm(size_t i) {
    if (i == 0 || document_.Gap(i - 1) != " " || !tokens_[i].Capital()) return;
    const Token& name = tokens_[i - 1];
    bool plain = name.Is(kEnglishCommon | kGeneric | kClinical | kFunction | kRole | kDirection);
    if (name.Capital() && !plain) Add(i - 1, i, kFirm);
  }

  // "at Tesco Express": a shop is an organisation only where it says where someone was.
  void Shop(size_t i) {
    constexpr std::array<std::string_view, 24> kShops = {
        "tesco",  "asda",   "morrisons", "sainsburys", "sainsbury", "aldi",    "lidl", "boots",
        "greggs", "costa",  "superdrug", "starbucks",  "mcdonalds", "argos",   "ikea", "waitrose",
        "subway", "lloyds", "spar",      "poundland",  "wilko",     "primark", "nisa", "farmfoods"};
    bool cooperative = Word(i) == "co" && document_.Gap(i) == "-" && Word(i + 1) == "op";
    if (!cooperative && std::find(kShops.begin(), kShops.end(), Word(i)) == kShops.end()) return;
    bool premises = PlainGap(i) && (Word(i + 1) == "car" || Word(i + 1) == "depot" ||
                                    Word(i + 1) == "cafe" || Word(i + 1) == "pharmacy");
    if (premises && tokens_[i].Capital()) return Add(i, i, kShop);  // "Tesco car park"
    std::string_view before = i > 0 ? Word(i - 1) : std::string_view();
    if (before == "the" && i > 1) before = Word(i - 2);
    bool rang = before == "rang" || before == "phoned" || before == "called" ||
                before == "contacted" ||
                (tokens_[i].starts_sentence && PlainGap(i) && tokens_[i + 1].Is(kVerb));
    bool where = rang || before == "at" || before == "outside" || before == "near" ||
                 before == "in" || before == "from" || before == "local";
    bool work = before == "work" && document_.Gap(i - 1) == " (";
    bool spaced = tokens_[i].starts_sentence || (i > 0 && document_.Gap(i - 1) == " ");
    if ((!where || !spaced) && !work) return;
    if (Ordinary(i) && !tokens_[i].Capital()) return;
    size_t last = cooperative ? i + 1 : i;
    if (PlainGap(i) && (Word(i + 1) == "express" || Word(i + 1) == "extra" ||
                        Word(i + 1) == "local" || Word(i + 1) == "pharmacy"))
      ++last;
    Add(i, last, kShop);
  }

  // A county or a coast that no list of towns has.
  bool Strange(size_t i) const {
    constexpr WordClasses kSaid = kEnglish | kClinical | kFunction | kRole | kCountry | kGeneric;
    return tokens_[i].size() > 3 && tokens_[i].IsWord() && !tokens_[i].Is(kSaid);
  }

  // "North West Ambulance", "Yorkshire Ambulance Service", "Kent Police"
  void Regional(size_t i) {
    size_t first = i;
    while (first > 0 && i - first < 3 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].Capital() &&
           (tokens_[first - 1].Is(kDirection | kPlace | kGeneric) || Strange(first - 1))) {
      --first;
    }
    bool whose = false;
    for (size_t k = first; k < i; ++k) whose |= tokens_[k].Is(kDirection | kPlace) || Strange(k);
    if (whose && tokens_[i].Capital()) Add(first, i, kFirm);
  }

  // "Tooth & Co", "Pratt & Sons"
  void AndCompany(size_t i) {
    std::string_view word = Word(i);
    bool company = word == "co" || word == "sons" || word == "son" || word == "daughters" ||
                   word == "partners" || word == "associates";
    // "Lamb & Pye": two surnames, one of them no word.
    const Token& first = tokens_[i - 1];
    const Token& second = tokens_[i];
    company = company ||
              (first.ProperCase() && first.Is(kSurname) && second.Is(kSurname) &&
               !(first.Is(kEnglishCommon) && second.Is(kEnglishCommon)) &&
               !first.Is(kBrand | kForename | kEponym) && !second.Is(kBrand | kForename | kEponym));
    if (company && tokens_[i].Capital() && tokens_[i - 1].Capital()) Add(i - 1, i, kFirm);
  }

  // "Crane & Hatherley LLP", "Halliwell & Rigg accountants": two names and what they are.
  void Partners(size_t i) {
    constexpr std::array<std::string_view, 10> kTrades = {
        "llp",        "solicitors", "accountants", "opticians", "vets",
        "architects", "builders",   "dental",      "dentists",  "funeral"};
    const std::string_view trade = Word(i);
    bool known = std::find(kTrades.begin(), kTrades.end(), trade) != kTrades.end();
    if (!known || i < 3 || document_.Gap(i - 1) != " " || document_.Gap(i - 2) != " & ") {
      bool spelled = known && i > 3 && Word(i - 2) == "and" && tokens_[i - 3].Capital() &&
                     tokens_[i - 1].Capital() && document_.Gap(i - 1) == " ";
      if (spelled) Add(i - 3, i, kFirm);
      return;
    }
    if (tokens_[i - 1].Capital() && tokens_[i - 2].Capital()) Add(i - 2, i, kFirm);
  }

  // "to King's.", "at Jimmy's,": a possessive where somebody is taken, and nothing behind it.
  void Owners(size_t i) {
    const Token& name = tokens_[i];
    if (!name.possessive || !name.ProperCase() || document_.Gap(i - 1) != " ") return;
    std::string_view before = Word(i - 1);
    bool led = before == "to" || before == "at" || before == "from" || before == "in";
    std::string_view after = document_.Gap(i);
    bool ends = after.empty() || std::string_view(".,;)\n").find(after[0]) != after.npos;
    if (!led || !ends || name.Is(kEponym | kMonth | kWeekday)) return;
    out_.push_back({.begin = name.begin,
                    .end = name.end + 2,
                    .type = SpanType::kOrg,
                    .confidence = 0.6,
                    .rule = &kSaint});
  }

  // "St Cuthbert's RC Primary"
  bool Schooled(size_t i) const {
    std::string_view word = Word(i);
    return word == "primary" || word == "high" || word == "infants" || word == "infant" ||
           word == "juniors" || word == "junior" || word == "secondary" || word == "catholic" ||
           word == "rc" || word == "ce" || word == "church";
  }

  // "St Mary's", "St. James's Hospital".
  void Saint(size_t i) {
    if (i + 1 >= tokens_.size() || !tokens_[i].IsWord()) return;
    std::string_view gap = document_.Gap(i);
    if (gap != " " && gap != ". ") return;
    const Token& name = tokens_[i + 1];
    bool cased = tokens_[i].Capital() && (name.Capital() || name.shape == Shape::kUpper);
    if (Ordinary(i) && !cased) return;
    bool own = Ordinary(i) && tokens_[i].Capital() && name.Capital() && !name.Is(kEnglishCommon);
    if (!name.Is(kForename) && !own) return;
    if (!name.possessive && !document_.Lower(name).ends_with("s") &&
        !(i + 2 < tokens_.size() && tokens_[i + 2].Is(kOrgHead)))
      return;
    size_t last = i + 1;
    if (PlainGap(last) && tokens_[last + 1].Is(kOrgHead | kGeneric) &&
        (tokens_[last + 1].Capital() || !Ordinary(i) || tokens_[last + 1].Is(kOrgHead))) {
      size_t head = last + 1;
      while (head < tokens_.size() && !tokens_[head].Is(kOrgHead) && PlainGap(head) &&
             head - last < 3)
        ++head;
      if (head < tokens_.size() && tokens_[head].Is(kOrgHead)) last = Heads(head);
    }
    while (PlainGap(last) && last - i < 4 && tokens_[last + 1].shape != Shape::kLower &&
           Schooled(last + 1))
      ++last;
    Add(i, last, kSaint);
  }

  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Ordinary(size_t i) const { return tokens_[i].line_case == LineCase::kOrdinary; }
  bool PlainGap(size_t i) const { return i + 1 < tokens_.size() && IsPlainGap(document_.Gap(i)); }

  // "St Mary's Hospital Trust": the heads that follow the first.
  size_t Heads(size_t i) const {
    size_t last = i;
    while (PlainGap(last) && last - i < 4 && !tokens_[last].possessive &&
           tokens_[last + 1].Is(kOrgHead) && tokens_[last + 1].Capital() &&
           !tokens_[last + 1].starts_sentence) {
      ++last;
    }
    return last;
  }

  void Add(size_t first, size_t last, const Rule& rule) {
    bool owner =
        &rule == &kSaint && tokens_[last].possessive;  // The 's of "St Mary's" is its name.
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end + (owner ? 2 : 0),
                    .type = SpanType::kOrg,
                    .confidence = 0.7,
                    .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindFirms(const Document& document, Findings& out) { FirmReader(document, out).Read(); }

}  // namespace candour::anonymise
