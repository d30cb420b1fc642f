// Values behind their labels, however the two are parted and however the value is written: one
// grammar of labels (labels.h) and one of shapes (shapes.h) for every kind of number.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"
#include "node/anonymise/shapes.h"

namespace candour::anonymise {
namespace {

constexpr Rule kShape = {"announced.shape", "Of a shape that only such numbers have."};
constexpr Rule kOfficer = {"staff.officer", "A number behind an officer's rank and name."};
constexpr Rule kValue = {"announced.value", "A label announces it, and it has the shape for that."};

struct Reading {
  Announced announced;
  SpanType type;
};

constexpr std::array<Reading, 13> kReadings = {{
    {Announced::kNhs, SpanType::kNhsNumber},
    {Announced::kBirth, SpanType::kDob},
    {Announced::kAge, SpanType::kAge90Plus},
    {Announced::kInsurance, SpanType::kNino},
    {Announced::kStaff, SpanType::kStaffId},
    {Announced::kPlate, SpanType::kVehicle},
    {Announced::kPhone, SpanType::kPhone},
    {Announced::kExtension, SpanType::kPhone},
    {Announced::kPostcode, SpanType::kPostcode},
    {Announced::kSerial, SpanType::kDeviceSerial},
    {Announced::kRecord, SpanType::kLocalId},
    {Announced::kDay, SpanType::kDate},
    {Announced::kWard, SpanType::kWard},
}};

class AnnouncedReader {
 public:
  AnnouncedReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].shape >= Shape::kUpper) Alone(i);
      if (tokens_[i].shape == Shape::kNumber) continue;
      if (tokens_[i].Is(kTitle | kRole) || tokens_[i].shape == Shape::kUpper) Officer(i);
      if (document_.LowerAt(i) == "po") PostBox(i);
      const Label label = LabelAt(document_, i);
      if (label.all != 0) ReadLabel(label);
    }
  }

 private:
  void Alone(size_t i) {
    SpanType type = SpanType::kLocalId;
    const Value found = ShapeAlone(document_, i, type);
    const bool product =
        document_.Before(tokens_[i].begin, 16).find("product") != std::string_view::npos;
    if (found && !product) Add(i, found.end, type, 0.8, kShape);
  }

  // "PO Box 41"
  void PostBox(size_t i) {
    const bool box = i + 2 < tokens_.size() && document_.LowerAt(i + 1) == "box" &&
                     tokens_[i + 2].shape == Shape::kNumber && document_.Gap(i) == " ";
    if (box) Add(i, i + 3, SpanType::kAddress, 0.9, kValue);
  }

  // "DC Hudson 4471": the number of an officer, behind the name.
  void Officer(size_t i) {
    constexpr std::array<std::string_view, 17> kRanks = {
        "officer", "sergeant", "constable", "pc",   "dc", "ps",  "ds", "sgt", "pcso",
        "di",      "insp",     "wpc",       "supt", "so", "con", "cm", "osg"};
    if (i + 2 >= tokens_.size() || !IsOneOf(kRanks, document_.LowerAt(i))) return;
    const Token& before = tokens_[i + 1];  // "PS 3310 Huxtable"
    if (before.shape == Shape::kNumber && before.size() >= 3 && before.size() <= 6 &&
        document_.Gap(i) == " " && document_.Gap(i + 1) == " " && tokens_[i + 2].Capital())
      return Add(i + 1, i + 2, SpanType::kStaffId, 0.75, kOfficer);
    // "SO 318, OSG 905 and CM Pargeter 044"
    const bool bare = before.shape == Shape::kNumber &&
                      (before.size() == 3 || before.size() == 4) &&
                      tokens_[i].shape == Shape::kUpper && document_.Gap(i) == " " &&
                      tokens_[i].line_case == LineCase::kOrdinary &&
                      (document_.Gap(i + 1) == ", " || document_.LowerAt(i + 2) == "and");
    if (bare) return Add(i + 1, i + 2, SpanType::kStaffId, 0.7, kOfficer);
    const Token& number = tokens_[i + 2];
    bool digits = number.shape == Shape::kNumber && number.size() >= 3 && number.size() <= 6;
    std::string_view gap = document_.Gap(i + 1);
    bool named = tokens_[i + 1].Capital() || tokens_[i + 1].line_case != LineCase::kOrdinary;
    std::string_view after = document_.After(number.end, 2);
    bool clock = after.starts_with(":") || after == " h";
    if (digits && named && !clock && document_.Gap(i) == " " &&
        (gap == " " || gap == ", " || gap == " (" || gap == " #"))
      Add(i + 2, i + 3, SpanType::kStaffId, 0.75, kOfficer);
  }

  void Add(size_t first, size_t end, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[end - 1].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  void ReadLabel(const Label& label) {
    bool numbered = false;
    size_t value = OverLabelTail(document_, label.end, numbered);
    if (value >= tokens_.size() || tokens_[value].begin - tokens_[label.end - 1].end > 48) return;
    bool marked = false;
    for (size_t k = label.end - 1; k < value; ++k) {
      if (!Leads(k, label.firm != 0 || numbered)) return;
      marked = marked || document_.Gap(k).find_first_of(":#=|\"") != std::string_view::npos;
    }
    for (const Reading& reading : kReadings) {
      if ((label.all & Bit(reading.announced)) == 0) continue;
      const bool place = reading.announced == Announced::kWard &&
                         !document_.LowerAt(label.end - 1).starts_with("w");
      if (place) continue;  // "Location: A34" need not be a ward.
      bool firm = numbered || (label.firm & Bit(reading.announced)) != 0;
      Value found = ValueAt(document_, reading.announced, value, tokens_.size());
      if (!found || !(firm || found.certain || Suffices(reading.announced, marked))) continue;
      return Add(value, found.end, reading.type, firm ? 0.85 : 0.7, kValue);
    }
  }

  // Whether a label and its value are not parted by more than a mark.
  bool Leads(size_t k, bool firm) const {
    std::string_view gap = document_.Gap(k);
    if (gap.size() > 8 || std::count(gap.begin(), gap.end(), '\n') > 1) return false;
    bool mark = gap.find_first_of(":|=\"") != gap.npos;
    if (gap.find('\n') != gap.npos && !(firm || mark)) return false;
    if (gap.find(". ") != gap.npos && tokens_[k].size() > 4) return false;
    return firm || gap.find_first_of(";.") == gap.npos;
  }

  static bool Suffices(Announced announced, bool marked) {
    return announced == Announced::kPlate ||
           (marked && (announced == Announced::kRecord || announced == Announced::kWard));
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindAnnounced(const Document& document, Findings& out) {
  AnnouncedReader(document, out).Read();
}

}  // namespace candour::anonymise
