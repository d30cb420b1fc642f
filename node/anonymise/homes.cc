// Homes by name: a house, a plot or a room before its road and its village ("Pen-y-Graig, Chapel
// Road, Llanfeddyg", "Croft 6, Balmeanach, Isle of Skye"), in one line or in the lines of a letter.
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kHome = {"address.home", "A house by its name, with its road or its village."};

constexpr size_t kPartsMax = 5;
constexpr size_t kWordsMax = 5;

// What stands between two commas of an address.
struct Part {
  size_t last = 0;
  bool strong = false;  // A road, a house, a plot: more than capitals.
  bool road = false;
};

class HomeReader {
 public:
  HomeReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 2 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.shape >= Shape::kNumber && token.begin >= floor_) Shortened(i);
      const bool opens = token.Capital() || token.shape >= Shape::kNumber;
      if (opens && token.begin >= floor_ && token.line_case == LineCase::kOrdinary) Home(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Numbered(size_t i) const {
    return i < tokens_.size() && tokens_[i].shape >= Shape::kNumber && tokens_[i].size() <= 4;
  }

  // Of homes and of nothing that a hospital numbers.
  bool IsUnit(size_t i) const {
    constexpr std::array<std::string_view, 14> kUnits = {
        "flt",     "apmt", "flat",  "apt",  "apartment", "plot",  "pitch",
        "caravan", "rm",   "croft", "room", "lot",       "bothy", "chalet"};
    return tokens_[i].Capital() && IsOneOf(kUnits, Word(i));
  }

  bool Names(size_t i) const {
    constexpr WordClasses kNever =
        kTitle | kRelation | kMonth | kWeekday | kDrug | kFunction | kWardHead | kModal | kBrand;
    const Token& token = tokens_[i];
    if (!token.Capital()) return false;
    if (token.Is(kHouseWord | kStreet | kPlace | kWardPlant) || Word(i) == "bay") return true;
    return !token.Is(kNever) && !token.Is(kOrgHead | kRole | kClinical);
  }

  // "y", "na", "le", "of": small words inside the names of houses and villages.
  bool Links(size_t i) const {
    constexpr std::array<std::string_view, 14> kLinks = {
        "y", "yr", "ar", "na", "nan", "an", "le", "of", "on", "upon", "by", "la", "under", "the"};
    return i + 1 < tokens_.size() && tokens_[i].shape == Shape::kLower &&
           IsOneOf(kLinks, Word(i)) && tokens_[i + 1].Capital() &&
           (document_.Gap(i) == "-" || document_.Gap(i) == " ");
  }

  // The part that begins at `i`; its last token is before `i` when none does.
  Part PartAt(size_t i) const {
    Part part;
    part.last = i - 1;
    size_t at = i;
    bool number = Numbered(at) && at + 1 < tokens_.size() && document_.Gap(at) == " ";
    if (number && Names(at + 1)) {
      part.strong = true;
      ++at;
    } else if (IsUnit(at)) {
      const bool letter = at + 1 < tokens_.size() && tokens_[at + 1].size() == 1 &&
                          tokens_[at + 1].shape == Shape::kUpper;
      if (document_.Gap(at) != " " || !(letter || Numbered(at + 1))) return part;
      part.strong = true;
      part.road = Word(at) == "flat" || Word(at) == "flt" || Word(at).starts_with("ap");
      part.last = ++at;
      if (document_.Gap(at) != " " || at + 1 >= tokens_.size() || !Names(at + 1)) return part;
      ++at;
    } else if (document_.Text(tokens_[at]) == "The" && document_.Gap(at) == " " &&
               at + 1 < tokens_.size() && Names(at + 1)) {
      ++at;
    }
    size_t words = 0;
    while (at < tokens_.size() && words < kWordsMax) {
      bool link = words > 0 && Links(at);
      const bool half = words > 0 && !link && tokens_[at].shape == Shape::kLower &&
                        tokens_[at].size() > 2 && document_.Gap(at - 1) == "-";  // "Rhyd-ddu"
      const bool cut = words > 0 && tokens_[at].Capital() && IsShortRoad(Word(at));
      const bool before_cut = words == 0 && tokens_[at].Capital() && tokens_[at].Is(kDrug) &&
                              at + 1 < tokens_.size() && tokens_[at + 1].Capital() &&
                              document_.Gap(at) == " " && IsShortRoad(Word(at + 1));
      if (!link && !half && !cut && !before_cut && !Names(at)) break;
      if (link && document_.Gap(at) == "-" && document_.Gap(at - 1) == "-") part.strong = true;
      if (!link) {
        part.last = at;
        part.road =
            part.road || cut || (words > 0 && (tokens_[at].Is(kStreet) || Word(at) == "st"));
        bool house = tokens_[at].Is(kHouseWord | kLooseStreet) || Word(at) == "park";
        part.strong = part.strong || part.road || (words > 0 && house);
      }
      ++words;
      std::string_view gap = document_.Gap(at);
      if (gap != " " && gap != "-") break;
      ++at;
    }
    return part;
  }

  bool PostcodeAt(size_t i) const {
    if (i + 1 >= tokens_.size()) return false;
    const Token& inward = tokens_[i + 1];
    std::string_view code = document_.Text(inward);
    return tokens_[i].shape == Shape::kAlnum && tokens_[i].size() <= 4 && code.size() == 3 &&
           code[0] >= '0' && code[0] <= '9' && inward.shape == Shape::kAlnum;
  }

  // "lives at", "home", "at his niece's,": what leads to where somebody is.
  bool Led(size_t i) const {
    constexpr std::array<std::string_view, 23> kLeads = {
        "home",  "at",     "of",      "to",   "address", "addr",    "from",    "in",
        "lives", "living", "resides", "drop", "dropped", "visit",   "visited", "outside",
        "scene", "near",   "is",      "into", "was",     "collect", "stays"};
    if (i == 0) return false;
    std::string_view gap = document_.Gap(i - 1);
    if (gap == ", ") return tokens_[i - 1].possessive && tokens_[i - 1].Is(kRelation);
    return (gap == " " || gap == ": " || gap == ":") && IsOneOf(kLeads, Word(i - 1));
  }

  static bool IsShortRoad(std::string_view word) {
    constexpr std::array<std::string_view, 24> kShort = {
        "cl", "ct",  "vw", "pk", "ter", "terr", "gdns", "gdn",   "grn",  "cres", "cresc", "sq",
        "pl", "wlk", "wk", "av", "gro", "hts",  "mws",  "mains", "wynd", "brae", "loan",  "rd"};
    return IsOneOf(kShort, word);
  }

  // "17b Sprotborough Cl", "44/3 Gorgie Mains", "203 Harehills Pk Vw": a number, a name and a road
  // cut short, where somebody is or behind who lives there.
  void Shortened(size_t house) {
    if (!Numbered(house) || tokens_[house].line_case != LineCase::kOrdinary) return;
    const bool stair = house > 1 && document_.Gap(house - 1) == "/" && Numbered(house - 1);
    const size_t first = stair ? house - 1 : house;
    size_t last = house;
    while (last + 1 < tokens_.size() && last - house < 4 && document_.Gap(last) == " " &&
           tokens_[last + 1].Capital() && !tokens_[last + 1].Is(kMonth | kWeekday | kDrug | kTitle))
      ++last;
    while (last > house && !IsShortRoad(Word(last))) --last;
    if (last < house + 2) return;
    const bool behind =
        first > 0 && (document_.Gap(first - 1) == ", " || document_.Gap(first - 1) == ": " ||
                      tokens_[first].starts_line);
    if (!Led(first) && !Labelled(first) && !behind) return;
    size_t end = last;  // The town behind it.
    std::string_view gap = document_.Gap(last);
    const bool town =
        (gap == ", " || gap == "., ") && end + 1 < tokens_.size() && tokens_[end + 1].Capital() &&
        Names(end + 1) &&
        (document_.Gap(end + 1).find_first_of(",.;\n") == 0 || end + 2 == tokens_.size());
    if (town) ++end;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[end].end,
                    .type = SpanType::kAddress,
                    .confidence = 0.75,
                    .rule = &kHome});
    floor_ = tokens_[end].end;
  }

  // "Place: Ty Capel, Rhyd-ddu, LL54 7YS": in a line of a form.
  bool Labelled(size_t i) const {
    constexpr std::array<std::string_view, 12> kPlaces = {
        "up",      "off",  "pickup",   "collection", "destination", "place",
        "address", "addr", "location", "venue",      "where",       "home"};
    return i > 0 && (document_.Gap(i - 1) == ": " || document_.Gap(i - 1) == ":") &&
           IsOneOf(kPlaces, Word(i - 1));
  }

  void Home(size_t first) {
    if (tokens_[first].starts_sentence && tokens_[first].Is(kVerb | kCue)) return;  // "Lives ..."
    Part part = PartAt(first);
    if (part.last + 1 == first) return;
    const bool opens = part.strong;
    bool strong = part.strong;
    bool road = part.road;
    bool lines = false;
    size_t parts = 1;
    size_t last = part.last;
    while (parts < kPartsMax && last + 1 < tokens_.size()) {
      std::string_view gap = document_.Gap(last);
      const bool line = gap == "\n" || gap == ",\n";
      if (gap != ", " && gap != "," && !line) break;
      if (PostcodeAt(last + 1)) break;
      part = PartAt(last + 1);
      if (part.last == last) break;
      const bool goes_on = part.last + 1 < tokens_.size() && document_.Gap(part.last) == " " &&
                           tokens_[part.last + 1].IsWord() &&
                           !tokens_[part.last + 1].Is(kFunction | kVerb | kTies);
      if (goes_on) break;  // "..., Beth told us"
      lines = lines || line;
      strong = strong || part.strong;
      road = road || part.road;
      last = part.last;
      ++parts;
    }
    const bool code = PostcodeAt(last + 1);
    const bool shown = Led(first) || Labelled(first) || (opens && (road || parts > 2 || code));
    if (parts >= 2 && code && !lines && Labelled(first)) strong = true;
    if (parts < 2 || !strong || !shown || (lines && !(code && opens))) return;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kAddress,
                    .confidence = 0.75,
                    .rule = &kHome});
    floor_ = tokens_[last].end;
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  size_t floor_ = 0;  // No two homes overlap.
};

