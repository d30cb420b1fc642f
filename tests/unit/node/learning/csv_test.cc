#include "node/learning/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <memory>

namespace candour::intake {
namespace {

ChunkSource Pieces(std::string text, size_t piece) {
  auto rest = std::make_shared<std::string>(std::move(text));
  return [rest, piece]() -> Result<std::string> {
    std::string next = rest->substr(0, piece);
    rest->erase(0, next.size());
    return next;
  };
}

std::string Name(CsvFault fault) {
  switch (fault) {
    case CsvFault::kNone:
      return "";
    case CsvFault::kNotText:
      return "not text";
    case CsvFault::kRowTooLong:
      return "row too long";
    case CsvFault::kTooManyFields:
      return "too many fields";
    case CsvFault::kColumnCount:
      return "column count";
    case CsvFault::kTextAfterQuote:
      return "text after quote";
    case CsvFault::kOpenQuote:
      return "open quote";
  }
  return "?";
}

// "1@2+8: a|b" for each row after the header: number, line, offset, fields or fault.
std::string Transcript(const std::string& text, CsvOptions options = {}, size_t piece = 1 << 20) {
  CsvReader reader(Pieces(text, piece), options);
  const auto header = reader.ReadHeader();
  if (!header) return header.error().message;
  std::string out;
  for (;;) {
    const auto row = reader.Next();
    if (!row) return out + row.error().message;
    if (!row->has_value()) return out;
    out += std::to_string((*row)->row) + "@" + std::to_string((*row)->line) + "+" +
           std::to_string((*row)->offset) + ": " + Name((*row)->fault);
    for (size_t i = 0; i < (*row)->fields.size(); ++i)
      out += (i == 0 ? "" : "|") + (*row)->fields[i];
    out += "\n";
  }
}

TEST(CsvReader, ReadsRowsWithTheirPlaces) {
  EXPECT_EQ(Transcript("a,b\n1,2\n3,4\n"), "1@2+4: 1|2\n2@3+8: 3|4\n");
}

TEST(CsvReader, ReadsALastRowWithoutALineEnd) {
  EXPECT_EQ(Transcript("a,b\r\n1,2\r\n3,4"), "1@2+5: 1|2\n2@3+10: 3|4\n");
  EXPECT_EQ(Transcript("a,b\n1,"), "1@2+4: 1|\n");
  EXPECT_EQ(Transcript("a,b\n1,\"x\"\r"), "1@2+4: 1|x\n");
}

TEST(CsvReader, ReadsQuotedFieldsWithBreaksQuotesAndDelimiters) {
  EXPECT_EQ(Transcript("a,b\n\"x\ny\",\"say \"\"no\"\", now\"\n1,\"\"\n"),
            "1@2+4: x\ny|say \"no\", now\n2@4+28: 1|\n");
}

TEST(CsvReader, KeepsCarriageReturnsInsideQuotesAndDropsThemAtRowEnds) {
  EXPECT_EQ(Transcript("a,b\r\n\"x\r\ny\",2\r\n"), "1@2+5: x\r\ny|2\n");
  EXPECT_EQ(Transcript("a,b\r\n1,\"2\"\r\n"), "1@2+5: 1|2\n");
}

TEST(CsvReader, TakesAQuoteInsideAnUnquotedFieldAsItStands) {
  EXPECT_EQ(Transcript("a,b\n5\" catheter,he said \"no\"\n"),
            "1@2+4: 5\" catheter|he said \"no\"\n");
}

TEST(CsvReader, SkipsAByteOrderMarkAndEmptyLines) {
  EXPECT_EQ(Transcript("\xEF\xBB\xBF"
                       "a,b\n\n\r\n1,2\n\n"),
            "1@4+10: 1|2\n");
  EXPECT_EQ(Transcript("\xEF\xBB\xBF"
                       "a,b\n1,2\n",
                       {}, 1),
            "1@2+7: 1|2\n");
}

TEST(CsvReader, RefusesARowWhoseColumnsAreShiftedAndGoesOn) {
  EXPECT_EQ(Transcript("a,b\n1\n1,2,3\n4,5\n"),
            "1@2+4: column count\n2@3+6: column count\n3@4+12: 4|5\n");
}

TEST(CsvReader, RefusesTextAfterAClosingQuoteAndGoesOn) {
  EXPECT_EQ(Transcript("a,b\n\"x\"y,\"2\n3,4\n"), "1@2+4: text after quote\n2@3+12: 3|4\n");
}

TEST(CsvReader, NamesTheRowWhoseQuoteIsNeverClosed) {
  EXPECT_EQ(Transcript("a,b\n1,2\n\"x,3\n4,5\n"), "1@2+4: 1|2\n2@3+8: open quote\n");
}

TEST(CsvReader, RefusesARowThatIsTooLongWithoutKeepingIt) {
  CsvOptions options;
  options.row_bytes_max = 8;
  EXPECT_EQ(Transcript("a,b\n123,456\n1234,4567\n\"12345678\n90\",2\n5,6\n", options),
            "1@2+4: 123|456\n2@3+12: row too long\n3@4+22: row too long\n4@6+38: 5|6\n");
}

TEST(CsvReader, BoundsTheNumberOfFields) {
  CsvOptions options;
  options.fields_max = 2;
  EXPECT_EQ(Transcript("a,b\n1,2,3,4,5\n6,7\n", options), "1@2+4: too many fields\n2@3+14: 6|7\n");
}

TEST(CsvReader, RefusesRowsThatAreNoUtf8AndOnlyThose) {
  EXPECT_EQ(Transcript("a,b\ncaf\xE9,1\ncaf\xC3\xA9,2\n"),
            "1@2+4: not text\n2@3+11: caf\xC3\xA9|2\n");
  EXPECT_EQ(Transcript(std::string("a,b\nx\0y,3\nq,4\n", 14)), "1@2+4: not text\n2@3+10: q|4\n");
}

TEST(CsvReader, ReadsWindows1252OnlyWhenToldTo) {
  CsvOptions options;
  options.encoding = Encoding::kWindows1252;
  EXPECT_EQ(Transcript("a,b\npatient\x92s \x80"
                       "5,caf\xE9\ncaf\xC3\xA9,2\n\x81,3\n",
                       options),
            "1@2+4: patient\u2019s \u20AC5|caf\u00E9\n2@3+22: caf\u00E9|2\n3@4+30: not text\n");
}

TEST(CsvReader, ReadsOtherDelimiters) {
  CsvOptions options;
  options.delimiter = '|';
  EXPECT_EQ(Transcript("a|b\n1,5|\"x|y\"\n", options), "1@2+4: 1,5|x|y\n");
}

TEST(CsvReader, ExplainsAHeaderItCannotUse) {
  EXPECT_EQ(Transcript(""), "the file is empty; its first row has to name the columns");
  EXPECT_EQ(Transcript("\xFF\xFE"
                       "a\0"),
            "the file is UTF-16; save it as CSV in UTF-8");
  EXPECT_EQ(Transcript("a,b\r1,2\r3,4\r"),
            "the file ends its rows with CR alone; save it with ordinary line ends");
}

TEST(CsvReader, TrimsColumnNames) {
  CsvReader reader(Pieces(" id ,\"date\u00A0 of event\"\n", 5), {});
  EXPECT_EQ(*reader.ReadHeader(), (std::vector<std::string>{"id", "date of event"}));
}

TEST(CsvReader, PassesAnErrorOfItsSourceOn) {
  int calls = 0;
  CsvReader reader(
      [&]() -> Result<std::string> {
        if (++calls == 1) return "a,b\n1,2\n3";
        return Fail(ErrorCode::kUnavailable, "GONE", "the upload stopped");
      },
      {});
  ASSERT_TRUE(reader.ReadHeader());
  ASSERT_TRUE(reader.Next());

  EXPECT_EQ(reader.Next().error().message, "the upload stopped");
}

std::string Written(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "a,b,c\r\n";
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      for (char c : row[i]) text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

RC_GTEST_PROP(CsvReader, GivesBackWhatWasWrittenHoweverItIsCut, ()) {
  const auto cell =
      rc::gen::container<std::string>(rc::gen::element('a', '"', ',', '\n', '\r', ' ', '='));
  const auto row = rc::gen::container<std::vector<std::string>>(3, cell);
  const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(row);
  const auto piece = *rc::gen::inRange<size_t>(1, 9);
  CsvReader reader(Pieces(Written(rows), piece), {});
  RC_ASSERT(reader.ReadHeader().has_value());

  for (const auto& expected : rows) {
    const auto read = reader.Next();
    RC_ASSERT(read.has_value() && read->has_value());
    RC_ASSERT((*read)->fields == expected);
  }
  RC_ASSERT(!reader.Next()->has_value());
}

RC_GTEST_PROP(CsvReader, ReadsAnyBytesTheSameInAnyPieces, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::element('a', '"', ',', '\n', '\r', '\xE9'));
  const auto piece = *rc::gen::inRange<size_t>(1, 5);
  CsvOptions options;
  options.row_bytes_max = 12;
  RC_ASSERT(Transcript(text, options, piece) == Transcript(text, options));
}

}  // namespace
}  // namespace candour::intake
