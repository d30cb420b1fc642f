#include "federation/network/manifest_edit.h"

#include <gtest/gtest.h>

#include "crypto/merkle.h"
#include "federation/feed/names.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using namespace testing;

class ManifestEdit : public ::testing::Test {
 protected:
  std::string Reason(const Status& status) { return status ? "OK" : status.error().reason; }
  // What is changed must still be a manifest, and the next one.
  void ExpectWhole(std::initializer_list<uint32_t> signers = {0, 1}) {
    auto note = SignManifest(FormatManifest(next), Signers(signers));
    ASSERT_TRUE(note) << note.error().message;
    auto verified = VerifyUpdate(genesis, *note);
    ASSERT_TRUE(verified) << verified.error().message;
  }

  SignedManifest genesis = TestGenesis();
  Manifest next = NextVersion(genesis, kIssued + 1, kExpires);
};

TEST_F(ManifestEdit, PutsRolesInOrderAndRefusesOthers) {
  EXPECT_EQ(Reason(SetRoles(next, TestMember(1), "wr")), "OK");
  EXPECT_EQ(next.FindMember(TestMember(1))->roles, "rw");
  EXPECT_EQ(Reason(SetRoles(next, TestMember(1), "rr")), "ROLES_INVALID");
  EXPECT_EQ(Reason(SetRoles(next, TestMember(1), "x")), "ROLES_INVALID");
  EXPECT_EQ(Reason(SetRoles(next, TestMember(77), "r")), "MEMBER_UNKNOWN");
  ExpectWhole();
}

TEST_F(ManifestEdit, TakesTheHubLineWithTheRole) {
  EXPECT_EQ(Reason(SetRoles(next, TestMember(3), "rwg")), "OK");
  EXPECT_TRUE(next.hubs.empty());
}

TEST_F(ManifestEdit, KnowsTheParametersAndTheirRanges) {
  EXPECT_EQ(Reason(SetParam(next, "witness-quorum", 3)), "OK");
  EXPECT_EQ(next.Param("witness-quorum"), 3);
  EXPECT_EQ(Reason(SetParam(next, "witness-quorum", 2)), "OK");
  EXPECT_FALSE(next.params.contains("witness-quorum")) << "the default is not written";
  EXPECT_EQ(Reason(SetParam(next, "colour", 1)), "PARAM_UNKNOWN");
  EXPECT_EQ(Reason(SetParam(next, "history", 7)), "PARAM_RANGE");
  ExpectWhole();
}

TEST_F(ManifestEdit, GivesGovernorsNewNumbersAndAThresholdInReach) {
  EXPECT_EQ(Reason(AddGovernor(next, Governor(1).first.ToString())), "GOVERNOR_NUMBER");
  EXPECT_EQ(Reason(AddGovernor(next, "nonsense")), "VKEY_INVALID");
  EXPECT_EQ(Reason(AddGovernor(next, Governor(5).first.ToString())), "OK");
  EXPECT_EQ(Reason(SetThreshold(next, 5)), "THRESHOLD_INVALID");
  EXPECT_EQ(Reason(SetThreshold(next, 4)), "OK");
  EXPECT_EQ(Reason(RemoveGovernor(next, 9)), "GOVERNOR_UNKNOWN");
  EXPECT_EQ(Reason(RemoveGovernor(next, 2)), "THRESHOLD_OUT_OF_REACH");
}

TEST_F(ManifestEdit, ClosesTheFeedOfWhoLeavesAndTakesItsOtherLinesAway) {
  const FeedId feed = FeedIdOf(TestNetwork(), TestMember(1), 0);
  EXPECT_EQ(Reason(RemoveMember(next, TestMember(1), {{feed, {12, HashOf("root")}}})), "OK");

  EXPECT_EQ(next.FindMember(TestMember(1)), nullptr);
  EXPECT_EQ(next.FindFeed(feed)->closed->size, 12u);
  EXPECT_EQ(next.FindCosigner(TestMember(1)), nullptr);
  ExpectWhole();

  EXPECT_EQ(Reason(RemoveMember(next, TestMember(1), {})), "MEMBER_UNKNOWN");
  EXPECT_EQ(Reason(RemoveMember(next, TestMember(3), {})), "LAST_HUB");
}

TEST_F(ManifestEdit, CutsAnEpochAndBeginsTheNext) {
  const FeedId old = FeedIdOf(TestNetwork(), TestMember(1), 0);
  const FeedId fresh = FeedIdOf(TestNetwork(), TestMember(1), 1);
  Rotation keys{.member = TestMember(1),
                .epoch = 1,
                .feed = crypto::VerifierKey::Ed25519(FeedOrigin(fresh),
                                                     KeyOf("feed 1/1").public_key()),
                .cosigner = crypto::VerifierKey::Cosignature(
                    CosignerName(TestNetwork(), TestMember(1)), KeyOf("cos 1/1").public_key()),
                .spki = {HashOf("new pin")},
                .kex = HashOf("new kex").ToString()};

  EXPECT_EQ(Reason(Rotate(next, keys, {3, HashOf("root")})), "OK");

  EXPECT_EQ(next.FindFeed(old)->closed->size, 3u);
  EXPECT_FALSE(next.FindFeed(fresh)->closed);
  EXPECT_EQ(next.FindByPin(HashOf("new pin"))->id, TestMember(1));
  EXPECT_EQ(next.FindByPin(HashOf("pin 1")), nullptr);
  ExpectWhole();
  EXPECT_EQ(Reason(Rotate(next, keys, {3, HashOf("root")})), "EPOCH_NOT_NEXT");
}

TEST_F(ManifestEdit, TakesAnItemDownOnce) {
  const Takedown line{FeedIdOf(TestNetwork(), TestMember(1), 0), 3, HashOf("leaf"), 5};
  EXPECT_EQ(Reason(AddTakedown(next, line)), "OK");
  EXPECT_EQ(Reason(AddTakedown(next, line)), "TAKEN_DOWN");
  ExpectWhole();
}

}  // namespace
}  // namespace candour
