#include "federation/feed/bodies.h"

#include <algorithm>
#include <random>

#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::Entry;
using testing::IdOf;
using testing::Item;
using testing::Items;
using testing::Origin;
using testing::Retract;

const MemberId kCarrier = IdOf<MemberId>(77);

// "[0,3) [5,6) ": ranges as text.
std::string Text(const std::vector<IndexRange>& ranges) {
  std::string text;
  for (const IndexRange& range : ranges) {
    text += "[" + std::to_string(range.start) + "," + std::to_string(range.end) + ") ";
  }
  return text;
}

// A member that holds the leaves of a feed and is given its bodies.
class Bodies : public ::testing::Test {
 protected:
  void Publish(const std::vector<Entry>& entries) {
    origin_.Sign(store_, entries);
    entries_.insert(entries_.end(), entries.begin(), entries.end());
  }
  FeedState State() const { return *store_.Feed(origin_.feed()); }
  std::string Next(uint64_t bodies_max = 1000) const {
    return Text(NextBodies(store_, State(), bodies_max).ranges);
  }
  std::string Wanted() const { return Text(WantedBodies(store_, State(), 0, 1000)); }

  AppliedBodies Give(const std::vector<BodyEntry>& entries) {
    FeedState state = State();
    AppliedBodies applied = ApplyBodies(store_, state, entries, kCarrier);
    state.bodies_next = applied.bodies_next;
    WriteSet writes = applied.writes;
    writes.push_back(PutFeed{state});
    store_.Apply(writes);
    return applied;
  }
  BodyEntry Good(uint64_t index) const { return {index, BodyState::kOk, entries_[index].blob}; }
  BodyEntry Bad(uint64_t index) const {
    BodyEntry entry = Good(index);
    entry.blob[40] ^= 1;
    return entry;
  }
  static BodyEntry Without(uint64_t index, BodyState state) { return {index, state, ""}; }

  Origin origin_;
  MemoryStore store_;
  std::vector<Entry> entries_;
};

TEST_F(Bodies, AreAskedForFromTheWatermarkAndStored) {
  Publish(Items(5));
  EXPECT_EQ(Next(), "[0,5) ");
  EXPECT_EQ(Next(2), "[0,2) ");

  const AppliedBodies applied = Give({Good(0), Good(1), Good(2)});

  EXPECT_EQ(applied.stored, (std::vector<uint64_t>{0, 1, 2}));
  EXPECT_EQ(applied.bodies_next, 3u);
  EXPECT_EQ(store_.Body(origin_.feed(), 2), entries_[2].blob);
  EXPECT_EQ(Next(), "[3,5) ");
  EXPECT_EQ(FirstUnheld(store_, State()), 3u);
}

TEST_F(Bodies, ThatComeOutOfOrderAreKeptAndPassedOverLater) {
  Publish(Items(5));
  EXPECT_EQ(Give({Good(3), Good(1)}).bodies_next, 0u);
  EXPECT_EQ(Next(), "[0,1) [2,3) [4,5) ");
  EXPECT_EQ(Next(2), "[0,1) [2,3) ");
  EXPECT_EQ(Give({Good(0)}).bodies_next, 2u);
  EXPECT_EQ(Give({Without(4, BodyState::kNotHeld)}).bodies_next, 2u);
  EXPECT_EQ(Give({Good(2)}).bodies_next, 5u) << "3 is held and 4 is wanted";
}

TEST_F(Bodies, OfNoUseAreIgnored) {
  const Entry first = Item(IdOf<ItemId>(1), "one");
  Publish({first, Retract(IdOf<ItemId>(1), {0, first.leaf}), Item(IdOf<ItemId>(1), "used id"),
           Item(IdOf<ItemId>(2), "two")});

  const AppliedBodies applied = Give({Good(0),
                                      {1, BodyState::kOk, "x"},
                                      Good(2),
                                      Good(3),
                                      Good(3),
                                      {4, BodyState::kOk, "beyond"},
                                      Without(~uint64_t{0}, BodyState::kNotHeld)});

  EXPECT_EQ(applied.stored, (std::vector<uint64_t>{3}));
  EXPECT_EQ(applied.ignored, 6u);
  EXPECT_EQ(applied.bodies_next, 4u);
  EXPECT_FALSE(store_.Body(origin_.feed(), 0)) << "withdrawn text must not come back";
  EXPECT_FALSE(store_.Body(origin_.feed(), 2));
  EXPECT_EQ(Wanted(), "");
  EXPECT_EQ(Give({Bad(3)}).ignored, 1u);
  EXPECT_EQ(store_.Body(origin_.feed(), 3), entries_[3].blob) << "held already";
}

TEST_F(Bodies, ThatNobodyGivesAreWantedAndDoNotHoldUpTheRest) {
  Publish(Items(4));
  const AppliedBodies applied =
      Give({Good(0), Without(1, BodyState::kNotHeld), Without(2, BodyState::kRetracted), Good(3)});

  EXPECT_EQ(applied.bodies_next, 4u);
  EXPECT_EQ(Wanted(), "[1,3) ");
  EXPECT_EQ(Next(), "");
  EXPECT_EQ(FirstUnheld(store_, State()), 1u);

  Give({Good(1)});
  EXPECT_EQ(Wanted(), "[2,3) ");
  EXPECT_EQ(Text(WantedBodies(store_, State(), 3, 10)), "");
}

