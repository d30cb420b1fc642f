#include "federation/feed/chain.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::Entry;
using testing::IdOf;
using testing::Item;
using testing::Origin;
using testing::Retract;
using testing::Supersede;

const ItemId kOne = IdOf<ItemId>(1);
const ItemId kTwo = IdOf<ItemId>(2);

// "5:ITEM_ID_USED ": what was inert, and why.
std::string InertOf(const Interpretation& meaning) {
  std::string text;
  for (const QuarantineRow& row : meaning.inert) {
    text += std::to_string(row.index) + ":" + row.reason + " ";
  }
  return text;
}

class Chain : public ::testing::Test {
 protected:
  Interpretation Sign(const std::vector<Entry>& entries) { return origin_.Sign(store_, entries); }
  FeedState State() const { return origin_.StateIn(store_); }
  std::vector<uint64_t> Versions(const ItemId& item) const {
    const auto chain = store_.Chain(origin_.feed(), item);
    return chain ? chain->versions : std::vector<uint64_t>{};
  }
  std::vector<uint64_t> Targets() const {
    std::vector<uint64_t> targets;
    for (const Retraction& row : store_.Retractions(origin_.feed())) targets.push_back(row.target);
    return targets;
  }

  Origin origin_;
  MemoryStore store_;
};

