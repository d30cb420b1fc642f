// A network that asks questions, with keys that follow from numbers, for tests.
#pragma once

#include <string>
#include <vector>

#include "federation/query/cube.h"
#include "federation/query/plan.h"
#include "federation/query/report.h"

namespace candour::query::testing {

// Member 0 asks, 1 and 2 aggregate, all others only answer.
struct QueryNetwork {
  SignedManifest manifest;
  int members = 0;
};
QueryNetwork MakeNetwork(int members);

MemberId MemberOf(int number);
Signer SignerOf(int number);
std::string KexPrivate(int number);

// 32 bytes that follow from the label: seeds of test randomness.
std::string SeedOf(std::string_view label);

// About "near-misses" in 2025-Q1 and 2025-Q2, on the day after, epsilon 1. The manifest is that of
// the network; kNow lies within the plan's life.
inline constexpr WallSeconds kSnapshot = 1751328000;  // 2025-07-01
inline constexpr WallSeconds kNow = kSnapshot + 3600;
Plan PlanFor(const QueryNetwork& network, Tier tier);
SignedPlan Sign(const QueryNetwork& network, const Plan& plan);

}  // namespace candour::query::testing
