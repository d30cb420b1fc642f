// Organisations with small words or marks inside their names: "Tigh na Mara Care Home", "Dunmore
// and Sons", "St Brigid's Mothers' Hospital", "HMP & YOI Drake Hall", and ambulance services of
// regions whose names are words ("South Downs Ambulance Service").
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kLinked = {"org.linked", "An organisation with a small word inside its name."};
constexpr Rule kOwned = {"org.plural-owner", "A house named after those whom it is for."};
constexpr Rule kFamily = {"org.family", "A firm of a family."};
constexpr Rule kPrisons = {"org.prisons", "A prison of two kinds."};
constexpr Rule kShop = {"org.shop", "A shop or a hotel by its brand and its place."};
constexpr Rule kRegion = {"org.region", "A service by its region."};

constexpr size_t kWordsMax = 4;

class LinkedReader {
 public:
  LinkedReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 1; i + 1 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (!token.IsWord()) continue;
      if (token.shape == Shape::kLower) {
        if (token.size() <= 3) Celtic(i);
        if (Word(i) == "and") Family(i, i - 1, i + 1);
        continue;
      }
      if (token.Is(kOrgHead) && document_.Gap(i - 1) == "' ") Owned(i);
      if (token.Capital()) Shop(i);
      if (token.shape == Shape::kUpper && Word(i) == "nhs") Health(i);
      if (Word(i) == "yoi") Prisons(i);
      if (document_.Text(tokens_[i - 1]) == "HMP" && document_.Gap(i - 1) == " ") Prison(i);
      if (token.Capital() && (Word(i) == "brothers" || Word(i) == "bros")) Brothers(i);
      if (Word(i) == "ambulance") Region(i);
      if (document_.Gap(i) == " & ") Family(i, i, i + 1);
    }
    const size_t last = tokens_.size();
    if (last > 2 && tokens_[last - 1].Capital()) Shop(last - 1);
    if (last > 2 && document_.Text(tokens_[last - 2]) == "HMP") Prison(last - 1);
    if (last > 1 && tokens_[last - 1].Is(kOrgHead) && document_.Gap(last - 2) == "' ")
      Owned(last - 1);
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Spaced(size_t i) const { return i + 1 < tokens_.size() && document_.Gap(i) == " "; }

  void Add(size_t first, size_t last, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kOrg,
                    .confidence = 0.75,
                    .rule = &rule});
  }

  // "whether NHS Tayside wrote"
  void Health(size_t i) {
    if (!Spaced(i) || !tokens_[i + 1].Capital() ||
        !(tokens_[i + 1].Is(kPlace) || tokens_[i + 1].classes == 0))
      return;
    constexpr std::array<std::string_view, 4> kNations = {"england", "scotland", "wales",
                                                          "digital"};
    if (!IsOneOf(kNations, Word(i + 1))) Add(i, i + 1, kRegion);
  }

  // "Tesco Extra Burnmoor", "Netherby Retail Park Co-op", "Hotel Belvoir"
  void Shop(size_t i) {
    constexpr std::array<std::string_view, 11> kShops = {
        "tesco",    "asda",    "sainsburys", "morrisons", "aldi", "lidl",
        "waitrose", "iceland", "boots",      "superdrug", "hotel"};
    constexpr std::array<std::string_view, 6> kSizes = {"extra", "express",    "metro",
                                                        "local", "superstore", "daily"};
    if (Word(i) == "co" && document_.Gap(i) == "-" && Word(i + 1) == "op") {
      size_t first = i;
      while (first > 0 && i - first < 3 && document_.Gap(first - 1) == " " && Named(first - 1) &&
             !(tokens_[first - 1].starts_sentence && tokens_[first - 1].Is(kEnglishCommon)))
        --first;
      if (first < i) Add(first, i + 1, kShop);
      return;
    }
    if (Word(i) == "memorial" && i > 1 && Word(i - 1) == "war" && Named(i - 2) && Named(i - 1) &&
        document_.Gap(i - 2) == " ")
      return Add(i - 2, i, kShop);  // "Insch War Memorial"
    const bool service = (Word(i) == "health" && Word(i - 1) == "occupational") ||
                         (Word(i) == "studio" && Word(i - 1) == "dental");
    if (service && i > 1 && document_.Gap(i - 2) == " " && Named(i - 2))
      return Add(Leftwards(i - 1), i, kShop);  // "Tees Bay Occupational Health"
    if (!IsOneOf(kShops, Word(i)) || !Spaced(i)) return;
    size_t last = i + 1;
    if (IsOneOf(kSizes, Word(last)) && Spaced(last)) ++last;
    const Token& place = tokens_[last];
    const bool named = Named(last) && !place.starts_sentence &&
                       !place.Is(kRole | kDrug | kClinical | kOrgHead | kEnglishCommon);
    if (named) Add(i, last, kShop);
  }

  bool Named(size_t i) const {
    constexpr WordClasses kNever = kFunction | kTitle | kRelation | kMonth | kWeekday | kModal;
    return tokens_[i].Capital() && tokens_[i].IsWord() && !tokens_[i].Is(kNever);
  }

  // Over the capitals before token `i`, but not over what a sentence begins with.
  size_t Leftwards(size_t i) const {
    size_t first = i;
    while (first > 0 && i - first < 2 && document_.Gap(first - 1) == " " && Named(first - 1) &&
           !(tokens_[first - 1].starts_sentence && tokens_[first - 1].Is(kVerb | kCue)) &&
           !tokens_[first - 1].Is(kRole))
      --first;
    return first;
  }

  // "Tigh na Mara Care Home", "Bryn y Mor Residential Home"
  void Celtic(size_t link) {
    constexpr std::array<std::string_view, 9> kLinks = {"na", "nam", "nan", "y",  "yr",
                                                        "an", "ar",  "ny",  "gan"};
    if (!IsOneOf(kLinks, Word(link)) || !Spaced(link) || document_.Gap(link - 1) != " ") return;
    if (!tokens_[link - 1].Capital() || !tokens_[link + 1].Capital()) return;
    size_t last = link + 1;
    size_t head = 0;
    for (; last - link <= kWordsMax; ++last) {
      if (tokens_[last].Is(kOrgHead) && last > link + 1) head = last;
      if (!Spaced(last) || !tokens_[last + 1].Capital()) break;
    }
    if (head > 0) Add(Leftwards(link - 1), head, kLinked);
  }

  // "Dunmore and Sons", "J. Harker & Daughters"
  void Family(size_t link, size_t name, size_t kin) {
    constexpr std::array<std::string_view, 6> kKin = {"sons",     "son",  "daughters",
                                                      "daughter", "bros", "brothers"};
    if (!IsOneOf(kKin, Word(kin)) || !tokens_[kin].Capital() || !Named(name)) return;
    if (tokens_[name].possessive || tokens_[name].Is(kRole | kClinical)) return;
    if (link != name && (document_.Gap(name) != " " || !Spaced(link))) return;
    const bool word = tokens_[name].Is(kEnglishCommon) && !tokens_[name].Is(kSurname);
    if (word || (name > 0 && tokens_[name - 1].Is(kTitle))) return;
    size_t first = name;
    const bool initial = first > 0 && tokens_[first - 1].size() == 1 &&
                         tokens_[first - 1].shape == Shape::kUpper &&
                         (document_.Gap(first - 1) == " " || document_.Gap(first - 1) == ". ");
    if (initial) --first;
    if (initial && first > 0 && tokens_[first - 1].size() == 1 &&
        tokens_[first - 1].shape == Shape::kUpper && document_.Gap(first - 1) == ". ")
      --first;  // "A. W. Hale"
    size_t last = kin;
    if (Spaced(last) && Word(last + 1) == "funeral" && tokens_[last + 1].Capital()) ++last;
    if (last > kin && Spaced(last) && tokens_[last + 1].Capital()) ++last;  // "Directors"
    Add(first, last, kFamily);
  }

  // "St Brigid's Mothers' Hospital", but "the Nurses' Home".
  void Owned(size_t head) {
    const size_t owner = head - 1;
    if (!tokens_[head].Capital() || !tokens_[owner].Capital() || !Word(owner).ends_with("s"))
      return;
    size_t first = owner;
    while (first > 0 && owner - first < kWordsMax && tokens_[first - 1].Capital() &&
           document_.Gap(first - 1) == " " && !tokens_[first - 1].Is(kFunction | kRole))
      --first;
    const bool somewhere = first < owner || !tokens_[owner].Is(kRole | kRelation | kEnglishCommon);
    if (somewhere && !(first < owner && tokens_[first].Is(kCue | kVerb))) Add(first, head, kOwned);
  }

  // "HMP & YOI Drake Hall", "HMP/YOI Moorland"
  void Prisons(size_t yoi) {
    std::string_view gap = document_.Gap(yoi - 1);
    const bool linked = gap == " & " || gap == "/" || gap == " / ";
    size_t first = yoi - 1;
    if (!linked && !(gap == " " && Word(first) == "and" && first > 0)) return;
    if (!linked) --first;
    if (Word(first) != "hmp") return;
    size_t last = yoi;
    while (Spaced(last) && last - yoi < 3 && Named(last + 1)) ++last;
    if (last > yoi) Add(first, last, kPrisons);
  }

  // "HMP Low Moss"
  void Prison(size_t i) {
    size_t last = i;
    if (!Named(i)) return;
    while (Spaced(last) && last - i < 2 && Named(last + 1) && !tokens_[last + 1].Is(kRole)) ++last;
    if (last > i && document_.Gap(i - 1) == " ") Add(i - 1, last, kPrisons);
  }

  // "Hodge Brothers"
  void Brothers(size_t i) {
    const Token& name = tokens_[i - 1];
    const bool named = Named(i - 1) && document_.Gap(i - 1) == " " && !name.possessive &&
                       !name.Is(kEnglishCommon | kCountry | kClinical | kRole) &&
                       (name.Is(kSurname) || name.classes == 0);
    if (named) Add(i - 1, i, kFamily);
  }

  // "South Downs Ambulance Service", "East of England Ambulance Service"
  void Region(size_t i) {
    const bool service =
        Spaced(i) && (Word(i + 1).starts_with("service") || Word(i + 1) == "trust");
    if (!service || !tokens_[i].Capital() || !tokens_[i + 1].Capital()) return;
    if (i < 2 || document_.Gap(i - 1) != " " || document_.Gap(i - 2) != " ") return;
    const bool of = i > 2 && Word(i - 2) == "of" && document_.Gap(i - 3) == " " &&
                    tokens_[i - 3].Capital() && tokens_[i - 1].Capital();
    if (of) return Add(i - 3, i + 1, kRegion);
    if (!Named(i - 1) || !tokens_[i - 2].Capital()) return;
    constexpr std::array<std::string_view, 6> kBefore = {"isle",  "isles", "vale",
                                                         "royal", "great", "city"};
    const bool region = tokens_[i - 2].Is(kDirection | kPlace) || IsOneOf(kBefore, Word(i - 2));
    if (!region || tokens_[i - 1].Is(kRole | kClinical)) return;
    Add(i - 2, i + 1, kRegion);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindLinkedOrganisations(const Document& document, Findings& out) {
  LinkedReader(document, out).Read();
}

}  // namespace candour::anonymise
