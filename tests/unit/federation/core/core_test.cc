#include "federation/core/core.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/core/stage.h"

namespace candour::core_test {
namespace {

TEST(Core, CarriesAPublishedItemFromOneMemberThroughTheHubToAnother) {
  Stage stage(3);
  stage.StartAll();
  stage.ConnectAll();

  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Settle();

  EXPECT_EQ(stage.SizeAt(0, 1), 1u);
  EXPECT_EQ(stage.SizeAt(2, 1), 1u);
  ASSERT_TRUE(stage.BodyAt(2, 1, 0));
  EXPECT_EQ(*stage.BodyAt(2, 1, 0), *stage.BodyAt(1, 1, 0));
}

TEST(Core, GreetsComparesWatchesAndThenFallsSilent) {
  Stage stage(2);
  stage.StartAll();
  stage.Transcript(1);

  stage.Connect(1);
  stage.Settle();

  EXPECT_EQ(stage.Transcript(1), "hello heads watch heads ");
  ASSERT_EQ(stage.core(1).Peers().size(), 1u);
  EXPECT_TRUE(stage.core(1).Peers()[0].settled);
  EXPECT_TRUE(stage.core(1).Peers()[0].roots_agree);
}

TEST(Core, WritesTheGuardBeforeItTellsTheHub) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  stage.Transcript(1);

  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Settle();

  EXPECT_EQ(stage.Transcript(1), "guard@1 grew:0-1 push-head push-leaves put-lines ");
}

TEST(Core, SignsNothingBeforeAHubHasConfirmedItsHead) {
  Stage stage(2);
  stage.StartAll();

  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Pass(seconds(10));

  EXPECT_EQ(stage.SizeAt(1, 1), 0u);
  EXPECT_NE(stage.core(1).SigningBlocked(stage.cast().network), "");

  stage.ConnectAll();

  EXPECT_EQ(stage.SizeAt(1, 1), 1u);
  EXPECT_EQ(stage.SizeAt(0, 1), 1u);
  EXPECT_EQ(stage.core(1).SigningBlocked(stage.cast().network), "");
}

TEST(Core, GathersWhatComesWithinTheWindowIntoOneBatch) {
  Stage stage(1);
  stage.StartAll();

  ASSERT_TRUE(stage.Publish(0, "a"));
  EXPECT_EQ(stage.SizeAt(0, 0), 1u);
  ASSERT_TRUE(stage.Publish(0, "b"));
  ASSERT_TRUE(stage.Publish(0, "c"));
  stage.Settle();
  EXPECT_EQ(stage.SizeAt(0, 0), 1u);
  stage.Transcript(0);
  stage.Pass(milliseconds(250));

  EXPECT_EQ(stage.SizeAt(0, 0), 3u);
  EXPECT_EQ(stage.Transcript(0), "guard@3 grew:1-3 ");
}

TEST(Core, EmptiesTheQueueAtOnceWhenItIsABatchLong) {
  CoreOptions options;
  options.batch_entries_max = 4;
  Stage stage(1, options);
  stage.StartAll();

  for (int i = 0; i < 5; ++i) ASSERT_TRUE(stage.Publish(0, std::to_string(i)));
  stage.Settle();

  EXPECT_EQ(stage.SizeAt(0, 0), 5u);
}

TEST(Core, KeepsQueuedEntriesAcrossARestart) {
  Stage stage(2);
  stage.StartAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  ASSERT_TRUE(stage.Revise(1, "a", "better"));

  stage.Stop(1);
  stage.Start(1);
  stage.ConnectAll();

  EXPECT_EQ(stage.SizeAt(0, 1), 2u);
  auto chain = stage.store(0).Chain(stage.cast().FeedOf(1), Stage::Item("a"));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->versions, (std::vector<uint64_t>{0, 1}));
}

TEST(Core, RefusesWhatMakesNoSense) {
  Stage stage(1);
  stage.StartAll();
  ASSERT_TRUE(stage.Publish(0, "a"));

  EXPECT_EQ(stage.Publish(0, "a").error().reason, "ITEM_ID_USED");
  EXPECT_EQ(stage.Retract(0, "b").error().reason, "NO_SUCH_ITEM");
  EXPECT_EQ(stage.Revise(0, "b", "x").error().reason, "NO_SUCH_ITEM");
  EXPECT_EQ(stage.Handle(0, ItemPublished{stage.cast().network, Stage::Item("c"), "short", "x", 0})
                .error()
                .reason,
            "SALT_SIZE");
  ASSERT_TRUE(stage.Retract(0, "a"));
  EXPECT_EQ(stage.Retract(0, "a").error().reason, "ALREADY_RETRACTED");
  stage.Pass(seconds(1));
  EXPECT_EQ(stage.Revise(0, "a", "x").error().reason, "ALREADY_RETRACTED");
}

