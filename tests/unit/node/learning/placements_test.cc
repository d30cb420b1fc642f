#include "node/learning/placements.h"

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

// The member has not heard from its hub since it joined, so that its feed does not sign yet.
class Placements : public testing::Test {
 protected:
  void SetUp() override {
    CreateNetwork(hub, "Golden Vale");
    node::v1::JoinNetworkRequest join;
    join.set_ticket(Invite(hub, "Golden Vale"));
    ASSERT_TRUE(member.networks.Join(Coordinator(), join));
    node::v1::ApproveMemberRequest approve;
    approve.set_network("Golden Vale");
    approve.set_pending_id(
        hub.networks.ListPending(Coordinator(), {})->pending(0).id());
    ASSERT_TRUE(hub.networks.ApproveMember(Coordinator(), approve));
    member.networks.PollJoins();
  }
  PlacementList Shown(const std::string& record) {
    PlacementList list;
    auto row = *LoadRecord(member.store(), *FindRecord(member.store(), record));
    ShowPlacements(member, member.store(), row, list);
    return list;
  }
  World world;
  ServiceNode& hub = world.AddNode("Vale Hub");
  ServiceNode& member = world.AddNode("ZA1 Vale Trust");
};

TEST_F(Placements, SayThatAnItemWaitsForItsSignature) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});

  const auto waiting = Shown(record);
  ASSERT_EQ(waiting.size(), 1);
  EXPECT_EQ(waiting[0].state(), node::v1::REPORT_STATE_APPROVED);
  EXPECT_FALSE(waiting[0].verified());
  EXPECT_EQ(waiting[0].organisation(), "ZA1 Vale Trust");

  world.Settle();

  const auto signed_now = Shown(record);
  EXPECT_EQ(signed_now[0].state(), node::v1::REPORT_STATE_PUBLISHED);
  EXPECT_EQ(signed_now[0].name(), waiting[0].name());
  EXPECT_TRUE(signed_now[0].verified());
}

TEST_F(Placements, OfAnItemThatWaitsAreFoundOnlyOnceItIsSigned) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});
  const auto row = *LoadRecord(member.store(), *FindRecord(member.store(), record));

  EXPECT_EQ(ReasonOf(PlaceOfPlacement(member, member.store(), row.placements(0))),
            "NOT_SIGNED_YET");
  world.Settle();
  EXPECT_TRUE(PlaceOfPlacement(member, member.store(), row.placements(0)));
}

TEST_F(Placements, CountHowManyOthersHaveSeenTheItem) {
  world.Settle();
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});
  EXPECT_EQ(Shown(record)[0].seen_by(), 0u);

  world.Pass(std::chrono::hours(1));

  EXPECT_EQ(Shown(record)[0].seen_by(), 1u);
}

TEST_F(Placements, InANetworkThatIsUnknownAreNotShown) {
  node::v1::StoredRecord record;
  record.add_placements()->set_network_id(std::string(16, 'x'));
  PlacementList list;

  ShowPlacements(member, member.store(), record, list);

  EXPECT_EQ(list.size(), 0);
}

}  // namespace
}  // namespace candour::service_test
