#include "federation/sync/cosignature.h"

#include <gtest/gtest.h>

#include "crypto/cosignature.h"
#include "crypto/hash.h"

namespace candour {
namespace {

TEST(Cosignature, IsALineAgainWithItsName) {
  const auto key = *crypto::PrivateKey::FromSeed(crypto::Sha256("key").view());
  const crypto::SignatureLine line = crypto::Cosign("candour/c/1", key, "text\n", 1'800'000'000);

  const auto short_form = CosignatureOf(line.ToString());

  ASSERT_TRUE(short_form);
  EXPECT_EQ(short_form->key_id, line.key_id);
  EXPECT_EQ(short_form->time, 1'800'000'000u);
  EXPECT_EQ(short_form->signature.size(), kSignatureBytes);
  EXPECT_EQ(LineOf(*short_form, "candour/c/1"), line);
}

TEST(Cosignature, HasNoShortFormOfOtherLines) {
  const auto key = *crypto::PrivateKey::FromSeed(crypto::Sha256("key").view());
  EXPECT_FALSE(CosignatureOf(crypto::SignNote("candour/f/1", key, "text\n").ToString()));
  EXPECT_FALSE(CosignatureOf("no line"));
  EXPECT_FALSE(CosignatureOf(""));
}

}  // namespace
}  // namespace candour
