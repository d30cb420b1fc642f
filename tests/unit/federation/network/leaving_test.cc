#include "federation/network/leaving.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_edit.h"
#include "tests/sim/cast.h"

namespace candour {
namespace {

class LeavingLine : public ::testing::Test {
 protected:
  std::string Line(const FeedId& feed, const crypto::PrivateKey& key) {
    return FormatLeaving({FeedOrigin(feed), 7, root}, key);
  }
  std::string Reason(std::string_view line) {
    const auto parsed = ParseLeaving(manifest, line);
    return parsed ? "OK" : parsed.error().reason;
  }

  sim::Cast cast = sim::MakeCast(/*seed=*/5, /*count=*/3);
  Manifest manifest = VerifyGenesis(cast.genesis, std::nullopt)->manifest;
  crypto::Hash root = sim::Draw(5, "root");
};

TEST_F(LeavingLine, NamesTheMemberAndTheExactHead) {
  const auto read = ParseLeaving(manifest, " " + Line(cast.FeedOf(1), cast.members[1].feed) + "\n");

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->member, cast.members[1].id);
  EXPECT_EQ(read->feed, cast.FeedOf(1));
  EXPECT_EQ(read->last.size, 7u);
  EXPECT_EQ(read->last.root, root);
}

TEST_F(LeavingLine, IsRefusedWithAnyByteChanged) {
  const std::string line = Line(cast.FeedOf(1), cast.members[1].feed);
  for (size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(Reason(changed), "OK") << i;
  }
  EXPECT_EQ(Reason(""), "LEAVING_MALFORMED");
}

TEST_F(LeavingLine, IsRefusedUnlessTheKeyOfAnOpenFeedOfThisNetworkSignedIt) {
  EXPECT_EQ(Reason(Line(cast.FeedOf(1), cast.members[2].feed)), "LEAVING_NOT_SIGNED");
  EXPECT_EQ(Reason(Line(cast.FeedOf(1), cast.members[1].cosigner)), "LEAVING_NOT_SIGNED");
  const sim::Cast other = sim::MakeCast(/*seed=*/6, /*count=*/3);
  EXPECT_EQ(Reason(Line(other.FeedOf(1), other.members[1].feed)), "LEAVING_NOT_SIGNED");
  ASSERT_TRUE(RemoveMember(manifest, cast.members[1].id, {}));
  EXPECT_EQ(Reason(Line(cast.FeedOf(1), cast.members[1].feed)), "LEAVING_NOT_SIGNED");
}

// A checkpoint that the member has signed anyway is no word that it leaves.
TEST_F(LeavingLine, IsNoCheckpointNorTheOtherWayRound) {
  const crypto::Checkpoint head{FeedOrigin(cast.FeedOf(1)), 7, root};
  const std::string signature = cast.members[1].feed.Sign(head.Format());
  EXPECT_EQ(Reason("candour-leaving-1." + crypto::Base64Encode(head.Format() + signature)),
            "LEAVING_MALFORMED");
}

}  // namespace
}  // namespace candour
