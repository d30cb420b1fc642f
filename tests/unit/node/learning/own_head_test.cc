#include "crypto/encoding.h"
#include "node/learning/audit.h"
#include "node/learning/network_handlers.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class OwnHeadTest : public NodeTest {
 protected:
  void SetUp() override {
    InNetwork();
    PublishNew(node, "one", "golden-vale");
    world.Settle();
    const auto network = node.store().Networks().front();
    head = node.store().Feeds(network).front();
  }
  std::string Confirm(const std::string& root, const Principal& who = Coordinator()) {
    node::v1::ConfirmHeadRequest request;
    request.set_network("golden-vale");
    request.set_size(head.size);
    request.set_root(root);
    return ReasonOf(node.networks.ConfirmHead(who, request));
  }
  FeedState head;
};

TEST_F(OwnHeadTest, IsRecordedInTheAuditLog) {
  ASSERT_GT(head.size, 0u);
  EXPECT_EQ(Confirm(crypto::HexEncode(head.root.view())), "OK");

  const auto newest = ListAudit(node.store(), 0, 1);
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].action(), "head.confirm");
  EXPECT_EQ(newest[0].user(), Coordinator().user);
}

TEST_F(OwnHeadTest, IsRefusedWhenItIsNotOursAndLeavesNoTrace) {
  const std::string before = node.Dump();
  EXPECT_EQ(Confirm(std::string(64, '0')), "HEAD_DIFFERS");
  EXPECT_EQ(Confirm("not hex"), "ROOT_INVALID");
  EXPECT_EQ(Confirm(crypto::HexEncode(head.root.view()), Author()), "ROLE_MISSING");
  EXPECT_EQ(node.Dump(), before);
}

}  // namespace
}  // namespace candour::service_test
