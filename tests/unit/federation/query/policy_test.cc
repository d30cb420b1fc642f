#include "federation/query/policy.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::kNow;
using testing::kSnapshot;
using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;

class Policies : public ::testing::Test {
 protected:
  QueryNetwork network_ = MakeNetwork(12);
  Plan plan_ = PlanFor(network_, Tier::kAggregators);
  AnswerPolicy policy_;
  BudgetLedger ledger_{{}, {}};
  OwnerDecision owner_ = OwnerDecision::kNone;
  WallSeconds now_ = kNow;

  Decision Decide() {
    // Not through OpenPlan: some cases are plans that no node would have let in.
    const std::string text = FormatPlan(plan_);
    const SignedPlan plan{.plan = plan_, .text = text, .hash = PlanHash(text)};
    return DecidePlan(
        {.plan = plan, .manifest = network_.manifest, .self = MemberOf(5), .owner = owner_},
        policy_, ledger_, now_);
  }
  std::string Reason() {
    const Decision decision = Decide();
    return decision.verdict == Verdict::kDecline ? std::string(DeclineName(decision.reason)) : "";
  }
  Member& Asker() { return network_.manifest.manifest.members[0]; }
};

TEST_F(Policies, AnswerAndSayWhatItCosts) {
  const Decision decision = Decide();

  EXPECT_EQ(decision.verdict, Verdict::kAnswer);
  ASSERT_EQ(decision.charges.size(), 2u);
  EXPECT_EQ(decision.charges[0].thousandths, 1000u);
}

TEST_F(Policies, DeclineWhoMayNotAsk) {
  Asker().roles = "rw";
  EXPECT_EQ(Reason(), "ROLE_MISSING");
  plan_.asker = MemberOf(77);
  EXPECT_EQ(Reason(), "NOT_A_MEMBER");
  plan_.network = *NetworkId::From("another network.");
  EXPECT_EQ(Reason(), "WRONG_NETWORK");
}

TEST_F(Policies, AreClosedWithTheNetwork) {
  now_ = network_.manifest.manifest.expires;
  EXPECT_EQ(Reason(), "NETWORK_CLOSED");
}

TEST_F(Policies, DeclineAnotherManifest) {
  plan_.manifest = crypto::Sha256("another");
  EXPECT_EQ(Reason(), "MANIFEST_UNKNOWN");
}

TEST_F(Policies, DeclineWhatCannotBeAsked) {
  now_ = plan_.expires;
  EXPECT_EQ(Reason(), "PLAN_EXPIRED");
  now_ = kSnapshot - 1;
  EXPECT_EQ(Reason(), "WINDOW_OPEN");
  plan_.window.last += 40;
  EXPECT_EQ(Reason(), "WINDOW_UNFIT");
  plan_.cube_hash = crypto::Sha256("another definition");
  EXPECT_EQ(Reason(), "CUBE_UNKNOWN");
}

TEST_F(Policies, AreTheOwners) {
  policy_.purposes_of[plan_.network] = {"planning"};
  EXPECT_EQ(Reason(), "PURPOSE_REFUSED");
  policy_.purposes_of[plan_.network] = {"safety-monitoring"};
  policy_.epsilon_max = 999;
  EXPECT_EQ(Reason(), "EPSILON_TOO_LARGE");
  policy_.epsilon_max = 1000;
  policy_.tiers = {Tier::kNodesNoise};
  EXPECT_EQ(Reason(), "TIER_REFUSED");
  policy_.tiers = {Tier::kAggregators};
  policy_.min_nodes = 11;
  EXPECT_EQ(Reason(), "TOO_FEW_MEMBERS");
  policy_.min_nodes = 10;
  EXPECT_EQ(Reason(), "");
}

TEST_F(Policies, DeclineASumOfTooFew) {
  plan_.min_nodes = 9;  // The network's own minimum is 10.
  EXPECT_EQ(Reason(), "TOO_FEW_MEMBERS");
  plan_.min_nodes = 13;  // There are 12 members.
  EXPECT_EQ(Reason(), "TOO_FEW_MEMBERS");
}

TEST_F(Policies, DeclineAggregatorsWithoutRoleOrKey) {
  plan_.aggregators[1] = MemberOf(4);
  EXPECT_EQ(Reason(), "AGGREGATORS_UNFIT");
  plan_.aggregators[1] = MemberOf(2);
  network_.manifest.manifest.kex.erase(network_.manifest.manifest.kex.begin() + 2);
  EXPECT_EQ(Reason(), "AGGREGATORS_UNFIT");
}

TEST_F(Policies, DeclineWhenAQuarterIsSpent) {
  ledger_.Add(std::vector<Charge>{{crypto::Sha256("x"), plan_.network, 2025 * 4, 3001}});
  EXPECT_EQ(Reason(), "BUDGET_SPENT");
}

TEST_F(Policies, WaitForTheOwnerWhereTheOwnerDecides) {
  policy_.approval = Approval::kOwnerDecides;

  EXPECT_EQ(Decide().verdict, Verdict::kWait);
  owner_ = OwnerDecision::kApproved;
  EXPECT_EQ(Decide().verdict, Verdict::kAnswer);
  owner_ = OwnerDecision::kDeclined;
  EXPECT_EQ(Reason(), "OWNER_DECLINED");
}

TEST_F(Policies, ReplayWhatWasPaidForWhateverHasChangedSince) {
  ledger_.Add(Decide().charges);
  policy_.epsilon_max = 10;
  now_ = plan_.expires + 1;

  EXPECT_EQ(Decide().verdict, Verdict::kReplay);
  EXPECT_TRUE(Decide().charges.empty());
  Asker().roles = "rw";
  EXPECT_EQ(Reason(), "ROLE_MISSING");
}

}  // namespace
}  // namespace candour::query