TEST(Core, ErasesAWithdrawnItemEverywhereAndCosignsOnlyAfterwards) {
  Stage stage(3);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Pass(hours(1));
  ASSERT_TRUE(stage.BodyAt(2, 1, 0));
  stage.erase_at_once = false;

  ASSERT_TRUE(stage.Retract(1, "a"));
  stage.Pass(hours(1));

  const FeedId feed = stage.cast().FeedOf(1);
  for (size_t actor : {0, 1, 2}) {
    EXPECT_FALSE(stage.BodyAt(actor, 1, 0)) << actor;
    EXPECT_EQ(stage.store(actor).RetractionOf(feed, 0)->state, ErasureState::kHidden);
    EXPECT_EQ(stage.store(actor).Feed(feed)->cosigned_size, 1u);
  }

  for (size_t actor : {0, 1, 2}) stage.Erase(actor);
  stage.Pass(seconds(2));  // Its author looks for lines a second after it hears of them.

  for (size_t actor : {0, 1, 2}) {
    EXPECT_EQ(stage.store(actor).RetractionOf(feed, 0)->state, ErasureState::kErased);
    EXPECT_EQ(stage.store(actor).Feed(feed)->cosigned_size, 2u);
  }
  // The author holds every member's line on the tree that contains the withdrawal.
  auto lines = stage.store(1).Cosignatures(feed);
  ASSERT_EQ(lines.size(), 3u);
  for (const CosignatureRow& line : lines) EXPECT_EQ(line.size, 2u);
}

TEST(Core, SweepsAgainAfterARestartBeforeItCosigns) {
  Stage stage(1);
  stage.erase_at_once = false;
  stage.StartAll();
  ASSERT_TRUE(stage.Publish(0, "a"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Retract(0, "a"));
  stage.Pass(seconds(1));

  stage.Stop(0);
  stage.Transcript(0);
  stage.Start(0);

  EXPECT_EQ(stage.Transcript(0), "manifest:1 dial:0 sweep ");
}

TEST(Core, NeverPublishesTheTextOfAnItemWithdrawnInTheQueue) {
  Stage stage(2);
  stage.StartAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  ASSERT_TRUE(stage.Retract(1, "a"));
  EXPECT_EQ(stage.store(1).Staged(stage.cast().FeedOf(1), 10)[0].blob, "");

  stage.ConnectAll();

  EXPECT_EQ(stage.SizeAt(0, 1), 2u);
  EXPECT_FALSE(stage.BodyAt(1, 1, 0));
  EXPECT_FALSE(stage.BodyAt(0, 1, 0));
  EXPECT_TRUE(stage.store(0).Chain(stage.cast().FeedOf(1), Stage::Item("a"))->retracted);
}

TEST(Core, FetchesItsOwnFeedBackBeforeItSignsWhenTheHubKnowsMoreOfIt) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Settle();

  stage.Stop(1);
  stage.store(1) = MemoryStore();
  stage.Start(1);  // The guard still knows of one entry.
  EXPECT_NE(stage.core(1).SigningBlocked(stage.cast().network).find("guard file"),
            std::string::npos);
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "b"));
  stage.Pass(seconds(5));

  EXPECT_EQ(stage.SizeAt(1, 1), 2u);
  EXPECT_EQ(stage.SizeAt(0, 1), 2u);
  EXPECT_NE(stage.Log(1).find("own-feed-recovered"), std::string::npos);
  EXPECT_TRUE(stage.store(1).Chain(stage.cast().FeedOf(1), Stage::Item("a")));
}

TEST(Core, ShowsNoBodiesToPeersBeforeItHasCaughtUp) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Settle();
  stage.Stop(1);
  FeedState own = *stage.store(0).Feed(stage.cast().FeedOf(1));
  const BodiesRequest request{stage.cast().network, own.feed, {{0, 1}}};
  const auto asked = [&] {
    auto reply = ServeRead(stage.store(0), *stage.core(0).ManifestOf(stage.cast().network), {},
                           stage.cast().IdentityOf(1), request, stage.now().wall);
    return reply.has_value();
  };
  EXPECT_TRUE(asked());

  FeedState of_hub;
  of_hub.feed = stage.cast().FeedOf(0);
  of_hub.network = stage.cast().network;
  of_hub.status = FeedStatus::kRecovering;
  stage.store(0).Apply({PutFeed{of_hub}});

  EXPECT_FALSE(asked());
}

