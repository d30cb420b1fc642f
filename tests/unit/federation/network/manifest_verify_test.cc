#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::Governor;
using testing::HashOf;
using testing::kExpires;
using testing::KeyOf;
using testing::kIssued;
using testing::Signers;
using testing::TestGenesis;
using testing::TestManifest;
using testing::TestMember;

std::string Sign(const Manifest& manifest, std::initializer_list<uint32_t> governors) {
  return SignManifest(FormatManifest(manifest), Signers(governors)).value();
}

Manifest Next(const SignedManifest& current) {
  return NextVersion(current, kIssued + 10, kExpires + 10);
}

std::string Outcome(const Result<SignedManifest>& result) {
  return result ? "accepted"
                : std::string(CodeName(result.error().code)) + " " + result.error().reason;
}

TEST(ManifestGenesis, IsAcceptedWithItsThresholdAndPin) {
  const std::string text = FormatManifest(TestManifest());
  const std::string note = Sign(TestManifest(), {0, 2});

  const Result<SignedManifest> opened = VerifyGenesis(note, ManifestHash(text));

  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->text, text);
  EXPECT_EQ(opened->note, note);
  EXPECT_EQ(opened->hash, ManifestHash(text));
  EXPECT_EQ(opened->manifest.version, 1u);
  EXPECT_EQ(Outcome(VerifyGenesis(note, std::nullopt)), "accepted");
}

TEST(ManifestGenesis, IsRefusedUnderAnotherPin) {
  EXPECT_EQ(Outcome(VerifyGenesis(Sign(TestManifest(), {0, 1}), HashOf("other"))),
            "INVALID MANIFEST_WRONG_GENESIS");
}

TEST(ManifestGenesis, IsRefusedBelowItsThreshold) {
  EXPECT_EQ(Outcome(VerifyGenesis(Sign(TestManifest(), {1}), std::nullopt)),
            "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestGenesis, CountsOneKeyOnce) {
  EXPECT_EQ(Outcome(VerifyGenesis(Sign(TestManifest(), {1, 1, 1}), std::nullopt)),
            "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestGenesis, DropsStrangersLinesAndCountsThemNot) {
  const std::string note = Sign(TestManifest(), {0, 7, 1, 8});

  EXPECT_EQ(Outcome(VerifyGenesis(Sign(TestManifest(), {0, 7, 8}), std::nullopt)),
            "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(VerifyGenesis(note, std::nullopt)->note, Sign(TestManifest(), {0, 1}));
}

TEST(ManifestGenesis, IsRefusedWhenAKnownKeyFails) {
  crypto::Note note = *crypto::ParseNote(Sign(TestManifest(), {0, 1, 2}));
  note.signatures[2].signature[5] ^= 1;

  EXPECT_EQ(Outcome(VerifyGenesis(crypto::FormatNote(note), std::nullopt)),
            "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestGenesis, IsRefusedForAnyOtherVersion) {
  Manifest second = Next(TestGenesis());

  EXPECT_EQ(Outcome(VerifyGenesis(Sign(second, {0, 1}), std::nullopt)),
            "INVALID MANIFEST_WRONG_GENESIS");
}

TEST(ManifestGenesis, IsRefusedWhenItIsNoNoteOrTooLarge) {
  EXPECT_EQ(Outcome(VerifyGenesis("", std::nullopt)), "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(VerifyGenesis(FormatManifest(TestManifest()), std::nullopt)),
            "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(VerifyGenesis(std::string(kManifestBytesMax + 1, 'x'), std::nullopt)),
            "INVALID MANIFEST_TOO_LARGE");
}

TEST(ManifestGenesis, MayBeLargerThanOtherNotes) {
  Manifest m = TestManifest();
  for (int n = 4; n < 120; ++n) {
    testing::AddMember(m, n, "rw");
    m.members.back().name += std::string(200, 'x');
    for (const char* key : {"icb", "ods", "region"}) {
      m.attributes.push_back({TestMember(n), key, std::string(250, 'y')});
    }
  }
  const std::string note = Sign(m, {0, 1});
  ASSERT_GT(note.size(), crypto::kNoteBytesMax);

  EXPECT_EQ(Outcome(VerifyGenesis(note, std::nullopt)), "accepted");
}

TEST(ManifestUpdate, FollowsWithBothThresholds) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  testing::AddMember(next, 4, "rw");
  const std::string note = Sign(next, {0, 1});

  const Result<SignedManifest> updated = VerifyUpdate(genesis, note);

  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->manifest.version, 2u);
  EXPECT_EQ(updated->manifest.prev, genesis.hash);
  EXPECT_EQ(updated->manifest.issued, kIssued + 10);
  EXPECT_NE(updated->manifest.FindMember(TestMember(4)), nullptr);
  EXPECT_EQ(updated->note, note);
}

TEST(ManifestUpdate, IsRefusedWithAnotherPrev) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.prev = HashOf("another text");

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 1}))), "CONFLICT MANIFEST_WRONG_PREV");
}

