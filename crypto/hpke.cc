#include "crypto/hpke.h"

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/x25519.h"

namespace candour::crypto {
namespace {

constexpr size_t kEncBytes = 32;
constexpr size_t kSecretBytes = 32;
constexpr char kModeBase = 0x00;
constexpr uint16_t kKemX25519HkdfSha256 = 0x0020;
constexpr uint16_t kKdfHkdfSha256 = 0x0001;
constexpr uint16_t kAeadChaCha20Poly1305 = 0x0003;

// RFC 9180 s.4: every input of the key derivation carries the version and the suite it is for.
struct Labels {
  std::string suite_id;

  std::string Extract(std::string_view salt, std::string_view label, std::string_view ikm) const {
    std::string labelled = "HPKE-v1" + suite_id;
    labelled.append(label).append(ikm);
    std::string out = HkdfExtract(salt, labelled).ToString();
    Wipe(labelled);
    return out;
  }

  std::string Expand(std::string_view prk, std::string_view label, std::string_view text,
                     size_t n) const {
    std::string labelled = U16(static_cast<uint16_t>(n)) + "HPKE-v1" + suite_id;
    labelled.append(label).append(text);
    return HkdfExpand(prk, labelled, n);
  }
};

Labels KemLabels() { return {"KEM" + U16(kKemX25519HkdfSha256)}; }

Labels SuiteLabels() {
  return {"HPKE" + U16(kKemX25519HkdfSha256) + U16(kKdfHkdfSha256) + U16(kAeadChaCha20Poly1305)};
}

// RFC 9180 s.4.1, ExtractAndExpand over both public keys.
std::string KemSecret(std::string_view dh, std::string_view enc, std::string_view recipient) {
  const Labels labels = KemLabels();
  std::string prk = labels.Extract({}, "eae_prk", dh);
  std::string out =
      labels.Expand(prk, "shared_secret", std::string(enc) + std::string(recipient), kSecretBytes);
  Wipe(prk);
  return out;
}

struct Schedule {
  std::string key;
  std::string nonce;

  ~Schedule() { Wipe(key); }
  AeadKey aead() const { return {.key = key, .nonce = nonce}; }
};

// RFC 9180 s.5.1, KeySchedule in base mode: no pre-shared key. The nonce of the first and only
// message is the base nonce itself.
Schedule MakeSchedule(std::string_view kem_secret, std::string_view info) {
  const Labels labels = SuiteLabels();
  const std::string context = std::string(1, kModeBase) + labels.Extract({}, "psk_id_hash", {}) +
                              labels.Extract({}, "info_hash", info);
  std::string secret = labels.Extract(kem_secret, "secret", {});
  Schedule out{.key = labels.Expand(secret, "key", context, kAeadKeyBytes),
               .nonce = labels.Expand(secret, "base_nonce", context, kAeadNonceBytes)};
  Wipe(secret);
  return out;
}

}  // namespace

Outcome<std::string> HpkeSeal(std::string_view recipient_public, std::string_view ephemeral_private,
                              const HpkeContext& context, std::string_view plaintext) {
  const Outcome<std::string> enc = X25519PublicKey(ephemeral_private);
  if (!enc) return enc;
  Outcome<std::string> dh = X25519SharedSecret(ephemeral_private, recipient_public);
  if (!dh) return dh;
  std::string kem_secret = KemSecret(*dh, *enc, recipient_public);
  const Schedule schedule = MakeSchedule(kem_secret, context.info);
  Wipe(*dh);
  Wipe(kem_secret);
  return *enc + Seal(AeadCipher::kChaCha20Poly1305, schedule.aead(), context.aad, plaintext);
}

Outcome<std::string> HpkeOpen(std::string_view recipient_private, const HpkeContext& context,
                              std::string_view sealed) {
  if (sealed.size() < kEncBytes + kAeadTagBytes) return Refuse("the sealed bytes are cut short");
  const std::string_view enc = sealed.substr(0, kEncBytes);
  const Outcome<std::string> recipient = X25519PublicKey(recipient_private);
  if (!recipient) return recipient;
  Outcome<std::string> dh = X25519SharedSecret(recipient_private, enc);
  if (!dh) return dh;
  std::string kem_secret = KemSecret(*dh, enc, *recipient);
  const Schedule schedule = MakeSchedule(kem_secret, context.info);
  Wipe(*dh);
  Wipe(kem_secret);
  return Open(AeadCipher::kChaCha20Poly1305, schedule.aead(), context.aad,
              sealed.substr(kEncBytes));
}

}  // namespace candour::crypto
