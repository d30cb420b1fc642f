#include "federation/feed/batch.h"

#include <map>
#include <random>

#include "crypto/cosignature.h"
#include "crypto/tiles.h"
#include "tests/unit/crypto/vectors.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::IdOf;
using testing::Items;
using testing::LeavesOf;
using testing::Origin;

std::string ReasonOf(const Result<VerifiedBatch>& batch) {
  return batch ? "accepted" : batch.error().reason;
}

// A checkpoint note of the origin with the lines of two cosigners behind its own.
Bytes Cosigned(BytesView note) {
  crypto::Note parsed = *crypto::ParseNote(note);
  for (const char* seed : {"one", "two"}) {
    const auto key = *crypto::PrivateKey::FromSeed(crypto::Sha256(seed).view());
    parsed.signatures.push_back(
        crypto::Cosign(std::string("candour/c/") + seed, key, parsed.text, 1764547200));
  }
  return crypto::FormatNote(parsed);
}

TEST(Batch, VerifiesTheGoldenFeed) {
  CANDOUR_NEED_VECTORS();
  const auto golden =
      crypto::testing::ReadJson(crypto::testing::VectorsFolder() + "candour/golden.json");
  const auto text = [&](const char* key) { return golden.at(key).get<std::string>(); };
  FeedState state;
  state.feed = *FeedId::FromHex(text("feed_id"));
  const std::string vkey = golden.at("feed_key").at("vkey").get<std::string>();
  const FeedKey key{
      .member = {}, .epoch = 0, .key = *crypto::VerifierKey::Parse(vkey), .closed = {}};
  Bytes leaves;
  for (const auto& item : golden.at("items")) {
    leaves += crypto::testing::FromHex(item.at("leaf").get<std::string>());
  }

  const std::string two = golden.at("checkpoints").at("2").get<std::string>();
  const Result<VerifiedBatch> first = VerifyBatch(state, 0, leaves, two, key);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(crypto::HexEncode(first->root().view()), golden.at("roots").at("2").get<std::string>());
  MemoryStore store;
  store.Apply(*WritesFor(store, *first, state));

  const Bytes retract = crypto::testing::FromHex(text("retract_leaf"));
  const std::string three = golden.at("checkpoints").at("3").get<std::string>();
  const Result<VerifiedBatch> second = VerifyBatch(state, 2, retract, three, key);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(crypto::HexEncode(second->root().view()),
            golden.at("roots").at("3").get<std::string>());

  const auto own = *crypto::PrivateKey::FromSeed(
      crypto::testing::FromHex(golden.at("feed_key").at("seed").get<std::string>()));
  EXPECT_EQ(SignBatch(state, retract, own)->checkpoint_note(), second->checkpoint_note());
  EXPECT_TRUE(three.starts_with(second->checkpoint_note()));
}

TEST(Batch, SignedHereIsAcceptedElsewhereAndGivesTheSameState) {
  const Origin origin;
  MemoryStore here;
  MemoryStore there;
  for (uint64_t round = 0; round < 3; ++round) {
    const Bytes leaves = LeavesOf(Items(7, round * 7));
    origin.Sign(here, leaves);
    const FeedState state = origin.StateIn(there);
    const Bytes note = here.CheckpointAtOrBefore(origin.feed(), ~uint64_t{0})->note;
    const Result<VerifiedBatch> batch = VerifyBatch(state, state.size, leaves, note, origin.key());
    ASSERT_TRUE(batch) << batch.error().message;
    origin.Accept(there, *batch);
  }
  EXPECT_EQ(origin.StateIn(there), origin.StateIn(here));
  EXPECT_EQ(there.Leaves(origin.feed(), 0, 100), LeavesOf(Items(21)));
}

