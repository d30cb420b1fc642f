// Several governors, and what they sign together: over whole nodes that talk to each other.
#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "federation/network/sign_manifest.h"
#include "node/learning/disputed_texts.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class GovernTest : public testing::Test {
 protected:
  void SetUp() override {
    CreateNetwork(hub, "Golden Vale");
    JoinNetwork(world, hub, second, "Golden Vale");
    JoinNetwork(world, hub, third, "Golden Vale");
  }

  using Change = node::v1::ManifestChange;
  Result<node::v1::ProposeManifestResponse> Propose(ServiceNode& node,
                                                    const std::vector<Change>& changes) {
    node::v1::ProposeManifestRequest request;
    request.set_network("golden-vale");
    for (const Change& change : changes) *request.add_changes() = change;
    auto proposed = node.networks.ProposeManifest(Coordinator(), request);
    world.Settle();
    return proposed;
  }
  Result<node::v1::SignManifestResponse> Sign(ServiceNode& node, const std::string& id = "") {
    node::v1::SignManifestRequest request;
    request.set_network("golden-vale");
    request.set_proposal_id(id);
    auto is = node.networks.SignProposal(Coordinator(), request);
    world.Settle();
    return is;
  }
  std::string NewGovernorKey(ServiceNode& node) {
    node::v1::PrepareGovernorRequest request;
    request.set_network("golden-vale");
    auto made = node.networks.PrepareGovernor(Coordinator(), request);
    EXPECT_TRUE(made) << made.error().message;
    return made ? made->vkey() : "";
  }
  Change Governor(ServiceNode& node, const std::string& member) {
    Change change;
    change.mutable_add_governor()->set_vkey(NewGovernorKey(node));
    change.mutable_add_governor()->set_member(member);
    return change;
  }
  Change Threshold(uint32_t threshold) {
    Change change;
    change.set_threshold(threshold);
    return change;
  }
  Change Parameter(int64_t value) {
    Change change;
    change.mutable_parameter()->set_name("min-nodes");
    change.mutable_parameter()->set_value(value);
    return change;
  }
  Change Removal(const std::string& member) {
    Change change;
    change.mutable_remove()->set_member(member);
    return change;
  }
  // Two of three must sign from here on.
  void TwoOfThree() {
    ASSERT_TRUE(Propose(hub, {Governor(second, "second-trust")}));
    ASSERT_TRUE(Propose(hub, {Governor(third, "third-trust")}));
    auto proposed = Propose(hub, {Threshold(2)});
    ASSERT_TRUE(proposed) << proposed.error().message;
    ASSERT_EQ(proposed->manifest_version(), 0u) << "the new threshold has to sign as well";
    auto enough = Sign(second);
    ASSERT_TRUE(enough) << enough.error().message;
    ASSERT_NE(enough->manifest_version(), 0u);
  }
  uint64_t Version(ServiceNode& node) {
    return node.networks.ListNetworks(Author(), {})->networks(0).manifest_version();
  }
  std::vector<std::string> ProposalsAt(ServiceNode& node) {
    std::vector<std::string> ids;
    auto listed = node.networks.ListProposals(Author(), {});
    for (const auto& row : listed->proposals()) ids.push_back(row.id());
    return ids;
  }

  World world;
  ServiceNode& hub = world.AddNode("Vale Hub");
  ServiceNode& second = world.AddNode("Second Trust");
  ServiceNode& third = world.AddNode("Third Trust");
};

TEST_F(GovernTest, OneGovernorNeedsOneStep) {
  auto proposed = Propose(hub, {Parameter(12)});

  ASSERT_TRUE(proposed) << proposed.error().message;
  EXPECT_EQ(proposed->manifest_version(), 4u);
  ASSERT_EQ(proposed->proposal().changes_size(), 1);
  EXPECT_EQ(proposed->proposal().changes(0), "+ param min-nodes 12");
  EXPECT_EQ(Version(third), 4u);
}

TEST_F(GovernTest, ShowsWhatWouldChangeAndSignsNothing) {
  node::v1::ProposeManifestRequest request;
  request.set_network("golden-vale");
  request.set_validate_only(true);
  *request.add_changes() = Parameter(12);
  const std::string before = hub.Dump();

  ASSERT_TRUE(hub.networks.ProposeManifest(Coordinator(), request));

  EXPECT_EQ(hub.Dump(), before);
}

