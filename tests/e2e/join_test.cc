// Bad tickets: each has its own reason, and none changes anything.
#include <gtest/gtest.h>

#include "candour/node/v1/network.pb.h"
#include "federation/network/ticket.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

std::string Invite(const std::string& network) {
  auto hub = FederationRun::Get().As("zh1", "op");
  node::v1::InviteRequest request;
  request.set_network(network);
  node::v1::InviteResponse answer;
  auto status = hub->Call("NetworkService/Invite", request, answer);
  EXPECT_TRUE(status) << status.error().message;
  return answer.ticket();
}

Status Join(const std::string& code, const std::string& ticket) {
  auto joiner = FederationRun::Get().As(code, "op");
  node::v1::JoinNetworkRequest request;
  request.set_ticket(ticket);
  node::v1::JoinNetworkResponse answer;
  return joiner->Call("NetworkService/JoinNetwork", request, answer);
}

int NetworkCount(const std::string& code) {
  auto client = FederationRun::Get().As(code, "op");
  node::v1::ListNetworksResponse answer;
  EXPECT_TRUE(client->Call("NetworkService/ListNetworks", node::v1::ListNetworksRequest(), answer));
  return answer.networks_size();
}

template <class Change>
std::string Changed(const std::string& ticket, Change change) {
  auto parsed = ParseTicket(ticket);
  EXPECT_TRUE(parsed);
  change(*parsed);
  return FormatTicket(*parsed);
}

void ExpectRefused(const std::string& ticket, const std::string& reason) {
  int before = NetworkCount("zx1");
  auto joined = Join("zx1", ticket);
  ASSERT_FALSE(joined) << "joined with a bad ticket: " << reason;
  EXPECT_EQ(joined.error().reason, reason) << joined.error().message;
  EXPECT_EQ(NetworkCount("zx1"), before) << reason;
}

TEST(Joining, RefusesEveryBadTicketWithItsOwnReasonAndChangesNothing) {
  std::string ticket = Invite(ctl::kDemoRegion);
  std::string lost = ticket;
  lost[lost.size() / 2] = lost[lost.size() / 2] == 'A' ? 'B' : 'A';
  ExpectRefused(lost, "TICKET_MALFORMED");
  ExpectRefused("hello", "TICKET_MALFORMED");
  ExpectRefused(Changed(ticket, [](Ticket& t) { t.expires = 1000; }), "TICKET_EXPIRED");
  ExpectRefused(Changed(ticket, [](Ticket& t) { t.genesis.bytes[0] ^= 1; }), "WRONG_NETWORK");
  auto closed = ctl::FreeAddress();
  ASSERT_TRUE(closed);
  ExpectRefused(Changed(ticket, [&](Ticket& t) { t.hub_address = *closed; }), "HUB_UNREACHABLE");
  ExpectRefused(Changed(ticket, [](Ticket& t) { t.hub_spki.bytes[0] ^= 1; }), "HUB_PIN_MISMATCH");
}

TEST(Joining, TellsTheSecondUserOfATicketThatItIsUsed) {
  std::string ticket = Invite(ctl::kDemoCoast);
  ASSERT_TRUE(Join("zb1", ticket));
  EXPECT_TRUE(Join("zb1", ticket)) << "the same keys again are the same request";
  auto second = Join("zn1", ticket);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, "TICKET_USED") << second.error().message;
}

}  // namespace
}  // namespace candour::e2e
