#include "node/anonymise/columns.h"

#include <algorithm>
#include <array>

namespace candour::anonymise {
namespace {

constexpr size_t kColumnsMax = 40;
constexpr size_t kHeadWordsMax = 5;

// Tokens [first, end) between two separators; empty where nothing stands there.
struct Field {
  size_t first = 0;
  size_t end = 0;
  bool empty() const { return first == end; }
};

using Row = std::vector<Field>;

struct Head {
  uint32_t announced = 0;
  bool numbered = false;
};

class TableReader {
 public:
  explicit TableReader(const Document& document)
      : document_(document), text_(document.text()), tokens_(document.tokens()) {}

  Tables Read() {
    CutLines();
    for (size_t line = 0; line < lines_.size();) {
      size_t next = line;
      for (std::string_view mark : {"|", "  ", ",", ";"}) {
        next = ReadTable(line, mark);
        if (next != line) break;
      }
      if (next == line) next = ReadStack(line);
      if (next == line) ReadPair(line);
      line = std::max(next, line + 1);
    }
    return std::move(tables_);
  }

 private:
  struct Line {
    size_t begin = 0;
    size_t end = 0;
    size_t first = 0;  // Tokens [first, last).
    size_t last = 0;
  };

  // Lines that hold a word; blank ones part nothing.
  void CutLines() {
    size_t token = 0;
    for (size_t at = 0; at < text_.size();) {
      size_t end = std::min(text_.find('\n', at), text_.size());
      Line line{.begin = at, .end = end, .first = token, .last = token};
      while (line.last < tokens_.size() && tokens_[line.last].begin < end) ++line.last;
      token = line.last;
      if (line.first != line.last) lines_.push_back(line);
      at = end + 1;
    }
  }

  Row Fields(const Line& line, std::string_view mark) const {
    Row row;
    bool quoted = false;
    size_t token = line.first;
    size_t from = token;
    auto close = [&](size_t at) {
      while (token < line.last && tokens_[token].begin < at) ++token;
      row.push_back({.first = from, .end = token});
      from = token;
    };
    for (size_t at = line.begin; at < line.end && row.size() < kColumnsMax; ++at) {
      if (text_[at] == '"' && mark != "|") quoted = !quoted;
      if (quoted || text_.substr(at, mark.size()) != mark) continue;
      bool edge = mark == "|" && token == line.first && row.empty() && Blank(line.begin, at);
      if (!edge) close(at);
      at += mark.size() - 1;
    }
    close(line.end);
    bool framed = mark == "|" && row.size() > 1 && row.back().empty();
    if (framed) row.pop_back();
    return row;
  }

  bool Blank(size_t from, size_t to) const {
    return text_.substr(from, to - from).find_first_not_of(' ') == std::string_view::npos;
  }

  // What a field that is a label and nothing else announces.
  Head HeadOf(const Field& field) const {
    if (field.empty() || field.end - field.first > kHeadWordsMax) return {};
    const Label label = LabelAt(document_, field.first);
    if (label.all == 0 || label.end > field.end) return {};
    Head head{.announced = label.all, .numbered = false};
    size_t end = OverLabelTail(document_, label.end, head.numbered);
    return end == field.end ? head : Head{};
  }

  bool IsWords(const Field& field) const {
    bool words = field.end - field.first <= kHeadWordsMax;
    for (size_t i = field.first; i < field.end && words; ++i) words = tokens_[i].IsWord();
    return words;
  }

  // "Joy Banks", "Prof McIlhatton", "Sivakumar, Ramanathan": a name heads no column.
  bool IsValue(const Field& field) const {
    if (field.empty()) return false;
    const Token& token = tokens_[field.first];
    const bool titled = token.Is(kTitle) && !token.Is(kRole) && field.end == field.first + 2;
    const bool surname = token.Capital() && (token.classes == 0 || token.Is(kSurname)) &&
                         !token.Is(kEnglish | kClinical | kRole | kIdLabel);
    if (titled || surname) return true;
    return field.end >= field.first + 2 && tokens_[field.first].Capital() &&
           tokens_[field.first].Is(kForename) && tokens_[field.first + 1].Capital() &&
           !tokens_[field.first + 1].Is(kEnglishCommon | kClinical | kRole);
  }

  bool IsNumber(const Field& field) const {
    return field.end == field.first + 1 && tokens_[field.first].shape == Shape::kNumber;
  }

