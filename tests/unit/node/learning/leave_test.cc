// A member leaves: over whole nodes that talk to each other.
#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class LeaveTest : public PairTest {
 protected:
  Result<node::v1::LeaveNetworkResponse> Leave(ServiceNode& node, bool only_ask = false,
                                               const Principal& who = Coordinator()) {
    node::v1::LeaveNetworkRequest request;
    request.set_network("golden-vale");
    request.set_validate_only(only_ask);
    auto said = node.networks.LeaveNetwork(who, request);
    world.Settle();
    return said;
  }
  Result<node::v1::ProposeManifestResponse> TakeOut(const std::string& line) {
    node::v1::ProposeManifestRequest request;
    request.set_network("golden-vale");
    request.add_changes()->mutable_remove()->set_leaving(line);
    auto proposed = hub.networks.ProposeManifest(Coordinator(), request);
    world.Settle();
    return proposed;
  }
  NetworkView View(ServiceNode& node) { return Networks(node, node.store()).front(); }
  std::string PublishReason(ServiceNode& node, const std::string& record) {
    node::v1::PublishRequest request;
    request.set_record_id(record);
    request.add_networks("golden-vale");
    return ReasonOf(node.review.Publish(Reviewer(), request));
  }
  FeedState MemberFeedAtHub() {
    return *hub.store().Feed(FeedIdOf(View(member).id, View(member).self, 0));
  }
};

TEST_F(LeaveTest, SaysWhatStaysBehindAndChangesNothing) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  PublishNew(member, "Pumps are mixed up", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  const std::string before = member.Dump();

  const auto preview = Leave(member, /*only_ask=*/true);

  ASSERT_TRUE(preview) << preview.error().message;
  EXPECT_EQ(preview->records_size(), 2);
  EXPECT_EQ(preview->others(), 1u);
  EXPECT_EQ(preview->size(), 2u);
  EXPECT_EQ(preview->line(), "");
  EXPECT_EQ(member.Dump(), before);
  Withdraw(member, name);
  world.Pass(std::chrono::minutes(1));
  EXPECT_EQ(Leave(member, /*only_ask=*/true)->records_size(), 1);
}

TEST_F(LeaveTest, StatesItsLastHeadAndPublishesNothingAnyMore) {
  PublishNew(member, "Labels face the wall", "golden-vale");
  const std::string record = Approve(member, Report(member, PlainLearning("Pumps are mixed up")));
  world.Pass(std::chrono::minutes(1));

  const auto said = Leave(member);

  ASSERT_TRUE(said) << said.error().message;
  EXPECT_EQ(said->size(), 1u);
  EXPECT_EQ(said->seen_by(), 1u);
  EXPECT_TRUE(said->line().starts_with("candour-leaving-1."));
  EXPECT_TRUE(member.networks.ListNetworks(Author(), {})->networks(0).leaving());
  EXPECT_EQ(PublishReason(member, record), "LEAVING");
  node::v1::ListAuditRequest list;
  const auto audit = member.node.ListAudit(Admin(), list);
  ASSERT_TRUE(audit);
  EXPECT_EQ(audit->entries(0).action(), "network.leave");
  EXPECT_NE(audit->entries(0).detail().find(said->root()), std::string::npos);
}

TEST_F(LeaveTest, GovernorsTakeItOutAtExactlyThatAndWhatItWithdrewSinceIsTakenDown) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  PublishNew(member, "Pumps are mixed up", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  const auto said = Leave(member);
  ASSERT_TRUE(said) << said.error().message;
  Withdraw(member, name);  // Still possible.
  world.Pass(std::chrono::minutes(1));
  ASSERT_EQ(MemberFeedAtHub().size, 3u);

  const auto out = TakeOut(said->line());
  world.Pass(std::chrono::minutes(1));

  ASSERT_TRUE(out) << out.error().message;
  EXPECT_NE(out->manifest_version(), 0u);
  EXPECT_EQ(MemberFeedAtHub().size, 2u);
  EXPECT_EQ(MemberFeedAtHub().root.view(), crypto::HexDecode(said->root()).value());
  EXPECT_EQ(View(hub).manifest->manifest.takedowns.size(), 1u);
  const auto shown = member.networks.ListNetworks(Author(), {})->networks(0);
  EXPECT_EQ(shown.state(), node::v1::MEMBERSHIP_STATE_REMOVED);
  EXPECT_FALSE(shown.leaving());
  EXPECT_EQ(ReasonOf(Leave(member)), "NOT_A_MEMBER");
}

