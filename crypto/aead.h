// AES-256-GCM and ChaCha20-Poly1305 (RFC 8439): 32-byte key, 12-byte nonce, 16-byte tag behind
// the ciphertext.
//
// A key and nonce pair may seal one message only; the caller owes that. A key or nonce of another
// length is a programmer's mistake when sealing (aborts) and a refusal when opening.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crypto/outcome.h"

namespace candour::crypto {

inline constexpr size_t kAeadKeyBytes = 32;
inline constexpr size_t kAeadNonceBytes = 12;
inline constexpr size_t kAeadTagBytes = 16;

enum class AeadCipher { kAes256Gcm, kChaCha20Poly1305 };

struct AeadKey {
  std::string_view key;    // 32 bytes
  std::string_view nonce;  // 12 bytes
};

std::string Seal(AeadCipher cipher, const AeadKey& key, std::string_view aad,
                 std::string_view plaintext);
Outcome<std::string> Open(AeadCipher cipher, const AeadKey& key, std::string_view aad,
                          std::string_view sealed);

// AES-256-GCM.
std::string Seal(std::string_view key, std::string_view nonce, std::string_view aad,
                 std::string_view plaintext);
Outcome<std::string> Open(std::string_view key, std::string_view nonce, std::string_view aad,
                          std::string_view sealed);

}  // namespace candour::crypto
