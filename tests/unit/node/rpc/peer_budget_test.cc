#include "node/rpc/peer_budget.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

using std::chrono::seconds;

const crypto::Hash kAnna = *crypto::Hash::From(std::string(32, 'a'));
const crypto::Hash kBen = *crypto::Hash::From(std::string(32, 'b'));
const PeerBudget::Instant kNoon = PeerBudget::Instant() + std::chrono::hours(12);

std::string Taken(PeerBudget& budget, const crypto::Hash& spki, CallKind kind,
                  PeerBudget::Instant now = kNoon) {
  const auto refused = budget.Take(spki, kind, now);
  return refused ? refused->reason : "taken";
}

TEST(PeerBudget, CountsEachPeerAndKindApart) {
  PeerBudget budget({.calls = 2, .watches = 1});
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "taken");
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "taken");
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "TOO_MANY_CALLS");
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kWatch), "taken");
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kWatch), "TOO_MANY_CALLS");
  EXPECT_EQ(Taken(budget, kBen, CallKind::kCall), "taken");

  budget.Return(kAnna, CallKind::kCall);
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "taken");
}

TEST(PeerBudget, DoesNotHearAPeerForAWhileThatSendsRubbish) {
  PeerBudget budget({.malformed = 3, .pause = seconds(60)});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(budget.Malformed(kAnna, kNoon));
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "taken");

  EXPECT_TRUE(budget.Malformed(kAnna, kNoon));
  EXPECT_FALSE(budget.Malformed(kAnna, kNoon)) << "one pause at a time";

  EXPECT_EQ(Taken(budget, kAnna, CallKind::kWatch, kNoon + seconds(59)), "PEER_PAUSED");
  EXPECT_EQ(Taken(budget, kBen, CallKind::kCall, kNoon), "taken");
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall, kNoon + seconds(60)), "taken");
}

TEST(PeerBudget, ForgivesASlipNowAndThen) {
  PeerBudget budget({.malformed = 3, .pause = seconds(60)});
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(budget.Malformed(kAnna, kNoon + i * seconds(31))) << i;
  }
}

TEST(PeerBudget, SaysWhoWasRefusedWhat) {
  PeerBudget budget({.calls = 0, .malformed = 0});
  EXPECT_TRUE(budget.Refusals(kNoon).empty());
  Taken(budget, kBen, CallKind::kWatch);
  budget.Return(kBen, CallKind::kWatch);
  Taken(budget, kAnna, CallKind::kCall);
  budget.Malformed(kAnna, kNoon);

  const auto all = budget.Refusals(kNoon);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].spki, kAnna);
  EXPECT_EQ(all[0].malformed, 1u);
  EXPECT_EQ(all[0].refused, 1u);
  EXPECT_TRUE(all[0].paused);
  EXPECT_FALSE(budget.Refusals(kNoon + seconds(61))[0].paused);
}

TEST(PeerBudget, RemembersOnlySoManyStrangers) {
  PeerBudget budget({.malformed = 0, .remembered = 10});
  EXPECT_EQ(Taken(budget, kAnna, CallKind::kCall), "taken");
  for (unsigned char c = 0; c < 200; ++c) {
    budget.Malformed(*crypto::Hash::From(std::string(31, static_cast<char>(c)) + "!"),
                     kNoon + seconds(c));
  }
  EXPECT_EQ(budget.Refusals(kNoon).size(), 9u) << "and whoever has a call open";
  budget.Return(kAnna, CallKind::kCall);
}

}  // namespace
}  // namespace candour::rpc
