#include "node/learning/reading.h"

#include "federation/feed/leaf.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Reading : public NodeTest {
 protected:
  void SetUp() override { InNetwork(); }
  ItemPlace PlaceNamed(const std::string& name) { return *FindItem(node, node.store(), name); }
  // An item whose body is these bytes.
  ItemPlace PublishRaw(const std::string& body) {
    const auto network = Networks(node, node.store()).at(0);
    const ItemId item = *ItemId::From(std::string(16, 'r'));
    EXPECT_TRUE(node.Run([&](const storage::Reader&, Now now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = ItemPublished{network.id, item, std::string(32, 's'), body, now.wall};
      return turn;
    }));
    return *PlaceOf(node, node.store(), FeedsOf(network.manifest->manifest, network.self).at(0),
                    item);
  }
};

TEST_F(Reading, GivesTheTextThatTheLeafCommitsTo) {
  const auto item = ReadItem(node.store(), PlaceNamed(PublishNew(node, "t", "golden-vale")));

  ASSERT_TRUE(item);
  EXPECT_EQ(item->problem, "");
  ASSERT_TRUE(item->body);
  EXPECT_EQ(item->body->learning().title(), "t");
  EXPECT_EQ(item->day % kSecondsPerDay, 0u);
}

// As a broken disk would give it back.
struct Damaged : public storage::Reader {
  const storage::Reader& real;
  Bytes blob;
  Damaged(const storage::Reader& reader, Bytes bytes) : real(reader), blob(std::move(bytes)) {}
  std::optional<FeedState> Feed(const FeedId& f) const override { return real.Feed(f); }
  std::vector<FeedState> Feeds(const NetworkId& n) const override { return real.Feeds(n); }
  Changes FeedsChangedSince(const NetworkId& n, uint64_t c) const override {
    return real.FeedsChangedSince(n, c);
  }
  Bytes Leaves(const FeedId& f, uint64_t s, uint64_t m) const override {
    return real.Leaves(f, s, m);
  }
  std::optional<Bytes> Tile(const FeedId& f, uint8_t l, uint64_t n) const override {
    return real.Tile(f, l, n);
  }
  std::optional<PutCheckpoint> CheckpointAtOrBefore(const FeedId& f, uint64_t s) const override {
    return real.CheckpointAtOrBefore(f, s);
  }
  std::vector<CosignatureRow> Cosignatures(const FeedId& f) const override {
    return real.Cosignatures(f);
  }
  std::optional<Bytes> Body(const FeedId&, uint64_t) const override { return blob; }
  std::vector<uint64_t> BodiesHeld(const FeedId& f, uint64_t s, size_t m) const override {
    return real.BodiesHeld(f, s, m);
  }
  std::optional<Retraction> RetractionOf(const FeedId& f, uint64_t t) const override {
    return real.RetractionOf(f, t);
  }
  std::vector<Retraction> Retractions(const FeedId& f) const override {
    return real.Retractions(f);
  }
  std::optional<ItemChain> Chain(const FeedId& f, const ItemId& i) const override {
    return real.Chain(f, i);
  }
  std::vector<uint64_t> Wanted(const FeedId& f, uint64_t s, size_t m) const override {
    return real.Wanted(f, s, m);
  }
  std::vector<StagedEntry> Staged(const FeedId& f, size_t m) const override {
    return real.Staged(f, m);
  }
  std::optional<Bytes> Manifest(const NetworkId& n, uint64_t v) const override {
    return real.Manifest(n, v);
  }
  uint64_t NewestManifest(const NetworkId& n) const override { return real.NewestManifest(n); }
  std::vector<NetworkId> Networks() const override { return real.Networks(); }
  std::optional<EvidenceRow> Evidence(const FeedId& f) const override { return real.Evidence(f); }
  std::optional<QuarantineRow> Quarantined(const FeedId& f, uint64_t i) const override {
    return real.Quarantined(f, i);
  }
  std::vector<QuarantineRow> Quarantine() const override { return real.Quarantine(); }
  std::vector<ProposalRow> Proposals(const NetworkId& n) const override {
    return real.Proposals(n);
  }
  std::optional<std::string> Get(storage::LocalFamily f, std::string_view k) const override {
    return real.Get(f, k);
  }
  void Scan(storage::LocalFamily f, std::string_view p, std::string_view s,
            const RowCallback& row) const override {
    real.Scan(f, p, s, row);
  }
  std::vector<storage::Change> ChangesAfter(uint64_t s, size_t m) const override {
    return real.ChangesAfter(s, m);
  }
  uint64_t NewestChange() const override { return real.NewestChange(); }
  std::vector<ItemChain> ChainsFrom(const FeedId& f, const ItemId& i, size_t m) const override {
    return real.ChainsFrom(f, i, m);
  }
};

TEST_F(Reading, NeverShowsStoredTextThatIsDamaged) {
  const auto place = PlaceNamed(PublishNew(node, "t", "golden-vale"));
  auto other = *EncodeBlob(std::string(32, 's'), "other text");
  const auto item = ReadItem(Damaged(node.store(), other), place);

  ASSERT_TRUE(item);
  EXPECT_FALSE(item->body);
  EXPECT_EQ(item->problem, "its stored text is damaged");
}

TEST_F(Reading, SaysThatTextIsInNoFormItKnows) {
  const auto item = ReadItem(node.store(), PublishRaw("\xff\xff\xff"));

  ASSERT_TRUE(item);
  EXPECT_FALSE(item->body);
  EXPECT_EQ(item->problem, "its text is in no form this version knows");
}

TEST_F(Reading, LeavesWhoWasRemovedWhatItHas) {
  auto place = PlaceNamed(PublishNew(node, "t", "golden-vale"));
  place.network.self = *MemberId::From(std::string(16, 'x'));

  const auto item = ReadItem(node.store(), place);

  ASSERT_TRUE(item);
  EXPECT_TRUE(item->body);
}

TEST_F(Reading, GivesNoTextOnceItIsWithdrawn) {
  const std::string name = PublishNew(node, "t", "golden-vale");
  Withdraw(node, name);

  const auto item = ReadItem(node.store(), PlaceNamed(name));

  ASSERT_TRUE(item);
  EXPECT_FALSE(item->body);
  ASSERT_TRUE(item->withdrawn);
  const auto placement = ShowPlacement(node.store(), *item);
  EXPECT_EQ(placement.state(), node::v1::REPORT_STATE_WITHDRAWN);
  EXPECT_EQ(placement.withdrawn().reason(), "privacy");
}

TEST_F(Reading, ShowsWhereAnItemStands) {
  PublishNew(node, "first", "golden-vale");
  const std::string name = PublishNew(node, "second", "golden-vale");

  const auto placement = ShowPlacement(node.store(), *ReadItem(node.store(), PlaceNamed(name)));

  EXPECT_EQ(placement.name(), name);
  EXPECT_EQ(placement.index(), 1u);
  EXPECT_EQ(placement.size(), 2u);
  EXPECT_TRUE(placement.verified());
  EXPECT_EQ(placement.feed_id(), PlaceNamed(name).feed.str());
}

}  // namespace
}  // namespace candour::service_test
