// Every byte that somebody signed or committed to, turned over in an answer: it is refused with a
// reason, nothing of it is kept, and everything else is exchanged all the same.
#include <gtest/gtest.h>

#include "tests/unit/federation/core/stage.h"

namespace candour::core_test {
namespace {

constexpr size_t kReader = 2;
constexpr size_t kHurt = 1;   // Whose feed is damaged on its way.
constexpr size_t kSound = 0;  // Whose feed is not.

class Mutation : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    Stage stage(3);
    stage.StartAll();
    stage.ConnectAll();
    ASSERT_TRUE(stage.Publish(kHurt, "a"));
    ASSERT_TRUE(stage.Publish(kSound, "b"));
    stage.Settle();
    hub_ = new MemoryStore(stage.store(0));
  }
  static void TearDownTestSuite() { delete hub_; }

  // A reader with an empty disk syncs; the first answer that `pick` finds bytes in has byte `i`
  // turned over. False when there is no such byte.
  static bool Sync(Stage& stage, const std::function<Bytes*(Reply&)>& pick, size_t i) {
    stage.store(0) = *hub_;
    stage.Start(0);
    stage.Start(kReader);
    bool done = false;
    bool exists = false;
    stage.tamper = [&](size_t, Result<Reply>& reply) {
      Bytes* bytes = reply && !done ? pick(*reply) : nullptr;
      if (!bytes) return;
      done = true;
      exists = i < bytes->size();
      if (exists) (*bytes)[i] ^= 0x04;
    };
    stage.Connect(kReader);
    stage.Settle();
    stage.tamper = nullptr;
    return exists;
  }
  static void ExpectTheRest(Stage& stage) {
    EXPECT_EQ(stage.SizeAt(kReader, kSound), 1u);
    EXPECT_TRUE(stage.BodyAt(kReader, kSound, 0));
  }
  static void ExpectRepair(Stage& stage, size_t i) {
    stage.Pass(seconds(61));
    EXPECT_EQ(stage.SizeAt(kReader, kHurt), 1u) << "byte " << i;
    EXPECT_EQ(stage.BodyAt(kReader, kHurt, 0), hub_->Body(stage.cast().FeedOf(kHurt), 0));
  }
  static bool IsOfHurt(const Bytes& checkpoint, const Stage& stage) {
    return checkpoint.find(stage.cast().FeedOf(kHurt).hex()) != Bytes::npos;
  }

  static MemoryStore* hub_;
};
MemoryStore* Mutation::hub_ = nullptr;

TEST_F(Mutation, OfEveryByteOfALeafIsRefusedAndTheRestGoesOn) {
  for (size_t i = 0;; ++i) {
    Stage stage(3);
    auto pick = [&](Reply& reply) {
      auto* page = std::get_if<LeavesReply>(&reply);
      return page && IsOfHurt(page->checkpoint, stage) ? &page->leaves : nullptr;
    };
    if (!Sync(stage, pick, i)) {
      EXPECT_EQ(i, 112u);
      break;
    }
    EXPECT_NE(stage.Log(kReader).find("page-refused: Hub, feed "), std::string::npos) << i;
    EXPECT_EQ(stage.SizeAt(kReader, kHurt), 0u);
    ExpectTheRest(stage);
    ExpectRepair(stage, i);
  }
}

TEST_F(Mutation, OfEveryByteOfAPagesCheckpointIsRefusedAndTheRestGoesOn) {
  for (size_t i = 0;; ++i) {
    Stage stage(3);
    auto pick = [&](Reply& reply) {
      auto* page = std::get_if<LeavesReply>(&reply);
      return page && IsOfHurt(page->checkpoint, stage) ? &page->checkpoint : nullptr;
    };
    if (!Sync(stage, pick, i)) {
      EXPECT_GT(i, 150u);
      break;
    }
    EXPECT_NE(stage.Log(kReader).find("page-refused: Hub, feed "), std::string::npos) << i;
    EXPECT_EQ(stage.SizeAt(kReader, kHurt), 0u);
    ExpectTheRest(stage);
    ExpectRepair(stage, i);
  }
}

TEST_F(Mutation, OfEveryByteOfAHeadIsRefusedAndTheRestGoesOn) {
  for (size_t i = 0;; ++i) {
    Stage stage(3);
    auto pick = [&](Reply& reply) -> Bytes* {
      auto* heads = std::get_if<HeadsReply>(&reply);
      if (!heads) return nullptr;
      for (Head& head : heads->heads) {
        if (head.feed == stage.cast().FeedOf(kHurt)) return &head.checkpoint;
      }
      return nullptr;
    };
    if (!Sync(stage, pick, i)) {
      EXPECT_GT(i, 150u);
      break;
    }
    EXPECT_NE(stage.Log(kReader).find("head-refused: Hub, feed "), std::string::npos) << i;
    ExpectTheRest(stage);
    ExpectRepair(stage, i);
  }
}

TEST_F(Mutation, OfEveryByteOfABodyIsRefusedAndTheRestGoesOn) {
  for (size_t i = 0;; ++i) {
    Stage stage(3);
    const Bytes good = *hub_->Body(stage.cast().FeedOf(kHurt), 0);
    auto pick = [&](Reply& reply) -> Bytes* {
      auto* bodies = std::get_if<BodiesReply>(&reply);
      if (!bodies || bodies->bodies.empty()) return nullptr;
      return bodies->bodies[0].blob == good ? &bodies->bodies[0].blob : nullptr;
    };
    if (!Sync(stage, pick, i)) {
      EXPECT_EQ(i, good.size());
      break;
    }
    EXPECT_NE(stage.Log(kReader).find("body-refused: feed "), std::string::npos) << i;
    EXPECT_EQ(stage.store(kReader).Quarantine().size(), 1u);
    ExpectTheRest(stage);
    ExpectRepair(stage, i);
  }
}

TEST_F(Mutation, OfEveryByteOfAManifestIsRefusedAndNothingOfItIsKept) {
  Stage source(3);
  const SignedManifest first = *VerifyGenesis(source.cast().genesis, std::nullopt);
  const std::string second =
      source.cast().Sign(NextVersion(first, sim::kEpochStart, sim::kEpochStart + 1'000'000));
  for (size_t i = 0;; ++i) {
    Stage stage(3);
    auto pick = [](Reply& reply) -> Bytes* {
      auto* page = std::get_if<ManifestsReply>(&reply);
      return page && !page->manifests.empty() ? &page->manifests[0].note : nullptr;
    };
    stage.store(kReader).Apply({PutManifest{{stage.cast().network, 1, stage.cast().genesis}}});
    MemoryStore with_second = *hub_;
    with_second.Apply({PutManifest{{stage.cast().network, 2, second}}});
    std::swap(*hub_, with_second);
    const bool exists = Sync(stage, pick, i);
    std::swap(*hub_, with_second);
    if (!exists) {
      EXPECT_EQ(i, second.size());
      break;
    }
    EXPECT_NE(stage.Log(kReader).find("gives a manifest that is refused"), std::string::npos) << i;
    EXPECT_EQ(stage.store(kReader).NewestManifest(stage.cast().network), 1u);

    stage.Connect(kReader);
    stage.Settle();
    EXPECT_EQ(stage.store(kReader).NewestManifest(stage.cast().network), 2u);
    ExpectTheRest(stage);
  }
}

}  // namespace
}  // namespace candour::core_test
