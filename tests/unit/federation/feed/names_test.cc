#include "federation/feed/names.h"

#include "tests/unit/crypto/vectors.h"

namespace candour {
namespace {

TEST(Names, EqualTheGoldenOnes) {
  CANDOUR_NEED_VECTORS();
  const auto golden =
      crypto::testing::ReadJson(crypto::testing::VectorsFolder() + "candour/golden.json");
  const auto text = [](const auto& value) { return value.template get<std::string>(); };
  const NetworkId network = *NetworkId::FromHex(text(golden.at("network_id")));
  const auto member = [&](const char* who) {
    return *MemberId::FromHex(text(golden.at("member_ids").at(who)));
  };

  EXPECT_EQ(FeedIdOf(network, member("A"), 0).hex(), text(golden.at("feed_id")));
  EXPECT_EQ(FeedOrigin(FeedIdOf(network, member("A"), 0)), text(golden.at("origin")));
  for (const char* who : {"A", "B", "C"}) {
    const std::string vkey = text(golden.at("cosigners").at(who).at("vkey"));
    EXPECT_EQ(CosignerName(network, member(who)), vkey.substr(0, vkey.find('+')));
  }
  for (uint32_t n = 0; n < golden.at("governors").size(); ++n) {
    const std::string vkey = text(golden.at("governors")[n].at("vkey"));
    EXPECT_EQ(GovernorName(network, n), vkey.substr(0, vkey.find('+')));
  }
}

TEST(Names, DifferByNetworkMemberAndEpoch) {
  const NetworkId network = *NetworkId::From("0123456789abcdef");
  const MemberId member = *MemberId::From("fedcba9876543210");
  const MemberId other = *MemberId::From("fedcba9876543211");

  EXPECT_NE(FeedIdOf(network, member, 0), FeedIdOf(network, member, 1));
  EXPECT_NE(FeedIdOf(network, member, 0), FeedIdOf(network, other, 0));
  EXPECT_NE(FeedIdOf(*NetworkId::From("0123456789abcdeF"), member, 0),
            FeedIdOf(network, member, 0));
  EXPECT_NE(CosignerName(network, member), CosignerName(network, other));
}

}  // namespace
}  // namespace candour
