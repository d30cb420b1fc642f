#include <gtest/gtest.h>

#include "federation/core/own_feed.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::core_test {
namespace {

using testing::IdOf;
using testing::Items;

class RecoverTest : public ::testing::Test, public sync_test::TwoSides {
 protected:
  void Make(uint64_t guard_size, const crypto::Hash& guard_root,
            GuardStanding guard = GuardStanding::kOurs) {
    OwnKeys keys = cast.KeysOf(1);
    keys.guard_size = guard_size;
    keys.guard_root = guard_root;
    keys.guard = guard;
    own.emplace(keys, BatchLimits{});
    Turn([&](TurnBook& book) { own->Open(book); });
  }
  template <class Act>
  void Turn(const Act& act) {
    TurnBook book(node, now);
    act(book);
    own->Persist(book);
    node.Apply(book.TakeWrites());
  }
  void Timer() {
    Turn([&](TurnBook& book) { own->OnTimer(book, &manifest.manifest); });
  }
  std::string Blocked() { return own->Blocked(&manifest.manifest); }
  const MemberId& Hub() const { return cast.members[0].id; }
  crypto::Hash RootOf(const MemoryStore& store) { return store.Feed(cast.FeedOf(1))->root; }
  FeedStatus Stored() { return node.Feed(cast.FeedOf(1))->status; }
  std::string Confirm(uint64_t size, const crypto::Hash& root) {
    TurnBook book(node, now);
    const Status done = own->OnHeadConfirmed({cast.network, size, root}, book);
    return done ? "" : done.error().reason;
  }
  // What the hub holds and this store does not, as a session would bring it.
  void BringBack(const std::vector<testing::Entry>& entries) {
    Sign(node, 1, entries);
    own->OnBroughtBack(node.Feed(cast.FeedOf(1))->size);
    Turn([](TurnBook&) {});
  }

  std::optional<OwnFeed> own;
};

TEST_F(RecoverTest, SignsNothingInACopyUntilEveryHubWasCaughtUpWith) {
  Sign(node, 1, Items(2));
  Make(2, RootOf(node), GuardStanding::kForeign);
  EXPECT_EQ(Stored(), FeedStatus::kRecovering);
  EXPECT_FALSE(own->MayCosign(manifest.manifest));

  own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 2}, Hub());
  EXPECT_NE(Blocked().find("everything these hubs hold"), std::string::npos);
  EXPECT_FALSE(own->Deadline(&manifest.manifest));
  own->OnCaughtUp(Hub());
  ASSERT_TRUE(own->Deadline(&manifest.manifest));
  Timer();

  EXPECT_EQ(Blocked(), "");
  EXPECT_TRUE(own->TakeRecovered());
  EXPECT_EQ(Stored(), FeedStatus::kActive);
  EXPECT_EQ(own->TakeGuard()->size, 2u);
}

TEST_F(RecoverTest, StaysAmnesicAcrossAStartEvenWhenTheGuardIsTrustedAgain) {
  Sign(node, 1, Items(2));
  Make(0, {}, GuardStanding::kAbsent);
  ASSERT_EQ(Stored(), FeedStatus::kRecovering);

  Make(2, RootOf(node), GuardStanding::kOurs);

  EXPECT_NE(Blocked().find("restored or copied"), std::string::npos);
}

TEST_F(RecoverTest, WaitsForEverythingThatTheGuardKnowsOf) {
  Sign(hub, 1, Items(4));
  Sign(node, 1, Items(2));
  Make(4, RootOf(hub));
  own->OnOwnHead({OwnHeadSeen::Verdict::kAhead, 3}, Hub());
  own->OnCaughtUp(Hub());

  EXPECT_FALSE(own->Deadline(&manifest.manifest));
  EXPECT_NE(Blocked().find("being fetched back: 2 of 3"), std::string::npos);
}

