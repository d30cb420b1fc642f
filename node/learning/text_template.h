// A text made of columns: "{brand}: {device}".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candour::intake {

// The text of one column of the row at hand; empty when the row has none. Valid until the next row.
using CellLookup = std::function<std::string_view(std::string_view column)>;

class TextTemplate {
 public:
  // "{{" and "}}" stand for braces. The reason why `pattern` is not a template, in `problem`, when
  // the result is empty.
  static std::optional<TextTemplate> Parse(std::string_view pattern, std::string& problem);
  // Exactly one column.
  static TextTemplate OfColumn(std::string column);

  // The cleaned cells with the text between them. A cell that is empty takes the text before it
  // along, so that
  // "{brand}: {device}" without a brand is the device alone; with no cell filled at all the result
  // is empty. A template without columns is a constant.
  std::string Fill(const CellLookup& cells) const;

  std::vector<std::string> Columns() const;

 private:
  struct Piece {
    std::string before;
    std::string column;
  };
  std::vector<Piece> pieces_;
  std::string after_;
};

}  // namespace candour::intake
