// Key names, key ids and vkey strings.
#include "crypto/note.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

const std::string kText = "example.com/log\n1\nbody\n";

PrivateKey Key(char seed) { return *PrivateKey::FromSeed(std::string(kSeedBytes, seed)); }

VerifierKey Verifier(const std::string& name, char seed) {
  return VerifierKey::Ed25519(name, Key(seed).public_key());
}

std::string Signed(std::initializer_list<SignatureLine> lines) {
  return FormatNote({.text = kText, .signatures = lines});
}

// From the signed-note specification's text and its Go implementation.
TEST(VerifierKey, ReadsThePublishedKey) {
  const std::string vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const auto key = VerifierKey::Parse(vkey);
  ASSERT_TRUE(key) << key.error();
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->key_id, 0xc74f20a3u);
  EXPECT_EQ(key->type, kTypeEd25519);
  EXPECT_EQ(key->ToString(), vkey);

  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfq"
      "dngotpRZb6KE6RyyBwJnAM=\n";
  const auto opened = OpenNote(note, {&*key, 1});
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(FormatNote(*opened), note);
}

TEST(VerifierKey, RefusesWhatItWouldNotWrite) {
  const std::string good = Verifier("log", 'a').ToString();
  EXPECT_TRUE(VerifierKey::Parse(good));
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = good;
      wrong[i] = static_cast<char>(wrong[i] ^ (1 << bit));
      EXPECT_FALSE(VerifierKey::Parse(wrong)) << wrong;
    }
    EXPECT_FALSE(VerifierKey::Parse(good.substr(0, i)));
  }
  EXPECT_FALSE(VerifierKey::Parse(good + "A"));
}

TEST(VerifierKey, KeepsKeysOfOtherTypesThatVerifyNothing) {
  VerifierKey other{.name = "pq", .key_id = 0, .type = 0x06, .key = std::string(1312, 'k')};
  other.key_id = KeyId(other.name, other.type, other.key);
  const auto parsed = VerifierKey::Parse(other.ToString());
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_EQ(*parsed, other);

  const SignatureLine line{
      .name = other.name, .key_id = other.key_id, .signature = std::string(5000, 's')};
  EXPECT_FALSE(VerifyLine(other, kText, line));
  const VerifierKey known[] = {other, Verifier("log", 'a')};
  const auto opened = OpenNote(Signed({line, SignNote("log", Key('a'), kText)}), known);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(opened->signatures.size(), 1u);
  EXPECT_FALSE(OpenNote(Signed({line}), known));
}

TEST(VerifierKey, RefusesAKnownTypeWithAKeyOfAnotherLength) {
  for (uint8_t type : {kTypeEd25519, kTypeCosignature}) {
    for (size_t length : {1, 31, 33, 64}) {
      VerifierKey key{.name = "log", .key_id = 0, .type = type, .key = std::string(length, 'k')};
      key.key_id = KeyId(key.name, key.type, key.key);
      EXPECT_FALSE(VerifierKey::Parse(key.ToString())) << length;
    }
  }
}

TEST(IsKeyName, RefusesSpacesControlsAndPlus) {
  for (const char* name : {"a", "example.com/log", "candour/f/00", "caf\xc3\xa9", "\u2014"}) {
    EXPECT_TRUE(IsKeyName(name)) << name;
  }
  for (const char* name : {"", "a b", "a+b", "a\nb", "a\tb", "\x7f\x80", "a\u00a0", "\u2003b",
                           "\u3000", "\u2028", "a\u0085", "a\u1680"}) {
    EXPECT_FALSE(IsKeyName(name)) << name;
  }
  EXPECT_FALSE(IsKeyName(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace candour::crypto
