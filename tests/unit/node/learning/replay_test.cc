#include "node/learning/replay.h"

#include "node/learning/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class ReplayTest : public NodeTest {
 protected:
  void SetUp() override { InNetwork(); }
  NetworkId Network() { return node.store().Networks().front(); }
  node::v1::StoredRecord Record(const std::string& shown) {
    auto id = FindRecord(node.store(), shown);
    EXPECT_TRUE(id);
    return *LoadRecord(node.store(), *id);
  }
};

TEST_F(ReplayTest, CarriesOutOnItsRecordsWhatItsFeedHadWithdrawn) {
  const std::string record = Approve(node, Report(node, PlainLearning("gone")));
  Publish(node, record, {"golden-vale"});
  world.Settle();
  const node::v1::StoredRecord old = Record(record);
  Withdraw(node, record);
  world.Settle();
  node.Put({PutRecord(old)});  // As an older copy of the store had it.
  ASSERT_TRUE(Record(record).has_learning());

  const auto replayed = ReplayWithdrawals(node, Network());

  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_EQ(*replayed, 1u);
  EXPECT_FALSE(Record(record).has_learning());
  EXPECT_EQ(Record(record).state(), node::v1::REPORT_STATE_WITHDRAWN);
  EXPECT_EQ(ReplayWithdrawals(node, Network()).value_or(9), 0u);
}

TEST_F(ReplayTest, LeavesWhatIsPublishedAlone) {
  const std::string record = Approve(node, Report(node, PlainLearning("stays")));
  Publish(node, record, {"golden-vale"});
  world.Settle();
  const std::string before = node.Dump();

  EXPECT_EQ(ReplayWithdrawals(node, Network()).value_or(9), 0u);
  EXPECT_EQ(node.Dump(), before);
}

TEST_F(ReplayTest, NothingIsShownOfANetworkBeforeItWasCaughtUpWith) {
  const std::string record = Approve(node, Report(node, PlainLearning("hidden meanwhile")));
  const std::string item = Publish(node, record, {"golden-vale"});
  world.Settle();
  node::v1::GetLearningRequest of_item, of_record;
  of_item.set_name(item);
  of_record.set_name(record);
  node::v1::SearchLearningRequest search;
  search.set_query("meanwhile");
  ASSERT_EQ(node.learning.SearchLearning(Author(), search)->hits_size(), 1);
  ASSERT_EQ(ReasonOf(node.learning.GetLearning(Author(), of_item)), "OK");

  FeedState own = node.store().Feeds(Network()).front();
  own.status = FeedStatus::kRecovering;
  node.PutFeedState(own);

  EXPECT_EQ(node.learning.SearchLearning(Author(), search)->hits_size(), 0);
  EXPECT_EQ(ReasonOf(node.learning.GetLearning(Author(), of_item)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(node.learning.GetLearning(Author(), of_record)), "CATCHING_UP");
}

}  // namespace
}  // namespace candour::service_test
