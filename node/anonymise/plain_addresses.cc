// Addresses where capitals say nothing: lines in small letters or in capitals, and house numbers
// that are words ("sixty two Harcourt Road").
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kStreetRule = {"address.plain", "A house number and a street, without capitals."};
constexpr Rule kHouseRule = {"address.plain-house",
                             "A named house and its street, without capitals."};

constexpr size_t kNameWordsMax = 3;
constexpr size_t kTownsMax = 3;

class PlainReader {
 public:
  PlainReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].begin < floor_) continue;
      if (size_t name = AfterNumber(i); name != 0) Numbered(i, name);
      if (tokens_[i].Is(kHouseWord) && Plain(i)) Named(i);
      if (tokens_[i].Is(kStreet) && i > 1 && Plain(i)) BetweenCommas(i);
      Welsh(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Plain(size_t i) const {
    return tokens_[i].shape == Shape::kLower || tokens_[i].line_case != LineCase::kOrdinary;
  }
  bool Spaced(size_t i) const { return document_.Gap(i) == " "; }
  bool Comma(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap == ", " || gap == "," || gap == ",\n";
  }

  static bool IsNumberWord(std::string_view word) {
    constexpr std::array<std::string_view, 27> kNumbers = {
        "one",     "two",     "three",     "four",     "five",     "six",      "seven",
        "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",   "thirty",
        "forty",   "fifty",   "sixty",     "seventy",  "eighty",   "ninety"};
    bool may = word.size() >= 3 && std::string_view("otfsen").find(word[0]) != word.npos;
    return may && IsOneOf(kNumbers, word);
  }

  bool HouseNumber(size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape == Shape::kNumber) return token.size() <= 4;
    if (token.shape != Shape::kAlnum || token.size() > 4) return false;
    std::string_view word = document_.Lower(token);
    size_t digits = word.find_first_not_of("0123456789");
    return digits > 0 && digits == word.size() - 1 && word.back() >= 'a' && word.back() <= 'h';
  }

  // The first word behind the house number that begins at `i`; 0 when none begins there.
  size_t AfterNumber(size_t i) const {
    if (HouseNumber(i)) return Spaced(i) ? i + 1 : 0;
    if (!IsNumberWord(Word(i)) || !Spaced(i)) return 0;
    size_t next = Word(i).ends_with("ty") && IsNumberWord(Word(i + 1)) ? i + 2 : i + 1;
    return next < tokens_.size() && Spaced(next - 1) ? next : 0;
  }

  // A word that may stand in the name of a street or a house.
  bool Names(size_t i) const {
    constexpr WordClasses kNever = kFunction | kVerb | kDrug | kRole | kModal | kRelation |
                                   kClinical | kTitle | kMonth | kWeekday | kCue | kEponymHead;
    const Token& token = tokens_[i];
    std::string_view word = Word(i);
    if (!token.IsWord() || token.size() < 2) return false;
    if (word == "st" || word == "the" || word == "of" || word == "saint") return true;
    bool other = token.Is(kPlace | kForename | kSurname | kWardPlant) && !token.Is(kFunction);
    if (token.Is(kNever) && !(other && !token.Is(kClinical | kRole | kRelation | kModal)))
      return false;
    constexpr std::array<std::string_view, 22> kThings = {
        "min",   "mins", "minute", "minutes", "hour",   "hours",  "day",  "days",
        "week",  "mile", "miles",  "metre",   "metres", "units",  "beds", "staff",
        "times", "pm",   "am",     "yards",   "people", "another"};
    return !IsOneOf(kThings, word);
  }

  // The token that ends a street's name begun at `name`, or 0.
  size_t StreetEnd(size_t name) const {
    if (Word(name) == "the" && name + 1 < tokens_.size() && Spaced(name) && Names(name + 1) &&
        !Spaced(name + 1))
      return name + 1;  // "3 the maltings,"
    for (size_t i = name; i < tokens_.size() && i - name <= kNameWordsMax; ++i) {
      if (i > name && tokens_[i].Is(kStreetWord) && !StreetGoesOn(i)) return i;
      if (!Names(i) || document_.Gap(i).size() != 1 ||
          (document_.Gap(i) != " " && document_.Gap(i) != "-"))
        return 0;
    }
    return 0;
  }

  // "church walk road": the street's kind comes last.
  bool StreetGoesOn(size_t i) const {
    return i + 1 < tokens_.size() && Spaced(i) && tokens_[i + 1].Is(kStreetWord);
  }

  bool CueBefore(size_t i) const {
    if (i == 0) return true;
    std::string_view gap = document_.Gap(i - 1);
    if (gap.find_first_of(",:\n(") != gap.npos) return true;
    constexpr std::array<std::string_view, 17> kCues = {
        "live", "at", "of", "lives", "address", "to",    "from",   "outside", "in",
        "home", "is", "as", "near",  "visited", "scene", "number", "attended"};
    return gap == " " && IsOneOf(kCues, Word(i - 1));
  }

  void Numbered(size_t number, size_t name) {
    bool spoken = !HouseNumber(number);
    size_t end = StreetEnd(name);
    if (end == 0) return JoinedStreet(number, name);
    bool plain = Plain(name) && Plain(end);
    // "a reply to 17a bobbin st, Nelson": in a text that does use capitals.
    const bool small = tokens_[name].shape == Shape::kLower && !spoken &&
                       tokens_[end].shape == Shape::kLower && !tokens_[end].Is(kLooseStreet) &&
                       CueBefore(number);
    if (!plain && !small && !(spoken && tokens_[name].Capital() && tokens_[end].Capital())) return;
    bool loose = tokens_[end].Is(kLooseStreet) || !tokens_[end].Is(kStreetWord);
    bool town = Rightwards(end) != end || PostcodeAt(end + 1);
    if (loose && !CueBefore(number) && !town) return;
    if (loose && !town && tokens_[number].shape == Shape::kNumber && Counted(number)) return;
    Add(Leftwards(number), Rightwards(end), spoken ? 0.75 : 0.8, kStreetRule);
  }

  // "of 5 bed places": a small number behind "of" counts.
  bool Counted(size_t number) const {
    return number > 0 && Word(number - 1) == "of" && tokens_[number].size() == 1;
  }

  // "at 7 wharfside": the street's kind is in its name.
  void JoinedStreet(size_t number, size_t name) {
    constexpr std::array<std::string_view, 16> kEndings = {
        "side", "bank",  "croft", "holme", "garth", "mead", "hurst",   "dene",
        "gate", "field", "lea",   "mount", "view",  "cote", "thwaite", "fold"};
    std::string_view word = Word(name);
    bool joined = std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
      return word.size() > ending.size() + 2 && word.ends_with(ending);
    });
    constexpr std::array<std::string_view, 5> kNot = {"inside", "outside", "beside", "bedside",
                                                      "alongside"};
    bool ends = document_.Gap(name).find_first_of(".,;\n)") == 0 || document_.Gap(name).empty();
    bool cue = number > 0 && (Word(number - 1) == "at" || Word(number - 1) == "address" ||
                              Word(number - 1) == "lives");
    if (!joined || IsOneOf(kNot, word) || !ends || !cue || !Plain(name)) return;
    Add(Leftwards(number), Rightwards(name), 0.7, kStreetRule);
  }

  // "rose cottage, back lane, hartwith": a house with a name, and its street or town.
  void Named(size_t house) {
    size_t first = house;
    while (first > 0 && house - first < 2 && Spaced(first - 1) && Names(first - 1) &&
           Plain(first - 1)) {
      --first;
    }
    if (first == house || !Comma(house) || house + 1 >= tokens_.size()) return;
    size_t next = house + 1;
    if (HouseNumber(next) && Spaced(next)) ++next;
    size_t street = StreetEnd(next);
    bool flat = Word(house + 1) == "flat" && house + 2 < tokens_.size() && HouseNumber(house + 2);
    if (street == 0 && !flat) return;
    Add(Leftwards(first), Rightwards(flat ? house + 2 : street), 0.75, kHouseRule);
  }

  // "at the laurels, mill road, no answer": a street between commas behind a name.
  void BetweenCommas(size_t street) {
    std::string_view after = document_.Gap(street);
    const bool ends = after.empty() || after.find_first_of(".,;)\n") == 0;
    if (!ends || tokens_[street].Is(kLooseStreet)) return;
    size_t first = street;
    while (first > 1 && street - first < 2 && Spaced(first - 1) && Names(first - 1) &&
           Plain(first - 1) && Word(first - 1) != "the")
      --first;
    if (first == street || !Comma(first - 1) || !Names(first - 1)) return;
    Add(first, Rightwards(street), 0.6, kStreetRule);
  }

  // "15 Heol y Gors, Ammanford": a Welsh street has its kind in front, in any letters.
  void Welsh(size_t i) {
    constexpr std::array<std::string_view, 9> kKinds = {"heol",   "ffordd", "stryd", "lon",  "maes",
                                                        "rhodfa", "cwrt",   "rhes",  "teras"};
    if (!IsOneOf(kKinds, Word(i)) || !Spaced(i)) return;
    size_t last = i + 1;
    bool article = Word(last) == "y" || Word(last) == "yr" || Word(last) == "las";
    if (article && Spaced(last) && last + 1 < tokens_.size()) ++last;
    auto named = [&](size_t k) {
      return k < tokens_.size() && tokens_[k].IsWord() && (tokens_[k].Capital() || Plain(k)) &&
             !tokens_[k].Is(kFunction | kVerb | kRole | kClinical);
    };
    if (!named(last) || (!tokens_[i].Capital() && !Plain(i))) return;
    if (Spaced(last) && named(last + 1) && tokens_[last + 1].Capital()) ++last;
    size_t first = i;
    if (i > 0 && HouseNumber(i - 1) && Spaced(i - 1)) first = Leftwards(i - 1);
    bool house = first == i && i > 2 && Comma(i - 1) && Spaced(i - 2) && Word(i - 2) == "ty";
    if (house) first = i - 2;  // "Ty Gwyn, Heol y Bryn"
    Add(first, Rightwards(last), 0.8, kStreetRule);
  }

  // "flat 31, beacon tower, ...": what belongs before the house number.
  size_t Leftwards(size_t number) const {
    size_t first = number;
    for (size_t steps = 0; steps < 6 && first > 0; ++steps) {
      size_t before = first - 1;
      if (!Comma(before) && !Spaced(before)) break;
      bool unit = tokens_[before].Is(kUnitWord) || (Word(before) == "number" && first == number);
      bool part = HouseNumber(before) && before > 0 && tokens_[before - 1].Is(kUnitWord);
      bool house = HouseBefore(before);
      if (!unit && !part && !house) break;
      first = before;
    }
    return first;
  }

  // One of up to three words that end in a house's kind before a comma.
  bool HouseBefore(size_t i) const {
    for (size_t k = i; k < tokens_.size() && k - i < 3; ++k) {
      if (tokens_[k].Is(kHouseWord) && Comma(k)) return true;
      if (!Names(k) || !Spaced(k)) return false;
    }
    return false;
  }

  bool PostcodeAt(size_t i) const {
    return i + 1 < tokens_.size() && tokens_[i].shape == Shape::kAlnum && tokens_[i].size() <= 4 &&
           tokens_[i + 1].shape == Shape::kAlnum && tokens_[i + 1].size() == 3;
  }

  // Takes along the towns behind the street, each after a comma.
  size_t Rightwards(size_t last) const {
    for (size_t towns = 0; towns < kTownsMax && Comma(last); ++towns) {
      size_t end = TownEnd(last + 1);
      if (end == 0) break;
      last = end;
    }
    return last;
  }

  size_t TownEnd(size_t first) const {
    bool strange = false;
    for (size_t i = first; i < tokens_.size() && i - first < 3; ++i) {
      const Token& token = tokens_[i];
      if (!Names(i) || token.Is(kGeneric)) return 0;
      strange = strange || token.Is(kPlace) || (token.Is(kPlaceHead) && i == first) ||
                !token.Is(kEnglish);
      std::string_view gap = document_.Gap(i);
      bool ends = gap.empty() || gap.find_first_of(".,;\n)") == 0 || gap.starts_with(" -") ||
                  PostcodeAt(i + 1);
      if (ends) return strange ? i : 0;
      if (gap != " " && gap != "-") return 0;
      const bool goes_on = i > first && strange && i + 1 < tokens_.size() &&
                           (Word(i + 1) == "to" || Word(i + 1) == "for" || Word(i + 1) == "with");
      if (goes_on) return i;  // "29 quarry bank, cleator moor to elderly male"
    }
    return 0;
  }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kAddress,
                    .confidence = confidence,
                    .rule = &rule});
    floor_ = tokens_[last].end;
  }

  static constexpr WordClasses kStreetWord = kStreet;

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  size_t floor_ = 0;
};

}  // namespace

void FindPlainAddresses(const Document& document, Findings& out) {
  PlainReader(document, out).Read();
}

}  // namespace candour::anonymise
