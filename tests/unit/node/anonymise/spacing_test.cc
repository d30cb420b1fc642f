#include "node/anonymise/normalise.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

std::string Collapsed(std::string_view text) {
  Normalised spaced;
  for (size_t i = 0; i < text.size(); ++i) spaced.Push(text[i], i, i + 1);
  return CollapseSpaces(std::move(spaced)).text;
}

TEST(CollapseSpaces, KeepsOneSpaceOrAWideGap) {
  EXPECT_EQ(Collapsed("Mary  Smith   Ward"), "Mary Smith  Ward");
  EXPECT_EQ(Collapsed("a b"), "a b");
  EXPECT_EQ(Collapsed("      "), "  ");
  EXPECT_EQ(Collapsed(""), "");
}

TEST(CollapseSpaces, OffsetsStillPointAtTheOriginal) {
  EXPECT_EQ(Masked("seen by Mary   Smith today"), "PERSON[Mary   Smith]");
  EXPECT_EQ(Masked("NHS  No.  943  476  5919  x"), "NHS_NUMBER[943  476  5919]");
}

}  // namespace
}  // namespace candour::anonymise
