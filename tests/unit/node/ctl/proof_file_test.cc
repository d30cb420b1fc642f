#include "node/ctl/proof_file.h"

#include <gtest/gtest.h>

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "crypto/proof.h"
#include "federation/feed/leaf.h"
#include "federation/feed/proofs.h"
#include "tests/unit/federation/core/stage.h"

namespace candour::ctl {
namespace {

using core_test::Stage;

// A hub and a member; the member publishes, and the hub has cosigned it once `seen` is called.
class Proofs : public testing::Test {
 protected:
  void SetUp() override {
    stage_.StartAll();
    stage_.ConnectAll();
    Publish("first");
    Publish("second");
  }
  void Publish(const std::string& title) {
    learning::v1::Body body;
    body.set_work_id(std::string(16, 'w'));
    body.mutable_learning()->set_title(title);
    body.mutable_learning()->set_learning("check it first");
    ASSERT_TRUE(stage_.Handle(
        1, ItemPublished{stage_.cast().network, Stage::Item(title), Stage::Salt(title),
                         body.SerializeAsString(), stage_.now().wall}));
    stage_.Pass(std::chrono::seconds(1));
  }
  void Seen() { stage_.Pass(std::chrono::hours(1)); }

  node::v1::GetProofResponse Proof(uint64_t index = 1) {
    const FeedId feed = stage_.cast().FeedOf(1);
    const MemoryStore& store = stage_.store(1);
    node::v1::GetProofResponse proof;
    proof.set_bundle(*BuildBundle(store, feed, index));
    proof.set_leaf(store.Leaves(feed, index, 1));
    if (auto blob = store.Body(feed, index)) proof.set_blob(*blob);
    proof.add_manifests(stage_.cast().genesis);
    return proof;
  }
  node::v1::GetProofResponse WithdrawnProof() {
    EXPECT_TRUE(stage_.Retract(1, "second"));
    stage_.Pass(std::chrono::seconds(1));
    const FeedId feed = stage_.cast().FeedOf(1);
    auto proof = Proof(1);
    proof.set_retract_leaf(stage_.store(1).Leaves(feed, 2, 1));
    proof.set_bundle(*BuildBundle(stage_.store(1), feed, 2));
    return proof;
  }
  static std::string Outcome(const std::string& text) {
    const auto proof = ParseProofFile(text);
    if (!proof) return proof.error().reason;
    const auto checked = CheckProof(*proof);
    return checked ? ShowChecked(*checked) : checked.error().reason;
  }

  Stage stage_{2};
};

TEST_F(Proofs, HoldOffline) {
  Seen();

  const auto checked = CheckProof(*ParseProofFile(FormatProofFile(Proof())));

  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->title, "second");
  EXPECT_EQ(checked->network, "North");
  EXPECT_EQ(checked->organisation, "MemberA");
  EXPECT_EQ(checked->manifest_version, 1u);
  EXPECT_EQ(checked->index, 1u);
  EXPECT_EQ(checked->size, 2u);
  EXPECT_FALSE(checked->withdrawn);
  EXPECT_EQ(checked->genesis,
            crypto::HexEncode(VerifyGenesis(stage_.cast().genesis, {})->hash.view()));
  EXPECT_EQ(checked->seen_by.size(), 2u);
}

TEST_F(Proofs, StayTheSameThroughTheirFile) {
  const auto proof = Proof();

  EXPECT_EQ(ParseProofFile(FormatProofFile(proof))->SerializeAsString(), proof.SerializeAsString());
}

TEST_F(Proofs, AreRefusedForEveryFlippedByteOfTheFile) {
  auto proof = Proof();
  auto bundle = *crypto::ParseProof(proof.bundle());
  auto note = *crypto::ParseNote(bundle.checkpoint_note);
  note.signatures.resize(1);  // The author's alone.
  bundle.checkpoint_note = crypto::FormatNote(note);
  proof.set_bundle(crypto::FormatProof(bundle));
  const std::string whole = FormatProofFile(proof);
  ASSERT_TRUE(Outcome(whole).starts_with("verified: second"));

  for (size_t i = 0; i < whole.size(); ++i) {
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 7)));
    EXPECT_FALSE(Outcome(flipped).starts_with("verified")) << i;
  }
}

