#include "node/anonymise/jsonl.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(JsonlAnswer, ExplainsItselfWhenAsked) {
  JsonlAnswer answer = AnswerLine(PlainAnonymiser(), R"({"id":"1","text":"Mrs Hegarty fell"})",
                                  {.explanation = Explanation::kReasons});

  EXPECT_EQ(answer.error, "");
  EXPECT_NE(answer.line.find(R"("reason":"A name after a title.","becomes":"[PERSON-1]")"),
            std::string::npos);
}

TEST(JsonlAnswer, GivesTheMaskedTextWhenAsked) {
  EXPECT_EQ(AnswerLine(PlainAnonymiser(), R"({"id":"1","text":"Mrs \"Hegarty\"\n"})",
                       {.body = JsonlBody::kText})
                .line,
            R"({"id":"1","text":"Mrs \"[PERSON-1]\"\u000a","quarantine":false})");
}

TEST(JsonlAnswer, HoldsBackANoteWithManyDoubts) {
  // Three unknown capitals in mid-sentence: more than kQuarantineLeaks together.
  std::string line = AnonymiseJsonlLine(PlainAnonymiser(),
                                        R"({"id":"1","text":"the Zorq, the Vrelk and the Plonx"})");
  EXPECT_NE(line.find(R"("quarantine":true)"), std::string::npos) << line;
}

TEST(JsonlAnswer, NamesTheBytesThatAreNoText) {
  JsonlAnswer answer = AnswerLine(PlainAnonymiser(), "{\"id\":\"1\",\"text\":\"ab\xff\"}", {});
  EXPECT_NE(answer.error.find("byte 2"), std::string::npos);
  EXPECT_EQ(AnswerTooLong(10).line,
            R"({"id":"","error":"the line is longer than 10 bytes; split the note"})");
}

}  // namespace
}  // namespace candour::anonymise