TEST_F(Chain, GrowsByVersionsAcrossBatchesAndWithinOne) {
  const Entry first = Item(kOne, "one");
  const Entry second = Supersede(kOne, {0, first.leaf}, "one, better");
  const Entry third = Supersede(kOne, {1, second.leaf}, "one, best");
  EXPECT_EQ(InertOf(Sign({first})), "");
  const Interpretation meaning = Sign({second, third, Item(kTwo, "two")});

  EXPECT_EQ(InertOf(meaning), "");
  EXPECT_EQ(meaning.need_bodies, (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_EQ(Versions(kOne), (std::vector<uint64_t>{0, 1, 2}));
  EXPECT_EQ(Versions(kTwo), (std::vector<uint64_t>{3}));
}

TEST_F(Chain, IsErasedWholeByARetractionOfAnyVersion) {
  const Entry first = Item(kOne, "one");
  const Entry second = Supersede(kOne, {0, first.leaf}, "better");
  Sign({first, second, Item(kTwo, "two")});
  store_.Apply({PutBody{origin_.feed(), 0, first.blob}, PutBody{origin_.feed(), 1, second.blob},
                PutBody{origin_.feed(), 2, "kept"}, PutWanted{origin_.feed(), 1}});

  const Interpretation meaning = Sign({Retract(kOne, {0, first.leaf}, 5)});

  EXPECT_EQ(InertOf(meaning), "");
  EXPECT_TRUE(meaning.need_bodies.empty());
  EXPECT_EQ(Targets(), (std::vector<uint64_t>{0, 1}));
  EXPECT_EQ(store_.Retractions(origin_.feed()), meaning.retracted);
  EXPECT_EQ(store_.RetractionOf(origin_.feed(), 1), (Retraction{.feed = origin_.feed(),
                                                                .target = 1,
                                                                .by_feed = origin_.feed(),
                                                                .by_index = 3,
                                                                .reason = 5,
                                                                .day = 86400 * 20'001}));
  EXPECT_FALSE(store_.Body(origin_.feed(), 0));
  EXPECT_FALSE(store_.Body(origin_.feed(), 1));
  EXPECT_TRUE(store_.Body(origin_.feed(), 2));
  EXPECT_TRUE(store_.Wanted(origin_.feed(), 0, 9).empty());
  EXPECT_TRUE(store_.Chain(origin_.feed(), kOne)->retracted);
  EXPECT_EQ(store_.Chain(origin_.feed(), kOne)->retracted_by, 3u);
}

TEST_F(Chain, OpenedAndRetractedInOneBatchNeedsNoBody) {
  const Entry first = Item(kOne, "one");
  const Interpretation meaning = Sign({Item(kTwo, "two"), first, Retract(kOne, {1, first.leaf})});

  EXPECT_EQ(meaning.need_bodies, (std::vector<uint64_t>{0}));
  EXPECT_EQ(Targets(), (std::vector<uint64_t>{1}));
}

TEST_F(Chain, StaysClosedOnceRetracted) {
  const Entry first = Item(kOne, "one");
  const Entry retract = Retract(kOne, {0, first.leaf});
  Sign({first, retract});

  EXPECT_EQ(InertOf(Sign({Supersede(kOne, {0, first.leaf}, "again"), retract, Item(kOne, "new")})),
            "2:ALREADY_RETRACTED 3:ALREADY_RETRACTED 4:ITEM_ID_USED ");
  EXPECT_EQ(Versions(kOne), (std::vector<uint64_t>{0}));
}

TEST_F(Chain, IgnoresASecondItemWithAUsedId) {
  EXPECT_EQ(InertOf(Sign({Item(kOne, "one"), Item(kOne, "other")})), "1:ITEM_ID_USED ");
  const Interpretation meaning = Sign({Item(kOne, "third")});
  EXPECT_EQ(InertOf(meaning), "2:ITEM_ID_USED ");
  EXPECT_TRUE(meaning.need_bodies.empty());
}

TEST_F(Chain, FollowsOnlyReferencesThatHold) {
  const Entry first = Item(kOne, "one");
  const Entry second = Supersede(kOne, {0, first.leaf}, "better");
  const Entry other = Item(kTwo, "two");
  Sign({first, second, other});

  const auto changed = [](const Entry& entry, auto change) {
    Leaf leaf = *DecodeLeaf(entry.leaf);
    change(leaf);
    return Entry{EncodeLeaf(leaf), entry.blob};
  };
  const Entry good = Supersede(kOne, {1, second.leaf}, "best");
  const Interpretation meaning = Sign({
      Supersede(kOne, {0, first.leaf}, "of an old version"),                           // 3
      Supersede(IdOf<ItemId>(9), {0, first.leaf}, "of an item that is not here"),      // 4
      Supersede(kTwo, {1, second.leaf}, "of another item's version"),                  // 5
      Retract(kOne, {0, second.leaf}),                                                 // 6
      Retract(kOne, {7, first.leaf}),                                                  // 7: itself
      Retract(kOne, {100, first.leaf}),                                                // 8
      changed(good, [](Leaf& leaf) { leaf.ref_epoch = 1; }),                           // 9
      changed(good, [](Leaf& leaf) { leaf.ref_index = kNoIndex; }),                    // 10
      changed(good, [](Leaf& leaf) { leaf.ref_leaf.bytes[31] ^= 1; }),                 // 11
      changed(good, [](Leaf& leaf) { leaf.kind = 4; }),                                // 12
      Retract(kOne, {3, Supersede(kOne, {0, first.leaf}, "of an old version").leaf}),  // 13
  });

  EXPECT_EQ(InertOf(meaning),
            "3:NOT_THE_NEWEST 4:NO_SUCH_ITEM 5:NOT_A_VERSION 6:REF_LEAF 7:REF_INDEX 8:REF_INDEX "
            "9:REF_EPOCH 10:REF_INDEX 11:REF_LEAF 12:UNKNOWN_LEAF 13:NOT_A_VERSION ");
  EXPECT_TRUE(meaning.need_bodies.empty());
  EXPECT_TRUE(Targets().empty());
  EXPECT_EQ(InertOf(Sign({Supersede(kOne, {1, second.leaf}, "best")})), "");
}

TEST_F(Chain, HandsOnARetractionOfAnOlderEpochsItem) {
  const Origin newer(1, 1);
  const Entry first = Item(kOne, "one");
  Sign({first});
  const Interpretation meaning = newer.Sign(store_, {Retract(kOne, {0, first.leaf})});

  EXPECT_EQ(InertOf(meaning), "");
  EXPECT_EQ(meaning.elsewhere, std::vector<uint64_t>{0});
  EXPECT_TRUE(Targets().empty()) << "the caller applies it to the older feed";
}

TEST_F(Chain, StopsAtTheFirstUnknownCriticalLeafAndNotAtOthers) {
  Leaf unknown;
  unknown.kind = 77;
  Leaf critical = unknown;
  critical.flags = kFlagCritical;
  Leaf known = *DecodeLeaf(Item(kOne, "one").leaf);
  known.flags = kFlagCritical;

  EXPECT_EQ(Sign({{EncodeLeaf(unknown), ""}, {EncodeLeaf(known), ""}}).stopped_at, kNoIndex);
  const Entry item = Item(kTwo, "two");
  const Interpretation meaning = Sign({item,
                                       {EncodeLeaf(critical), ""},
                                       {EncodeLeaf(critical), ""},
                                       Retract(kTwo, {2, item.leaf})});
  EXPECT_EQ(meaning.stopped_at, 3u);
  EXPECT_EQ(Targets(), (std::vector<uint64_t>{2})) << "retractions after it still apply";
  EXPECT_EQ(Sign({{EncodeLeaf(critical), ""}}).stopped_at, 3u);
}

TEST_F(Chain, MovesTheWatermarkOverLeavesWithoutBodies) {
  const Entry first = Item(kOne, "one");
  EXPECT_EQ(Sign({first, Retract(kOne, {0, first.leaf})}).bodies_next, 2u);
  EXPECT_EQ(Sign({Item(kOne, "used"), Item(kTwo, "two"), Item(kTwo, "used")}).bodies_next, 3u);
  EXPECT_EQ(Sign({Item(IdOf<ItemId>(3), "three")}).bodies_next, 3u) << "3 is not settled yet";
}

// The rules of protocol section 3 read leaf by leaf over the whole feed, without any index.
class Model {
 public:
  explicit Model(const std::vector<Entry>& entries) {
    for (uint64_t i = 0; i < entries.size(); ++i) {
      raw_.push_back(entries[i].leaf);
      leaves_.push_back(*DecodeLeaf(entries[i].leaf));
      takes_effect_.push_back(Effective(i));
    }
  }
  bool takes_effect(uint64_t index) const { return takes_effect_[index]; }
  bool IsVersion(uint64_t index) const { return takes_effect_[index] && leaves_[index].kind != 3; }
  bool IsRetracted(uint64_t index) const {
    return IsVersion(index) && RetractedBefore(leaves_[index].item, leaves_.size());
  }

 private:
  bool RetractedBefore(const ItemId& item, uint64_t end) const {
    for (uint64_t j = 0; j < std::min<uint64_t>(end, takes_effect_.size()); ++j) {
      if (takes_effect_[j] && leaves_[j].kind == 3 && leaves_[j].item == item) return true;
    }
    return false;
  }
  bool Effective(uint64_t i) const {
    const Leaf& leaf = leaves_[i];
    if (!Interpretable(raw_[i])) return false;
    std::vector<uint64_t> versions;
    for (uint64_t j = 0; j < i; ++j) {
      if (IsVersion(j) && leaves_[j].item == leaf.item) versions.push_back(j);
    }
    if (leaf.kind == 1) return versions.empty();
    if (versions.empty() || leaf.ref_epoch != 0 || leaf.ref_index >= i) return false;
    if (crypto::LeafHash(raw_[leaf.ref_index]) != leaf.ref_leaf) return false;
    if (RetractedBefore(leaf.item, i)) return false;
    if (leaf.kind == 2) return versions.back() == leaf.ref_index;
    return std::count(versions.begin(), versions.end(), leaf.ref_index) == 1;
  }

  std::vector<Bytes> raw_;
  std::vector<Leaf> leaves_;
  std::vector<bool> takes_effect_;
};

// Mostly sensible entries over few items, so that every rule is met often.
std::vector<Entry> RandomEntries(std::mt19937_64& random, uint64_t count) {
  std::vector<Entry> entries;
  while (entries.size() < count) {
    const uint64_t i = entries.size();
    const ItemId item = IdOf<ItemId>(random() % (count / 4 + 1));
    const uint64_t target = i == 0 ? 0 : i - 1 - random() % std::min<uint64_t>(i, 12);
    const uint64_t dice = random() % 16;
    if (i == 0 || dice < 4) {
      entries.push_back(Item(item, "body " + std::to_string(i)));
      continue;
    }
    const Bytes of = dice == 4 ? entries[random() % i].leaf : entries[target].leaf;
    const ItemId same = dice == 5 ? item : DecodeLeaf(of)->item;
    Entry entry = dice % 3 == 0 ? Retract(same, {target, of})
                                : Supersede(same, {target, of}, "body " + std::to_string(i));
    if (dice == 6) entry.leaf[4] = static_cast<char>(random() % 6);
    if (dice == 7) entry.leaf[109] = 1;  // ref_epoch
    entries.push_back(std::move(entry));
  }
  return entries;
}

TEST(Interpretation, AgreesWithANaiveReadingForRandomFeedsHoweverTheyAreCut) {
  uint64_t inert = 0;
  uint64_t retracted = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const uint64_t size = 20 + random() % 120;
    const std::vector<Entry> entries = RandomEntries(random, size);
    const Model model(entries);
    const Origin origin;
    MemoryStore store;
    std::set<uint64_t> inert_here;
    uint64_t start = 0;
    for (const uint64_t end : testing::RandomCuts(random, size, 1 + seed % 40)) {
      const std::vector<Entry> part(entries.begin() + static_cast<long>(start),
                                    entries.begin() + static_cast<long>(end));
      const Interpretation meaning = origin.Sign(store, part);
      for (const QuarantineRow& row : meaning.inert) inert_here.insert(row.index);
      WriteSet bodies;
      for (const uint64_t i : meaning.need_bodies) {
        bodies.push_back(PutBody{origin.feed(), i, entries[i].blob});
      }
      store.Apply(bodies);
      start = end;
    }
    for (uint64_t i = 0; i < size; ++i) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", leaf " + std::to_string(i));
      EXPECT_EQ(inert_here.contains(i), !model.takes_effect(i));
      EXPECT_EQ(store.RetractionOf(origin.feed(), i).has_value(), model.IsRetracted(i));
      EXPECT_EQ(store.Body(origin.feed(), i).has_value(),
                model.IsVersion(i) && !model.IsRetracted(i));
      const BodyNeed need = NeedOf(store, origin.feed(), i, entries[i].leaf);
      EXPECT_EQ(need == BodyNeed::kNeeded, model.IsVersion(i) && !model.IsRetracted(i));
      EXPECT_EQ(need == BodyNeed::kRetracted, model.IsRetracted(i));
      retracted += model.IsRetracted(i);
    }
    inert += inert_here.size();
  }
  EXPECT_GT(inert, 500u);
  EXPECT_GT(retracted, 200u);
}

}  // namespace
}  // namespace candour
