#include "node/learning/jsonl.h"

#include <gtest/gtest.h>

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

std::string Name(JsonlFault fault) {
  switch (fault) {
    case JsonlFault::kNone:
      return "";
    case JsonlFault::kNotText:
      return "not text";
    case JsonlFault::kRowTooLong:
      return "row too long";
    case JsonlFault::kNotAnObject:
      return "not an object";
    case JsonlFault::kTooManyCells:
      return "too many cells";
    case JsonlFault::kInexactNumber:
      return "inexact number";
  }
  return "?";
}

std::string Transcript(const std::string& text, JsonlOptions options = {}, size_t piece = 1 << 20) {
  JsonlReader reader(Pieces(text, piece), options);
  std::string out;
  for (;;) {
    const auto row = reader.Next();
    if (!row) return out + row.error().message;
    if (!row->has_value()) return out;
    out += std::to_string((*row)->row) + "@" + std::to_string((*row)->line) + "+" +
           std::to_string((*row)->offset) + ": " + Name((*row)->fault);
    for (const auto& [path, cell] : (*row)->cells) out += path + "=" + cell + "|";
    out += "\n";
  }
}

TEST(JsonlReader, FlattensObjectsAndArrays) {
  EXPECT_EQ(
      Transcript(
          "{\"a\":{\"b\":\"x\",\"c\":[\"1\",{\"d\":\"2\"}]},\"e\":[\"p\",\"q\"],\"n\":null}\n"),
      "1@1+0: a.b=x|a.c=1|a.c.d=2|e=p; q|\n");
}

TEST(JsonlReader, WritesNumbersAndTruthsAsText) {
  EXPECT_EQ(Transcript("{\"a\":3,\"b\":-0.5,\"c\":true,\"d\":41534}\n"),
            "1@1+0: a=3|b=-0.5|c=true|d=41534|\n");
}

TEST(JsonlReader, RefusesANumberItCannotKeepExactly) {
  EXPECT_EQ(Transcript("{\"nhs\":12345678901234567890}\n{\"a\":9007199254740991}\n"),
            "1@1+0: inexact number\n2@2+29: a=9007199254740991|\n");
}

TEST(JsonlReader, GoesOnBehindALineItRefuses) {
  EXPECT_EQ(Transcript("{\"a\":\n[1]\n\"x\"\n{\"a\":\"\xFF\"}\n{\"a\":\"\\u0000\"}\n{\"a\":\"y\"}"),
            "1@1+0: not an object\n2@2+6: not an object\n3@3+10: not an object\n4@4+14: not text\n"
            "5@5+24: not text\n6@6+39: a=y|\n");
}

TEST(JsonlReader, SkipsEmptyLinesAndAByteOrderMark) {
  EXPECT_EQ(Transcript("\xEF\xBB\xBF{\"a\":\"x\"}\r\n\r\n \n{\"a\":\"y\"}\n"),
            "1@1+0: a=x|\n2@4+18: a=y|\n");
}

TEST(JsonlReader, BoundsLinesAndCells) {
  JsonlOptions options;
  options.row_bytes_max = 24;
  options.cells_max = 1;
  EXPECT_EQ(Transcript("{\"a\":\"" + std::string(100, 'x') +
                           "\"}\n{\"a\":\"1\",\"b\":\"2\"}\n{\"a\":\"z\"}\n",
                       options),
            "1@1+0: row too long\n2@2+109: too many cells\n3@3+127: a=z|\n");
}

TEST(JsonlReader, SurvivesDeepNesting) {
  std::string deep(2000, '[');
  EXPECT_EQ(Transcript("{\"a\":" + deep + "\n{\"a\":\"x\"}\n").substr(0, 22),
            "1@1+0: not an object\n2");
}

TEST(JsonlReader, ReadsTheSameInAnyPieces) {
  const std::string text =
      "\xEF\xBB\xBF{\"a\":\"x\"}\r\n\n{\"b\":\"a much longer line\"}\n{\"c\":1}";
  JsonlOptions options;
  options.row_bytes_max = 16;
  for (size_t piece = 1; piece < text.size(); ++piece) {
    EXPECT_EQ(Transcript(text, options, piece), Transcript(text, options)) << piece;
  }
}

}  // namespace
}  // namespace candour::intake
