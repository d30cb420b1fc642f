#include "node/learning/like_tally.h"

#include "federation/feed/leaf.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

uint64_t CountOf(ServiceNode& node, const learning::v1::Learning& learning) {
  const LikeCell cell = CellOf(learning);
  uint64_t count = 0;
  for (const auto& row : LikeCellsOf(node.store(), cell)) {
    if (EncodeCell(row.cell) == EncodeCell(cell)) count += row.count;
  }
  return count;
}

// Counting everything anew gives what stands there already, and nothing else is there.
void ExpectTrue(ServiceNode& node) {
  std::map<std::string, std::string> kept, fresh;
  node.store().Scan(storage::LocalFamily::kMeta, "like", "",
                    [&](std::string_view key, std::string_view value) {
                      kept[std::string(key)] = value;
                      return true;
                    });
  auto without = kept;
  storage::LocalWrites drop;
  for (const auto& [key, value] : kept) {
    drop.push_back({storage::LocalFamily::kMeta, key, std::nullopt});
  }
  node.Put(drop);
  for (const auto& row : CountLikeRows(node.store())) {
    if (row.value) fresh[row.key] = *row.value;
  }
  EXPECT_EQ(fresh, kept);
}

using LikeTally = PairTest;

TEST_F(LikeTally, FollowsARecordThroughEveryState) {
  for (ServiceNode* node : {&hub, &member}) node->Put(CountLikeRows(node->store()));
  const auto learning = PlainLearning("a");

  const std::string draft = Report(member, learning);
  EXPECT_EQ(CountOf(member, learning), 1u);
  Report(member, learning);
  const std::string kept = Keep(member, Report(member, learning));
  EXPECT_EQ(CountOf(member, learning), 3u);
  EXPECT_EQ(LikeInSetting(member.store(), CellOf(learning)), 3u);
  EXPECT_EQ(LikeInYear(member.store(), CellOf(learning)), 3u);

  const std::string record = Approve(member, draft);
  EXPECT_EQ(CountOf(member, learning), 3u);
  const std::string name = Publish(member, record, {"Golden Vale"});
  EXPECT_EQ(CountOf(member, learning), 3u) << "its own item is no other record";
  Withdraw(member, record);
  world.Settle();
  EXPECT_EQ(CountOf(member, learning), 2u);
  ExpectTrue(member);
}

TEST_F(LikeTally, CountsWhatOtherMembersPublishedUntilTheyWithdrawIt) {
  for (ServiceNode* node : {&hub, &member}) node->Put(CountLikeRows(node->store()));
  auto coarse = PlainLearning("a");
  coarse.set_period("2025");  // As it travels from a node that holds little.

  const std::string record = Approve(member, Report(member, PlainLearning("a")));
  Publish(member, record, {"Golden Vale"});
  world.Settle();
  EXPECT_EQ(CountOf(hub, coarse), 1u);
  ExpectTrue(hub);

  hub.Put(CountLikeRows(hub.store()));
  Withdraw(member, record);
  world.Settle();
  EXPECT_EQ(CountOf(hub, coarse), 0u);
  ExpectTrue(hub);
}

TEST_F(LikeTally, CountsAWorkOnceHoweverOftenItComesInATurnOrLater) {
  hub.Put(CountLikeRows(hub.store()));
  FeedState feed;
  feed.feed.bytes.fill(7);
  const auto body = [&](uint64_t index, char work, const std::string& process) {
    learning::v1::Body text;
    text.set_work_id(std::string(WorkId::kSize, work));
    *text.mutable_learning() = PlainLearning("a");
    text.mutable_learning()->set_process(process);
    const Bytes salt(kSaltBytes, 's');
    return PutBody{feed.feed, index, *EncodeBlob(salt, text.SerializeAsString())};
  };
  const auto take = [&](WriteSet writes) {
    writes.push_back(PutFeed{feed});
    TurnTexts texts;
    storage::LocalWrites rows;
    AddLikeRows(hub.store(), writes, texts, rows);
    hub.Put(rows);
  };
  auto first = PlainLearning("a");
  first.set_process("first");
  auto revised = first;
  revised.set_process("revised");

  take({body(0, 'w', "first"), body(1, 'v', "first"), body(2, 'w', "revised")});
  EXPECT_EQ(CountOf(hub, first), 2u);
  EXPECT_EQ(CountOf(hub, revised), 0u) << "a work stays where it was counted first";

  take({body(3, 'w', "revised"), body(4, 'u', "revised")});
  EXPECT_EQ(CountOf(hub, first), 2u);
  EXPECT_EQ(CountOf(hub, revised), 1u);
}

TEST_F(LikeTally, OfAStoreThatWasNeverCountedStaysOut) {
  Report(member, PlainLearning("a"));

  EXPECT_FALSE(LikeCounted(member.store()));
  EXPECT_EQ(CountOf(member, PlainLearning("a")), 0u);
}

}  // namespace
}  // namespace candour::service_test
