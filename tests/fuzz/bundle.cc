// Bundles as somebody carries them in (docs/protocol.md section 6).
#include "federation/sync/bundle_check.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::fuzz {
namespace {

constexpr uint64_t kEntries = 3;

struct Truth {
  sync_test::TwoSides sides;
  Bytes bundle;

  Truth() {
    sides.Sign(sides.hub, 1, testing::Items(kEntries - 1));
    sides.Sign(sides.hub, 1,
               {testing::Retract(testing::IdOf<ItemId>(0),
                                 {0, sides.hub.Leaves(sides.cast.FeedOf(1), 0, 1)})});
    const NetworkId& network = sides.cast.network;
    const FeedId feed = sides.cast.FeedOf(1);
    const auto head = sides.hub.CheckpointAtOrBefore(feed, kEntries);
    bundle = EncodeRecord(BundleManifest{network, sides.cast.genesis});
    bundle += EncodeRecord(PushHeadRequest{network, feed, head->note});
    bundle += EncodeRecord(
        PushLeavesRequest{network, feed, 0, sides.hub.Leaves(feed, 0, kEntries), head->note, {}});
    bundle += EncodeRecord(PushBodiesRequest{
        network, feed, {{1, BodyState::kOk, sides.hub.Body(feed, 1).value_or("")}}});
    bundle += EncodeRecord(PutCosignaturesRequest{network, {sides.Line(sides.hub, 1, 0, 1000)}});
  }
};

const Truth& TheTruth() {
  static const Truth truth;
  return truth;
}

// Records come back as they were; nothing that nobody signed is counted as verified.
void Run(std::string_view bytes) {
  const Truth& truth = TheTruth();
  BundleCheck check(truth.sides.manifest.hash);
  std::string_view rest = bytes;
  while (true) {
    const std::string_view before = rest;
    const auto record = NextRecord(rest);
    if (!record || !*record) break;
    FUZZ_CHECK(EncodeRecord(**record) == before.substr(0, before.size() - rest.size()));
    if (!check.Take(**record, truth.sides.now)) break;
  }
  FUZZ_CHECK(check.Summary().manifests <= 1);
  FUZZ_CHECK(check.Summary().entries <= kEntries);
  FUZZ_CHECK(check.Summary().feeds <= 1);
}

std::vector<std::string> Seeds() {
  const Bytes& whole = TheTruth().bundle;
  return {whole, whole.substr(0, whole.size() / 2)};
}

}  // namespace

const Target kBundle{"bundle", Run, Seeds};

}  // namespace candour::fuzz
