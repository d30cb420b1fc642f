#include "crypto/proof.h"

#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

constexpr uint64_t kSize = 5;

PrivateKey OriginKey() { return *PrivateKey::FromSeed(std::string(kSeedBytes, 'a')); }
VerifierKey Origin() { return VerifierKey::Ed25519("log", OriginKey().public_key()); }

// Five leaves; the path of leaf 4 is the root over the other four.
ProofBundle Example() {
  CompactRange four;
  for (int i = 0; i < 4; ++i) four.Append(LeafHash(std::to_string(i)));
  CompactRange five = four;
  five.Append(LeafHash("4"));
  const Checkpoint checkpoint{.origin = "log", .size = kSize, .root = five.Root()};
  return {.extra = std::nullopt,
          .index = 4,
          .hashes = {four.Root()},
          .checkpoint_note = SignCheckpoint(checkpoint, OriginKey())};
}

TEST(Proof, IsWrittenAsSpecified) {
  ProofBundle bundle = Example();
  const std::string hash = Base64Encode(bundle.hashes[0].view());
  EXPECT_EQ(FormatProof(bundle),
            "c2sp.org/tlog-proof@v1\nindex 4\n" + hash + "\n\n" + bundle.checkpoint_note);
  bundle.extra = "more";
  EXPECT_EQ(FormatProof(bundle), "c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 4\n" + hash +
                                     "\n\n" + bundle.checkpoint_note);
}

TEST(Proof, IsReadBackAsItWas) {
  ProofBundle bundle = Example();
  EXPECT_EQ(ParseProof(FormatProof(bundle)), bundle);
  bundle.extra = std::string("\0\n\xff", 3);
  bundle.hashes.clear();
  EXPECT_EQ(ParseProof(FormatProof(bundle)), bundle);
}

TEST(Proof, ProvesItsLeafOnly) {
  const ProofBundle bundle = Example();
  const VerifierKey known[] = {Origin()};
  const auto proven = VerifyProof(bundle, LeafHash("4"), known);
  ASSERT_TRUE(proven) << proven.error();
  EXPECT_EQ(proven->checkpoint.size, kSize);

  EXPECT_FALSE(VerifyProof(bundle, LeafHash("3"), known));
  EXPECT_FALSE(VerifyProof(bundle, LeafHash("4"), {}));
  ProofBundle wrong = bundle;
  wrong.index = 3;
  EXPECT_FALSE(VerifyProof(wrong, LeafHash("4"), known));
  wrong = bundle;
  wrong.hashes.push_back(bundle.hashes[0]);
  EXPECT_FALSE(VerifyProof(wrong, LeafHash("4"), known));
}

TEST(Proof, RefusesOtherForms) {
  const std::string note = Example().checkpoint_note;
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = Base64Encode(Sha256("h").view()) + "\n";
  EXPECT_TRUE(ParseProof(first + "index 0\n" + hash + "\n" + note));
  std::string too_many = first + "index 0\n";
  for (size_t i = 0; i <= kProofHashesMax; ++i) too_many += hash;
  const std::string cases[] = {"",
                               first,
                               first + "extra ",
                               first + "extra \n",
                               first + "index ",
                               first + "index 0",
                               first + "index 0\n",
                               first + "index 0\n\n",
                               first + "index 0\n" + hash,
                               first + "index 0\n" + hash + note,
                               first + "index 00\n" + hash + "\n" + note,
                               first + "index 9223372036854775807\n" + hash + "\n" + note,
                               first + "index 0\nextra AA==\n" + hash + "\n" + note,
                               first + "extra AB==\nindex 0\n" + hash + "\n" + note,
                               first + "extra AA==\nextra AA==\nindex 0\n\n" + note,
                               first + "index 0\nAA==\n\n" + note,
                               first + "index 0\n" + hash + "\n\n" + note,
                               "c2sp.org/tlog-proof@v2\nindex 0\n" + hash + "\n" + note,
                               too_many + "\n" + note};
  EXPECT_FALSE(ParseProof(too_many + "\n" + note));
  for (const std::string& bytes : cases) {
    const auto parsed = ParseProof(bytes);
    // One has the form: a note whose text starts with an empty line. It is no checkpoint.
    const bool opens = parsed && VerifyProof(*parsed, LeafHash("4"), std::vector{Origin()});
    EXPECT_FALSE(opens) << bytes;
  }
}

}  // namespace
}  // namespace candour::crypto
