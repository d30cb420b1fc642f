#include "crypto/ed25519.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "crypto/check.h"
#include "crypto/openssl_glue.h"

namespace candour::crypto {
namespace {

using KeyBytes = std::array<uint8_t, 32>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// The y coordinates, sign bit aside, of the eight points of small order: 0, 1, p - 1 and the two
// of order eight (least significant byte first).
constexpr KeyBytes kOrderEightA = {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
                                   0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
                                   0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05};
constexpr KeyBytes kOrderEightB = {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
                                   0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
                                   0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a};

constexpr KeyBytes Small(uint8_t value) {
  KeyBytes out{};
  out[0] = value;
  return out;
}

// p + offset, for p = 2^255 - 19 and an offset of -1 to 18.
constexpr KeyBytes NearP(int offset) {
  KeyBytes out{};
  for (uint8_t& byte : out) byte = 0xff;
  out[0] = static_cast<uint8_t>(0xed + offset);
  out[31] = 0x7f;
  return out;
}

bool LessThan(const KeyBytes& a, const KeyBytes& b) {
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

// A key that belongs to somebody: canonical, and not one that fits many messages.
bool IsSoundKey(const PublicKey& key) {
  KeyBytes y = key.bytes;
  y[31] &= 0x7f;
  if (!LessThan(y, NearP(0))) return false;
  return y != Small(0) && y != Small(1) && y != NearP(-1) && y != kOrderEightA && y != kOrderEightB;
}

Context NewContext() {
  Context context(EVP_MD_CTX_new());
  Check(context != nullptr, "out of memory");
  return context;
}

}  // namespace

std::optional<PublicKey> PublicKey::From(std::string_view raw) {
  PublicKey out;
  if (raw.size() != out.bytes.size()) return std::nullopt;
  std::memcpy(out.bytes.data(), raw.data(), raw.size());
  return out;
}

void PrivateKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

PrivateKey::PrivateKey(Handle handle, const PublicKey& public_key)
    : handle_(std::move(handle)), public_key_(public_key) {}

PrivateKey::PrivateKey(const PrivateKey& other)
    : handle_(other.handle_.get()), public_key_(other.public_key_) {
  if (handle_) Check(EVP_PKEY_up_ref(handle_.get()) == 1, "a key cannot be shared");
}

PrivateKey& PrivateKey::operator=(const PrivateKey& other) {
  if (this != &other) *this = PrivateKey(other);
  return *this;
}

std::optional<PrivateKey> PrivateKey::FromSeed(std::string_view seed) {
  if (seed.size() != kSeedBytes) return std::nullopt;
  Handle handle(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  Check(handle != nullptr, "Ed25519 is not available");
  PublicKey public_key;
  size_t length = public_key.bytes.size();
  Check(EVP_PKEY_get_raw_public_key(handle.get(), public_key.bytes.data(), &length) == 1,
        "an Ed25519 key has no public half");
  return PrivateKey(std::move(handle), public_key);
}

std::string PrivateKey::seed() const {
  std::string out(kSeedBytes, '\0');
  size_t length = out.size();
  Check(EVP_PKEY_get_raw_private_key(handle_.get(), Bytes(out), &length) == 1,
        "an Ed25519 key has no seed");
  return out;
}

std::string PrivateKey::Sign(std::string_view message) const {
  const Context context = NewContext();
  std::string out(kSignatureBytes, '\0');
  size_t length = out.size();
  const bool ok =
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle_.get()) == 1 &&
      EVP_DigestSign(context.get(), Bytes(out), &length, Bytes(message), message.size()) == 1;
  Check(ok && length == kSignatureBytes, "Ed25519 does not sign");
  return out;
}

bool Verify(const PublicKey& key, std::string_view message, std::string_view signature) {
  if (signature.size() != kSignatureBytes || !IsSoundKey(key)) return false;
  const ErrorMark mark;
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> handle(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()),
      EVP_PKEY_free);
  if (!handle) return false;
  const Context context = NewContext();
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

}  // namespace candour::crypto
