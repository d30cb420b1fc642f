#include "federation/sync/feed_pull.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

class FeedPullTest : public ::testing::Test, public TwoSides {
 protected:
  FeedPull Pull(uint64_t size, BodyAccess access = BodyAccess::kAllowed) {
    return FeedPull({cast.network, cast.FeedOf(2), size}, access);
  }
  // One turn in which the machine may ask; its requests in words.
  std::string Next(FeedPull& pull) {
    const std::vector<Request> fresh =
        TurnOn(node, [&](Receiver& receiver, TurnBook& book) { return pull.Next(receiver, book); });
    if (!fresh.empty()) asked = fresh;
    std::string words;
    for (const Request& request : fresh) {
      if (auto* leaves = std::get_if<LeavesRequest>(&request)) {
        words += "leaves@" + std::to_string(leaves->start) + " ";
      }
      if (auto* bodies = std::get_if<BodiesRequest>(&request)) {
        words += "bodies";
        for (const IndexRange& range : bodies->ranges) {
          words += ":" + std::to_string(range.start) + "-" + std::to_string(range.end);
        }
        words += " ";
      }
    }
    if (pull.wants_turn()) words += "again ";
    if (pull.finished()) words += "finished ";
    return words;
  }
  // The hub answers request number `i` of those asked last.
  void Answer(FeedPull& pull, size_t i = 0) {
    Result<Reply> reply = Ask(asked[i]);
    ASSERT_TRUE(reply);
    Bring(pull, *reply, i);
  }
  // `i`: which of the requests asked last it answers.
  Status Bring(FeedPull& pull, const Reply& reply, size_t i = 0) {
    return TurnOn(node, [&](Receiver& receiver, TurnBook& book) -> Status {
      if (auto* leaves = std::get_if<LeavesReply>(&reply)) return pull.OnLeaves(*leaves, receiver);
      const uint64_t first = std::get<BodiesRequest>(asked[i]).ranges.front().start;
      pull.OnBodies(first, std::get<BodiesReply>(reply), receiver, book);
      return {};
    });
  }
  std::vector<Request> asked;
};

TEST_F(FeedPullTest, FetchesLeavesThenBodiesThenFinishes) {
  Sign(hub, 2, Items(3));
  FeedPull pull = Pull(3);

  EXPECT_EQ(Next(pull), "leaves@0 ");
  EXPECT_EQ(Next(pull), "");
  Answer(pull);
  EXPECT_EQ(Next(pull), "bodies:0-3 ");
  Answer(pull);

  EXPECT_EQ(Next(pull), "finished ");
  EXPECT_EQ(pull.leaves_taken(), 3u);
  EXPECT_EQ(pull.bodies_taken(), 3u);
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 3u);
}

TEST_F(FeedPullTest, AsksForTheNextPageAndForBodiesAtOnce) {
  Sign(hub, 2, Items(3000));
  Sign(hub, 2, Items(2000, 3000));
  FeedPull pull = Pull(5000);
  ASSERT_EQ(Next(pull), "leaves@0 ");
  Answer(pull);

  EXPECT_EQ(Next(pull), "leaves@3000 bodies:0-512 bodies:512-1024 ");
  const std::vector<Request> all = asked;
  ASSERT_TRUE(Bring(pull, *Ask(all[0])));
  EXPECT_EQ(Next(pull), "") << "bodies are still under way";
  ASSERT_TRUE(Bring(pull, *Ask(all[1]), 1));

  EXPECT_EQ(Next(pull), "bodies:1024-1536 ");
}

TEST_F(FeedPullTest, TakesLotsOfBodiesInWhateverOrderTheyCome) {
  Sign(hub, 2, Items(1500));
  FeedPull pull = Pull(1500);
  Next(pull);
  Answer(pull);
  ASSERT_EQ(Next(pull), "bodies:0-512 bodies:512-1024 ");
  const std::vector<Request> both = asked;

  ASSERT_TRUE(Bring(pull, *Ask(both[1]), 1));
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 0u);
  ASSERT_EQ(Next(pull), "bodies:1024-1500 ");
  const Request last = asked[0];
  asked = both;
  auto part = std::get<BodiesReply>(*Ask(both[0]));
  part.bodies.resize(10);
  ASSERT_TRUE(Bring(pull, part, 0));
  EXPECT_EQ(Next(pull), "") << "what was left out is asked for when nothing is under way";
  asked = {last};
  Answer(pull);

  EXPECT_EQ(Next(pull), "bodies:10-512 ");
  Answer(pull);
  EXPECT_EQ(Next(pull), "finished ");
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 1500u);
}

