// Changes every byte of everything signed: it is refused, or only the line it hit is dropped, and
// what would be stored then are bytes of the unchanged object (protocol section 1).
#include <algorithm>

#include "crypto/cosignature.h"
#include "crypto/proof.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

PrivateKey Key(char seed) { return *PrivateKey::FromSeed(std::string(kSeedBytes, seed)); }

struct Signed {
  std::vector<Hash> leaves;
  Checkpoint checkpoint;
  Note note;
  std::vector<VerifierKey> known;
};

Signed Example() {
  Signed out;
  CompactRange range;
  for (int i = 0; i < 3; ++i) {
    out.leaves.push_back(LeafHash("leaf " + std::to_string(i)));
    range.Append(out.leaves.back());
  }
  out.checkpoint = {.origin = "candour/f/00", .size = range.size(), .root = range.Root()};
  const std::string text = out.checkpoint.Format();
  out.note = {.text = text,
              .signatures = {out.checkpoint.Sign(Key('a')),
                             Cosign("candour/c/11", Key('b'), text, 1764547200),
                             Cosign("candour/c/22", Key('c'), text, 1764547201)}};
  out.known = {VerifierKey::Ed25519("candour/f/00", Key('a').public_key()),
               VerifierKey::Cosignature("candour/c/11", Key('b').public_key()),
               VerifierKey::Cosignature("candour/c/22", Key('c').public_key())};
  return out;
}

// What an attacker may do to one byte, or by inserting or removing one.
std::vector<std::string> Mutants(const std::string& bytes) {
  std::vector<std::string> out;
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int change : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      std::string mutant = bytes;
      mutant[i] = static_cast<char>(mutant[i] ^ change);
      out.push_back(std::move(mutant));
    }
    out.push_back(bytes.substr(0, i) + bytes.substr(i + 1));
    for (const char* inserted : {"\n", " ", "A", "="}) {
      out.push_back(bytes.substr(0, i) + inserted + bytes.substr(i));
    }
    out.push_back(bytes.substr(0, i));
  }
  return out;
}

bool IsSubset(const Note& part, const Note& whole) {
  return part.text == whole.text &&
         std::all_of(part.signatures.begin(), part.signatures.end(), [&](const SignatureLine& l) {
           return std::count(whole.signatures.begin(), whole.signatures.end(), l) == 1;
         });
}

TEST(Mutation, OfACheckpointNoteIsRefusedOrDropsTheLineItHit) {
  const Signed signed_note = Example();
  size_t tried = 0;
  size_t dropped = 0;
  for (const std::string& mutant : Mutants(FormatNote(signed_note.note))) {
    ++tried;
    const auto opened = OpenCheckpoint(mutant, signed_note.known);
    if (!opened) continue;
    ++dropped;
    EXPECT_TRUE(IsSubset(opened->note, signed_note.note)) << mutant;
    EXPECT_LT(opened->note.signatures.size(), signed_note.note.signatures.size()) << mutant;
    EXPECT_EQ(opened->checkpoint, signed_note.checkpoint);
  }
  EXPECT_GT(tried, 5000u);
  EXPECT_GT(dropped, 0u);
}

TEST(Mutation, OfACosignatureLineIsRefused) {
  const Signed signed_note = Example();
  const SignatureLine& line = signed_note.note.signatures[1];
  for (const std::string& mutant : Mutants(line.ToString())) {
    const auto parsed = SignatureLine::Parse(mutant);
    if (!parsed) continue;
    EXPECT_FALSE(VerifyCosignature(signed_note.known[1], signed_note.note.text, *parsed)) << mutant;
  }
  for (size_t bit = 0; bit < line.signature.size() * 8; ++bit) {
    SignatureLine wrong = line;
    wrong.signature[bit / 8] = static_cast<char>(wrong.signature[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(VerifyCosignature(signed_note.known[1], signed_note.note.text, wrong)) << bit;
  }
}

TEST(Mutation, OfAProofBundleProvesNothingElse) {
  const Signed signed_note = Example();
  const ProofBundle bundle{.extra = std::nullopt,
                           .index = 1,
                           .hashes = {signed_note.leaves[0], signed_note.leaves[2]},
                           .checkpoint_note = FormatNote(signed_note.note)};
  ASSERT_TRUE(VerifyProof(bundle, signed_note.leaves[1], signed_note.known));

  size_t proven = 0;
  for (const std::string& mutant : Mutants(FormatProof(bundle))) {
    const auto parsed = ParseProof(mutant);
    if (!parsed) continue;
    EXPECT_EQ(FormatProof(*parsed), mutant) << "two spellings of one bundle";
    const auto opened = VerifyProof(*parsed, signed_note.leaves[1], signed_note.known);
    if (!opened) continue;
    ++proven;
    EXPECT_EQ(parsed->index, bundle.index) << mutant;
    EXPECT_EQ(parsed->hashes, bundle.hashes) << mutant;
    EXPECT_TRUE(IsSubset(opened->note, signed_note.note)) << mutant;
    EXPECT_LT(opened->note.signatures.size(), signed_note.note.signatures.size()) << mutant;
  }
  EXPECT_GT(proven, 0u) << "a dropped cosignature leaves a proof";
}

}  // namespace
}  // namespace candour::crypto
