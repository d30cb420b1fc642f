#include "node/learning/cell_text.h"

#include <gtest/gtest.h>

namespace candour::intake {
namespace {

TEST(CleanCell, TakesTheSpaceAroundATextAway) {
  EXPECT_EQ(CleanCell(" \u00A0 a  b\t\r\n"), "a  b");
  EXPECT_EQ(CleanCell("\u00A0"), "");
  EXPECT_EQ(CleanCell(""), "");
}

TEST(CleanCell, UnwrapsWhatASpreadsheetKeptAsText) {
  EXPECT_EQ(CleanCell("=\"00123\""), "00123");
  EXPECT_EQ(CleanCell(" =\" 0012 \" "), "0012");
}

TEST(CleanCell, KeepsFormulasAsTheTextTheyAre) {
  EXPECT_EQ(CleanCell("=1+1"), "=1+1");
  EXPECT_EQ(CleanCell("=\"a\"&\"b\""), "=\"a\"&\"b\"");
  EXPECT_EQ(CleanCell("=HYPERLINK(\"http://x\")"), "=HYPERLINK(\"http://x\")");
  EXPECT_EQ(CleanCell("=\""), "=\"");
}

TEST(CollapseSpaces, MakesOneSpaceOfManyKinds) {
  EXPECT_EQ(CollapseSpaces("PTS\u00A0 - Patient\n\tTransport "), "PTS - Patient Transport");
}

TEST(FoldText, SeesThroughTypographyAndCase) {
  EXPECT_EQ(FoldText("Patient\u2019s \u201CX\u2011ray\u201D \u2013  LATE"),
            "patient's \"x-ray\" - late");
  EXPECT_EQ(FoldText("\uFEFFa\u200Bb\u00ADc"), "abc");
  EXPECT_EQ(FoldText("\u00C9"), "\u00C9");  // Only ASCII letters change case.
}

TEST(CanonicalReference, MakesOneSpellingOfMany) {
  for (std::string_view spelling :
       {"2016-0143", "2016 - 0143", " 2016\u20110143 ", "=\"2016-0143\"",
        "2016 \u2013\u00A0"
        "0143"}) {
    EXPECT_EQ(CanonicalReference(spelling), "2016-0143") << spelling;
  }
  EXPECT_EQ(CanonicalReference("web12a"), "WEB12A");
}

TEST(CanonicalReference, KeepsDifferentReferencesApart) {
  EXPECT_NE(CanonicalReference("2018-0352A"), CanonicalReference("2018-0352"));
  EXPECT_NE(CanonicalReference("20160143"), CanonicalReference("2016-0143"));
  EXPECT_NE(CanonicalReference("0012"), CanonicalReference("12"));
}

TEST(FirstWords, CutBetweenWords) {
  EXPECT_EQ(FirstWords("one two  three", 3), "one two three");
  EXPECT_EQ(FirstWords("one two  three four", 3), "one two three...");
  EXPECT_EQ(FirstWords("one", 1), "one");
  EXPECT_EQ(FirstWords("one two", 1), "one...");
  EXPECT_EQ(FirstWords("", 3), "");
}

TEST(SplitCell, TakesMultiSelectsApart) {
  EXPECT_EQ(SplitCell("Falls {~@~} Medication {~@~} ", "{~@~}"),
            (std::vector<std::string>{"Falls", "Medication"}));
  EXPECT_EQ(SplitCell("Timeliness of care; Transport to/ from services", "; "),
            (std::vector<std::string>{"Timeliness of care", "Transport to/ from services"}));
  EXPECT_EQ(SplitCell(" a; b ", ""), (std::vector<std::string>{"a; b"}));
  EXPECT_TRUE(SplitCell(" ", ";").empty());
}

TEST(FromWindows1252, MapsEveryByteThatHasACharacter) {
  EXPECT_EQ(FromWindows1252("\x91\x92\x93\x94\x96\x80\xA3\xE9z"),
            "\u2018\u2019\u201C\u201D\u2013\u20AC\u00A3\u00E9z");
  int without = 0;
  for (int byte = 0; byte < 256; ++byte) {
    if (!FromWindows1252(std::string(1, static_cast<char>(byte)))) ++without;
  }
  EXPECT_EQ(without, 5);
}

}  // namespace
}  // namespace candour::intake