TEST_F(GovernTest, TwoOfThreeSignOnTheirOwnNodesAndEverybodyFollows) {
  TwoOfThree();
  const uint64_t before = Version(hub);

  auto proposed = Propose(third, {Parameter(12)});

  ASSERT_TRUE(proposed) << proposed.error().message;
  EXPECT_EQ(proposed->manifest_version(), 0u);
  EXPECT_EQ(proposed->proposal().needed(), 2u);
  const std::vector<std::string> waits{proposed->proposal().id()};
  EXPECT_EQ(ProposalsAt(third), waits);
  EXPECT_EQ(ProposalsAt(hub), waits) << "it has travelled to the hub";
  EXPECT_EQ(ProposalsAt(second), waits) << "and on to the other governors";
  EXPECT_EQ(Version(hub), before);

  auto enough = Sign(second, waits[0]);
  ASSERT_TRUE(enough) << enough.error().message;

  EXPECT_EQ(enough->manifest_version(), before + 1);
  for (ServiceNode* node : {&hub, &second, &third}) {
    EXPECT_EQ(Version(*node), before + 1);
    EXPECT_TRUE(ProposalsAt(*node).empty());
  }
}

TEST_F(GovernTest, ANodeSignsOneTextOfAVersion) {
  TwoOfThree();
  auto one = Propose(third, {Parameter(12)});
  ASSERT_TRUE(one);
  auto other = Propose(second, {Parameter(13)});
  ASSERT_TRUE(other);

  EXPECT_EQ(ReasonOf(Propose(third, {Parameter(14)})), "SIGNED_ANOTHER_TEXT");
  EXPECT_EQ(ReasonOf(Sign(third, other->proposal().id())), "SIGNED_ANOTHER_TEXT");
  EXPECT_EQ(ReasonOf(Sign(hub)), "PROPOSAL_AMBIGUOUS");
  auto enough = Sign(hub, other->proposal().id());

  ASSERT_TRUE(enough) << enough.error().message;
  EXPECT_NE(enough->manifest_version(), 0u);
  EXPECT_EQ(ReasonOf(Propose(third, {Parameter(14)})), "OK") << "the next version is another one";
}

TEST_F(GovernTest, NobodySignsWithoutAKeyInTheManifest) {
  EXPECT_EQ(ReasonOf(Propose(second, {Parameter(12)})), "NO_GOVERNOR_KEY");
  NewGovernorKey(second);
  EXPECT_EQ(ReasonOf(Propose(second, {Parameter(12)})), "NO_GOVERNOR_KEY");
  EXPECT_EQ(ReasonOf(Sign(hub)), "PROPOSAL_UNKNOWN");
  EXPECT_EQ(ReasonOf(Propose(hub, {})), "CHANGE_MISSING");
}

TEST_F(GovernTest, GovernorsNumbersAreNeverUsedAgain) {
  const std::string key = NewGovernorKey(second);
  ASSERT_TRUE(Propose(hub, {Governor(second, "second-trust")}));
  EXPECT_EQ(NewGovernorKey(second), key) << "the key in force is shown";
  Change gone;
  gone.set_remove_governor(1);
  ASSERT_TRUE(Propose(hub, {gone}));

  const std::string again = NewGovernorKey(third);

  EXPECT_NE(again.find("/2+"), std::string::npos) << again;
}

TEST_F(GovernTest, ApprovalTakesAsManySignaturesAsAnyOtherVersion) {
  TwoOfThree();
  ServiceNode& fourth = world.AddNode("Fourth Trust");
  node::v1::JoinNetworkRequest join;
  join.set_ticket(Invite(hub, "Golden Vale"));
  ASSERT_TRUE(fourth.networks.Join(Coordinator(), join));
  auto pending = hub.networks.ListPending(Coordinator(), {});
  ASSERT_EQ(pending->pending_size(), 1);
  node::v1::ApproveMemberRequest approve;
  approve.set_network("golden-vale");
  approve.set_pending_id(pending->pending(0).id());

  auto approved = hub.networks.ApproveMember(Coordinator(), approve);
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->manifest_version(), 0u);
  world.Settle();
  EXPECT_EQ(hub.networks.ListPending(Coordinator(), {})->pending_size(), 1);
  ASSERT_TRUE(Sign(third));
  fourth.networks.PollJoins();
  world.Settle();

  EXPECT_EQ(hub.networks.ListPending(Coordinator(), {})->pending_size(), 0);
  EXPECT_EQ(fourth.networks.ListNetworks(Author(), {})->networks(0).state(),
            node::v1::MEMBERSHIP_STATE_MEMBER);
}

