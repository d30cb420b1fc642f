#include "crypto/x25519.h"

#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using testing::FromHex;

TEST(X25519, GivesThePublishedSecret) {  // RFC 7748 s.6.1
  const std::string alice =
      FromHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const std::string bob =
      FromHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const auto one = X25519SharedSecret(alice, X25519PublicKey(bob).value());
  const auto two = X25519SharedSecret(bob, X25519PublicKey(alice).value());
  ASSERT_TRUE(one && two);
  EXPECT_EQ(HexEncode(*one), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  EXPECT_EQ(*one, *two);
  EXPECT_EQ(HexEncode(X25519PublicKey(bob).value()),
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  EXPECT_FALSE(X25519PublicKey(std::string(33, 'x')));
}

}  // namespace
}  // namespace candour::crypto
