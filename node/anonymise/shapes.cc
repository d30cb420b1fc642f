#include "node/anonymise/shapes.h"

#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr size_t kFoldMax = 14;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// A figure as an optical reader may give it.
bool LikeDigit(char c) { return std::string_view("OILSBZ").find(c) != std::string_view::npos; }
bool LikeLetter(char c) { return std::string_view("0158").find(c) != std::string_view::npos; }

// Whether `folded` is of `pattern` ("9" a digit, "A" a letter) with at most `misread` characters
// taken for others.
bool Fits(std::string_view folded, std::string_view pattern, size_t misread) {
  if (folded.size() != pattern.size()) return false;
  for (size_t i = 0; i < folded.size(); ++i) {
    bool digit = pattern[i] == '9';
    if (digit ? IsDigit(folded[i]) : IsUpper(folded[i])) continue;
    bool like = digit ? LikeDigit(folded[i]) : LikeLetter(folded[i]);
    if (!like || misread == 0) return false;
    --misread;
  }
  return true;
}

template <size_t N>
bool FitsOneOf(std::string_view folded, const std::array<std::string_view, N>& patterns,
               size_t misread) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return Fits(folded, pattern, misread); });
}

bool IsYear(std::string_view digits) {
  return digits.size() == 2 ||
         (digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
}

bool IsProfession(std::string_view prefix) {
  constexpr std::array<std::string_view, 14> kPrefixes = {
      "PH", "OT", "PA", "ODP", "RA", "BS", "DT", "CH", "PYL", "SL", "AS", "CS", "HAD", "PO"};
  return IsOneOf(kPrefixes, prefix);
}

// Prefixes that no National Insurance number has.
bool NeverIssued(std::string_view prefix) {
  constexpr std::array<std::string_view, 7> kNever = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
  return IsOneOf(kNever, prefix);
}

class ShapeReader {
 public:
  // Where no label stands before it `strict` takes nothing for misread and single marks only.
  ShapeReader(const Document& document, size_t first, size_t limit, bool strict)
      : document_(document),
        tokens_(document.tokens()),
        first_(first),
        limit_(std::min(limit, tokens_.size())),
        misread_(strict ? 0 : 2) {}

  // The longest run of tokens that, written together, is what `accepts` asks for; `marks` may
  // stand between.
  template <typename Accepts>
  Value Longest(std::string_view marks, Accepts accepts) {
    Value value;
    std::string folded;
    for (size_t k = first_; k < limit_; ++k) {
      for (char c : document_.Text(tokens_[k]))
        folded.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c);
      if (folded.size() > kFoldMax) break;
      groups_ = k - first_ + 1;
      if (accepts(std::string_view(folded))) value.end = k + 1;
      if (!Folds(k, marks)) break;
    }
    return value;
  }

  Value Nhs() {
    return Longest(" -./_|,()\n", [&](std::string_view folded) {
      return folded.size() == 10 && Fits(folded, "9999999999", 2) && Uniform();
    });
  }

  Value Staff() {
    Value nurse = Longest(" -./\n", [&](std::string_view folded) {
      return Fits(folded, "99A9999A", misread_) &&
             std::count_if(folded.begin(), folded.end(), IsDigit) > 3;
    });
    if (nurse) return {.end = nurse.end, .certain = true};
    Value other = Longest(" -./", [](std::string_view folded) {
      constexpr std::array<std::string_view, 4> kShapes = {"AA99999", "AA999999", "AAA99999",
                                                           "AAA999999"};
      return FitsOneOf(folded, kShapes, 0) &&
             IsProfession(folded.substr(0, IsDigit(folded[2]) ? 2 : 3));
    });
    if (other) return {.end = other.end, .certain = true};
    const bool whole = Alone(6, 12);
    Value apart = Longest(" -.", [&](std::string_view folded) {
      return groups_ > 1 && !whole &&
             (Fits(folded, "9999999", 1) || Fits(folded, "999999", 0) ||
              Fits(folded, "A9999999", 0) || Fits(folded, "99999999", 0));
    });
    if (apart || !Alone(4, 12)) return apart;
    return {.end = first_ + 1};
  }

  Value Insurance() {
    Value whole = Longest(" -./\n", [&](std::string_view folded) {
      if (misread_ == 0 && NeverIssued(folded.substr(0, 2))) return false;
      return Fits(folded, "AA999999A", misread_) && folded.back() <= 'D' &&
             std::count_if(folded.begin(), folded.end(), IsDigit) > 3;
    });
    if (whole) return {.end = whole.end, .certain = true};
    return Longest(" -./", [](std::string_view folded) { return Fits(folded, "AA999999", 1); });
  }

  Value Plate() {
    bool digits = false;
    bool letters = false;
    Value plate = Longest(" -.:\n", [&](std::string_view folded) {
      constexpr std::array<std::string_view, 9> kShapes = {"AA99AAA", "A999AAA", "A99AAA",
                                                           "A9AAA",   "AAA999A", "AAA99A",
                                                           "AAA9999", "AAA999",  "9999AA"};
      digits = std::any_of(folded.begin(), folded.end(), IsDigit);
      letters = std::any_of(folded.begin(), folded.end(), IsUpper);
      return digits && letters && FitsOneOf(folded, kShapes, folded.size() == 7 ? 1 : 0);
    });
    // "at 1400 pm": letters of a plate are capitals where the text has any.
    for (size_t k = first_; k < plate.end; ++k) {
      bool small = tokens_[k].IsWord() && tokens_[k].shape != Shape::kUpper;
      if (small && (tokens_[k].line_case != LineCase::kLower || tokens_[k].Is(kFunction)))
        return {};
    }
    return plate;
  }

  Value Phone() {
    Value phone = Longest(" -./_,()[]+\n", [&](std::string_view folded) {
      bool figures = std::all_of(folded.begin(), folded.end(),
                                 [](char c) { return IsDigit(c) || c == 'O' || c == 'L'; });
      if (!figures || !IsDigit(folded.back())) return false;
      if (misread_ == 0 && !Dialled()) return false;
      bool zero = folded[0] == '0' || folded[0] == 'O';
      return (zero && (folded.size() == 11 || (folded.size() == 10 && folded[1] != '7'))) ||
             (folded.starts_with("44") && folded.size() == 12) ||
             (folded.starts_with("0044") && folded.size() == 14) ||
             (folded.starts_with("7") && folded.size() == 10);
    });
    if (!phone) {
      Value local = Longest(" -", [&](std::string_view folded) {
        return folded.size() >= 6 && folded.size() <= 8 && groups_ <= 2 &&
               std::all_of(folded.begin(), folded.end(), IsDigit);
      });
      return local;
    }
    size_t last = phone.end;  // "028 9649 6668/02": and another that ends otherwise.
    bool more = last < limit_ && document_.Gap(last - 1) == "/" &&
                tokens_[last].shape == Shape::kNumber && tokens_[last].size() <= 4;
    return {.end = more ? last + 1 : last, .certain = true};
  }

  Value Extension() {
    constexpr std::array<std::string_view, 9> kKept = {"2222", "999", "111",  "112", "101",
                                                       "222",  "333", "3333", "4444"};
    if (first_ >= limit_ || IsOneOf(kKept, document_.LowerAt(first_))) return {};
    Value spelled = Longest(" ", [&](std::string_view folded) {
      bool pairs = groups_ == 2 && folded.size() == 4 && tokens_[first_].size() == 2;
      return (groups_ == folded.size() || pairs) && folded.size() >= 3 && folded.size() <= 5 &&
             std::all_of(folded.begin(), folded.end(), IsDigit) && groups_ > 1;
    });
    if (spelled) return spelled;
    bool outside = tokens_[first_].size() == 1 && first_ + 1 < limit_ &&
                   document_.Gap(first_) == "-" && Digits(first_ + 1, 4, 5);  // "4-4091"
    if (outside) return {.end = first_ + 2};
    if (!Digits(first_, 3, 6)) return {};
    size_t end = first_ + 1;
    while (end < limit_ && document_.Gap(end - 1) == "/" && Digits(end, 1, 6)) ++end;
    return {.end = end};
  }

  Value Postcode() {
    Value code = Longest(" -./_,\n", [](std::string_view folded) {
      if (folded.size() < 5) return false;
      std::string_view out = folded.substr(0, folded.size() - 3);
      constexpr std::array<std::string_view, 6> kOut = {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
      return Fits(folded.substr(folded.size() - 3), "9AA", 1) && FitsOneOf(out, kOut, 1) &&
             std::any_of(out.begin(), out.end(), IsUpper);
    });
    return code;
  }

  // Day, month and year in any order that a form has them in, or all in one.
  Value Day(bool birth) {
    if (first_ >= limit_) return {};
    std::string_view one = document_.LowerAt(first_);
    if (tokens_[first_].shape == Shape::kNumber && one.size() >= 6) return Packed(one, birth);
    if (birth) {
      Value spelled = Longest(" ", [&](std::string_view folded) {
        return groups_ == 8 && Fits(folded, "99999999", 0) && IsYear(folded.substr(4)) &&
               IsDayMonth(NumberOf(folded.substr(0, 2)), NumberOf(folded.substr(2, 2)));
      });
      if (spelled) return spelled;
    }
    if (first_ + 2 >= limit_ || !Parts(first_) || !Parts(first_ + 1)) return {};
    std::string_view two = document_.LowerAt(first_ + 1);
    std::string_view three = document_.LowerAt(first_ + 2);
    bool month = tokens_[first_ + 1].Is(kMonth) && one.size() <= 4 && IsDigit(one[0]);
    bool forward =
        month || (one.size() <= 2 && two.size() <= 2 && IsDayMonth(NumberOf(one), NumberOf(two)));
    bool backward = IsYear(one) && one.size() == 4 && three.size() <= 2 &&
                    IsDayMonth(NumberOf(three), NumberOf(two));
    if (!(forward && IsYear(three) && NumberOf(three) >= 0) && !backward) return {};
    return {.end = first_ + 3};
  }

  // "12", "7B", "C4", "IV"
  Value Ward() {
    if (first_ >= limit_) return {};
    const Token& token = tokens_[first_];
    constexpr std::array<std::string_view, 11> kRoman = {"II", "III", "IV", "V",   "VI",  "VII",
                                                         "IX", "X",   "XI", "XII", "VIII"};
    bool number = token.shape >= Shape::kNumber && token.size() <= 3;
    return number || IsOneOf(kRoman, document_.Text(token)) ? Value{.end = first_ + 1} : Value{};
  }

  // Ninety and more: "94", "F94", "96/F", "94yrs".
  Value Age() {
    if (first_ >= limit_) return {};
    std::string_view word = document_.LowerAt(first_);
    if (word == "ninety") {
      bool unit = first_ + 1 < limit_ && document_.Gap(first_).size() == 1 &&
                  tokens_[first_ + 1].IsWord() && tokens_[first_ + 1].size() <= 5;
      return {.end = first_ + (unit ? 2u : 1u)};
    }
    if (word.starts_with("f") || word.starts_with("m")) word.remove_prefix(1);
    size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    int years = digits == 2 || digits == 3 ? NumberOf(word.substr(0, digits)) : 0;
    bool measured =
        document_.Gap(first_).starts_with("%") || document_.Gap(first_).starts_with(".");
    return years >= 90 && years <= 115 && !measured ? Value{.end = first_ + 1} : Value{};
  }

  // Letters and digits joined by marks, a prefix of capitals before a number, groups of digits.
  Value Number() {
    if (first_ >= limit_ || !Part(first_)) return {};
    size_t end = first_ + 1;
    size_t digits = DigitsIn(first_);
    size_t group = digits;
    bool apart = false;
    while (end < limit_ && end - first_ < 8 && Part(end)) {
      std::string_view gap = document_.Gap(end - 1);
      bool mark = gap.size() == 1 && std::string_view("-/._\\").find(gap[0]) != gap.npos;
      bool thousands = gap == "," && Digits(end - 1, 1, 3) && Digits(end, 3, 3);
      bool blank = gap == " " && GroupFollows(end, digits, group);
      if (!mark && !thousands && !blank) break;
      apart = apart || blank;
      group = DigitsIn(end);
      digits += group;
      ++end;
    }
    if (digits < (apart ? 4u : 3u) || Measured(end)) return {};
    if (end == first_ + 1 && IsYearAlone()) return {};
    if (end == first_ + 2 && document_.Gap(first_) == "/" && digits <= 5) return {};  // 120/80
    return {.end = end};
  }

 private:
  bool Folds(size_t k, std::string_view marks) const {
    if (k + 1 >= limit_) return false;
    std::string_view gap = document_.Gap(k);
    const bool bracket = gap == " [" || gap == "] " || gap == " (" || gap == ") ";
    if (misread_ == 0 && !bracket && (gap.size() != 1 || gap[0] == '\n')) return false;
    return gap.size() <= 3 && gap.find_first_not_of(marks) == gap.npos &&
           std::count(gap.begin(), gap.end(), '\n') <= 1 && gap != ". ";
  }

  // Whether one mark alone stands between the groups, blanks and hyphens apart.
  bool Uniform() const {
    char mark = 0;
    for (size_t k = first_; k + 1 < first_ + groups_; ++k) {
      for (char c : document_.Gap(k)) {
        if (std::string_view(" -.\n()").find(c) != std::string_view::npos) continue;
        if (mark != 0 && c != mark) return false;
        mark = c;
      }
    }
    return true;
  }

  // What stands alone is a telephone number where its groups are parted by blanks, hyphens and
  // points, or where a code of five digits has another mark behind it.
  bool Dialled() const {
    size_t first = tokens_[first_].size();
    std::string_view code = document_.Text(tokens_[first_]);
    if (first == 5 && code.starts_with("07")) return true;
    bool plain = first >= 3 || code.starts_with("44");
    for (size_t k = first_; k + 1 < first_ + groups_; ++k)
      plain = plain && std::string_view(" -.").find(document_.Gap(k)[0]) != std::string_view::npos;
    return plain || (groups_ == 2 && first == 5);
  }

  size_t DigitsIn(size_t i) const {
    std::string_view text = document_.Text(tokens_[i]);
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  }

  bool Digits(size_t i, size_t least, size_t most) const {
    return tokens_[i].shape == Shape::kNumber && tokens_[i].size() >= least &&
           tokens_[i].size() <= most;
  }

  // One token that holds a number and no more than that.
  bool Alone(size_t least, size_t most) const {
    if (first_ >= limit_) return false;
    size_t digits = DigitsIn(first_);
    return tokens_[first_].shape >= Shape::kNumber && digits >= least && digits <= most &&
           tokens_[first_].size() - digits <= 4 && !IsYearAlone();
  }

  bool IsYearAlone() const {
    std::string_view word = document_.LowerAt(first_);
    return word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
  }

  bool Part(size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape >= Shape::kNumber) return token.size() <= 20;
    bool letters = token.shape == Shape::kUpper ||
                   (token.line_case == LineCase::kLower && !token.Is(kFunction | kEnglishCommon));
    return letters && token.size() <= 5;
  }

  // "K 220914", "060 956", "8 8 2 3 6 4", "X27 16 63": what goes on behind a blank.
  bool GroupFollows(size_t next, size_t digits, size_t group) const {
    if (tokens_[next].shape != Shape::kNumber) return false;
    size_t size = tokens_[next].size();
    bool prefix = digits == 0 && next == first_ + 1;
    if (prefix) return size >= 2 || (next + 1 < limit_ && Digits(next + 1, 1, 3));
    return group < 5 && size <= 4 && digits + size <= 12 && (size > 1 || group == 1);
  }

  // What follows counts or measures: "2 ml", "12:30", "40 %".
  bool Measured(size_t end) const {
    constexpr std::array<std::string_view, 26> kUnits = {
        "mg",  "ml",   "mls",   "mcg", "units", "unit", "iu",      "g",       "kg",
        "l",   "mmol", "hours", "hrs", "hr",    "mins", "minutes", "min",     "days",
        "pts", "kcal", "mmhg",  "bpm", "doses", "cm",   "mm",      "patients"};
    std::string_view gap = document_.Gap(end - 1);
    if (gap.starts_with("%") || gap.starts_with(" %")) return true;
    bool clock = gap == ":" && end < tokens_.size() && Digits(end, 2, 2);
    std::string_view last = document_.Lower(tokens_[end - 1]);
    bool unit = last.ends_with("hrs") || last.ends_with("mg") || last.ends_with("ml");
    return clock || unit || (gap.size() <= 1 && IsOneOf(kUnits, document_.LowerAt(end)));
  }

  bool Parts(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.size() <= 3 && gap.find_first_not_of(" -./_|,:\\'\n") == gap.npos && gap != ". " &&
           std::count(gap.begin(), gap.end(), '\n') <= 1;
  }

  Value Packed(std::string_view digits, bool birth) const {
    if (digits.size() != 8 && (digits.size() != 6 || !birth)) return {};
    std::string_view year = digits.substr(4);
    bool forward =
        IsYear(year) && IsDayMonth(NumberOf(digits.substr(0, 2)), NumberOf(digits.substr(2, 2)));
    bool backward = digits.size() == 8 && IsYear(digits.substr(0, 4)) &&
                    IsDayMonth(NumberOf(digits.substr(6, 2)), NumberOf(digits.substr(4, 2)));
    return forward || backward ? Value{.end = first_ + 1} : Value{};
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  size_t first_;
  size_t limit_;
  size_t misread_;
  size_t groups_ = 0;
};

// Whether tokens [first, end) hold capitals and digits alone, so that none is misread.
bool Plain(const Document& document, size_t first, size_t end) {
  for (size_t i = first; i < end; ++i) {
    const Token& token = document.tokens()[i];
    if (token.IsWord() && token.shape != Shape::kUpper) return false;
    for (char c : document.Text(token)) {
      if (c >= 'a' && c <= 'z') return false;
    }
  }
  return true;
}

}  // namespace

