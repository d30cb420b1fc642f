#include "config/toml_letters.h"

#include <gtest/gtest.h>

namespace candour::config {
namespace {

TEST(TomlLettersTest, LettersMayStandInTextsAndComments) {
  for (const char* toml : {
           "",
           "\xef\xbb\xbf[node]\nname = \"a\"\n",
           "name = \"Ysbyty Gwynedd \xc3\xa2\"  # \xc3\xa9\n",
           "name = 'na\xc3\xafve'\n",
           "text = \"\"\"\none \"\xc3\xa9\" two\n\xc3\xa9\"\"\"\"\"\nnext = 1\n",
           "text = '''\n'\xc3\xa9' ''''\n",
           "text = \"a \\\" \xc3\xa9\"\n",
           "\"key \xc3\xa9\" = 1\n",
       }) {
    EXPECT_EQ(FirstLineWithBareLetters(toml), std::nullopt) << toml;
  }
}

TEST(TomlLettersTest, ElsewhereTheirLineIsTold) {
  EXPECT_EQ(FirstLineWithBareLetters("\xef\xbb\x99"), 1);
  EXPECT_EQ(FirstLineWithBareLetters("[\xc2\xa2\n"), 1);
  EXPECT_EQ(FirstLineWithBareLetters("a = 1\nn\xc3\xa9 = 2\n"), 2);
  EXPECT_EQ(FirstLineWithBareLetters("a = \"\"\"x\"\"\"\"\" \xc3\xa9\n"), 1);
  EXPECT_EQ(FirstLineWithBareLetters("a = 'x\\' \xc3\xa9\n"), 1);
  // What has no end on its line ends there.
  EXPECT_EQ(FirstLineWithBareLetters("a = \"x\n\xc3\xa9 = 1\n"), 2);
  EXPECT_EQ(FirstLineWithBareLetters("a = \"x\\\n\xc3\xa9 = 1\n"), std::nullopt);
}

}  // namespace
}  // namespace candour::config
