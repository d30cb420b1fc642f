#include "node/ctl/display.h"

#include <gtest/gtest.h>

namespace candour::ctl {
namespace {

TEST(Display, RemovesControlCharactersAndEscapeSequences) {
  EXPECT_EQ(Clean("a\x1b[31mred\x1b[0m b"), "ared b");
  EXPECT_EQ(Clean("bell\a null" + std::string(1, '\0') + " del\x7f"), "bell null del");
  EXPECT_EQ(Clean("title\x1b]0;x\a"), "title]0;x");
  EXPECT_EQ(Clean("c1 \xc2\x9b"
                  "31m end"),
            "c1 31m end");
  EXPECT_EQ(Clean("cut\x1b"), "cut");
  EXPECT_EQ(Clean("cut\x1b["), "cut");
  EXPECT_EQ(Clean("cut\x1b[12;"), "cut");
}

TEST(Display, RemovesBidirectionalAndInvisibleCharacters) {
  EXPECT_EQ(Clean("a\u202e" "b\u2066" "c\u200f" "d"), "abcd");
  EXPECT_EQ(Clean("a\u200b" "b\ufeff" "c\u2028" "d"), "abcd");
  EXPECT_EQ(Clean("tag\U000e0041"), "tag");
}

TEST(Display, PutsAMarkWhereTextIsNotUtf8) {
  EXPECT_EQ(Clean("caf\xe9!"), "caf\uFFFD!");
  EXPECT_EQ(Clean("\xed\xa0\x80").find('\xed'), std::string::npos);
}

TEST(Display, KeepsEveryOrdinaryLetter) {
  const std::string text = "Ysbyty Gwynedd - naïve, 日本, 5 µg, £3";
  EXPECT_EQ(Clean(text), text);
}

TEST(Display, MakesOneLineOrKeepsLinesAsAsked) {
  EXPECT_EQ(Clean("a\nb\tc\r\n"), "a b c ");
  EXPECT_EQ(CleanLines("a\nb\tc\r\n"), "a\nb c\n");
}

TEST(Display, MakesCsvCellsThatNoSpreadsheetCalculates) {
  EXPECT_EQ(CsvCell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
  EXPECT_EQ(CsvCell("+1"), "'+1");
  EXPECT_EQ(CsvCell("-1"), "'-1");
  EXPECT_EQ(CsvCell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvCell("\t=1"), "'\t=1");
  EXPECT_EQ(CsvCell("1=1"), "1=1");
}

TEST(Display, QuotesCsvCellsOnlyWhereTheyNeedIt) {
  EXPECT_EQ(CsvCell("plain"), "plain");
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(CsvCell("=1,2"), "\"'=1,2\"");
  EXPECT_EQ(CsvCell(""), "");
}

TEST(Display, CountsTheColumnsThatATerminalNeeds) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth(""), 0u);
}

TEST(Display, FitsTextIntoExactlyItsWidth) {
  EXPECT_EQ(Fit("abc", 5), "abc  ");
  EXPECT_EQ(Fit("abcdef", 4), "abc…");
  EXPECT_EQ(Fit("abcd", 4), "abcd");
  EXPECT_EQ(Fit("日本語", 4), "日… ");
  for (size_t width = 1; width < 12; ++width) {
    for (const char* text : {"abcdefghijkl", "日本語日本語", "a日b本c", "e\u0301e\u0301e\u0301"}) {
      EXPECT_EQ(DisplayWidth(Fit(text, width)), width) << text << " in " << width;
    }
  }
}

TEST(Display, WrapsAtSpacesAndCutsOnlyWhatIsTooLong) {
  EXPECT_EQ(Wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(Wrap("one\n\ntwo", 7), (std::vector<std::string>{"one", "", "two"}));
  EXPECT_EQ(Wrap("", 7), (std::vector<std::string>{""}));
  EXPECT_EQ(Wrap("abcdefgh", 3), (std::vector<std::string>{"abc", "def", "gh"}));
}

TEST(Display, WrapsNoLineBeyondTheWidthAndLosesNothing) {
  const std::string text = "a 日本語日本語 narrow wide 日本 end-of-a-very-long-word";
  for (size_t width = 2; width < 20; ++width) {
    std::string joined;
    for (const auto& line : Wrap(text, width)) {
      EXPECT_LE(DisplayWidth(line), width) << width;
      joined += line;
    }
    std::erase(joined, ' ');
    std::string expected = text;
    std::erase(expected, ' ');
    EXPECT_EQ(joined, expected) << width;
  }
}

TEST(Display, WrapsIntoAnyWidthWithoutEnd) {
  // A character that is wider than the line stands alone.
  EXPECT_EQ(Wrap("日本", 1), (std::vector<std::string>{"日", "本"}));
  EXPECT_FALSE(Wrap("abc", 0).empty());
}

TEST(Display, AlignsTablesAndShrinksTheWidestColumnFirst) {
  Table table({"name", "text"});
  table.Add({"a", "a rather long text that does not fit"});
  table.Add({"日本", "short"});

  EXPECT_EQ(table.AsText(80),
            "name  text\n"
            "a     a rather long text that does not fit\n"
            "日本  short\n");
  EXPECT_EQ(table.AsText(20),
            "name  text\n"
            "a     a rather long…\n"
            "日本  short\n");
}

TEST(Display, CleansEveryCellOfATable) {
  Table table({"name"});
  table.Add({"\x1b[31m=1\nb"});

  EXPECT_EQ(table.AsText(80), "name\n=1 b\n");
  EXPECT_EQ(table.AsCsv(), "name\r\n'=1 b\r\n");
}

TEST(Display, PutsTwoTextsSideBySide) {
  EXPECT_EQ(SideBySide("one two three four", "short", 27),
            "one two      | short\n"
            "three four   | \n");
}

TEST(Display, PutsHarmlessTextSideBySide) {
  const std::string shown = SideBySide("\x1b[2Jgone", "\u202e" "abc", 40);
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_EQ(shown.find("\u202e"), std::string::npos);
}

TEST(Display, WritesDaysAndMomentsInUtc) {
  EXPECT_EQ(Day(0), "-");
  EXPECT_EQ(Day(1'760'000'000), "2025-10-09");
  EXPECT_EQ(Moment(1'760'000'000), "2025-10-09 08:53");
  EXPECT_EQ(Moment(-5), "-");
}

TEST(Display, ShortensTheItemOfAName) {
  EXPECT_EQ(ShortName("golden-vale/za1/0123456789ABCDEFGHJKMNPQRS"), "golden-vale/za1/01234567");
  EXPECT_EQ(ShortName("0123456789ABCDEFGHJKMNPQRS"), "01234567");
  EXPECT_EQ(ShortName("a/b/c"), "a/b/c");
}

}  // namespace
}  // namespace candour::ctl