TEST_F(FeedPullTest, KeepsOneRequestForBodiesWithinOneReply) {
  std::vector<Entry> entries;
  for (uint64_t i = 0; i < 60; ++i) entries.push_back(Item(IdOf<ItemId>(i), Bytes(60'000, 'x')));
  Sign(hub, 2, entries);
  FeedPull pull = Pull(60);
  ASSERT_EQ(Next(pull), "leaves@0 ");
  Answer(pull);

  EXPECT_EQ(Next(pull), "bodies:0-52 bodies:52-60 ");
  const Result<Reply> reply = Ask(asked[0]);
  EXPECT_EQ(std::get<BodiesReply>(*reply).bodies.size(), 52u);
}

TEST_F(FeedPullTest, AsksAgainForWhatNobodyHadBefore) {
  const std::vector<Entry> entries = Items(3);
  Sign(hub, 2, entries);
  hub.Apply({EraseBody{cast.FeedOf(2), 1}});
  FeedPull pull = Pull(3);
  Next(pull);
  Answer(pull);
  Next(pull);
  Answer(pull);
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 3u);

  EXPECT_EQ(Next(pull), "bodies:1-2 ");
  Answer(pull);
  EXPECT_EQ(Next(pull), "finished ") << "once in each pull";

  hub.Apply({PutBody{cast.FeedOf(2), 1, entries[1].blob}});
  FeedPull later = Pull(3);
  EXPECT_EQ(Next(later), "bodies:1-2 ");
  Answer(later);
  EXPECT_EQ(Next(later), "finished ");
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 1));
  EXPECT_TRUE(node.Wanted(cast.FeedOf(2), 0, 9).empty());
}

// The hub's word that it has more and its older answer take different ways.
TEST_F(FeedPullTest, AsksAgainWhenTheHeadIsShownWhileItWaits) {
  const std::vector<Entry> entries = Items(3);
  Sign(hub, 2, entries);
  hub.Apply({EraseBody{cast.FeedOf(2), 1}});
  FeedPull pull = Pull(3);
  Next(pull);
  Answer(pull);
  Next(pull);
  Answer(pull);
  ASSERT_EQ(Next(pull), "bodies:1-2 ");
  const Result<Reply> not_held = Ask(asked[0]);

  hub.Apply({PutBody{cast.FeedOf(2), 1, entries[1].blob}});
  pull.Extend(3);
  ASSERT_TRUE(Bring(pull, *not_held));

  EXPECT_EQ(Next(pull), "bodies:1-2 ");
  Answer(pull);
  EXPECT_EQ(Next(pull), "finished ");
  EXPECT_TRUE(node.Body(cast.FeedOf(2), 1));
}

TEST_F(FeedPullTest, GoesOnAfterAnAnswerThatBringsNothing) {
  Sign(hub, 2, Items(2));
  FeedPull pull = Pull(2);
  Next(pull);
  Answer(pull);
  ASSERT_EQ(Next(pull), "bodies:0-2 ");

  ASSERT_TRUE(Bring(pull, BodiesReply{}));

  EXPECT_EQ(node.Wanted(cast.FeedOf(2), 0, 9), (std::vector<uint64_t>{0, 1}));
  EXPECT_EQ(Next(pull), "bodies:0-2 ");
  ASSERT_TRUE(Bring(pull, BodiesReply{}));
  EXPECT_EQ(Next(pull), "finished ");
}

TEST_F(FeedPullTest, DropsBodiesThatWereNotAskedFor) {
  const std::vector<Entry> entries = Items(3);
  Sign(hub, 2, entries);
  FeedPull pull = Pull(3);
  Next(pull);
  Answer(pull);
  ASSERT_EQ(Next(pull), "bodies:0-3 ");

  ASSERT_TRUE(Bring(pull, BodiesReply{{{0, BodyState::kOk, entries[0].blob},
                                       {7, BodyState::kOk, entries[1].blob}}}));

  EXPECT_EQ(news.log.size(), 1u);
  EXPECT_EQ(Next(pull), "bodies:1-3 ");
}

TEST_F(FeedPullTest, EndsWithTheReasonWhenAPageIsRefused) {
  Sign(hub, 2, Items(2));
  FeedPull pull = Pull(2);
  Next(pull);
  auto page = std::get<LeavesReply>(*Ask(asked[0]));
  page.leaves[50] ^= 1;

  EXPECT_EQ(Bring(pull, page).error().reason, "ROOT_MISMATCH");

  EXPECT_EQ(Next(pull), "finished ");
  EXPECT_FALSE(node.Feed(cast.FeedOf(2)));
}

TEST_F(FeedPullTest, RefusesAPageFromElsewhere) {
  Sign(hub, 2, Items(2));
  FeedPull pull = Pull(2);
  Next(pull);
  auto page = std::get<LeavesReply>(*Ask(asked[0]));
  page.start = 1;

  EXPECT_EQ(Bring(pull, page).error().reason, "OTHER_PAGE");
  EXPECT_EQ(Next(pull), "finished ");
}

TEST_F(FeedPullTest, TakesLeavesAloneWhereBodiesAreClosed) {
  Sign(hub, 2, Items(2));
  FeedPull pull = Pull(2, BodyAccess::kClosed);
  EXPECT_EQ(Next(pull), "leaves@0 ");
  Answer(pull);

  EXPECT_EQ(Next(pull), "finished ");
  EXPECT_EQ(node.Feed(cast.FeedOf(2))->bodies_next, 0u);
}

TEST_F(FeedPullTest, RunsFurtherWhenTheHeadMovesOn) {
  Sign(hub, 2, Items(1));
  FeedPull pull = Pull(1);
  Next(pull);
  Sign(hub, 2, Items(1, 1));

  pull.Extend(2);
  auto first = hub.CheckpointAtOrBefore(cast.FeedOf(2), 1)->note;
  ASSERT_TRUE(Bring(pull, LeavesReply{0, hub.Leaves(cast.FeedOf(2), 0, 1), first}));

  EXPECT_EQ(Next(pull), "leaves@1 bodies:0-1 ");
}

}  // namespace
}  // namespace candour::sync_test
