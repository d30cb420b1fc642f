#include "node/learning/disputed_texts.h"

#include <gtest/gtest.h>

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

// With two texts: GovernTest.SettleTwoTextsOfOneVersion.
TEST(DisputedTexts, AreNoneInANetworkWithOneTextOfEveryVersion) {
  World world;
  ServiceNode hub(world, "Hub", "hub.example:7700");
  CreateNetwork(hub, "Golden Vale");
  const auto store = hub.Snapshot();
  const NetworkView network = *FindNetwork(hub, *store, "golden-vale");

  EXPECT_FALSE(DisputedIn(*store, network));
  const auto bases = BasesOf(*store, network);
  ASSERT_EQ(bases.size(), 1u);
  EXPECT_EQ(bases.front().hash, network.manifest->hash);
  EXPECT_EQ(Settled(*store, network, "00000000", hub.Time()).error().reason, "NOT_DISPUTED");
  EXPECT_FALSE(OpenProposalOn(bases, "no note"));
  EXPECT_FALSE(Suffices(bases, "no note"));
}

}  // namespace
}  // namespace candour::service_test
