// HPKE base mode, one message (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
// ChaCha20-Poly1305. The wire form is enc[32] || ciphertext (protocol section 10).
#pragma once

#include <string>
#include <string_view>

#include "crypto/outcome.h"

namespace candour::crypto {

struct HpkeContext {
  std::string_view info{};
  std::string_view aad{};
};

// `ephemeral_private` is 32 fresh random bytes for every message; the same bytes twice reveal the
// plaintexts. Refuses keys of another length and recipients of small order.
Outcome<std::string> HpkeSeal(std::string_view recipient_public, std::string_view ephemeral_private,
                              const HpkeContext& context, std::string_view plaintext);
Outcome<std::string> HpkeOpen(std::string_view recipient_private, const HpkeContext& context,
                              std::string_view sealed);

}  // namespace candour::crypto
