#include "node/rpc/hint_outbox.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

WatchHint Hint(char feed, uint64_t size) {
  return {.network = {},
          .feed = *FeedId::From(std::string(16, feed)),
          .size = size,
          .cosignatures = false,
          .live = {"leaves", "signature", {}}};
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
  EXPECT_EQ(first->live.leaves, "") << "of two changes it brings neither";
  const auto second = outbox.Pop();
  EXPECT_EQ(second->size, 1u);
  EXPECT_EQ(second->live.leaves, "leaves");
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

TEST(HintOutbox, LetsOnlyTheFirstFewBringSomething) {
  HintOutbox outbox(32);
  for (char feed = 'a'; feed < 'a' + 20; ++feed) EXPECT_TRUE(outbox.Push(Hint(feed, 1)));
  size_t whole = 0;
  while (const auto hint = outbox.Pop()) whole += hint->live.leaves.empty() ? 0 : 1;
  EXPECT_EQ(whole, 16u);
}

}  // namespace
}  // namespace candour::rpc
