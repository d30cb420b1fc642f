#include "federation/network/manifest.h"

#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::HashOf;
using testing::TestManifest;
using testing::TestMember;
using testing::TestNetwork;

TEST(Manifest, ParametersFallBackToTheirDefaults) {
  const Manifest m = TestManifest();

  EXPECT_EQ(m.Param("max-silence"), 604800);  // Written.
  EXPECT_EQ(m.Param("witness-quorum"), 2);
  EXPECT_EQ(m.Param("heartbeat"), 86400);
  EXPECT_EQ(m.Param("min-count"), 8);
  EXPECT_EQ(m.Param("min-nodes"), 10);
  EXPECT_EQ(m.Param("backup-lifetime"), 3024000);
  EXPECT_EQ(m.Param("retract-burst"), 20);
  EXPECT_EQ(m.Param("history"), 1);
  EXPECT_EQ(Manifest{}.Param("max-silence"), 1209600);
}

TEST(Manifest, FindsRowsByIdPinAndFeed) {
  const Manifest m = TestManifest();

  EXPECT_EQ(m.FindMember(TestMember(2))->name, "Trust 2");
  EXPECT_EQ(m.FindByPin(HashOf("pin 3"))->id, TestMember(3));
  EXPECT_EQ(m.FindFeed(FeedIdOf(TestNetwork(), TestMember(1), 0))->member, TestMember(1));
  EXPECT_EQ(m.FindCosigner(TestMember(1))->member, TestMember(1));
  EXPECT_EQ(m.FindMember(TestMember(7)), nullptr);
  EXPECT_EQ(m.FindByPin(HashOf("pin 7")), nullptr);
  EXPECT_EQ(m.FindFeed(FeedIdOf(TestNetwork(), TestMember(1), 1)), nullptr);
  EXPECT_EQ(m.FindCosigner(TestMember(7)), nullptr);
}

TEST(Manifest, ExpiresAtItsSecond) {
  const Manifest m = TestManifest();

  EXPECT_FALSE(m.Expired(testing::kExpires - 1));
  EXPECT_TRUE(m.Expired(testing::kExpires));
}

}  // namespace
}  // namespace candour
