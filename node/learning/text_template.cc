#include "node/learning/text_template.h"

#include <utility>

#include "node/learning/cell_text.h"

namespace candour::intake {

std::optional<TextTemplate> TextTemplate::Parse(std::string_view pattern, std::string& problem) {
  TextTemplate result;
  std::string literal;
  while (!pattern.empty()) {
    if (pattern.starts_with("{{") || pattern.starts_with("}}")) {
      literal += pattern[0];
      pattern.remove_prefix(2);
      continue;
    }
    if (pattern[0] == '}') {
      problem = "has a \"}\" without a \"{\"; write \"}}\" for a brace";
      return std::nullopt;
    }
    if (pattern[0] != '{') {
      literal += pattern[0];
      pattern.remove_prefix(1);
      continue;
    }
    const size_t end = pattern.find('}');
    if (end == std::string_view::npos) {
      problem = "has a \"{\" without a \"}\"; write \"{{\" for a brace";
      return std::nullopt;
    }
    std::string column = CollapseSpaces(pattern.substr(1, end - 1));
    if (column.empty()) {
      problem = "has an empty column name";
      return std::nullopt;
    }
    result.pieces_.push_back({std::exchange(literal, {}), std::move(column)});
    pattern.remove_prefix(end + 1);
  }
  result.after_ = std::move(literal);
  return result;
}

TextTemplate TextTemplate::OfColumn(std::string column) {
  TextTemplate result;
  result.pieces_.push_back({"", std::move(column)});
  return result;
}

std::string TextTemplate::Fill(const CellLookup& cells) const {
  if (pieces_.empty()) return after_;
  std::string text;
  bool filled = false;
  for (size_t i = 0; i < pieces_.size(); ++i) {
    const std::string cell = CleanCell(cells(pieces_[i].column));
    if (cell.empty()) continue;
    // Before the first filled cell stands what opens the whole text.
    text += filled ? pieces_[i].before : pieces_.front().before;
    text += cell;
    filled = true;
  }
  return filled ? text + after_ : std::string();
}

std::vector<std::string> TextTemplate::Columns() const {
  std::vector<std::string> columns;
  columns.reserve(pieces_.size());
  for (const Piece& piece : pieces_) columns.push_back(piece.column);
  return columns;
}

}  // namespace candour::intake
