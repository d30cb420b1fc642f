#include "node/rpc/join_client.h"

#include <gtest/gtest.h>

#include "tests/unit/node/rpc/peer_loopback.h"

namespace candour::rpc {
namespace {

using JoinClientTest = PeerLoopback;

TEST_F(JoinClientTest, LetsATicketHolderJoin) {
  StartServer();
  const Ticket ticket{.network = kNetwork,
                      .genesis = {},
                      .hub_address = Address(),
                      .hub_spki = PinOf(hub_),
                      .secret = std::string(32, 's'),
                      .expires = 0};
  desk_.ticket = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());
  TicketDialer dialer(seconds(20));
  peer::v1::JoinRequest request;
  request.set_name("St Anna");

  const auto answer = dialer.Join(ticket, request);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->fingerprint(), "six words for St Anna");
  const auto manifests = dialer.Manifests(ticket, 1);  // This desk knows no manifests.
  ASSERT_FALSE(manifests);
  EXPECT_EQ(manifests.error().code, ErrorCode::kNotFound);
}

TEST_F(JoinClientTest, TellsATicketHolderWhoAnswersInstead) {
  StartServer();
  Ticket ticket{.network = kNetwork,
                .genesis = {},
                .hub_address = Address(),
                .hub_spki = PinOf(NewIdentity()),
                .secret = std::string(32, 's'),
                .expires = 0};
  TicketDialer dialer(seconds(20));

  auto answer = dialer.Join(ticket, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "HUB_PIN_MISMATCH");
  EXPECT_NE(answer.error().message.find(crypto::HexEncode(PinOf(hub_).view())), std::string::npos);

  server_->Stop();
  answer = dialer.Join(ticket, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "HUB_UNREACHABLE");
}

}  // namespace
}  // namespace candour::rpc
