#include <gtest/gtest.h>

#include <algorithm>

#include "federation/feed/names.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::FullManifest;
using testing::HashOf;
using testing::TestMember;
using testing::TestNetwork;

TEST(Manifest, EveryKeywordComesBackByteForByte) {
  const std::string text = FormatManifest(FullManifest());

  const Result<Manifest> parsed = ParseManifest(text);

  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(FormatManifest(*parsed), text);
  EXPECT_EQ(parsed->name, "Nord\xc3\xa9 100%");
  EXPECT_EQ(parsed->kind, NetworkKind::kNational);
  EXPECT_EQ(parsed->feeds.size(), 15u);
  EXPECT_EQ(parsed->members[0].spki.size(), 2u);
  EXPECT_EQ(parsed->FindFeed(FeedIdOf(TestNetwork(), TestMember(1), 0))->closed->size, 12u);
  EXPECT_EQ(parsed->takedowns[0].reason + parsed->takedowns[1].reason, 65540);
  EXPECT_EQ(parsed->resolves, HashOf("resolves"));
  EXPECT_EQ(ManifestHash(text), crypto::Sha256(text));
}

TEST(Manifest, FormatPutsLinesInOrderWhateverTheOrderOfTheValues) {
  Manifest shuffled = FullManifest();
  std::reverse(shuffled.members.begin(), shuffled.members.end());
  std::reverse(shuffled.feeds.begin(), shuffled.feeds.end());
  std::reverse(shuffled.governors.begin(), shuffled.governors.end());
  std::reverse(shuffled.takedowns.begin(), shuffled.takedowns.end());

  EXPECT_EQ(FormatManifest(shuffled), FormatManifest(FullManifest()));
}

}  // namespace
}  // namespace candour
