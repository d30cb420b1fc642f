#include "crypto/x509.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <climits>
#include <memory>

#include "crypto/check.h"
#include "crypto/encoding.h"
#include "crypto/openssl_glue.h"

namespace candour::crypto {
namespace {

struct Free {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(BIGNUM* p) const { BN_free(p); }
  void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
  void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
  void operator()(unsigned char* p) const { OPENSSL_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr size_t kPemBytesMax = 1024 * 1024;
constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 86400;
constexpr int64_t kLatest = 253402300799;  // 9999-12-31, the end of X.509's calendar.

Owned<BIO> ReadOnly(std::string_view text) {
  Owned<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Check(bio != nullptr, "out of memory");
  return bio;
}

// A key file that is encrypted would otherwise ask for a passphrase on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

Owned<EVP_PKEY> ReadKey(std::string_view pem) {
  if (pem.size() > kPemBytesMax) return nullptr;
  return Owned<EVP_PKEY>(
      PEM_read_bio_PrivateKey(ReadOnly(pem).get(), nullptr, NoPassphrase, nullptr));
}

Owned<EVP_PKEY> ToEvp(const PrivateKey& key) {
  std::string seed = key.seed();
  Owned<EVP_PKEY> out(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  Wipe(seed);
  Check(out != nullptr, "Ed25519 is not available");
  return out;
}

Hash HashDer(unsigned char* der, int length) {
  Check(length > 0, "a public key has no encoding");
  const Owned<unsigned char> owned(der);
  return Sha256(std::string_view(reinterpret_cast<const char*>(der), static_cast<size_t>(length)));
}

Hash SpkiOfKey(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key, &der);
  return HashDer(der, length);
}

// As it stands in the certificate, whether or not we know the algorithm.
Outcome<Hash> SpkiOfCertificate(const X509* certificate) {
  if (certificate == nullptr) return Refuse("this is not a certificate");
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (length <= 0) return Refuse("the certificate's public key cannot be read");
  return HashDer(der, length);
}

std::string TakeText(BIO* bio) {
  char* start = nullptr;
  const long length = BIO_get_mem_data(bio, &start);
  return std::string(start, static_cast<size_t>(length));
}

std::string CertificatePem(X509* certificate) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  Check(bio && PEM_write_bio_X509(bio.get(), certificate) == 1, "a certificate is not written");
  return TakeText(bio.get());
}

std::string KeyPem(const EVP_PKEY* key) {
  const Owned<BIO> bio(BIO_new(BIO_s_secmem()));
  Check(bio && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1,
        "a private key is not written");
  return TakeText(bio.get());
}

Outcome<void> CheckOptions(const CertificateOptions& options) {
  constexpr size_t kCommonNameMax = 64;  // RFC 5280's ub-common-name.
  constexpr size_t kUriMax = 1024;
  const std::string& name = options.common_name;
  if (name.empty() || name.size() > kCommonNameMax || !IsUtf8(name)) {
    return Refuse("a certificate's name has 1 to 64 bytes of UTF-8");
  }
  for (char c : options.uri_san) {
    if (c <= 0x20 || c >= 0x7f) return Refuse("a certificate's URI is printable ASCII");
  }
  if (options.uri_san.size() > kUriMax) return Refuse("a certificate's URI is too long");
  const bool in_calendar = options.now_seconds >= kHour && options.now_seconds <= kLatest &&
                           options.validity_days > 0 &&
                           options.validity_days * kDay <= kLatest - options.now_seconds;
  if (!in_calendar) return Refuse("a certificate's dates are outside the calendar");
  return {};
}

// 127 random bits: positive, and never twice.
bool SetSerial(X509* certificate) {
  const Owned<BIGNUM> serial(BN_new());
  return serial && BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetNames(X509* certificate, const std::string& common_name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, Bytes(common_name),
                                    static_cast<int>(common_name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1;
}

bool SetDates(X509* certificate, const CertificateOptions& options) {
  const int64_t from = options.now_seconds - kHour;
  const int64_t until = options.now_seconds + options.validity_days * kDay;
  return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr;
}

// Built by hand rather than from OpenSSL's configuration syntax, in which a comma would begin
// another name.
bool AddUri(X509* certificate, const std::string& uri) {
  if (uri.empty()) return true;
  const Owned<GENERAL_NAMES> names(GENERAL_NAMES_new());
  GENERAL_NAME* name = GENERAL_NAME_new();
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  Check(names && name && text, "out of memory");
  Check(ASN1_STRING_set(text, uri.data(), static_cast<int>(uri.size())) == 1, "out of memory");
  GENERAL_NAME_set0_value(name, GEN_URI, text);
  Check(sk_GENERAL_NAME_push(names.get(), name) > 0, "out of memory");
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) ==
         1;
}

bool AddExtension(X509* certificate, int id, const char* value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Outcome<TlsIdentity> MakeIdentity(EVP_PKEY* key, const CertificateOptions& options) {
  Outcome<void> checked = CheckOptions(options);
  if (!checked) return Refuse(checked.error());
  const Owned<X509> certificate(X509_new());
  Check(certificate != nullptr, "out of memory");
  X509* const x = certificate.get();
  constexpr long kVersion3 = 2;
  const bool built =
      X509_set_version(x, kVersion3) == 1 && SetSerial(x) && SetNames(x, options.common_name) &&
      SetDates(x, options) && X509_set_pubkey(x, key) == 1 &&
      AddExtension(x, NID_basic_constraints, "critical,CA:FALSE") &&
      AddExtension(x, NID_key_usage, "critical,digitalSignature") &&
      AddExtension(x, NID_ext_key_usage, "serverAuth,clientAuth") && AddUri(x, options.uri_san);
  if (!built) return Refuse("the certificate cannot be built");
  // Ed25519 signs the certificate itself, not its digest.
  const bool is_ed25519 = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
  if (X509_sign(x, key, is_ed25519 ? nullptr : EVP_sha256()) <= 0) {
    return Refuse("the key cannot sign a certificate");
  }
  return TlsIdentity{.cert_pem = CertificatePem(x), .key_pem = KeyPem(key)};
}

}  // namespace

Outcome<Hash> SpkiSha256FromPem(std::string_view cert_pem) {
  if (cert_pem.size() > kPemBytesMax) return Refuse("the certificate is too large");
  const ErrorMark mark;
  const Owned<X509> certificate(
      PEM_read_bio_X509(ReadOnly(cert_pem).get(), nullptr, NoPassphrase, nullptr));
  return SpkiOfCertificate(certificate.get());
}

Outcome<Hash> SpkiSha256FromDer(std::string_view cert_der) {
  if (cert_der.size() > kPemBytesMax) return Refuse("the certificate is too large");
  const ErrorMark mark;
  const unsigned char* at = Bytes(cert_der);
  const Owned<X509> certificate(d2i_X509(nullptr, &at, static_cast<long>(cert_der.size())));
  if (certificate && at != Bytes(cert_der) + cert_der.size()) {
    return Refuse("something follows the certificate");
  }
  return SpkiOfCertificate(certificate.get());
}

Hash SpkiSha256(const PublicKey& key) {
  const Owned<EVP_PKEY> handle(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
  Check(handle != nullptr, "Ed25519 is not available");
  return SpkiOfKey(handle.get());
}

Outcome<Hash> SpkiSha256FromKeyPem(std::string_view private_key_pem) {
  const ErrorMark mark;
  const Owned<EVP_PKEY> key = ReadKey(private_key_pem);
  if (!key) return Refuse("this is not an unencrypted private key in PEM");
  return SpkiOfKey(key.get());
}

Outcome<TlsIdentity> GenerateSelfSigned(const CertificateOptions& options) {
  const ErrorMark mark;
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  Check(key != nullptr, "P-256 is not available");
  return MakeIdentity(key.get(), options);
}

Outcome<TlsIdentity> GenerateSelfSigned(const PrivateKey& key, const CertificateOptions& options) {
  const ErrorMark mark;
  return MakeIdentity(ToEvp(key).get(), options);
}

Outcome<TlsIdentity> GenerateSelfSigned(std::string_view private_key_pem,
                                        const CertificateOptions& options) {
  const ErrorMark mark;
  const Owned<EVP_PKEY> key = ReadKey(private_key_pem);
  if (!key) return Refuse("this is not an unencrypted private key in PEM");
  return MakeIdentity(key.get(), options);
}

}  // namespace candour::crypto
