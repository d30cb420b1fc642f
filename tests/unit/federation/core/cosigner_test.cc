#include "federation/core/cosigner.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::core_test {
namespace {

using testing::IdOf;
using testing::Items;

class CosignerTest : public ::testing::Test, public sync_test::TwoSides {
 protected:
  CosignerTest() : cosigner(cast.KeysOf(1), Duration(600'000)) {}

  std::vector<FeedId> Timer() {
    TurnBook book(node, now);
    auto done = cosigner.OnTimer(book, manifest.manifest, retractions);
    node.Apply(book.TakeWrites());
    return done;
  }
  void Grow(uint64_t first) {
    Sign(node, 2, Items(1, first));
    cosigner.OnLeaves(cast.FeedOf(2), now.instant);
  }
  uint64_t Cosigned() { return node.Feed(cast.FeedOf(2))->cosigned_size; }
  void Pass(int64_t seconds) {
    now.instant = now.instant + Duration(seconds * 1000);
    now.wall += seconds;
  }

  Cosigner cosigner;
  Retractions retractions;
};

TEST_F(CosignerTest, SignsAtOnceAndThenAtMostOncePerInterval) {
  Grow(0);
  EXPECT_EQ(Timer().size(), 1u);
  EXPECT_EQ(Cosigned(), 1u);

  Pass(1);
  Grow(1);
  EXPECT_TRUE(Timer().empty());
  EXPECT_EQ(*cosigner.Deadline(), Instant{Duration(600'000)});
  Pass(599);
  EXPECT_EQ(Timer().size(), 1u);
  EXPECT_EQ(Cosigned(), 2u);
}

TEST_F(CosignerTest, WritesALineThatVerifiesWithTheStateItAttests) {
  Grow(0);
  Timer();

  const CosignatureRow row = node.Cosignatures(cast.FeedOf(2))[0];
  EXPECT_EQ(row.member, cast.members[1].id);
  EXPECT_EQ(row.root, node.Feed(cast.FeedOf(2))->cosigned_root);
  const auto line = crypto::SignatureLine::Parse(row.line);
  const crypto::Checkpoint head{FeedOrigin(cast.FeedOf(2)), 1, row.root};
  EXPECT_TRUE(crypto::VerifyCosignature(manifest.manifest.FindCosigner(cast.members[1].id)->key,
                                        head.Format(), *line));
}

TEST_F(CosignerTest, WaitsWhileAWithdrawalIsNotCarriedOut) {
  Grow(0);
  Retraction row;
  row.feed = row.by_feed = cast.FeedOf(2);
  retractions.OnHidden({row}, now);
  EXPECT_TRUE(Timer().empty());
  EXPECT_EQ(Cosigned(), 0u);

  retractions = Retractions();
  cosigner.OnErased(cast.FeedOf(2), now.instant);
  EXPECT_EQ(Timer().size(), 1u);
}

TEST_F(CosignerTest, NeverSignsPastALeafItMustUnderstand) {
  Grow(0);
  FeedState state = *node.Feed(cast.FeedOf(2));
  state.stopped_at = 1;
  node.Apply({PutFeed{state}});
  Grow(1);

  EXPECT_EQ(Timer().size(), 1u);
  EXPECT_EQ(Cosigned(), 1u) << "the leaf before it";
  Pass(86'400);
  cosigner.OnLeaves(cast.FeedOf(2), now.instant);
  Timer();
  EXPECT_EQ(Cosigned(), 1u);
}

TEST_F(CosignerTest, NeverSignsASmallerTreeThanBefore) {
  Grow(0);
  FeedState state = *node.Feed(cast.FeedOf(2));
  state.cosigned_size = 5;
  node.Apply({PutFeed{state}});

  EXPECT_TRUE(Timer().empty());
}

TEST_F(CosignerTest, RefusesWhenTheStoreContradictsItself) {
  Grow(0);
  Bytes leaf = node.Leaves(cast.FeedOf(2), 0, 1);
  leaf[60] ^= 1;
  node.Apply({PutLeaves{{cast.FeedOf(2), 0, leaf}}});

  EXPECT_TRUE(Timer().empty());
}

TEST_F(CosignerTest, RenewsTheLineOnItsOwnFeedAfterAHeartbeat) {
  Sign(node, 1, Items(1));
  cosigner.Open(node, now);
  EXPECT_EQ(Timer().size(), 1u);
  const WallSeconds first = node.Feed(cast.FeedOf(1))->heard_at;

  Pass(86'399);
  EXPECT_TRUE(Timer().empty());
  Pass(1);
  EXPECT_EQ(Timer().size(), 1u);
  EXPECT_EQ(node.Feed(cast.FeedOf(1))->heard_at, first + 86'400);
}

TEST_F(CosignerTest, NeverDatesALineBeforeItsLast) {
  Sign(node, 1, Items(1));
  cosigner.Open(node, now);
  Timer();
  const WallSeconds first = node.Feed(cast.FeedOf(1))->cosigned_at;

  now.instant = now.instant + Duration(86'400'000);
  now.wall -= 1'000'000;
  EXPECT_EQ(Timer().size(), 1u);

  EXPECT_EQ(node.Feed(cast.FeedOf(1))->cosigned_at, first);
}

TEST_F(CosignerTest, SignsNothingWithAKeyThatTheManifestDoesNotName) {
  OwnKeys keys = cast.KeysOf(1);
  keys.cosigner = sim::DrawKey(9, "other");
  cosigner = Cosigner(keys, Duration(600'000));
  Grow(0);

  EXPECT_TRUE(Timer().empty());
}

}  // namespace
}  // namespace candour::core_test
