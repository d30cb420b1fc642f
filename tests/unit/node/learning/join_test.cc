#include "crypto/encoding.h"
#include "crypto/x509.h"
#include "node/learning/audit.h"
#include "node/learning/network_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Joining : public testing::Test {
 protected:
  void SetUp() override { CreateNetwork(hub, "Golden Vale"); }
  Result<node::v1::JoinNetworkResponse> JoinWith(ServiceNode& joiner, const std::string& ticket) {
    node::v1::JoinNetworkRequest request;
    request.set_ticket(ticket);
    return joiner.networks.Join(Coordinator(), request);
  }
  Result<node::v1::ApproveMemberResponse> ApproveFirst(const std::string& roles = "") {
    node::v1::ApproveMemberRequest request;
    request.set_network("Golden Vale");
    request.set_pending_id(hub.networks.ListPending(Coordinator(), {})->pending(0).id());
    request.set_roles(roles);
    return hub.networks.ApproveMember(Coordinator(), request);
  }
  // Joining with that ticket is refused with the reason and leaves both nodes as they were.
  void ExpectRefused(const std::string& ticket, const std::string& reason) {
    const std::string hub_before = hub.Dump();
    const std::string joiner_before = joiner.Dump();
    EXPECT_EQ(ReasonOf(JoinWith(joiner, ticket)), reason);
    EXPECT_EQ(hub.Dump(), hub_before);
    EXPECT_EQ(joiner.Dump(), joiner_before);
  }
  static std::string Changed(const std::string& line, void (*change)(Ticket&)) {
    auto ticket = *ParseTicket(line);
    change(ticket);
    return FormatTicket(ticket);
  }

  World world;
  ServiceNode& hub = world.AddNode("Vale Hub");
  ServiceNode& joiner = world.AddNode("ZA1 Vale Trust");
};

TEST_F(Joining, ShowsBothEndsTheSameFingerprint) {
  const auto joined = JoinWith(joiner, Invite(hub, "Golden Vale"));

  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_EQ(joined->state(), node::v1::MEMBERSHIP_STATE_PENDING);
  EXPECT_EQ(joined->hub(), hub.address());
  const auto pending = hub.networks.ListPending(Coordinator(), {});
  ASSERT_EQ(pending->pending_size(), 1);
  EXPECT_EQ(pending->pending(0).fingerprint(), joined->fingerprint());
  EXPECT_EQ(pending->pending(0).name(), "ZA1 Vale Trust");
  EXPECT_EQ(pending->pending(0).network(), "Golden Vale");
  EXPECT_EQ(pending->pending(0).roles(), "rw");
  const auto networks = joiner.networks.ListNetworks(Coordinator(), {});
  ASSERT_EQ(networks->networks_size(), 1);
  EXPECT_EQ(networks->networks(0).fingerprint(), joined->fingerprint());
  EXPECT_EQ(networks->networks(0).state(), node::v1::MEMBERSHIP_STATE_PENDING);
}

TEST_F(Joining, IsDoneOnceAGovernorHasApproved) {
  ASSERT_TRUE(JoinWith(joiner, Invite(hub, "Golden Vale")));
  joiner.networks.PollJoins();
  EXPECT_TRUE(LoadMemberships(joiner.store()).empty()) << "nobody has approved yet";

  const auto approved = ApproveFirst();
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->manifest_version(), 2u);
  EXPECT_EQ(approved->member().roles(), "rw");
  joiner.networks.PollJoins();
  world.Settle();

  const auto networks = joiner.networks.ListNetworks(Coordinator(), {});
  ASSERT_EQ(networks->networks_size(), 1);
  EXPECT_EQ(networks->networks(0).state(), node::v1::MEMBERSHIP_STATE_MEMBER);
  EXPECT_EQ(networks->networks(0).own_roles(), "rw");
  EXPECT_EQ(networks->networks(0).members(), 2u);
  EXPECT_TRUE(LoadJoins(joiner.store()).empty());
  EXPECT_EQ(hub.networks.ListPending(Coordinator(), {})->pending_size(), 0);
  EXPECT_TRUE(CheckAudit(hub.store()));
}

