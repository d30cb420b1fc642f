#include "federation/core/hub_side.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::core_test {
namespace {

using testing::Entry;
using testing::IdOf;
using testing::Items;

// Here `hub` is the store of the side under test and `node` that of the member who brings.
class HubSideTest : public ::testing::Test, public sync_test::TwoSides {
 protected:
  Result<Reply> Bring(const Request& request, const PeerIdentity& who) {
    TurnBook book(hub, now);
    auto reply = side.Take({1, who, request}, manifest.manifest, cast.members[0].id, book);
    const TurnNews said = book.news();
    side.Announce(book, said, shown, actions);
    hub.Apply(book.TakeWrites());
    return reply;
  }
  Result<Reply> Bring(const Request& request) { return Bring(request, cast.IdentityOf(1)); }
  PushLeavesRequest Page(size_t author, uint64_t from, uint64_t to) {
    const FeedId feed = cast.FeedOf(author);
    return {cast.network,
            feed,
            from,
            node.Leaves(feed, from, to - from),
            node.CheckpointAtOrBefore(feed, to)->note,
            {}};
  }
  bool Watch(WatcherHandle watcher, size_t member) {
    return side.OpenWatcher({watcher, cast.IdentityOf(member)}, &manifest, now, actions);
  }
  // "7:3 " for a hint of size 3 to watcher 7; "c" for cosignatures, "x" for a closed stream.
  std::string Hints() {
    std::string words;
    for (const Action& action : actions) {
      if (auto* hint = std::get_if<SendHint>(&action)) {
        if (!hint->hint.live.leaves.empty()) live = hint->hint.live;
        words += std::to_string(hint->watcher) + ":" + std::to_string(hint->hint.size) +
                 (hint->hint.feed.zero() ? "m" : "") + (hint->hint.cosignatures ? "c" : "") + " ";
      }
      if (auto* close = std::get_if<CloseWatcher>(&action)) {
        words += std::to_string(close->watcher) + ":x ";
      }
    }
    actions.clear();
    return words;
  }
  HubSide side;
  HubSide::Manifests shown{{cast.network, &manifest.manifest}};
  LivePage live;  // The last one in a hint.
  std::vector<Action> actions;
};

TEST_F(HubSideTest, TakesAFeedAndSaysWhatItHolds) {
  const std::vector<Entry> entries = Items(2);
  Sign(node, 1, entries);
  const FeedId feed = cast.FeedOf(1);

  auto head = Bring(PushHeadRequest{cast.network, feed, node.CheckpointAtOrBefore(feed, 2)->note});
  EXPECT_EQ(std::get<PushHeadReply>(*head).have_leaves, 0u);
  auto leaves = Bring(Page(1, 0, 2));
  EXPECT_EQ(std::get<PushLeavesReply>(*leaves).have_leaves, 2u);
  auto bodies = Bring(PushBodiesRequest{
      cast.network, feed, {{0, BodyState::kOk, entries[0].blob}, {1, BodyState::kNotHeld, {}}}});
  EXPECT_EQ(std::get<PushBodiesReply>(*bodies).have_bodies, 1u);
  head = Bring(PushHeadRequest{cast.network, feed, node.CheckpointAtOrBefore(feed, 2)->note});
  EXPECT_EQ(std::get<PushHeadReply>(*head).have_leaves, 2u);
  EXPECT_EQ(std::get<PushHeadReply>(*head).have_bodies, 1u);
  bodies = Bring(PushBodiesRequest{cast.network, feed, {{1, BodyState::kOk, entries[1].blob}}});
  EXPECT_EQ(std::get<PushBodiesReply>(*bodies).have_bodies, 2u);
}

TEST_F(HubSideTest, TakesAnyFeedFromAnyMember) {
  Sign(node, 2, Items(1));
  EXPECT_TRUE(Bring(Page(2, 0, 1), cast.IdentityOf(1)));
  EXPECT_EQ(hub.Feed(cast.FeedOf(2))->size, 1u);
}

TEST_F(HubSideTest, AnswersStrangersAndOtherNetworksAsIfNothingWereThere) {
  Sign(node, 1, Items(1));
  PeerIdentity stranger = cast.IdentityOf(1);
  stranger.member = IdOf<MemberId>(99);
  PeerIdentity elsewhere = cast.IdentityOf(1);
  elsewhere.network = IdOf<NetworkId>(99);

  for (const PeerIdentity& who : {stranger, elsewhere}) {
    auto reply = Bring(Page(1, 0, 1), who);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().message, NotVisible().message);
    EXPECT_EQ(reply.error().code, NotVisible().code);
  }
  EXPECT_FALSE(hub.Feed(cast.FeedOf(1)));
}

TEST_F(HubSideTest, RefusesAForkAndKeepsWhatItHas) {
  Sign(hub, 1, Items(1));
  Sign(node, 1, Items(1, 50));
  const FeedId feed = cast.FeedOf(1);

  auto head = Bring(PushHeadRequest{cast.network, feed, node.CheckpointAtOrBefore(feed, 1)->note});
  EXPECT_EQ(head.error().reason, "FORK");
  Sign(node, 1, Items(1, 60));
  EXPECT_EQ(Bring(Page(1, 1, 2)).error().reason, "FROZEN");
  EXPECT_EQ(hub.Feed(feed)->size, 1u);
}

