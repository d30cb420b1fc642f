#include "node/learning/cubes.h"

#include <numeric>

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using query::Cube;
using query::PeriodUnit;
using query::Window;

const Cube& CubeNamed(std::string_view name) { return *query::FindCube(name, 1); }

const Window kApril = {PeriodUnit::kMonth, 2025 * 12 + 3, 2025 * 12 + 3};
const Window kSpring = {PeriodUnit::kQuarter, 2025 * 4 + 1, 2025 * 4 + 1};

int64_t Sum(const std::vector<int64_t>& cells) {
  return std::accumulate(cells.begin(), cells.end(), int64_t{0});
}

node::v1::StoredRecord Record(char id) {
  node::v1::StoredRecord record;
  record.set_id(std::string(16, id));
  record.set_state(node::v1::REPORT_STATE_KEPT);
  auto& learning = *record.mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_degree_of_harm(learning::v1::DEGREE_OF_HARM_LOW);
  learning.set_specialty("Pharmacy");
  learning.set_setting("Acute ward");
  learning.set_process("Medication");
  learning.set_period("2025-04");
  learning.add_factors()->set_seips(learning::v1::SEIPS_CLASS_TASKS);
  return record;
}

class CubesTest : public NodeTest {
 protected:
  void SetUp() override { node.Put(CountCubes(node.store(), DraftsInCubes::kNotCounted)); }

  std::vector<int64_t> Cells(std::string_view cube, const Window& window) {
    return CubeCells(node.store(), CubeNamed(cube), window);
  }
  void Write(const storage::LocalWrites& writes) {
    EXPECT_TRUE(node.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.writes = writes;
      return turn;
    }));
  }
  // What is kept in batches is what counting everything gives.
  void ExpectWhole(DraftsInCubes drafts) {
    for (const auto& row : CountCubes(node.store(), drafts)) {
      if (row.value && *row.value != std::string(row.value->size(), '\0')) {
        EXPECT_EQ(node.store().Get(row.family, row.key), row.value);
      }
    }
  }
};

TEST_F(CubesTest, CountOneReportOnceInEveryCube) {
  Write({PutRecord(Record('a'))});

  const Cube& events = CubeNamed("events");
  const size_t terms[] = {query::Harm().Find("low"), query::Specialties().Find("pharmacy")};
  const auto cells = Cells("events", kApril);
  EXPECT_EQ(cells[*events.CellOf(kApril, {PeriodUnit::kMonth, kApril.first}, terms)], 1);
  EXPECT_EQ(Sum(cells), 1);
  EXPECT_EQ(Sum(Cells("factors", kSpring)), 1);
  EXPECT_EQ(Sum(Cells("processes", kApril)), 1);
  EXPECT_EQ(Sum(Cells("near-misses", kSpring)), 1);
  EXPECT_EQ(Sum(Cells("published", kApril)), 0);  // Kept is not published.
}

TEST_F(CubesTest, CountAReportOfSeveralFactorsOnce) {
  auto record = Record('a');
  record.mutable_learning()->add_factors()->set_seips(learning::v1::SEIPS_CLASS_PERSON);
  Write({PutRecord(record)});

  EXPECT_EQ(Sum(Cells("factors", kSpring)), 1);
}

TEST_F(CubesTest, FollowAReportThroughItsStates) {
  InNetwork();
  const std::string draft = Report(node, PlainLearning("a near miss"));
  EXPECT_EQ(Sum(Cells("events", kApril)), 0);  // A draft waits for a person.

  const std::string record = Approve(node, draft);
  EXPECT_EQ(Sum(Cells("events", kApril)), 1);
  EXPECT_EQ(Sum(Cells("published", kApril)), 0);

  const std::string name = Publish(node, record, {"golden-vale"});
  EXPECT_EQ(Sum(Cells("events", kApril)), 1);
  EXPECT_EQ(Sum(Cells("published", kApril)), 1);
  ExpectWhole(DraftsInCubes::kNotCounted);

  Withdraw(node, name);
  EXPECT_EQ(Sum(Cells("events", kApril)), 0);
  EXPECT_EQ(Sum(Cells("published", kApril)), 0);
}

TEST_F(CubesTest, MoveAReportWhoseFieldsChange) {
  auto record = Record('a');
  Write({PutRecord(record)});
  record.mutable_learning()->set_period("2025-05");
  Write({PutRecord(Record('b')), PutRecord(record)});

  EXPECT_EQ(Sum(Cells("events", kApril)), 1);
  EXPECT_EQ(Sum(Cells("events", {PeriodUnit::kMonth, kApril.first, kApril.first + 1})), 2);
  EXPECT_EQ(Sum(Cells("factors", kSpring)), 2);
  ExpectWhole(DraftsInCubes::kNotCounted);
}

TEST_F(CubesTest, CountDraftsWhereThePolicySaysSo) {
  EXPECT_FALSE(CubesCounted(node.store(), DraftsInCubes::kCounted));
  Write({PutRecord(Record('a'))});
  Report(node, PlainLearning("a near miss"));
  node.Put(CountCubes(node.store(), DraftsInCubes::kCounted));
  EXPECT_TRUE(CubesCounted(node.store(), DraftsInCubes::kCounted));
  EXPECT_EQ(Sum(Cells("events", kApril)), 2);

  Approve(node, Report(node, PlainLearning("another near miss")));
  EXPECT_EQ(Sum(Cells("events", kApril)), 3);
  ExpectWhole(DraftsInCubes::kCounted);
}

TEST_F(CubesTest, FreezeAPeriodOnceItWasAskedAbout) {
  Write({PutRecord(Record('a'))});
  const auto freeze = FreezeCells(node.store(), CubeNamed("events"), kApril);
  EXPECT_EQ(freeze.size(), 1u);
  node.Put(freeze);

  auto gone = Record('a');
  gone.set_state(node::v1::REPORT_STATE_WITHDRAWN);
  Write({PutRecord(gone), PutRecord(Record('b')), PutRecord(Record('c'))});

  EXPECT_EQ(Sum(Cells("events", kApril)), 1);     // As it was asked about.
  EXPECT_EQ(Sum(Cells("processes", kApril)), 2);  // Another cube, not asked yet.
  EXPECT_TRUE(FreezeCells(node.store(), CubeNamed("events"), kApril).empty());
  // Counting everything anew leaves it frozen.
  node.Put(CountCubes(node.store(), DraftsInCubes::kNotCounted));
  EXPECT_EQ(Sum(Cells("events", kApril)), 1);
}

TEST(CubesOfAnUncountedStore, AreNotBegunHalfway) {
  World world;
  ServiceNode& node = world.AddNode("ZA1 Vale Trust");
  storage::LocalWrites writes = {PutRecord(Record('a'))};
  AddCubeRows(node.store(), writes);
  EXPECT_EQ(writes.size(), 1u);
}

}  // namespace
}  // namespace candour::service_test
