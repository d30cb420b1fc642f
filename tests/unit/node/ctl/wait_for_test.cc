#include "node/ctl/wait_for.h"

#include <gtest/gtest.h>

namespace candour::ctl {
namespace {

TEST(WaitFor, AsksOnceWhenThereIsNoTime) {
  int asked = 0;
  EXPECT_FALSE(WaitFor(0, [&] { return ++asked > 1; }));
  EXPECT_EQ(asked, 1);
}

TEST(WaitFor, EndsWithTheFirstAnswerThatWillDo) {
  int asked = 0;
  EXPECT_TRUE(WaitFor(60, [&] { return ++asked == 2; }));
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace candour::ctl
