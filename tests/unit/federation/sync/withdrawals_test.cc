#include "federation/sync/withdrawals.h"

#include <gtest/gtest.h>

#include "federation/sync/cuts.h"
#include "federation/sync/epochs.h"
#include "federation/sync/takedowns.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

using testing::Retract;

// Author 1 has published eight texts; the network lets three be withdrawn in an hour.
class Withdrawing : public ::testing::Test, public TwoSides {
 protected:
  Withdrawing() {
    manifest.manifest.params["retract-burst"] = 3;
    for (uint64_t i = 0; i < 8; ++i) {
      entries.push_back(Item(IdOf<ItemId>(i), "text " + std::to_string(i)));
    }
    Sign(node, 1, entries);
  }
  // Somebody brings one page of withdrawals of these texts.
  void Withdraw(const std::vector<uint64_t>& texts) {
    std::vector<Entry> page;
    for (const uint64_t i : texts) page.push_back(Retract(IdOf<ItemId>(i), {i, entries[i].leaf}));
    const FeedState before = State();
    auto batch = SignBatch(before, testing::LeavesOf(page), cast.members[1].feed);
    ASSERT_TRUE(batch);
    TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptPage({feed, before.size, batch->leaves(), batch->checkpoint_note()});
    });
  }
  // "ewwH....": erased (hidden and its text gone), waiting, Hidden with its text, shown.
  std::string Texts() {
    std::string out;
    for (uint64_t i = 0; i < entries.size(); ++i) {
      const auto row = node.RetractionOf(feed, i);
      const bool held = node.Body(feed, i).has_value();
      const bool waits = row && row->state == ErasureState::kDelayed;
      out += !row ? (held ? '.' : '?') : waits ? (held ? 'w' : '!') : (held ? 'H' : 'e');
    }
    return out;
  }
  FeedState State() { return *node.Feed(feed); }

  FeedId feed = cast.FeedOf(1);
  std::vector<Entry> entries;
};

TEST_F(Withdrawing, AFewAreErasedAtOnce) {
  Withdraw({0, 1});
  Withdraw({2});
  EXPECT_EQ(Texts(), "eee.....");
}

TEST_F(Withdrawing, MoreThanTheBurstInOnePageWaitAllOfThem) {
  Withdraw({0, 1, 2, 3});

  EXPECT_EQ(Texts(), "wwww....");
  EXPECT_EQ(node.RetractionOf(feed, 0)->erase_after, now.wall + kErasureDelay);
  ASSERT_EQ(news.log.size(), 1u);
  EXPECT_EQ(news.log[0].event, "withdrawals-delayed");
  EXPECT_EQ(news.retracted.size(), 4u);
}

TEST_F(Withdrawing, OneByOneThoseBeyondTheBurstWaitForAsLongAsItIsOne) {
  for (uint64_t i = 0; i < 4; ++i) Withdraw({i});
  EXPECT_EQ(Texts(), "eeew....");

  now.wall += 2 * 3600;  // The hour is over, the burst is not.
  Withdraw({4});
  EXPECT_EQ(Texts(), "eeeww...");

  now.wall += kErasureDelay;
  Withdraw({5});
  EXPECT_EQ(Texts(), "eeewwe..");
}

TEST_F(Withdrawing, AnHourLaterTheCountBeginsAnew) {
  Withdraw({0, 1, 2});
  now.wall += 3600;
  Withdraw({3, 4, 5});
  EXPECT_EQ(Texts(), "eeeeee..");
}

TEST_F(Withdrawing, AClockThatGoesBackBeginsTheCountAnew) {
  Withdraw({0, 1, 2});
  now.wall -= 10;
  Withdraw({3});
  EXPECT_EQ(Texts(), "eeee....");
}

TEST_F(Withdrawing, TextsThatNeverCameDoNotCountAndDoNotWait) {
  for (uint64_t i = 0; i < 6; ++i) node.Apply({EraseBody{feed, i}, PutWanted{feed, i}});

  Withdraw({0, 1, 2, 3, 4, 5});

  EXPECT_EQ(Texts(), "eeeeee..");
  EXPECT_EQ(State().withdrawals, 0u);
  EXPECT_TRUE(node.Wanted(feed, 0, 9).empty());
}

TEST_F(Withdrawing, WhatWaitsIsServedToNobody) {
  Withdraw({0, 1, 2, 3});
  const BodiesRequest ask{cast.network, feed, {{0, 8}}, 1 << 20};
  const auto reply = ServeRead(node, manifest, {}, cast.IdentityOf(2), ask, now.wall);
  ASSERT_TRUE(reply);
  const auto& bodies = std::get<BodiesReply>(*reply).bodies;
  ASSERT_EQ(bodies.size(), 8u);
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(bodies[i].state, i < 4 ? BodyState::kRetracted : BodyState::kOk) << i;
    EXPECT_EQ(bodies[i].blob.empty(), i < 4) << i;
  }
}

