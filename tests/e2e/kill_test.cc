// The kill loop of tests/kill, short. CANDOUR_KILLS sets how often (20 in the suite), CANDOUR_SEED
// the moments.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "crypto/encoding.h"
#include "tests/kill/kill_loop.h"

namespace candour::e2e {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  const auto number = crypto::ParseDecimal(value != nullptr ? value : "");
  return number ? *number : otherwise;
}

TEST(KillTest, LosesNothingAcknowledgedAndSignsNothingTwice) {
  KillPlan plan;
  plan.kills = FromEnvironment("CANDOUR_KILLS", 20);
  plan.seed = FromEnvironment("CANDOUR_SEED", std::random_device{}());
  std::cout << "CANDOUR_KILLS=" << plan.kills << " CANDOUR_SEED=" << plan.seed << "\n";

  const KillReport report = RunKills(plan);

  EXPECT_TRUE(report.clean());
  std::cout << "[summary] kill -9: " << report.Text() << "\n";
}

}  // namespace
}  // namespace candour::e2e
