// The manifest of the golden vectors, from an independent generator.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "federation/feed/names.h"
#include "tests/places.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

class GoldenManifest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(candour::places::SourceDir() + "/../shared/vectors/candour/golden.json");
    if (!file) GTEST_SKIP() << "the golden vectors are not beside the project";
    json_ = nlohmann::json::parse(file);
    note_ = json_["manifest_v1"].get<std::string>();
  }

  std::string Get(const char* key) const { return json_[key].get<std::string>(); }
  NetworkId Network() const { return *NetworkId::FromHex(Get("network_id")); }
  GovernorSigner Signer(size_t i) const {
    const auto& g = json_["governors"][i];
    const std::string seed = *crypto::HexDecode(g["seed"].get<std::string>());
    return {*crypto::VerifierKey::Parse(g["vkey"].get<std::string>()),
            *crypto::PrivateKey::FromSeed(seed)};
  }
  std::string Text() const { return crypto::ParseNote(note_)->text; }

  nlohmann::json json_;
  std::string note_;
};

TEST_F(GoldenManifest, ParsesAndComesBackByteForByte) {
  const Result<Manifest> parsed = ParseManifest(Text());

  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(FormatManifest(*parsed), Text());
  EXPECT_EQ(parsed->name, "Golden Vale");
  EXPECT_EQ(parsed->members.size(), 3u);
  EXPECT_EQ(parsed->members[2].roles, "rwhqg");
}

TEST_F(GoldenManifest, IsSignedByTwoOfThree) {
  const Result<SignedManifest> opened = VerifyGenesis(note_, ManifestHash(Text()));

  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->note, note_);
  EXPECT_EQ(opened->manifest.threshold, 2u);
  EXPECT_TRUE(OpenStored(note_));
  // Ed25519 is deterministic: our own signing gives the generator's bytes.
  EXPECT_EQ(SignManifest(Text(), {Signer(0), Signer(2)}).value(), note_);
}

TEST_F(GoldenManifest, NamesFollowFromTheIds) {
  const MemberId a = *MemberId::FromHex(json_["member_ids"]["A"].get<std::string>());

  EXPECT_EQ(FeedIdOf(Network(), a, 0).hex(), Get("feed_id"));
  EXPECT_EQ(FeedOrigin(FeedIdOf(Network(), a, 0)), Get("origin"));
  EXPECT_NE(FeedIdOf(Network(), a, 1), FeedIdOf(Network(), a, 0));
  for (const auto& [name, id] : json_["member_ids"].items()) {
    const MemberId member = *MemberId::FromHex(id.get<std::string>());
    const auto vkey = json_["cosigners"][name]["vkey"].get<std::string>();
    EXPECT_EQ(CosignerName(Network(), member), vkey.substr(0, vkey.find('+')));
  }
  for (uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(GovernorName(Network(), i), Signer(i).first.name);
  }
}

TEST_F(GoldenManifest, IsRefusedWithAnyByteChanged) {
  // With a threshold of two and two lines, dropping a line refuses the note as well.
  for (size_t i = 0; i < note_.size(); ++i) {
    std::string changed = note_;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    EXPECT_FALSE(VerifyGenesis(changed, std::nullopt)) << "byte " << i;
    changed[i] = static_cast<char>(note_[i] ^ 0x01);
    EXPECT_FALSE(OpenStored(changed)) << "byte " << i;
  }
  std::printf("%zu bytes changed\n", note_.size());
}

TEST_F(GoldenManifest, LosesAtMostTheLineThatWasHitWhenAThirdGovernorSigned) {
  const std::string full = SignManifest(Text(), {Signer(0), Signer(1), Signer(2)}).value();
  const crypto::Note parsed = *crypto::ParseNote(full);
  size_t dropped = 0;
  for (size_t i = 0; i < full.size(); ++i) {
    std::string changed = full;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    const Result<SignedManifest> opened = VerifyGenesis(changed, std::nullopt);
    if (!opened) continue;
    ++dropped;
    ASSERT_GT(i, parsed.text.size()) << "a byte of the text changed";
    ASSERT_EQ(opened->text, Text());
    const crypto::Note left = *crypto::ParseNote(opened->note);
    ASSERT_EQ(left.signatures.size(), 2u) << "byte " << i;
    for (const crypto::SignatureLine& line : left.signatures) {
      const auto& all = parsed.signatures;
      ASSERT_NE(std::find(all.begin(), all.end(), line), all.end()) << "byte " << i;
    }
  }
  EXPECT_GT(dropped, 0u);
}

TEST_F(GoldenManifest, EveryShorterNoteIsRefused) {
  for (size_t n = 0; n < note_.size(); ++n) {
    EXPECT_FALSE(VerifyGenesis(note_.substr(0, n), std::nullopt)) << n << " bytes";
  }
}

}  // namespace
}  // namespace candour
