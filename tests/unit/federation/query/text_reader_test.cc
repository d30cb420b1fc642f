#include "federation/query/text_reader.h"

#include <gtest/gtest.h>

namespace candour::query {
namespace {

std::string WhyNot(const Status& status) { return status ? "" : status.error().message; }

TEST(TextReader, ReadsLinesInOrder) {
  const std::string text = "first/v1\na x-1 7\nb 2\n";
  TextReader reader(text, "first/v1", "BAD");

  reader.Expect("a");
  EXPECT_EQ(reader.Token(), "x-1");
  EXPECT_EQ(reader.Number(0, 9), 7u);
  EXPECT_FALSE(reader.At("c"));
  reader.Expect("b");
  EXPECT_EQ(reader.Number(0, 9), 2u);
  EXPECT_TRUE(reader.Finish(text).has_value());
}

TEST(TextReader, SaysTheFirstThingThatIsWrong) {
  TextReader reader("first/v1\na 12\n", "first/v1", "BAD");
  reader.Expect("a");
  EXPECT_EQ(reader.Number(0, 9), 0u);
  reader.Expect("b");
  EXPECT_EQ(reader.Value(), "");

  const Status status = reader.Finish("");

  EXPECT_EQ(status.error().reason, "BAD");
  EXPECT_TRUE(WhyNot(status).starts_with("a: a number is not between 0 and 9;")) << WhyNot(status);
}

TEST(TextReader, RefusesWhatItDoesNotKnow) {
  const auto read = [](std::string_view text) {
    TextReader reader(text, "first/v1", "BAD");
    reader.Expect("a");
    reader.Value();
    return WhyNot(reader.Finish("first/v1\na 1\n"));
  };

  EXPECT_EQ(read("first/v1\na 1\n"), "");
  for (std::string_view text : {"", "first/v1", "first/v2\na 1\n", "first/v1\na 1", "first/v1\na\n",
                                "first/v1\na  1\n", "first/v1\na 1 2\n", "first/v1\na 1\nb\n",
                                "first/v1\na 2\n", "first/v1 x\na 1\n", "first/v1\n\na 1\n"}) {
    EXPECT_NE(read(text), "") << text;
  }
}

}  // namespace
}  // namespace candour::query
