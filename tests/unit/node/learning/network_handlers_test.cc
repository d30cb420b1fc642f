#include "node/learning/network_handlers.h"

#include "crypto/encoding.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class NetworkHandlersTest : public NodeTest {
 protected:
  static node::v1::CreateNetworkRequest Request() {
    node::v1::CreateNetworkRequest request;
    request.set_name("Golden Vale");
    request.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
    request.set_hub_address("a.example:7700");
    return request;
  }
  std::string Reason(const node::v1::CreateNetworkRequest& request) {
    return ReasonOf(node.networks.CreateNetwork(Coordinator(), request));
  }
};

TEST_F(NetworkHandlersTest, TheCreatorIsFirstMemberGovernorAndHub) {
  const auto created = node.networks.CreateNetwork(Coordinator(), Request());

  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->network().name(), "Golden Vale");
  EXPECT_EQ(created->network().manifest_version(), 1u);
  EXPECT_EQ(created->network().own_roles(), "rwhg");
  EXPECT_EQ(created->network().members(), 1u);
  EXPECT_EQ(created->network().expires_at(), kStart + 365 * kSecondsPerDay);
  EXPECT_FALSE(created->network().expired());
  EXPECT_EQ(created->network().state(), node::v1::MEMBERSHIP_STATE_MEMBER);
}

TEST_F(NetworkHandlersTest, RefusesWhatIsNoNetworkAndWritesNothing) {
  const std::string before = node.Dump();
  auto request = Request();
  request.clear_kind();
  EXPECT_EQ(Reason(request), "KIND_MISSING");
  request = Request();
  request.clear_name();
  EXPECT_EQ(Reason(request), "NAME_INVALID");
  request.set_name(std::string(201, 'x'));
  EXPECT_EQ(Reason(request), "NAME_INVALID");
  request = Request();
  request.set_hub_address("a.example");
  EXPECT_EQ(Reason(request), "ADDRESS_INVALID");
  request = Request();
  request.set_valid_days(366 * 5 + 1);
  EXPECT_EQ(Reason(request), "VALIDITY_TOO_LONG");
  EXPECT_EQ(ReasonOf(node.networks.CreateNetwork(Author(), Request())), "ROLE_MISSING");
  EXPECT_EQ(node.Dump(), before);
}

TEST_F(NetworkHandlersTest, RenewingMakesTheNextVersion) {
  InNetwork();
  node::v1::RenewRequest request;
  request.set_network("golden-vale");
  request.set_valid_days(30);

  const auto renewed = node.networks.Renew(Coordinator(), request);

  ASSERT_TRUE(renewed) << renewed.error().message;
  EXPECT_EQ(renewed->manifest_version(), 2u);
  EXPECT_EQ(renewed->expires_at(), kStart + 30 * kSecondsPerDay);
  EXPECT_EQ(node.networks.ListNetworks(Author(), {})->networks(0).manifest_version(), 2u);
}

TEST_F(NetworkHandlersTest, RenewingBringsAnExpiredNetworkBack) {
  InNetwork();
  world.Pass(std::chrono::hours(24 * 366));
  EXPECT_TRUE(node.networks.ListNetworks(Author(), {})->networks(0).expired());
  node::v1::RenewRequest request;
  request.set_network("golden-vale");

  ASSERT_TRUE(node.networks.Renew(Coordinator(), request));

  EXPECT_FALSE(node.networks.ListNetworks(Author(), {})->networks(0).expired());
}

TEST_F(NetworkHandlersTest, OnlyAGovernorRenews) {
  InNetwork();
  ServiceNode& member = world.AddNode("ZA2 Hill Trust");
  JoinNetwork(world, node, member, "Golden Vale");
  node::v1::RenewRequest request;
  request.set_network("golden-vale");

  EXPECT_EQ(ReasonOf(member.networks.Renew(Coordinator(), request)), "NO_GOVERNOR_KEY");
}

TEST_F(NetworkHandlersTest, ListsMembersWithWhatIsHeldOfThem) {
  InNetwork();
  ServiceNode& member = world.AddNode("ZA2 Hill Trust");
  JoinNetwork(world, node, member, "Golden Vale");
  PublishNew(member, "one", "golden-vale");
  PublishNew(member, "two", "golden-vale");
  world.Pass(std::chrono::minutes(20));
  node::v1::ListMembersRequest request;
  request.set_network("golden-vale");

  const auto listed = node.networks.ListMembers(Author(), request);

  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->members_size(), 2);
  for (const auto& row : listed->members()) {
    const bool self = row.name() == "ZA1 Vale Trust";
    EXPECT_EQ(row.self(), self);
    EXPECT_EQ(row.hub(), self);
    EXPECT_EQ(row.entries(), self ? 0u : 2u);
  }
  const auto at_member = member.networks.ListMembers(Author(), request);
  const auto root = [](const node::v1::ListMembersResponse& list) {
    for (const auto& row : list.members()) {
      if (row.name() == "ZA2 Hill Trust") return row.root();
    }
    return std::string();
  };
  EXPECT_EQ(root(*listed), root(*at_member));
  EXPECT_FALSE(root(*listed).empty());
}

TEST_F(NetworkHandlersTest, GivesEveryVersionOfTheManifestAndTheFirstOnesHash) {
  InNetwork();
  node::v1::RenewRequest renew;
  renew.set_network("golden-vale");
  ASSERT_TRUE(node.networks.Renew(Coordinator(), renew));
  node::v1::GetManifestRequest request;
  request.set_network("golden-vale");

  EXPECT_EQ(node.networks.GetManifest(Author(), request)->version(), 2u);
  request.set_version(1);
  const auto first = node.networks.GetManifest(Author(), request);
  const auto opened = VerifyGenesis(first->note(), std::nullopt);
  ASSERT_TRUE(opened);
  EXPECT_EQ(first->genesis_sha256(), opened->hash.view());
  request.set_version(3);
  EXPECT_EQ(ReasonOf(node.networks.GetManifest(Author(), request)), "VERSION_UNKNOWN");
}

}  // namespace
}  // namespace candour::service_test
