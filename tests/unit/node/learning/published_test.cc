#include <gtest/gtest.h>

#include "node/learning/query_handlers.h"
#include "node/learning/shared_cubes.h"
#include "tests/unit/node/learning/question_fixture.h"

namespace candour::service_test {
namespace {

class PublishedTest : public QuestionTest {
 protected:
  void SetUp() override {
    QuestionTest::SetUp();
    for (ServiceNode* node : All()) node->Put(CountSharedRows(node->store()));
  }

  static node::v1::CountPublishedRequest Of(const std::string& first, const std::string& last) {
    node::v1::CountPublishedRequest request;
    request.set_first(first);
    request.set_last(last);
    return request;
  }
  node::v1::CountPublishedResponse CountAt(ServiceNode& node,
                                           const node::v1::CountPublishedRequest& request) {
    const auto counted = node.query.CountPublished(Author(), request);
    EXPECT_TRUE(counted) << counted.error().message;
    return counted.value_or(node::v1::CountPublishedResponse());
  }
  static std::string Text(const node::v1::CountPublishedResponse& counts) {
    std::string text;
    for (const auto& cell : counts.cells()) {
      for (const auto& label : cell.labels()) text += label + " ";
      text += std::to_string(cell.count()) + "; ";
    }
    return text;
  }
};

TEST_F(PublishedTest, CountsExactlyWhatEveryReaderMayRead) {
  PublishNew(ridge, "one", "golden-vale");
  PublishNew(vale, "two", "golden-vale");
  Hold(vale, 40);  // Of its own, never published.
  world.Settle();

  for (ServiceNode* node : All()) {
    const auto counts = CountAt(*node, Of("2025-09", "2025-10"));
    EXPECT_EQ(Text(counts), "Golden Vale 2025-09 Near miss 0; Golden Vale 2025-10 Near miss 2; ");
    ASSERT_EQ(counts.networks_size(), 1);
    EXPECT_EQ(counts.networks(0).items(), 2u);
    EXPECT_EQ(counts.networks(0).counted(), 2u);
  }
  auto together = Of("2025-09", "2025-10");
  together.add_keep("none");
  together.set_periods_together(true);
  EXPECT_EQ(Text(CountAt(hub, together)), "Golden Vale 2025-09..2025-10 2; ");
}

TEST_F(PublishedTest, ShowsTheLastTwelvePeriodsWhenNoneIsNamed) {
  PublishNew(ridge, "one", "golden-vale");
  world.Settle();
  const auto counts = CountAt(hub, {});
  EXPECT_EQ(counts.cube(), "published");
  EXPECT_EQ(counts.first(), "2024-11");
  EXPECT_EQ(counts.last(), "2025-10");  // It is not over: what is shared already is not frozen.
}

TEST_F(PublishedTest, SaysWhatIsRising) {
  for (int i = 0; i < 9; ++i) PublishNew(ridge, "piece " + std::to_string(i), "golden-vale");
  world.Settle();
  const auto counts = CountAt(hub, {});
  ASSERT_EQ(counts.signals_size(), 1);
  EXPECT_NE(counts.signals(0).find("Golden Vale, 2025-10, Near miss: 9 in this period where 0 "),
            std::string::npos)
      << counts.signals(0);
}

TEST_F(PublishedTest, CountsNothingWhereItMayNotRead) {
  ServiceNode& silent = world.AddNode("ZX1 Relay Only");
  Admit(silent, "w");
  silent.Put(CountSharedRows(silent.store()));
  PublishNew(ridge, "one", "golden-vale");
  world.Settle();
  const auto counts = CountAt(silent, {});
  EXPECT_EQ(counts.cells_size(), 0);
  ASSERT_EQ(counts.networks_size(), 1);
  EXPECT_EQ(counts.networks(0).items(), 0u);
  EXPECT_NE(counts.networks(0).note().find("may not read"), std::string::npos);
}

TEST_F(PublishedTest, RefusesWhatIsNoTable) {
  const auto reason = [&](node::v1::CountPublishedRequest request) {
    return ReasonOf(hub.query.CountPublished(Author(), request));
  };
  EXPECT_EQ(reason(Of("2025-Q1", "")), "WINDOW_INVALID");
  EXPECT_EQ(reason(Of("2025-10", "2025-09")), "WINDOW_INVALID");
  EXPECT_EQ(reason(Of("2001-01", "2025-10")), "WINDOW_INVALID");
  auto request = Of("2025-10", "");
  request.set_cube("wards");
  EXPECT_EQ(reason(request), "CUBE_UNKNOWN");
  request = Of("2025-10", "");
  request.add_keep("ward");
  EXPECT_EQ(reason(request), "DIMENSION_UNKNOWN");
  request = Of("2025-10", "");
  request.set_network("elsewhere");
  EXPECT_EQ(reason(request), "NETWORK_UNKNOWN");
}

}  // namespace
}  // namespace candour::service_test
