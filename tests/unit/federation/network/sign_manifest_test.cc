#include "federation/network/sign_manifest.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::Governor;
using testing::HashOf;
using testing::Signers;
using testing::TestGenesis;
using testing::TestManifest;

TEST(SignManifest, RefusesAnotherPrivateKeyNoSignerAndABadText) {
  const std::string text = FormatManifest(TestManifest());
  const auto reason = [](const Result<std::string>& r) { return r ? "signed" : r.error().reason; };

  EXPECT_EQ(reason(SignManifest(text, {{Governor(0).first, Governor(1).second}})),
            "MANIFEST_WRONG_SIGNER");
  EXPECT_EQ(reason(SignManifest(text, {})), "MANIFEST_WRONG_SIGNER");
  EXPECT_EQ(reason(SignManifest(text + "x\n", Signers({0}))), "MANIFEST_UPGRADE");
}

TEST(NextVersion, DropsWhatBelongsToOneVersionOnly) {
  SignedManifest current = TestGenesis();
  current.manifest.resolves = HashOf("other");

  const Manifest next = NextVersion(current, 5, 6);

  EXPECT_EQ(next.version, 2u);
  EXPECT_EQ(next.prev, current.hash);
  EXPECT_EQ(next.resolves, std::nullopt);
  EXPECT_EQ(next.issued, 5);
  EXPECT_EQ(next.expires, 6);
  EXPECT_EQ(next.members.size(), 3u);
}

TEST(NextGovernorNumber, IsAboveTheHighestInUse) {
  Manifest m = TestManifest();
  EXPECT_EQ(NextGovernorNumber(m), 3u);
  m.governors = {Governor(7).first, Governor(2).first};
  EXPECT_EQ(NextGovernorNumber(m), 8u);
}

}  // namespace
}  // namespace candour
