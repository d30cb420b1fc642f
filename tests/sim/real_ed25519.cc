#include "tests/sim/real_ed25519.h"

#define PrivateKey RealPrivateKey
#define PublicKey RealPublicKey
#define Verify RealVerify
#include "crypto/ed25519.cc"

namespace candour::sim {
namespace {

class Key : public RealKey {
 public:
  explicit Key(crypto::RealPrivateKey key) : key_(std::move(key)) {}
  std::string Public() const override { return std::string(key_.public_key().view()); }
  std::string Sign(std::string_view message) const override { return key_.Sign(message); }

 private:
  crypto::RealPrivateKey key_;
};

}  // namespace

std::unique_ptr<RealKey> MakeRealKey(std::string_view seed) {
  return std::make_unique<Key>(*crypto::RealPrivateKey::FromSeed(seed));
}

bool RealVerifies(std::string_view key, std::string_view message, std::string_view signature) {
  return crypto::RealVerify(*crypto::RealPublicKey::From(key), message, signature);
}

}  // namespace candour::sim
