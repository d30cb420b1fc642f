#include "crypto/random.h"

#include <gtest/gtest.h>

namespace candour::crypto {
namespace {

TEST(FillRandom, GivesOtherBytesEachTime) {
  EXPECT_EQ(RandomBytes(0), "");
  EXPECT_EQ(RandomBytes(33).size(), 33u);
  EXPECT_NE(RandomBytes(32), RandomBytes(32));
}

}  // namespace
}  // namespace candour::crypto
