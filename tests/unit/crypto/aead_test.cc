#include "crypto/aead.h"

#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using testing::FromHex;

TEST(Aead, GivesThePublishedAesGcmBytes) {  // McGrew and Viega, test cases 13, 14 and 16
  const std::string zero_key(32, '\0');
  const std::string zero_nonce(12, '\0');
  EXPECT_EQ(HexEncode(Seal(zero_key, zero_nonce, "", "")), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(HexEncode(Seal(zero_key, zero_nonce, "", std::string(16, '\0'))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");

  const std::string key =
      FromHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const std::string sealed = Seal(
      key, FromHex("cafebabefacedbaddecaf888"), FromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
      FromHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532"
              "fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
  EXPECT_EQ(
      HexEncode(sealed),
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b105"
      "6828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
}

TEST(Aead, GivesThePublishedChaChaBytes) {  // RFC 8439 s.2.8.2
  const std::string key =
      FromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const std::string nonce = FromHex("070000004041424344454647");
  const std::string aad = FromHex("50515253c0c1c2c3c4c5c6c7");
  const std::string text =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      "sunscreen would be it.";
  const std::string sealed =
      Seal(AeadCipher::kChaCha20Poly1305, {.key = key, .nonce = nonce}, aad, text);
  EXPECT_EQ(HexEncode(sealed.substr(sealed.size() - 16)), "1ae10b594f09e26a7e902ecbd0600691");
  EXPECT_EQ(HexEncode(sealed.substr(0, 16)), "d31a8d34648e60db7b86afbc53ef7ec2");
  EXPECT_EQ(Open(AeadCipher::kChaCha20Poly1305, {.key = key, .nonce = nonce}, aad, sealed), text);
}

TEST(Aead, OpensWhatItSealedAndNothingElse) {
  const std::string key(32, 'k');
  const std::string nonce(12, 'n');
  const std::string text = "what nobody else reads";
  const std::string sealed = Seal(key, nonce, "aad", text);
  EXPECT_EQ(Open(key, nonce, "aad", sealed), text);
  EXPECT_EQ(Open(key, nonce, "aad", Seal(key, nonce, "aad", "")), "");

  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string wrong = sealed;
    wrong[i] = static_cast<char>(wrong[i] ^ 1);
    EXPECT_FALSE(Open(key, nonce, "aad", wrong)) << i;
    EXPECT_FALSE(Open(key, nonce, "aad", sealed.substr(0, i))) << i;
  }
  EXPECT_FALSE(Open(std::string(32, 'x'), nonce, "aad", sealed));
  EXPECT_FALSE(Open(key, std::string(12, 'x'), "aad", sealed));
  EXPECT_FALSE(Open(key, nonce, "", sealed));
  EXPECT_FALSE(Open(std::string(16, 'k'), nonce, "aad", sealed));
  EXPECT_FALSE(Open(key, std::string(8, 'n'), "aad", sealed));
}

}  // namespace
}  // namespace candour::crypto
