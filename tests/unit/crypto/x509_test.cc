#include "crypto/x509.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

constexpr int64_t kNow = 1764547200;

CertificateOptions Options() {
  return {.common_name = "Trust A, north-west",
          .uri_san = "candour://north-west/trust-a,DNS:evil.example",
          .now_seconds = kNow};
}

// A certificate as another program reads it.
class Reader {
 public:
  explicit Reader(const std::string& pem) : bio_(BIO_new_mem_buf(pem.data(), -1), BIO_free) {
    x509_.reset(PEM_read_bio_X509(bio_.get(), nullptr, nullptr, nullptr));
  }
  X509* get() const { return x509_.get(); }

  std::string Der() const {
    unsigned char* der = nullptr;
    const int length = i2d_X509(get(), &der);
    std::string out(reinterpret_cast<char*>(der), static_cast<size_t>(length));
    OPENSSL_free(der);
    return out;
  }

  bool IsSelfSigned() const { return X509_verify(get(), X509_get0_pubkey(get())) == 1; }

  bool IsValidAt(time_t now) const {
    return X509_cmp_time(X509_get0_notBefore(get()), &now) < 0 &&
           X509_cmp_time(X509_get0_notAfter(get()), &now) > 0;
  }

 private:
  std::unique_ptr<BIO, int (*)(BIO*)> bio_;
  std::unique_ptr<X509, void (*)(X509*)> x509_{nullptr, X509_free};
};

std::vector<std::string> AlternativeNames(X509* x509) {
  std::vector<std::string> out;
  auto* names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    const ASN1_STRING* text = name->d.uniformResourceIdentifier;
    out.push_back(std::to_string(name->type) + ":" +
                  std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                              static_cast<size_t>(ASN1_STRING_length(text))));
  }
  GENERAL_NAMES_free(names);
  return out;
}

TEST(X509, MakesASelfSignedP256Identity) {
  const auto identity = GenerateSelfSigned(Options());
  ASSERT_TRUE(identity) << identity.error();
  const Reader reader(identity->cert_pem);
  ASSERT_NE(reader.get(), nullptr);
  EXPECT_TRUE(reader.IsSelfSigned());
  EXPECT_EQ(EVP_PKEY_get_base_id(X509_get0_pubkey(reader.get())), EVP_PKEY_EC);
  EXPECT_EQ(AlternativeNames(reader.get()),
            std::vector<std::string>{std::to_string(GEN_URI) + ":" + Options().uri_san});
  EXPECT_NE(GenerateSelfSigned(Options())->key_pem, identity->key_pem);
}

TEST(X509, IsValidFromAnHourAgoForTwentyYears) {
  const Reader reader(GenerateSelfSigned(Options())->cert_pem);
  constexpr int64_t kYear = 365 * 86400;
  EXPECT_FALSE(reader.IsValidAt(kNow - 3601));
  EXPECT_TRUE(reader.IsValidAt(kNow - 3599));
  EXPECT_TRUE(reader.IsValidAt(kNow + 20 * kYear - 1));
  EXPECT_FALSE(reader.IsValidAt(kNow + 20 * kYear + 1));
}

TEST(X509, PinsTheSameKeyInEveryForm) {
  const auto identity = GenerateSelfSigned(Options());
  ASSERT_TRUE(identity);
  const auto pin = SpkiSha256FromPem(identity->cert_pem);
  ASSERT_TRUE(pin) << pin.error();
  EXPECT_EQ(SpkiSha256FromDer(Reader(identity->cert_pem).Der()), *pin);
  EXPECT_EQ(SpkiSha256FromKeyPem(identity->key_pem), *pin);

  const auto renewed = GenerateSelfSigned(identity->key_pem, Options());
  ASSERT_TRUE(renewed) << renewed.error();
  EXPECT_NE(renewed->cert_pem, identity->cert_pem);
  EXPECT_EQ(SpkiSha256FromPem(renewed->cert_pem), *pin);
  EXPECT_NE(SpkiSha256FromPem(GenerateSelfSigned(Options())->cert_pem), *pin);
}

// RFC 8410 s.4: the SubjectPublicKeyInfo is a fixed head and the 32 key bytes.
TEST(X509, GivesBothEndsOfATicketTheSamePin) {
  const auto key = PrivateKey::FromSeed(HkdfSha256("secret", "", "candour/ticket/v1", 32));
  ASSERT_TRUE(key);
  const auto identity = GenerateSelfSigned(*key, Options());
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_TRUE(Reader(identity->cert_pem).IsSelfSigned());
  const Hash pin = SpkiSha256(key->public_key());
  EXPECT_EQ(SpkiSha256FromPem(identity->cert_pem), pin);
  EXPECT_EQ(pin, Sha256({testing::FromHex("302a300506032b6570032100"), key->public_key().view()}));
}

TEST(X509, RefusesWhatIsNoCertificate) {
  const std::string pem = GenerateSelfSigned(Options())->cert_pem;
  const std::string der = Reader(pem).Der();
  EXPECT_FALSE(SpkiSha256FromPem(""));
  EXPECT_FALSE(SpkiSha256FromPem(pem.substr(0, pem.size() / 2)));
  EXPECT_FALSE(SpkiSha256FromPem(der));
  EXPECT_FALSE(SpkiSha256FromDer(""));
  EXPECT_FALSE(SpkiSha256FromDer(pem));
  EXPECT_FALSE(SpkiSha256FromDer(der + "x"));
  EXPECT_FALSE(SpkiSha256FromDer(der.substr(0, der.size() - 1)));
  EXPECT_FALSE(SpkiSha256FromKeyPem(pem));
  EXPECT_EQ(ERR_peek_error(), 0u) << "the next TLS call would find these errors";
}

TEST(X509, RefusesOptionsThatNoCertificateHolds) {
  const auto refuses = [](auto change) {
    CertificateOptions options = Options();
    change(options);
    return !GenerateSelfSigned(options).has_value();
  };
  EXPECT_TRUE(refuses([](auto& o) { o.common_name = ""; }));
  EXPECT_TRUE(refuses([](auto& o) { o.common_name = std::string(65, 'x'); }));
  EXPECT_TRUE(refuses([](auto& o) { o.common_name = "\xff"; }));
  EXPECT_TRUE(refuses([](auto& o) { o.uri_san = "a b"; }));
  EXPECT_TRUE(refuses([](auto& o) { o.uri_san = "caf\xc3\xa9"; }));
  EXPECT_TRUE(refuses([](auto& o) { o.now_seconds = -1; }));
  EXPECT_TRUE(refuses([](auto& o) { o.now_seconds = INT64_MAX; }));
  EXPECT_TRUE(refuses([](auto& o) { o.validity_days = 0; }));
  EXPECT_TRUE(refuses([](auto& o) { o.validity_days = INT32_MAX; }));
  EXPECT_FALSE(refuses([](auto& o) { o.uri_san = ""; }));
}

}  // namespace
}  // namespace candour::crypto
