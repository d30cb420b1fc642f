// What a manifest asks of what is held already: cuts, takedowns, epochs, all the way through a hub.
#include <gtest/gtest.h>

#include "federation/feed/batch.h"
#include "federation/feed/proofs.h"
#include "federation/network/manifest_edit.h"
#include "federation/sync/takedowns.h"
#include "tests/unit/federation/core/stage.h"

namespace candour::core_test {
namespace {

class Governing : public ::testing::Test {
 protected:
  Governing() {
    stage.StartAll();
    stage.ConnectAll();
  }
  const sim::Cast& cast() { return stage.cast(); }
  Manifest Next() {
    return NextVersion(*stage.core(0).ManifestOf(cast().network), stage.now().wall,
                       stage.now().wall + 300 * kSecondsPerDay);
  }
  // The hub's people sign it; everybody connected hears of it.
  void InForce(const Manifest& next) {
    auto taken = stage.Handle(0, ManifestOffered{cast().network, cast().Sign(next), {}});
    ASSERT_TRUE(taken) << taken.error().message;
    stage.Settle();
  }
  FeedKey::Cut CutAt(size_t author, uint64_t size) {
    const auto root = RootAtSize(stage.store(0), cast().FeedOf(author), size);
    EXPECT_TRUE(root);
    return {size, *root};
  }
  uint64_t Versions(size_t actor, size_t author, const std::string& label) {
    auto chain = stage.store(actor).Chain(cast().FeedOf(author), Stage::Item(label));
    return chain ? chain->versions.size() : 0;
  }

