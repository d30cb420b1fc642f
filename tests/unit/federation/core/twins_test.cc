#include "federation/core/twins.h"

#include <gtest/gtest.h>

#include "tests/sim/cast.h"

namespace candour::core_test {
namespace {

using std::chrono::seconds;

class TwinsTest : public ::testing::Test {
 protected:
  Instant At(int second) const { return Instant{} + seconds(second); }
  void Hello(const std::string& boot, int second) { twins.OnHello(who, boot, At(second)); }

  const PeerIdentity who = sim::MakeCast(1, 2).IdentityOf(1);
  Twins twins{seconds(60)};
};

TEST_F(TwinsTest, AreNoneWhenOneProcessFollowsAnother) {
  Hello("a", 0);
  twins.OnWatch(1, who, At(0));
  EXPECT_FALSE(twins.HasTwin(who, "a", At(1)));
  twins.OnWatchClosed(1);
  Hello("b", 2);
  twins.OnWatch(2, who, At(2));

  EXPECT_FALSE(twins.HasTwin(who, "b", At(3)));
  EXPECT_FALSE(twins.Cloned(who, At(100)));
}

TEST_F(TwinsTest, MayOverlapForAHandOverOnly) {
  Hello("a", 0);
  twins.OnWatch(1, who, At(0));
  Hello("b", 10);

  EXPECT_TRUE(twins.HasTwin(who, "b", At(11)));
  EXPECT_FALSE(twins.Cloned(who, At(70)));
  EXPECT_TRUE(twins.Cloned(who, At(71)));
  twins.OnWatchClosed(1);
  EXPECT_TRUE(twins.Cloned(who, At(72)));  // Which of the two was the copy nobody knows.
  Hello("c", 80);
  EXPECT_FALSE(twins.Cloned(who, At(81)));
}

TEST_F(TwinsTest, AreFoundWhenBothAreHeardOverTheSameTime) {
  Hello("a", 0);
  Hello("b", 10);
  EXPECT_FALSE(twins.HasTwin(who, "b", At(10)));
  Hello("a", 15);
  EXPECT_TRUE(twins.HasTwin(who, "a", At(15)));
  Hello("b", 20);
  EXPECT_TRUE(twins.HasTwin(who, "b", At(20)));
  EXPECT_FALSE(twins.Cloned(who, At(20)));
  Hello("a", 71);
  Hello("b", 75);

  EXPECT_TRUE(twins.Cloned(who, At(75)));
  EXPECT_TRUE(twins.HasTwin(who, "a", At(75)));
  Hello("c", 200);
  EXPECT_FALSE(twins.Cloned(who, At(200)));
}

// A hub that stood still reads what waited on several connections in any order.
TEST_F(TwinsTest, AreNotFoundByGreetingsReadLate) {
  for (const char* boot : {"b", "a", "b", "a"}) Hello(boot, 10);

  EXPECT_TRUE(twins.HasTwin(who, "b", At(10))) << "it asks again";
  twins.OnWatch(1, who, At(11));  // Of which of the two nobody can say.
  for (int second = 15; second <= 200; second += 5) Hello("b", second);
  EXPECT_FALSE(twins.HasTwin(who, "b", At(200)));
  EXPECT_FALSE(twins.Cloned(who, At(200)));
}

TEST_F(TwinsTest, OfOneMemberSayNothingOfAnother) {
  for (int second : {0, 100}) {
    Hello("a", second);
    Hello("b", second);
  }
  ASSERT_TRUE(twins.Cloned(who, At(101)));
  EXPECT_FALSE(twins.Cloned(sim::MakeCast(1, 3).IdentityOf(2), At(101)));
}

}  // namespace
}  // namespace candour::core_test
