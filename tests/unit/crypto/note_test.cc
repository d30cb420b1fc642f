#include "crypto/note.h"

#include "crypto/cosignature.h"
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

TEST(ParseNote, EndsTheTextAtTheLastBlankLine) {
  const SignatureLine line = SignNote("log", Key('a'), "one\n\ntwo\n");
  const std::string bytes = FormatNote({.text = "one\n\ntwo\n", .signatures = {line}});
  const auto note = ParseNote(bytes);
  ASSERT_TRUE(note) << note.error();
  EXPECT_EQ(note->text, "one\n\ntwo\n");
  EXPECT_EQ(note->signatures, std::vector{line});
  EXPECT_EQ(FormatNote(*note), bytes);
}

TEST(ParseNote, RefusesMalformedNotes) {
  const std::string line = SignNote("log", Key('a'), kText).ToString();
  EXPECT_TRUE(ParseNote(kText + "\n" + line));
  const std::string cases[] = {"",
                               "\n",
                               "\n\n",
                               kText,
                               kText + "\n",
                               kText + line,
                               kText + "\n\n",
                               kText + "\n" + line.substr(0, line.size() - 1),  // no end
                               kText + "\n" + line + "\n",         // a blank line behind it
                               kText + "\n" + line + "x\n",        // no dash
                               kText + "\n- log AAAAAAA=\n",       // another dash
                               kText + "\n\u2014 log\n",           // no signature
                               kText + "\n\u2014 log AAAAAA==\n",  // a key id alone
                               kText + "\n\u2014 log AAAAAAB=\n",  // stray bits
                               kText + "\n\u2014 log AAAAAAA\n",   // no padding
                               kText + "\n\u2014  AAAAAAA=\n",     // no name
                               kText + "\n\u2014 a+b AAAAAAA=\n",
                               kText + "\n\u2014 log  AAAAAAA=\n",
                               kText + "\n\u2014 log AAAAAAA= \n",
                               kText + "\n\u2014 log AAAAAAA=\r\n",
                               "tab\there\n\n" + line,
                               "bad \xff utf8\n\n" + line,
                               std::string("nul\0\n\n", 6) + line};
  for (const std::string& bytes : cases) EXPECT_FALSE(ParseNote(bytes)) << bytes;
}

TEST(ParseNote, BoundsItsInput) {
  std::string many = kText + "\n";
  for (size_t i = 0; i < kParsedSignaturesMax; ++i) {
    many +=
        SignatureLine{.name = "n" + std::to_string(i), .key_id = 1, .signature = "s"}.ToString();
  }
  const auto parsed = ParseNote(many);
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_EQ(ParseNote(FormatNote(*parsed))->signatures.size(), kEmittedSignaturesMax);
  EXPECT_FALSE(ParseNote(many + many.substr(many.rfind("\u2014"))));

  const std::string tail = "\n\n" + SignNote("log", Key('a'), kText).ToString();
  const std::string full = std::string(kNoteBytesMax - tail.size(), 'x') + tail;
  EXPECT_TRUE(ParseNote(full));
  EXPECT_FALSE(ParseNote("x" + full));
  EXPECT_TRUE(ParseNote("x" + full, kManifestBytesMax));
}

TEST(OpenNote, KeepsVerifiedLinesAndDropsStrangers) {
  const SignatureLine a = SignNote("log", Key('a'), kText);
  const SignatureLine b = SignNote("witness", Key('b'), kText);
  const SignatureLine stranger = SignNote("stranger", Key('c'), "another text\n");
  const VerifierKey known[] = {Verifier("witness", 'b'), Verifier("log", 'a')};
  const auto opened = OpenNote(Signed({stranger, a, b, stranger}), known);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(opened->text, kText);
  EXPECT_EQ(opened->signatures, (std::vector{a, b}));
}

TEST(OpenNote, RefusesAKnownLineThatFails) {
  const SignatureLine good = SignNote("log", Key('a'), kText);
  SignatureLine bad = SignNote("witness", Key('b'), kText);
  bad.signature[10] = static_cast<char>(bad.signature[10] ^ 1);
  const VerifierKey known[] = {Verifier("witness", 'b'), Verifier("log", 'a')};
  EXPECT_FALSE(OpenNote(Signed({good, bad}), known));
  EXPECT_TRUE(OpenNote(Signed({good, bad}), std::span(known).subspan(1)));

  SignatureLine repeated = good;
  repeated.signature[0] = static_cast<char>(repeated.signature[0] ^ 1);
  EXPECT_FALSE(OpenNote(Signed({good, repeated}), known));
}

TEST(OpenNote, RefusesANoteThatNobodyKnownSigned) {
  const VerifierKey known[] = {Verifier("log", 'a')};
  EXPECT_FALSE(OpenNote(Signed({SignNote("log", Key('b'), kText)}), known));  // another key id
  EXPECT_FALSE(OpenNote(Signed({SignNote("gol", Key('a'), kText)}), known));
  EXPECT_FALSE(OpenNote(Signed({SignNote("log", Key('a'), kText)}), {}));
}

TEST(OpenNote, RefusesTwoKnownKeysWithOneNameAndId) {
  VerifierKey twin = Verifier("log", 'a');
  twin.key = Key('b').public_key().view();
  const VerifierKey known[] = {Verifier("log", 'a'), twin};
  const VerifierKey other_way[] = {known[1], known[0]};
  EXPECT_FALSE(OpenNote(Signed({SignNote("log", Key('a'), kText)}), known));
  EXPECT_FALSE(OpenNote(Signed({SignNote("log", Key('a'), kText)}), other_way));
  const VerifierKey same[] = {known[0], known[0]};
  EXPECT_TRUE(OpenNote(Signed({SignNote("log", Key('a'), kText)}), same));
}

TEST(OpenNote, GivesOneLinePerKey) {
  const VerifierKey known[] = {VerifierKey::Cosignature("witness", Key('b').public_key()),
                               Verifier("log", 'a')};
  const SignatureLine a = SignNote("log", Key('a'), kText);
  const SignatureLine at5 = Cosign("witness", Key('b'), kText, 5);
  const SignatureLine at7 = Cosign("witness", Key('b'), kText, 7);
  EXPECT_EQ(OpenNote(Signed({a, a, at5, at7}), known)->signatures, (std::vector{a, at7}));
  EXPECT_EQ(OpenNote(Signed({at7, a, at5, a}), known)->signatures, (std::vector{at7, a}));
}

TEST(VerifyLine, AsksForTheRightKey) {
  const SignatureLine line = SignNote("log", Key('a'), kText);
  EXPECT_TRUE(VerifyLine(Verifier("log", 'a'), kText, line));
  EXPECT_FALSE(VerifyLine(Verifier("gol", 'a'), kText, line));
  EXPECT_FALSE(VerifyLine(Verifier("log", 'b'), kText, line));
  EXPECT_FALSE(VerifyLine(Verifier("log", 'a'), kText + "x\n", line));
  EXPECT_FALSE(VerifyLine(VerifierKey::Cosignature("log", Key('a').public_key()), kText, line));
}

}  // namespace
}  // namespace candour::crypto
