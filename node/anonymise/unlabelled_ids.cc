// Numbers that nothing announces: runs of digits, and codes such as "13/CR/40881/24", that no dose,
// observation, product or measurement explains. In a report such a number is nearly always a
// record's.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kSpecimen = {"id.specimen", "A specimen's number behind its year."};
constexpr Rule kRun = {"id.digits", "A long number that is no product's and no measurement."};
constexpr Rule kCard = {"id.card", "Groups of four digits, as on a card."};
constexpr Rule kCompound = {"id.compound", "Letters and digits joined as record numbers are."};

constexpr Rule kGlued = {"id.glued", "A number right behind the label that announces it."};

constexpr size_t kPartsMax = 7;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class RunReader {
 public:
  RunReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {
    covered_.resize(tokens_.size(), 0);
    for (const Finding& finding : out) {
      size_t i = document.TokenAtOrAfter(finding.begin);
      if (i > 0 && tokens_[i - 1].end > finding.begin) --i;  // "x4432": all but its first letter.
      for (; i < tokens_.size() && tokens_[i].begin < finding.end; ++i) covered_[i] = 1;
    }
  }

  void Read() {
    for (size_t i = 0; i < tokens_.size();) {
      LabelJoined(i);
      Specimen(i);
      i = std::max(ReadAt(i), CardAt(i)) + 1;
    }
  }

 private:
  // "serial55A20714Q", "mrn4471882": a label without a blank before its value.
  void LabelJoined(size_t i) {
    if (tokens_[i].shape != Shape::kAlnum || covered_[i] != 0) return;
    constexpr auto kSerials = std::to_array<std::string_view>({"serial", "serialno", "asset"});
    constexpr auto kRecords = std::to_array<std::string_view>({"mrn", "hospno", "no", "number"});
    std::string_view word = document_.Lower(tokens_[i]);
    const size_t letters = std::min(word.find_first_of("0123456789"), word.size());
    if (letters < 2 || word.size() - letters < 5) return;
    const bool serial = IsOneOf(kSerials, word.substr(0, letters));
    if (!serial && !IsOneOf(kRecords, word.substr(0, letters))) return;
    covered_[i] = 1;
    out_.push_back({.begin = tokens_[i].begin + letters,
                    .end = tokens_[i].end,
                    .type = serial ? SpanType::kDeviceSerial : SpanType::kLocalId,
                    .confidence = 0.85,
                    .rule = &kGlued});
  }

  bool FourDigits(size_t i) const {
    return i < tokens_.size() && tokens_[i].shape == Shape::kNumber && tokens_[i].size() == 4 &&
           covered_[i] == 0;
  }

  // "6335 8819 2001": three groups of four digits and more that are not all times of day.
  size_t CardAt(size_t first) {
    if (!FourDigits(first)) return first;
    size_t last = first;
    bool clocks = IsClock(document_.Text(tokens_[first]));
    while (last - first < kPartsMax && FourDigits(last + 1) &&
           (document_.Gap(last) == " " || document_.Gap(last) == "-")) {
      ++last;
      clocks = clocks && IsClock(document_.Text(tokens_[last]));
    }
    if (clocks || last == first) return first;
    for (size_t i = first; i <= last; ++i) {
      if (document_.Text(tokens_[i]) == "2222") return first;  // The crash call's number.
    }
    // "0099 1204": two groups when a nought begins what is no time of day.
    bool two = last - first == 1 && document_.Text(tokens_[first]).starts_with("0") &&
               !IsClock(document_.Text(tokens_[first])) && !IsMeasure(document_.LowerAt(last + 1));
    if (last - first < 2 && !two) return first;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kLocalId,
                    .confidence = 0.62,
                    .rule = &kCard});
    return last;
  }

  // "24.B0072004", "24*118822": the year, perhaps a letter, and a long number.
  void Specimen(size_t first) {
    const size_t last = first + 1;
    // "(21)7K44018": the serial number of a device in its bar code.
    if (document_.Before(tokens_[first].begin, 4) == "(21)" && tokens_[first].size() > 3) {
      covered_[first] = 1;
      return out_.push_back({.begin = tokens_[first].begin,
                             .end = tokens_[first].end,
                             .type = SpanType::kDeviceSerial,
                             .confidence = 0.8,
                             .rule = &kSpecimen});
    }
    // "RR/118 | Staffing": the first cell of a line.
    const bool cell = tokens_[first].starts_line && tokens_[first].shape == Shape::kUpper &&
                      tokens_[first].size() < 5 && document_.Gap(first) == "/" &&
                      last < tokens_.size() && tokens_[last].shape == Shape::kNumber &&
                      tokens_[last].size() > 2 && document_.Gap(last).starts_with(" |");
    // "2. MSC-88: pen shared": what an item of minutes is about.
    const bool item = first > 0 && document_.Gap(first - 1) == ". " &&
                      tokens_[first - 1].shape == Shape::kNumber && tokens_[first - 1].size() < 3 &&
                      tokens_[first].shape == Shape::kUpper && tokens_[first].classes == 0 &&
                      tokens_[first].size() < 5 && document_.Gap(first) == "-" &&
                      last < tokens_.size() && tokens_[last].shape == Shape::kNumber &&
                      document_.Gap(last).starts_with(": ");
    if (cell || item) {
      covered_[first] = covered_[last] = 1;
      return out_.push_back({.begin = tokens_[first].begin,
                             .end = tokens_[last].end,
                             .type = SpanType::kLocalId,
                             .confidence = 0.65,
                             .rule = &kSpecimen});
    }
    // "B/24/01032"
    const bool filed = tokens_[first].size() == 1 && document_.Text(tokens_[first]) >= "A" &&
                       document_.Text(tokens_[first]) <= "Z" && last + 1 < tokens_.size() &&
                       document_.Gap(first) == "/" && document_.Gap(last) == "/" &&
                       tokens_[last].shape == Shape::kNumber && tokens_[last].size() == 2 &&
                       tokens_[last + 1].shape == Shape::kNumber && tokens_[last + 1].size() > 3 &&
                       (first == 0 || document_.Gap(first - 1) == " ");
    if (filed) {
      covered_[first] = covered_[last] = covered_[last + 1] = 1;
      return out_.push_back({.begin = tokens_[first].begin,
                             .end = tokens_[last + 1].end,
                             .type = SpanType::kLocalId,
                             .confidence = 0.7,
                             .rule = &kSpecimen});
    }
    if (last >= tokens_.size() || covered_[last] != 0 || tokens_[first].size() != 2 ||
        tokens_[first].shape != Shape::kNumber)
      return;
    std::string_view code = document_.Text(tokens_[last]);
    const bool starred = document_.Gap(first) == "*" && code.size() >= 5 && code.size() <= 8 &&
                         tokens_[last].shape == Shape::kNumber;
    const bool lettered = code.size() >= 6 && code.size() <= 9 && code[0] >= 'A' &&
                          code[0] <= 'Z' && code.find_first_not_of("0123456789", 1) == code.npos;
    // "24.B0072004" again, where a B was read as an 8.
    const bool lengthy =
        tokens_[last].shape == Shape::kNumber && code.size() >= 7 && code.size() <= 8;
    const bool marked = document_.Gap(first) == "." || document_.Gap(first) == ":";
    if (!starred && !((lettered || lengthy) && marked)) return;
    covered_[first] = covered_[last] = 1;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kLocalId,
                    .confidence = 0.8,
                    .rule = &kSpecimen});
  }

  // "to A 9021 CT on B wing", "car S 417 KPB": letters, figures and letters with blanks between.
  bool Spaced(size_t i) const {
    if (i == 0 || i + 2 >= tokens_.size() || document_.Gap(i - 1) != " " ||
        document_.Gap(i) != " " || document_.Gap(i + 1) != " " ||
        tokens_[i].shape != Shape::kUpper || tokens_[i].size() != 1 ||
        tokens_[i + 1].shape != Shape::kNumber || tokens_[i + 2].shape != Shape::kUpper ||
        tokens_[i].line_case != LineCase::kOrdinary)
      return false;
    const bool prison = tokens_[i + 1].size() == 4 && tokens_[i + 2].size() == 2;
    constexpr std::array<std::string_view, 5> kCars = {"car", "van", "reg", "taxi", "vehicle"};
    const bool plate = tokens_[i + 1].size() <= 3 && tokens_[i + 2].size() == 3 &&
                       IsOneOf(kCars, document_.LowerAt(i - 1));
    return prison || plate;
  }

  // Takes the parts joined to token `first`; returns the last of them.
  size_t ReadAt(size_t first) {
    size_t last = first;
    if (Spaced(first) && covered_[first + 1] == 0) {
      out_.push_back({.begin = tokens_[first].begin,
                      .end = tokens_[first + 2].end,
                      .type = SpanType::kLocalId,
                      .confidence = 0.65,
                      .rule = &kCompound});
      return first + 2;
    }
    size_t digits = Digits(first);
    bool letters = tokens_[first].shape != Shape::kNumber;
    bool covered = covered_[first] != 0;
    size_t longest = tokens_[first].shape >= Shape::kNumber ? tokens_[first].size() : 0;
    std::string marks;
    while (last + 1 < tokens_.size() && last - first < kPartsMax && Joined(last)) {
      marks += document_.Gap(last);
      ++last;
      digits += Digits(last);
      letters = letters || tokens_[last].shape != Shape::kNumber;
      covered = covered || covered_[last] != 0;
      if (tokens_[last].shape >= Shape::kNumber) longest = std::max(longest, tokens_[last].size());
    }
    if (covered || digits < 4) return last;
    bool single = first == last;
    if (single ? !IsRun(first) : !IsCompound(first, last, digits, letters, marks)) return last;
    if (!single && longest < 3) return last;
    if (ExplainedNumber(document_, first, last, 5) || Published(first, last) || Span(first, last))
      return last;
    if (first > 0 && digits >= 5 && Prefix(first - 1)) --first;
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kLocalId,
                    .confidence = single ? 0.6 : 0.65,
                    .rule = single ? &kRun : &kCompound});
    return last;
  }

  // "EMAS 24-771820", "RXL 8812201": capitals that are no word, right before the number.
  bool Prefix(size_t i) const {
    const Token& token = tokens_[i];
    return token.shape == Shape::kUpper && token.size() >= 3 && token.size() <= 5 &&
           token.classes == 0 && document_.Gap(i) == " " && covered_[i] == 0 &&
           token.line_case == LineCase::kOrdinary;
  }

  size_t Digits(size_t i) const {
    if (tokens_[i].shape < Shape::kNumber) return 0;
    std::string_view text = document_.Text(tokens_[i]);
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  }

  // Joined by one mark and no space; words only where they are short and in capitals.
  bool Joined(size_t i) const {
    std::string_view gap = document_.Gap(i);
    if (gap.size() != 1 || std::string_view("-/.,_\\").find(gap[0]) == gap.npos) return false;
    return Part(i) && Part(i + 1);
  }

  bool Part(size_t i) const {
    const Token& token = tokens_[i];
    if (IsMeasured(document_, i)) return false;
    bool letters = token.shape == Shape::kUpper ||
                   (token.line_case == LineCase::kLower && !token.Is(kFunction | kEnglishCommon));
    return token.shape >= Shape::kNumber || (letters && token.size() <= 5);
  }

  // One token: six digits and more, or letters and at least five digits. Ten bare digits belong to
  // the rule for NHS numbers.
  bool IsRun(size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape < Shape::kNumber || token.size() > 24) return false;
    size_t digits = Digits(i);
    if (token.shape == Shape::kNumber) {
      if (digits == 5 && i > 0 && Prefix(i - 1)) return true;  // "WCS 44129"
      return digits >= 6 && digits != 10;
    }
    return digits >= 5 && token.size() - digits <= 6 && !IsMeasured(document_, i);
  }

  bool IsCompound(size_t first, size_t last, size_t digits, bool letters,
                  std::string_view marks) const {
    bool sum = marks.find_first_not_of(',') == marks.npos || marks == ".";
    if (!letters && sum) return false;                 // 10,000 and 12.5000
    bool framed = last == first + 2 && marks == "--";  // "ORT-4471-B"
    if (letters) return digits >= 4 && (framed || Digits(last) + Digits(first) > 0);
    if (marks == "/" && digits <= 8) {  // 2024/25 is a year, 120/80 a pressure.
      return digits >= 6 && tokens_[first].size() != 4 && tokens_[first].size() != 3;
    }
    bool dated = marks.size() == 2 && digits <= 8 && tokens_[first].size() <= 4;
    return digits >= 6 && !dated;
  }

  bool Published(size_t first, size_t last) const {
    if (first > 0 && document_.Gap(first - 1) == "/") --first;  // "NatPSA/"
    for (size_t i = first; i <= last; ++i) {
      if (IsPublisher(document_.Lower(tokens_[i]))) return true;
    }
    // The name space of the NHS in codes of medicines and findings.
    return document_.Text(tokens_[first]).find("1000001") != std::string_view::npos &&
           tokens_[first].size() >= 15;
  }

  // "0730-2000", "02.30am", "2023-2024", "2024-25": hours and years.
  bool Span(size_t first, size_t last) const {
    if (last != first + 1) return false;
    std::string_view from = document_.Lower(tokens_[first]);
    std::string_view to = document_.Lower(tokens_[last]);
    if (IsClock(from) && IsClock(to)) return true;
    if (from.starts_with("fy")) return true;
    if (IsYear(from) && to.size() == 2 && from.substr(2) < to) return true;
    if (IsYear(from) && IsYear(to)) return true;
    return from.size() <= 2 && (to.ends_with("am") || to.ends_with("pm"));
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  std::vector<uint8_t> covered_;
};

}  // namespace

void FindUnlabelledIds(const Document& document, Findings& out) { RunReader(document, out).Read(); }

}  // namespace candour::anonymise
