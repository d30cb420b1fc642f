// Identifiers in the cells of tables (columns.h): numbers and days by their shapes, and names,
// wards, organisations and addresses by what the column is for, even where they are everyday words.
#include <algorithm>
#include <array>

#include "node/anonymise/columns.h"
#include "node/anonymise/detectors.h"
#include "node/anonymise/name_rules.h"
#include "node/anonymise/shapes.h"

namespace candour::anonymise {
namespace {

constexpr Rule kCell = {"table.cell", "The head of its column announces it."};
constexpr Rule kName = {"person.column", "In a column of names."};

struct Column {
  Announced announced;
  SpanType type;
  double confidence;
};

constexpr std::array<Column, 12> kNumbers = {{
    {Announced::kNhs, SpanType::kNhsNumber, 0.95},
    {Announced::kBirth, SpanType::kDob, 0.95},
    {Announced::kDay, SpanType::kDate, 0.85},
    {Announced::kAge, SpanType::kAge90Plus, 0.9},
    {Announced::kStaff, SpanType::kStaffId, 0.85},
    {Announced::kInsurance, SpanType::kNino, 0.95},
    {Announced::kPlate, SpanType::kVehicle, 0.85},
    {Announced::kPhone, SpanType::kPhone, 0.85},
    {Announced::kExtension, SpanType::kPhone, 0.85},
    {Announced::kPostcode, SpanType::kPostcode, 0.9},
    {Announced::kSerial, SpanType::kDeviceSerial, 0.85},
    {Announced::kRecord, SpanType::kLocalId, 0.85},
}};

bool SaysNobody(std::string_view word) {
  constexpr std::array<std::string_view, 30> kWords = {
      "where",   "what",     "when",  "why",   "how",  "which",   "outcome",   "action",
      "unknown", "none",     "not",   "nil",   "n",    "na",      "anonymous", "self",
      "same",    "tbc",      "tba",   "yes",   "no",   "various", "all",       "vacant",
      "empty",   "redacted", "other", "staff", "team", "withheld"};
  return IsOneOf(kWords, word);
}

class CellReader {
 public:
  CellReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read(const Tables& tables) {
    for (const Cell& cell : tables.cells) {
      if (!Number(cell)) Words(cell);
    }
  }

 private:
  bool Number(const Cell& cell) {
    for (const Column& column : kNumbers) {
      if ((cell.announced & Bit(column.announced)) == 0) continue;
      Value value = ValueAt(document_, column.announced, cell.first, cell.end);
      bool plain = column.announced == Announced::kRecord && !cell.numbered;
      if (!value && plain && Ticket(cell)) {
        Add(cell.first, cell.end, column.type, 0.6);
        return true;
      }
      if (!value || (plain && (cell.announced & Bit(Announced::kName)) != 0 && Digits(cell) < 4))
        continue;
      Add(cell.first, value.end, column.type, column.confidence);
      return true;
    }
    return false;
  }

  // "W61" below "ID": a capital or two and two figures or three.
  bool Ticket(const Cell& cell) const {
    const Token& token = tokens_[cell.first];
    const bool one = cell.end == cell.first + 1 && token.shape == Shape::kAlnum;
    const size_t digits = Digits(cell);
    return one && digits >= 2 && digits <= 3 && token.size() - digits <= 2 &&
           document_.Text(token).find_first_of("0123456789") == token.size() - digits &&
           (cell.announced & Bit(Announced::kName)) == 0 && !token.Is(kClinical | kDrug | kBrand);
  }

  void Words(const Cell& cell) {
    if (cell.numbered || cell.end - cell.first > 12) return;
    if ((cell.announced & Bit(Announced::kAddress)) != 0 && Addressed(cell))
      return Add(cell.first, cell.end, SpanType::kAddress, 0.8);
    if (cell.end - cell.first > 6) return;
    bool names = Names(cell);
    if ((cell.announced & Bit(Announced::kWard)) != 0 && cell.end - cell.first <= 4 &&
        (names || Digits(cell) > 0))
      return Add(cell.first, cell.end, SpanType::kWard, 0.75);
    if ((cell.announced & Bit(Announced::kOrganisation)) != 0 && names)
      return Add(cell.first, cell.end, SpanType::kOrg, 0.75);
    if ((cell.announced & Bit(Announced::kPlace)) != 0 && names)
      return Add(cell.first, cell.end, SpanType::kLocation, 0.75);
  }

  // Whether a word stands there that tells this ward or house from others.
  bool Names(const Cell& cell) const {
    constexpr WordClasses kEvery = kClinical | kWardHead | kOrgHead | kGeneric | kRole | kFunction |
                                   kDirection | kStreet | kVerb | kDrug | kModal;
    bool named = false;
    for (size_t i = cell.first; i < cell.end; ++i) {
      const Token& token = tokens_[i];
      bool name = token.Is(kPlace | kSurname | kForename | kWardPlant | kHospital) ||
                  !token.Is(kEnglishCommon);
      named = named || (token.IsWord() && token.size() > 2 && name && !token.Is(kEvery) &&
                        (token.shape != Shape::kLower || token.line_case == LineCase::kLower));
    }
    return named;
  }

