#include "node/learning/node_handlers.h"

#include "federation/feed/names.h"
#include "node/learning/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class NodeHandlersTest : public NodeTest {
 protected:
  node::v1::GetStatusResponse Status() {
    auto status = node.node.GetStatus(Author(), {});
    EXPECT_TRUE(status);
    return *status;
  }
};

TEST_F(NodeHandlersTest, StatusCountsWhatIsHereAndWhatCameFromOthers) {
  InNetwork();
  ServiceNode& member = world.AddNode("ZA2 Hill Trust");
  JoinNetwork(world, node, member, "Golden Vale");
  Report(node, PlainLearning("draft"));
  Keep(node, Report(node, PlainLearning("kept")));
  Approve(node, Report(node, PlainLearning("approved")));
  PublishNew(node, "published", "golden-vale");
  const std::string gone = Approve(node, Report(node, PlainLearning("withdrawn")));
  Publish(node, gone, {"golden-vale"});
  Withdraw(node, gone);
  PublishNew(member, "foreign", "golden-vale");
  world.Settle();

  const auto status = Status();

  EXPECT_EQ(status.drafts(), 1u);
  EXPECT_EQ(status.kept(), 1u);
  EXPECT_EQ(status.approved(), 1u);
  EXPECT_EQ(status.published(), 1u);
  EXPECT_EQ(status.withdrawn(), 1u);
  EXPECT_EQ(status.foreign_items(), 1u);
  EXPECT_EQ(status.networks(), 1u);
  EXPECT_EQ(status.organisation(), "ZA1 Vale Trust");
  EXPECT_EQ(status.user(), "ann");
  ASSERT_EQ(status.roles_size(), 1);
  EXPECT_EQ(status.roles(0), "author");
}

TEST_F(NodeHandlersTest, StatusWarnsForADayWhereMuchWasWithdrawnAtOnce) {
  InNetwork();
  PublishNew(node, "published", "golden-vale");
  world.Settle();
  const NetworkView view = Networks(node, node.store()).front();
  FeedState feed = *node.store().Feed(FeedIdOf(view.id, view.self, 0));
  feed.withdrawals_since = world.now().wall;
  feed.withdrawals = 20;
  node.PutFeedState(feed);
  EXPECT_EQ(Status().warnings_size(), 0) << "as many as may be";
  feed.withdrawals = 21;
  node.PutFeedState(feed);

  ASSERT_EQ(Status().warnings_size(), 1);
  EXPECT_NE(Status().warnings(0).find("ZA1 Vale Trust withdrew more than 20 items of Golden Vale"),
            std::string::npos);
  world.Pass(std::chrono::hours(24));
  EXPECT_EQ(Status().warnings_size(), 0);
}

TEST_F(NodeHandlersTest, StatusPassesOnWhatTheDaemonKnows) {
  node.facts.health = "degraded";
  node.facts.warnings = {"the disk is nearly full"};
  node.facts.waiting_to_sign = 3;

  const auto status = Status();

  EXPECT_EQ(status.health(), "degraded");
  ASSERT_EQ(status.warnings_size(), 1);
  EXPECT_EQ(status.warnings(0), "the disk is nearly full");
  EXPECT_EQ(status.waiting_to_sign(), 3u);
}

TEST_F(NodeHandlersTest, StatusWarnsBeforeAndAfterAManifestExpires) {
  InNetwork();
  EXPECT_EQ(Status().warnings_size(), 0);

  world.Pass(std::chrono::hours(24 * 310));
  ASSERT_EQ(Status().warnings_size(), 1);
  EXPECT_NE(Status().warnings(0).find("expires in 55 days"), std::string::npos);

  world.Pass(std::chrono::hours(24 * 56));
  EXPECT_NE(Status().warnings(0).find("has expired"), std::string::npos);
}

TEST_F(NodeHandlersTest, StatusWarnsOfADraftThatIsNearlyTooOld) {
  Report(node, PlainLearning("t"));
  world.Pass(std::chrono::hours(24 * 151));

  ASSERT_EQ(Status().warnings_size(), 1);
  EXPECT_NE(Status().warnings(0).find("150 days"), std::string::npos);
}

TEST_F(NodeHandlersTest, PeersAreNamedByOrganisationAndNetwork) {
  InNetwork();
  ServiceNode& member = world.AddNode("ZA2 Hill Trust");
  JoinNetwork(world, node, member, "Golden Vale");
  const auto view = Networks(member, member.store()).at(0);
  const MemberId hub = view.manifest->manifest.hubs.at(0).member;
  member.links.push_back({view.id, hub, "a.example:7700", "connected", kStart, ""});
  PublishNew(member, "t", "golden-vale");
  world.Settle();

  const auto peers = member.node.ListPeers(Author(), {});

  ASSERT_EQ(peers->peers_size(), 1);
  EXPECT_EQ(peers->peers(0).network(), "Golden Vale");
  EXPECT_EQ(peers->peers(0).organisation(), "ZA1 Vale Trust");
  EXPECT_EQ(peers->peers(0).entries_pushed(), 1u);
  EXPECT_EQ(member.node.GetStatus(Author(), {})->peers_connected(), 1u);
}

TEST_F(NodeHandlersTest, SyncingNeedsANetworkThatThereIs) {
  node::v1::SyncNowRequest request;
  EXPECT_TRUE(node.node.SyncNow(Author(), request));

  request.set_network("nowhere");

  EXPECT_EQ(ReasonOf(node.node.SyncNow(Author(), request)), "NETWORK_UNKNOWN");
}

TEST_F(NodeHandlersTest, TheAuditLogIsReadInPagesByAdminsAndGuardians) {
  for (int i = 0; i < 5; ++i) Report(node, PlainLearning("t"));
  node::v1::ListAuditRequest request;
  request.set_page_size(2);
  std::string sequences;
  int pages = 0;
  do {
    const auto page = node.node.ListAudit(Admin(), request);
    ASSERT_TRUE(page);
    for (const auto& entry : page->entries()) sequences += std::to_string(entry.sequence());
    request.set_page_token(page->next_page_token());
    ASSERT_LT(++pages, 10);
  } while (!request.page_token().empty());

  EXPECT_EQ(sequences, "54321");
  EXPECT_EQ(ReasonOf(node.node.ListAudit(Author(), request)), "ROLE_MISSING");
  request.set_page_token("first");
  EXPECT_EQ(ReasonOf(node.node.ListAudit(Guardian(), request)), "PAGE_TOKEN_INVALID");
}

TEST_F(NodeHandlersTest, NothingIsQuarantinedAtFirst) {
  const auto listed = node.node.ListQuarantine(Author(), {});

  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->entries_size(), 0);
}

}  // namespace
}  // namespace candour::service_test
