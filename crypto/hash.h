// SHA-256, HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869).
//
// Every function is pure and may be called from any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX, which this header does not include.

namespace candour::crypto {

inline constexpr size_t kHashBytes = 32;

struct Hash {
  std::array<uint8_t, kHashBytes> bytes{};

  auto operator<=>(const Hash&) const = default;

  // Valid as long as this object.
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string ToString() const { return std::string(view()); }

  // Empty unless `raw` has exactly 32 bytes.
  static std::optional<Hash> From(std::string_view raw);
};

Hash Sha256(std::string_view bytes);
// The hash of the parts one after the other.
Hash Sha256(std::initializer_list<std::string_view> parts);

// For input that does not fit in memory. One thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();

  void Update(std::string_view bytes);
  // The hash of everything so far; the stream is then empty again.
  Hash Finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Hash HmacSha256(std::string_view key, std::initializer_list<std::string_view> parts);

// `n` bytes, at most 255 * 32 (a programmer's mistake beyond that: aborts).
std::string HkdfSha256(std::string_view ikm, std::string_view salt, std::string_view info,
                       size_t n);
// The two halves of HKDF, for schemes that use them apart (RFC 9180).
Hash HkdfExtract(std::string_view salt, std::string_view ikm);
std::string HkdfExpand(std::string_view prk, std::string_view info, size_t n);

// Takes a time that depends on the lengths only.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

// Overwrites a secret in a way that the compiler keeps, and empties it.
void Wipe(std::string& secret);

}  // namespace candour::crypto

// Hashes are spread evenly already: the first bytes serve as the bucket.
template <>
struct std::hash<candour::crypto::Hash> {
  size_t operator()(const candour::crypto::Hash& h) const noexcept {
    size_t out = 0;
    for (size_t i = 0; i < sizeof out; ++i) out = out << 8 | h.bytes[i];
    return out;
  }
};
