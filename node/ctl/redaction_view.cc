#include "node/ctl/redaction_view.h"

#include "node/ctl/display.h"
#include "node/ctl/learning_text.h"

namespace candour::ctl {
namespace {

const char* StateMark(node::v1::RedactionState state) {
  switch (state) {
    case node::v1::REDACTION_STATE_MASKED:
      return "masked";
    case node::v1::REDACTION_STATE_FLAGGED:
      return "FLAGGED";
    case node::v1::REDACTION_STATE_KEPT:
      return "kept";
    default:
      return "-";
  }
}

}  // namespace

std::string ShowBothSides(const BothSides& sides, size_t width) {
  auto left = FieldLines(sides.original);
  auto right = FieldLines(sides.masked);
  std::string text = SideBySide("ORIGINAL (stays on this node)", "MASKED", width);
  text += std::string(width, '-') + "\n";
  for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    auto side = [](const auto& lines, size_t at) {
      return at < lines.size() ? lines[at].first + ": " + lines[at].second : std::string();
    };
    text += SideBySide(side(left, i), side(right, i), width);
  }
  if (sides.redactions.empty()) return text + "\nnothing was masked\n";
  Table table({"no", "state", "type", "field", "becomes", "why"});
  for (const auto& redaction : sides.redactions) {
    table.Add({std::to_string(redaction.id()), StateMark(redaction.state()), redaction.type(),
               redaction.field(), redaction.placeholder(),
               redaction.reason() + " (" + redaction.rule() + ")"});
  }
  return text + "\n" + table.AsText(width);
}

}  // namespace candour::ctl
