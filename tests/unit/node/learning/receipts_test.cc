#include "node/learning/receipts.h"

#include <gtest/gtest.h>

#include "federation/network/receipt.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Receipts : public PairTest {
 protected:
  Result<node::v1::GetWithdrawalResponse> Standing(const std::string& name) {
    node::v1::GetWithdrawalRequest request;
    request.set_name(name);
    request.set_with_receipts(true);
    return member.review.GetWithdrawal(Author(), request);
  }
};

TEST_F(Receipts, VerifyWithoutANodeAndAreCompleteOnceAllHaveErased) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  EXPECT_EQ(ReasonOf(Standing(name)), "NOT_WITHDRAWN");
  hub.sweeps = false;
  Withdraw(member, name);
  world.Pass(std::chrono::minutes(1));

  auto standing = Standing(name);
  ASSERT_TRUE(standing) << standing.error().message;
  ASSERT_EQ(standing->receipts_size(), 1);
  auto checked = CheckReceipt(*ParseReceipt(standing->receipts(0).text()));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->silent, std::vector<std::string>{"Vale Hub"}) << "it has not erased it yet";
  EXPECT_FALSE(standing->complete());

  hub.sweeps = true;
  world.Pass(std::chrono::minutes(1));

  standing = Standing(name);
  ASSERT_TRUE(standing) << standing.error().message;
  checked = CheckReceipt(*ParseReceipt(standing->receipts(0).text()));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->complete());
  EXPECT_TRUE(standing->complete());
  EXPECT_EQ(checked->network, "Golden Vale");
  EXPECT_EQ(checked->publisher, "ZA1 Vale Trust");
}

TEST_F(Receipts, OfATakedownCountWhatWasSignedAfterIt) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  member.sweeps = false;
  node::v1::ProposeManifestRequest request;
  request.set_network("golden-vale");
  request.add_changes()->mutable_takedown()->set_name(name);
  request.mutable_changes(0)->mutable_takedown()->set_reason("unsafe");
  ASSERT_TRUE(hub.networks.ProposeManifest(Coordinator(), request));
  world.Pass(std::chrono::minutes(1));

  auto standing = Standing(name);
  ASSERT_TRUE(standing) << standing.error().message;
  EXPECT_TRUE(standing->by_governors());
  EXPECT_FALSE(standing->complete());
  EXPECT_EQ(standing->confirmations(0).organisation(), "ZA1 Vale Trust") << "the silent one first";

  member.sweeps = true;
  world.Pass(std::chrono::minutes(1));

  standing = Standing(name);
  ASSERT_TRUE(standing) << standing.error().message;
  EXPECT_TRUE(standing->complete()) << standing->DebugString();
  auto checked = CheckReceipt(*ParseReceipt(standing->receipts(0).text()));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->takedown);
  EXPECT_TRUE(checked->complete());
}

}  // namespace
}  // namespace candour::service_test