class Page : public ::testing::Test {
 protected:
  void SetUp() override {
    origin_.Sign(store_, LeavesOf(Items(3)));
    have_ = origin_.StateIn(store_);
    leaves_ = LeavesOf(Items(5, 3));
    note_ = SignBatch(have_, leaves_, origin_.private_key())->checkpoint_note();
  }
  std::string Verify() const {
    return ReasonOf(VerifyBatch(have_, start_, leaves_, note_, origin_.key()));
  }
  Bytes Signed(const crypto::Checkpoint& checkpoint) const {
    return crypto::SignCheckpoint(checkpoint, origin_.private_key());
  }
  crypto::Checkpoint Head() const {
    return *crypto::Checkpoint::Parse(crypto::ParseNote(note_)->text);
  }

  Origin origin_;
  MemoryStore store_;
  FeedState have_;
  uint64_t start_ = 3;
  Bytes leaves_;
  Bytes note_;
};

TEST_F(Page, IsAcceptedAsItIs) { EXPECT_EQ(Verify(), "accepted"); }

TEST_F(Page, ThatBeginsElsewhereIsAGap) {
  start_ = 2;
  EXPECT_EQ(Verify(), "GAP");
  start_ = 4;
  EXPECT_EQ(Verify(), "GAP");
}

TEST_F(Page, MustEndAtItsCheckpoint) {
  const Bytes all = leaves_;
  leaves_ = all.substr(0, 4 * kLeafBytes);
  EXPECT_EQ(Verify(), "SIZE");
  leaves_ = all + testing::Item(IdOf<ItemId>(99), "x").leaf;
  EXPECT_EQ(Verify(), "SIZE");
  leaves_ = "";
  EXPECT_EQ(Verify(), "SIZE");
  leaves_ = all.substr(1);
  EXPECT_EQ(Verify(), "SIZE");
}

TEST_F(Page, OfMoreLeavesThanABatchHasIsRefused) {
  leaves_ = LeavesOf(std::vector(kBatchLeavesMax + 1, Items(1)[0]));
  EXPECT_EQ(ReasonOf(SignBatch(have_, leaves_, origin_.private_key())), "SIZE");
  crypto::Checkpoint head = Head();
  head.size = 3 + kBatchLeavesMax + 1;
  note_ = Signed(head);
  EXPECT_EQ(Verify(), "SIZE");
}

TEST_F(Page, WithALeafOfAnotherFormatIsRefused) {
  leaves_[3] = '2';  // CDR2
  EXPECT_EQ(Verify(), "MALFORMED_LEAF");
  EXPECT_EQ(ReasonOf(SignBatch(have_, leaves_, origin_.private_key())), "MALFORMED_LEAF");
}

TEST_F(Page, OfAnotherOriginIsRefused) {
  const Origin other(2);
  note_ = SignBatch(other.empty(), leaves_, other.private_key())->checkpoint_note();
  EXPECT_EQ(Verify(), "WRONG_ORIGIN");
  EXPECT_EQ(ReasonOf(VerifyBatch(have_, start_, leaves_, note_, other.key())), "WRONG_ORIGIN");
  note_ = SignBatch(have_, leaves_, origin_.private_key())->checkpoint_note();
  EXPECT_EQ(ReasonOf(VerifyBatch(have_, start_, leaves_, note_, other.key())), "WRONG_ORIGIN");
}

TEST_F(Page, SignedByAnotherKeyIsRefused) {
  const Origin other(2);
  note_ = SignBatch(have_, leaves_, other.private_key())->checkpoint_note();
  EXPECT_EQ(Verify(), "BAD_SIGNATURE");
}

TEST_F(Page, WithoutACheckpointIsRefused) {
  note_ = "";
  EXPECT_EQ(Verify(), "MALFORMED_CHECKPOINT");
  note_ = crypto::FormatNote(
      {.text = "three\nwords\nonly\n",
       .signatures = {crypto::SignNote("three", origin_.private_key(), "three\nwords\nonly\n")}});
  EXPECT_EQ(Verify(), "MALFORMED_CHECKPOINT");
}