TEST_F(Bodies, ThatDoNotMatchAreQuarantinedAndWantedElsewhere) {
  Publish(Items(3));
  const AppliedBodies applied = Give({Good(0), Bad(1), Good(2)});

  EXPECT_EQ(applied.bodies_next, 3u);
  EXPECT_EQ(applied.stored, (std::vector<uint64_t>{0, 2}));
  const QuarantineRow row{.feed = origin_.feed(),
                          .index = 1,
                          .reason = "BODY_MISMATCH",
                          .carrier = kCarrier.hex(),
                          .count = 1};
  EXPECT_EQ(applied.quarantined, (std::vector<QuarantineRow>{row}));
  EXPECT_EQ(store_.Quarantined(origin_.feed(), 1), row);
  EXPECT_FALSE(store_.Body(origin_.feed(), 1));
  EXPECT_EQ(Wanted(), "[1,2) ");

  EXPECT_EQ(Give({Bad(1), Bad(1)}).quarantined.size(), 1u);
  EXPECT_EQ(store_.Quarantined(origin_.feed(), 1)->count, 2u);
  Give({Bad(1), Good(1)});
  EXPECT_EQ(store_.Body(origin_.feed(), 1), entries_[1].blob);
  EXPECT_EQ(Wanted(), "");
}

TEST_F(Bodies, WithAnyByteChangedAreRefused) {
  Publish({Item(IdOf<ItemId>(1), std::string(230, 'x'))});
  for (size_t i = 0; i < entries_[0].blob.size(); ++i) {
    BodyEntry entry = Good(0);
    entry.blob[i] ^= 4;
    const AppliedBodies applied =
        ApplyBodies(store_, State(), std::vector<BodyEntry>{entry}, kCarrier);
    EXPECT_TRUE(applied.stored.empty()) << i;
    ASSERT_EQ(applied.quarantined.size(), 1u) << i;
    EXPECT_EQ(applied.quarantined[0].reason, "BODY_MISMATCH");
  }
}

TEST_F(Bodies, ComeWithTheirCommitmentWorkedOutAndAreJudgedByIt) {
  Publish(Items(3));
  BodyEntry good = Good(0);
  good.commitment = CommitmentOf(good.blob);
  BodyEntry other = Good(1);
  other.commitment = CommitmentOf(entries_[2].blob);
  BodyEntry longer{2, BodyState::kOk, entries_[2].blob + Bytes(kBlobBlockBytes, '\0'),
                   CommitmentOf(entries_[2].blob)};

  const AppliedBodies applied = Give({good, other, longer});

  EXPECT_EQ(applied.stored, std::vector<uint64_t>{0});
  EXPECT_EQ(applied.quarantined.size(), 2u);
}

TEST_F(Bodies, WithdrawnLaterAreNoLongerAskedForAndSettleTheWatermark) {
  const std::vector<Entry> items = Items(2);
  Publish(items);
  Give({Good(0)});
  EXPECT_EQ(Next(), "[1,2) ");

  Publish({Retract(IdOf<ItemId>(1), {1, items[1].leaf})});
  const BodyPlan plan = NextBodies(store_, State(), 100);

  EXPECT_EQ(Text(plan.ranges), "");
  EXPECT_EQ(plan.settled_to, 3u);
}

TEST_F(Bodies, ArePlannedInBoundedSteps) {
  const Bytes inert = [] {
    Leaf leaf;
    leaf.kind = 99;
    return EncodeLeaf(leaf);
  }();
  for (int i = 0; i < 17; ++i) origin_.Sign(store_, std::vector<Entry>(4096, Entry{inert, ""}));
  origin_.Sign(store_, Items(1));
  FeedState state = State();
  state.bodies_next = 0;

  BodyPlan plan = NextBodies(store_, state, 10);
  EXPECT_TRUE(plan.ranges.empty());
  EXPECT_GT(plan.settled_to, 0u);
  EXPECT_LT(plan.settled_to, state.size);
  state.bodies_next = plan.settled_to;
  plan = NextBodies(store_, state, 10);
  EXPECT_EQ(Text(plan.ranges), "[69632,69633) ");
  EXPECT_EQ(plan.settled_to, 69632u);
}

// Carriers that lie, forget and shuffle; in the end an honest one.
TEST(BodyExchange, EndsWithEveryBodyWhateverCarriersDid) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    const Origin origin;
    MemoryStore store;
    const std::vector<Entry> items = Items(60);
    origin.Sign(store, items);
    for (int round = 0; round < 200; ++round) {
      FeedState state = *store.Feed(origin.feed());
      const bool honest = round >= 40;
      const BodyPlan plan = NextBodies(store, state, 1 + random() % 9);
      std::vector<IndexRange> ranges = plan.ranges;
      if (ranges.empty()) ranges = WantedBodies(store, state, 0, 7);
      std::vector<BodyEntry> reply;
      for (const IndexRange& range : ranges) {
        for (uint64_t i = range.start; i < range.end; ++i) {
          BodyEntry entry{i, BodyState::kOk, items[i].blob};
          const uint64_t dice = honest ? 9 : random() % 10;
          if (dice == 0) entry.blob[random() % entry.blob.size()] ^= 1;
          if (dice == 1) entry = {i, BodyState::kNotHeld, ""};
          if (dice == 2) entry.index = random() % 80;
          if (dice != 3) reply.push_back(entry);
        }
      }
      std::shuffle(reply.begin(), reply.end(), random);
      const AppliedBodies applied = ApplyBodies(store, state, reply, kCarrier);
      EXPECT_GE(applied.bodies_next, state.bodies_next);
      state.bodies_next = applied.bodies_next;
      WriteSet writes = applied.writes;
      writes.push_back(PutFeed{state});
      store.Apply(writes);
    }
    const FeedState state = *store.Feed(origin.feed());
    EXPECT_EQ(FirstUnheld(store, state), 60u) << "seed " << seed;
    for (uint64_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(store.Body(origin.feed(), i), items[i].blob) << "seed " << seed << ", body " << i;
    }
  }
}

}  // namespace
}  // namespace candour
