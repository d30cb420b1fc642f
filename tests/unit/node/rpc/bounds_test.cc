// The small bounded parts: pauses, hints, budgets.
#include <gtest/gtest.h>

#include "node/rpc/backoff.h"
#include "node/rpc/hint_outbox.h"
#include "node/rpc/peer_budget.h"

namespace candour::rpc {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToItsLongestPauseAndStartsAgain) {
  Backoff backoff(milliseconds(100), milliseconds(1000));
  const uint64_t longest = 0;  // The draw that takes nothing off.
  EXPECT_EQ(backoff.Next(longest), milliseconds(100));
  EXPECT_EQ(backoff.Next(longest), milliseconds(200));
  EXPECT_EQ(backoff.Next(longest), milliseconds(400));
  EXPECT_EQ(backoff.Next(longest), milliseconds(800));
  EXPECT_EQ(backoff.Next(longest), milliseconds(1000));
  EXPECT_EQ(backoff.Next(longest), milliseconds(1000));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(longest), milliseconds(100));
}

TEST(Backoff, DrawsFromTheUpperHalf) {
  for (uint64_t draw = 0; draw < 1000; ++draw) {
    Backoff backoff(milliseconds(100), milliseconds(1000));
    const milliseconds pause = backoff.Next(draw * 0x9e3779b97f4a7c15);
    EXPECT_GE(pause, milliseconds(50));
    EXPECT_LE(pause, milliseconds(100));
  }
}

TEST(Backoff, NeverPausesLongerThanItsMaximum) {
  Backoff backoff(milliseconds(5000), milliseconds(300));
  EXPECT_LE(backoff.Next(0), milliseconds(300));
}

WatchHint Hint(char feed, uint64_t size) {
  return {.network = {},
          .feed = *FeedId::From(std::string(16, feed)),
          .size = size,
          .cosignatures = false};
}

TEST(HintOutbox, MergesHintsOnOneFeed) {
  HintOutbox outbox(4);
  EXPECT_TRUE(outbox.Push(Hint('a', 5)));
  EXPECT_TRUE(outbox.Push(Hint('b', 1)));
  EXPECT_TRUE(outbox.Push(Hint('a', 3)));
  WatchHint lines = Hint('a', 0);
  lines.cosignatures = true;
  EXPECT_TRUE(outbox.Push(lines));

  ASSERT_EQ(outbox.size(), 2u);
  const auto first = outbox.Pop();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->feed, Hint('a', 0).feed);
  EXPECT_EQ(first->size, 5u);
  EXPECT_TRUE(first->cosignatures);
  EXPECT_EQ(outbox.Pop()->size, 1u);
  EXPECT_FALSE(outbox.Pop());
}

TEST(HintOutbox, RefusesFeedsBeyondItsBoundButStillMerges) {
  HintOutbox outbox(2);
  EXPECT_TRUE(outbox.Push(Hint('a', 1)));
  EXPECT_TRUE(outbox.Push(Hint('b', 1)));
  EXPECT_FALSE(outbox.Push(Hint('c', 1)));
  EXPECT_TRUE(outbox.Push(Hint('b', 2)));
  EXPECT_EQ(outbox.size(), 2u);
}

TEST(PeerBudget, CountsEachPeerAndKindApart) {
  const crypto::Hash anna = *crypto::Hash::From(std::string(32, 'a'));
  const crypto::Hash ben = *crypto::Hash::From(std::string(32, 'b'));
  PeerBudget budget({.calls = 2, .watches = 1});
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
  EXPECT_FALSE(budget.Take(anna, CallKind::kCall));
  EXPECT_TRUE(budget.Take(anna, CallKind::kWatch));
  EXPECT_FALSE(budget.Take(anna, CallKind::kWatch));
  EXPECT_TRUE(budget.Take(ben, CallKind::kCall));

  budget.Return(anna, CallKind::kCall);
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
}

}  // namespace
}  // namespace candour::rpc
