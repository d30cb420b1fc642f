// Postal addresses.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/locations.h"

namespace candour::anonymise {
namespace {

constexpr Rule kStreetAddress = {"address.street", "A house number and a street."};
constexpr Rule kStreetOnly = {"address.street-name", "The name of a street."};
constexpr Rule kHouse = {"address.house", "A flat, plot or named house."};
constexpr Rule kAddressField = {"address.field", "The value of an address field."};

class AddressReader {
 public:
  AddressReader(const Document& document, const Lexicon& lexicon, Findings& out)
      : document_(document), lexicon_(lexicon), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (i > 0 && tokens_[i].end > floor_ && (tokens_[i].Is(kStreet) || ShortStreet(i))) Street(i);
      if (tokens_[i].begin >= floor_ && tokens_[i].Capital()) JoinedStreet(i);
      if (tokens_[i].begin >= floor_ && document_.Text(tokens_[i]) == "The") TheStreet(i);
      if (tokens_[i].begin >= floor_ && tokens_[i].shape == Shape::kAlnum) Lettered(i);
      if (tokens_[i].Is(kUnitWord) && tokens_[i].begin >= floor_) UnitNumber(i);
      if (Word(i) == "address" || Word(i) == "addr") Field(i);
      if (tokens_[i].Is(kHouseWord) && tokens_[i].Capital() && tokens_[i].begin >= floor_)
        NamedHouse(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Ordinary(size_t i) const { return tokens_[i].line_case == LineCase::kOrdinary; }

  bool HouseNumber(size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape == Shape::kNumber) return token.size() <= 4;
    if (token.IsWord()) return SpokenNumber(i);
    if (token.shape != Shape::kAlnum || token.size() > 5) return false;
    std::string_view word = document_.Lower(token);
    size_t digits = word.find_first_not_of("0123456789");
    return digits > 0 && digits == word.size() - 1 && word.back() >= 'a' && word.back() <= 'h';
  }

  // "fourteen abbey close", as a dictated letter has it.
  bool SpokenNumber(size_t i) const {
    if (tokens_[i].line_case != LineCase::kLower) return false;
    constexpr std::array<std::string_view, 27> kNumbers = {
        "one",     "two",     "three",     "four",     "five",     "six",      "seven",
        "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",   "thirty",
        "forty",   "fifty",   "sixty",     "seventy",  "eighty",   "ninety"};
    return std::find(kNumbers.begin(), kNumbers.end(), Word(i)) != kNumbers.end();
  }

  void Add(size_t first, size_t last, double confidence, const Rule& rule) {
    bool side = last + 1 < tokens_.size() && document_.Gap(last) == " " &&
                tokens_[last].Is(kStreet) && tokens_[last + 1].Is(kDirection) &&
                tokens_[last + 1].Capital() && !tokens_[last + 1].starts_sentence;
    if (side) ++last;  // "Moss Lane West"
    size_t begin = tokens_[first].begin;
    size_t end = tokens_[last].end;
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = SpanType::kAddress,
                    .confidence = confidence,
                    .rule = &rule});
    floor_ = end;
  }

  bool AddressCue(size_t at) const {
    std::string_view before = document_.Before(at, 34);
    for (std::string_view cue : {"lives", "living", "address", "resid", " at ", " of ", "home",
                                 "from", " to ", "collapsed", "addr", "outside", "scene", "flat"}) {
      if (before.find(cue) != before.npos) return true;
    }
    return false;
  }

  // "88b corn st.": where the name ends there it is no saint.
  bool ShortStreet(size_t i) const {
    std::string_view after = document_.Gap(i);
    return Word(i) == "st" && document_.Gap(i - 1) == " " && tokens_[i - 1].IsWord() &&
           (after.empty() || after.find_first_of(",;)\n") == 0 ||
            (after.starts_with(".") && (tokens_[i].shape == Shape::kLower || after == ".\n")));
  }

  bool StreetWord(size_t i) const {
    const Token& token = tokens_[i];
    if (!token.IsWord() || token.possessive) return token.possessive && token.Capital();
    if (token.Is(kTitle) && Word(i) != "st" && Word(i) != "saint") return false;
    if (Ordinary(i))
      return token.Capital() || (token.shape == Shape::kUpper && token.size() > 1) ||
             Word(i) == "of" || Word(i) == "the";
    return !token.Is(kFunction | kVerb | kDrug | kRole | kModal) || Word(i) == "of" ||
           Word(i) == "the";
  }

