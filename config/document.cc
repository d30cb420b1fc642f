#include "config/document.h"

#include <string_view>

#include "config/options.h"
#include "config/options_table.h"

namespace candour::config {
namespace {

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

// What a reader needs to know beside the meaning: the unit, the range, the choices.
struct BoundsText {
  std::string_view unit;

  std::string operator()(const IntegerOption& option) const {
    std::string text = std::to_string(option.min) + " to " + std::to_string(option.max);
    if (!unit.empty()) text += " " + std::string(unit);
    return text;
  }
  std::string operator()(const ChoiceOption& option) const {
    std::string text;
    for (std::string_view choice : option.choices)
      text += (text.empty() ? "" : " | ") + std::string(choice);
    return text;
  }
  std::string operator()(const TextOption&) const { return "text"; }
  std::string operator()(const PathOption&) const { return "path"; }
  std::string operator()(const WordsOption&) const { return "list of words"; }
  std::string operator()(const LocalIdsOption&) const {
    return "list of tables, as in [{ name = \"hospital number\", pattern = 'RX[0-9]{6}' }]";
  }
};

struct DefaultText {
  NodeOptions& defaults;

  std::string operator()(const IntegerOption& option) const {
    return std::to_string(option.field(defaults));
  }
  std::string operator()(const ChoiceOption& option) const {
    return Quoted(option.field(defaults));
  }
  std::string operator()(const TextOption& option) const { return Quoted(option.field(defaults)); }
  std::string operator()(const PathOption& option) const { return Quoted(option.field(defaults)); }
  std::string operator()(const WordsOption&) const { return "[]"; }
  std::string operator()(const LocalIdsOption&) const { return "[]"; }
};

}  // namespace

std::string DocumentedExample() {
  NodeOptions defaults;
  std::string text =
      "# Configuration of a Candour node. Every option is shown with its default; an option that "
      "is left out\n"
      "# has that default. Check a changed file with: candourd --config FILE --check\n";
  for (const SectionRow& section : SectionRows()) {
    text += "\n# " + std::string(section.meaning) + "\n[" + std::string(section.name) + "]\n";
    for (const OptionRow& row : OptionRows()) {
      if (row.section != section.name) continue;
      text += "# " + std::string(row.meaning) + " (" + std::visit(BoundsText{row.unit}, row.kind) +
              ")\n";
      text += std::string(row.key) + " = " + std::visit(DefaultText{defaults}, row.kind) + "\n";
    }
  }
  return text;
}

}  // namespace candour::config
