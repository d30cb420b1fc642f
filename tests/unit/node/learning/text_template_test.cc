#include "node/learning/text_template.h"

#include <gtest/gtest.h>

#include <map>

namespace candour::intake {
namespace {

std::string Fill(std::string_view pattern, std::map<std::string, std::string, std::less<>> cells) {
  std::string problem;
  const auto filled = TextTemplate::Parse(pattern, problem);
  if (!filled) return problem;
  return filled->Fill([&](std::string_view column) -> std::string_view {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string_view() : found->second;
  });
}

TEST(TextTemplate, PutsColumnsIntoTheText) {
  EXPECT_EQ(Fill("{brand}: {device}", {{"brand", "Alaris"}, {"device", " pump "}}), "Alaris: pump");
  EXPECT_EQ(Fill("{ brand }", {{"brand", "{device}"}, {"device", "x"}}),
            "{device}");  // Once, not again.
}

TEST(TextTemplate, DropsTheTextAroundAnEmptyCell) {
  EXPECT_EQ(Fill("{brand}: {device}", {{"device", "pump"}}), "pump");
  EXPECT_EQ(Fill("{brand}: {device}", {{"brand", "Alaris"}}), "Alaris");
  EXPECT_EQ(Fill("{a}, {b} and {c}", {{"a", "1"}, {"c", "3"}}), "1 and 3");
  EXPECT_EQ(Fill("Event: {a}, {b}.", {{"b", "2"}}), "Event: 2.");
  EXPECT_EQ(Fill("Event: {a}, {b}.", {{"a", " "}}), "");
}

TEST(TextTemplate, WithoutColumnsIsAConstant) {
  EXPECT_EQ(Fill("Not stated", {}), "Not stated");
  EXPECT_EQ(Fill("{{x}}", {}), "{x}");
}

TEST(TextTemplate, NamesItsColumns) {
  std::string problem;
  EXPECT_EQ(TextTemplate::Parse("{a b}-{c}", problem)->Columns(),
            (std::vector<std::string>{"a b", "c"}));
  EXPECT_EQ(TextTemplate::OfColumn("{odd}").Columns(), (std::vector<std::string>{"{odd}"}));
}

TEST(TextTemplate, ExplainsBracesThatDoNotMatch) {
  EXPECT_EQ(Fill("{a", {}), "has a \"{\" without a \"}\"; write \"{{\" for a brace");
  EXPECT_EQ(Fill("a}", {}), "has a \"}\" without a \"{\"; write \"}}\" for a brace");
  EXPECT_EQ(Fill("{ }", {}), "has an empty column name");
}

}  // namespace
}  // namespace candour::intake