  void Street(size_t i) {
    const Token& type = tokens_[i];
    bool ordinary = Ordinary(i);
    bool loose = tokens_[i].Is(kLooseStreet);
    size_t first = i;
    while (first > 0 && i - first < 4) {
      std::string_view gap = document_.Gap(first - 1);
      if (gap != " " && gap != "-" && gap != "  " && gap != "' " &&
          !(gap == ". " && Word(first - 1) == "st")) {
        if (!(gap == ", " && HouseNumber(first - 1) && first < i)) break;
      }
      if (HouseNumber(first - 1) || !StreetWord(first - 1)) break;
      --first;
    }
    bool the_street = first + 1 == i && Word(first) == "the" && first > 0 &&
                      HouseNumber(first - 1) && tokens_[first].Capital() && tokens_[i].Capital();
    if (the_street) return Add(first - 1, Rightwards(i), 0.9, kStreetAddress);
    while (first < i && (Word(first) == "of" || (Word(first) == "the" && first + 1 == i))) ++first;
    bool number = first > 0 && HouseNumber(first - 1) && document_.Gap(first - 1).size() <= 2 &&
                  document_.Gap(first - 1).find('.') == std::string_view::npos;
    if (first == i && ordinary && type.shape == Shape::kLower) return PlainStreet(i, loose);
    if (first == i) return;
    if (ordinary && !type.Capital() && type.shape != Shape::kUpper) {
      if (!(tokens_[first].Capital() && !loose)) return PlainStreet(i, loose);
    }
    if (!ordinary && (loose ? !(number && AddressCue(tokens_[first - 1].begin)) : !number)) return;
    if (number) {
      bool tens = first > 1 && tokens_[first - 1].IsWord() && SpokenNumber(first - 2) &&
                  Word(first - 2).ends_with("ty");  // "twenty two larkhill road"
      size_t begin = HouseBefore(Leftwards(tens ? first - 2 : first - 1));
      return Add(begin, Rightwards(i), 0.95, kStreetAddress);
    }
    size_t name = first;
    if (tokens_[name].starts_sentence && tokens_[name].Is(kFunction | kVerb)) ++name;
    if (name >= i || tokens_[i - 1].Is(kFunction)) return;
    if (tokens_[i - 1].Is(kGeneric) && name + 1 >= i) return;
    bool named =
        std::any_of(tokens_.begin() + static_cast<long>(name),
                    tokens_.begin() + static_cast<long>(i), [](const Token& token) {
                      return !token.Is(kGeneric | kFunction | kDirection) && token.Capital();
                    });
    if (!named || (loose && (tokens_[name].starts_sentence || i - name > 2))) return;
    if (loose && Word(i) != "close" && Word(i) != "drive" && Word(i) != "way" && Word(i) != "st" &&
        Word(i) != "ave")
      return;
    Add(HouseBefore(name), Rightwards(i), 0.8, kStreetOnly);
  }

