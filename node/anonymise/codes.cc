// Identifiers whose shape is enough: postcodes, NI and registration numbers, prison and report
// numbers.
#include <algorithm>
#include <array>
#include <cctype>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kPostcode = {"postcode", "A postcode of a known area."};
constexpr Rule kPostcodeJoined = {"postcode.joined", "A postcode written without its space."};
constexpr Rule kNino = {"nino", "A National Insurance number."};
constexpr Rule kNmc = {"staff.nmc", "A nursing and midwifery registration number."};
constexpr Rule kHcpc = {"staff.hcpc", "A health and care professions registration number."};
constexpr Rule kPolice = {"staff.police", "The number of a police officer."};
constexpr Rule kDonation = {"id.donation", "The number of a blood donation."};
constexpr Rule kAccount = {"id.account", "A bank account number."};
constexpr Rule kSpecimen = {"id.specimen", "A number as laboratories and files write it."};
constexpr Rule kVehicle = {"vehicle", "A vehicle registration."};
constexpr Rule kPrison = {"id.prison", "A number in the shape of a prison number."};
constexpr Rule kReport = {"id.report", "A report or record number with its usual prefix."};
constexpr Rule kPrefixed = {"id.prefixed",
                            "A short prefix and a long number, as record numbers are written."};
constexpr Rule kReportYear = {"id.year-number",
                              "A year and a serial number, as incident systems write them."};

// The 124 postcode areas.
constexpr std::array<std::string_view, 124> kAreas = {
    "AB", "AL", "B",  "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH",
    "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G",  "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS",
    "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L",  "LA", "LD", "LE", "LL",
    "LN", "LS", "LU", "M",  "ME", "MK", "ML", "N",  "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX",
    "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S",  "SA", "SE", "SG", "SK", "SL", "SM",
    "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW",
    "UB", "W",  "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// "A" letter, "9" digit, anything else as it stands.
std::string Pattern(std::string_view word) {
  std::string pattern(word);
  for (char& c : pattern) {
    if (IsDigit(c))
      c = '9';
    else if (std::isalpha(static_cast<unsigned char>(c)) != 0)
      c = 'A';
  }
  return pattern;
}

std::string Upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
  }
  return upper;
}

bool IsOutward(std::string_view code) {
  size_t letters = 0;
  while (letters < code.size() && IsUpper(code[letters])) ++letters;
  if (letters == 0 || letters > 2 || code.size() < letters + 1 || code.size() > letters + 2)
    return false;
  if (!IsDigit(code[letters])) return false;
  return std::binary_search(kAreas.begin(), kAreas.end(), code.substr(0, letters));
}

bool IsInward(std::string_view code) {
  constexpr std::string_view kLetters = "ABDEFGHJLNPQRSTUWXYZ";
  return code.size() == 3 && IsDigit(code[0]) && kLetters.find(code[1]) != kLetters.npos &&
         kLetters.find(code[2]) != kLetters.npos;
}

bool MentionsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

