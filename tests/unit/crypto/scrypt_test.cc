#include "crypto/scrypt.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

TEST(Scrypt, GivesTheKeysOfRfc7914) {
  auto first = Scrypt("", "", {.n = 16, .r = 1, .p = 1}, 64);
  ASSERT_TRUE(first);
  EXPECT_EQ(HexEncode(*first),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");

  auto second = Scrypt("password", "NaCl", {.n = 1024, .r = 8, .p = 16}, 64);
  ASSERT_TRUE(second);
  EXPECT_EQ(HexEncode(*second),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
}

TEST(Scrypt, RefusesCostsThatAreNoneOrTooMuch) {
  EXPECT_FALSE(Scrypt("p", "s", {.n = 0}, 32));
  EXPECT_FALSE(Scrypt("p", "s", {.n = 1000}, 32));
  EXPECT_FALSE(Scrypt("p", "s", {.n = 1 << 17, .r = 0}, 32));
  EXPECT_FALSE(Scrypt("p", "s", {.n = 1 << 17, .r = 8, .p = 17}, 32));
  EXPECT_FALSE(Scrypt("p", "s", {.n = uint64_t{1} << 24, .r = 64}, 32));
}

}  // namespace
}  // namespace candour::crypto
