// What every store owes is in tests/contract; here is what only the one in memory can do.
#include "federation/port/memory_store.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

const FeedId kFeed = *FeedId::From("0123456789abcdef");

std::string Held(const MemoryStore& store) {
  std::string text;
  for (uint64_t i = 0; i < 10; ++i) {
    if (const auto body = store.Body(kFeed, i)) text += *body;
  }
  return text;
}

class Crash : public ::testing::Test {
 protected:
  void SetUp() override {
    store_.Apply({PutBody{kFeed, 0, "a"}});
    store_.ApplyUnsynced({PutBody{kFeed, 1, "b"}, EraseBody{kFeed, 0}});
    store_.ApplyUnsynced({PutBody{kFeed, 2, "c"}});
    store_.ApplyUnsynced({PutBody{kFeed, 3, "d"}, PutBody{kFeed, 4, "e"}});
  }
  MemoryStore store_;
};

TEST_F(Crash, DoesNotHideUnsyncedWritesBeforeItHappens) {
  EXPECT_EQ(Held(store_), "bcde");
  EXPECT_EQ(store_.unsynced(), 3u);
}

TEST_F(Crash, KeepsWholeSetsInOrderAndDropsTheRest) {
  const char* const kExpected[] = {"a", "b", "bc", "bcde"};
  for (size_t sets = 0; sets <= 3; ++sets) {
    MemoryStore store = store_;
    store.CrashKeeping(sets);
    EXPECT_EQ(Held(store), kExpected[sets]);
    EXPECT_EQ(store.unsynced(), 0u);
    store.CrashKeeping(0);
    EXPECT_EQ(Held(store), kExpected[sets]) << "what survived once is durable";
  }
  store_.CrashKeeping(99);
  EXPECT_EQ(Held(store_), "bcde");
}

TEST_F(Crash, LosesNothingThatWasSynced) {
  store_.Sync();
  store_.ApplyUnsynced({PutBody{kFeed, 5, "f"}});
  store_.CrashKeeping(0);
  EXPECT_EQ(Held(store_), "bcde");
}

TEST_F(Crash, AppliesADurableSetTogetherWithAllBeforeIt) {
  store_.Apply({PutBody{kFeed, 5, "f"}});
  store_.CrashKeeping(0);
  EXPECT_EQ(Held(store_), "bcdef");
}

TEST(Copy, IsASnapshot) {
  MemoryStore store;
  store.Apply({PutBody{kFeed, 0, "a"}});
  const MemoryStore snapshot = store;
  store.Apply({EraseBody{kFeed, 0}});
  EXPECT_EQ(Held(snapshot), "a");
  EXPECT_EQ(Held(store), "");
}

TEST(LeavesWithAGapDeathTest, AreAMistakeOfTheCaller) {
  MemoryStore store;
  EXPECT_DEATH(store.Apply({PutLeaves{{kFeed, 1, Bytes(112, 'x')}}}), "gap");
  EXPECT_DEATH(store.Apply({PutLeaves{{kFeed, 0, Bytes(111, 'x')}}}), "cut short");
}

}  // namespace
}  // namespace candour
