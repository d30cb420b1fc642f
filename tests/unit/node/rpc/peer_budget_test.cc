#include "node/rpc/peer_budget.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

TEST(PeerBudget, CountsEachPeerAndKindApart) {
  const crypto::Hash anna = *crypto::Hash::From(std::string(32, 'a'));
  const crypto::Hash ben = *crypto::Hash::From(std::string(32, 'b'));
  PeerBudget budget({.calls = 2, .watches = 1});
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
  EXPECT_FALSE(budget.Take(anna, CallKind::kCall));
  EXPECT_TRUE(budget.Take(anna, CallKind::kWatch));
  EXPECT_FALSE(budget.Take(anna, CallKind::kWatch));
  EXPECT_TRUE(budget.Take(ben, CallKind::kCall));

  budget.Return(anna, CallKind::kCall);
  EXPECT_TRUE(budget.Take(anna, CallKind::kCall));
}

}  // namespace
}  // namespace candour::rpc