  Stage stage{4};
};

TEST_F(Governing, ARemovedMemberEndsAtTheCutEverywhereAndKeepsWhatItHas) {
  for (const char* label : {"a", "b", "c"}) {
    ASSERT_TRUE(stage.Publish(1, label));
    stage.Pass(seconds(1));
  }
  ASSERT_EQ(stage.SizeAt(3, 1), 3u);
  Manifest next = Next();
  ASSERT_TRUE(RemoveMember(next, cast().members[1].id, {{cast().FeedOf(1), CutAt(1, 2)}}));

  InForce(next);
  stage.Pass(seconds(120));

  for (size_t actor : {0u, 2u, 3u}) {
    EXPECT_EQ(stage.SizeAt(actor, 1), 2u) << actor;
    EXPECT_TRUE(stage.BodyAt(actor, 1, 1)) << actor;
    EXPECT_FALSE(stage.BodyAt(actor, 1, 2)) << actor;
    EXPECT_EQ(Versions(actor, 1, "c"), 0u) << actor;
  }
  EXPECT_EQ(stage.SizeAt(1, 1), 3u) << "its own store is its own";
  ASSERT_TRUE(stage.Publish(2, "later"));
  stage.Pass(seconds(120));
  EXPECT_EQ(stage.SizeAt(3, 2), 1u);
  EXPECT_EQ(stage.SizeAt(1, 2), 0u) << "nothing new reaches it";
}

TEST_F(Governing, AWithdrawalBeyondTheCutIsUndoneUnlessItIsTakenDown) {
  ASSERT_TRUE(stage.Publish(1, "kept"));
  ASSERT_TRUE(stage.Publish(1, "gone"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Retract(1, "kept"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Retract(1, "gone"));
  stage.Pass(seconds(1));
  ASSERT_FALSE(stage.BodyAt(2, 1, 0));
  // Somebody who was away still has both texts.
  const FeedId feed = cast().FeedOf(1);
  Manifest next = Next();
  ASSERT_TRUE(RemoveMember(next, cast().members[1].id, {{feed, CutAt(1, 2)}}));
  const auto leaf = crypto::LeafHash(stage.store(0).Leaves(feed, 1, 1));
  ASSERT_TRUE(AddTakedown(next, {feed, 1, leaf, 2}));

  InForce(next);
  stage.Pass(seconds(60));

  for (size_t actor : {0u, 2u, 3u}) {
    const auto chain = stage.store(actor).Chain(feed, Stage::Item("kept"));
    ASSERT_TRUE(chain) << actor;
    EXPECT_FALSE(chain->retracted) << actor;
    EXPECT_EQ(stage.store(actor).Wanted(feed, 0, 9), std::vector<uint64_t>{0}) << actor;
    EXPECT_FALSE(stage.store(actor).RetractionOf(feed, 0)) << actor;
    const auto gone = stage.store(actor).RetractionOf(feed, 1);
    ASSERT_TRUE(gone) << actor;
    EXPECT_EQ(gone->by_index, kByTakedown);
    EXPECT_EQ(gone->state, ErasureState::kErased);
  }
}

TEST_F(Governing, ATakedownErasesEverywhereAndIsCosignedAnew) {
  ASSERT_TRUE(stage.Publish(1, "harmful"));
  stage.Pass(seconds(1));
  const FeedId feed = cast().FeedOf(1);
  ASSERT_TRUE(stage.BodyAt(3, 1, 0));
  const WallSeconds before = stage.store(3).Feed(feed)->cosigned_at;
  stage.Pass(seconds(5));
  Manifest next = Next();
  const auto leaf = crypto::LeafHash(stage.store(0).Leaves(feed, 0, 1));
  ASSERT_TRUE(AddTakedown(next, {feed, 0, leaf, 2}));

  InForce(next);

  for (size_t actor = 0; actor < 4; ++actor) {
    EXPECT_FALSE(stage.BodyAt(actor, 1, 0)) << actor;
    EXPECT_TRUE(stage.store(actor).Chain(feed, Stage::Item("harmful"))->retracted) << actor;
    EXPECT_EQ(stage.store(actor).RetractionOf(feed, 0)->state, ErasureState::kErased) << actor;
  }
  EXPECT_GT(stage.store(3).Feed(feed)->cosigned_at, before);
  // Who brings the text once more finds that it is not taken.
  EXPECT_EQ(stage.store(3).Wanted(feed, 0, 9), std::vector<uint64_t>{});
}

TEST_F(Governing, ATakedownThatIsLiftedIsFetchedAgainFromWhoeverHasTheText) {
  ASSERT_TRUE(stage.Publish(1, "slandered"));
  stage.Pass(seconds(1));
  const FeedId feed = cast().FeedOf(1);
  stage.Disconnect(3);
  Manifest down = Next();
  ASSERT_TRUE(AddTakedown(down, {feed, 0, crypto::LeafHash(stage.store(0).Leaves(feed, 0, 1)), 2}));
  InForce(down);
  stage.Pass(seconds(60));
  ASSERT_FALSE(stage.BodyAt(2, 1, 0));
  Manifest up = Next();
  up.takedowns.clear();

  InForce(up);
  stage.Pass(seconds(60));
  EXPECT_EQ(stage.store(2).Wanted(feed, 0, 9), std::vector<uint64_t>{0});
  stage.Connect(3);
  stage.Pass(hours(25));

  for (size_t actor = 0; actor < 4; ++actor) {
    EXPECT_TRUE(stage.BodyAt(actor, 1, 0)) << actor;
    EXPECT_FALSE(stage.store(actor).Chain(feed, Stage::Item("slandered"))->retracted) << actor;
  }
}

TEST_F(Governing, ATakedownOfAnotherLeafThanTheManifestSaysDoesNothing) {
  ASSERT_TRUE(stage.Publish(1, "innocent"));
  stage.Pass(seconds(1));
  Manifest next = Next();
  ASSERT_TRUE(AddTakedown(next, {cast().FeedOf(1), 0, sim::Draw(1, "other"), 2}));

  InForce(next);

  EXPECT_TRUE(stage.BodyAt(3, 1, 0));
}

// Three texts of member 1 are withdrawn one by one where the network lets one be an hour.
class Bursts : public Governing {
 protected:
  void Withdraw(const std::vector<const char*>& labels) {
    Manifest next = Next();
    next.params["retract-burst"] = 1;
    InForce(next);
    for (const char* label : labels) ASSERT_TRUE(stage.Publish(1, label));
    stage.Pass(seconds(60));
    published = stage.SizeAt(0, 1);
    before = CutAt(1, published);
    for (const char* label : labels) {
      ASSERT_TRUE(stage.Retract(1, label));
      stage.Pass(seconds(2));
    }
    stage.Pass(seconds(60));
  }
  std::string Bodies(size_t actor) {
    std::string out;
    for (uint64_t i = 0; i < published; ++i) out += stage.BodyAt(actor, 1, i) ? "x" : "-";
    return out;
  }
  FeedId feed = cast().FeedOf(1);
  uint64_t published = 0;
  FeedKey::Cut before;
};

TEST_F(Bursts, WhatIsBeyondTheBurstIsKeptForADayAndNotCosignedMeanwhile) {
  Withdraw({"a", "b", "c"});

  EXPECT_EQ(Bodies(1), "---") << "its own node has no doubts";
  for (size_t actor : {0u, 2u, 3u}) {
    EXPECT_EQ(Bodies(actor), "-xx") << actor;
    EXPECT_EQ(stage.store(actor).Retractions(feed).size(), 3u) << actor;
    EXPECT_EQ(stage.store(actor).Feed(feed)->cosigned_size, published + 1) << actor;
  }
  EXPECT_NE(stage.Log(2).find("withdrawals-delayed"), std::string::npos);
  stage.Pass(hours(23));
  EXPECT_EQ(Bodies(2), "-xx");
  EXPECT_EQ(stage.store(2).Feed(feed)->cosigned_size, published + 1);

  stage.Pass(hours(1));

  for (size_t actor : {0u, 2u, 3u}) {
    EXPECT_EQ(Bodies(actor), "---") << actor;
    EXPECT_EQ(stage.store(actor).RetractionOf(feed, 2)->state, ErasureState::kErased) << actor;
    EXPECT_EQ(stage.store(actor).Feed(feed)->cosigned_size, published + 3) << actor;
  }
}

TEST_F(Bursts, AProcessThatStartsAgainRemembersWhenTheDayIsOver) {
  Withdraw({"a", "b", "c"});
  stage.Pass(hours(20));

  stage.Stop(2);
  stage.Start(2);
  stage.Connect(2);
  stage.Pass(hours(3));
  EXPECT_EQ(Bodies(2), "-xx");
  stage.Pass(hours(1));

  EXPECT_EQ(Bodies(2), "---");
  EXPECT_EQ(stage.store(2).Feed(feed)->cosigned_size, published + 3);
}

TEST_F(Bursts, ACutBeforeThemShowsThemAgainAndFetchesOnlyWhatIsGone) {
  Withdraw({"a", "b", "c"});
  Manifest next = Next();
  ASSERT_TRUE(RemoveMember(next, cast().members[1].id, {{feed, before}}));

  InForce(next);
  stage.Pass(seconds(120));

  for (size_t actor : {0u, 2u, 3u}) {
    EXPECT_EQ(stage.SizeAt(actor, 1), published) << actor;
    EXPECT_EQ(Bodies(actor), "-xx") << actor;
    EXPECT_TRUE(stage.store(actor).Retractions(feed).empty()) << actor;
    EXPECT_EQ(stage.store(actor).Wanted(feed, 0, 9), std::vector<uint64_t>{0}) << actor;
    EXPECT_FALSE(stage.store(actor).Chain(feed, Stage::Item("b"))->retracted) << actor;
    EXPECT_EQ(stage.store(actor).Feed(feed)->cosigned_size, published)
        << actor << ": its line may be given again";
  }
  stage.Pass(hours(25));
  EXPECT_EQ(Bodies(2), "-xx") << "nothing of the delay is left";
}

class Epochs : public Governing {
 protected:
  // New keys of an author, cut at a size the hub holds; the author's node takes them up.
  void RotateAt(size_t author, uint64_t size) {
    const sim::CastMember& member = cast().members[author];
    feed_key = sim::DrawKey(7, "next feed");
    cosigner_key = sim::DrawKey(7, "next cosigner");
    Manifest next = Next();
    Rotation keys{
        .member = member.id,
        .epoch = 1,
        .feed = crypto::VerifierKey::Ed25519(FeedOrigin(Fresh(author)), feed_key.public_key()),
        .cosigner = crypto::VerifierKey::Cosignature(CosignerName(cast().network, member.id),
                                                     cosigner_key.public_key()),
        .spki = {member.spki},
        .kex = ""};
    ASSERT_TRUE(Rotate(next, keys, CutAt(author, size)));
    InForce(next);
    if (before_switch) before_switch();
    OwnKeys own = cast().KeysOf(author);
    own.epoch = 1;
    own.feed = feed_key;
    own.cosigner = cosigner_key;
    ASSERT_TRUE(stage.Handle(author, NetworkOpened{own}));
    stage.Settle();
    stage.Connect(author);
    stage.Pass(seconds(120));
  }
  FeedId Fresh(size_t author) { return FeedIdOf(cast().network, cast().members[author].id, 1); }
  uint64_t FreshSize(size_t actor, size_t author) {
    auto state = stage.store(actor).Feed(Fresh(author));
    return state ? state->size : 0;
  }

  std::function<void()> before_switch;  // The manifest has the new epoch, the node not yet.
  crypto::PrivateKey feed_key = sim::DrawKey(7, "unused");
  crypto::PrivateKey cosigner_key = sim::DrawKey(7, "unused");
};

TEST_F(Epochs, HonestEntriesBeyondTheCutAreSignedAgainUnderTheNewKey) {
  ASSERT_TRUE(stage.Publish(1, "below"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Publish(1, "beyond"));
  ASSERT_TRUE(stage.Publish(1, "withdrawn"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Retract(1, "withdrawn"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.Retract(1, "below"));
  stage.Pass(seconds(1));
  const Bytes commitment = stage.store(0).Leaves(cast().FeedOf(1), 1, 1).substr(32, 32);

  RotateAt(1, 1);

  for (size_t actor = 0; actor < 4; ++actor) {
    EXPECT_EQ(stage.SizeAt(actor, 1), 1u) << actor;
    ASSERT_EQ(FreshSize(actor, 1), 2u) << actor << ": the item, and the withdrawal of the older";
    const auto again = stage.store(actor).Chain(Fresh(1), Stage::Item("beyond"));
    ASSERT_TRUE(again) << actor;
    const uint64_t at = again->versions.front();
    EXPECT_EQ(stage.store(actor).Leaves(Fresh(1), at, 1).substr(32, 32), commitment);
    EXPECT_TRUE(stage.store(actor).Body(Fresh(1), at)) << actor;
    EXPECT_FALSE(stage.store(actor).Chain(Fresh(1), Stage::Item("withdrawn"))) << actor;
    EXPECT_TRUE(stage.store(actor).Chain(cast().FeedOf(1), Stage::Item("below"))->retracted);
    EXPECT_FALSE(stage.BodyAt(actor, 1, 0)) << actor;
    EXPECT_TRUE(stage.store(actor).Quarantine().empty()) << actor;
  }
}

TEST_F(Epochs, AnOlderEpochsItemIsWithdrawnFromTheNewOne) {
  ASSERT_TRUE(stage.Publish(1, "old"));
  stage.Pass(seconds(1));
  RotateAt(1, 1);
  ASSERT_TRUE(stage.Publish(1, "new"));
  stage.Pass(seconds(1));
  ASSERT_TRUE(stage.BodyAt(3, 1, 0));

  ASSERT_TRUE(stage.Retract(1, "old"));
  EXPECT_EQ(stage.Retract(1, "old").error().reason, "ALREADY_RETRACTED");
  stage.Pass(seconds(5));

  for (size_t actor = 0; actor < 4; ++actor) {
    EXPECT_FALSE(stage.BodyAt(actor, 1, 0)) << actor;
    const auto row = stage.store(actor).RetractionOf(cast().FeedOf(1), 0);
    ASSERT_TRUE(row) << actor;
    EXPECT_EQ(row->by_feed, Fresh(1));
    EXPECT_EQ(row->state, ErasureState::kErased);
    EXPECT_EQ(FreshSize(actor, 1), 2u);
  }
}

TEST_F(Epochs, ANodeThatWasPutBackSignsAndServesAgainUnderNewKeys) {
  ASSERT_TRUE(stage.Publish(0, "from the hub"));
  stage.Pass(seconds(1));
  stage.Stop(0);
  FeedState own = *stage.store(0).Feed(cast().FeedOf(0));
  own.status = FeedStatus::kRecovering;  // As `candour restore` leaves it.
  stage.store(0).Apply({PutFeed{own}});
  stage.Start(0);
  for (size_t actor = 1; actor < 4; ++actor) stage.Connect(actor);
  stage.Pass(seconds(60));
  ASSERT_TRUE(stage.Publish(0, "waits"));
  EXPECT_EQ(stage.SizeAt(0, 0), 1u);

  RotateAt(0, 1);
  stage.Pass(seconds(60));

  EXPECT_EQ(stage.store(0).Feed(cast().FeedOf(0))->status, FeedStatus::kActive);
  EXPECT_EQ(FreshSize(0, 0), 1u) << "what waited is signed in the new epoch";
  for (size_t actor = 1; actor < 4; ++actor) {
    EXPECT_EQ(FreshSize(actor, 0), 1u) << actor;
    EXPECT_TRUE(stage.store(actor).Body(Fresh(0), 0)) << actor;
  }
}

TEST_F(Epochs, WhatTheOldKeyCosignedTheNewOneCosignsToo) {
  ASSERT_TRUE(stage.Publish(2, "at rest"));
  stage.Pass(seconds(60));

  RotateAt(1, 0);
  stage.Pass(seconds(60));

  const auto key = crypto::VerifierKey::Cosignature(
      CosignerName(cast().network, cast().members[1].id), cosigner_key.public_key());
  size_t lines = 0;
  for (const CosignatureRow& row : stage.store(2).Cosignatures(cast().FeedOf(2))) {
    const auto line = crypto::SignatureLine::Parse(row.line);
    if (row.member == cast().members[1].id && line && line->IsBy(key)) ++lines;
  }
  EXPECT_EQ(lines, 1u);
}

TEST_F(Epochs, AWithdrawalFromANewerEpochIsTakenBackWithItsCut) {
  ASSERT_TRUE(stage.Publish(1, "old"));
  stage.Pass(seconds(1));
  RotateAt(1, 1);
  stage.Disconnect(3);  // Keeps the text.
  ASSERT_TRUE(stage.Retract(1, "old"));
  stage.Pass(seconds(60));
  ASSERT_FALSE(stage.BodyAt(2, 1, 0));
  Manifest next = Next();
  ASSERT_TRUE(RemoveMember(next, cast().members[1].id, {{Fresh(1), {0, crypto::EmptyRoot()}}}));

  InForce(next);
  EXPECT_FALSE(stage.store(2).RetractionOf(cast().FeedOf(1), 0));
  EXPECT_EQ(stage.store(2).Wanted(cast().FeedOf(1), 0, 9), std::vector<uint64_t>{0});
  stage.Connect(3);
  stage.Pass(seconds(60));

  for (size_t actor : {0u, 2u, 3u}) {
    EXPECT_FALSE(stage.store(actor).Chain(cast().FeedOf(1), Stage::Item("old"))->retracted);
    EXPECT_TRUE(stage.BodyAt(actor, 1, 0)) << actor << ": who still had it brought it";
  }
}

TEST_F(Epochs, AnOlderEpochsItemIsNotRevisedSilentlyIntoNothing) {
  ASSERT_TRUE(stage.Publish(1, "old"));
  stage.Pass(seconds(1));
  RotateAt(1, 1);

  EXPECT_EQ(stage.Revise(1, "old", "another text").error().reason, "EARLIER_KEYS");
  EXPECT_EQ(FreshSize(1, 1), 0u);
  ASSERT_TRUE(stage.Publish(1, "new"));
  EXPECT_TRUE(stage.Revise(1, "new", "another text"));
}

TEST_F(Epochs, WhatIsHandedInDuringTheChangeGoesIntoTheNewEpoch) {
  ASSERT_TRUE(stage.Publish(1, "old"));
  stage.Pass(seconds(1));
  before_switch = [&] {
    ASSERT_TRUE(stage.Publish(1, "between"));
    ASSERT_TRUE(stage.Retract(1, "old"));
  };
  RotateAt(1, 1);

  for (size_t actor = 0; actor < 4; ++actor) {
    EXPECT_EQ(FreshSize(actor, 1), 2u) << actor;
    EXPECT_TRUE(stage.store(actor).Chain(Fresh(1), Stage::Item("between"))) << actor;
    EXPECT_TRUE(stage.store(actor).Chain(cast().FeedOf(1), Stage::Item("old"))->retracted);
  }
}

TEST_F(Epochs, AWithdrawalThatComesBeforeItsItemWaitsForIt) {
  ASSERT_TRUE(stage.Publish(1, "old"));
  stage.Pass(seconds(1));
  stage.Disconnect(3);
  RotateAt(1, 1);
  ASSERT_TRUE(stage.Retract(1, "old"));
  stage.Pass(seconds(5));
  // A newcomer's store: it gets the feeds in whatever order.
  stage.Stop(3);
  stage.store(3) = MemoryStore();
  stage.ForgetGuard(3);
  stage.Start(3);
  stage.Connect(3);
  stage.Pass(seconds(60));

  EXPECT_EQ(stage.SizeAt(3, 1), 1u);
  EXPECT_TRUE(stage.store(3).Chain(cast().FeedOf(1), Stage::Item("old"))->retracted);
  EXPECT_FALSE(stage.BodyAt(3, 1, 0));
  EXPECT_TRUE(stage.store(3).Quarantine().empty());
}

TEST_F(Epochs, TheOldKeySpeaksForNothingBeyondTheCut) {
  ASSERT_TRUE(stage.Publish(1, "below"));
  stage.Pass(seconds(1));
  RotateAt(1, 1);
  // Somebody who stole the old key signs on.
  const Bytes more = stage.store(0).Leaves(cast().FeedOf(1), 0, 1);
  auto batch = SignBatch(*stage.store(1).Feed(cast().FeedOf(1)), more, cast().members[1].feed);
  ASSERT_TRUE(batch);
  PushLeavesRequest push{cast().network,  cast().FeedOf(1),         1,
                         batch->leaves(), batch->checkpoint_note(), {}};

  ASSERT_TRUE(stage.Handle(0, PeerAsked{999, cast().IdentityOf(2), push}));

  EXPECT_EQ(stage.SizeAt(0, 1), 1u);
  EXPECT_NE(stage.Log(0).find("BEYOND_CUT"), std::string::npos);
}

}  // namespace
}  // namespace candour::core_test
