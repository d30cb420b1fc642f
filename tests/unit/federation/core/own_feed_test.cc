#include "federation/core/own_feed.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::core_test {
namespace {

using testing::IdOf;
using testing::Items;

class OwnFeedTest : public ::testing::Test, public sync_test::TwoSides {
 protected:
  OwnFeedTest() { Make(0, {}); }

  void Make(uint64_t guard_size, const crypto::Hash& guard_root) {
    OwnKeys keys = cast.KeysOf(1);
    keys.guard_size = guard_size;
    keys.guard_root = guard_root;
    own.emplace(keys, BatchLimits{});
    TurnBook book(node, now);
    own->Open(book);
  }
  std::string Blocked() { return own->Blocked(&manifest.manifest); }
  Status Publish(uint64_t item) {
    TurnBook book(node, now);
    Status done = own->Publish({cast.network, IdOf<ItemId>(item), Bytes(32, 's'), "text", 0}, book,
                               &manifest.manifest);
    node.Apply(book.TakeWrites());
    return done;
  }
  Status Retract(uint64_t item) {
    TurnBook book(node, now);
    Status done = own->Retract({cast.network, IdOf<ItemId>(item), 1, 0}, book, &manifest.manifest);
    node.Apply(book.TakeWrites());
    return done;
  }
  void Confirm() { own->OnOwnHead({OwnHeadSeen::Verdict::kNotAhead, 0}); }
  uint64_t Size() {
    auto state = node.Feed(cast.FeedOf(1));
    return state ? state->size : 0;
  }
  std::optional<OwnFeed> own;
};

TEST_F(OwnFeedTest, WaitsForAHubToConfirmItsHead) {
  EXPECT_NE(Blocked().find("no hub has yet confirmed"), std::string::npos);
  Confirm();
  EXPECT_EQ(Blocked(), "");
}

TEST_F(OwnFeedTest, NeedsNoConfirmationAsTheOnlyHub) {
  own.emplace(cast.KeysOf(0), BatchLimits{});
  EXPECT_EQ(Blocked(), "");
}

TEST_F(OwnFeedTest, NeedsNoConfirmationOfNothingWhenItIsAlone) {
  const sim::Cast alone = sim::MakeCast(5, 1);
  Manifest single = VerifyGenesis(alone.genesis, std::nullopt)->manifest;
  single.hubs.clear();
  own.emplace(alone.KeysOf(0), BatchLimits{});

  EXPECT_EQ(own->Blocked(&single), "");
}

TEST_F(OwnFeedTest, StopsWhenAHubIsAhead) {
  Confirm();
  own->OnOwnHead({OwnHeadSeen::Verdict::kAhead, 9});
  EXPECT_NE(Blocked().find("a hub holds 9 of our entries and we hold 0"), std::string::npos);
  Confirm();
  EXPECT_NE(Blocked(), "");
}

TEST_F(OwnFeedTest, StopsForGoodWhenAHubShowsAnotherHistory) {
  own->OnOwnHead({OwnHeadSeen::Verdict::kOtherHistory, 0});
  EXPECT_NE(Blocked().find("another history"), std::string::npos);
}

TEST_F(OwnFeedTest, TrustsTheGuardOverTheStore) {
  Sign(node, 1, Items(2));
  const crypto::Hash at_two = node.Feed(cast.FeedOf(1))->root;
  Sign(node, 1, Items(2, 2));
  const crypto::Hash at_four = node.Feed(cast.FeedOf(1))->root;

  Make(4, at_four);
  Confirm();
  EXPECT_EQ(Blocked(), "");
  EXPECT_FALSE(own->TakeGuard());

  Make(5, at_four);
  EXPECT_NE(Blocked().find("guard file knows of 5"), std::string::npos);
  Make(4, at_two);
  EXPECT_NE(Blocked().find("another history"), std::string::npos);
  Make(2, at_four);
  EXPECT_NE(Blocked().find("another history"), std::string::npos);
}

TEST_F(OwnFeedTest, BringsAGuardUpThatACrashLeftBehind) {
  Sign(node, 1, Items(2));
  const crypto::Hash at_two = node.Feed(cast.FeedOf(1))->root;
  Sign(node, 1, Items(2, 2));

  Make(2, at_two);

  auto guard = own->TakeGuard();
  ASSERT_TRUE(guard);
  EXPECT_EQ(guard->size, 4u);
  EXPECT_EQ(guard->root, node.Feed(cast.FeedOf(1))->root);
}

TEST_F(OwnFeedTest, FindsALeafThatRottedOnTheDisk) {
  Sign(node, 1, Items(2));
  Bytes leaf = node.Leaves(cast.FeedOf(1), 0, 1);
  leaf[70] ^= 1;
  node.Apply({PutLeaves{{cast.FeedOf(1), 0, leaf}}});

  Make(0, {});

  EXPECT_NE(Blocked().find("do not give its root"), std::string::npos);
}

TEST_F(OwnFeedTest, SaysWhyItIsBlocked) {
  EXPECT_NE(own->Blocked(nullptr).find("no manifest"), std::string::npos);

  Manifest closed = manifest.manifest;
  for (FeedKey& key : closed.feeds) key.closed = FeedKey::Cut{};
  EXPECT_NE(own->Blocked(&closed).find("epoch is closed"), std::string::npos);

  OwnKeys other = cast.KeysOf(1);
  other.feed = sim::DrawKey(8, "other");
  own.emplace(other, BatchLimits{});
  EXPECT_NE(Blocked().find("another key"), std::string::npos);

  OwnKeys stranger = cast.KeysOf(1);
  stranger.member = IdOf<MemberId>(4);
  own.emplace(stranger, BatchLimits{});
  EXPECT_NE(Blocked().find("not a member"), std::string::npos);
}

TEST_F(OwnFeedTest, RefusesToPublishWithoutTheRoleOrAfterExpiryButStillWithdraws) {
  Confirm();
  ASSERT_TRUE(Publish(1));
  ASSERT_EQ(Size(), 1u);
  manifest.manifest.expires = now.wall;

  EXPECT_EQ(Publish(2).error().reason, "MAY_NOT_PUBLISH");
  now.instant = now.instant + Duration(1000);
  ASSERT_TRUE(Retract(1));
  EXPECT_EQ(Size(), 2u);
}

TEST_F(OwnFeedTest, ErasesTheTextAtOnceWhenAWithdrawalMustWait) {
  Confirm();
  ASSERT_TRUE(Publish(1));
  Make(0, {});
  ASSERT_TRUE(node.Body(cast.FeedOf(1), 0));

  ASSERT_TRUE(Retract(1));

  EXPECT_EQ(Size(), 1u);
  EXPECT_FALSE(node.Body(cast.FeedOf(1), 0));
}

TEST_F(OwnFeedTest, BoundsItsQueue) {
  for (uint64_t i = 0; i < 4096; ++i) ASSERT_TRUE(Publish(i));
  EXPECT_EQ(Publish(5000).error().reason, "QUEUE_FULL");
}

}  // namespace
}  // namespace candour::core_test
