#include "config/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace candour::config {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"data_dir", "run_dir", "log_level", "batch"};

TEST(NearestName, FindsTheNameASlipMeant) {
  EXPECT_EQ(NearestName("data_dri", kNames), "data_dir");     // Swapped neighbours.
  EXPECT_EQ(NearestName("datadir", kNames), "data_dir");      // One missing.
  EXPECT_EQ(NearestName("log_levels", kNames), "log_level");  // One too many.
  EXPECT_EQ(NearestName("botch", kNames), "batch");           // One wrong.
}

TEST(NearestName, StaysSilentWhenNothingIsNear) {
  EXPECT_EQ(NearestName("colour", kNames), "");
  EXPECT_EQ(NearestName("", kNames), "");
  EXPECT_EQ(NearestName(std::string(1000, 'a'), kNames), "");
}

TEST(NearestName, PrefersTheFewestEdits) {
  constexpr std::array<std::string_view, 2> names = {"sharps", "shards"};
  EXPECT_EQ(NearestName("shard", names), "shards");
}

}  // namespace
}  // namespace candour::config
