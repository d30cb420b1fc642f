#include "federation/sync/manifest_chain.h"

#include <gtest/gtest.h>

#include "federation/network/disputed.h"
#include "federation/sync/serve.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class ManifestChainTest : public ::testing::Test {
 protected:
  Status Offer(const std::string& note, const std::optional<crypto::Hash>& pinned = {}) {
    TurnBook book(store, {});
    Status kept = chain.Offer(note, pinned, book);
    store.Apply(book.TakeWrites());
    return kept;
  }
  std::string Follow(int days) {
    return cast.Sign(
        NextVersion(*chain.current(), sim::kEpochStart, sim::kEpochStart + days * kSecondsPerDay));
  }

  sim::Cast cast = sim::MakeCast(3, 2);
  MemoryStore store;
  ManifestChain chain{cast.network};
};

TEST_F(ManifestChainTest, BeginsWithTheVersionThatWasPromised) {
  EXPECT_FALSE(Offer(cast.genesis, crypto::Hash{}));
  EXPECT_EQ(chain.version(), 0u);
  EXPECT_EQ(store.NewestManifest(cast.network), 0u);

  ASSERT_TRUE(Offer(cast.genesis, VerifyGenesis(cast.genesis, {})->hash));

  EXPECT_EQ(chain.version(), 1u);
  EXPECT_EQ(store.NewestManifest(cast.network), 1u);
}

TEST_F(ManifestChainTest, TakesExactlyTheNextVersion) {
  ASSERT_TRUE(Offer(cast.genesis));
  const std::string second = Follow(100);
  ASSERT_TRUE(Offer(second));
  const std::string third = Follow(200);
  ASSERT_TRUE(Offer(second)) << "the one held already is no error";

  ManifestChain late(cast.network);
  TurnBook book(store, {});
  ASSERT_TRUE(late.Offer(cast.genesis, {}, book));
  EXPECT_EQ(late.Offer(third, {}, book).error().reason, "VERSION_GAP");
  ASSERT_TRUE(late.Offer(second, {}, book));
  ASSERT_TRUE(late.Offer(third, {}, book));
  EXPECT_EQ(late.Offer(second, {}, book).error().reason, "OLD_VERSION");
}

TEST_F(ManifestChainTest, FallsBackWhenTwoTextsOfOneVersionAreValid) {
  ASSERT_TRUE(Offer(cast.genesis));
  const crypto::Hash first = chain.hash();
  const std::string one = Follow(100);
  const std::string other = Follow(101);
  const std::string third = Follow(102);
  ASSERT_TRUE(Offer(one));
  const std::string next = Follow(200);

  ASSERT_TRUE(Offer(other));

  EXPECT_EQ(chain.current()->hash, first) << "nothing that one of the two changed is in force";
  EXPECT_EQ(chain.version(), 2u);
  EXPECT_TRUE(Offer(one)) << "both are held";
  EXPECT_EQ(Offer(third).error().reason, "TWO_TEXTS");
  EXPECT_EQ(Offer(next).error().reason, "NOT_RESOLVED");

  ManifestChain again(cast.network);
  TurnBook reading(store, {});
  ASSERT_TRUE(again.Load(reading));
  EXPECT_EQ(again.hash(), chain.hash());
  EXPECT_EQ(again.current()->hash, first);

  ManifestChain reverse(cast.network);
  MemoryStore elsewhere;
  for (const std::string& note : {cast.genesis, other, one}) {
    TurnBook book(elsewhere, {});
    ASSERT_TRUE(reverse.Offer(note, {}, book));
    elsewhere.Apply(book.TakeWrites());
  }
  EXPECT_EQ(reverse.hash(), chain.hash()) << "whichever came first";
}

TEST_F(ManifestChainTest, GoesOnWithTheTextThatTheGovernorsSettleOn) {
  ASSERT_TRUE(Offer(cast.genesis));
  const SignedManifest before = *chain.current();
  const std::string one = Follow(100);
  const std::string other = Follow(101);
  ASSERT_TRUE(Offer(one));
  ASSERT_TRUE(Offer(other));
  const SignedManifest kept = *VerifyUpdate(before, other);
  const SignedManifest dropped = *VerifyUpdate(before, one);
  const std::string settled =
      cast.Sign(Resolution(before, kept, dropped, sim::kEpochStart, sim::kEpochStart + 1000));

  ManifestChain late(cast.network);
  TurnBook book(store, {});
  ASSERT_TRUE(late.Offer(cast.genesis, {}, book));
  ASSERT_TRUE(late.Offer(other, {}, book));
  EXPECT_EQ(late.Offer(settled, {}, book).error().reason, "RESOLVES_UNKNOWN");

  ASSERT_TRUE(Offer(settled));

  EXPECT_EQ(chain.version(), 3u);
  EXPECT_EQ(chain.current()->manifest.prev, kept.hash);
  EXPECT_EQ(store.Manifest(cast.network, 2), kept.note);
  EXPECT_EQ(store.Manifest(cast.network, 2 | kOtherText), dropped.note);
  ManifestChain joined(cast.network);
  MemoryStore fresh;
  for (const auto& version : ManifestsFrom(store, cast.network, 1).manifests) {
    TurnBook page(fresh, {});
    ASSERT_TRUE(joined.Offer(version.note, {}, page));
    fresh.Apply(page.TakeWrites());
  }
  EXPECT_EQ(joined.hash(), chain.hash());
  ASSERT_TRUE(Offer(Follow(300))) << "and on from there";
}

TEST_F(ManifestChainTest, RefusesAManifestOfAnotherNetwork) {
  const sim::Cast elsewhere = sim::MakeCast(4, 2);

  EXPECT_EQ(Offer(elsewhere.genesis).error().reason, "OTHER_NETWORK");
  ASSERT_TRUE(Offer(cast.genesis));
  EXPECT_EQ(Offer(elsewhere.genesis).error().reason, "OTHER_NETWORK");
  EXPECT_EQ(chain.version(), 1u);
}

TEST_F(ManifestChainTest, LoadsWhatAnEarlierRunStored) {
  ASSERT_TRUE(Offer(cast.genesis));
  ASSERT_TRUE(Offer(Follow(100)));

  ManifestChain again(cast.network);
  TurnBook reading(store, {});
  ASSERT_TRUE(again.Load(reading));

  EXPECT_EQ(again.version(), 2u);
  EXPECT_EQ(again.current()->hash, chain.current()->hash);
}

TEST_F(ManifestChainTest, RefusesEveryFlippedByteOfTheNextVersion) {
  ASSERT_TRUE(Offer(cast.genesis));
  const std::string good = Follow(100);

  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] ^= 0x01;
    Status kept = Offer(bad);
    ASSERT_FALSE(kept) << "byte " << i;
    EXPECT_NE(kept.error().reason, "");
  }

  EXPECT_EQ(chain.version(), 1u);
  EXPECT_TRUE(Offer(good));
}

}  // namespace
}  // namespace candour::sync_test