TEST_F(GovernTest, WhoIsRemovedKeepsWhatItHasAndIsToldSo) {
  const std::string name = PublishNew(second, "Labels face the wall", "golden-vale");
  const std::string seen = PublishNew(hub, "Pumps are mixed up", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  ASSERT_TRUE(Propose(hub, {Removal("second-trust")}));
  // Its connection is refused at the next question; the next one is let in to learn why.
  world.Pass(std::chrono::minutes(2));
  world.Redial(second);
  world.Settle();

  EXPECT_EQ(second.networks.ListNetworks(Author(), {})->networks(0).state(),
            node::v1::MEMBERSHIP_STATE_REMOVED);
  const std::string why = second.SigningBlocked(*NetworkId::FromHex(
      second.networks.ListNetworks(Author(), {})->networks(0).id()));
  EXPECT_NE(why.find("no longer names this node"), std::string::npos) << why;
  EXPECT_NE(why.find("keeps what it has"), std::string::npos) << why;
  node::v1::GetLearningRequest get;
  get.set_name(seen);
  auto read = second.learning.GetLearning(Author(), get);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->learning().title() == "Pumps are mixed up");
  // The others keep what it published up to its cut.
  const std::string slug = "golden-vale/a-former-member" + name.substr(name.rfind('/'));
  get.set_name(slug);
  EXPECT_TRUE(third.learning.GetLearning(Author(), get));
  PublishNew(hub, "After it left", "golden-vale");
  world.Pass(std::chrono::minutes(2));
  node::v1::SearchLearningRequest search;
  search.set_query("after");
  EXPECT_EQ(second.learning.SearchLearning(Author(), search)->total(), 0u);
  EXPECT_EQ(third.learning.SearchLearning(Author(), search)->total(), 1u);
}

TEST_F(GovernTest, AGovernorsMemberDoesNotLeaveWithItsKey) {
  TwoOfThree();
  EXPECT_EQ(ReasonOf(Propose(hub, {Removal("third-trust")})), "HOLDS_GOVERNOR_KEY");
  Change key;
  key.set_remove_governor(2);
  auto proposed = Propose(hub, {Removal("third-trust"), key});
  ASSERT_TRUE(proposed) << proposed.error().message;
  auto enough = Sign(second);
  ASSERT_TRUE(enough) << enough.error().message;
  EXPECT_NE(enough->manifest_version(), 0u);
  EXPECT_EQ(hub.networks.ListNetworks(Author(), {})->networks(0).members(), 2u);
}