  // "late of Thistledown, Quarry Lane": a house by its name before the street, where somebody
  // lives.
  size_t HouseBefore(size_t street) const {
    if (street == 0 || document_.Gap(street - 1) != ", ") return street;
    size_t first = street - 1;
    while (first > 0 && street - first < 3 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].ProperCase() && !tokens_[first - 1].Is(kTitle | kRole))
      --first;
    const Token& name = tokens_[first];
    if (!name.Capital() || name.Is(kTitle | kRole | kClinical | kMonth | kWeekday | kWardHead))
      return street;
    constexpr std::array<std::string_view, 9> kAt = {"of",   "at",      "address", "addr", "in",
                                                     "home", "visited", "to",      "from"};
    bool lives = first > 0 && document_.Gap(first - 1).size() <= 3 && IsOneOf(kAt, Word(first - 1));
    return lives ? first : street;
  }

  // "14 beech road" in a line that does use capitals elsewhere.
  void PlainStreet(size_t i, bool loose) {
    if (loose) return;
    size_t first = i;
    while (first > 0 && i - first < 3 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].IsWord() && !tokens_[first - 1].Is(kFunction | kVerb)) {
      --first;
    }
    if (first == i || first == 0 || !HouseNumber(first - 1) || document_.Gap(first - 1) != " ")
      return;
    Add(first - 1, Rightwards(i), 0.85, kStreetAddress);
  }

  // "Flat 3, Ropewalk House, 11 Beech Road": what belongs before a house number.
  size_t Leftwards(size_t number) const {
    size_t begin = number;
    for (size_t steps = 0; steps < 7 && begin > 0; ++steps) {
      std::string_view gap = document_.Gap(begin - 1);
      if (gap != ", " && gap != " " && gap != "," && gap != "-" && gap != "\n" && gap != ",\n")
        break;
      const Token& before = tokens_[begin - 1];
      bool unit = tokens_[begin - 1].Is(kUnitWord) || FloorWord(begin - 1);
      bool house_part = (before.Capital() || !Ordinary(begin - 1)) && HouseAhead(begin - 1, number);
      bool unit_number =
          HouseNumber(begin - 1) && begin > 1 && (tokens_[begin - 2].Is(kUnitWord) || gap == "-");
      bool house_name = gap == ", " && IsHouseName(begin - 1);
      if (!unit && !house_part && !unit_number && !house_name) break;
      --begin;
    }
    return begin;
  }

  // "Rosebank, 3 Station Cottages": a house named in one word.
  bool IsHouseName(size_t i) const {
    if (!tokens_[i].Capital() || tokens_[i].Is(kForename | kTitle | kRole)) return false;
    constexpr std::array<std::string_view, 17> kEndings = {
        "bank",  "dene", "croft", "holme", "lea",     "mount", "side", "brook", "field",
        "garth", "mead", "hurst", "cote",  "thwaite", "grove", "gate", "fold"};
    std::string_view word = Word(i);
    return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
      return word.size() > ending.size() + 1 && word.ends_with(ending);
    });
  }

  // "12 Beckside": the street's kind is in its name.
  void JoinedStreet(size_t i) {
    bool number = i > 0 && HouseNumber(i - 1) && document_.Gap(i - 1) == " ";
    bool strange = !tokens_[i].Is(kEnglish) && tokens_[i].size() > 6;
    if (!number || !IsHouseName(i) || !(strange || AddressCue(tokens_[i - 1].begin))) return;
    size_t last = i;
    bool flat = document_.Gap(i) == ", " && i + 2 < tokens_.size() && Word(i + 1) == "flat" &&
                HouseNumber(i + 2);
    if (flat) last = i + 2;
    Add(i - 1, Rightwards(last), 0.75, kStreetAddress);
  }

  // "of 14c Saddler's Bottoms": a house with a letter where somebody lives, on a street of any
  // kind.
  void Lettered(size_t i) {
    constexpr WordClasses kOther = kFunction | kRole | kRelation | kClinical | kTitle | kMonth |
                                   kWeekday | kWardHead | kOrgHead | kDrug | kBrand;
    bool cue = i > 0 && document_.Gap(i - 1).size() <= 3 && AddressCue(tokens_[i].begin);
    if (!HouseNumber(i) || !cue || document_.Text(tokens_[i]).back() < 'a') return;
    size_t last = i;
    while (last + 1 < tokens_.size() && last - i < 3 && document_.Gap(last) == " " &&
           tokens_[last + 1].ProperCase() && !tokens_[last + 1].Is(kOther))
      ++last;
    if (last - i >= 2) Add(i, Rightwards(last), 0.7, kStreetAddress);
  }

  // "3 The Maltings"
  void TheStreet(size_t i) {
    bool number = i > 0 && HouseNumber(i - 1) && tokens_[i - 1].shape != Shape::kLower &&
                  document_.Gap(i - 1) == " ";
    if (!number || i + 1 >= tokens_.size() || document_.Gap(i) != " ") return;
    const Token& name = tokens_[i + 1];
    if (!name.ProperCase() || name.Is(kRole | kFunction | kClinical | kMonth | kWeekday)) return;
    Add(i - 1, Rightwards(i + 1), 0.75, kStreetAddress);
  }

  // "Top Flat", "Ground Floor Flat"
  bool FloorWord(size_t i) const {
    std::string_view word = Word(i);
    bool floor = word == "top" || word == "ground" || word == "first" || word == "second" ||
                 word == "third" || word == "basement" || word == "garden" || word == "upper" ||
                 word == "lower" || word == "floor" || word == "rear";
    return floor && tokens_[i].Capital() && document_.Gap(i) == " ";
  }

  // True when token `i` is part of "Ropewalk House" before the number.
  bool HouseAhead(size_t i, size_t number) const {
    for (size_t k = i; k < number && k - i < 3; ++k) {
      if (tokens_[k].Is(kHouseWord)) return true;
      if (!tokens_[k].IsWord() || document_.Gap(k) != " ") return false;
    }
    return false;
  }

  // Takes ", Town" and ", County" along while they are places or capitals that end in a postcode.
  size_t Rightwards(size_t i) const {
    size_t last = i;
    for (size_t steps = 0; steps < 4 && last + 1 < tokens_.size(); ++steps) {
      std::string_view gap = document_.Gap(last);
      bool comma = gap == ", " || gap == "," || gap == ",\n" || gap == "\n" || gap == " ";
      if (!comma) break;
      size_t next = last + 1;
      const bool county = Word(next) == "co" &&
                          (document_.Gap(next) == ". " || document_.Gap(next) == " ") &&
                          next + 1 < tokens_.size() && tokens_[next + 1].Capital();
      if (comma && county) {  // ", Co. Down"
        last = next + 1;
        continue;
      }
      size_t place = PlaceAt(document_, lexicon_, next);
      bool cased =
          tokens_[next].Capital() || tokens_[next].shape == Shape::kUpper || !Ordinary(next);
      if (place > 0 && cased &&
          !(gap == " " && tokens_[next].Is(kEnglish) && Ordinary(next) &&
            !tokens_[next].Capital())) {
        last = next + place - 1;
        while (document_.Gap(last) == "-" && last + 1 < tokens_.size() && TownWord(last + 1, 1))
          ++last;
        continue;
      }
      if (gap == " " || gap == "\n") break;
      size_t words = 0;
      while (next + words < tokens_.size() && words < 4 && TownWord(next + words, words)) ++words;
      bool plain_town = words == 0 && !Ordinary(next) && tokens_[next].IsWord() &&
                        !tokens_[next].Is(kEnglish | kClinical | kDrug | kRole | kFunction) &&
                        tokens_[next].size() > 3 &&
                        (document_.Gap(next).find_first_of(".\n,;)") == 0 ||
                         (next + 1 < tokens_.size() && document_.Gap(next) == " " &&
                          tokens_[next + 1].Is(kFunction | kVerb)));
      if (plain_town) words = 1;
      if (words == 0 || !EndsLikeTown(next + words - 1)) break;
      last = next + words - 1;
    }
    bool outward = last + 1 < tokens_.size() && document_.Gap(last) == ", " &&
                   IsOutward(last + 1) && Word(last + 2).size() != 3;
    return outward ? last + 1 : last;
  }

  // "Upper Tadbrook", "Hutton-le-Moor"
  bool TownWord(size_t i, size_t words) const {
    const Token& token = tokens_[i];
    std::string_view gap = words == 0 ? std::string_view(" ") : document_.Gap(i - 1);
    if (gap != " " && gap != "-") return false;
    bool link = words > 0 && gap == "-" && token.shape == Shape::kLower && token.size() <= 5 &&
                document_.Gap(i) == "-";
    return link || (token.Capital() && !token.Is(kFunction | kRole | kVerb | kTitle | kRelation));
  }

  // "BD2" at the end of an address.
  bool IsOutward(size_t i) const {
    std::string_view code = document_.Text(tokens_[i]);
    size_t letters = code.find_first_of("0123456789");
    return tokens_[i].shape == Shape::kAlnum && code.size() <= 4 && letters >= 1 && letters <= 2 &&
           code[0] >= 'A' && code[0] <= 'Z';
  }

  bool EndsLikeTown(size_t i) const {
    std::string_view gap = document_.Gap(i);
    bool postcode = i + 1 < tokens_.size() && tokens_[i + 1].shape == Shape::kAlnum &&
                    tokens_[i + 1].size() <= 4;
    bool street = tokens_[i].Is(kStreet);
    bool goes_on = gap == " " && i + 1 < tokens_.size() && tokens_[i + 1].Is(kFunction) &&
                   !tokens_[i].Is(kForename) && tokens_[i + 1].shape == Shape::kLower &&
                   !tokens_[i + 1].Is(kVerb);
    return postcode || street || goes_on || gap.empty() || gap[0] == '.' || gap[0] == '\n' ||
           gap[0] == ')' || gap == ", " || gap[0] == ';';
  }

  // "Room 14, Salthouse Hostel": a room of a house somebody lives in, not of a clinic.
  bool RoomOfHouse(size_t i) const {
    if (i + 3 >= tokens_.size() || document_.Gap(i + 1) != ", ") return false;
    for (size_t k = i + 2; k < tokens_.size() && k - i < 6; ++k) {
      std::string_view word = Word(k);
      if (word == "hostel" || word == "hall" || word == "halls" || word == "lodge") return true;
      if (word == "house" || word == "court") return true;
      if (!tokens_[k].Capital() || document_.Gap(k) != " ") return false;
    }
    return false;
  }

  // "Unit 5, Canal Street Lofts"
  bool StreetAhead(size_t i) const {
    return tokens_[i].Capital() && i + 2 < tokens_.size() && document_.Gap(i + 1) == ", " &&
           StreetFollows(i + 2);
  }

  // "Flat 3", "caravan plot 14", "Apt 25 Ropewalk House".
  void UnitNumber(size_t i) {
    std::string_view word = Word(i);
    bool firm = word == "flat" || word == "apt" || word == "apartment" || word == "caravan" ||
                word == "plot" || word == "pitch" || (word == "room" && RoomOfHouse(i)) ||
                (word == "unit" && StreetAhead(i));
    if (!firm || i + 1 >= tokens_.size()) return;
    size_t number = i + 1;
    if (word == "caravan" &&
        (Word(number) == "plot" || Word(number) == "pitch" || Word(number) == "no"))
      ++number;
    if (word == "flat" && Word(number) == "no") ++number;
    if (number >= tokens_.size()) return;
    bool letter = tokens_[number].size() == 1 && tokens_[number].shape == Shape::kUpper &&
                  (word != "flat" || (tokens_[i].Capital() && document_.Gap(number) == ", " &&
                                      number + 1 < tokens_.size() && HouseNumber(number + 1)));
    if (!HouseNumber(number) && !letter) return;
    if (document_.Gap(number - 1).size() > 2) return;
    if (word == "plot" && !tokens_[i].Capital() && !AddressCue(tokens_[i].begin)) return;
    size_t last = number;
    for (size_t steps = 0; steps < 5 && last + 1 < tokens_.size(); ++steps) {
      std::string_view gap = document_.Gap(last);
      if (gap != " " && gap != ", ") break;
      const Token& next = tokens_[last + 1];
      bool number_again = HouseNumber(last + 1) && last + 2 < tokens_.size() &&
                          tokens_[last + 2].Capital() && gap == ", ";
      bool cased = next.Capital() && !next.Is(kFunction | kRole | kVerb | kTitle);
      bool plain = !Ordinary(i) && (PlaceAt(document_, lexicon_, last + 1) > 0 ||
                                    tokens_[last + 1].Is(kHouseWord) || next.Is(kStreet) ||
                                    (!next.Is(kEnglish | kFunction | kClinical) && next.IsWord()));
      bool named = !Ordinary(i) && gap == ", " && last + 2 < tokens_.size() && next.IsWord() &&
                   document_.Gap(last + 1) == " " && tokens_[last + 2].Is(kStreet | kHouseWord);
      if (!number_again && !cased && !plain && !named) break;
      ++last;
    }
    size_t begin = i;
    while (begin > 0 && FloorWord(begin - 1)) --begin;
    Add(begin, Rightwards(last), 0.9, kHouse);
  }

  // "Rose Cottage, Mill Lane"; alone it is left to the rule for organisations.
  void NamedHouse(size_t i) {
    size_t first = i;
    while (first > 0 && i - first < 2 && document_.Gap(first - 1) == " " &&
           tokens_[first - 1].Capital() &&
           !tokens_[first - 1].Is(kFunction | kTitle | kRole | kVerb)) {
      --first;
    }
    if (first > 0 && document_.Gap(first - 1) == " " && document_.Text(tokens_[first - 1]) == "The")
      --first;
    if (first == i) return;
    std::string_view gap = document_.Gap(i);
    bool goes_on =
        (gap == ", " || gap == ",") && i + 1 < tokens_.size() &&
        (HouseNumber(i + 1) || PlaceAt(document_, lexicon_, i + 1) > 0 || StreetFollows(i + 1) ||
         (Word(i + 1) == "flat" && i + 2 < tokens_.size() && HouseNumber(i + 2)));
    std::string_view word = Word(i);
    bool home = word == "cottage" || word == "farm" || word == "farmhouse" || word == "bungalow" ||
                word == "barn" || word == "croft" || word == "forge" || word == "vicarage" ||
                word == "rectory" || word == "lodgings";
    std::string_view before = document_.Before(tokens_[first].begin, 24);
    bool lives = before.find("live") != before.npos || before.find("address") != before.npos ||
                 before.find("resid") != before.npos;
    if (!goes_on && !home && !lives) return;
    size_t last = i;
    if (goes_on) {
      for (size_t k = i + 1; k < tokens_.size() && k - i < 5; ++k) {
        if (tokens_[k].Is(kStreet) && tokens_[k].Capital()) last = k;
        if (document_.Gap(k) != " ") break;
      }
    }
    Add(first, Rightwards(last), 0.85, kHouse);
  }

  // "E28 4GT": left to its own rule.
  bool IsPostcodeAt(size_t i) const {
    if (i + 1 >= tokens_.size() || tokens_[i].shape != Shape::kAlnum || tokens_[i].size() > 4)
      return false;
    std::string_view inward = Word(i + 1);
    return tokens_[i + 1].shape == Shape::kAlnum && inward.size() == 3 && inward[0] >= '0' &&
           inward[0] <= '9';
  }

  bool StreetFollows(size_t i) const {
    for (size_t k = i; k < tokens_.size() && k - i < 4 && tokens_[k].Capital(); ++k) {
      if (tokens_[k].Is(kStreet)) return true;
      if (document_.Gap(k) != " ") return false;
    }
    return false;
  }

  void Field(size_t i) {
    std::string_view gap = document_.Gap(i);
    bool colon = gap.size() <= 4 && gap.find_first_of(":=") != gap.npos;
    bool form = tokens_[i].shape == Shape::kUpper && gap == " ";
    bool on_file = Word(i + 1) == "on" || Word(i + 1) == "is";
    if ((!colon && !form) || on_file || i + 1 >= tokens_.size()) return;
    if (!colon && !HouseNumber(i + 1) && !tokens_[i + 1].Is(kUnitWord)) return;
    if (i > 0 && (Word(i - 1) == "email" || Word(i - 1) == "mail" || Word(i - 1) == "ip" ||
                  Word(i - 1) == "web"))
      return;
    size_t last = i;
    while (last + 1 < tokens_.size() && last - i < 14) {
      const Token& next = tokens_[last + 1];
      std::string_view before = last == i ? std::string_view(" ") : document_.Gap(last);
      if (before.find_first_of(";|()<\"") != before.npos || before.find(" - ") != before.npos ||
          before.find(". ") != before.npos)
        break;
      if (before.find('\n') != before.npos && !before.starts_with(",")) break;
      if (document_.Gap(last + 1).starts_with(":") || IsPostcodeAt(last + 1)) break;
      if (next.Is(kIdLabel | kRole | kRelation) && !next.Is(kStreet | kPlace | kForename) &&
          next.shape != Shape::kCapital)
        break;
      if (next.shape == Shape::kLower && Ordinary(last + 1) && next.Is(kFunction | kVerb)) break;
      if (document_.Lower(next) == "tel" || document_.Lower(next) == "dob" ||
          document_.Lower(next) == "postcode")
        break;
      ++last;
    }
    while (last > i && tokens_[last].shape == Shape::kLower && Ordinary(last) &&
           tokens_[last].Is(kEnglishCommon))
      --last;
    if (last == i || last == i + 1) return;
    Add(i + 1, last, 0.85, kAddressField);
  }

  const Document& document_;
  const Lexicon& lexicon_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  size_t floor_ = 0;  // No two addresses found here overlap.
};

}  // namespace

void FindAddresses(const Document& document, const Lexicon& lexicon, Findings& out) {
  AddressReader(document, lexicon, out).Read();
}

}  // namespace candour::anonymise
