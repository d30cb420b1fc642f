#include "crypto/proof.h"
#include "federation/feed/leaf.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/names.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Proving : public PairTest {
 protected:
  Result<node::v1::GetProofResponse> Prove(ServiceNode& node, const std::string& name) {
    node::v1::GetProofRequest request;
    request.set_name(name);
    return node.learning.GetProof(Author(), request);
  }
  // The key of the member's feed, which is all that a verifier needs.
  std::vector<crypto::VerifierKey> FeedKeyOf(ServiceNode& node, const std::string& name) {
    const auto place = FindItem(node, node.store(), name);
    const Manifest& manifest = place->network.manifest->manifest;
    return {manifest.FindFeed(place->feed)->key};
  }
};

TEST_F(Proving, GivesALeafItsTextAndAPathToASignedCheckpoint) {
  PublishNew(member, "first", "golden-vale");
  const std::string name = PublishNew(member, "second", "golden-vale");
  world.Settle();

  const auto proof = Prove(hub, name);

  ASSERT_TRUE(proof) << proof.error().message;
  const auto bundle = crypto::ParseProof(proof->bundle());
  ASSERT_TRUE(bundle);
  EXPECT_TRUE(
      crypto::VerifyProof(*bundle, crypto::LeafHash(proof->leaf()), FeedKeyOf(hub, name)));
  EXPECT_TRUE(CheckBlob(*DecodeLeaf(proof->leaf()), proof->blob()));
  EXPECT_TRUE(proof->retract_leaf().empty());
}

TEST_F(Proving, CarriesEveryManifestFromTheFirst) {
  const std::string name = PublishNew(member, "t", "golden-vale");

  const auto proof = Prove(member, name);

  ASSERT_EQ(proof->manifests_size(), 2);
  auto manifest = VerifyGenesis(proof->manifests(0), std::nullopt);
  ASSERT_TRUE(manifest);
  EXPECT_TRUE(VerifyUpdate(*manifest, proof->manifests(1)));
}

TEST_F(Proving, OfAWithdrawnItemProvesTheRetractionWithoutText) {
  const std::string name = PublishNew(member, "t", "golden-vale");
  Withdraw(member, name);
  world.Settle();

  const auto proof = Prove(hub, name);

  ASSERT_TRUE(proof) << proof.error().message;
  EXPECT_TRUE(proof->blob().empty());
  const auto retract = DecodeLeaf(proof->retract_leaf());
  ASSERT_TRUE(retract);
  EXPECT_EQ(retract->ref_leaf, crypto::LeafHash(proof->leaf()));
  const auto bundle = crypto::ParseProof(proof->bundle());
  EXPECT_TRUE(crypto::VerifyProof(*bundle, crypto::LeafHash(proof->retract_leaf()),
                                  FeedKeyOf(hub, name)));
}

TEST_F(Proving, WorksByTheRecordsId) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  EXPECT_EQ(ReasonOf(Prove(member, record)), "NOT_PUBLISHED");

  Publish(member, record, {"golden-vale"});

  EXPECT_TRUE(Prove(member, record));
}

TEST_F(Proving, KnowsNothingOfWhatIsAbsent) {
  EXPECT_EQ(ReasonOf(Prove(member, "golden-vale/vale-hub/00000000")), "NOT_FOUND");
}

}  // namespace
}  // namespace candour::service_test
