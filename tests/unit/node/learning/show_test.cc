#include "crypto/random.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Showing : public PairTest {
 protected:
  Result<node::v1::GetLearningResponse> Show(ServiceNode& node, const std::string& name) {
    node::v1::GetLearningRequest request;
    request.set_name(name);
    return node.learning.GetLearning(Author(), request);
  }
};

TEST_F(Showing, ARecordSaysWhereItStands) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  EXPECT_EQ(Show(member, record)->state(), node::v1::REPORT_STATE_APPROVED);

  const std::string name = Publish(member, record, {"golden-vale"});

  const auto shown = Show(member, record);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->state(), node::v1::REPORT_STATE_PUBLISHED);
  EXPECT_EQ(shown->organisation(), "ZA1 Vale Trust");
  EXPECT_EQ(shown->learning().title(), "t");
  ASSERT_EQ(shown->placements_size(), 1);
  EXPECT_EQ(shown->placements(0).name(), name);
  EXPECT_EQ(shown->record_id(), record);
}

TEST_F(Showing, AnItemOfAnotherSaysWhoseItIsAndNothingOfTheirRecord) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  const std::string name = Publish(member, record, {"golden-vale"});
  world.Settle();

  const auto shown = Show(hub, name);

  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->organisation(), "ZA1 Vale Trust");
  EXPECT_EQ(shown->learning().title(), "t");
  EXPECT_EQ(shown->record_id(), "");
  EXPECT_EQ(shown->SerializeAsString().find(record), std::string::npos);
  EXPECT_EQ(Show(member, name)->record_id(), record);
}

TEST_F(Showing, AnItemIsFoundByTheBeginningOfItsId) {
  const std::string name = PublishNew(member, "t", "golden-vale");
  const size_t item = name.rfind('/') + 1;

  EXPECT_EQ(Show(member, name.substr(0, item + 8))->name(), name);
}

TEST_F(Showing, ADraftIsNoLearningYet) {
  EXPECT_EQ(ReasonOf(Show(member, Report(member, PlainLearning("t")))), "NOT_FOUND");
}

TEST_F(Showing, AMemberThatMayNotReadGetsTheVeryErrorOfAnAbsentItem) {
  ServiceNode& writer = world.AddNode("ZA3 Write Only");
  node::v1::JoinNetworkRequest join;
  join.set_ticket(Invite(hub, "Golden Vale", "w"));
  ASSERT_TRUE(writer.networks.Join(Coordinator(), join));
  node::v1::ApproveMemberRequest approve;
  approve.set_network("Golden Vale");
  approve.set_pending_id(hub.networks.ListPending(Coordinator(), {})->pending(0).id());
  ASSERT_TRUE(hub.networks.ApproveMember(Coordinator(), approve));
  writer.networks.PollJoins();
  const std::string name = PublishNew(member, "t", "golden-vale");
  world.Settle();
  ASSERT_TRUE(FindItem(writer, writer.store(), name)) << "it keeps the log as everybody does";
  const std::string absent = name.substr(0, name.rfind('/') + 1) + "0123456789ABCDEFGHJKMNPQRS";

  const auto forbidden = Show(writer, name);
  const auto missing = Show(writer, absent);

  ASSERT_FALSE(forbidden);
  EXPECT_EQ(forbidden.error().code, missing.error().code);
  EXPECT_EQ(forbidden.error().reason, missing.error().reason);
  EXPECT_EQ(forbidden.error().message.substr(name.size()),
            missing.error().message.substr(absent.size()));
}

}  // namespace
}  // namespace candour::service_test
