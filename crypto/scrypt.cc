#include "crypto/scrypt.h"

#include <openssl/evp.h>

namespace candour::crypto {
namespace {

constexpr uint64_t kMemoryMax = uint64_t{1} << 30;

}  // namespace

Outcome<std::string> Scrypt(std::string_view passphrase, std::string_view salt,
                            const ScryptCost& cost, size_t bytes) {
  const bool power = cost.n > 1 && (cost.n & (cost.n - 1)) == 0;
  if (!power || cost.r == 0 || cost.p == 0 || cost.r > 64 || cost.p > 16 || cost.n > kMemoryMax ||
      128 * cost.n * cost.r > kMemoryMax) {
    return Refuse("this cost of scrypt is not supported");
  }
  std::string key(bytes, '\0');
  // The limit covers what the function itself needs beside the table.
  const int done = EVP_PBE_scrypt(
      passphrase.data(), passphrase.size(), reinterpret_cast<const uint8_t*>(salt.data()),
      salt.size(), cost.n, cost.r, cost.p, 2 * kMemoryMax, reinterpret_cast<uint8_t*>(key.data()),
      key.size());
  if (done != 1) return Refuse("scrypt failed: not enough memory");
  return key;
}

}  // namespace candour::crypto
