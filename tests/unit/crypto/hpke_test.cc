#include "crypto/hpke.h"

#include "crypto/random.h"
#include "crypto/x25519.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using testing::FromHex;

const std::string kEphemeral =
    FromHex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
const std::string kRecipient =
    FromHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
const std::string kInfo = FromHex("4f6465206f6e2061204772656369616e2055726e");

TEST(Hpke, GivesThePublishedBytes) {  // RFC 9180 A.2.1, sequence number 0
  const std::string recipient_public = X25519PublicKey(kRecipient).value();
  EXPECT_EQ(HexEncode(recipient_public),
            "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
  const std::string text = FromHex("4265617574792069732074727574682c20747275746820626561757479");
  const auto sealed =
      HpkeSeal(recipient_public, kEphemeral, {.info = kInfo, .aad = "Count-0"}, text);
  ASSERT_TRUE(sealed) << sealed.error();
  EXPECT_EQ(HexEncode(*sealed),
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
            "21993c62ce81883d2dd1b51a28");
  EXPECT_EQ(HpkeOpen(kRecipient, {.info = kInfo, .aad = "Count-0"}, *sealed), text);
}

TEST(Hpke, OpensForNobodyElseAndNothingElse) {
  const std::string recipient = RandomBytes(32);
  const HpkeContext context{.info = kInfo, .aad = "aad"};
  const auto sealed =
      HpkeSeal(X25519PublicKey(recipient).value(), RandomBytes(32), context, "a share");
  ASSERT_TRUE(sealed) << sealed.error();
  EXPECT_EQ(HpkeOpen(recipient, context, *sealed), "a share");

  EXPECT_FALSE(HpkeOpen(RandomBytes(32), context, *sealed));
  EXPECT_FALSE(HpkeOpen(recipient, {.info = "other", .aad = "aad"}, *sealed));
  EXPECT_FALSE(HpkeOpen(recipient, {.info = kInfo, .aad = "other"}, *sealed));
  for (size_t i = 0; i < sealed->size(); ++i) {
    std::string wrong = *sealed;
    wrong[i] = static_cast<char>(wrong[i] ^ 4);
    EXPECT_FALSE(HpkeOpen(recipient, context, wrong)) << i;
    EXPECT_FALSE(HpkeOpen(recipient, context, sealed->substr(0, i))) << i;
  }
}

TEST(Hpke, RefusesKeysThatAreNone) {
  const HpkeContext context{.info = kInfo, .aad = {}};
  EXPECT_FALSE(HpkeSeal(std::string(31, 'x'), kEphemeral, context, "text"));
  EXPECT_FALSE(HpkeSeal(std::string(32, '\0'), kEphemeral, context, "text")) << "small order";
  EXPECT_FALSE(HpkeSeal(X25519PublicKey(kRecipient).value(), "short", context, "text"));
  EXPECT_FALSE(HpkeOpen("short", context, std::string(64, 'x')));
  EXPECT_FALSE(HpkeOpen(kRecipient, context, std::string(64, '\0'))) << "small order";
}

}  // namespace
}  // namespace candour::crypto
