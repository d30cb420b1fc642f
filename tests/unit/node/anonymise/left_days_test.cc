#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LeftDays, AreToldByTheDaysBesideThem) {
  ExpectMasked({
      {"24.4 adm, 26.4 theatre, 29.4 leak, 2.5 stepdown",
       "DATE[24.4] DATE[26.4] DATE[29.4] DATE[2.5]"},
      {"reported 12.01, again 19.01, again 26.01", "DATE[12.01] DATE[19.01] DATE[26.01]"},
      {"fall 1 2/5, fall 2 6/5, fall 3 today", "DATE[2/5] DATE[6/5]"},
      {"Bloods 12/7 U&E ok, 19/7 AKI 2", "DATE[12/7] DATE[19/7]"},
      {"Cannula in 20/7 out 24/7, VIP 3", "DATE[20/7] DATE[24/7]"},
  });
  ExpectKept({"K 5.1, 5.4 and 5.6", "INR 2.1 then 2.4, BM 3.1", "power 4/5 left, 3/5 right",
              "doxycycline for 5/7 then 7/7"});
}

TEST(LeftDays, AreToldByANoughtAndByWhatNobodyScores) {
  ExpectMasked({
      {"Given twice, see sheet\n01/12 | 08.10 | omitted", "DATE[01/12]"},
      {"4/6 01.00 transferred to the unit", "DATE[4/6]"},
      {"last depot 2/8. crisis team told", "DATE[2/8]"},
      {"next due on 3/12.", "DATE[3/12]"},
      {"Rounds were late\n12/12 Ward 5A", "DATE[12/12] WARD[Ward 5A]"},
      {"nite h/over 4/12 - all settled", "DATE[4/12]"},
      {"last seen 4/7 by the GP, on abx for 4/7", "DATE[4/7]"},
      {"late entry for 4/7. went to see her", "DATE[4/7]"},
      {"1/4 RTA, 3/4 ex fix, 11/4 IM nail", "DATE[1/4] DATE[3/4] DATE[11/4]"},
      {"rv Th 13/6, PHQ9 19", "DATE[Th 13/6]"},
      {"enoxaparin 80mg at 22:00 28.12., wt 81 kg", "DATE[28.12]"},
  });
  ExpectKept({"VA 6/9 and 6/12", "reviewed 3/12 later", "1/2 tablet", "apgars 9/9", "24/7 cover",
              "review in 3/12"});
}

}  // namespace
}  // namespace candour::anonymise
