#include "crypto/checkpoint.h"

#include "crypto/cosignature.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

PrivateKey Key(char seed) { return *PrivateKey::FromSeed(std::string(kSeedBytes, seed)); }

Checkpoint Example() { return {.origin = "candour/f/00", .size = 10, .root = Sha256("a root")}; }

TEST(Checkpoint, WritesThreeLinesAndReadsThemBack) {
  const Checkpoint checkpoint = Example();
  const std::string text = checkpoint.Format();
  EXPECT_EQ(text, "candour/f/00\n10\n" + Base64Encode(checkpoint.root.view()) + "\n");
  EXPECT_EQ(Checkpoint::Parse(text), checkpoint);
}

TEST(Checkpoint, RefusesEverythingElse) {
  const std::string root = Base64Encode(Sha256("a root").view()) + "\n";
  const std::string short_root = Base64Encode(std::string(31, 'x')) + "\n";
  const std::string cases[] = {"",
                               "o\n",
                               "o\n1\n",
                               "o\n1\n" + root.substr(0, root.size() - 1),
                               "o\n1\n" + root + "extension\n",
                               "o\n1\n" + root + "\n",
                               "\n1\n" + root,
                               "o o\n1\n" + root,
                               "o+o\n1\n" + root,
                               "o\n01\n" + root,
                               "o\n\n" + root,
                               "o\n-1\n" + root,
                               "o\n1 \n" + root,
                               "o\n9223372036854775808\n" + root,
                               "o\n1\n" + short_root,
                               "o\n1\n\n",
                               "o\n0\n" + root};
  for (const std::string& text : cases) EXPECT_FALSE(Checkpoint::Parse(text)) << text;
  EXPECT_TRUE(Checkpoint::Parse("o\n9223372036854775807\n" + root));
  EXPECT_TRUE(Checkpoint::Parse("o\n0\n" + Base64Encode(EmptyRoot().view()) + "\n"));
}

TEST(OpenCheckpoint, NeedsTheOriginsOwnLine) {
  const Checkpoint checkpoint = Example();
  const VerifierKey origin = VerifierKey::Ed25519(checkpoint.origin, Key('a').public_key());
  const VerifierKey cosigner = VerifierKey::Cosignature("candour/c/00", Key('b').public_key());
  const VerifierKey other = VerifierKey::Ed25519("candour/f/11", Key('c').public_key());
  const VerifierKey known[] = {other, cosigner, origin};

  const SignatureLine by_cosigner = Cosign("candour/c/00", Key('b'), checkpoint.Format(), 5);
  const SignatureLine by_other = SignNote("candour/f/11", Key('c'), checkpoint.Format());
  Note note{.text = checkpoint.Format(), .signatures = {by_cosigner, by_other}};
  EXPECT_FALSE(OpenCheckpoint(FormatNote(note), known));

  note.signatures.push_back(checkpoint.Sign(Key('a')));
  const auto opened = OpenCheckpoint(FormatNote(note), known);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(opened->checkpoint, checkpoint);
  EXPECT_EQ(opened->note, note);
  EXPECT_FALSE(OpenCheckpoint(FormatNote(note), std::span(known).first(2)));
}

TEST(OpenCheckpoint, TakesNoCosignatureForTheOriginsLine) {
  const Checkpoint checkpoint = Example();
  const VerifierKey known = VerifierKey::Cosignature(checkpoint.origin, Key('a').public_key());
  const SignatureLine line = Cosign(checkpoint.origin, Key('a'), checkpoint.Format(), 5);
  const std::string note = FormatNote({.text = checkpoint.Format(), .signatures = {line}});
  ASSERT_TRUE(OpenNote(note, {&known, 1}));
  EXPECT_FALSE(OpenCheckpoint(note, {&known, 1}));
}

TEST(OpenCheckpoint, RefusesASignedTextThatIsNone) {
  const VerifierKey origin = VerifierKey::Ed25519("o", Key('a').public_key());
  const std::string text = "o\n1\nnot a root\n";
  const std::string note =
      FormatNote({.text = text, .signatures = {SignNote("o", Key('a'), text)}});
  EXPECT_FALSE(OpenCheckpoint(note, {&origin, 1}));
}

TEST(SignCheckpoint, GivesANoteThatOpens) {
  const VerifierKey origin = VerifierKey::Ed25519("candour/f/00", Key('a').public_key());
  const std::string note = SignCheckpoint(Example(), Key('a'));
  const auto opened = OpenCheckpoint(note, {&origin, 1});
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(FormatNote(opened->note), note);
}

}  // namespace
}  // namespace candour::crypto
