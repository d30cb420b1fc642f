// X25519 key agreement (RFC 7748). Keys are 32 raw bytes.
#pragma once

#include <string>
#include <string_view>

#include "crypto/outcome.h"

namespace candour::crypto {

// Refuses anything but 32 bytes.
Outcome<std::string> X25519PublicKey(std::string_view private_key);
// Refuses keys of another length and an all-zero result (RFC 7748 s.6.1).
Outcome<std::string> X25519SharedSecret(std::string_view private_key, std::string_view public_key);

}  // namespace candour::crypto
