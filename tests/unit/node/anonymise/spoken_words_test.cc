#include "node/anonymise/spoken_words.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

TEST(SpokenWords, StandForNumbers) {
  EXPECT_EQ(SpokenDigit("oh"), 0);
  EXPECT_EQ(SpokenTeens("twelve"), 12);
  EXPECT_EQ(SpokenTens("fourty"), 40);
  EXPECT_EQ(SpokenOrdinal("thirtieth"), 30);
  EXPECT_EQ(SpokenDigit("ten"), -1);
  EXPECT_EQ(MonthOf("may"), 5);
  EXPECT_EQ(MonthOf("mayor"), 0);
}

TEST(SpokenWords, StandForLettersAndEndings) {
  EXPECT_EQ(SpelledLetter("kilo"), 'K');
  EXPECT_EQ(SpelledLetter("q"), 'Q');
  EXPECT_EQ(SpelledLetter("queue"), 0);
  EXPECT_EQ(OrdinalEnding(11), "th");
  EXPECT_EQ(OrdinalEnding(22), "nd");
}

}  // namespace
}  // namespace candour::anonymise