  // The line after the table whose head is at `line`, or `line` where none is.
  size_t ReadTable(size_t line, std::string_view mark) {
    if (line + 1 >= lines_.size()) return line;
    std::string_view whole =
        text_.substr(lines_[line].begin, lines_[line].end - lines_[line].begin);
    if (whole.size() > 600 || whole.find(mark) == whole.npos) return line;
    const Row names = Fields(lines_[line], mark);
    if (names.size() < 2) return line;
    std::vector<Head> heads;
    size_t known = 0;
    size_t things = 0;
    for (const Field& field : names) {
      if (!IsWords(field)) return line;
      heads.push_back(HeadOf(field));
      known += heads.back().announced != 0 ? 1 : 0;
      things += heads.back().announced != 0 && heads.back().announced != Bit(Announced::kOther);
    }
    bool loose = mark == "|";
    if (loose && names.size() == 2 && heads[0].announced != 0 && heads[1].announced == 0 &&
        IsValue(names[1]))
      return line;  // A label and its value.
    if (things == 0 || known < (loose ? 1u : 2u) || known * 2 < names.size()) return line;
    size_t next = line + 1;
    for (; next < lines_.size(); ++next) {
      const Row row = Fields(lines_[next], mark);
      bool fits = loose ? row.size() + 1 >= names.size() && row.size() <= names.size() + 2
                        : row.size() == names.size();
      if (row.size() < 2 || !fits) break;
      // Rows that are numbered where their head says nothing of it.
      size_t shift = row.size() == names.size() + 1 && IsNumber(row[0]) ? 1 : 0;
      for (size_t column = 0; column + shift < row.size() && column < heads.size(); ++column)
        Add(heads[column], row[column + shift]);
    }
    if (next == line + 1) return line;
    for (const Field& field : names) AddHead(field);
    return next;
  }

  // Labels in lines of their own and then, in as many lines, their values.
  size_t ReadStack(size_t line) {
    std::vector<Head> heads;
    size_t next = line;
    for (; next < lines_.size() && heads.size() < kColumnsMax; ++next) {
      const Head head = HeadOf({.first = lines_[next].first, .end = lines_[next].last});
      if (head.announced == 0) break;
      heads.push_back(head);
    }
    if (heads.size() < 2 || next + heads.size() > lines_.size()) return line;
    size_t rows = 0;
    while (next + heads.size() <= lines_.size()) {
      bool values = true;
      for (size_t k = 0; k < heads.size() && values; ++k) {
        const Line& value = lines_[next + k];
        values =
            value.end - value.begin <= 60 &&
            text_.substr(value.begin, value.end - value.begin).find(": ") == std::string_view::npos;
      }
      if (!values) break;
      for (size_t k = 0; k < heads.size(); ++k)
        Add(heads[k], {.first = lines_[next + k].first, .end = lines_[next + k].last});
      next += heads.size();
      ++rows;
    }
    for (size_t k = 0; k < heads.size() && rows > 0; ++k)
      AddHead({.first = lines_[line + k].first, .end = lines_[line + k].last});
    return rows == 0 ? line : next;
  }

  // "Nurse | Joy Banks", "Ward    6".
  void ReadPair(size_t line) {
    const Line& whole = lines_[line];
    for (std::string_view mark : {"|", "  "}) {
      if (text_.substr(whole.begin, whole.end - whole.begin).find(mark) == text_.npos) continue;
      const Row row = Fields(lines_[line], mark);
      if (row.size() != 2) continue;
      const Head head = HeadOf(row[0]);
      if (head.announced == 0 || HeadOf(row[1]).announced != 0) continue;
      AddHead(row[0]);
      return Add(head, row[1]);
    }
  }

  void AddHead(const Field& field) {
    if (!field.empty()) tables_.heads.push_back({.first = field.first, .end = field.end});
  }

  void Add(const Head& head, const Field& field) {
    if (head.announced == 0 || field.empty() || HeadOf(field).announced != 0) return;
    tables_.cells.push_back({.announced = head.announced,
                             .numbered = head.numbered,
                             .first = field.first,
                             .end = field.end});
  }

  const Document& document_;
  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::vector<Line> lines_;
  Tables tables_;
};

}  // namespace

Tables ReadTables(const Document& document) { return TableReader(document).Read(); }

}  // namespace candour::anonymise