TEST(ManifestUpdate, IsRefusedWhenItSkipsOrRepeatsAVersion) {
  const SignedManifest genesis = TestGenesis();
  Manifest skipped = Next(genesis);
  skipped.version = 3;
  const SignedManifest second = *VerifyUpdate(genesis, Sign(Next(genesis), {0, 1}));

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(skipped, {0, 1}))), "CONFLICT MANIFEST_NOT_NEXT");
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, genesis.note)), "CONFLICT MANIFEST_NOT_NEXT");
  EXPECT_EQ(Outcome(VerifyUpdate(second, second.note)), "CONFLICT MANIFEST_NOT_NEXT");
}

TEST(ManifestUpdate, CountsOneKeyOnce) {
  const SignedManifest genesis = TestGenesis();

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(Next(genesis), {2, 2}))),
            "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestUpdate, NeedsTheThresholdOfTheOldVersion) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors = {Governor(2).first, Governor(3).first, Governor(4).first};

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {3, 4}))), "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {2, 3, 4}))), "INVALID MANIFEST_NOT_SIGNED");
  next.threshold = 1;
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {2, 3}))), "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestUpdate, NeedsTheThresholdOfTheNewVersion) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors = {Governor(2).first, Governor(3).first, Governor(4).first};

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 1}))), "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 1, 2}))), "INVALID MANIFEST_NOT_SIGNED");
  // Governor 2 counts in both.
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 2, 3}))), "accepted");

  Manifest higher = Next(genesis);
  higher.threshold = 3;
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(higher, {0, 1}))), "INVALID MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(higher, {0, 1, 2}))), "accepted");
}

TEST(ManifestUpdate, KeepsTheLinesOfBothAndDropsStrangers) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors = {Governor(3).first, Governor(4).first};

  const Result<SignedManifest> updated = VerifyUpdate(genesis, Sign(next, {0, 9, 1, 3, 4}));

  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->note, Sign(next, {0, 1, 3, 4}));
}

TEST(ManifestUpdate, IsRefusedWhenALineOfANewGovernorFails) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors.push_back(Governor(3).first);
  crypto::Note note = *crypto::ParseNote(Sign(next, {0, 1, 3}));
  note.signatures[2].signature[0] ^= 1;

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, crypto::FormatNote(note))),
            "INVALID MANIFEST_NOT_SIGNED");
}

TEST(ManifestUpdate, PassesThroughAnExpiredVersion) {
  const SignedManifest genesis = TestGenesis();
  Manifest brief = NextVersion(genesis, 1, 2);  // Expired long before the next one was issued.

  const Result<SignedManifest> second = VerifyUpdate(genesis, Sign(brief, {0, 1}));
  ASSERT_TRUE(second) << second.error().message;
  const Result<SignedManifest> third = VerifyUpdate(*second, Sign(Next(*second), {1, 2}));

  ASSERT_TRUE(third) << third.error().message;
  EXPECT_TRUE(second->manifest.Expired(kIssued));
  EXPECT_FALSE(third->manifest.Expired(kIssued));
}