TEST_F(LeaveTest, ALineIsForWhatTheGovernorHolds) {
  PublishNew(member, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  const auto said = Leave(member);
  ASSERT_TRUE(said);
  FeedState shorter = MemberFeedAtHub();
  EXPECT_EQ(ReasonOf(TakeOut(said->line().substr(0, 40))), "LEAVING_MALFORMED");
  shorter.size = 0;
  hub.PutFeedState(shorter);
  EXPECT_EQ(ReasonOf(TakeOut(said->line())), "LEAVING_NOT_HELD");
}

TEST_F(LeaveTest, StayingTakesItBack) {
  const std::string record = Approve(member, Report(member, PlainLearning("Pumps are mixed up")));
  ASSERT_TRUE(Leave(member));
  ASSERT_EQ(PublishReason(member, record), "LEAVING");
  node::v1::LeaveNetworkRequest stay;
  stay.set_network("golden-vale");
  stay.set_stay(true);

  ASSERT_TRUE(member.networks.LeaveNetwork(Coordinator(), stay));

  EXPECT_EQ(PublishReason(member, record), "OK");
  EXPECT_FALSE(member.networks.ListNetworks(Author(), {})->networks(0).leaving());
}

TEST_F(LeaveTest, TheLastGovernorAndTheLastHubAreTold) {
  const auto governor = Leave(hub);
  EXPECT_EQ(ReasonOf(governor), "LAST_GOVERNOR");
  EXPECT_NE(governor.error().message.find("candour network governor-key"), std::string::npos);
  // Another governs too: now the hub is missing.
  node::v1::PrepareGovernorRequest prepare;
  prepare.set_network("golden-vale");
  node::v1::ProposeManifestRequest add;
  add.set_network("golden-vale");
  auto& key = *add.add_changes()->mutable_add_governor();
  key.set_vkey(member.networks.PrepareGovernor(Coordinator(), prepare)->vkey());
  key.set_member("za1-vale-trust");
  ASSERT_TRUE(hub.networks.ProposeManifest(Coordinator(), add));
  world.Settle();

  const auto last = Leave(hub);

  EXPECT_EQ(ReasonOf(last), "LAST_HUB");
  EXPECT_NE(last.error().message.find("propose --hub"), std::string::npos);
  // Who governs beside another may go, and is told which key goes with it.
  const auto second = Leave(member, /*only_ask=*/true);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->own_governor(), "1");
}

TEST_F(LeaveTest, IsForCoordinatorsAndAdmins) {
  for (const Principal& who : {Author(), Reviewer(), Guardian()}) {
    EXPECT_EQ(ReasonOf(Leave(member, /*only_ask=*/false, who)), "ROLE_MISSING") << who.user;
  }
  EXPECT_TRUE(Leave(member, /*only_ask=*/true, Admin()));
}

TEST_F(LeaveTest, WaitsForEntriesThatAreNotSignedYet) {
  const NetworkView view = View(member);
  const FeedId feed = FeedIdOf(view.id, view.self, 0);
  member.PutCore({PutStaged{{feed, 7, Bytes(112, '\0'), "blob"}}});

  EXPECT_EQ(ReasonOf(Leave(member)), "HEAD_NOT_FINAL");
}

}  // namespace
}  // namespace candour::service_test
