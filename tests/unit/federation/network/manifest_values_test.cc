#include "federation/network/manifest_values.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

TEST(ManifestValues, PercentEncodingHasOneSpelling) {
  EXPECT_EQ(PercentEncode("a-Z.0_9~ /%\xc3\xa9"), "a-Z.0_9~%20%2F%25%C3%A9");
  EXPECT_EQ(PercentDecode("a%20b%C3%A9"), "a b\xc3\xa9");
  EXPECT_EQ(PercentDecode("%41"), std::nullopt);  // An unreserved character.
  EXPECT_EQ(PercentDecode("%c3"), std::nullopt);  // Lower case.
  EXPECT_EQ(PercentDecode("%2"), std::nullopt);   // Cut off.
  EXPECT_EQ(PercentDecode("a b"), std::nullopt);  // Not encoded.
  EXPECT_EQ(PercentDecode("%G0"), std::nullopt);
}

TEST(ManifestValues, NamesAreFitToBeShown) {
  for (const char* good : {"A", "North West", "Nord\xc3\xa9", "\xc2\xa0", "\xe2\x80\x94"}) {
    EXPECT_TRUE(IsShownName(good)) << good;
  }
  const std::vector<std::string> bad = {"",
                                        " A",
                                        "A ",
                                        std::string("A\0B", 3),
                                        "A\nB",
                                        "\x7f",
                                        "\xc2\x85",
                                        "\xe2\x80\xa8",
                                        "\xe2\x80\xae",
                                        "\xe2\x81\xa6",
                                        "\xe2\x80\x8b",
                                        "\xff",
                                        std::string(257, 'a')};
  for (const std::string& name : bad) EXPECT_FALSE(IsShownName(name)) << name;
  EXPECT_TRUE(IsShownName(std::string(256, 'a')));
}

TEST(ManifestValues, HubAddressesAreHostAndPort) {
  for (const char* good : {"h:1", "hub.example:65535", "10.0.0.1:7443", "[2001:db8::1]:7443"}) {
    EXPECT_TRUE(IsHubAddress(good)) << good;
  }
  for (const char* bad : {"", "h", "h:", ":1", "h:0", "h:65536", "h:01", "h:+1", "-h:1", ".h:1",
                          "a b:1", "h/x:1", "[::1:1", "[]:1", "[g::1]:1", "::1:1", "h:1 "}) {
    EXPECT_FALSE(IsHubAddress(bad)) << bad;
  }
}

TEST(ManifestValues, AGovernorsNumberHasOneSpelling) {
  const NetworkId network = testing::TestNetwork();
  const std::string stem = "candour/g/" + network.hex() + "/";

  EXPECT_EQ(GovernorNumber(network, stem + "0"), 0u);
  EXPECT_EQ(GovernorNumber(network, stem + "4294967295"), 4294967295u);
  EXPECT_EQ(GovernorNumber(network, stem + "4294967296"), std::nullopt);
  EXPECT_EQ(GovernorNumber(network, stem + "01"), std::nullopt);
  EXPECT_EQ(GovernorNumber(network, stem), std::nullopt);
  EXPECT_EQ(GovernorNumber(network, "x/0"), std::nullopt);
  EXPECT_EQ(GovernorNumber(NetworkId{}, stem + "0"), std::nullopt);
}

}  // namespace
}  // namespace candour