TEST_F(Joining, LeavesTheOrganisationUnnamedWhereItAsks) {
  node::v1::JoinNetworkRequest request;
  request.set_ticket(Invite(hub, "Golden Vale"));
  request.set_anonymous(true);
  ASSERT_TRUE(joiner.networks.Join(Coordinator(), request));
  ASSERT_TRUE(ApproveFirst());
  joiner.networks.PollJoins();
  world.Settle();
  const std::string name = PublishNew(joiner, "t", "Golden Vale");
  world.Settle();

  EXPECT_TRUE(name.starts_with("golden-vale/anonymous-member-")) << name;
  EXPECT_EQ(hub.Dump().find("ZA1 Vale"), std::string::npos);
  EXPECT_EQ(hub.Dump().find(crypto::HexEncode("ZA1 Vale")), std::string::npos);
}

TEST_F(Joining, GivesTheRolesThatTheGovernorSays) {
  ASSERT_TRUE(JoinWith(joiner, Invite(hub, "Golden Vale", "rw")));

  EXPECT_EQ(ApproveFirst("r")->member().roles(), "r");
}

TEST_F(Joining, RefusesATicketThatIsMalformed) {
  const std::string ticket = Invite(hub, "Golden Vale");
  ExpectRefused("", "TICKET_MALFORMED");
  ExpectRefused("hello", "TICKET_MALFORMED");
  ExpectRefused(ticket.substr(0, ticket.size() - 1), "TICKET_MALFORMED");
  std::string typo = ticket;
  typo[40] = typo[40] == 'a' ? 'b' : 'a';
  ExpectRefused(typo, "TICKET_MALFORMED");
}

TEST_F(Joining, RefusesATicketThatHasExpired) {
  const std::string ticket = Invite(hub, "Golden Vale");
  world.Pass(std::chrono::hours(72));

  ExpectRefused(ticket, "TICKET_EXPIRED");
  // A joiner whose clock is behind is told so by the hub.
  ExpectRefused(Changed(ticket, [](Ticket& t) { t.expires += 1'000'000; }), "TICKET_EXPIRED");
}

TEST_F(Joining, RefusesATicketThatAnotherNodeHasUsed) {
  const std::string ticket = Invite(hub, "Golden Vale");
  ServiceNode& other = world.AddNode("ZA2 Hill Trust");
  ASSERT_TRUE(JoinWith(other, ticket));

  ExpectRefused(ticket, "TICKET_USED");
}

TEST_F(Joining, RefusesATicketThatTheHubNeverGave) {
  ExpectRefused(Changed(Invite(hub, "Golden Vale"),
                        [](Ticket& t) { t.secret = std::string(32, 'x'); }),
                "TICKET_UNKNOWN");
}

TEST_F(Joining, RefusesATicketForANetworkThatTheHubDoesNotHave) {
  ExpectRefused(Changed(Invite(hub, "Golden Vale"),
                        [](Ticket& t) { t.network = *NetworkId::From(std::string(16, 'x')); }),
                "TICKET_UNKNOWN");
}

TEST_F(Joining, RefusesAHubThatAnswersForAnotherNetwork) {
  const std::string ticket =
      Changed(Invite(hub, "Golden Vale"), [](Ticket& t) { t.genesis = crypto::Sha256("other"); });
  const std::string before = joiner.Dump();

  EXPECT_EQ(ReasonOf(JoinWith(joiner, ticket)), "WRONG_NETWORK");

  EXPECT_EQ(joiner.Dump(), before);
}

TEST_F(Joining, RefusesAHubThatIsNotTheOneNamed) {
  ExpectRefused(Changed(Invite(hub, "Golden Vale"),
                        [](Ticket& t) { t.hub_spki = crypto::Sha256("other"); }),
                "HUB_PIN_MISMATCH");
  ExpectRefused(Changed(Invite(hub, "Golden Vale"),
                        [](Ticket& t) { t.hub_address = "z.example:7700"; }),
                "HUB_UNREACHABLE");
}

TEST_F(Joining, AgainWithTheSameTicketGivesTheSameAnswer) {
  const std::string ticket = Invite(hub, "Golden Vale");

  const auto first = JoinWith(joiner, ticket);
  const auto again = JoinWith(joiner, ticket);

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->fingerprint(), first->fingerprint());
  EXPECT_EQ(hub.networks.ListPending(Coordinator(), {})->pending_size(), 1);
}

