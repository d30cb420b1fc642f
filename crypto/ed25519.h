// Ed25519 (RFC 8032), plain variant.
//
// Objects may be shared between threads once made.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's EVP_PKEY, which this header does not include.

namespace candour::crypto {

inline constexpr size_t kSeedBytes = 32;
inline constexpr size_t kSignatureBytes = 64;

struct PublicKey {
  std::array<uint8_t, 32> bytes{};

  auto operator<=>(const PublicKey&) const = default;
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  // Empty unless `raw` has exactly 32 bytes.
  static std::optional<PublicKey> From(std::string_view raw);
};

class PrivateKey {
 public:
  // Empty unless `seed` has exactly 32 bytes.
  static std::optional<PrivateKey> FromSeed(std::string_view seed);

  // A copy shares the parsed key; it costs a reference count.
  PrivateKey(const PrivateKey& other);
  PrivateKey& operator=(const PrivateKey& other);
  PrivateKey(PrivateKey&&) noexcept = default;
  PrivateKey& operator=(PrivateKey&&) noexcept = default;

  const PublicKey& public_key() const { return public_key_; }
  // The 32 secret bytes. The caller wipes them after use.
  std::string seed() const;
  // 64 bytes.
  std::string Sign(std::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Free>;

  PrivateKey(Handle handle, const PublicKey& public_key);

  Handle handle_;
  PublicKey public_key_;
};

// Strict: a signature has one accepted encoding (S below the group order), and keys of small
// order or in a non-canonical encoding verify nothing.
bool Verify(const PublicKey& key, std::string_view message, std::string_view signature);

}  // namespace candour::crypto
