// No input makes a parser crash, and what a parser accepts it would have written itself.
#include <gtest/gtest.h>

#include <random>

#include "crypto/encoding.h"
#include "crypto/hpke.h"
#include "crypto/proof.h"
#include "crypto/tiles.h"
#include "crypto/x509.h"

namespace candour::crypto {
namespace {

size_t ParseEverything(const std::string& bytes) {
  size_t accepted = 0;
  if (const auto note = ParseNote(bytes)) {
    ++accepted;
    EXPECT_EQ(FormatNote(*note), bytes);
  }
  if (const auto key = VerifierKey::Parse(bytes)) {
    ++accepted;
    EXPECT_EQ(key->ToString(), bytes);
  }
  if (const auto line = SignatureLine::Parse(bytes)) {
    ++accepted;
    EXPECT_EQ(line->ToString(), bytes);
  }
  if (const auto checkpoint = Checkpoint::Parse(bytes)) {
    ++accepted;
    EXPECT_EQ(checkpoint->Format(), bytes);
  }
  if (const auto proof = ParseProof(bytes)) {
    ++accepted;
    EXPECT_EQ(FormatProof(*proof), bytes);
  }
  if (const auto range = CompactRange::Parse(bytes)) {
    ++accepted;
    EXPECT_EQ(range->Serialise(), bytes);
  }
  if (const auto bundle = ParseEntryBundle(bytes, 2)) {
    ++accepted;
    EXPECT_EQ(FormatEntryBundle(*bundle), bytes);
  }
  if (const auto raw = Base64Decode(bytes)) {
    EXPECT_EQ(Base64Encode(*raw), bytes);
  }
  if (const auto raw = HexDecode(bytes)) {
    EXPECT_EQ(HexEncode(*raw), bytes);
  }
  (void)Crockford16Decode(bytes);
  return accepted;
}

// OpenSSL tries every decoder it has, which takes a while.
void ReadAsCertificateAndKey(const std::string& bytes) {
  (void)SpkiSha256FromPem(bytes);
  (void)SpkiSha256FromDer(bytes);
  (void)SpkiSha256FromKeyPem(bytes);
}

std::vector<std::string> Seeds() {
  const PrivateKey key = *PrivateKey::FromSeed(std::string(kSeedBytes, 'a'));
  const Checkpoint checkpoint{.origin = "log", .size = 3, .root = Sha256("root")};
  const std::string note = SignCheckpoint(checkpoint, key);
  CompactRange range;
  for (int i = 0; i < 3; ++i) range.Append(Sha256("leaf"));
  const TlsIdentity identity =
      GenerateSelfSigned(key, {.common_name = "node", .now_seconds = 1764547200}).value();
  return {note,
          checkpoint.Format(),
          checkpoint.Sign(key).ToString(),
          VerifierKey::Ed25519("log", key.public_key()).ToString(),
          FormatProof({.extra = "x", .index = 1, .hashes = {Sha256("h")}, .checkpoint_note = note}),
          range.Serialise(),
          FormatEntryBundle(std::vector<std::string>{"one", "two"}).value(),
          identity.cert_pem,
          identity.key_pem};
}

TEST(Garbage, CrashesNoParser) {
  std::mt19937 random(20250101);
  const std::vector<std::string> seeds = Seeds();
  for (const std::string& seed : seeds) ParseEverything(seed);
  size_t accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = seeds[random() % seeds.size()];
    for (unsigned changes = 1 + random() % 4; changes > 0 && !bytes.empty(); --changes) {
      const size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 8);
          break;
        case 2:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 40));
          break;
        default:
          bytes.insert(at, 1, "\n +=0A\xe2"[random() % 7]);
          break;
      }
    }
    accepted += ParseEverything(bytes);
    if (round % 32 == 0) ReadAsCertificateAndKey(bytes);
  }
  EXPECT_GT(accepted, 100u) << "some mutants still have a form";
}

// Slow only if some parser takes more than linear time.
TEST(Garbage, OfOneRepeatedPieceIsRefusedOrReadBack) {
  const size_t n = kNoteBytesMax;
  std::vector<std::string> hostile;
  for (const char* piece : {"\n", " ", "\u2014 ", "\u2014 a \n", "=", "A", "+", "a\n\n", "index ",
                            "c2sp.org/tlog-proof@v1\n", "-----BEGIN CERTIFICATE-----\n"}) {
    std::string bytes;
    while (bytes.size() + 32 < n) bytes += piece;
    hostile.push_back(bytes);
    hostile.push_back("text\n\n" + bytes);
    hostile.push_back("c2sp.org/tlog-proof@v1\nindex 0\n" + bytes);
  }
  for (const std::string& bytes : hostile) EXPECT_LE(ParseEverything(bytes), 3u);
}

}  // namespace
}  // namespace candour::crypto