TEST_F(RecoverTest, AsksTheGovernorsWhenNoHubHoldsWhatTheGuardKnows) {
  Sign(hub, 1, Items(4));
  Sign(node, 1, Items(2));
  Make(4, RootOf(hub));
  own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 2}, Hub());
  own->OnCaughtUp(Hub());

  EXPECT_FALSE(own->Deadline(&manifest.manifest));
  EXPECT_NE(Blocked().find("no hub holds all of them"), std::string::npos);
  EXPECT_EQ(Confirm(2, RootOf(node)), "GUARD_AHEAD");
}

TEST_F(RecoverTest, DropsWhatWaitedAndHadBeenSignedSince) {
  auto publish = [&](uint64_t item) {
    Turn([&](TurnBook& book) {
      ASSERT_TRUE(own->Publish({cast.network, IdOf<ItemId>(item), Bytes(32, 's'), "text", 0}, book,
                               &manifest.manifest));
    });
  };
  Make(0, {}, GuardStanding::kForeign);
  publish(0);   // Signed by the original, as the hub knows.
  publish(77);  // Never signed by anybody.
  own->OnOwnHead({OwnHeadSeen::Verdict::kAhead, 1}, Hub());
  own->OnCaughtUp(Hub());
  BringBack(Items(1));
  ASSERT_TRUE(own->Deadline(&manifest.manifest));
  Timer();
  ASSERT_EQ(node.Staged(cast.FeedOf(1), 10).size(), 1u);
  Timer();

  EXPECT_EQ(node.Feed(cast.FeedOf(1))->size, 2u);
  EXPECT_TRUE(node.Chain(cast.FeedOf(1), IdOf<ItemId>(77)));
  EXPECT_TRUE(node.Staged(cast.FeedOf(1), 10).empty());
}

TEST_F(RecoverTest, BecomesAmnesicWhenAPeerBringsItsOwnEntries) {
  Make(0, {});
  own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 0}, Hub());
  ASSERT_EQ(Blocked(), "");

  BringBack(Items(1));

  EXPECT_NE(Blocked().find("a peer brought 1 of our entries"), std::string::npos);
  EXPECT_TRUE(own->TakeAskAgain());
  EXPECT_EQ(Stored(), FeedStatus::kRecovering);
}

TEST_F(RecoverTest, TakesAPersonsWordForTheNewestHeadAndNoOtherOne) {
  Sign(node, 1, Items(2));
  Make(1, RootOf(node), GuardStanding::kForeign);
  Make(0, {}, GuardStanding::kForeign);

  EXPECT_EQ(Confirm(1, RootOf(node)), "HEAD_SMALLER");
  EXPECT_EQ(Confirm(2, {}), "HEAD_DIFFERS");
  EXPECT_EQ(Confirm(2, RootOf(node)), "");
  Timer();

  EXPECT_EQ(Blocked(), "");
}

TEST_F(RecoverTest, StopsForGoodWhenWhatWasVouchedForIsNotWhatCameBack) {
  Make(0, {}, GuardStanding::kForeign);
  ASSERT_EQ(Confirm(1, crypto::Sha256("another history")), "");
  EXPECT_NE(Blocked().find("up to the confirmed head 1"), std::string::npos);
  BringBack(Items(1));
  Timer();

  EXPECT_NE(Blocked().find("another root"), std::string::npos);
  EXPECT_FALSE(own->Deadline(&manifest.manifest));
}

TEST_F(RecoverTest, SignsNothingWhileAnotherProcessHasItsKeys) {
  Make(0, {});
  own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 0}, Hub());
  own->OnOwnHead({OwnHeadSeen::Verdict::kTwin, 0}, Hub());
  EXPECT_TRUE(own->TwinAt(Hub()));
  EXPECT_NE(Blocked().find("another process"), std::string::npos);

  own->OnOwnHead({OwnHeadSeen::Verdict::kNoTwin, 0}, Hub());
  EXPECT_FALSE(own->TwinAt(Hub()));
  EXPECT_EQ(Blocked(), "");
}

}  // namespace
}  // namespace candour::core_test
