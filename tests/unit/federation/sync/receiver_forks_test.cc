#include <gtest/gtest.h>

#include "federation/feed/evidence.h"
#include "federation/feed/proofs.h"
#include "federation/sync/receiver.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

// Member 2 signs one history at the hub and another at the node.
class ReceiverForksTest : public ::testing::Test, public TwoSides {
 protected:
  FeedId feed() const { return cast.FeedOf(2); }
  Bytes HubNote(uint64_t size) { return hub.CheckpointAtOrBefore(feed(), size)->note; }
  bool Frozen(const MemoryStore& store) {
    return store.Feed(feed()) && store.Feed(feed())->status == FeedStatus::kFrozen;
  }
  Status Take(MemoryStore& store, const Bytes& evidence) {
    return TurnOn(store,
                  [&](Receiver& receiver, TurnBook&) { return receiver.AcceptEvidence(evidence); });
  }
  Status TakeConsistency(uint64_t size, const ConsistencyReply& reply) {
    return TurnOn(node, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptConsistency(feed(), HubNote(size), node.Feed(feed())->size, reply);
    });
  }
  ConsistencyReply ProofOfHub(uint64_t from, uint64_t to) {
    return {*BuildConsistency(hub, feed(), from, to), *RootAtSize(hub, feed(), from)};
  }
};

TEST_F(ReceiverForksTest, FreezesOnAHeadOfAnotherHistoryAtEverySizeHeld) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2, 50));
  Sign(node, 2, Items(3, 60));

  TurnOn(node,
         [&](Receiver& receiver, TurnBook&) { return receiver.CheckHead(feed(), HubNote(2)); });

  EXPECT_TRUE(Frozen(node));
  ASSERT_EQ(news.frozen.size(), 1u);
  auto checked = OpenEvidence(node.Evidence(feed())->text);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->older.size, 2u);
  EXPECT_EQ(checked->newer.size, 5u);
}

TEST_F(ReceiverForksTest, FreezesWhenTheProofOfALargerTreeShowsAnotherHistory) {
  Sign(hub, 2, Items(2));
  Sign(hub, 2, Items(3, 10));
  for (uint64_t held : {1, 2}) {
    node = MemoryStore();
    Sign(node, 2, Items(held, 50));

    EXPECT_TRUE(TakeConsistency(5, ProofOfHub(held, 5)));

    EXPECT_TRUE(Frozen(node)) << held;
    EXPECT_TRUE(OpenEvidence(node.Evidence(feed())->text));
  }
}

TEST_F(ReceiverForksTest, FreezesNothingWhenTheCarrierProvesNothing) {
  Sign(hub, 2, Items(2));
  Sign(hub, 2, Items(3, 10));
  Sign(node, 2, Items(2));

  EXPECT_EQ(TakeConsistency(5, ProofOfHub(2, 5)).error().reason, "NO_FORK");
  ConsistencyReply bad = ProofOfHub(2, 5);
  bad.old_root = crypto::Sha256("made up");
  EXPECT_EQ(TakeConsistency(5, bad).error().reason, "NOT_CONSISTENT");
  bad = ProofOfHub(2, 5);
  bad.hashes.pop_back();
  EXPECT_EQ(TakeConsistency(5, bad).error().reason, "NOT_CONSISTENT");

  EXPECT_FALSE(Frozen(node));
}

TEST_F(ReceiverForksTest, TakesTheProofOfOthersAndAddsNothingToTheFeedAnyMore) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2, 50));
  TurnOn(node,
         [&](Receiver& receiver, TurnBook&) { return receiver.CheckHead(feed(), HubNote(2)); });
  const Bytes evidence = node.Evidence(feed())->text;
  MemoryStore third;

  EXPECT_TRUE(Take(third, evidence));
  EXPECT_TRUE(Take(third, evidence)) << "the same again";
  EXPECT_TRUE(news.frozen.empty());

  auto taken = TurnOn(third, [&](Receiver& receiver, TurnBook&) {
    return receiver.AcceptPage({feed(), 0, hub.Leaves(feed(), 0, 2), HubNote(2), {}});
  });
  EXPECT_EQ(taken.error().reason, "FROZEN");
}

TEST_F(ReceiverForksTest, RefusesProofsUnderOtherKeysThanTheManifests) {
  Sign(hub, 2, Items(2));
  Sign(node, 2, Items(2, 50));
  // The same feed, as if another key spoke for it.
  const auto other = sim::DrawKey(9, "other");
  const auto key = crypto::VerifierKey::Ed25519(FeedOrigin(feed()), other.public_key());
  const auto note = [&](const char* root) {
    return crypto::SignCheckpoint({FeedOrigin(feed()), 2, crypto::Sha256(root)}, other);
  };
  EXPECT_EQ(Take(node, FormatEvidence(key, {note("a"), note("b"), {}, {}})).error().reason,
            "WRONG_KEY");
  EXPECT_EQ(Take(node, "nonsense").error().reason, "MALFORMED_EVIDENCE");
  EXPECT_FALSE(Frozen(node));
}

}  // namespace
}  // namespace candour::sync_test
