#include "node/storage/row_encoding.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "node/storage/keys.h"

namespace candour::storage {
namespace {

const FeedId kFeed = *FeedId::From(std::string(16, 'f'));

crypto::Hash HashOf(char fill) { return *crypto::Hash::From(std::string(32, fill)); }

// Every decoder over the same bytes; how many accept them.
int AcceptedBy(std::string_view raw) {
  const std::string key = FeedKey(kFeed, 7);
  return DecodeCounters(raw).has_value() + DecodeFeed(kFeed, raw).has_value() +
         DecodeRetraction(key, raw).has_value() + DecodeChain(kFeed, ItemId{}, raw).has_value() +
         DecodeCosignature(FeedKey(kFeed, kFeed.view()), raw).has_value() +
         DecodeStaged(key, raw).has_value() +
         DecodeQuarantine(QuarantineKey(kFeed, 7), raw).has_value() +
         DecodeChange(ChangeKey(7), raw).has_value();
}

struct RowKind {
  std::string row;
  std::function<bool(std::string_view)> accepts;
};

std::vector<RowKind> Rows() {
  FeedState state;
  state.size = 9;
  state.frontier = {HashOf('1')};
  Retraction retraction;
  retraction.target = 7;
  const std::string key = FeedKey(kFeed, 7);
  const auto change = [](std::string_view raw) {
    return DecodeChange(ChangeKey(7), raw).has_value();
  };
  return {
      {EncodeCounters({1, 2, 3}),
       [](std::string_view raw) { return DecodeCounters(raw).has_value(); }},
      {EncodeFeed(state), [](std::string_view raw) { return DecodeFeed(kFeed, raw).has_value(); }},
      {EncodeRetraction(retraction),
       [=](std::string_view raw) { return DecodeRetraction(key, raw).has_value(); }},
      {EncodeChain({.feed = kFeed, .item = {}, .versions = {1, 2}}),
       [](std::string_view raw) { return DecodeChain(kFeed, {}, raw).has_value(); }},
      {EncodeCosignature({.feed = kFeed, .member = {}, .size = 1, .root = {}, .line = "line"}),
       [](std::string_view raw) {
         return DecodeCosignature(FeedKey(kFeed, kFeed.view()), raw).has_value();
       }},
      {EncodeStaged({.feed = kFeed, .sequence = 7, .leaf = "leaf", .blob = "blob"}),
       [=](std::string_view raw) { return DecodeStaged(key, raw).has_value(); }},
      {EncodeQuarantine({.feed = kFeed, .index = 7, .reason = "r", .carrier = "c", .count = 1}),
       [](std::string_view raw) {
         return DecodeQuarantine(QuarantineKey(kFeed, 7), raw).has_value();
       }},
      {EncodeChange({.kind = ChangeKind::kRecord, .key = "k", .feed = {}}), change},
      {EncodeChange({.kind = ChangeKind::kBody, .key = {}, .feed = kFeed, .index = 4}), change}};
}

TEST(RowEncoding, AcceptsEachRowWholeAndNoneCutLongerOrOfAnotherVersion) {
  for (const RowKind& kind : Rows()) {
    EXPECT_TRUE(kind.accepts(kind.row));
    EXPECT_FALSE(kind.accepts(kind.row + "x"));
    EXPECT_FALSE(kind.accepts("\x02" + kind.row.substr(1)));
    const size_t size = kind.row.size();
    for (size_t length = 0; length < size; ++length) {
      // A chain cut between two versions is a shorter chain: only its key tells what it is.
      if (kind.row == Rows()[3].row && (size - length) % 8 == 0 && length >= 10) continue;
      EXPECT_FALSE(kind.accepts(kind.row.substr(0, length))) << length;
    }
  }
}

TEST(RowEncoding, GivesBackWhatItWasGiven) {
  const Retraction retraction{.feed = kFeed,
                              .target = 7,
                              .by_feed = *FeedId::From(std::string(16, 'g')),
                              .by_index = 9,
                              .reason = 5,
                              .day = 86400,
                              .state = ErasureState::kErased,
                              .erased_at = -1};
  EXPECT_EQ(DecodeRetraction(FeedKey(kFeed, 7), EncodeRetraction(retraction)), retraction);
  const ItemChain empty{.feed = kFeed, .item = {}, .versions = {}};
  EXPECT_EQ(DecodeChain(kFeed, {}, EncodeChain(empty)), empty);
  EXPECT_EQ(DecodeCounters(EncodeCounters({1, 2, 3})), (Counters{1, 2, 3}));
}

TEST(RowEncoding, ReadsRowsOfBeforeWithdrawalsWereDelayed) {
  FeedState state;
  state.feed = kFeed;
  state.size = 9;
  const std::string old_feed = EncodeFeed(state);
  EXPECT_EQ(DecodeFeed(kFeed, old_feed), state);
  state.withdrawals_since = 7;
  state.withdrawals = 21;
  EXPECT_EQ(EncodeFeed(state).substr(0, old_feed.size()), old_feed);
  EXPECT_EQ(DecodeFeed(kFeed, EncodeFeed(state)), state);
  EXPECT_FALSE(DecodeFeed(kFeed, old_feed + std::string(16, '\0'))) << "zero is not written";

  Retraction row{.feed = kFeed, .target = 7, .by_index = 9};
  const std::string old_row = EncodeRetraction(row);
  EXPECT_EQ(DecodeRetraction(FeedKey(kFeed, 7), old_row), row);
  row.state = ErasureState::kDelayed;
  row.erase_after = 86'400;
  EXPECT_EQ(EncodeRetraction(row).size(), old_row.size() + 8);
  EXPECT_EQ(DecodeRetraction(FeedKey(kFeed, 7), EncodeRetraction(row)), row);
}

TEST(RowEncoding, TakesAnyBytes) {
  std::mt19937 random(1);
  int accepted = 0;
  const std::vector<RowKind> rows = Rows();
  for (int round = 0; round < 200'000; ++round) {
    std::string row = rows[random() % rows.size()].row;
    for (int hits = 0; hits < 3; ++hits) row[random() % row.size()] = static_cast<char>(random());
    row.resize(random() % (row.size() + 9), static_cast<char>(random()));
    accepted += AcceptedBy(row);
  }
  EXPECT_GT(accepted, 0) << "nothing but refusals: the mutations are too coarse to test anything";
}

TEST(Keys, EndOfPrefixIsBehindEveryKeyOfThePrefix) {
  EXPECT_EQ(EndOfPrefix("ab"), "ac");
  EXPECT_EQ(EndOfPrefix("a\xff\xff"), "b");
  EXPECT_EQ(EndOfPrefix("\xff\xff"), "");
  EXPECT_EQ(EndOfPrefix(""), "");
}

}  // namespace
}  // namespace candour::storage
