#include "crypto/aead.h"

#include <openssl/evp.h>

#include <climits>
#include <memory>

#include "crypto/check.h"
#include "crypto/openssl_glue.h"

namespace candour::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

constexpr int kOpening = 0;
constexpr int kSealing = 1;

const EVP_CIPHER* Algorithm(AeadCipher cipher) {
  static const EVP_CIPHER* const aes = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  static const EVP_CIPHER* const chacha = EVP_CIPHER_fetch(nullptr, "ChaCha20-Poly1305", nullptr);
  return cipher == AeadCipher::kAes256Gcm ? aes : chacha;
}

bool IsKey(const AeadKey& key) {
  return key.key.size() == kAeadKeyBytes && key.nonce.size() == kAeadNonceBytes;
}

// A context that has its key and has read the additional bytes.
Context Start(AeadCipher cipher, const AeadKey& key, std::string_view aad, int direction) {
  Context context(EVP_CIPHER_CTX_new());
  Check(context != nullptr, "out of memory");
  int ignored = 0;
  const bool ok = EVP_CipherInit_ex(context.get(), Algorithm(cipher), nullptr, Bytes(key.key),
                                    Bytes(key.nonce), direction) == 1 &&
                  (aad.empty() || EVP_CipherUpdate(context.get(), nullptr, &ignored, Bytes(aad),
                                                   static_cast<int>(aad.size())) == 1);
  Check(ok, "the cipher does not start");
  return context;
}

bool IsShort(std::string_view aad, std::string_view text) {
  return aad.size() <= INT_MAX && text.size() <= INT_MAX - kAeadTagBytes;
}

// Turns `in` into `out`, which has at least as many bytes, and ends the message.
bool Run(EVP_CIPHER_CTX* context, std::string_view in, unsigned char* out) {
  int length = 0;
  int ignored = 0;
  if (!in.empty() &&
      EVP_CipherUpdate(context, out, &length, Bytes(in), static_cast<int>(in.size())) != 1) {
    return false;
  }
  return EVP_CipherFinal_ex(context, out + length, &ignored) == 1;
}

}  // namespace

std::string Seal(AeadCipher cipher, const AeadKey& key, std::string_view aad,
                 std::string_view plaintext) {
  Check(IsKey(key) && IsShort(aad, plaintext), "sealing with a key or text of a wrong length");
  const Context context = Start(cipher, key, aad, kSealing);
  std::string out(plaintext.size() + kAeadTagBytes, '\0');
  const bool ok = Run(context.get(), plaintext, Bytes(out)) &&
                  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kAeadTagBytes,
                                      Bytes(out) + plaintext.size()) == 1;
  Check(ok, "the cipher does not seal");
  return out;
}

Outcome<std::string> Open(AeadCipher cipher, const AeadKey& key, std::string_view aad,
                          std::string_view sealed) {
  if (!IsKey(key)) return Refuse("the key or nonce has a wrong length");
  if (sealed.size() < kAeadTagBytes) return Refuse("the sealed bytes are cut short");
  if (!IsShort(aad, sealed)) return Refuse("the sealed bytes are too long");
  const ErrorMark mark;
  const std::string_view ciphertext = sealed.substr(0, sealed.size() - kAeadTagBytes);
  std::string tag(sealed.substr(ciphertext.size()));
  const Context context = Start(cipher, key, aad, kOpening);
  Check(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kAeadTagBytes, Bytes(tag)) == 1,
        "the cipher takes no tag");
  std::string out(ciphertext.size(), '\0');
  if (!Run(context.get(), ciphertext, Bytes(out))) {
    return Refuse("the sealed bytes do not open with this key");
  }
  return out;
}

std::string Seal(std::string_view key, std::string_view nonce, std::string_view aad,
                 std::string_view plaintext) {
  return Seal(AeadCipher::kAes256Gcm, {.key = key, .nonce = nonce}, aad, plaintext);
}

Outcome<std::string> Open(std::string_view key, std::string_view nonce, std::string_view aad,
                          std::string_view sealed) {
  return Open(AeadCipher::kAes256Gcm, {.key = key, .nonce = nonce}, aad, sealed);
}

}  // namespace candour::crypto
