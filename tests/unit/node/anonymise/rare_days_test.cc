#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(RareDays, MonthsMayBeRomanOrTheirOwnNumber) {
  ExpectMasked({
      {"on the shift of 27 xii.", "DATE[27 xii]"},
      {"told them on 29 ix 2023", "DATE[29 ix 2023]"},
      {"seen 3.xi.24 again", "DATE[3.xi.24]"},
      {"on the 2nd of the 11th, '23.", "DATE[the 2nd of the 11th, '23]"},
      {"born the 22nd of the fifth, 1949", "DOB[the 22nd of the fifth, 1949]"},
      {"from 4.iii.2025 when she came", "DATE[4.iii.2025]"},
      {"seen 9 x 2024, no harm", "DATE[9 x 2024]"},
      {"seen 3rd/11/24 there", "DATE[3rd/11/24]"},
  });
}

TEST(RareDays, MonthsMayBeWelshOrGaelic) {
  ExpectMasked({
      {"Phoned 1af Mawrth about it", "DATE[1af Mawrth]"},
      {"came on 6 Samhain 2024.", "DATE[6 Samhain 2024]"},
      {"Rang again 14 Ion 25 to ask", "DATE[14 Ion 25]"},
      {"(DOB 2 Hydref 1994)", "DOB[2 Hydref 1994]"},
  });
}

TEST(RareDays, DaysMayBeDigitsInOne) {
  EXPECT_EQ(Masked("When: 20250211, before noon"), "DATE[20250211]");
  EXPECT_EQ(Masked("born 110249 in a hut"), "DOB[110249]");
}

TEST(RareDays, DosesRoutesAndProductsStay) {
  ExpectKept({"gentamicin 10 iv given", "took 2 x 500 daily", "stage 3 ii tear", "lot 20250211",
              "the 2nd of the third doses"});
}

TEST(RareDays, StandBetweenCommasBehindAWordForADay) {
  ExpectMasked({
      {"the following day (3/12) he fell", "DATE[3/12]"},
      {"The next day, 3/12, he can be seen again.", "DATE[3/12]"},
      {"the day after, 14/2, he fell", "DATE[14/2]"},
  });
  ExpectKept({"reviewed in 3/12, he can be seen", "in two weeks, 3/12, the course",
              "the next day, 3/12 review"});
}

TEST(RareDays, ReadsPointsShiftsAndApostrophes) {
  ExpectMasked({
      {"Debrief 24.09.", "DATE[24.09]"},
      {"Bank nurse worked 24/12 LD", "DATE[24/12]"},
      {"Book pg 44, 30/1/'25.", "DATE[30/1/'25]"},
  });
  ExpectKept({
      "Hb 13.05 and CRP 24.09",
      "for 24/12 then review",
  });
}

TEST(RareDays, ReadsTheFirstOfAListAndNoughts) {
  ExpectMasked({
      {"late in June: 3/6, 10/6, 17/6.", "DATE[3/6] DATE[10/6] DATE[17/6]"},
      {"Huddle 08/10", "DATE[08/10]"},
  });
  ExpectKept({
      "pain 08/10 on moving",
      "power 4/5, 5/5",
  });
}

TEST(RareDays, OneAfterTheOther) {
  ExpectMasked({
      {"07/12 Pt declined. 08/12 no answer at the door.", "DATE[07/12] DATE[08/12]"},
      {"Stuck by a sharp on the 25th of last month.", "DATE[the 25th of last month]"},
      {"Another carer, onset 24.2. Sample sent.", "DATE[24.2]"},
  });
}

TEST(RareDays, SomethingHappenedOn) {
  ExpectMasked({
      {"Died the 2nd, 0605.", "DATE[the 2nd]"},
      {"She was discharged the 21st with her tablets", "DATE[the 21st]"},
      {"MAR error / 15.8 / teatime round", "DATE[15.8]"},
      {"MAR error\n15.8\nteatime round", "DATE[15.8]"},
  });
  ExpectKept(
      {"seen the 2nd time", "moved the 3rd bed", "Hb / 15.8 / normal", "sodium\n15.8\nmmol"});
}

}  // namespace
}  // namespace candour::anonymise
