#include "crypto/openssl_glue.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include "crypto/aead.h"
#include "crypto/ed25519.h"
#include "crypto/x25519.h"

namespace candour::crypto {
namespace {

TEST(ErrorMark, TakesBackItsOwnErrorsAndNoOthers) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 1);
  {
    const ErrorMark mark;
    ERR_raise(ERR_LIB_USER, 2);
  }
  EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 1);
  EXPECT_EQ(ERR_get_error(), 0u);
}

TEST(ErrorMark, LeavesNoErrorBehindARefusal) {
  ERR_clear_error();
  const PrivateKey key = *PrivateKey::FromSeed(std::string(kSeedBytes, 'a'));
  EXPECT_FALSE(Verify(key.public_key(), "message", std::string(kSignatureBytes, '\xff')));
  EXPECT_FALSE(Open(std::string(32, 'k'), std::string(12, 'n'), "", std::string(40, 'x')));
  EXPECT_FALSE(X25519SharedSecret(std::string(32, 'k'), std::string(32, '\0')));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace candour::crypto