TEST(ManifestUpdate, IsRefusedForAnotherNetwork) {
  const SignedManifest genesis = TestGenesis();
  Manifest other = Next(genesis);
  other.network = *NetworkId::From("another network.");
  other.members.clear();
  other.feeds.clear();
  other.cosigners.clear();
  other.attributes.clear();
  other.hubs.clear();
  other.kex.clear();
  std::vector<GovernorSigner> signers = Signers({0, 1});
  for (auto& [vkey, key] : signers) {
    vkey = crypto::VerifierKey::Ed25519(GovernorName(other.network, 5 + vkey.name.back() % 2),
                                        key.public_key());
  }
  other.governors = {signers[0].first, signers[1].first};
  signers.push_back(Governor(0));
  signers.push_back(Governor(1));

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, SignManifest(FormatManifest(other), signers).value())),
            "INVALID MANIFEST_WRONG_NETWORK");
}

TEST(ManifestUpdate, IsRefusedWhenAGovernorNumberGetsAnotherKey) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors[2] =
      crypto::VerifierKey::Ed25519(next.governors[2].name, KeyOf("new").public_key());

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 1}))), "INVALID MANIFEST_KEY_REUSED");
}

TEST(ManifestUpdate, IsRefusedWhenANumberBelowTheHighestComesBack) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors.erase(next.governors.begin());
  const SignedManifest second = *VerifyUpdate(genesis, Sign(next, {1, 2}));
  Manifest third = Next(second);
  third.governors.push_back(Governor(0).first);

  EXPECT_EQ(Outcome(VerifyUpdate(second, Sign(third, {1, 2}))), "INVALID MANIFEST_KEY_REUSED");
  EXPECT_EQ(NextGovernorNumber(second.manifest), 3u);
}

TEST(ManifestUpdate, IsRefusedWhenAFeedGetsAnotherKey) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.feeds[1].key =
      crypto::VerifierKey::Ed25519(next.feeds[1].key.name, KeyOf("new").public_key());

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, Sign(next, {0, 1}))), "INVALID MANIFEST_KEY_REUSED");
}

TEST(ManifestUpdate, SaysUpgradeForAKeywordOfTheFuture) {
  const SignedManifest genesis = TestGenesis();
  const std::string text =
      testing::Replaced(FormatManifest(Next(genesis)), "feed ", "flow x\nfeed ");
  crypto::Note note{.text = text, .signatures = {}};
  for (const auto& [vkey, key] : Signers({0, 1})) {
    note.signatures.push_back(crypto::SignNote(vkey.name, key, text));
  }

  EXPECT_EQ(Outcome(VerifyUpdate(genesis, crypto::FormatNote(note))), "INVALID MANIFEST_UPGRADE");
}

TEST(ManifestStored, OpensWithTheLinesOfThePreviousGovernors) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = Next(genesis);
  next.governors = {Governor(3).first, Governor(4).first};
  const std::string note = VerifyUpdate(genesis, Sign(next, {0, 1, 3, 4}))->note;

  const Result<SignedManifest> opened = OpenStored(note);

  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->note, note);
  EXPECT_EQ(Outcome(VerifyUpdate(genesis, opened->note)), "accepted");
}

TEST(ManifestStored, IsCorruptWhenItsThresholdIsNotMet) {
  const std::string note = Sign(TestManifest(), {0, 1});

  EXPECT_EQ(Outcome(OpenStored(Sign(TestManifest(), {0}))), "CORRUPT MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(OpenStored(note.substr(0, 40))), "CORRUPT MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Outcome(OpenStored(testing::Replaced(note, "kind ", "sort "))),
            "CORRUPT MANIFEST_UPGRADE");
}

}  // namespace
}  // namespace candour
