// What TLS pinning needs of X.509: self-signed certificates and the hash of their public key.
//
// Pins decide trust, so dates and names in a certificate carry none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/outcome.h"

namespace candour::crypto {

// SHA-256 of the DER SubjectPublicKeyInfo of a certificate; the first one of a PEM text.
Outcome<Hash> SpkiSha256FromPem(std::string_view cert_pem);
Outcome<Hash> SpkiSha256FromDer(std::string_view cert_der);
// Of a key on its own: what a certificate made from it will have.
Hash SpkiSha256(const PublicKey& key);
Outcome<Hash> SpkiSha256FromKeyPem(std::string_view private_key_pem);

struct CertificateOptions {
  std::string common_name{};  // 1 to 64 bytes of UTF-8
  std::string uri_san{};      // ASCII; none when empty
  int64_t now_seconds = 0;    // not_before is an hour earlier
  int validity_days = 20 * 365;
};

struct TlsIdentity {
  std::string cert_pem;
  std::string key_pem;  // PKCS #8, unencrypted
};

// With a new EC P-256 key from the system's randomness: a node's own TLS key.
Outcome<TlsIdentity> GenerateSelfSigned(const CertificateOptions& options);
// With the given Ed25519 key: a join ticket's one-time client key (protocol section 5, Joining).
Outcome<TlsIdentity> GenerateSelfSigned(const PrivateKey& key, const CertificateOptions& options);
// A fresh certificate around an existing key.
Outcome<TlsIdentity> GenerateSelfSigned(std::string_view private_key_pem,
                                        const CertificateOptions& options);

}  // namespace candour::crypto
