#include "crypto/prg.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

TEST(Prg, IsAesInCounterModeFromZero) {
  std::string seed;
  for (char i = 0; i < 32; ++i) seed += i;

  Prg prg(seed);

  // 32 bytes of `openssl enc -aes-256-ctr -K 0001..1f -iv 0` over zeros.
  std::string stream;
  for (int i = 0; i < 4; ++i) PutU64(stream, prg.Word());
  EXPECT_EQ(HexEncode(stream), "f29000b62a499fd0a9f39a6add2e7780f05d76ae4ab99fe5a6f69b3148c2363d");
}

TEST(Prg, GivesTheSameStreamForTheSameSeedOnly) {
  Prg one(std::string(32, 'a'));
  Prg same(std::string(32, 'a'));
  Prg other(std::string(32, 'b'));
  int equal = 0;

  for (int i = 0; i < 1000; ++i) {
    const uint64_t word = one.Word();
    ASSERT_EQ(word, same.Word()) << i;
    equal += word == other.Word();
  }

  EXPECT_EQ(equal, 0);
}

TEST(PrgDeathTest, RefusesASeedOfAnotherLength) {
  EXPECT_DEATH(Prg(std::string(31, 'a')), "wrong length");
}

}  // namespace
}  // namespace candour::crypto