TEST_F(Withdrawing, ACutBeforeThemShowsThemAgainWithoutAskingAnybody) {
  const FeedKey::Cut cut{8, State().root};
  Withdraw({0, 1, 2, 3});
  node.Apply({EraseBody{feed, 3}});  // As after a crash of something else: that one is missing.

  TurnBook book(node, now);
  ApplyCut(State(), cut, manifest.manifest, book);
  EXPECT_EQ(book.news().taken_back.size(), 4u);
  node.Apply(book.TakeWrites());

  EXPECT_EQ(Texts(), "...?....");
  EXPECT_EQ(node.Wanted(feed, 0, 9), std::vector<uint64_t>{3});
  EXPECT_EQ(State().withdrawals, 0u);
  EXPECT_FALSE(node.Chain(feed, IdOf<ItemId>(0))->retracted);
}

TEST_F(Withdrawing, ACutThatKeepsThemLeavesThemWaiting) {
  Withdraw({0, 1, 2, 3});
  const FeedKey::Cut cut{12, State().root};
  Sign(node, 1, {Item(IdOf<ItemId>(20), "more")});

  TurnBook book(node, now);
  ApplyCut(State(), cut, manifest.manifest, book);
  node.Apply(book.TakeWrites());

  EXPECT_EQ(Texts(), "wwww....");
}

TEST_F(Withdrawing, WhatTheGovernorsTakeDownAsWellDoesNotWait) {
  Withdraw({0, 1, 2, 3});
  Manifest next = manifest.manifest;
  next.takedowns = {{feed, 1, crypto::LeafHash(node.Leaves(feed, 1, 1)), 2}};

  TurnBook book(node, now);
  ApplyTakedowns(next, book);
  node.Apply(book.TakeWrites());

  EXPECT_EQ(Texts(), "weww....");
  EXPECT_EQ(node.RetractionOf(feed, 1)->by_index, 9u) << "it is still its author's withdrawal";
}

TEST_F(Withdrawing, BeyondACutWhatIsTakenDownIsNotShownInBetween) {
  const FeedKey::Cut cut{8, State().root};
  Withdraw({0, 1, 2, 3});
  Manifest next = manifest.manifest;
  next.takedowns = {{feed, 1, crypto::LeafHash(node.Leaves(feed, 1, 1)), 2}};

  TurnBook book(node, now);
  ApplyCut(State(), cut, next, book);
  node.Apply(book.TakeWrites());
  EXPECT_EQ(Texts(), ".?......") << "its text is gone before it is hidden again";

  TurnBook after(node, now);
  ApplyTakedowns(next, after);
  node.Apply(after.TakeWrites());
  EXPECT_EQ(Texts(), ".e......");
  EXPECT_TRUE(node.Wanted(feed, 0, 9).empty());
}

TEST_F(Withdrawing, ATakedownThatIsLiftedIsWantedAgain) {
  Manifest down = manifest.manifest;
  down.takedowns = {{feed, 1, crypto::LeafHash(node.Leaves(feed, 1, 1)), 2}};
  TurnBook book(node, now);
  ApplyTakedowns(down, book);
  node.Apply(book.TakeWrites());
  ASSERT_EQ(Texts(), ".e......");
  TurnBook same(node, now);
  EXPECT_FALSE(LiftTakedowns(down, same));

  TurnBook lifting(node, now);
  EXPECT_TRUE(LiftTakedowns(manifest.manifest, lifting));
  node.Apply(lifting.TakeWrites());

  EXPECT_EQ(Texts(), ".?......");
  EXPECT_EQ(node.Wanted(feed, 0, 9), std::vector<uint64_t>{1});
  EXPECT_FALSE(AnyTakenDown(manifest.manifest, node));
}

TEST_F(Withdrawing, ALiftedTakedownLeavesTheAuthorsOwnWithdrawalInForce) {
  Manifest down = manifest.manifest;
  down.takedowns = {{feed, 1, crypto::LeafHash(node.Leaves(feed, 1, 1)), 2}};
  TurnBook book(node, now);
  ApplyTakedowns(down, book);
  node.Apply(book.TakeWrites());
  Withdraw({1});  // Inert beside the takedown.
  ASSERT_EQ(node.Quarantined(feed, 8)->reason, "ALREADY_RETRACTED");

  TurnBook lifting(node, now);
  ASSERT_TRUE(LiftTakedowns(manifest.manifest, lifting));
  node.Apply(lifting.TakeWrites());
  TurnBook retrying(node, now);
  RetryElsewhere(manifest.manifest, retrying);
  node.Apply(retrying.TakeWrites());

  EXPECT_EQ(Texts(), ".e......");
  EXPECT_EQ(node.RetractionOf(feed, 1)->by_index, 8u);
  EXPECT_TRUE(node.Quarantine().empty());
}

TEST_F(Withdrawing, InBurstSaysSoForADay) {
  EXPECT_FALSE(InBurst(State(), manifest.manifest, now.wall));
  Withdraw({0, 1, 2, 3});
  EXPECT_TRUE(InBurst(State(), manifest.manifest, now.wall + kErasureDelay - 1));
  EXPECT_FALSE(InBurst(State(), manifest.manifest, now.wall + kErasureDelay));
}

}  // namespace
}  // namespace candour::sync_test
