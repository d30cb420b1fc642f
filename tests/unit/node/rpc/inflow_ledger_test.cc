#include "node/rpc/inflow_ledger.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

using Peers = std::vector<std::string>;

constexpr uint64_t kMb = 1 << 20;

TEST(InflowLedger, LetsThroughWhatArrivesAsCalls) {
  InflowLedger ledger({.connection = 8 * kMb, .all = 20 * kMb});
  uint64_t received = 0;
  for (int i = 0; i < 100; ++i) {
    received += 3 * kMb + 3'000;
    EXPECT_EQ(ledger.Overdrawn({{"a", received}}), Peers());
    ledger.Delivered("a", 3 * kMb);
  }
}

TEST(InflowLedger, CutsAConnectionThatBringsMoreThanItsCalls) {
  InflowLedger ledger({.connection = 8 * kMb, .all = 20 * kMb});
  ledger.Delivered("a", 3 * kMb);

  EXPECT_EQ(ledger.Overdrawn({{"a", 11 * kMb}, {"b", 2 * kMb}}), Peers());
  EXPECT_EQ(ledger.Overdrawn({{"a", 12 * kMb}, {"b", 2 * kMb}}), Peers{"a"});
}

TEST(InflowLedger, CutsTheLargestWhenAllTogetherBringTooMuch) {
  InflowLedger ledger({.connection = 8 * kMb, .all = 20 * kMb});

  EXPECT_EQ(ledger.Overdrawn({{"a", 6 * kMb}, {"b", 7 * kMb}, {"c", 8 * kMb}, {"d", kMb}}),
            Peers{"c"});
}

TEST(InflowLedger, LetsNobodySaveUpByManySmallCalls) {
  InflowLedger ledger({.connection = 8 * kMb, .all = 20 * kMb});
  for (int i = 0; i < 10'000; ++i) ledger.Delivered("a", 10);
  EXPECT_EQ(ledger.Overdrawn({{"a", kMb}}), Peers());

  EXPECT_EQ(ledger.Overdrawn({{"a", 10 * kMb}}), Peers{"a"});
}

TEST(InflowLedger, ForgetsWhoHasGone) {
  InflowLedger ledger({.connection = 8 * kMb, .all = 20 * kMb});
  ledger.Delivered("a", 50 * kMb);
  EXPECT_EQ(ledger.Overdrawn({}), Peers());

  EXPECT_EQ(ledger.Overdrawn({{"a", 9 * kMb}}), Peers{"a"}) << "another connection of that name";
}

}  // namespace
}  // namespace candour::rpc