// "2-4 Gillygate", "12 & 14 Bar Lane", "7A-9 Castlegate": where the first of two houses begins.
size_t OverRange(const Document& document, size_t begin) {
  std::string_view text = document.text();
  if (begin < 2 || begin >= text.size() || text[begin] < '0' || text[begin] > '9') return begin;
  const size_t i = document.TokenAtOrAfter(begin);
  if (i == 0 || i >= document.tokens().size() || document.tokens()[i].begin != begin) return begin;
  std::string_view gap = document.Gap(i - 1);
  const bool joined = gap == "-" || gap == " - " || gap == "/" || gap == " & " || gap == "&";
  const Token& house = document.tokens()[i - 1];
  if (!joined || house.shape < Shape::kNumber || house.size() > 4 || document.Text(house)[0] > '9')
    return begin;
  const bool part = i > 1 && (document.Gap(i - 2) == gap || document.Gap(i - 2) == "/" ||
                              document.Gap(i - 2) == "." || document.Gap(i - 2) == ":");
  return part ? begin : house.begin;
}

}  // namespace

void FindHomes(const Document& document, Findings& out) {
  HomeReader(document, out).Read();
  for (Finding& finding : out) {
    if (finding.type == SpanType::kAddress) finding.begin = OverRange(document, finding.begin);
  }
}

}  // namespace candour::anonymise