TEST_F(GovernTest, ATakedownErasesAnItemAtItsAuthorToo) {
  const std::string name = PublishNew(second, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  Change takedown;
  takedown.mutable_takedown()->set_name(name);
  EXPECT_EQ(ReasonOf(Propose(hub, {takedown})), "REASON_MISSING");
  takedown.mutable_takedown()->set_reason("unsafe");

  auto taken = Propose(hub, {takedown});

  ASSERT_TRUE(taken) << taken.error().message;
  world.Pass(std::chrono::minutes(1));
  node::v1::GetLearningRequest get;
  get.set_name(name);
  for (ServiceNode* node : {&hub, &second, &third}) {
    auto shown = node->learning.GetLearning(Author(), get);
    ASSERT_TRUE(shown) << shown.error().message;
    EXPECT_FALSE(shown->has_learning());
  }
  node::v1::GetWithdrawalRequest receipts;
  receipts.set_name(name);
  auto standing = second.review.GetWithdrawal(Author(), receipts);
  ASSERT_TRUE(standing) << standing.error().message;
  EXPECT_TRUE(standing->complete()) << standing->DebugString();
  EXPECT_EQ(ReasonOf(Propose(hub, {takedown})), "WITHDRAWN");
}

TEST_F(GovernTest, NewKeysBeginANewEpochAndEverythingGoesOn) {
  const std::string old = PublishNew(second, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  node::v1::PrepareRotationRequest prepare;
  prepare.set_network("golden-vale");
  auto keys = second.networks.PrepareRotation(Coordinator(), prepare);
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(second.networks.PrepareRotation(Coordinator(), prepare)->keys(), keys->keys());
  Change rotate;
  rotate.mutable_rotate()->set_keys(keys->keys());

  auto rotated = Propose(hub, {rotate});

  ASSERT_TRUE(rotated) << rotated.error().message;
  world.Redial(second);
  world.Settle();
  second.networks.PollRotations();
  world.Redial(second);
  world.Settle();
  const std::string fresh = PublishNew(second, "Pumps are mixed up", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  node::v1::GetLearningRequest get;
  for (const std::string& name : {old, fresh}) {
    get.set_name(name);
    auto shown = third.learning.GetLearning(Author(), get);
    ASSERT_TRUE(shown) << name << ": " << shown.error().message;
    EXPECT_TRUE(shown->has_learning()) << name;
    node::v1::GetProofRequest prove;
    prove.set_name(name);
    EXPECT_TRUE(third.learning.GetProof(Author(), prove)) << name;
  }
  node::v1::SearchLearningRequest search;
  search.set_query("labels");
  EXPECT_EQ(third.learning.SearchLearning(Author(), search)->total(), 1u);

  Withdraw(second, old);
  world.Pass(std::chrono::minutes(1));

  get.set_name(old);
  EXPECT_FALSE(third.learning.GetLearning(Author(), get)->has_learning());
  EXPECT_EQ(third.learning.SearchLearning(Author(), search)->hits_size(), 0);
  node::v1::GetWithdrawalRequest receipts;
  receipts.set_name(old);
  auto standing = second.review.GetWithdrawal(Author(), receipts);
  ASSERT_TRUE(standing) << standing.error().message;
  EXPECT_TRUE(standing->complete()) << standing->DebugString();
}

// A governor's key that was copied, or a governor who changed its mind, signs a version twice.
TEST_F(GovernTest, SettleTwoTextsOfOneVersion) {
  const NetworkId id = FindNetwork(hub, *hub.Snapshot(), "golden-vale")->id;
  const SignedManifest before = *hub.ManifestOf(id);
  Manifest rival = NextVersion(before, before.manifest.issued + 5, before.manifest.expires);
  rival.params["min-nodes"] = 7;
  const auto key = hub.LoadGovernorKey(id);
  const auto vkey = crypto::VerifierKey::Ed25519(GovernorName(id, key->number),
                                                 key->key.public_key());
  const auto note = SignManifest(FormatManifest(rival), {{vkey, key->key}});
  ASSERT_TRUE(note);
  ASSERT_TRUE(Propose(hub, {Parameter(5)}));

  ASSERT_TRUE(second.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.event = ManifestOffered{id, *note, std::nullopt};
    return turn;
  }));
  world.Pass(std::chrono::minutes(10));

  for (ServiceNode* node : {&hub, &second, &third}) {
    EXPECT_EQ(node->ManifestOf(id)->hash, before.hash) << "the version in front of both";
  }
  node::v1::ListManifestsRequest request;
  request.set_network("golden-vale");
  const auto log = third.networks.ListManifests(Author(), request);
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_TRUE(log->manifests(0).disputed());
  EXPECT_TRUE(log->manifests(1).disputed());
  EXPECT_FALSE(log->manifests(2).disputed());
  EXPECT_EQ(Propose(hub, {Parameter(9)}).error().reason, "MANIFEST_DISPUTED");
  Change settle;
  settle.set_settle("00000000");
  EXPECT_EQ(Propose(hub, {settle}).error().reason, "TEXT_UNKNOWN");

  settle.set_settle(TextId(ManifestHash(FormatManifest(rival))));
  const auto settled = Propose(hub, {settle});
  ASSERT_TRUE(settled) << settled.error().message;
  EXPECT_EQ(settled->manifest_version(), before.manifest.version + 2);
  world.Pass(std::chrono::minutes(10));

  for (ServiceNode* node : {&hub, &second, &third}) {
    EXPECT_EQ(node->ManifestOf(id)->manifest.version, before.manifest.version + 2);
    EXPECT_EQ(node->ManifestOf(id)->manifest.Param("min-nodes"), 7);
  }
  EXPECT_EQ(Propose(hub, {settle}).error().reason, "NOT_DISPUTED");
}

TEST_F(GovernTest, TheLogSaysWhoSignedWhat) {
  TwoOfThree();
  node::v1::ListManifestsRequest request;
  request.set_network("golden-vale");

  auto log = third.networks.ListManifests(Author(), request);

  ASSERT_TRUE(log) << log.error().message;
  ASSERT_EQ(log->manifests_size(), 6);
  EXPECT_EQ(log->own_governor(), "2");
  EXPECT_EQ(log->manifests(0).changes(0), "- threshold 1");
  EXPECT_EQ(log->manifests(0).changes(1), "+ threshold 2");
  EXPECT_EQ(log->manifests(0).signed_by_size(), 2);
  EXPECT_EQ(log->manifests(5).version(), 1u);
}

}  // namespace
}  // namespace candour::service_test
