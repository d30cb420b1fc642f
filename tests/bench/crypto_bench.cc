// What hashing and signing cost here, beside the bare algorithm.
#include <openssl/evp.h>

#include "crypto/ed25519.h"
#include "crypto/merkle.h"
#include "crypto/random.h"
#include "federation/feed/leaf.h"
#include "tests/bench/bench.h"
#include "tests/bench/measure.h"

namespace candour::bench {
namespace {

// SHA-256 of the leaf's 113 bytes with everything prepared beforehand: what the library can do.
double BareHashesPerSecond(double seconds, const std::string& bytes) {
  EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  unsigned char digest[32];
  const double rate = RatePerSecond(seconds, [&] {
    for (int i = 0; i < 1000; ++i) {
      EVP_DigestInit_ex2(context, sha256, nullptr);
      EVP_DigestUpdate(context, bytes.data(), bytes.size());
      EVP_DigestFinal_ex(context, digest, nullptr);
    }
  });
  EVP_MD_CTX_free(context);
  EVP_MD_free(sha256);
  return rate * 1000;
}

}  // namespace

Status CryptoBench(const Setup& setup, Report& report) {
  const double seconds = setup.scale == Scale::kFull ? 0.5 : 0.02;
  const std::string leaf = crypto::RandomBytes(kLeafBytes);
  std::vector<double> bare, hashes;
  for (int round = 0; round < 3; ++round) {
    bare.push_back(BareHashesPerSecond(seconds, leaf + "0"));
    hashes.push_back(1000 * RatePerSecond(seconds, [&] {
                       for (int i = 0; i < 1000; ++i) (void)crypto::LeafHash(leaf);
                     }));
  }
  report.AddAgainst("crypto.leaf_hash", Median(hashes), Median(bare), "hashes/s");
  const std::string salt = crypto::RandomBytes(kSaltBytes);
  const std::string body = crypto::RandomBytes(1024);
  report.Add("crypto.commitment", RatePerSecond(seconds, [&] { (void)Commitment(salt, body); }),
             "bodies/s", {{"body_bytes", "1024"}});
  const auto key = crypto::PrivateKey::FromSeed(crypto::RandomBytes(crypto::kSeedBytes));
  const std::string signature = key->Sign(leaf);
  report.Add("crypto.sign", RatePerSecond(seconds, [&] { (void)key->Sign(leaf); }), "1/s");
  report.Add(
      "crypto.verify",
      RatePerSecond(seconds, [&] { (void)crypto::Verify(key->public_key(), leaf, signature); }),
      "1/s");
  return {};
}

}  // namespace candour::bench
