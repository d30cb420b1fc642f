#include "crypto/ed25519.h"

#include "crypto/random.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using testing::FromHex;

TEST(Ed25519, GivesThePublishedKeysAndSignatures) {  // RFC 8032 s.7.1, tests 1 and 3
  const auto first = PrivateKey::FromSeed(
      FromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(first);
  EXPECT_EQ(HexEncode(first->public_key().view()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      HexEncode(first->Sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
      "cf9b46bd25bf5f0595bbe24655141438e7a100b");

  const auto third = PrivateKey::FromSeed(
      FromHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  ASSERT_TRUE(third);
  EXPECT_EQ(
      HexEncode(third->Sign("\xaf\x82")),
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
      "84dc6594a7c15e9716ed28dc027beceea1ec40a");
  EXPECT_TRUE(Verify(third->public_key(), "\xaf\x82", third->Sign("\xaf\x82")));
}

TEST(Ed25519, GivesBackItsSeedAndSurvivesCopies) {
  const std::string seed = RandomBytes(kSeedBytes);
  auto key = PrivateKey::FromSeed(seed);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->seed(), seed);

  PrivateKey copy = *key;
  const PrivateKey other = *PrivateKey::FromSeed(std::string(kSeedBytes, 'x'));
  key.reset();
  EXPECT_TRUE(Verify(copy.public_key(), "m", copy.Sign("m")));
  copy = other;
  EXPECT_EQ(copy.Sign("m"), other.Sign("m"));
  EXPECT_EQ(copy.public_key(), other.public_key());
}

TEST(Ed25519, RefusesSeedsAndKeysOfAnotherLength) {
  EXPECT_FALSE(PrivateKey::FromSeed(std::string(31, 'x')));
  EXPECT_FALSE(PrivateKey::FromSeed(std::string(64, 'x')));
  EXPECT_FALSE(PublicKey::From(std::string(33, 'x')));
}

TEST(Ed25519, RefusesEveryFlippedBit) {
  const PrivateKey key = *PrivateKey::FromSeed(std::string(kSeedBytes, 's'));
  const std::string message = "a message";
  const std::string signature = key.Sign(message);
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string wrong = signature;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(Verify(key.public_key(), message, wrong)) << bit;
  }
  EXPECT_FALSE(Verify(key.public_key(), "another message", signature));
  EXPECT_FALSE(Verify(key.public_key(), message, signature + "x"));
  EXPECT_FALSE(Verify(key.public_key(), message, signature.substr(1)));
}

// With a key of small order, R = the neutral element and S = 0 would fit one message in eight or
// all of them.
TEST(Ed25519, LetsKeysOfSmallOrderVerifyNothing) {
  const std::string forged = "\x01" + std::string(63, '\0');
  size_t tried = 0;
  for (const char* text : {"0000000000000000000000000000000000000000000000000000000000000000",
                           "0100000000000000000000000000000000000000000000000000000000000000",
                           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"}) {
    for (char sign : {'\x00', '\x80'}) {
      std::string raw = FromHex(text);
      raw[31] = static_cast<char>(raw[31] | sign);
      for (int i = 0; i < 32; ++i) {
        EXPECT_FALSE(Verify(*PublicKey::From(raw), "message " + std::to_string(i), forged)) << text;
        ++tried;
      }
    }
  }
  EXPECT_EQ(tried, 7u * 2u * 32u);
}

}  // namespace
}  // namespace candour::crypto
