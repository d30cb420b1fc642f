#include "federation/network/disputed.h"

#include <gtest/gtest.h>

#include "federation/network/sign_manifest.h"
#include "tests/sim/cast.h"

namespace candour {
namespace {

class Disputed : public testing::Test {
 protected:
  SignedManifest Next(WallSeconds issued) const {
    const Manifest next = NextVersion(before, issued, issued + 1'000'000);
    return *VerifyUpdate(before, cast.Sign(next));
  }

  const sim::Cast cast = sim::MakeCast(3, 2);
  const SignedManifest before = *VerifyGenesis(cast.genesis, {});
};

TEST_F(Disputed, TextsHaveOneHashInEitherOrder) {
  const SignedManifest one = Next(sim::kEpochStart);
  const SignedManifest other = Next(sim::kEpochStart + 1);

  EXPECT_EQ(HashOfTexts(one, other), HashOfTexts(other, one));
  EXPECT_NE(HashOfTexts(one, other), one.hash);
  EXPECT_NE(HashOfTexts(one, other), HashOfTexts(one, one));
}

TEST_F(Disputed, VersionsAreSettledByTheGovernorsInFrontOfThem) {
  SignedManifest one = Next(sim::kEpochStart);
  const SignedManifest other = Next(sim::kEpochStart + 1);
  // The text that stays names other governors: they have no say in this.
  one.manifest.governors.clear();
  one.manifest.threshold = 7;

  const Manifest next = Resolution(before, one, other, sim::kEpochStart, sim::kEpochStart + 100);

  EXPECT_EQ(next.version, 3u);
  EXPECT_EQ(next.prev, one.hash);
  EXPECT_EQ(next.resolves, other.hash);
  EXPECT_EQ(next.governors, before.manifest.governors);
  const auto settled = VerifyUpdate(ResolvedTo(before, one), cast.Sign(next));
  ASSERT_TRUE(settled) << settled.error().message;
  EXPECT_FALSE(VerifyUpdate(one, cast.Sign(next)));
}

}  // namespace
}  // namespace candour
