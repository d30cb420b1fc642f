#include "crypto/cosignature.h"

#include "crypto/checkpoint.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

PrivateKey Key(char seed) { return *PrivateKey::FromSeed(std::string(kSeedBytes, seed)); }

Checkpoint Example() { return {.origin = "candour/f/00", .size = 10, .root = Sha256("a root")}; }

TEST(Cosignature, CarriesItsTime) {
  const std::string text = Example().Format();
  const VerifierKey key = VerifierKey::Cosignature("c", Key('b').public_key());
  for (uint64_t time : {uint64_t{0}, uint64_t{1764547200}, UINT64_MAX}) {
    const SignatureLine line = Cosign("c", Key('b'), text, time);
    EXPECT_EQ(CosignatureTime(line), time);
    EXPECT_EQ(VerifyCosignature(key, text, line), time);
    EXPECT_FALSE(VerifyCosignature(key, text + "x\n", line));
  }
}

TEST(Cosignature, BindsItsTimeAndKeyType) {
  const std::string text = Example().Format();
  const VerifierKey key = VerifierKey::Cosignature("c", Key('b').public_key());
  const SignatureLine line = Cosign("c", Key('b'), text, 5);
  SignatureLine later = line;
  later.signature[7] = 6;
  EXPECT_FALSE(VerifyCosignature(key, text, later));

  SignatureLine longer = line;
  longer.signature += 'x';
  EXPECT_FALSE(VerifyCosignature(key, text, longer));
  EXPECT_FALSE(CosignatureTime(longer));

  // The same key as a note's key has another id, and its lines mean something else.
  const VerifierKey plain = VerifierKey::Ed25519("c", Key('b').public_key());
  EXPECT_NE(plain.key_id, key.key_id);
  EXPECT_FALSE(VerifyCosignature(plain, text, line));
  SignatureLine relabelled = line;
  relabelled.key_id = plain.key_id;
  EXPECT_FALSE(VerifyCosignature(plain, text, relabelled));
  EXPECT_FALSE(VerifyCosignature(key, text, SignNote("c", Key('b'), text)));
}

}  // namespace
}  // namespace candour::crypto
