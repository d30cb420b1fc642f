#include "node/learning/reading.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Withdrawing : public PairTest {
 protected:
  Result<node::v1::WithdrawResponse> WithdrawAt(ServiceNode& node, const std::string& name,
                                                const std::string& reason) {
    node::v1::WithdrawRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return node.review.Withdraw(Reviewer(), request);
  }
  Result<node::v1::GetWithdrawalResponse> Receipt(ServiceNode& node, const std::string& name) {
    node::v1::GetWithdrawalRequest request;
    request.set_name(name);
    return node.review.GetWithdrawal(Author(), request);
  }
  static bool FilesHold(ServiceNode& node, const std::string& canary) {
    return !storage::FilesWith(canary, node.folder()).empty();
  }
};

TEST_F(Withdrawing, ClearsTheTextEverywhere) {
  const std::string canary = storage::FreshCanary();
  auto learning = PlainLearning("t");
  learning.set_process("so lot " + canary + " it was");  // A lot stays, however it looks.
  const std::string record = Approve(member, Report(member, learning));
  const std::string name = Publish(member, record, {"golden-vale"});
  world.Settle();
  ASSERT_TRUE(FilesHold(member, canary));
  ASSERT_TRUE(FilesHold(hub, canary));

  ASSERT_TRUE(WithdrawAt(member, record, "privacy"));
  world.Settle();

  EXPECT_FALSE(FilesHold(member, canary));
  EXPECT_FALSE(FilesHold(hub, canary));
  for (ServiceNode* node : {&member, &hub}) {
    node::v1::GetLearningRequest request;
    request.set_name(name);
    const auto shown = node->learning.GetLearning(Author(), request);
    ASSERT_TRUE(shown) << shown.error().message;
    EXPECT_FALSE(shown->has_learning());
    EXPECT_EQ(shown->state(), node::v1::REPORT_STATE_WITHDRAWN);
    EXPECT_EQ(shown->placements(0).withdrawn().reason(), "privacy");
  }
  const auto row = *LoadRecord(member.store(), *FindRecord(member.store(), record));
  EXPECT_FALSE(row.has_learning());
  EXPECT_EQ(row.state(), node::v1::REPORT_STATE_WITHDRAWN);
}

// Right behind a publication the retraction waits for the batch to close.
TEST_F(Withdrawing, IsSignedBeforeItIsAnswered) {
  world.batch_window = Duration{250};
  ServiceNode& other = world.AddNode("ZB1 Ridge Trust");
  JoinNetwork(world, hub, other, "Golden Vale");
  world.Settle();
  const std::string record = Approve(other, Report(other, PlainLearning("t")));
  Publish(other, record, {"golden-vale"});

  ASSERT_TRUE(WithdrawAt(other, record, "mistake"));

  const auto told = Receipt(other, record);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(told->withdrawn().reason(), "published by mistake");
}

TEST_F(Withdrawing, WorksByTheItemsNameToo) {
  const std::string name = PublishNew(member, "t", "golden-vale");

  const auto withdrawn = WithdrawAt(member, name, "mistake");

  ASSERT_TRUE(withdrawn) << withdrawn.error().message;
  EXPECT_EQ(withdrawn->placements(0).withdrawn().reason(), "published by mistake");
}

TEST_F(Withdrawing, NeedsAReasonThatThereIs) {
  const std::string name = PublishNew(member, "t", "golden-vale");
  const std::string before = member.Dump();

  EXPECT_EQ(ReasonOf(WithdrawAt(member, name, "")), "REASON_MISSING");
  EXPECT_EQ(ReasonOf(WithdrawAt(member, name, "bored")), "REASON_UNKNOWN");

  EXPECT_EQ(member.Dump(), before);
}

TEST_F(Withdrawing, TakesEveryReasonOfTheProtocol) {
  for (const char* reason :
       {"unspecified", "privacy", "unsafe", "duplicate", "replaced", "subject", "mistake"}) {
    EXPECT_TRUE(WithdrawAt(member, PublishNew(member, reason, "golden-vale"), reason)) << reason;
  }
}

