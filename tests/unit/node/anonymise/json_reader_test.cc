#include "node/anonymise/json_reader.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

TEST(JsonReader, ReadsANoteWithEverythingInIt) {
  auto note = ReadNote(
      R"( {"id":7,"extra":{"a":[1,true,null]},"text":"a\u00e9\ud83d\ude00\n","origin":"african",)"
      R"("style":"gp","seeds":[{"kind":"patient","value":"X"}],)"
      R"("spans":[{"start":0,"end":1,"type":"PERSON","origin":"british"}],)"
      R"("traps":[{"start":1,"end":2,"kind":"drug"}]} )");

  ASSERT_TRUE(note.has_value()) << note.error();
  EXPECT_EQ(note->id, "7");
  EXPECT_EQ(note->text, "a\xc3\xa9\xf0\x9f\x98\x80\n");
  EXPECT_EQ(note->origin, "african");
  EXPECT_EQ(note->style, "gp");
  ASSERT_EQ(note->seeds.size(), 1u);
  EXPECT_EQ(note->seeds[0].value, "X");
  ASSERT_EQ(note->spans.size(), 1u);
  EXPECT_EQ(note->spans[0].origin, "british");
  ASSERT_EQ(note->traps.size(), 1u);
  EXPECT_EQ(note->traps[0].type, "drug");
}

TEST(JsonReader, SaysWhatItExpectedAndWhere) {
  struct Case {
    std::string_view line;
    std::string_view expected;
  };
  for (const Case& each :
       std::vector<Case>{{"", "an object at byte 0"},
                         {"{\"id\" 1}", "a colon at byte 6"},
                         {"{\"id\":\"1\"", "a closing brace"},
                         {"{\"id\":\"1\"} x", "the end of the line"},
                         {"{\"text\":\"\\q\"}", "an escaped character"},
                         {"{\"text\":\"\\udc00\"}", "the first half of a surrogate pair"},
                         {"{\"spans\":[{\"start\":\"x\"}]}", "an offset"},
                         {"{\"spans\":[1}", "an object"},
                         {"{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "fewer nested values"}}) {
    auto note = ReadNote(each.line);
    ASSERT_FALSE(note.has_value()) << each.line;
    EXPECT_NE(note.error().find(each.expected), std::string::npos) << note.error();
  }
}

}  // namespace
}  // namespace candour::anonymise
