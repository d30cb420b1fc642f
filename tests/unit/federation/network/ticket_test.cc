#include "federation/network/ticket.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::HashOf;
using testing::TestNetwork;

Ticket TestTicket() {
  return {.network = TestNetwork(),
          .genesis = HashOf("genesis"),
          .hub_address = "hub.example:7443",
          .hub_spki = HashOf("hub"),
          .secret = HashOf("secret").ToString(),
          .expires = 1764547200};
}

std::string Outcome(std::string_view line) {
  const Result<Ticket> parsed = ParseTicket(line);
  return parsed ? "read" : parsed.error().reason + ": " + parsed.error().message;
}

bool Says(std::string_view line, std::string_view what) {
  const std::string outcome = Outcome(line);
  return outcome.starts_with("TICKET_MALFORMED") && outcome.find(what) != std::string::npos;
}

TEST(Ticket, ComesBackFromItsLine) {
  const Ticket ticket = TestTicket();
  const std::string line = FormatTicket(ticket);

  const Result<Ticket> parsed = ParseTicket("  " + line + "\r\n");

  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->network, ticket.network);
  EXPECT_EQ(parsed->genesis, ticket.genesis);
  EXPECT_EQ(parsed->hub_address, ticket.hub_address);
  EXPECT_EQ(parsed->hub_spki, ticket.hub_spki);
  EXPECT_EQ(parsed->secret, ticket.secret);
  EXPECT_EQ(parsed->expires, ticket.expires);
  EXPECT_EQ(FormatTicket(*parsed), line);
  EXPECT_EQ(line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"), std::string::npos);
}

TEST(Ticket, ComesBackWithAddressesOfEveryLength) {
  for (size_t n = 1; n <= 250; ++n) {
    Ticket ticket = TestTicket();
    ticket.hub_address = std::string(n, 'h') + ":1";
    const Result<Ticket> parsed = ParseTicket(FormatTicket(ticket));
    ASSERT_TRUE(parsed) << n;
    EXPECT_EQ(parsed->hub_address, ticket.hub_address);
  }
}

TEST(Ticket, IsRefusedWithAnyCharacterChangedLostOrAdded) {
  const std::string line = FormatTicket(TestTicket());
  for (size_t i = 0; i < line.size(); ++i) {
    for (char c : {'a', '7', 'q', '1', ' '}) {
      if (line[i] == c) continue;
      std::string changed = line;
      changed[i] = c;
      EXPECT_NE(Outcome(changed), "read") << i;
    }
    std::string lost = line;
    lost.erase(i, 1);
    EXPECT_NE(Outcome(lost), "read") << i;
    std::string added = line;
    added.insert(i, 1, line[i]);
    EXPECT_NE(Outcome(added), "read") << i;
    EXPECT_NE(Outcome(line.substr(0, i)), "read") << i;
  }
}

TEST(Ticket, IsRefusedWithBitsBehindItsLastByte) {
  Ticket ticket = TestTicket();
  ticket.hub_address = "hubs.example:7443";  // 141 bytes: the last character carries 3 bits.
  const std::string line = FormatTicket(ticket);
  ASSERT_EQ(Outcome(line), "read");

  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  for (char c : kAlphabet) {
    if (c == line.back()) continue;
    EXPECT_NE(Outcome(line.substr(0, line.size() - 1) + c), "read") << c;
  }
}

TEST(Ticket, SaysWhatIsWrong) {
  const std::string line = FormatTicket(TestTicket());
  std::string typo = line;
  typo[40] = typo[40] == 'a' ? 'b' : 'a';
  Ticket no_port = TestTicket();
  no_port.hub_address = "hub.example";
  Ticket late = TestTicket();
  late.expires = 253402300800;

  EXPECT_TRUE(Says("hello", "does not begin with"));
  EXPECT_TRUE(Says("", "does not begin with"));
  EXPECT_TRUE(Says(testing::Replaced(line, "ticket-1", "ticket-2"), "upgrade"));
  EXPECT_TRUE(Says(line + "!", "wrong or missing"));
  EXPECT_TRUE(Says(testing::Replaced(line, ".", ".A"), "wrong or missing"));
  EXPECT_TRUE(Says(typo, "changed or lost"));
  EXPECT_TRUE(Says("candour-ticket-1.aaaaaaaa", "too short"));
  EXPECT_TRUE(Says(line + std::string(2000, 'a'), "too long"));
  EXPECT_TRUE(Says(FormatTicket(no_port), "host:port"));
  EXPECT_TRUE(Says(FormatTicket(late), "expiry"));
}

TEST(Ticket, DoesNotRepeatItselfInItsRefusals) {
  const std::string line = FormatTicket(TestTicket());

  EXPECT_EQ(Outcome(line + "a").find(line.substr(30, 20)), std::string::npos);
}

TEST(TicketKey, FollowsFromTheSecretAlone) {
  const std::string secret = HashOf("secret").ToString();

  EXPECT_EQ(TicketKey(secret).public_key(), TicketKey(secret).public_key());
  EXPECT_NE(TicketKey(secret).public_key(), TicketKey(HashOf("x").ToString()).public_key());
  EXPECT_EQ(TicketKey(secret).seed(), crypto::HkdfSha256(secret, "", "candour/ticket/v1", 32));
}

}  // namespace
}  // namespace candour
