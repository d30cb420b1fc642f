#include "node/anonymise/locations.h"

#include <algorithm>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kPlaceNamed = {"location.place", "A town or village that someone is tied to."};
constexpr Rule kPlaceMaybe = {"location.maybe", "A town or village; nothing ties it to a person."};
constexpr Rule kHospitalNamed = {"org.hospital", "A hospital by the name people call it."};

std::string PhraseAt(const Document& document, size_t first, size_t words) {
  std::string phrase(document.LowerAt(first));
  for (size_t i = first + 1; i < first + words; ++i) {
    phrase += " ";
    phrase += document.LowerAt(i);
  }
  return phrase;
}

bool IsHospital(const Document& document, const Lexicon& lexicon, size_t first, size_t words) {
  return (lexicon.Find(PhraseAt(document, first, words)) & kHospital) != 0;
}

// Where the organisations and addresses found so far end, in order.
std::vector<size_t> VenueEnds(const Findings& findings) {
  std::vector<size_t> ends;
  for (const Finding& finding : findings) {
    bool venue = finding.type == SpanType::kOrg || finding.type == SpanType::kAddress;
    if (venue && finding.masked()) ends.push_back(finding.end);
  }
  std::sort(ends.begin(), ends.end());
  return ends;
}

// A place's name behind another, neither of them a word.
bool TwoPlaces(const std::vector<Token>& tokens, size_t last, const Document& document) {
  constexpr WordClasses kOther = kEnglish | kFunction | kForenameCommon | kVerb | kClinical;
  if (last + 1 >= tokens.size() || document.Gap(last) != " ") return false;
  const Token& next = tokens[last + 1];
  return next.Is(kPlace) && !next.Is(kOther) && !tokens[last].Is(kOther) &&
         next.shape == tokens[last].shape && !next.starts_sentence;
}

// "Great Tolderby", "Chipping Wexford": what stands before villages' names, and a word of none.
bool VillageAt(const Document& document, size_t i) {
  constexpr std::array<std::string_view, 10> kHeads = {"great",  "little", "upper",    "lower",
                                                       "nether", "much",   "chipping", "market",
                                                       "abbots", "kings"};
  constexpr WordClasses kOther = kEnglish | kFunction | kForename | kVerb | kClinical | kDrug |
                                 kBrand | kEponym | kRole | kGeneric;
  const auto& tokens = document.tokens();
  if (i + 1 >= tokens.size() || !tokens[i].ProperCase() || document.Gap(i) != " ") return false;
  constexpr std::array<std::string_view, 6> kForts = {"fort", "port", "loch",
                                                      "glen", "kirk", "castle"};
  const Token& name = tokens[i + 1];
  // "in Fort Augustus"
  const bool fort = IsOneOf(kForts, document.LowerAt(i)) && i > 0 && tokens[i - 1].Is(kTies) &&
                    document.Gap(i - 1) == " " && name.Is(kForename | kSurname);
  return (IsOneOf(kHeads, document.LowerAt(i)) || fort) && name.shape == Shape::kCapital &&
         name.size() > 4 && !name.Is(fort ? kOther & ~kForename : kOther);
}

// "lives Carnoustrie", "in the town of Pickenham": a capital that nothing else can be.
bool HomeTown(const Document& document, size_t i) {
  constexpr WordClasses kOther = kFunction | kTitle | kRole | kRelation | kMonth | kWeekday |
                                 kUnitWord | kClinical | kGeneric | kDrug | kWardHead | kModal;
  constexpr std::array<std::string_view, 9> kLives = {
      "live", "lives", "lived", "living", "resides", "residing", "stays", "resident", "lodging"};
  constexpr std::array<std::string_view, 6> kTowns = {"town",   "village", "hamlet",
                                                      "suburb", "parish",  "townland"};
  const Token& token = document.tokens()[i];
  if (i == 0 || !token.ProperCase() || token.size() < 4 || token.Is(kOther)) return false;
  if (document.Gap(i - 1) != " ") return false;
  if (IsOneOf(kLives, document.LowerAt(i - 1))) return !token.Is(kForename) || token.Is(kPlace);
  return i > 1 && document.LowerAt(i - 1) == "of" && IsOneOf(kTowns, document.LowerAt(i - 2));
}