TEST_F(HubSideTest, TellsEverybodyWhoWatchesButTheOneWhoBroughtIt) {
  Sign(node, 1, Items(1));
  ASSERT_TRUE(Watch(7, 1));
  ASSERT_TRUE(Watch(8, 2));
  EXPECT_EQ(Hints(), "7:1m 8:1m ") << "each is told the manifest's version at once";

  ASSERT_TRUE(Bring(Page(1, 0, 1)));
  EXPECT_EQ(Hints(), "8:1 ");
}

TEST_F(HubSideTest, HandsASmallChangeToThoseWhoWatch) {
  const std::vector<Entry> entries = Items(2);
  Sign(node, 1, entries);
  ASSERT_TRUE(Watch(8, 2));
  PushLeavesRequest page = Page(1, 0, 2);
  page.blobs = {entries[0].blob, entries[1].blob};
  page.blobs[1][40] ^= 1;

  auto taken = Bring(page);
  EXPECT_EQ(std::get<PushLeavesReply>(*taken).have_bodies, 0u);
  EXPECT_EQ(hub.Body(page.feed, 0), entries[0].blob);
  EXPECT_FALSE(hub.Body(page.feed, 1)) << "it does not fit its leaf";
  EXPECT_EQ(Hints(), "8:1m 8:2 ");
  EXPECT_EQ(live.leaves, page.leaves);
  EXPECT_EQ(live.blobs, std::vector<Bytes>{entries[0].blob});

  const MemberId& reader = cast.members[2].id;
  for (Member& member : manifest.manifest.members) {
    if (member.id == reader) member.roles = "w";
  }
  Sign(node, 1, Items(1, 20));
  page = Page(1, 2, 3);
  page.blobs = {*node.Body(page.feed, 2)};
  live = {};
  ASSERT_TRUE(Bring(page));
  EXPECT_EQ(live.leaves.size(), 0u);
  EXPECT_EQ(Hints(), "8:3 ");
  EXPECT_EQ(live.leaves, page.leaves);
  EXPECT_TRUE(live.blobs.empty()) << "who may not read gets leaves alone";
}

TEST_F(HubSideTest, HandsOutNothingLargeAndNothingThatMayBeOld) {
  ASSERT_TRUE(Watch(8, 2));
  Sign(node, 1, Items(kLiveLeavesMax + 1));
  ASSERT_TRUE(Bring(Page(1, 0, kLiveLeavesMax + 1)));
  Sign(node, 2, Items(1, 20));
  shown.clear();
  ASSERT_TRUE(Bring(Page(2, 0, 1)));
  Hints();
  EXPECT_TRUE(live.leaves.empty());
}

TEST_F(HubSideTest, TellsTheAuthorOfLinesAlone) {
  Sign(hub, 1, Items(1));
  ASSERT_TRUE(Watch(7, 1));
  ASSERT_TRUE(Watch(8, 2));
  Hints();

  auto put =
      Bring(PutCosignaturesRequest{cast.network, {Line(hub, 1, 2, 500)}}, cast.IdentityOf(2));
  EXPECT_EQ(std::get<PutCosignaturesReply>(*put).accepted, 1u);
  EXPECT_EQ(Hints(), "7:1c ");
  Bring(PutCosignaturesRequest{cast.network, {Line(hub, 1, 1, 600)}}, cast.IdentityOf(1));
  EXPECT_EQ(Hints(), "") << "the others find it at their next look";
  EXPECT_EQ(hub.Feed(cast.FeedOf(1))->heard_at, 600);
}

TEST_F(HubSideTest, CountsRefusedLines) {
  Sign(hub, 1, Items(1));
  CosignedHead bad = Line(hub, 1, 2, 500);
  bad.lines.push_back({bad.lines[0].key_id, 900, "nonsense"});
  auto put = Bring(PutCosignaturesRequest{cast.network, {bad}});
  EXPECT_EQ(std::get<PutCosignaturesReply>(*put).accepted, 1u);
  EXPECT_EQ(std::get<PutCosignaturesReply>(*put).refused, 1u);
}

TEST_F(HubSideTest, KeepsAtMostFourStreamsPerMember) {
  for (WatcherHandle watcher = 1; watcher <= 5; ++watcher) ASSERT_TRUE(Watch(watcher, 1));
  EXPECT_NE(Hints().find("1:x 5:1m "), std::string::npos);
}

TEST_F(HubSideTest, LetsNoStrangerWatchAndEndsTheStreamsOfThoseWhoLeave) {
  PeerIdentity stranger = cast.IdentityOf(1);
  stranger.member = IdOf<MemberId>(99);
  EXPECT_FALSE(side.OpenWatcher({5, stranger}, &manifest, now, actions));
  EXPECT_FALSE(side.OpenWatcher({5, cast.IdentityOf(1)}, nullptr, now, actions));
  ASSERT_TRUE(Watch(7, 1));
  ASSERT_TRUE(Watch(8, 2));
  Hints();

  SignedManifest next = manifest;
  std::erase_if(next.manifest.members,
                [&](const Member& member) { return member.id == cast.members[1].id; });
  next.manifest.version = 2;
  side.OnManifest(next, now, actions);

  EXPECT_EQ(Hints(), "7:x 8:2m ");
}

}  // namespace
}  // namespace candour::core_test
