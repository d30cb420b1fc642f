#include "federation/sync/epochs.h"

#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "federation/sync/withdrawals.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

// Author 1's epoch 0 is closed at two entries; its epoch 1 speaks of them.
class OlderEpoch : public ::testing::Test, public TwoSides {
 protected:
  OlderEpoch() {
    Sign(node, 1, {Item(IdOf<ItemId>(1), "one"), Item(IdOf<ItemId>(2), "two")});
    closed = manifest.manifest;
    for (FeedKey& key : closed.feeds) {
      if (key.member == cast.members[1].id) key.closed = FeedKey::Cut{2, node.Feed(old)->root};
    }
    by.feed = FeedIdOf(cast.network, cast.members[1].id, 1);
    by.network = cast.network;
    by.member = cast.members[1].id;
    by.epoch = 1;
  }
  Bytes Withdrawal(uint64_t index, const ItemId& item, uint32_t epoch = 0) {
    Leaf leaf = testing::Blank(LeafKind::kRetract, item);
    leaf.ref_index = index;
    leaf.ref_leaf = crypto::LeafHash(node.Leaves(old, index < 2 ? index : 0, 1));
    leaf.ref_epoch = epoch;
    leaf.reason = 2;
    return EncodeLeaf(leaf);
  }
  std::string Apply(MemoryStore& store, const Bytes& raw) {
    TurnBook book(store, now);
    std::vector<Retraction> rows;
    const std::string why = RetractElsewhere(closed, by, 7, raw, book, rows);
    Hide(std::move(rows), Pace::kAtOnce, book);
    store.Apply(book.TakeWrites());
    return why;
  }

  FeedId old = cast.FeedOf(1);
  Manifest closed;
  FeedState by;
};

TEST_F(OlderEpoch, ItsItemIsWithdrawn) {
  EXPECT_EQ(Apply(node, Withdrawal(1, IdOf<ItemId>(2))), "");
  EXPECT_FALSE(node.Body(old, 1));
  EXPECT_TRUE(node.Body(old, 0));
  EXPECT_EQ(node.RetractionOf(old, 1)->by_feed, by.feed);
  EXPECT_EQ(node.RetractionOf(old, 1)->by_index, 7u);
  EXPECT_EQ(Apply(node, Withdrawal(1, IdOf<ItemId>(2))), "ALREADY_RETRACTED");
}

TEST_F(OlderEpoch, RefusesWhatDoesNotFit) {
  EXPECT_EQ(Apply(node, Withdrawal(1, IdOf<ItemId>(1))), "NO_SUCH_ITEM");
  EXPECT_EQ(Apply(node, Withdrawal(2, IdOf<ItemId>(1))), "REF_INDEX");
  EXPECT_EQ(Apply(node, Withdrawal(0, IdOf<ItemId>(1), 1)), "REF_EPOCH");
  Bytes other = Withdrawal(0, IdOf<ItemId>(1));
  other[80] = static_cast<char>(other[80] ^ 1);
  EXPECT_EQ(Apply(node, other), "REF_LEAF");
}

TEST_F(OlderEpoch, AWithdrawalWaitsForItsItem) {
  const Bytes raw = Withdrawal(0, IdOf<ItemId>(1));
  MemoryStore empty;
  EXPECT_EQ(Apply(empty, raw), kWaitsForEpoch);

  // Now the item comes, and what waited is tried again.
  node.Apply({PutLeaves{{by.feed, 0, raw}}, PutQuarantine{{by.feed, 0, kWaitsForEpoch, "ab", 1}},
              PutFeed{by}});
  TurnBook book(node, now);
  RetryElsewhere(closed, book);
  node.Apply(book.TakeWrites());

  EXPECT_TRUE(node.RetractionOf(old, 0));
  EXPECT_TRUE(node.Quarantine().empty());
}

}  // namespace
}  // namespace candour::sync_test