// "in Gatehouse of Fleet": two capitals around "of" where somebody is, one of them no word.
bool PlaceOfPlace(const Document& document, size_t i) {
  constexpr std::array<std::string_view, 5> kIn = {"in", "from", "near", "outside", "at"};
  constexpr WordClasses kOther = kTitle | kRole | kRelation | kOrgHead | kWardHead | kGeneric |
                                 kClinical | kMonth | kWeekday | kCountry | kDrug | kIdLabel;
  const auto& tokens = document.tokens();
  if (i == 0 || i + 2 >= tokens.size() || document.LowerAt(i + 1) != "of") return false;
  const Token& first = tokens[i];
  const Token& second = tokens[i + 2];
  return IsOneOf(kIn, document.LowerAt(i - 1)) && document.Gap(i - 1) == " " &&
         document.Gap(i) == " " && document.Gap(i + 1) == " " && first.ProperCase() &&
         second.Capital() && !first.Is(kOther) && !second.Is(kOther & ~WordClasses{kIdLabel}) &&
         (!first.Is(kEnglishCommon) || !second.Is(kEnglishCommon));
}

// "her mother in Tooting", "in Rye with his wife": where kin is, whatever else the word may be.
bool WhereKinIs(const Document& document, size_t i) {
  constexpr WordClasses kOther = kFunction | kTitle | kRole | kMonth | kWeekday | kCountry |
                                 kClinical | kOrgHead | kWardHead | kBrand | kDrug | kGeneric;
  const auto& tokens = document.tokens();
  if (i < 2 || !tokens[i].ProperCase() || tokens[i].Is(kOther) || tokens[i].size() < 3)
    return false;
  if (document.LowerAt(i - 1) != "in" || document.Gap(i - 1) != " ") return false;
  std::string_view gap = document.Gap(i);
  const bool more = gap == " " && i + 1 < tokens.size();
  const bool ends = gap.empty() || gap.find_first_of(".,;)\n") == 0 ||
                    (more && tokens[i + 1].shape == Shape::kLower &&
                     tokens[i + 1].Is(kFunction | kVerb | kModal | kTies));
  std::string_view who = document.LowerAt(i - 2);
  const bool kin = tokens[i - 2].Is(kRelation) && document.Gap(i - 2) == " " && who != "patient" &&
                   who != "pt" && who != "patients" && who != "client";
  if (kin && ends && document.LowerAt(i + 1) != "the") return true;
  constexpr std::array<std::string_view, 3> kWhose = {"his", "her", "their"};
  return more && document.LowerAt(i + 1) == "with" && IsOneOf(kWhose, document.LowerAt(i + 2)) &&
         i + 3 < tokens.size() && tokens[i + 3].Is(kRelation);
}

// The last token of a place that begins at `i` by what stands around it, before `i` when none does.
size_t TownByPlace(const Document& document, size_t i) {
  const auto& tokens = document.tokens();
  if (VillageAt(document, i)) return i + 1;
  if (PlaceOfPlace(document, i)) return i + 2;
  if (!HomeTown(document, i) && !WhereKinIs(document, i)) return i - 1;
  size_t last = i;
  while (last + 1 < tokens.size() && last - i < 3 && tokens[last + 1].ProperCase() &&
         (document.Gap(last) == " " || document.Gap(last) == "-"))
    ++last;
  return last;
}

}  // namespace

size_t PlaceAt(const Document& document, const Lexicon& lexicon, size_t i) {
  const auto& tokens = document.tokens();
  if (i >= tokens.size() || !tokens[i].IsWord()) return 0;
  size_t longest = tokens[i].Is(kPlace) ? 1 : 0;
  if (!tokens[i].Is(kPlaceHead)) return longest;
  std::string phrase(document.Lower(tokens[i]));
  for (size_t k = i + 1; k < tokens.size() && k - i < 5; ++k) {
    std::string_view gap = document.Gap(k - 1);
    if (gap != " " && gap != "-") break;
    phrase += " ";
    phrase += document.Lower(tokens[k]);
    if ((lexicon.Find(phrase) & kPlacePhrase) != 0) longest = k - i + 1;
  }
  return longest;
}