Value ValueAt(const Document& document, Announced announced, size_t first, size_t limit) {
  ShapeReader reader(document, first, limit, /*strict=*/false);
  switch (announced) {
    case Announced::kNhs:
      return reader.Nhs();
    case Announced::kBirth:
      return reader.Day(/*birth=*/true);
    case Announced::kDay:
      return reader.Day(/*birth=*/false);
    case Announced::kAge:
      return reader.Age();
    case Announced::kWard:
      return reader.Ward();
    case Announced::kStaff:
      return reader.Staff();
    case Announced::kInsurance:
      return reader.Insurance();
    case Announced::kPlate:
      return reader.Plate();
    case Announced::kPhone:
      return reader.Phone();
    case Announced::kExtension:
      return reader.Extension();
    case Announced::kPostcode:
      return reader.Postcode();
    case Announced::kRecord:
    case Announced::kSerial:
      return reader.Number();
    default:
      return {};
  }
}

Value ShapeAlone(const Document& document, size_t first, SpanType& type) {
  const Token& token = document.tokens()[first];
  const bool word = token.shape == Shape::kUpper;
  if (word && (token.size() > 2 || first + 1 == document.tokens().size() ||
               document.tokens()[first + 1].shape < Shape::kNumber))
    return {};  // Only a prefix of two capitals is a part of such a number.
  ShapeReader reader(document, first, document.tokens().size(), /*strict=*/true);
  Value found;
  if (token.shape == Shape::kNumber) {
    std::string_view digits = document.Text(token);
    type = SpanType::kPhone;
    if (digits.starts_with("0") || digits.starts_with("44")) found = reader.Phone();
    if (found.certain) return found;
  }
  if (token.shape >= Shape::kNumber && token.size() <= 8) {
    type = SpanType::kStaffId;
    found = reader.Staff();
    // Capitals, and all digits where digits are: nothing may be misread without a label.
    if (found.certain && Plain(document, first, found.end)) return found;
  }
  if (word || token.shape == Shape::kAlnum) {
    type = SpanType::kNino;
    found = reader.Insurance();
    if (found.certain && Plain(document, first, found.end)) return found;
  }
  const bool outward =
      token.shape == Shape::kAlnum || (token.shape == Shape::kUpper && token.size() <= 2);
  if (outward && token.size() <= 4) {
    type = SpanType::kPostcode;
    found = reader.Postcode();
    std::string_view area = document.Text(token);
    std::string folded;
    for (size_t i = first; i < found.end; ++i) folded += document.Text(document.tokens()[i]);
    bool torn = found.end > first + 2 && folded.size() > 5 &&
                !document.tokens()[found.end - 1].Is(kClinical);  // "HR 138 RR"
    bool known = found.end > first + 1 && document.Gap(first).size() == 1 &&
                 (area.size() > 2 || torn) &&
                 IsPostcode(std::string_view(folded).substr(0, folded.size() - 3),
                            std::string_view(folded).substr(folded.size() - 3));
    if (known) return found;
  }
  return {};
}

}  // namespace candour::anonymise
