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

std::string Mended(std::string_view text) {
  Normalised spaced;
  for (size_t i = 0; i < text.size(); ++i) spaced.Push(text[i], i, i + 1);
  return MendSpacing(std::move(spaced)).text;
}

TEST(MendSpacing, JoinsLettersSetApart) {
  EXPECT_EQ(Mended("N A M E :  M w a n g i  x"), "NAME :  Mwangi  x");
  EXPECT_EQ(Mended("D O B  W a r d  4 B  here"), "DOB  Ward  4B  here");
  EXPECT_EQ(Mended("nomis A 9 1 0 2 C V today"), "nomis A9102CV today");
  EXPECT_EQ(Mended("on 0 6 / 1 1 / 1 9 5 8 ."), "on 06/11/1958 .");
  EXPECT_EQ(Mended("M r P a t e l fell"), "Mr Patel fell");
}

TEST(MendSpacing, LeavesShortListsAlone) {
  for (std::string_view text : {"bays A B C", "a b c", "type 1 or 2", "1 2 3 4", "x / y"})
    EXPECT_EQ(Mended(text), text);
}

TEST(MendSpacing, JoinsLinesThatAreIndentedOrHyphened) {
  EXPECT_EQ(Mended("Mr Arbuthnot-\nLisle"), "Mr Arbuthnot-Lisle");
  EXPECT_EQ(Mended("on Elm\n  Suite"), "on Elm Suite");
  EXPECT_EQ(Mended("Name:\n  Jo"), "Name:\n  Jo");
  EXPECT_EQ(Mended("one\ntwo\n- three"), "one\ntwo\n- three");
}

TEST(MendSpacing, PutsCommasAndApostrophesInTheirPlace) {
  EXPECT_EQ(Mended("fell ,Esther saw"), "fell, Esther saw");
  EXPECT_EQ(Mended("D O ' Hanlon"), "D O'Hanlon");
  EXPECT_EQ(Mended("the patients ' own"), "the patients ' own");
}

TEST(MendSpacing, MasksTheBlanksAlong) {
  ExpectMasked({
      {"patient  M w a n g i  fell", "PERSON[M w a n g i]"},
      {"NOMIS  A 9 1 0 2 C V  was seen", "LOCAL_ID[A 9 1 0 2 C V]"},
      {"moved to Elm\n  Suite by two porters", "WARD[Elm\n  Suite]"},
      {"car reg KV 21\n  OTE was clamped", "VEHICLE[KV 21\n  OTE]"},
      {"seen by Dr O ' Hanlon twice", "PERSON[O ' Hanlon]"},
  });
}

TEST(MendSpacing, KeepsADaysPartsApart) {
  EXPECT_EQ(Mended("x  2 1 D e c e m b e r 2 0 2 3  I"), "x  21 December 2023  I");
  EXPECT_EQ(Mended("PIN 8 8 Y 0 0 2 1 E states"), "PIN 88Y0021E states");
  EXPECT_EQ(Mended("on 1 7 / 3 ."), "on 17/3 .");
}

TEST(Spacing, WideGapsPartNoColumnsWhereAllAreWide) {
  EXPECT_EQ(
      Masked("We   paid   for   the   clean   and   sent   the   bill   on   to   Quellimar   "
             "Pathology   Partnership."),
      "ORG[Quellimar   Pathology   Partnership]");
}

}  // namespace
}  // namespace candour::anonymise
