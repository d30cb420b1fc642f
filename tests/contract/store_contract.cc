#include "tests/contract/store_contract.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/contract/contract_ids.h"

namespace candour {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreContract);

namespace {

crypto::Hash HashOf(uint8_t fill) {
  crypto::Hash hash;
  hash.bytes.fill(fill);
  return hash;
}

FeedState StateOf(const FeedId& feed, const NetworkId& network, uint64_t size) {
  FeedState state;
  state.feed = feed;
  state.network = network;
  state.member = IdOf<MemberId>(0x33, feed.bytes[0]);
  state.size = size;
  return state;
}

// A leaf's bytes do not matter to a store; zeros and high bytes do.
Bytes LeafRows(uint64_t first, uint64_t count) {
  Bytes out;
  for (uint64_t i = first; i < first + count; ++i) {
    Bytes row(112, '\0');
    row[0] = static_cast<char>(i & 0xff);
    row[1] = static_cast<char>(i >> 8);
    row[111] = static_cast<char>(0xff);
    out += row;
  }
  return out;
}

TEST_P(StoreContract, ReadsNothingFromAnEmptyStore) {
  EXPECT_FALSE(View().Feed(kA));
  EXPECT_TRUE(View().Feeds(kNorth).empty());
  EXPECT_TRUE(View().FeedsChangedSince(kNorth, 0).feeds.empty());
  EXPECT_EQ(View().Leaves(kA, 0, 10), "");
  EXPECT_FALSE(View().Tile(kA, 0, 0));
  EXPECT_FALSE(View().CheckpointAtOrBefore(kA, ~uint64_t{0}));
  EXPECT_TRUE(View().Cosignatures(kA).empty());
  EXPECT_FALSE(View().Body(kA, 0));
  EXPECT_FALSE(View().RetractionOf(kA, 0));
  EXPECT_TRUE(View().Retractions(kA).empty());
  EXPECT_FALSE(View().Chain(kA, IdOf<ItemId>(1)));
  EXPECT_TRUE(View().Wanted(kA, 0, 10).empty());
  EXPECT_TRUE(View().Staged(kA, 10).empty());
  EXPECT_FALSE(View().Manifest(kNorth, 1));
  EXPECT_EQ(View().NewestManifest(kNorth), 0u);
  EXPECT_TRUE(View().Networks().empty());
  EXPECT_FALSE(View().Quarantined(kA, 0));
  EXPECT_TRUE(View().Quarantine().empty());
}

TEST_P(StoreContract, GivesAFeedStateBackFieldByField) {
  FeedState state = StateOf(kA, kNorth, 5);
  state.epoch = 7;
  state.status = FeedStatus::kStale;
  state.root = HashOf(1);
  state.frontier = {HashOf(2), HashOf(3)};
  state.bodies_next = 4;
  state.cosigned_size = 3;
  state.cosigned_root = HashOf(4);
  state.cosigned_at = 1'764'547'200;
  state.heard_at = 1'764'547'201;
  state.stopped_at = 2;

  Commit({PutFeed{state}, PutFeed{StateOf(kB, kNorth, 0)}});
  Reopen();

  EXPECT_EQ(View().Feed(kA), state);
  EXPECT_EQ(View().Feed(kB), StateOf(kB, kNorth, 0));
  EXPECT_FALSE(View().Feed(kLast));
}

TEST_P(StoreContract, ListsTheFeedsOfANetworkByFeedId) {
  Commit({PutFeed{StateOf(kLast, kNorth, 1)}, PutFeed{StateOf(kB, kSouth, 2)},
          PutFeed{StateOf(kA, kNorth, 3)}});

  EXPECT_EQ(View().Feeds(kNorth),
            (std::vector<FeedState>{StateOf(kA, kNorth, 3), StateOf(kLast, kNorth, 1)}));
  EXPECT_EQ(View().Feeds(kSouth), (std::vector<FeedState>{StateOf(kB, kSouth, 2)}));
}

TEST_P(StoreContract, TheLastWriteOfASetWins) {
  Commit({PutFeed{StateOf(kA, kNorth, 1)}, PutFeed{StateOf(kA, kNorth, 2)}, PutBody{kA, 0, "x"},
          EraseBody{kA, 0}, EraseBody{kA, 1}, PutBody{kA, 1, "y"}, PutWanted{kA, 2},
          DropWanted{kA, 2}});

  EXPECT_EQ(View().Feed(kA)->size, 2u);
  EXPECT_FALSE(View().Body(kA, 0));
  EXPECT_EQ(View().Body(kA, 1), "y");
  EXPECT_TRUE(View().Wanted(kA, 0, 10).empty());
}

TEST_P(StoreContract, TellsWhichFeedsChangedEachOnceAndInOrder) {
  Commit({PutFeed{StateOf(kA, kNorth, 1)}});
  Commit({PutFeed{StateOf(kB, kNorth, 1)}});
  Commit({PutFeed{StateOf(kLast, kSouth, 1)}});
  const StoreView::Changes all = View().FeedsChangedSince(kNorth, 0);
  EXPECT_EQ(all.feeds, (std::vector<FeedId>{kA, kB}));
  EXPECT_GT(all.cursor, 0u);
  EXPECT_TRUE(View().FeedsChangedSince(kNorth, all.cursor).feeds.empty());

  Commit({PutFeed{StateOf(kB, kNorth, 2)}});
  Commit({PutFeed{StateOf(kA, kNorth, 2)}});
  Commit({PutFeed{StateOf(kB, kNorth, 3)}});
  Reopen();

  const StoreView::Changes news = View().FeedsChangedSince(kNorth, all.cursor);
  EXPECT_EQ(news.feeds, (std::vector<FeedId>{kA, kB}));
  EXPECT_GT(news.cursor, all.cursor);
  EXPECT_EQ(View().FeedsChangedSince(kNorth, 0).feeds, (std::vector<FeedId>{kA, kB}));
}

TEST_P(StoreContract, NeitherALineNorAnotherNetworkChangesAFeed) {
  Commit({PutFeed{StateOf(kA, kNorth, 1)}, PutFeed{StateOf(kB, kSouth, 1)}});
  const uint64_t cursor = View().FeedsChangedSince(kNorth, 0).cursor;

  Commit({PutFeed{StateOf(kB, kSouth, 2)}});
  EXPECT_TRUE(View().FeedsChangedSince(kNorth, cursor).feeds.empty());

  Commit({PutCosignature{
      {.feed = kA, .member = IdOf<MemberId>(9), .size = 1, .root = {}, .time = 1, .line = "l"}}});
  EXPECT_TRUE(View().FeedsChangedSince(kNorth, cursor).feeds.empty());
  Commit({PutFeed{StateOf(kA, kNorth, 1)}});
  EXPECT_EQ(View().FeedsChangedSince(kNorth, cursor).feeds, (std::vector<FeedId>{kA}));
}

TEST_P(StoreContract, ACursorNeverLosesAChangeMadeAfterIt) {
  uint64_t cursor = 0;
  for (uint64_t round = 1; round <= 20; ++round) {
    const FeedId feed = IdOf<FeedId>(static_cast<uint8_t>(round * 37));
    Commit({PutFeed{StateOf(feed, kNorth, round)}});
    if (round % 5 == 0) Reopen();

    const StoreView::Changes news = View().FeedsChangedSince(kNorth, cursor);
    EXPECT_EQ(news.feeds, (std::vector<FeedId>{feed})) << "round " << round;
    cursor = news.cursor;
  }
}

TEST_P(StoreContract, ReadsLeavesInRunsThatEndWithTheFeed) {
  Commit({PutLeaves{{.feed = kA, .start = 0, .leaves = LeafRows(0, 3)}},
          PutLeaves{{.feed = kB, .start = 0, .leaves = LeafRows(900, 1)}}});
  Commit({PutLeaves{{.feed = kA, .start = 3, .leaves = LeafRows(3, 700)}}});
  Reopen();

  EXPECT_EQ(View().Leaves(kA, 0, 5000), LeafRows(0, 703));
  EXPECT_EQ(View().Leaves(kA, 2, 300), LeafRows(2, 300));
  EXPECT_EQ(View().Leaves(kA, 702, 5), LeafRows(702, 1));
  EXPECT_EQ(View().Leaves(kA, 703, 5), "");
  EXPECT_EQ(View().Leaves(kA, 0, 0), "");
  EXPECT_EQ(View().Leaves(kA, ~uint64_t{0}, ~uint64_t{0}), "");
  EXPECT_EQ(View().Leaves(kB, 0, 5), LeafRows(900, 1));
  EXPECT_EQ(View().Leaves(kLast, 0, 5), "");
}

TEST_P(StoreContract, KeepsTilesByLevelAndNumber) {
  const Bytes low(8192, 'a');
  const Bytes high(8192, 'b');
  Commit({PutTile{kA, 0, 1, low}, PutTile{kA, 1, 0, high}});
  Reopen();

  EXPECT_EQ(View().Tile(kA, 0, 1), low);
  EXPECT_EQ(View().Tile(kA, 1, 0), high);
  EXPECT_FALSE(View().Tile(kA, 0, 0));
  EXPECT_FALSE(View().Tile(kA, 1, 1));
  EXPECT_FALSE(View().Tile(kB, 0, 1));
}

TEST_P(StoreContract, FindsTheCheckpointAtOrBeforeASize) {
  Commit({PutCheckpoint{kA, 3, "three"}, PutCheckpoint{kA, 256, "two hundred"},
          PutCheckpoint{kB, 10, "other"}, PutCheckpoint{kLast, 1, "last"}});
  Reopen();

  const auto at = [&](const FeedId& feed, uint64_t size) {
    const std::optional<PutCheckpoint> row = View().CheckpointAtOrBefore(feed, size);
    return row ? row->note + "@" + std::to_string(row->size) : std::string("none");
  };
  EXPECT_EQ(at(kA, 2), "none");
  EXPECT_EQ(at(kA, 3), "three@3");
  EXPECT_EQ(at(kA, 255), "three@3");
  EXPECT_EQ(at(kA, 256), "two hundred@256");
  EXPECT_EQ(at(kA, ~uint64_t{0}), "two hundred@256");
  EXPECT_EQ(at(kB, 9), "none");
  EXPECT_EQ(at(kB, 11), "other@10");
  EXPECT_EQ(at(kLast, 5), "last@1");
  EXPECT_EQ(View().CheckpointAtOrBefore(kA, 5)->feed, kA);
}

TEST_P(StoreContract, KeepsTheNewestCosignaturePerMember) {
  const CosignatureRow high{.feed = kA,
                            .member = IdOf<MemberId>(0xff),
                            .size = 4,
                            .root = HashOf(4),
                            .time = 100,
                            .line = std::string("a\0b\n", 4),
                            .order = 7};
  CosignatureRow low{.feed = kA,
                     .member = IdOf<MemberId>(1),
                     .size = 4,
                     .root = HashOf(4),
                     .time = 100,
                     .line = "old"};
  Commit({PutCosignature{high}, PutCosignature{low}});
  low.size = 9;
  low.time = 200;
  low.line = "new";
  Commit({PutCosignature{low}});
  Reopen();

  EXPECT_EQ(View().Cosignatures(kA), (std::vector<CosignatureRow>{low, high}));
  EXPECT_TRUE(View().Cosignatures(kB).empty());
}

TEST_P(StoreContract, KeepsBodiesUntilTheyAreErased) {
  const Bytes blob = std::string("\0text\xff", 6) + std::string(60'000, 't');
  Commit({PutBody{kA, 0, blob}, PutBody{kA, 1, ""}, PutBody{kLast, ~uint64_t{0} - 1, "end"}});
  Reopen();
  EXPECT_EQ(View().Body(kA, 0), blob);
  EXPECT_EQ(View().Body(kA, 1), "");
  EXPECT_EQ(View().Body(kLast, ~uint64_t{0} - 1), "end");
  EXPECT_FALSE(View().Body(kB, 0));

  Commit({EraseBody{kA, 0}, EraseBody{kA, 77}});
  Reopen();
  EXPECT_FALSE(View().Body(kA, 0));
  EXPECT_EQ(View().Body(kA, 1), "");
}

TEST_P(StoreContract, ListsHeldBodiesFromAnIndexOn) {
  Commit(
      {PutBody{kA, 5, "five"}, PutBody{kA, 300, ""}, PutBody{kA, 1, "one"}, PutBody{kB, 2, "x"}});

  EXPECT_EQ(View().BodiesHeld(kA, 0, 10), (std::vector<uint64_t>{1, 5, 300}));
  EXPECT_EQ(View().BodiesHeld(kA, 0, 2), (std::vector<uint64_t>{1, 5}));
  EXPECT_EQ(View().BodiesHeld(kA, 5, 10), (std::vector<uint64_t>{5, 300}));
  EXPECT_TRUE(View().BodiesHeld(kA, 301, 10).empty());
  EXPECT_TRUE(View().BodiesHeld(kA, 0, 0).empty());

  Commit({EraseBody{kA, 5}});
  Reopen();
  EXPECT_EQ(View().BodiesHeld(kA, 0, 10), (std::vector<uint64_t>{1, 300}));
}

// A view remembers what it was asked a moment ago.
TEST_P(StoreContract, ShowsABodyThatComesAfterItWasFoundMissing) {
  ASSERT_TRUE(View().BodiesHeld(kA, 7, 10).empty());
  ASSERT_FALSE(View().Body(kA, 9));

  Commit({PutBody{kA, 9, "nine"}, PutBody{kB, 9, "other"}});

  EXPECT_EQ(View().Body(kA, 9), "nine");
  EXPECT_EQ(View().BodiesHeld(kA, 7, 10), std::vector<uint64_t>{9});
  EXPECT_FALSE(View().Body(kA, 10));
  EXPECT_EQ(View().Body(kB, 9), "other");
}

TEST_P(StoreContract, ShowsTheLeavesThatStandAfterACut) {
  const auto leaves = [](char fill, size_t count) { return std::string(count * 112, fill); };
  Commit({PutLeaves{{kA, 0, leaves('a', 600)}}, PutLeaves{{kB, 0, leaves('b', 10)}}});
  ASSERT_EQ(View().Leaves(kA, 0, 256), leaves('a', 256));
  ASSERT_EQ(View().Leaves(kA, 256, 344), leaves('a', 344));
  EXPECT_EQ(View().Leaves(kA, 10, 20), leaves('a', 20));
  EXPECT_EQ(View().Leaves(kA, 599, 1), leaves('a', 1));
  EXPECT_EQ(View().Leaves(kA, 590, 100), leaves('a', 10));

  Commit({CutFeed{kA, 5}, PutLeaves{{kA, 5, leaves('c', 100)}}});

  EXPECT_EQ(View().Leaves(kA, 0, 20), leaves('a', 5) + leaves('c', 15));
  EXPECT_EQ(View().Leaves(kA, 100, 256), leaves('c', 5));
  EXPECT_TRUE(View().Leaves(kA, 300, 1).empty());
}

TEST_P(StoreContract, ListsWantedBodiesFromAnIndexOn) {
  Commit(
      {PutWanted{kA, 5}, PutWanted{kA, 300}, PutWanted{kA, 1}, PutWanted{kA, 5}, PutWanted{kB, 2}});
  Reopen();

  EXPECT_EQ(View().Wanted(kA, 0, 10), (std::vector<uint64_t>{1, 5, 300}));
  EXPECT_EQ(View().Wanted(kA, 0, 2), (std::vector<uint64_t>{1, 5}));
  EXPECT_EQ(View().Wanted(kA, 5, 10), (std::vector<uint64_t>{5, 300}));
  EXPECT_EQ(View().Wanted(kA, 301, 10), std::vector<uint64_t>{});

  Commit({DropWanted{kA, 5}, DropWanted{kA, 6}});
  EXPECT_EQ(View().Wanted(kA, 0, 10), (std::vector<uint64_t>{1, 300}));
}

TEST_P(StoreContract, GivesStagedEntriesInOrderOfArrival) {
  const auto entry = [](const FeedId& feed, uint64_t sequence) {
    return StagedEntry{.feed = feed,
                       .sequence = sequence,
                       .leaf = LeafRows(sequence, 1),
                       .blob = "blob " + std::to_string(sequence)};
  };
  Commit({PutStaged{entry(kA, 300)}, PutStaged{entry(kA, 2)}, PutStaged{entry(kB, 1)},
          PutStaged{entry(kA, 255)}});
  Reopen();

  EXPECT_EQ(View().Staged(kA, 10),
            (std::vector<StagedEntry>{entry(kA, 2), entry(kA, 255), entry(kA, 300)}));
  EXPECT_EQ(View().Staged(kA, 1), (std::vector<StagedEntry>{entry(kA, 2)}));

  Commit({DropStaged{kA, 2}, DropStaged{kA, 9}});
  EXPECT_EQ(View().Staged(kA, 1), (std::vector<StagedEntry>{entry(kA, 255)}));
}

TEST_P(StoreContract, KeepsEveryVersionOfAManifest) {
  Commit({PutManifest{{.network = kNorth, .version = 1, .note = "one"}},
          PutManifest{{.network = kSouth, .version = 1, .note = "south"}}});
  for (uint64_t version = 2; version <= 300; ++version) {
    Commit({PutManifest{{.network = kNorth, .version = version, .note = std::to_string(version)}}});
  }
  Reopen();

  EXPECT_EQ(View().Manifest(kNorth, 1), "one");
  EXPECT_EQ(View().Manifest(kNorth, 256), "256");
  EXPECT_FALSE(View().Manifest(kNorth, 301));
  EXPECT_EQ(View().NewestManifest(kNorth), 300u);
  EXPECT_EQ(View().NewestManifest(kSouth), 1u);
  Commit({PutManifest{{.network = kSouth, .version = 1 | kOtherText, .note = "another south"}}});
  EXPECT_EQ(View().NewestManifest(kSouth), 1u);
  EXPECT_EQ(View().Manifest(kSouth, 1 | kOtherText), "another south");
  EXPECT_FALSE(View().Manifest(kNorth, 1 | kOtherText));
  EXPECT_EQ(View().NewestManifest(IdOf<NetworkId>(0x80)), 0u);
  EXPECT_EQ(View().Networks(), (std::vector<NetworkId>{kNorth, kSouth}));
}

TEST_P(StoreContract, KeepsOneProofOfAForkPerFeed) {
  EvidenceRow row{.feed = kB, .text = "first", .held_at = 7, .carrier = IdOf<MemberId>(3)};
  Commit({PutEvidence{row}});
  row.text = "candour/evidence/v1\n";
  Commit({PutEvidence{row}});
  Reopen();

  EXPECT_EQ(View().Evidence(kB), row);
  EXPECT_FALSE(View().Evidence(kA));
}

TEST_P(StoreContract, KeepsOneQuarantineRowPerPlace) {
  QuarantineRow row{.feed = kB, .index = 1, .reason = "BODY_MISMATCH", .carrier = "ab", .count = 1};
  const QuarantineRow first{.feed = kA, .index = 400, .reason = "R", .carrier = "cd", .count = 9};
  Commit({PutQuarantine{row}, PutQuarantine{first}});
  row.count = 2;
  Commit({PutQuarantine{row}});
  Reopen();

  EXPECT_EQ(View().Quarantined(kB, 1), row);
  EXPECT_FALSE(View().Quarantined(kB, 0));
  EXPECT_EQ(View().Quarantine(), (std::vector<QuarantineRow>{first, row}));
}

TEST_P(StoreContract, KeepsProposalsByNetworkAndText) {
  const auto row = [](const NetworkId& network, const std::string& note) {
    return ProposalRow{.network = network, .text = crypto::Sha256(note), .note = note};
  };
  Commit({PutProposal{row(kNorth, "a")}, PutProposal{row(kNorth, "b")},
          PutProposal{row(kSouth, "c")}});
  ProposalRow more = row(kNorth, "b");
  more.note = "b with a second line";
  Commit({PutProposal{more}, DropProposal{kSouth, crypto::Sha256("c")}});
  Reopen();

  std::vector<ProposalRow> expected{row(kNorth, "a"), more};
  std::sort(expected.begin(), expected.end(),
            [](const auto& x, const auto& y) { return x.text < y.text; });
  EXPECT_EQ(View().Proposals(kNorth), expected);
  EXPECT_TRUE(View().Proposals(kSouth).empty());
}

TEST_P(StoreContract, CutsAFeedAtASize) {
  FeedState state;
  state.feed = kA;
  state.network = kNorth;
  state.size = 600;
  const auto row = [](const MemberId& member, uint64_t size) {
    return CosignatureRow{
        .feed = kA, .member = member, .size = size, .root = {}, .time = 1, .line = "line"};
  };
  const MemberId early = IdOf<MemberId>(1);
  const MemberId late = IdOf<MemberId>(2);
  Retraction taken{.feed = kA, .target = 3, .by_feed = kA, .by_index = 520};
  Commit({PutLeaves{{kA, 0, LeafRows(0, 600)}}, PutTile{kA, 0, 0, std::string(8192, 'a')},
          PutTile{kA, 0, 1, std::string(8192, 'b')}, PutCheckpoint{kA, 300, "at 300"},
          PutCheckpoint{kA, 301, "at 301"}, PutCheckpoint{kA, 600, "at 600"},
          PutCosignature{row(early, 300)}, PutCosignature{row(late, 301)}, PutBody{kA, 299, "x"},
          PutBody{kA, 300, "y"}, PutWanted{kA, 2}, PutWanted{kA, 400}, PutRetraction{taken},
          PutQuarantine{{kA, 310, "R", "ab", 1}}, PutFeed{state}, PutBody{kB, 400, "other"}});

  state.size = 300;
  Commit({CutFeed{kA, 300}, DropRetraction{kA, 3}, DropQuarantine{kA, 1}, PutFeed{state}});
  Reopen();

  EXPECT_EQ(View().Leaves(kA, 0, 1000).size(), 300u * 112);
  EXPECT_TRUE(View().Tile(kA, 0, 0));
  EXPECT_FALSE(View().Tile(kA, 0, 1));
  EXPECT_EQ(View().CheckpointAtOrBefore(kA, 1000)->note, "at 300");
  ASSERT_EQ(View().Cosignatures(kA).size(), 1u);
  EXPECT_EQ(View().Cosignatures(kA)[0].member, early);
  EXPECT_TRUE(View().Body(kA, 299));
  EXPECT_FALSE(View().Body(kA, 300));
  EXPECT_TRUE(View().Body(kB, 400));
  EXPECT_EQ(View().Wanted(kA, 0, 10), std::vector<uint64_t>{2});
  EXPECT_FALSE(View().RetractionOf(kA, 3));
  EXPECT_TRUE(View().Quarantine().empty());
  EXPECT_EQ(View().Feed(kA), state);
}

}  // namespace
}  // namespace candour