  bool Addressed(const Cell& cell) const {
    bool street = Digits(cell) > 0;
    for (size_t i = cell.first; i < cell.end; ++i)
      street = street || tokens_[i].Is(kStreet | kLooseStreet | kPlace | kHouseWord);
    return street && cell.end - cell.first > 1;
  }

  size_t Digits(const Cell& cell) const {
    size_t digits = 0;
    for (size_t i = cell.first; i < cell.end; ++i) {
      std::string_view text = document_.Text(tokens_[i]);
      digits += static_cast<size_t>(
          std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
    }
    return digits;
  }

  void Add(size_t first, size_t end, SpanType type, double confidence) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[end - 1].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &kCell});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

class NameCellReader {
 public:
  NameCellReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read(const Tables& tables) {
    for (const Cell& head : tables.heads) sense_.Cover(head.first, head.end - 1);
    for (const Cell& cell : tables.cells) {
      bool names = (cell.announced & Bit(Announced::kName)) != 0 && !cell.numbered;
      if (names && cell.end - cell.first <= 10) ReadCell(cell);
    }
  }

 private:
  // "Day" and nothing else: any capital that is no role and says not that nobody is meant.
  bool Alone(const Cell& cell) const {
    constexpr WordClasses kOther =
        kRole | kRelation | kWardHead | kOrgHead | kClinical | kWeekday | kMonth | kDrug;
    const Token& token = sense_.At(cell.first);
    const bool user = cell.end == cell.first + 1 && token.shape == Shape::kLower &&
                      token.size() > 5 && sense_.Unknown(cell.first) && !sense_.Covered(cell.first);
    if (user) return true;  // "hargreavesl" in a column of users
    return cell.end == cell.first + 1 && token.Capital() && token.size() > 2 && !token.Is(kOther) &&
           !sense_.Covered(cell.first) && !SaysNobody(document_.LowerAt(cell.first));
  }

  void ReadCell(const Cell& cell) {
    if (Alone(cell)) return AddPerson(sense_, out_, cell.first, cell.first, 0.7, kName);
    size_t i = cell.first;
    while (i < cell.end) {
      while (i < cell.end && Leads(i)) ++i;
      size_t end = i;
      while (end < cell.end && end - i < 5 && IsName(end) && (end == i || Beside(end))) ++end;
      bool sentence = end + 2 < cell.end && sense_.At(end).shape == Shape::kLower &&
                      sense_.At(end + 1).shape == Shape::kLower;
      bool sure = i < end && sense_.At(i).Is(kForename | kSurname);
      if (end > i && (!sentence || sure)) AddPerson(sense_, out_, i, end - 1, 0.8, kName);
      if (end == i || !Another(end - 1)) return;
      i = end;
      if (document_.LowerAt(i) == "and") ++i;
    }
  }

  // A rank or a role before the name.
  bool Leads(size_t i) const {
    const Token& token = sense_.At(i);
    return token.Is(kTitle | kRole | kRelation) && !token.Is(kSurnameCommon | kForenameCommon) &&
           document_.Gap(i).size() <= 2;
  }

  bool IsName(size_t i) const {
    const Token& token = sense_.At(i);
    if (!token.IsWord() || sense_.Covered(i) || SaysNobody(document_.LowerAt(i))) return false;
    if (token.size() == 1) return token.shape == Shape::kUpper;  // "A. Cross"
    constexpr WordClasses kOther =
        kFunction | kRelation | kWardHead | kOrgHead | kDrug | kMonth | kWeekday | kModal | kRole;
    bool known = token.Is(kForename | kSurname);
    if (token.Is(kOther) && !token.Is(kForenameCommon | kSurnameCommon)) return false;
    if (token.Is(kClinical) && (token.shape == Shape::kUpper || !known)) return false;
    if (token.shape == Shape::kLower) return known && !token.Is(kVerb | kEnglishCommon);
    const std::string_view word = document_.Lower(token);
    const bool shift = word == "night" || word == "day" || word == "late" || word == "early";
    if (shift && document_.Gap(i) == " ") return false;  // "Night team"
    return known || !token.Is(kVerb | kGeneric);
  }

  bool Beside(size_t i) const {
    std::string_view gap = document_.Gap(i - 1);
    return gap == " " || gap == ". " || gap == ", " || gap == "." || gap == "-" || gap == "'";
  }

  bool Another(size_t i) const {
    std::string_view gap = document_.Gap(i);
    bool and_then = gap == " " && document_.LowerAt(i + 1) == "and";
    return and_then || gap.find_first_of("/&+") != gap.npos;
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindCells(const Document& document, const Tables& tables, Findings& out) {
  CellReader(document, out).Read(tables);
}

void FindNameCells(NameSense& sense, const Tables& tables, Findings& out) {
  NameCellReader(sense, out).Read(tables);
}

}  // namespace candour::anonymise
