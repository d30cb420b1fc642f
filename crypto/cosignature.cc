#include "crypto/cosignature.h"

#include <optional>

#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

constexpr size_t kTimeBytes = 8;

std::string SignedText(std::string_view checkpoint_text, uint64_t time) {
  std::string out = "cosignature/v1\ntime " + std::to_string(time) + "\n";
  out += checkpoint_text;
  return out;
}

}  // namespace

SignatureLine Cosign(std::string_view name, const PrivateKey& key, std::string_view checkpoint_text,
                     uint64_t time) {
  return {.name = std::string(name),
          .key_id = KeyId(name, kTypeCosignature, key.public_key().view()),
          .signature = U64(time) + key.Sign(SignedText(checkpoint_text, time))};
}

Outcome<uint64_t> CosignatureTime(const SignatureLine& line) {
  if (line.signature.size() != kTimeBytes + kSignatureBytes) {
    return Refuse("the cosignature is not 72 bytes long");
  }
  return GetU64(line.signature);
}

Outcome<uint64_t> VerifyCosignature(const VerifierKey& key, std::string_view checkpoint_text,
                                    const SignatureLine& line) {
  if (key.type != kTypeCosignature) return Refuse("the key is not a cosigner's");
  if (!line.IsBy(key)) return Refuse("the signature line is by another key");
  const Outcome<uint64_t> time = CosignatureTime(line);
  if (!time) return time;
  const std::optional<PublicKey> public_key = PublicKey::From(key.key);
  const std::string_view signature = std::string_view(line.signature).substr(kTimeBytes);
  if (!public_key || !Verify(*public_key, SignedText(checkpoint_text, *time), signature)) {
    return Refuse("the cosignature of a known key does not verify");
  }
  return time;
}

}  // namespace candour::crypto
