// The TLS edge: nginx in front, which ends TLS and hands calls on over a unix socket with the
// client's certificate in a header (deploy/nginx).
//
// nginx has proven that the client holds the certificate's key, and has replaced any header of
// that name that the client sent itself. So the header counts on that socket alone; on every other
// listener it is ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.h"

namespace candour::rpc {

inline constexpr std::string_view kEdgeCertificateKey = "candour-client-cert";

// SHA-256 of the public key in a certificate as nginx's $ssl_client_escaped_cert writes it: PEM,
// with %XX for whatever may not stand in a header. Empty when it is no certificate.
std::optional<crypto::Hash> SpkiOfEscapedPem(std::string_view escaped);

}  // namespace candour::rpc
