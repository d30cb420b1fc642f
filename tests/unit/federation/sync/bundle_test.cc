#include "federation/sync/bundle.h"

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class BundleTest : public ::testing::Test, public TwoSides {
 protected:
  std::vector<BundleRecord> Records() const {
    const FeedId feed = cast.FeedOf(1);
    return {BundleManifest{cast.network, "note"}, PushHeadRequest{cast.network, feed, "checkpoint"},
            PushLeavesRequest{cast.network, feed, 7, Bytes(224, 'l'), "checkpoint", {}},
            PushBodiesRequest{cast.network, feed, {{7, BodyState::kOk, "blob"}}},
            PutCosignaturesRequest{cast.network,
                                   {{feed, 7, {{1, 500, "signature one"}, {2, 501, "two"}}}}}};
  }
  static std::string ReasonOf(BytesView bytes) {
    const auto record = NextRecord(bytes);
    return record ? "whole" : record.error().reason;
  }
};

TEST_F(BundleTest, GivesEveryRecordBackAsItWas) {
  Bytes file;
  for (const BundleRecord& record : Records()) file += EncodeRecord(record);

  BytesView rest = file;
  Bytes again;
  size_t count = 0;
  while (true) {
    const auto record = NextRecord(rest);
    ASSERT_TRUE(record) << record.error().message;
    if (!*record) break;
    EXPECT_EQ((*record)->index(), count++);
    again += EncodeRecord(**record);
  }
  EXPECT_EQ(count, 5u);
  EXPECT_EQ(again, file);
}

TEST_F(BundleTest, IsRefusedWhereverItIsCut) {
  for (const BundleRecord& record : Records()) {
    const Bytes whole = EncodeRecord(record);
    for (size_t size = 1; size < whole.size(); ++size) {
      EXPECT_EQ(ReasonOf(BytesView(whole).substr(0, size)), "BUNDLE_DAMAGED") << size;
    }
  }
}

TEST_F(BundleTest, IsRefusedWithLengthsThatAreNotItsOwn) {
  Bytes longer = EncodeRecord(Records()[3]);
  longer[4] = static_cast<char>(longer[4] + 1);
  longer += 'x';
  EXPECT_EQ(ReasonOf(longer), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(Bytes("\x01\x7f\xff\xff\xff", 5)), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(Bytes("\x09\x00\x00\x00\x00", 5)), "BUNDLE_DAMAGED");
}

TEST_F(BundleTest, LeavesOutBodiesThatAreNotHeld) {
  const PushBodiesRequest mixed{
      cast.network, cast.FeedOf(1), {{1, BodyState::kRetracted, ""}, {2, BodyState::kOk, "b"}}};
  const Bytes bytes = EncodeRecord(mixed);
  BytesView rest = bytes;
  const auto record = NextRecord(rest);
  ASSERT_TRUE(record && *record);
  EXPECT_EQ(std::get<PushBodiesRequest>(**record).bodies.size(), 1u);
}

TEST_F(BundleTest, TrimsAPageToWhatAReaderLacks) {
  PushLeavesRequest page{cast.network, cast.FeedOf(1), 10, Bytes(3 * 112, 'l'), "checkpoint", {}};
  EXPECT_EQ(TrimPage(page, 10).start, 10u);
  EXPECT_EQ(TrimPage(page, 12).start, 12u);
  EXPECT_EQ(TrimPage(page, 12).leaves.size(), 112u);
  EXPECT_EQ(TrimPage(page, 13).start, 10u);
  EXPECT_EQ(TrimPage(page, 0).start, 10u);
}

}  // namespace
}  // namespace candour::sync_test
