#include "federation/query/budget.h"

#include <gtest/gtest.h>

#include <string>

namespace candour::query {
namespace {

const NetworkId kNorth = *NetworkId::From("network north...");
const NetworkId kPharmacists = *NetworkId::From("pharmacists.....");
const NetworkId kThird = *NetworkId::From("a third network.");
constexpr int32_t kQ1 = 2025 * 4;

crypto::Hash PlanOf(int number) { return crypto::Sha256("plan " + std::to_string(number)); }

Window Quarters(int32_t first, int32_t last) { return {PeriodUnit::kQuarter, first, last}; }

// How many questions of this epsilon a network gets answered.
int Answered(BudgetLedger& ledger, const NetworkId& network, const Window& window, uint32_t epsilon,
             int first_plan) {
  for (int n = 0;; ++n) {
    const auto charges = ledger.Price(PlanOf(first_plan + n), network, window, epsilon);
    if (!charges) return n;
    ledger.Add(*charges);
  }
}

TEST(Budget, IsSpentByAllNetworksTogether) {
  BudgetLedger ledger({}, {});

  EXPECT_EQ(Answered(ledger, kNorth, Quarters(kQ1, kQ1), 1000, 0), 4);
  EXPECT_EQ(Answered(ledger, kPharmacists, Quarters(kQ1, kQ1), 1, 100), 0);
  EXPECT_EQ(ledger.Spent(kQ1), 4000u);
}

TEST(Budget, IsPaidForEveryQuarterOfAWindow) {
  BudgetLedger ledger({}, {});
  const auto charges = ledger.Price(PlanOf(1), kNorth, Quarters(kQ1, kQ1 + 2), 500);

  ASSERT_TRUE(charges);
  ASSERT_EQ(charges->size(), 3u);
  ledger.Add(*charges);
  EXPECT_EQ(ledger.Left(kQ1 + 2, kNorth), 3500u);
  EXPECT_EQ(ledger.Left(kQ1 + 3, kNorth), 4000u);
}

TEST(Budget, RefusesAPlanWhenOneQuarterCannotPay) {
  BudgetLedger ledger({}, {});
  Answered(ledger, kNorth, Quarters(kQ1 + 1, kQ1 + 1), 1000, 0);

  EXPECT_FALSE(ledger.Price(PlanOf(50), kNorth, Quarters(kQ1, kQ1 + 1), 10));
  EXPECT_EQ(ledger.Spent(kQ1), 0u);  // Nothing was taken for half an answer.
}

TEST(Budget, KeepsANetworksShareForIt) {
  BudgetLedger ledger({.per_quarter = 4000, .per_network = {{kNorth, 3000}}}, {});

  EXPECT_EQ(Answered(ledger, kPharmacists, Quarters(kQ1, kQ1), 500, 0), 2);
  EXPECT_EQ(Answered(ledger, kThird, Quarters(kQ1, kQ1), 500, 100), 0);
  EXPECT_EQ(Answered(ledger, kNorth, Quarters(kQ1, kQ1), 500, 200), 6);
}

TEST(Budget, StaysWithinTheWholeWhateverTheShares) {
  BudgetLedger ledger({.per_quarter = 1000, .per_network = {{kNorth, 900}, {kThird, 900}}}, {});

  EXPECT_EQ(Answered(ledger, kNorth, Quarters(kQ1, kQ1), 100, 0), 9);
  EXPECT_EQ(Answered(ledger, kThird, Quarters(kQ1, kQ1), 100, 100), 1);
  EXPECT_EQ(Answered(ledger, kPharmacists, Quarters(kQ1, kQ1), 100, 200), 0);
}

TEST(Budget, KnowsWhatWasPaidAfterARestart) {
  BudgetLedger before({}, {});
  const auto charges = before.Price(PlanOf(1), kNorth, Quarters(kQ1, kQ1), 700);

  const BudgetLedger after({}, *charges);

  EXPECT_TRUE(after.Paid(PlanOf(1)));
  EXPECT_FALSE(after.Paid(PlanOf(2)));
  EXPECT_EQ(after.Left(kQ1, kNorth), 3300u);
}

TEST(Budget, FailsClosedWhenItWasLowered) {
  const std::vector<Charge> charges = {{PlanOf(1), kNorth, kQ1, 4000}};
  const BudgetLedger ledger({.per_quarter = 1000}, charges);

  EXPECT_EQ(ledger.Left(kQ1, kNorth), 0u);
  EXPECT_FALSE(ledger.Price(PlanOf(2), kNorth, Quarters(kQ1, kQ1), 1));
}

}  // namespace
}  // namespace candour::query