TEST_F(Proofs, NeverSayAnythingElseForAFlippedByteThanThatFewerHaveSeenIt) {
  Seen();
  const std::string whole = FormatProofFile(Proof());
  const auto expected = *CheckProof(*ParseProofFile(whole));
  ASSERT_EQ(expected.seen_by.size(), 2u);
  size_t fewer = 0;

  for (size_t i = 0; i < whole.size(); ++i) {
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 7)));
    const auto proof = ParseProofFile(flipped);
    if (!proof) continue;
    auto checked = CheckProof(*proof);
    if (!checked) continue;
    // A cosigner's line that nobody's key fits is passed over, as signed notes prescribe.
    EXPECT_EQ(checked->seen_by.size(), 1u) << i;
    ++fewer;
    checked->seen_by = expected.seen_by;
    EXPECT_EQ(ShowChecked(*checked), ShowChecked(expected)) << i;
  }
  EXPECT_LT(fewer, 500u);
}

TEST_F(Proofs, OfAWithdrawnItemSaySoWithoutText) {
  const auto checked = CheckProof(WithdrawnProof());

  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->withdrawn);
  EXPECT_EQ(checked->reason, "privacy");
  EXPECT_EQ(checked->title, "");
  EXPECT_TRUE(ShowChecked(*checked).starts_with("verified: withdrawn on "));
}

TEST_F(Proofs, OfAWithdrawalAreRefusedWithText) {
  auto proof = WithdrawnProof();
  proof.set_blob("text");

  EXPECT_EQ(CheckProof(proof).error().reason, "BODY");
}

TEST_F(Proofs, OfAWithdrawalOfAnotherItemAreRefused) {
  auto proof = WithdrawnProof();
  proof.set_leaf(stage_.store(1).Leaves(stage_.cast().FeedOf(1), 0, 1));

  EXPECT_EQ(CheckProof(proof).error().reason, "LEAF");
}

TEST_F(Proofs, WithAnotherItemsTextAreRefused) {
  auto proof = Proof(1);
  proof.set_blob(Proof(0).blob());

  EXPECT_EQ(CheckProof(proof).error().reason, "BODY");
}

TEST_F(Proofs, WithoutTextAreRefused) {
  auto proof = Proof();
  proof.clear_blob();

  EXPECT_EQ(CheckProof(proof).error().reason, "BODY");
}

TEST_F(Proofs, OfAnotherLeafAreRefused) {
  auto proof = Proof(1);
  proof.set_leaf(Proof(0).leaf());

  EXPECT_EQ(CheckProof(proof).error().reason, "INCLUSION");
}

TEST_F(Proofs, UnderAnotherNetworksManifestAreRefused) {
  auto proof = Proof();
  proof.set_manifests(0, sim::MakeCast(/*seed=*/8, 2).genesis);

  EXPECT_EQ(CheckProof(proof).error().reason, "CHECKPOINT");
}

TEST_F(Proofs, WithoutAManifestAreRefused) {
  auto proof = Proof();
  proof.clear_manifests();

  EXPECT_EQ(CheckProof(proof).error().reason, "MANIFEST");
}

TEST_F(Proofs, FollowTheManifestsFromTheFirst) {
  auto next = NextVersion(*VerifyGenesis(stage_.cast().genesis, {}), stage_.now().wall,
                          stage_.now().wall + 1000);
  auto proof = Proof();
  proof.add_manifests(stage_.cast().Sign(next));

  EXPECT_EQ(CheckProof(proof)->manifest_version, 2u);
  proof.add_manifests(stage_.cast().Sign(next));
  EXPECT_EQ(CheckProof(proof).error().reason, "MANIFEST") << "version 2 does not follow version 2";
}

TEST(ProofFile, IsRefusedUnlessItHasExactlyItsLines) {
  const std::string whole = "candour-proof/v1\nleaf YQ==\nblob YQ==\nmanifest YQ==\nbundle YQ==\n";
  EXPECT_TRUE(ParseProofFile(whole));
  for (const char* bad : {"", "candour-proof/v2\nleaf YQ==\nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YQ==\nmanifest YQ==\nbundle YQ==",
                          "candour-proof/v1\nleaf YQ==\nmanifest YQ==\n",
                          "candour-proof/v1\nleaf YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YQ=\nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YR==\nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YQ==\nmanifest YQ==\nbundle \n",
                          "candour-proof/v1\nleaf YQ==\nblob \nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YQ==\nleaf YQ==\nmanifest YQ==\nbundle YQ==\n",
                          "candour-proof/v1\nleaf YQ==\nmanifest YQ==\nbundle YQ==\nmore\n",
                          "candour-proof/v1\nblob YQ==\nleaf YQ==\nmanifest YQ==\nbundle YQ==\n"}) {
    EXPECT_FALSE(ParseProofFile(bad)) << bad;
  }
}

}  // namespace
}  // namespace candour::ctl
