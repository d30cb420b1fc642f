#include "node/learning/cube_rows.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

const query::Cube& Cube() { return *query::FindCube("near-misses", 1); }
const query::Window kSpring = {query::PeriodUnit::kQuarter, 2025 * 4 + 1, 2025 * 4 + 1};
const query::Placement kNearMiss = {{query::PeriodUnit::kQuarter, 2025 * 4 + 1}, {1}};

class CubeRowsTest : public NodeTest {
 protected:
  void Count(const query::Placement& place, int by) {
    CubeRows rows(&node.store());
    rows.Count("test/", Cube(), place, by);
    storage::LocalWrites writes;
    rows.Finish(writes);
    node.Put(writes);
  }
  std::vector<int64_t> Cells() { return CubeRowCells(node.store(), "test/", Cube(), kSpring); }
};

TEST_F(CubeRowsTest, CountUpAndDownFromWhatIsStored) {
  EXPECT_EQ(Cells(), (std::vector<int64_t>{0, 0, 0, 0}));
  Count(kNearMiss, +1);
  Count(kNearMiss, +1);
  EXPECT_EQ(Cells(), (std::vector<int64_t>{0, 2, 0, 0}));
  Count(kNearMiss, -1);
  EXPECT_EQ(Cells(), (std::vector<int64_t>{0, 1, 0, 0}));
}

TEST_F(CubeRowsTest, NeverFallBelowNothingAndCountNoCellThatIsNotThere) {
  Count(kNearMiss, -1);
  Count({kNearMiss.period, {9}}, +1);
  EXPECT_EQ(Cells(), (std::vector<int64_t>{0, 0, 0, 0}));
}

TEST_F(CubeRowsTest, ReadTheWordsOfLearning) {
  const auto learning = PlainLearning("t");
  const query::ReportFacts facts = FactsOf(learning);
  EXPECT_EQ(facts.kind, "NEAR_MISS");
  EXPECT_EQ(facts.period, "2025-04");
  EXPECT_EQ(facts.setting, "ward");
}

}  // namespace
}  // namespace candour::service_test