TEST_F(Joining, AgainAfterALostAnswerGivesTheSameAnswer) {
  const std::string ticket = Invite(hub, "Golden Vale");
  const auto first = JoinWith(joiner, ticket);
  node::v1::StoredJoin row = LoadJoins(joiner.store()).at(0);
  joiner.Put({DropJoin(*NetworkId::From(row.network_id()))});

  const auto again = JoinWith(joiner, ticket);

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->fingerprint(), first->fingerprint());
}

TEST_F(Joining, ANetworkTwiceIsRefused) {
  JoinNetwork(world, hub, joiner, "Golden Vale");

  ExpectRefused(Invite(hub, "Golden Vale"), "ALREADY_MEMBER");
}

TEST_F(Joining, KeepsTheTicketsSecretSealed) {
  const std::string ticket = Invite(hub, "Golden Vale");
  ASSERT_TRUE(JoinWith(joiner, ticket));

  const std::string secret = crypto::HexEncode(ParseTicket(ticket)->secret);

  EXPECT_EQ(joiner.Dump().find(secret), std::string::npos);
  EXPECT_EQ(hub.Dump().find(secret), std::string::npos);
}

TEST_F(Joining, AcceptsNoKeysThatTheJoinerDoesNotHold) {
  const std::string ticket = Invite(hub, "Golden Vale");
  ServiceNode& other = world.AddNode("ZA2 Hill Trust");
  ASSERT_TRUE(JoinWith(other, Invite(hub, "Golden Vale")));
  peer::v1::JoinRequest stolen;
  stolen.ParseFromString(LoadJoins(other.store()).at(0).join_request());
  stolen.set_possession(std::string(64, 'x'));
  const auto spki = crypto::SpkiSha256(TicketKey(ParseTicket(ticket)->secret).public_key());
  const std::string before = hub.Dump();

  EXPECT_EQ(ReasonOf(hub.networks.AcceptJoin(spki, stolen)), "KEYSET_NOT_POSSESSED");
  stolen.set_member_id("short");
  EXPECT_EQ(ReasonOf(hub.networks.AcceptJoin(spki, stolen)), "KEY_SET_INVALID");

  EXPECT_EQ(hub.Dump(), before);
}

TEST_F(Joining, KnowsATicketUntilItExpires) {
  const auto ticket = *ParseTicket(Invite(hub, "Golden Vale"));
  const auto spki = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());

  EXPECT_TRUE(hub.networks.KnowsTicket(spki, ticket.network));
  EXPECT_FALSE(hub.networks.KnowsTicket(spki, NetworkId()));
  EXPECT_FALSE(hub.networks.KnowsTicket(crypto::Hash(), ticket.network));
  world.Pass(std::chrono::hours(72));
  EXPECT_FALSE(hub.networks.KnowsTicket(spki, ticket.network));
}

TEST_F(Joining, NeedsAKnownPendingId) {
  node::v1::ApproveMemberRequest request;
  request.set_network("Golden Vale");
  request.set_pending_id("00000000");

  EXPECT_EQ(ReasonOf(hub.networks.ApproveMember(Coordinator(), request)), "PENDING_UNKNOWN");
}

TEST_F(Joining, TicketsAreMadeOnlyWhereTheHubAndAGovernorAre) {
  JoinNetwork(world, hub, joiner, "Golden Vale");
  node::v1::InviteRequest request;
  request.set_network("Golden Vale");

  EXPECT_EQ(ReasonOf(joiner.networks.Invite(Coordinator(), request)), "NOT_A_HUB");
  EXPECT_EQ(ReasonOf(hub.networks.Invite(Author(), request)), "ROLE_MISSING");
  request.set_roles("rx");
  EXPECT_EQ(ReasonOf(hub.networks.Invite(Coordinator(), request)), "ROLES_INVALID");
  request.set_roles("rw");
  request.set_valid_hours(24 * 31);
  EXPECT_EQ(ReasonOf(hub.networks.Invite(Coordinator(), request)), "VALIDITY_TOO_LONG");
}

TEST_F(Joining, LetsTheNewMemberPublishAndRead) {
  JoinNetwork(world, hub, joiner, "Golden Vale");

  const std::string name = PublishNew(joiner, "t", "golden-vale");
  world.Settle();

  node::v1::GetLearningRequest request;
  request.set_name(name);
  EXPECT_TRUE(hub.learning.GetLearning(Author(), request));
}

}  // namespace
}  // namespace candour::service_test
