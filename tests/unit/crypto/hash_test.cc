#include "crypto/hash.h"

#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using testing::FromHex;
using testing::HashFromHex;
using testing::ToHex;

TEST(Sha256, GivesThePublishedHashes) {  // FIPS 180-4 examples
  EXPECT_EQ(ToHex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, HashesPartsAsOneText) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256("abc"));
  EXPECT_EQ(Sha256({std::string("ab"), std::string("c")}), Sha256("abc"));
}

TEST(Sha256, StreamsTheSameHashAndStartsAgain) {
  Sha256Stream stream;
  for (int i = 0; i < 1000; ++i) stream.Update("0123456789");
  const Hash streamed = stream.Finish();

  std::string all;
  for (int i = 0; i < 1000; ++i) all += "0123456789";
  EXPECT_EQ(streamed, Sha256(all));

  stream.Update("abc");
  EXPECT_EQ(stream.Finish(), Sha256("abc"));
}

TEST(Hash, IsMadeOfExactly32Bytes) {
  EXPECT_FALSE(Hash::From(std::string(31, 'x')));
  EXPECT_FALSE(Hash::From(std::string(33, 'x')));
  EXPECT_EQ(Hash::From(std::string(32, 'x'))->view(), std::string(32, 'x'));
}

TEST(HmacSha256, GivesThePublishedCodes) {  // RFC 4231 s.4.2, 4.3, 4.7, 4.8
  EXPECT_EQ(ToHex(HmacSha256(std::string(20, '\x0b'), {"Hi There"})),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(ToHex(HmacSha256("Jefe", {"what do ya want ", "for nothing?"})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(ToHex(HmacSha256(std::string(131, '\xaa'),
                             {"Test Using Larger Than Block-Size Key - Hash Key First"})),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(ToHex(HmacSha256(std::string(131, '\xaa'),
                             {"This is a test using a larger than block-size key and a larger t"
                              "han block-size data. The key needs to be hashed before being use"
                              "d by the HMAC algorithm."})),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(HkdfSha256, GivesThePublishedKeys) {  // RFC 5869 A.1 and A.3
  EXPECT_EQ(HexEncode(HkdfSha256(std::string(22, '\x0b'), FromHex("000102030405060708090a0b0c"),
                                 FromHex("f0f1f2f3f4f5f6f7f8f9"), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(HexEncode(HkdfSha256(std::string(22, '\x0b'), "", "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(HkdfSha256, GoesUpTo255Blocks) {
  const std::string all = HkdfSha256("secret", "salt", "info", 255 * 32);
  EXPECT_EQ(all.size(), 255u * 32u);
  EXPECT_EQ(HkdfSha256("secret", "salt", "info", 100), all.substr(0, 100));
  EXPECT_EQ(HkdfSha256("secret", "salt", "info", 0), "");
  EXPECT_DEATH(HkdfSha256("secret", "salt", "info", 255 * 32 + 1), "too many bytes");
}

TEST(ConstantTimeEqual, ComparesLengthAndBytes) {
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_TRUE(ConstantTimeEqual("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "ab"));
}

}  // namespace
}  // namespace candour::crypto