TEST_F(Page, ThatDoesNotExtendWhatIsHeldIsAConflict) {
  std::swap(leaves_[kLeafBytes + 20], leaves_[20]);
  ASSERT_NE(leaves_, LeavesOf(Items(5, 3)));
  EXPECT_EQ(Verify(), "ROOT_MISMATCH");

  // Authentic, but of another history below index 3.
  leaves_ = LeavesOf(Items(5, 3));
  MemoryStore forked;
  origin_.Sign(forked, LeavesOf(Items(3, 50)));
  note_ = SignBatch(origin_.StateIn(forked), leaves_, origin_.private_key())->checkpoint_note();
  const auto batch = VerifyBatch(have_, start_, leaves_, note_, origin_.key());
  ASSERT_EQ(ReasonOf(batch), "ROOT_MISMATCH");
  EXPECT_EQ(batch.error().code, ErrorCode::kConflict);
}

TEST_F(Page, OfAClosedEpochEndsAtTheCut) {
  FeedKey key = origin_.key();
  const auto verify = [&](uint64_t size, const crypto::Hash& root) {
    key.closed = FeedKey::Cut{.size = size, .root = root};
    return ReasonOf(VerifyBatch(have_, start_, leaves_, note_, key));
  };
  EXPECT_EQ(verify(7, Head().root), "BEYOND_CUT");
  EXPECT_EQ(verify(8, have_.root), "CUT_MISMATCH");
  EXPECT_EQ(verify(8, Head().root), "accepted");
  EXPECT_EQ(verify(9, have_.root), "accepted");
}

TEST_F(Page, IsRefusedWhenTheStoredFrontierIsBroken) {
  have_.frontier.pop_back();
  EXPECT_EQ(Verify(), "FRONTIER");
}

TEST_F(Page, KeepsOnlyTheOriginsLine) {
  const Bytes plain = note_;
  note_ = Cosigned(note_);
  EXPECT_EQ(VerifyBatch(have_, start_, leaves_, note_, origin_.key())->checkpoint_note(), plain);
}

TEST_F(Page, WithAnyByteOfItsLeavesChangedIsRefusedWithAReason) {
  const Bytes good = leaves_;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int mask : {0x01, 0x20, 0x80}) {
      leaves_ = good;
      leaves_[i] = static_cast<char>(good[i] ^ mask);
      const std::string reason = Verify();
      EXPECT_EQ(reason, i % kLeafBytes < 4 ? "MALFORMED_LEAF" : "ROOT_MISMATCH") << i;
    }
  }
}

TEST_F(Page, WithAnyByteOfItsCheckpointChangedIsRefusedOrDropsTheLineThatWasHit) {
  const Bytes plain = note_;
  const Bytes good = Cosigned(note_);
  size_t refused = 0;
  size_t dropped = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int mask : {0x01, 0x20, 0x80, 0xff}) {
      Bytes changed = good;
      changed[i] = static_cast<char>(good[i] ^ mask);
      const auto batch = VerifyBatch(have_, start_, leaves_, changed, origin_.key());
      if (batch) {
        EXPECT_GE(i, plain.size()) << "byte " << i << " belongs to the origin's part";
        EXPECT_EQ(batch->checkpoint_note(), plain);
        ++dropped;
      } else {
        EXPECT_NE(batch.error().reason, "") << i;
        EXPECT_NE(batch.error().message, "") << i;
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 4 * plain.size() - 1);
  EXPECT_GT(dropped, 0u);
}

TEST(Head, IsOpenedOnItsOwn) {
  const Origin origin;
  MemoryStore store;
  origin.Sign(store, LeavesOf(Items(4)));
  const Bytes note = store.CheckpointAtOrBefore(origin.feed(), 4)->note;

  const auto head = OpenHead(origin.feed(), note, origin.key());
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->checkpoint.size, 4u);
  EXPECT_EQ(head->checkpoint.root, origin.StateIn(store).root);
  EXPECT_EQ(OpenHead(IdOf<FeedId>(7), note, origin.key()).error().reason, "WRONG_ORIGIN");
}