TEST_F(Withdrawing, OfAnothersItemIsRefused) {
  const std::string name = PublishNew(member, "t", "golden-vale");
  world.Settle();
  const std::string before = hub.Dump();

  const auto refused = WithdrawAt(hub, name, "privacy");

  EXPECT_EQ(ReasonOf(refused), "NOT_OURS");
  EXPECT_NE(refused.error().message.find("ZA1 Vale Trust"), std::string::npos);
  EXPECT_EQ(hub.Dump(), before);
}

TEST_F(Withdrawing, TwiceSaysWhenItWasWithdrawn) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});
  ASSERT_TRUE(WithdrawAt(member, record, "privacy"));

  const auto again = WithdrawAt(member, record, "privacy");

  EXPECT_EQ(ReasonOf(again), "WITHDRAWN");
  EXPECT_NE(again.error().message.find("2025-10-09"), std::string::npos);
}

TEST_F(Withdrawing, FromOneNetworkLeavesTheOthersAndTheRecord) {
  CreateNetwork(member, "Nurses");
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale", "nurses"});
  node::v1::WithdrawRequest request;
  request.set_name(record);
  request.set_reason("replaced");
  request.set_network("nurses");

  const auto withdrawn = member.review.Withdraw(Reviewer(), request);

  ASSERT_TRUE(withdrawn) << withdrawn.error().message;
  const auto row = *LoadRecord(member.store(), *FindRecord(member.store(), record));
  EXPECT_TRUE(row.has_learning());
  EXPECT_EQ(row.state(), node::v1::REPORT_STATE_PUBLISHED);
  int open = 0;
  for (const auto& placement : row.placements()) open += placement.withdrawn_at() == 0;
  EXPECT_EQ(open, 1);
}

TEST_F(Withdrawing, IsStillPossibleWhenTheManifestHasExpired) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});

  world.Pass(std::chrono::hours(24 * 366));

  EXPECT_TRUE(WithdrawAt(member, record, "privacy"));
}

TEST_F(Withdrawing, ReceiptsListSilentMembersFirst) {
  const std::string record = Approve(hub, Report(hub, PlainLearning("t")));
  Publish(hub, record, {"golden-vale"});
  world.Settle();
  member.sweeps = false;  // It has hidden the text and not erased it: it confirms nothing.
  ASSERT_TRUE(WithdrawAt(hub, record, "privacy"));
  world.Settle();

  const auto receipt = Receipt(hub, record);

  ASSERT_TRUE(receipt) << receipt.error().message;
  ASSERT_EQ(receipt->confirmations_size(), 2);
  EXPECT_EQ(receipt->confirmations(0).organisation(), "ZA1 Vale Trust");
  EXPECT_EQ(receipt->confirmations(0).confirmed_at(), 0);
  EXPECT_TRUE(receipt->confirmations(1).self());
  EXPECT_NE(receipt->confirmations(1).confirmed_at(), 0);
  EXPECT_TRUE(receipt->erased_here());
  EXPECT_FALSE(receipt->complete());
}

TEST_F(Withdrawing, IsCompleteOnceEveryMemberHasErased) {
  const std::string record = Approve(member, Report(member, PlainLearning("t")));
  Publish(member, record, {"golden-vale"});
  world.Settle();
  member.sweeps = false;
  ASSERT_TRUE(WithdrawAt(member, record, "privacy"));
  EXPECT_FALSE(Receipt(member, record)->erased_here());
  EXPECT_FALSE(Receipt(member, record)->complete());

  member.sweeps = true;
  world.Pass(std::chrono::hours(1));

  const auto receipt = Receipt(member, record);
  EXPECT_TRUE(receipt->erased_here());
  EXPECT_TRUE(receipt->complete()) << receipt->DebugString();
  EXPECT_EQ(receipt->withdrawn().reason(), "privacy");
}

TEST_F(Withdrawing, HasNoReceiptForWhatStands) {
  EXPECT_EQ(ReasonOf(Receipt(member, PublishNew(member, "t", "golden-vale"))), "NOT_WITHDRAWN");
}

TEST_F(Withdrawing, NeedsARole) {
  node::v1::WithdrawRequest request;
  request.set_name(PublishNew(member, "t", "golden-vale"));
  request.set_reason("privacy");

  EXPECT_EQ(ReasonOf(member.review.Withdraw(Author(), request)), "ROLE_MISSING");
}

}  // namespace
}  // namespace candour::service_test