TEST(Core, LetsNeitherOfTwoProcessesOfOneMemberWriteBeyondTheHandOver) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  const NetworkId network = stage.cast().network;
  const auto ask = [&](const Request& request) {
    return stage.Handle(0, PeerAsked{900, stage.cast().IdentityOf(1), request});
  };
  HelloRequest copy{.instance = {}, .boot_id = std::string(16, 'z'), .network = network};
  stage.Transcript(0);
  ASSERT_TRUE(ask(copy));
  stage.Pass(seconds(61));
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Pass(seconds(10));

  EXPECT_EQ(stage.SizeAt(0, 1), 0u);
  EXPECT_NE(stage.Log(0).find("member-cloned"), std::string::npos);
  EXPECT_NE(stage.core(1).SigningBlocked(network).find("another process with this node's keys"),
            std::string::npos);
}

TEST(Core, StopsSigningWhenAMemberBringsAnotherHistoryOfItsOwnFeed) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(0, "a"));
  stage.Settle();
  stage.Disconnect(1);
  stage.Stop(0);
  stage.store(0) = MemoryStore();
  stage.ForgetGuard(0);
  stage.Start(0);
  ASSERT_TRUE(stage.Publish(0, "b"));
  const FeedId feed = stage.cast().FeedOf(0);

  (void)stage.Handle(
      0, PeerAsked{1, stage.cast().IdentityOf(1),
                   PushHeadRequest{stage.cast().network, feed,
                                   stage.store(1).CheckpointAtOrBefore(feed, 1)->note}});

  EXPECT_NE(stage.core(0).SigningBlocked(stage.cast().network).find("another history"),
            std::string::npos);
}

TEST(Core, RefillsAHubThatLostEverythingWithTheFeedsOfOthers) {
  Stage stage(3);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Settle();
  stage.Stop(1);

  stage.Disconnect(2);
  stage.Stop(0);
  stage.store(0) = MemoryStore();
  stage.Start(0);
  stage.Connect(2);
  stage.Settle();

  EXPECT_EQ(stage.SizeAt(0, 1), 1u);
  EXPECT_TRUE(stage.BodyAt(0, 1, 0));
}

TEST(Core, FollowsTheManifestsOfItsHub) {
  Stage stage(2);
  stage.StartAll();
  auto first = stage.core(0).ManifestOf(stage.cast().network);
  Manifest next = NextVersion(*first, stage.now().wall, stage.now().wall + 1000 * 86400);
  next.params["heartbeat"] = 3600;
  ASSERT_TRUE(stage.Handle(0, ManifestOffered{stage.cast().network, stage.cast().Sign(next), {}}));

  stage.ConnectAll();
  EXPECT_EQ(stage.core(1).ManifestOf(stage.cast().network)->manifest.version, 2u);

  Manifest third = NextVersion(*stage.core(0).ManifestOf(stage.cast().network), stage.now().wall,
                               stage.now().wall + 1000 * 86400);
  ASSERT_TRUE(stage.Handle(0, ManifestOffered{stage.cast().network, stage.cast().Sign(third), {}}));
  stage.Settle();

  EXPECT_EQ(stage.core(1).ManifestOf(stage.cast().network)->manifest.version, 3u);
  EXPECT_EQ(stage.store(1).NewestManifest(stage.cast().network), 3u);
}

TEST(Core, GivesUpOnASilentHubAfterTheCallTimeout) {
  Stage stage(2);
  stage.StartAll();
  stage.Stop(0);
  stage.Connect(1);
  stage.Transcript(1);

  stage.Pass(milliseconds(29'999));
  EXPECT_EQ(stage.Transcript(1), "");
  stage.Pass(milliseconds(1));
  EXPECT_EQ(stage.Transcript(1), "drop(does not answer) ");
}

TEST(Core, RenewsItsOwnLineEveryDay) {
  Stage stage(2);
  stage.StartAll();
  stage.ConnectAll();
  ASSERT_TRUE(stage.Publish(1, "a"));
  stage.Pass(hours(1));
  const FeedId feed = stage.cast().FeedOf(1);
  const WallSeconds first = stage.store(0).Feed(feed)->heard_at;

  stage.Pass(hours(24));

  EXPECT_GE(stage.store(0).Feed(feed)->heard_at, first + 86400 - 60);
}

TEST(Core, GivesEqualTurnsForEqualEvents) {
  auto run = [] {
    Stage stage(3);
    stage.StartAll();
    stage.ConnectAll();
    (void)stage.Publish(1, "a");
    (void)stage.Publish(2, "b");
    stage.Pass(hours(2));
    (void)stage.Retract(1, "a");
    stage.Pass(hours(2));
    return stage.Transcript(0) + stage.Transcript(1) + stage.Transcript(2);
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace candour::core_test
