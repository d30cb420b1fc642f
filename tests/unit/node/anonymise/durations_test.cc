#include "node/anonymise/detectors.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Duration, IsDaysOutOfSevenAndMonthsOutOfTwelve) {
  EXPECT_TRUE(IsDuration(3, 7));
  EXPECT_TRUE(IsDuration(18, 12));
  EXPECT_FALSE(IsDuration(22, 7));
  EXPECT_FALSE(IsDuration(3, 5));
}

TEST(Duration, IsADayWhereSomethingWasDoneOnIt) {
  EXPECT_EQ(Masked("It was raised on 3/7 by the nurse."), "DATE[3/7]");
  EXPECT_EQ(Masked("Last reviewed on 2/7."), "DATE[2/7]");
  ExpectKept({"She was started on 3/7 of abx", "discharged on 5/7 doxycycline"});
}

TEST(Score, IsNeverAboveWhatItIsOutOf) {
  EXPECT_EQ(Masked("he went 30/8, then home"), "DATE[30/8]");
  ExpectKept({"power 5/4 there", "BP 30/8 then", "vision 6/5 left", "cuts x 30/8 deep"});
}

}  // namespace
}  // namespace candour::anonymise
