#include "tests/sim/oracle.h"

#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "tests/sim/real_ed25519.h"

namespace candour::sim {
namespace {

// What stands behind a PrivateKey here.
struct SimKey {
  std::string seed;
  std::unique_ptr<RealKey> real;  // Null: the oracle's.
  size_t shares = 1;
};

Signer signer = Signer::kEd25519;
std::map<std::string, std::string, std::less<>> secrets;  // By public key.

const SimKey& KeyIn(const evp_pkey_st* handle) { return *reinterpret_cast<const SimKey*>(handle); }

std::string OracleSign(std::string_view seed, std::string_view message) {
  const std::string half = crypto::Sha256({"candour/sim/oracle/", seed, message}).ToString();
  return half + half;
}

}  // namespace

void UseSigner(Signer used) {
  signer = used;
  secrets.clear();
}

}  // namespace candour::sim

namespace candour::crypto {

std::optional<PublicKey> PublicKey::From(std::string_view raw) {
  PublicKey out;
  if (raw.size() != out.bytes.size()) return std::nullopt;
  std::memcpy(out.bytes.data(), raw.data(), raw.size());
  return out;
}

void PrivateKey::Free::operator()(evp_pkey_st* handle) const {
  auto* key = reinterpret_cast<sim::SimKey*>(handle);
  if (--key->shares == 0) delete key;
}

PrivateKey::PrivateKey(Handle handle, const PublicKey& public_key)
    : handle_(std::move(handle)), public_key_(public_key) {}

PrivateKey::PrivateKey(const PrivateKey& other)
    : handle_(other.handle_.get()), public_key_(other.public_key_) {
  if (handle_) ++reinterpret_cast<sim::SimKey*>(handle_.get())->shares;
}

PrivateKey& PrivateKey::operator=(const PrivateKey& other) {
  if (this != &other) *this = PrivateKey(other);
  return *this;
}

std::optional<PrivateKey> PrivateKey::FromSeed(std::string_view seed) {
  if (seed.size() != kSeedBytes) return std::nullopt;
  auto key = std::make_unique<sim::SimKey>();
  key->seed = std::string(seed);
  PublicKey public_key;
  if (sim::signer == sim::Signer::kEd25519) {
    key->real = sim::MakeRealKey(seed);
    public_key = *PublicKey::From(key->real->Public());
  } else {
    const Hash name = Sha256({"candour/sim/oracle/key/", seed});
    public_key = *PublicKey::From(name.view());
    sim::secrets[name.ToString()] = key->seed;
  }
  return PrivateKey(Handle(reinterpret_cast<evp_pkey_st*>(key.release())), public_key);
}

std::string PrivateKey::seed() const { return sim::KeyIn(handle_.get()).seed; }

std::string PrivateKey::Sign(std::string_view message) const {
  const sim::SimKey& key = sim::KeyIn(handle_.get());
  return key.real ? key.real->Sign(message) : sim::OracleSign(key.seed, message);
}

bool Verify(const PublicKey& key, std::string_view message, std::string_view signature) {
  if (sim::signer == sim::Signer::kEd25519) {
    return sim::RealVerifies(key.view(), message, signature);
  }
  const auto secret = sim::secrets.find(key.view());
  return secret != sim::secrets.end() && sim::OracleSign(secret->second, message) == signature;
}

}  // namespace candour::crypto
