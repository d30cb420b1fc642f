#include "node/anonymise/code_groups.h"

#include <gtest/gtest.h>

#include "node/anonymise/lexicon.h"

namespace candour::anonymise {
namespace {

class Groups : public testing::Test {
 protected:
  // The group that begins with the first token of `text`.
  std::string Plain(std::string_view text, CodeAllows allows = {}) {
    const Document document(Normalise(text).value(), lexicon_);
    const CodeGroups groups(document, {});
    if (!groups.Begins(0, allows)) return "";
    const size_t end = document.tokens()[groups.At(0, allows).last].end;
    return std::string(document.text().substr(0, end));
  }
  std::string Loose(std::string_view text) { return Plain(text, {.blanks = true}); }

  Lexicon lexicon_{CompiledGazetteer()};
};

TEST_F(Groups, AreJoinedByMarksAndBlanks) {
  EXPECT_EQ(Plain("24:IM:0078112 is"), "24:IM:0078112");
  EXPECT_EQ(Plain("XQ 99 12 83) was"), "XQ 99 12 83");
  EXPECT_EQ(Plain("CA 5107 K, which"), "CA 5107 K");
  EXPECT_EQ(Plain("SCN_0033 found"), "SCN_0033");
  EXPECT_EQ(Plain("word 4417"), "");
}

TEST_F(Groups, MayHaveBlanksBesideTheirMarksWhereAnnounced) {
  EXPECT_EQ(Loose("B 447/ 8812) went"), "B 447/ 8812");
  EXPECT_EQ(Loose("00 - 417 - 93 was"), "00 - 417 - 93");
  EXPECT_EQ(Loose("D. 30 4417. Told"), "D. 30 4417");
  EXPECT_EQ(Plain("00 - 417 - 93 was"), "00");
}

TEST_F(Groups, EndBeforeMeasuresTimesAndSentences) {
  EXPECT_EQ(Plain("4417 20 mg"), "4417");
  EXPECT_EQ(Plain("4417 14:55"), "4417");
  EXPECT_EQ(Plain("4417. 2201 came"), "4417");
}

TEST_F(Groups, CountWhatTheyHold) {
  const Document document(Normalise("XQ 99 123").value(), lexicon_);
  const CodeGroup group = CodeGroups(document, {}).At(0, {});

  EXPECT_EQ(group.digits, 5u);
  EXPECT_EQ(group.letters, 2u);
  EXPECT_EQ(group.longest, 3u);
  EXPECT_TRUE(group.blanks);
}

}  // namespace
}  // namespace candour::anonymise
