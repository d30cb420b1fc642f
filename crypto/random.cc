#include "crypto/random.h"

#include <openssl/rand.h>

#include <climits>

#include "crypto/check.h"

namespace candour::crypto {

void FillRandom(std::span<uint8_t> out) {
  Check(out.size() <= INT_MAX, "too many random bytes in one call");
  if (out.empty()) return;
  Check(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1, "no randomness");
}

std::string RandomBytes(size_t n) {
  std::string out(n, '\0');
  FillRandom({reinterpret_cast<uint8_t*>(out.data()), out.size()});
  return out;
}

}  // namespace candour::crypto
