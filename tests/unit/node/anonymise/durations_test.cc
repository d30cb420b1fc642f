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
  EXPECT_EQ(Masked("Found on the floor at 2am on 28/7. No sensor mat."), "DATE[28/7]");
  EXPECT_EQ(Masked("He fell on 28/7, then slept."), "DATE[28/7]");
  ExpectKept({"She was started on 3/7 of abx", "discharged on 5/7 doxycycline"});
}

TEST(Duration, IsADayWhereItHeadsALine) {
  EXPECT_EQ(Masked("Pump stopped.\nWhen: 6/6, 11.25"), "DATE[6/6]");
  EXPECT_EQ(Masked("2/3 referred by the clinic."), "DATE[2/3]");
  ExpectKept({"took it since 3/12", "2/3 of the dose was left"});
}

TEST(Score, IsNeverAboveWhatItIsOutOf) {
  EXPECT_EQ(Masked("he went 30/8, then home"), "DATE[30/8]");
  ExpectKept({"power 5/4 there", "BP 30/8 then", "vision 6/5 left", "cuts x 30/8 deep"});
}

TEST(Duration, IsNoneBehindFromAndUntil) {
  EXPECT_EQ(Masked("D&V from 9/12. Eleven of them."), "DATE[9/12]");
  EXPECT_EQ(Masked("isolated until 7/7."), "DATE[7/7]");
  ExpectKept({"course extended from 5/7.", "amoxicillin until 7/7.", "from 2/12 of age"});
}

}  // namespace
}  // namespace candour::anonymise
