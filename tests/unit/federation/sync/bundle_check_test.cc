#include "federation/sync/bundle_check.h"

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class BundleCheckTest : public ::testing::Test, public TwoSides {
 protected:
  // One page of two items of member 1, their texts and the hub's line, as the hub would write them.
  std::vector<BundleRecord> Bundle() {
    Sign(hub, 1, Items(2));
    const FeedId feed = cast.FeedOf(1);
    const auto head = hub.CheckpointAtOrBefore(feed, 2);
    PushBodiesRequest bodies{cast.network, feed, {}};
    for (uint64_t i = 0; i < 2; ++i) {
      bodies.bodies.push_back({i, BodyState::kOk, *hub.Body(feed, i)});
    }
    return {BundleManifest{cast.network, cast.genesis},
            PushHeadRequest{cast.network, feed, head->note},
            PushLeavesRequest{cast.network, feed, 0, hub.Leaves(feed, 0, 2), head->note, {}},
            bodies, PutCosignaturesRequest{cast.network, {Line(hub, 1, 0, 1'800'000'000)}}};
  }
  std::string ReasonOf(const std::vector<BundleRecord>& records,
                       std::optional<crypto::Hash> genesis = std::nullopt) {
    BundleCheck check(genesis);
    for (const BundleRecord& record : records) {
      if (Status taken = check.Take(record, now); !taken) return taken.error().reason;
    }
    summary = check.Summary();
    return "verified";
  }
  BundleSummary summary;
};

TEST_F(BundleCheckTest, VerifiesWhatIsWholeAndCountsIt) {
  ASSERT_EQ(ReasonOf(Bundle(), manifest.hash), "verified");
  EXPECT_EQ(summary.manifests, 1u);
  EXPECT_EQ(summary.feeds, 1u);
  EXPECT_EQ(summary.entries, 2u);
  EXPECT_EQ(summary.bodies, 2u);
  EXPECT_EQ(summary.cosignatures, 1u);
  EXPECT_EQ(summary.genesis, manifest.hash);
}

TEST_F(BundleCheckTest, RefusesAnotherNetworkThanTheOneMeant) {
  EXPECT_NE(ReasonOf(Bundle(), crypto::Sha256("another")), "verified");
}

TEST_F(BundleCheckTest, RefusesEveryChangedByteOfWhatIsSignedOrCommittedTo) {
  const auto whole = Bundle();
  const auto changed = [&](size_t at, const auto& change) {
    auto records = whole;
    std::visit(change, records[at]);
    return ReasonOf(records);
  };
  const auto flip = [](Bytes& bytes, size_t at) { bytes[at] = static_cast<char>(bytes[at] ^ 1); };
  EXPECT_NE(changed(2,
                    [&](auto& r) {
                      if constexpr (requires { r.leaves; }) flip(r.leaves, 200);
                    }),
            "verified");
  EXPECT_EQ(changed(3,
                    [&](auto& r) {
                      if constexpr (requires { r.bodies; }) flip(r.bodies[1].blob, 40);
                    }),
            "BODY_REFUSED");
  EXPECT_EQ(changed(4,
                    [&](auto& r) {
                      if constexpr (requires { r.heads; }) {
                        flip(r.heads[0].lines[0].signature, 20);
                      }
                    }),
            "LINE_REFUSED");
}

TEST_F(BundleCheckTest, RefusesEntriesWithoutTheirManifestOrWithAGap) {
  auto records = Bundle();
  records.erase(records.begin());
  EXPECT_EQ(ReasonOf(records), "NO_MANIFEST");
  records = Bundle();
  std::get<PushLeavesRequest>(records[2]).start = 1;
  EXPECT_EQ(ReasonOf(records), "ENTRIES_MISSING");
}

}  // namespace
}  // namespace candour::sync_test
