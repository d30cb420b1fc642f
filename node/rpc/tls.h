// Mutual TLS between nodes: self-signed certificates, trusted by the SHA-256 of their public key.
//
// Possession of the key is proven by the handshake; which keys are welcome is asked on every call,
// not here. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "crypto/x509.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
class ServerContextBase;
}  // namespace grpc

namespace candour::rpc {

// Process-wide settings of gRPC; call once before the first channel or server is made. Leaves TLS
// 1.2 without a usable suite (our keys are EC or Ed25519 and the list names RSA suites only), and
// keeps the library from writing to stderr past our log, unless GRPC_VERBOSITY asks for it.
void PrepareLibrary();

// Asks every client for a certificate; any is admitted this far.
std::shared_ptr<grpc::ServerCredentials> PinnedServer(const crypto::TlsIdentity& identity);

// Accepts a server whose key is one of `pins`. `mismatch` (may be empty) hears, on a thread of
// gRPC's, the fingerprint of any other key that was shown.
using OnMismatch = std::function<void(const crypto::Hash& found)>;
std::shared_ptr<grpc::ChannelCredentials> PinnedClient(const crypto::TlsIdentity& identity,
                                                       std::vector<crypto::Hash> pins,
                                                       OnMismatch mismatch);

// The public key that the other end of this call proved to hold; empty when there is none.
std::optional<crypto::Hash> SpkiOf(const grpc::ServerContextBase& context);

// "expected key ab12..., found cd34...": full hex, for people who compare.
std::string PinMismatch(const std::vector<crypto::Hash>& expected, const crypto::Hash& found);

}  // namespace candour::rpc
