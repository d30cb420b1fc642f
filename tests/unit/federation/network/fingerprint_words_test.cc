#include "federation/network/fingerprint_words.h"

#include <gtest/gtest.h>

#include <set>

namespace candour {
namespace {

TEST(FingerprintWords, AreShortAndAllDifferent) {
  std::set<std::string> words;
  for (uint32_t i = 0; i < kFingerprintWords; ++i) {
    words.insert(FingerprintWord(i));
    EXPECT_GE(FingerprintWord(i).size(), 4u);
    EXPECT_LE(FingerprintWord(i).size(), 5u);
  }
  EXPECT_EQ(words.size(), kFingerprintWords);
}

}  // namespace
}  // namespace candour
