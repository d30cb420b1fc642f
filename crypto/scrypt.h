// scrypt (RFC 7914): a key from a passphrase, made costly to guess in time and memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/outcome.h"

namespace candour::crypto {

struct ScryptCost {
  uint64_t n = 1 << 17;  // A power of two. Memory: 128 * n * r bytes.
  uint64_t r = 8;
  uint64_t p = 1;
};

// `bytes` of key. Refuses costs that are not valid, and more than 1 GiB of memory.
Outcome<std::string> Scrypt(std::string_view passphrase, std::string_view salt,
                            const ScryptCost& cost, size_t bytes);

}  // namespace candour::crypto