void FindLocations(const Document& document, const Lexicon& lexicon, Findings& out) {
  const auto& tokens = document.tokens();
  const std::vector<size_t> ends = VenueEnds(out);
  for (size_t i = 0; i < tokens.size(); ++i) {
    const size_t town = tokens[i].Capital() ? TownByPlace(document, i) : i - 1;
    if (town + 1 != i) {
      out.push_back({.begin = tokens[i].begin,
                     .end = tokens[town].end,
                     .type = SpanType::kLocation,
                     .confidence = 0.6,
                     .rule = &kPlaceNamed});
      i = town;
      continue;
    }
    if (!tokens[i].Is(kPlace | kPlaceHead)) continue;
    size_t words = PlaceAt(document, lexicon, i);
    if (words == 0) continue;
    size_t last = i + words - 1;
    const Token& token = tokens[i];
    if (TwoPlaces(tokens, last, document)) ++last;  // "kirkby thirsk"
    bool ordinary = token.line_case == LineCase::kOrdinary;
    bool cased = token.Capital() || (token.shape == Shape::kUpper && token.size() > 3);
    bool tied = i > 0 && document.Gap(i - 1).size() <= 2 && tokens[i - 1].Is(kTies);
    tied = tied || (i > 1 && document.LowerAt(i - 1) == "is" && document.Gap(i - 1) == " " &&
                    (document.LowerAt(i - 2) == "home" || document.LowerAt(i - 2) == "address"));
    // "at the Ulster"
    tied = tied || (i > 1 && document.LowerAt(i - 1) == "the" && document.Gap(i - 1) == " " &&
                    tokens[i - 2].Is(kTies) && document.Gap(i - 2) == " ");
    // "Millstream Surgery, Hebden Bridge": the town of what was found before the comma.
    tied = tied || (i > 0 && (document.Gap(i - 1) == ", " || document.Gap(i - 1) == " (") &&
                    std::binary_search(ends.begin(), ends.end(), tokens[i - 1].end));
    bool everyday =
        words == 1 && token.Is(kEnglish | kFunction | kClinical | kMonth | kBrand | kDrug | kRole);
    bool head_follows =
        last + 1 < tokens.size() && document.Gap(last) == " " &&
        (tokens[last + 1].Is(kEponymHead) || document.LowerAt(last + 1) == "coma" ||
         document.LowerAt(last + 1) == "stool" || document.LowerAt(last + 1) == "protocol");
    bool initial = i > 0 && tokens[i - 1].size() == 1 && tokens[i - 1].shape == Shape::kUpper &&
                   (document.Gap(i - 1) == ". " || document.Gap(i - 1) == ".");
    if ((ordinary && !cased) || head_follows || initial) continue;
    if (ordinary && everyday && !tied) continue;
    if (!ordinary && (everyday || !tied)) continue;
    if (!tied && token.Is(kForename | kSurname) && words == 1) continue;
    if (words == 1 && token.Is(kEponym) && !tied) continue;
    if (token.starts_sentence && everyday) continue;
    bool sure = !everyday && !token.starts_sentence && !token.Is(kEponym);
    bool upper = i > 0 && tokens[i - 1].Is(kDirection) && tokens[i - 1].ProperCase() &&
                 document.Gap(i - 1) == " ";  // "Lower Darwen"
    bool hospital = IsHospital(document, lexicon, i, words);
    bool owner = hospital && tokens[last].possessive;  // The 's of "Addenbrooke's" is its name.
    out.push_back({.begin = tokens[upper ? i - 1 : i].begin,
                   .end = tokens[last].end + (owner ? 2 : 0),
                   .type = hospital ? SpanType::kOrg : SpanType::kLocation,
                   .confidence = tied || words > 1 ? 0.72
                                 : sure            ? 0.55
                                                   : 0.42,
                   .rule = hospital            ? &kHospitalNamed
                           : tied || words > 1 ? &kPlaceNamed
                                               : &kPlaceMaybe});
    i = last;
  }
}

}  // namespace candour::anonymise
