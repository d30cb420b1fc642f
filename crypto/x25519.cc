#include "crypto/x25519.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "crypto/check.h"
#include "crypto/hash.h"
#include "crypto/openssl_glue.h"

namespace candour::crypto {
namespace {

constexpr size_t kX25519Bytes = 32;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;

Key MakePrivate(std::string_view raw) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, Bytes(raw), raw.size()));
  Check(key != nullptr, "X25519 is not available");
  return key;
}

}  // namespace

Outcome<std::string> X25519PublicKey(std::string_view private_key) {
  if (private_key.size() != kX25519Bytes) return Refuse("an X25519 key is not 32 bytes long");
  const Key key = MakePrivate(private_key);
  std::string out(kX25519Bytes, '\0');
  size_t length = out.size();
  Check(EVP_PKEY_get_raw_public_key(key.get(), Bytes(out), &length) == 1,
        "an X25519 key has no public half");
  return out;
}

Outcome<std::string> X25519SharedSecret(std::string_view private_key, std::string_view public_key) {
  if (private_key.size() != kX25519Bytes || public_key.size() != kX25519Bytes) {
    return Refuse("an X25519 key is not 32 bytes long");
  }
  const ErrorMark mark;
  const Key mine = MakePrivate(private_key);
  const Key theirs(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, Bytes(public_key), public_key.size()));
  const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new(mine.get(), nullptr));
  Check(theirs != nullptr && context != nullptr, "X25519 is not available");
  std::string out(kX25519Bytes, '\0');
  size_t length = out.size();
  const bool ok = EVP_PKEY_derive_init(context.get()) == 1 &&
                  EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
                  EVP_PKEY_derive(context.get(), Bytes(out), &length) == 1;
  if (!ok || length != kX25519Bytes || ConstantTimeEqual(out, std::string(kX25519Bytes, '\0'))) {
    return Refuse("the X25519 key has small order");
  }
  return out;
}

}  // namespace candour::crypto
