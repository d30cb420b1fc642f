#include "node/learning/shared_cubes.h"

#include <map>
#include <numeric>

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "node/learning/names.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

const query::Cube& Kinds() { return *query::FindCube("published", 1); }
// Of kStart, where the clock of these tests stands.
const query::Window kOctober = {query::PeriodUnit::kMonth, 2025 * 12 + 9, 2025 * 12 + 9};

class SharedCubesTest : public PairTest {
 protected:
  void SetUp() override {
    PairTest::SetUp();
    for (ServiceNode* node : {&hub, &member}) node->Put(CountSharedRows(node->store()));
  }

  int64_t CountAt(ServiceNode& node) {
    const NetworkId network = node.store().Networks().at(0);
    const auto cells = SharedCells(node.store(), network, Kinds(), kOctober);
    return std::accumulate(cells.begin(), cells.end(), int64_t{0});
  }
  // What is kept in batches is what reading everything gives.
  void ExpectWhole() {
    for (ServiceNode* node : {&hub, &member}) {
      std::map<std::string, std::string> kept, counted;
      node->store().Scan(storage::LocalFamily::kMeta, "shared", "",
                         [&](std::string_view key, std::string_view value) {
                           kept.emplace(key, value);
                           return true;
                         });
      for (const auto& row : CountSharedRows(node->store())) {
        if (row.value) counted[row.key] = *row.value;
      }
      for (const auto& [key, value] : kept) {
        const bool nothing = value.find_first_not_of('\0') == std::string::npos;
        EXPECT_TRUE(nothing || counted[key] == value) << crypto::HexEncode(key);
      }
      for (const auto& [key, value] : counted) EXPECT_EQ(kept[key], value);
    }
  }
};

TEST_F(SharedCubesTest, CountWhatIsPublishedAtEveryMemberByTheMonthOfPublication) {
  PublishNew(hub, "one", "golden-vale");
  PublishNew(member, "two", "golden-vale");
  world.Settle();

  EXPECT_EQ(CountAt(hub), 2);
  EXPECT_EQ(CountAt(member), 2);
  const SharedTotal total = SharedTotalOf(hub.store(), hub.store().Networks().at(0), Kinds());
  EXPECT_EQ(total.items, 2u);
  EXPECT_EQ(total.placed, 2u);
  ExpectWhole();
}

TEST_F(SharedCubesTest, CountARevisedPieceOnceWhereItsNewestVersionBelongs) {
  const std::string name = PublishNew(member, "one", "golden-vale");
  world.Settle();
  learning::v1::Body body;
  *body.mutable_learning() = PlainLearning("one, revised");
  body.mutable_learning()->set_kind(learning::v1::LEARNING_KIND_SOLUTION);
  body.set_work_id(std::string(16, 'w'));
  world.Pass(std::chrono::hours(24 * 40));  // In another month.
  ASSERT_TRUE(member.Run([&](const storage::Reader& store, Now now) -> Result<LocalTurn> {
    const auto place = FindItem(member, store, name);
    ItemRevised event;
    event.network = place->network.id;
    event.item = place->chain.item;
    event.salt = std::string(kSaltBytes, 's');
    event.body = body.SerializeAsString();
    event.day = now.wall;
    LocalTurn turn;
    turn.event = event;
    return turn;
  }));
  world.Settle();

  EXPECT_EQ(CountAt(hub), 1);
  const auto cells = SharedCells(hub.store(), hub.store().Networks().at(0), Kinds(), kOctober);
  EXPECT_EQ(cells[query::LearningKinds().Find("solution")], 1);
  ExpectWhole();
}

TEST_F(SharedCubesTest, LeaveOutWhatWasWithdrawnAtOnce) {
  const std::string name = PublishNew(member, "one", "golden-vale");
  PublishNew(member, "two", "golden-vale");
  world.Settle();
  hub.sweeps = false;  // Hidden there, and not erased yet.
  Withdraw(member, name);
  world.Settle();

  EXPECT_EQ(CountAt(member), 1);
  EXPECT_EQ(CountAt(hub), 1);
  hub.sweeps = true;
  world.Settle();
  EXPECT_EQ(CountAt(hub), 1);
  ExpectWhole();
}

TEST_F(SharedCubesTest, AreNotCountedBeforeEverythingWasReadOnce) {
  ServiceNode& other = world.AddNode("ZB1 Ridge Trust");
  EXPECT_FALSE(SharedCounted(other.store()));
  JoinNetwork(world, hub, other, "Golden Vale");
  PublishNew(hub, "one", "golden-vale");
  world.Settle();
  EXPECT_EQ(CountAt(other), 0);
  other.Put(CountSharedRows(other.store()));
  EXPECT_TRUE(SharedCounted(other.store()));
  EXPECT_EQ(CountAt(other), 1);
}

}  // namespace
}  // namespace candour::service_test
