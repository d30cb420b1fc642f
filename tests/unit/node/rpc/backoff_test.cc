#include "node/rpc/backoff.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToItsLongestPauseAndStartsAgain) {
  Backoff backoff(milliseconds(100), milliseconds(1000));
  const uint64_t longest = 0;  // The draw that takes nothing off.
  EXPECT_EQ(backoff.Next(longest), milliseconds(100));
  EXPECT_EQ(backoff.Next(longest), milliseconds(200));
  EXPECT_EQ(backoff.Next(longest), milliseconds(400));
  EXPECT_EQ(backoff.Next(longest), milliseconds(800));
  EXPECT_EQ(backoff.Next(longest), milliseconds(1000));
  EXPECT_EQ(backoff.Next(longest), milliseconds(1000));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(longest), milliseconds(100));
}

TEST(Backoff, DrawsFromTheUpperHalf) {
  for (uint64_t draw = 0; draw < 1000; ++draw) {
    Backoff backoff(milliseconds(100), milliseconds(1000));
    const milliseconds pause = backoff.Next(draw * 0x9e3779b97f4a7c15);
    EXPECT_GE(pause, milliseconds(50));
    EXPECT_LE(pause, milliseconds(100));
  }
}

TEST(Backoff, NeverPausesLongerThanItsMaximum) {
  Backoff backoff(milliseconds(5000), milliseconds(300));
  EXPECT_LE(backoff.Next(0), milliseconds(300));
}

}  // namespace
}  // namespace candour::rpc
