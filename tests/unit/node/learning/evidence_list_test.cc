#include "federation/feed/evidence.h"
#include "federation/feed/names.h"
#include "node/learning/network_handlers.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class EvidenceListTest : public NodeTest {
 protected:
  // Somebody brings two checkpoints of one size under this node's own key.
  void BringEvidence() {
    const auto networks = Networks(node.services().turns, node.store());
    ASSERT_EQ(networks.size(), 1u);
    const Manifest& manifest = networks[0].manifest->manifest;
    const FeedKey& key = manifest.feeds[0];
    const auto keys = node.CreateMemberKeys(networks[0].id);
    const auto note = [&](const char* root) {
      return crypto::SignCheckpoint({key.key.name, 3, crypto::Sha256(root)}, keys->feed);
    };
    evidence_ = FormatEvidence(key.key, {note("one"), note("two"), {}, {}});
    const Status done = node.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = PeerAsked{1,
                             {networks[0].id, manifest.members[0].id, manifest.members[0].spki[0]},
                             ReportEvidenceRequest{networks[0].id, evidence_}};
      return turn;
    });
    ASSERT_TRUE(done);
  }

  Bytes evidence_;
};

TEST_F(EvidenceListTest, ShowsTheProofOfEachFrozenFeed) {
  InNetwork();
  EXPECT_EQ(node.networks.ListEvidence(Author(), {})->evidence_size(), 0);
  BringEvidence();

  for (const char* network : {"", "golden-vale"}) {
    node::v1::ListEvidenceRequest request;
    request.set_network(network);
    const auto listed = node.networks.ListEvidence(Author(), request);
    ASSERT_TRUE(listed) << listed.error().message;
    ASSERT_EQ(listed->evidence_size(), 1);
    EXPECT_EQ(listed->evidence(0).evidence(), evidence_);
    EXPECT_TRUE(OpenEvidence(listed->evidence(0).evidence()));
    EXPECT_EQ(listed->evidence(0).network(), "Golden Vale");
  }
  node::v1::ListMembersRequest members;
  members.set_network("golden-vale");
  EXPECT_EQ(node.networks.ListMembers(Author(), members)->members(0).standing(), "disputed");
}

TEST_F(EvidenceListTest, NamesANetworkThatIsNotHere) {
  node::v1::ListEvidenceRequest request;
  request.set_network("nowhere");
  EXPECT_EQ(ReasonOf(node.networks.ListEvidence(Author(), request)), "NETWORK_UNKNOWN");
}

}  // namespace
}  // namespace candour::service_test
