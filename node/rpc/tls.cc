#include "node/rpc/tls.h"

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include "crypto/encoding.h"

namespace candour::rpc {
namespace {

constexpr size_t kCertificatesMax = 1024;

using grpc::experimental::CertificateVerifier;
using grpc::experimental::ExternalCertificateVerifier;
using grpc::experimental::TlsCustomVerificationCheckRequest;

std::shared_ptr<grpc::experimental::StaticDataCertificateProvider> ProviderOf(
    const crypto::TlsIdentity& identity) {
  // A root is wanted although nothing is verified against it: our own certificate stands in.
  return std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
      identity.cert_pem,
      std::vector<grpc::experimental::IdentityKeyCertPair>{{identity.key_pem, identity.cert_pem}});
}

class PinVerifier final : public ExternalCertificateVerifier {
 public:
  PinVerifier(std::vector<crypto::Hash> pins, OnMismatch mismatch)
      : pins_(std::move(pins)), mismatch_(std::move(mismatch)) {}

  bool Verify(TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    const grpc::string_ref pem = request->peer_cert();
    const auto found = crypto::SpkiSha256FromPem({pem.data(), pem.size()});
    if (!found) {
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "unreadable certificate");
    } else if (std::find(pins_.begin(), pins_.end(), *found) == pins_.end()) {
      if (mismatch_) mismatch_(*found);
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, PinMismatch(pins_, *found));
    } else {
      *sync_status = grpc::Status::OK;
    }
    return true;
  }
  void Cancel(TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::vector<crypto::Hash> pins_;
  const OnMismatch mismatch_;
};

// Every call shows its certificate again, and reading one takes longer than many a call: those of
// the peers of now are read once.
class Certificates {
 public:
  std::optional<crypto::Hash> SpkiOf(const std::string& pem) {
    const crypto::Hash text = crypto::Sha256(pem);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (const auto known = spki_.find(text); known != spki_.end()) return known->second;
    }
    const auto spki = crypto::SpkiSha256FromPem(pem);
    if (!spki) return std::nullopt;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (spki_.size() == kCertificatesMax) spki_.clear();
    return spki_.emplace(text, *spki).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<crypto::Hash, crypto::Hash> spki_;  // By that of the certificate, which may be large.
};

}  // namespace

void PrepareLibrary() {
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  setenv("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384", /*overwrite=*/1);
}

std::shared_ptr<grpc::ServerCredentials> PinnedServer(const crypto::TlsIdentity& identity) {
  grpc::experimental::TlsServerCredentialsOptions options(ProviderOf(identity));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> PinnedClient(const crypto::TlsIdentity& identity,
                                                       std::vector<crypto::Hash> pins,
                                                       OnMismatch mismatch) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(ProviderOf(identity));
  options.watch_identity_key_cert_pairs();
  options.watch_root_certs();
  options.set_verify_server_certs(false);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      ExternalCertificateVerifier::Create<PinVerifier>(std::move(pins), std::move(mismatch)));
  return grpc::experimental::TlsCredentials(options);
}

std::optional<crypto::Hash> SpkiOf(const grpc::ServerContextBase& context) {
  const auto auth = context.auth_context();
  if (!auth) return std::nullopt;
  const auto values = auth->FindPropertyValues("x509_pem_cert");
  if (values.size() != 1) return std::nullopt;
  static Certificates known;
  return known.SpkiOf(std::string(values[0].data(), values[0].size()));
}

std::string PinMismatch(const std::vector<crypto::Hash>& expected, const crypto::Hash& found) {
  std::string text = "expected key ";
  for (const crypto::Hash& pin : expected) {
    if (&pin != &expected.front()) text += " or ";
    text += crypto::HexEncode(pin.view());
  }
  return text + ", found " + crypto::HexEncode(found.view());
}

}  // namespace candour::rpc
