#include "node/observe/health.h"

#include <gtest/gtest.h>

namespace candour::observe {
namespace {

TEST(Health, IsAsBadAsItsWorstCheck) {
  Health health;
  EXPECT_EQ(health.Worst(), HealthLevel::kOk);
  EXPECT_EQ(health.Summary(), "ok");

  health.checks = {{"store", HealthLevel::kOk, ""},
                   {"clock", HealthLevel::kWarn, "11 minutes from the peers"},
                   {"disk", HealthLevel::kFail, "full"}};

  EXPECT_EQ(health.Worst(), HealthLevel::kFail);
  EXPECT_EQ(health.Summary(), "fail disk: full; warn clock: 11 minutes from the peers");
}

}  // namespace
}  // namespace candour::observe