class CodeReader {
 public:
  CodeReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size();) {
      size_t next = ReadAt(i);
      i = std::max(next, i + 1);
    }
  }

 private:
  size_t ReadAt(size_t i) {
    const Token& token = tokens_[i];
    if (token.shape == Shape::kAlnum) {
      if (token.size() > 20) return i;
      std::string word = Upper(document_.Text(token));
      if (size_t next = Iban(i); next != i) return next;
      if (size_t next = Specimen(i, word); next != i) return next;
      if (size_t next = Donation(i, word); next != i) return next;
      if (size_t next = Postcode(i, word); next != i) return next;
      if (size_t next = Staff(i, word); next != i) return next;
      if (size_t next = Nino(i, word); next != i) return next;
      if (size_t next = Vehicle(i, word); next != i) return next;
      return Report(i, word);
    }
    if (token.shape == Shape::kNumber) return YearAndNumber(i);
    if (size_t next = SpelledPostcode(i); next != i) return next;
    bool digits_follow = i + 1 < tokens_.size() && tokens_[i + 1].shape >= Shape::kNumber;
    if (!digits_follow || token.size() > 6 || token.shape == Shape::kCapital) return i;
    std::string word = Upper(document_.Text(token));
    if (size_t next = Filed(i, word); next != i) return next;
    if (size_t next = Nino(i, word); next != i) return next;
    if (size_t next = Vehicle(i, word); next != i) return next;
    return Report(i, word);
  }

  size_t Add(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
    return last + 1;
  }

  bool NextIs(size_t i, std::string_view gaps) const {
    if (i + 1 >= tokens_.size()) return false;
    std::string_view gap = document_.Gap(i);
    return gap.size() <= 2 && gap.find_first_not_of(gaps) == gap.npos;
  }

  std::string UpperAt(size_t i) const {
    return i < tokens_.size() && tokens_[i].size() <= 12 ? Upper(document_.Text(tokens_[i])) : "";
  }

  bool AddressNear(size_t i) const {
    std::string_view before = document_.Before(tokens_[i].begin, 60);
    return MentionsAny(
        before, {"post", "address", "lives", "road", "street", "avenue", "lane", " close", "drive",
                 "house", "flat", "resid", "home", ", ", "crescent", "pc "});
  }

  bool VetoBefore(size_t i) const {
    std::string_view before = document_.Before(tokens_[i].begin, 18);
    return MentionsAny(before, {"lot", "batch", "model", "order", "product", "part n", "version",
                                "serial", "s/n", "ref", "catalog", "type ", "mk"});
  }

  size_t Postcode(size_t i, const std::string& word) {
    bool upper = document_.Text(tokens_[i]) == word;
    if (LabelledPostcode(i, word)) return Add(i, i + 1, SpanType::kPostcode, 0.85, kPostcode);
    if (IsOutward(word) && NextIs(i, " \n-")) {
      std::string inward = UpperAt(i + 1);
      const bool whole_line =
          upper && tokens_[i].starts_line && Pattern(inward) == "9AA" &&
          (document_.Gap(i + 1).empty() || document_.Gap(i + 1).starts_with("\n"));
      if (whole_line) return Add(i, i + 1, SpanType::kPostcode, 0.8, kPostcode);
      if (!IsInward(inward)) return PartOfPostcode(i, word);
      bool ordinal_like = MentionsAny(inward, {"ST", "ND", "RD", "TH", "HR", "PT"});
      if (!upper && ordinal_like && !AddressNear(i)) return i;
      return Add(i, i + 1, SpanType::kPostcode, 0.97, kPostcode);
    }
    if (IsOutward(word)) return PartOfPostcode(i, word);
    if (word.size() < 5 || word.size() > 7) return i;
    std::string_view whole = word;
    if (!IsInward(whole.substr(word.size() - 3)) || !IsOutward(whole.substr(0, word.size() - 3)))
      return i;
    bool sure = AddressNear(i) && !VetoBefore(i);
    const bool model = i > 0 && tokens_[i - 1].Is(kBrand);  // "AcrySof SN60WF"
    bool likely = upper && word.size() >= 6 && !VetoBefore(i) && !model;
    return Add(i, i, SpanType::kPostcode, sure ? 0.9 : likely ? 0.6 : 0.3, kPostcodeJoined);
  }

  bool SaysPostcode(size_t i) const {
    std::string_view before = document_.Before(tokens_[i].begin, 16);
    return MentionsAny(before, {"postcode", "post code", "postal code", "p/code", "zip code"});
  }

  // "postcode: VQ4 7RL": of an area that nobody knows.
  bool LabelledPostcode(size_t i, const std::string& word) const {
    if (!NextIs(i, " ") || Pattern(UpperAt(i + 1)) != "9AA") return false;
    if (!MentionsAny(document_.Before(tokens_[i].begin, 40), {"postcode", "post code", "p/code"}))
      return false;
    constexpr std::array<std::string_view, 6> kShapes = {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
    return IsOneOf(kShapes, Pattern(word));
  }

  // "LS14" where a postcode is announced or somebody lives, and what follows of one torn apart.
  size_t PartOfPostcode(size_t i, const std::string& word) {
    if (SaysPostcode(i)) {
      size_t last = i;
      size_t size = word.size();
      while (last + 1 < tokens_.size() && NextIs(last, " -") && tokens_[last + 1].size() <= 2 &&
             size + tokens_[last + 1].size() <= 7 && (last > i || IsDigit(UpperAt(last + 1)[0]))) {
        size += tokens_[++last].size();
      }
      return Add(i, last, SpanType::kPostcode, 0.8, kPostcode);
    }
    bool two_letters = word.size() > 2 && IsUpper(word[1]);
    std::string_view before = document_.Before(tokens_[i].begin, 10);
    bool lives = before.ends_with("lives in ") || before.ends_with("living in ") ||
                 before.ends_with("area of ") || before.ends_with("resident ");
    bool area = document_.After(tokens_[i].end, 6) == " area " ||
                document_.After(tokens_[i].end, 6) == " area" ||
                document_.After(tokens_[i].end, 6) == " area.";
    bool upper = document_.Text(tokens_[i]) == word;
    if (!two_letters || !upper || (!lives && !area)) return i;
    return Add(i, i, SpanType::kPostcode, 0.7, kPostcode);
  }

  // "postcode L S 1 4 D Y"
  size_t SpelledPostcode(size_t i) {
    if (tokens_[i].size() > 2 || !SaysPostcode(i)) return i;
    std::string joined;
    for (size_t k = i; k < tokens_.size() && k - i < 7 && tokens_[k].size() <= 2; ++k) {
      joined += UpperAt(k);
      std::string_view whole = joined;
      bool full = joined.size() >= 5 && joined.size() <= 7 &&
                  IsInward(whole.substr(joined.size() - 3)) &&
                  IsOutward(whole.substr(0, joined.size() - 3));
      if (full && k > i) return Add(i, k, SpanType::kPostcode, 0.9, kPostcode);
      if (!NextIs(k, " -")) break;
    }
    return i;
  }

  // "GB29 NWBK 6016 1331 9268 19"
  size_t Iban(size_t i) {
    std::string head = UpperAt(i);
    if (Pattern(head).substr(0, 4) != "AA99") return i;
    size_t last = i;
    size_t size = head.size();
    while (NextIs(last, " ") && tokens_[last + 1].size() <= 4 && size < 34 &&
           (tokens_[last].size() == 4 || last == i) && Digits(last + 1) + (last == i ? 1 : 0) > 0) {
      size += tokens_[++last].size();
    }
    bool labelled = document_.Before(tokens_[i].begin, 8).find("iban") != std::string_view::npos;
    if (size < 15 || (!labelled && size != 22)) return i;
    return Add(i, last, SpanType::kLocalId, 0.9, kAccount);
  }

  // "G095 425 118 204 7": the number of a blood donation.
  size_t Donation(size_t i, const std::string& word) {
    if (Pattern(word) != "A999" && Pattern(word) != "A9999") return i;
    size_t last = i;
    size_t digits = word.size() - 1;
    while (NextIs(last, " ") && tokens_[last + 1].shape == Shape::kNumber && digits < 14 &&
           tokens_[last + 1].size() <= 6) {
      digits += tokens_[++last].size();
    }
    if (digits < 12 || digits > 14) return i;
    bool check = NextIs(last, " ") && tokens_[last + 1].size() == 1 &&
                 tokens_[last + 1].shape == Shape::kUpper;  // The letter that checks the digits.
    return Add(i, check ? last + 1 : last, SpanType::kLocalId, 0.8, kDonation);
  }

  size_t Digits(size_t i) const {
    std::string_view text = document_.Text(tokens_[i]);
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  }

  size_t Staff(size_t i, const std::string& word) {
    std::string pattern = Pattern(word);
    if (pattern == "AA9999" && word.starts_with("PC"))
      return Add(i, i, SpanType::kStaffId, 0.7, kPolice);
    if (pattern == "99A9999A" && word[2] <= 'L') return Add(i, i, SpanType::kStaffId, 0.97, kNmc);
    size_t letters = pattern.find('9');
    bool shape = letters >= 2 && letters <= 3 && word.size() >= letters + 5 &&
                 word.size() <= letters + 6 && pattern.find('A', letters) == pattern.npos;
    if (!shape) return i;
    constexpr std::array<std::string_view, 14> kProfessions = {
        "PH", "OT", "PA", "ODP", "RA", "BS", "DT", "CH", "PYL", "SL", "AS", "CS", "HAD", "PO"};
    std::string_view prefix = std::string_view(word).substr(0, letters);
    bool known = std::find(kProfessions.begin(), kProfessions.end(), prefix) != kProfessions.end();
    if (!known || VetoBefore(i)) return i;
    return Add(i, i, SpanType::kStaffId, 0.85, kHcpc);
  }

  // Joins tokens [i, i + parts) of upper case text; empty when they are not that close.
  std::string Joined(size_t i, size_t parts) const {
    std::string joined;
    for (size_t k = 0; k < parts; ++k) {
      if (k > 0 && !NextIs(i + k - 1, " -")) return "";
      joined += UpperAt(i + k);
    }
    return joined;
  }

  size_t Nino(size_t i, const std::string& word) {
    if (!(word.size() == 2 || word.size() >= 4)) return i;
    constexpr std::string_view kFirst = "ABCEGHJKLMNOPRSTWXYZ";
    constexpr std::string_view kSecond = "ABCEGHJKLMNPRSTWXYZ";
    bool specimen = word.starts_with("QQ");  // As forms print it.
    if (word.size() > 1 && !specimen &&
        (kFirst.find(word[0]) == kFirst.npos || kSecond.find(word[1]) == kSecond.npos))
      return i;
    if (word.size() > 2 && !IsDigit(word[2])) return i;
    for (size_t parts = 1; parts <= 5 && i + parts <= tokens_.size(); ++parts) {
      std::string joined = Joined(i, parts);
      if (joined.empty() || joined.size() > 9) return i;
      std::string pattern = Pattern(joined);
      if (pattern != "AA999999A") continue;
      bool labelled =
          MentionsAny(document_.Before(tokens_[i].begin, 30), {"ni ", "nino", "insurance", "n.i"});
      constexpr std::array<std::string_view, 7> kNever = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
      bool never = std::find(kNever.begin(), kNever.end(), joined.substr(0, 2)) != kNever.end();
      if ((never || joined[8] > 'D') && !labelled) return i;
      return Add(i, i + parts - 1, SpanType::kNino, 0.97, kNino);
    }
    return i;
  }

  bool NumberAt(size_t i, size_t least, size_t most) const {
    return i < tokens_.size() && tokens_[i].shape == Shape::kNumber && tokens_[i].size() >= least &&
           tokens_[i].size() <= most;
  }

  // "24H-09971", "code c159x"
  size_t Specimen(size_t i, const std::string& word) {
    const bool year = Pattern(word) == "99A" && document_.Text(tokens_[i]) == word &&
                      document_.Gap(i) == "-" && NumberAt(i + 1, 4, 7);
    if (year) return Add(i, i + 1, SpanType::kLocalId, 0.75, kSpecimen);
    const bool keyed = Pattern(word) == "A999A" && i > 0 && document_.Gap(i - 1) == " " &&
                       document_.LowerAt(i - 1) == "code";
    return keyed ? Add(i, i, SpanType::kLocalId, 0.6, kSpecimen) : i;
  }

  // "H,24.0551872.K", and "GRIMSHAW Percival, NB 660 284" at the end of its line.
  size_t Filed(size_t i, const std::string& word) {
    if (tokens_[i].shape != Shape::kUpper || word.size() > 2) return i;
    const bool pointed = word.size() == 1 && document_.Gap(i) == "," && NumberAt(i + 1, 2, 2) &&
                         document_.Gap(i + 1) == "." && NumberAt(i + 2, 5, 8);
    if (pointed) {
      const bool check = document_.Gap(i + 2) == "." && i + 3 < tokens_.size() &&
                         tokens_[i + 3].size() == 1 && tokens_[i + 3].shape == Shape::kUpper;
      return Add(i, check ? i + 3 : i + 2, SpanType::kLocalId, 0.85, kSpecimen);
    }
    const bool blanked = word.size() == 2 && i > 1 && document_.Gap(i - 1) == ", " &&
                         document_.Gap(i) == " " && NumberAt(i + 1, 3, 3) &&
                         document_.Gap(i + 1) == " " && NumberAt(i + 2, 3, 3);
    std::string_view after = blanked ? document_.Gap(i + 2) : std::string_view();
    const bool ends = blanked && (after.empty() || after[0] == '\n');
    return ends && tokens_[i - 1].Capital() ? Add(i, i + 2, SpanType::kLocalId, 0.7, kSpecimen) : i;
  }

  size_t Vehicle(size_t i, const std::string& word) {
    std::string pattern = Pattern(word);
    size_t last = i;
    std::string plate = word;
    bool head = pattern == "AA99" || pattern == "A9" || pattern == "A99" || pattern == "A999" ||
                pattern == "AAA";
    if (head && NextIs(i, " -")) {
      std::string rest = UpperAt(i + 1);
      if (Pattern(rest) == "9AA" && rest[0] == '0') rest[0] = 'O';  // "P4 OKE" is no postcode.
      plate += rest;
      last = i + 1;
    } else if (pattern == "AA" && NextIs(i, " ") && NextIs(i + 1, " ") &&
               Pattern(UpperAt(i + 1)) == "99") {
      plate += UpperAt(i + 1) + UpperAt(i + 2);  // "KV 21 OTE"
      last = i + 2;
    }
    pattern = Pattern(plate);
    bool current = pattern == "AA99AAA" && IsCurrentPlate(plate);
    bool older = pattern == "A9AAA" || pattern == "A99AAA" || pattern == "A999AAA" ||
                 pattern == "AAA9A" || pattern == "AAA99A" || pattern == "AAA999A" ||
                 (pattern == "AAA9999" && plate.substr(0, 3).find_first_of("IZ") != plate.npos);
    // "He left in P 417 KNB."
    if (word.size() == 1 && i > 0 && document_.LowerAt(i - 1) == "in" && NumberAt(i + 1, 1, 3) &&
        NextIs(i, " ") && NextIs(i + 1, " ") && Pattern(UpperAt(i + 2)) == "AAA" &&
        document_.Text(tokens_[i + 2]) == UpperAt(i + 2) && !tokens_[i + 2].Is(kClinical))
      return Add(i, i + 2, SpanType::kVehicle, 0.65, kVehicle);
    if (!current && !older) return i;
    std::string_view before = document_.Before(tokens_[i].begin, 34);
    bool labelled =
        before.starts_with("reg") ||
        MentionsAny(before, {" reg",  "(reg",      "\nreg",      "vehicle", "car ",  "car,",
                             "car:",  "(car",      "van ",       "plate",   "vrm",   "vrn",
                             "taxi",  "lorry",     "ambulance ", "minibus", "driv",  "drove",
                             "fleet", "motorcycl", "motorbike",  "moped",   "parked"}) ||
        MentionsAny(before, {" truck",  "scooter",  "pickup", "hatchback", " ford ",   " vw ",
                             " bmw ",   " audi ",   "toyota", "nissan",    "vauxhall", "peugeot",
                             "renault", "skoda",    " kia ",  "hyundai",   " volvo",   "mercedes",
                             " honda",  " mini ",   " fiat ", "citroen",   " tesla",   " rover",
                             " corsa",  " fiesta",  " astra", " focus ",   " golf ",   " polo ",
                             " clio",   " micra",   " yaris", "qashqai",   "transit",  "berlingo",
                             " vivaro", "sprinter", " dacia", " suzuki",   " mazda",   " seat "});
    bool written_upper = document_.Text(tokens_[last]) == UpperAt(last) ||
                         tokens_[last].line_case == LineCase::kLower;
    if (IsMeasure(document_.LowerAt(last)) || (last == i && IsMeasure(TailOf(i)))) return i;
    const bool joined = last == i && IsUpper(document_.Text(tokens_[i])[0]);  // "MA21xkd"
    if (current && (labelled || ((written_upper || joined) && !VetoBefore(i))))
      return Add(i, last, SpanType::kVehicle, labelled ? 0.97 : 0.85, kVehicle);
    const bool parted = last > i && i > 0 && document_.LowerAt(i - 1) == "in" && pattern[1] == '9';
    if (older && (labelled || (parted && written_upper)) && !VetoBefore(i) &&
        !tokens_[i].Is(kFunction))  // "outside for 5h"
      return Add(i, last, SpanType::kVehicle, labelled ? 0.85 : 0.6, kVehicle);
    return i;
  }

  std::string_view TailOf(size_t i) const {
    std::string_view word = document_.Lower(tokens_[i]);
    const size_t digits = word.find_last_of("0123456789");
    return digits == word.npos ? word : word.substr(digits + 1);
  }

  static bool IsCurrentPlate(std::string_view plate) {
    int age = (plate[2] - '0') * 10 + (plate[3] - '0');
    bool known_age = (age >= 2 && age <= 29) || (age >= 51 && age <= 79);
    return known_age && plate.substr(0, 2).find_first_of("IQZ") == plate.npos &&
           plate.substr(4).find('I') == plate.npos;
  }

  size_t Report(size_t i, const std::string& word) {
    bool as_written = document_.Text(tokens_[i]) == word ||
                      tokens_[i].line_case == LineCase::kLower;  // "a4417fx" without capitals.
    const bool product = i > 0 && IsThing(document_.LowerAt(i - 1));
    if (Pattern(word) == "A9999AA" && as_written && !product) {
      return Add(i, i, SpanType::kLocalId, 0.85, kPrison);
    }
    size_t letters = 0;
    while (letters < word.size() && IsUpper(word[letters])) ++letters;
    constexpr std::array<std::string_view, 26> kPrefixes = {
        "WEB", "W",   "INC",  "DW",   "IR",  "IRF",   "DATIX", "PALS",  "COMP",
        "CLM", "SI",  "PSII", "CAD",  "REF", "STEIS", "SIRS",  "LFPSE", "SAF",
        "RTA", "AMB", "MRN",  "HOSP", "PAS", "ACC",   "CAS",   "LEG"};
    std::string_view prefix = std::string_view(word).substr(0, letters);
    if (!IsOneOf(kPrefixes, prefix)) return Prefixed(i, letters, word);
    size_t digits = word.size() - letters;
    size_t last = i;
    while (last + 1 < tokens_.size() && last - i < 3 && NextIs(last, "-/") &&
           tokens_[last + 1].shape >= Shape::kNumber && tokens_[last + 1].size() <= 10) {
      ++last;
      digits += tokens_[last].size();
    }
    bool serial = prefix == "WEB" || prefix == "INC" || prefix == "IRF";
    bool spaced = last == i && letters == word.size() && serial && NextIs(i, " ") &&
                  tokens_[i + 1].shape == Shape::kNumber && tokens_[i + 1].size() >= 4 &&
                  as_written;
    if (spaced) digits += tokens_[++last].size();
    const bool lot = MentionsAny(document_.Before(tokens_[i].begin, 9), {"lot ", "batch "});
    if (prefix.size() == 1 && (digits < 5 || lot)) return i;
    if (digits < 4 || (letters == word.size() && last == i)) return i;
    return Add(i, last, SpanType::kLocalId, 0.9, kReport);
  }

  // "K220914", "RXH-3998320": a short prefix and five digits or more, in capitals.
  size_t Prefixed(size_t i, size_t letters, const std::string& word) {
    if (letters == 0 || letters > 4 || document_.Text(tokens_[i]) != word) return i;
    size_t last = i;
    size_t first = i;
    while (first > 0 && i - first < 2 && document_.Gap(first - 1) == "-" &&
           tokens_[first - 1].shape == Shape::kUpper && tokens_[first - 1].size() <= 5) {
      --first;
    }
    std::string_view number = std::string_view(word).substr(letters);
    bool joined = NextIs(i, "-/") && document_.Gap(i).size() == 1 &&
                  tokens_[i + 1].shape == Shape::kNumber;  // "RXH-3998320", "T/40917"
    if (joined && number.size() <= 2) {
      number = document_.Text(tokens_[i + 1]);
      last = i + 1;
    }
    bool digits = !number.empty() && std::all_of(number.begin(), number.end(), IsDigit);
    if (!digits || number.size() < 5 || number.size() > 10) return i;
    return Add(first, last, SpanType::kLocalId, VetoBefore(i) ? 0.1 : 0.62, kPrefixed);
  }

  // "2024/12345" as national reporting systems number their reports.
  size_t YearAndNumber(size_t i) {
    if (tokens_[i].size() != 4 || !NextIs(i, "/-") || document_.Gap(i).size() != 1) return i;
    std::string_view before = document_.Before(tokens_[i].begin, 1);
    if (before == "-" || before == "/") return i;
    std::string_view year = document_.Text(tokens_[i]);
    const Token& serial = tokens_[i + 1];
    if (!year.starts_with("20") || serial.shape != Shape::kNumber || serial.size() < 3 ||
        serial.size() > 7) {
      return i;
    }
    if (serial.size() == 4 && document_.Text(serial).starts_with("20")) return i;  // "2024/2025"
    return Add(i, i + 1, SpanType::kLocalId, 0.85, kReportYear);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

bool IsPostcode(std::string_view outward, std::string_view inward) {
  return IsOutward(outward) && IsInward(inward);
}

void FindCodes(const Document& document, Findings& out) { CodeReader(document, out).Read(); }

}  // namespace candour::anonymise
