// What a batch of an own feed is made of.
#include <gtest/gtest.h>

#include "federation/core/own_feed.h"
#include "federation/feed/chain.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::core_test {
namespace {

using testing::IdOf;

class SignTest : public ::testing::Test, public sync_test::TwoSides {
 protected:
  void Make(size_t entries_max) {
    own.emplace(cast.KeysOf(1), BatchLimits{Duration(250), entries_max});
    TurnBook book(node, now);
    own->Open(book);
  }
  template <class Act>
  void Do(const Act& act) {
    TurnBook book(node, now);
    ASSERT_TRUE(act(book));
    node.Apply(book.TakeWrites());
  }
  void Publish(uint64_t item) {
    Do([&](TurnBook& book) {
      return own->Publish(
          {cast.network, IdOf<ItemId>(item), Bytes(32, 's'), "text", 86'400 * 3 + 7}, book,
          &manifest.manifest);
    });
  }
  void Revise(uint64_t item, const Bytes& text) {
    Do([&](TurnBook& book) {
      return own->Revise({cast.network, IdOf<ItemId>(item), Bytes(32, 's'), text, 0}, book,
                         &manifest.manifest);
    });
  }
  void Retract(uint64_t item) {
    Do([&](TurnBook& book) {
      return own->Retract({cast.network, IdOf<ItemId>(item), 2, 0}, book, &manifest.manifest);
    });
  }
  void Timer() {
    TurnBook book(node, now);
    own->OnTimer(book, &manifest.manifest);
    node.Apply(book.TakeWrites());
  }
  void Confirm() { own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 0}); }
  Leaf LeafAt(uint64_t index) { return *DecodeLeaf(node.Leaves(cast.FeedOf(1), index, 1)); }
  uint64_t Size() { return node.Feed(cast.FeedOf(1)) ? node.Feed(cast.FeedOf(1))->size : 0; }

  std::optional<OwnFeed> own;
};

TEST_F(SignTest, FillsReferencesInWhenPositionsAreKnown) {
  Make(256);
  Publish(1);
  Revise(1, "better");
  Revise(1, "best");
  Retract(1);
  Publish(2);
  Confirm();
  Timer();

  ASSERT_EQ(Size(), 5u);
  const auto chain = node.Chain(cast.FeedOf(1), IdOf<ItemId>(1));
  EXPECT_EQ(chain->versions, (std::vector<uint64_t>{0, 1, 2}));
  EXPECT_EQ(chain->retracted_by, 3u);
  EXPECT_EQ(LeafAt(3).ref_index, 2u);
  EXPECT_EQ(LeafAt(3).ref_leaf, crypto::LeafHash(node.Leaves(cast.FeedOf(1), 2, 1)));
  for (uint64_t index : {0, 1, 2}) EXPECT_FALSE(node.Body(cast.FeedOf(1), index)) << index;
  EXPECT_TRUE(node.Body(cast.FeedOf(1), 4));
  EXPECT_TRUE(node.Staged(cast.FeedOf(1), 9).empty());
}

TEST_F(SignTest, RefersAcrossBatches) {
  Make(1);
  Publish(1);
  Revise(1, "better");
  Confirm();
  Timer();
  EXPECT_EQ(Size(), 1u);
  Timer();

  EXPECT_EQ(Size(), 2u);
  EXPECT_EQ(node.Chain(cast.FeedOf(1), IdOf<ItemId>(1))->versions, (std::vector<uint64_t>{0, 1}));
}

TEST_F(SignTest, NeverStoresTheTextOfWhatIsWithdrawnInALaterBatch) {
  Make(1);
  Publish(1);
  Retract(1);
  Confirm();
  Timer();
  EXPECT_EQ(Size(), 1u);
  EXPECT_FALSE(node.Body(cast.FeedOf(1), 0));
  EXPECT_EQ(node.Wanted(cast.FeedOf(1), 0, 9), std::vector<uint64_t>{0});
  Timer();

  EXPECT_EQ(Size(), 2u);
  EXPECT_TRUE(node.Wanted(cast.FeedOf(1), 0, 9).empty());
}

TEST_F(SignTest, RoundsTheDay) {
  Make(256);
  Confirm();
  Publish(1);

  EXPECT_EQ(LeafAt(0).day, 86'400u * 3);
}

TEST_F(SignTest, SignsOnlyWithdrawalsWhenTheManifestHasExpiredMeanwhile) {
  Make(256);
  Confirm();
  Publish(1);
  Publish(2);
  Retract(1);
  manifest.manifest.expires = now.wall;
  now.instant = now.instant + Duration(250);
  Timer();

  EXPECT_EQ(Size(), 2u);
  EXPECT_EQ(LeafAt(1).kind, static_cast<uint8_t>(LeafKind::kRetract));
  EXPECT_EQ(node.Staged(cast.FeedOf(1), 9).size(), 1u);
  now.instant = now.instant + Duration(250);
  Timer();
  EXPECT_FALSE(own->Deadline(&manifest.manifest)) << "it does not try for ever";

  manifest.manifest.expires = now.wall + 1000;
  own->OnManifestChanged();
  Timer();
  EXPECT_EQ(Size(), 3u);
}

TEST_F(SignTest, GivesTheGuardTheHeadItSigned) {
  Make(256);
  Confirm();
  Publish(1);

  auto guard = own->TakeGuard();
  ASSERT_TRUE(guard);
  EXPECT_EQ(guard->size, 1u);
  EXPECT_EQ(guard->root, node.Feed(cast.FeedOf(1))->root);
  EXPECT_FALSE(own->TakeGuard());
}

}  // namespace
}  // namespace candour::core_test