TEST(Writes, NeedAStoreThatHoldsWhatCameBefore) {
  const Origin origin;
  MemoryStore full;
  origin.Sign(full, LeavesOf(Items(300)));
  FeedState state = origin.StateIn(full);
  const auto batch = SignBatch(state, LeavesOf(Items(300, 300)), origin.private_key());
  ASSERT_TRUE(batch);

  EXPECT_EQ(WritesFor(MemoryStore(), *batch, state).error().reason, "STORE_BEHIND");
  FeedState older = origin.empty();
  EXPECT_EQ(WritesFor(full, *batch, older).error().reason, "STORE_BEHIND");
  EXPECT_TRUE(WritesFor(full, *batch, state));
  EXPECT_EQ(state.size, 600u);
}

using Tiles = std::map<std::pair<int, uint64_t>, Bytes>;

Tiles TilesIn(const MemoryStore& store, const Origin& origin) {
  Tiles tiles;
  for (int level = 0; level < 3; ++level) {
    for (uint64_t n = 0; n < 300; ++n) {
      if (auto tile = store.Tile(origin.feed(), static_cast<uint8_t>(level), n)) {
        tiles[{level, n}] = *tile;
      }
    }
  }
  return tiles;
}

// The tiles of a log, computed from its leaves alone.
Tiles TilesOf(BytesView leaves) {
  Tiles tiles;
  std::vector<crypto::Hash> row;
  for (size_t i = 0; i < leaves.size(); i += kLeafBytes) {
    row.push_back(crypto::LeafHash(leaves.substr(i, kLeafBytes)));
  }
  for (int level = 0; !row.empty(); ++level) {
    std::vector<crypto::Hash> above;
    for (size_t n = 0; (n + 1) * 256 <= row.size(); ++n) {
      crypto::CompactRange range;
      Bytes& tile = tiles[{level, n}];
      for (size_t i = 0; i < 256; ++i) {
        tile += row[n * 256 + i].view();
        // A tile's hashes are nodes, not leaves: its root is folded from them as they are.
        range.Append(row[n * 256 + i]);
      }
      above.push_back(range.Root());
    }
    row = std::move(above);
  }
  return tiles;
}

void SignInCuts(const Origin& origin, MemoryStore& store, BytesView leaves,
                const std::vector<uint64_t>& ends) {
  uint64_t start = 0;
  for (const uint64_t end : ends) {
    origin.Sign(store, leaves.substr(start * kLeafBytes, (end - start) * kLeafBytes));
    start = end;
  }
}

TEST(Cuts, DoNotChangeRootsFrontiersOrTiles) {
  const Origin origin;
  const Bytes leaves = LeavesOf(Items(1600));
  const Tiles expected = TilesOf(leaves);
  ASSERT_EQ(expected.size(), 6u);
  MemoryStore whole;
  origin.Sign(whole, leaves);

  for (uint64_t seed = 1; seed <= 12; ++seed) {
    std::mt19937_64 random(seed);
    MemoryStore store;
    const uint64_t step_max = seed % 3 == 0 ? 3 : seed % 3 == 1 ? 70 : 900;
    SignInCuts(origin, store, leaves, testing::RandomCuts(random, 1600, step_max));
    EXPECT_EQ(origin.StateIn(store), origin.StateIn(whole)) << "seed " << seed;
    EXPECT_EQ(TilesIn(store, origin), expected) << "seed " << seed;
  }
}

TEST(Cuts, DoNotChangeTheUpperTilesEither) {
  const Origin origin;
  constexpr uint64_t kSize = 65536 + 300;
  Bytes leaves;
  // Inert leaves are leaves too, and cheap.
  for (uint64_t i = 0; i < kSize; ++i) {
    Leaf leaf;
    leaf.day = i;
    leaves += EncodeLeaf(leaf);
  }
  const Tiles expected = TilesOf(leaves);
  ASSERT_TRUE(expected.contains({1, 0}));

  std::vector<uint64_t> ends;
  for (uint64_t at = 4000; at < 65535; at += 4000) ends.push_back(at);
  for (const uint64_t at : {uint64_t{65535}, uint64_t{65536}, uint64_t{65537}, kSize}) {
    ends.push_back(at);
  }
  MemoryStore store;
  SignInCuts(origin, store, leaves, ends);
  EXPECT_EQ(TilesIn(store, origin), expected);
}

}  // namespace
}  // namespace candour
