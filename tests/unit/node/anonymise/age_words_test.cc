#include "node/anonymise/age_words.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

TEST(AgeWords, TellMeasuresFromPeople) {
  for (std::string_view word : {"sats", "hb", "bp", "weight", "units"}) {
    EXPECT_TRUE(IsMeasuredThing(word)) << word;
    EXPECT_FALSE(IsSaidOfSomebody(word)) << word;
  }
  for (std::string_view word : {"lives", "frail", "dnacpr", "nof", "admitted"}) {
    EXPECT_TRUE(IsSaidOfSomebody(word)) << word;
    EXPECT_FALSE(IsMeasuredThing(word)) << word;
  }
}

}  // namespace
}  // namespace candour::anonymise
