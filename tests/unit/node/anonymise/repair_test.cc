#include <gtest/gtest.h>

#include "node/anonymise/normalise.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

std::string Repaired(std::string_view text) { return Normalise(text)->text; }

TEST(Repair, PutsDigitsRightInsideDigitRuns) {
  EXPECT_EQ(Repaired("O7700 9OO l23"), "07700 900 123");
  EXPECT_EQ(Repaired("l2/O4/l938"), "12/04/1938");
  EXPECT_EQ(Repaired("O4.O6.l947"), "04.06.1947");
  EXPECT_EQ(Repaired("H0SP N0 448 2O1"), "HOSP N0 448 201");
}

TEST(Repair, PutsDaysYearsAndCodesRight) {
  EXPECT_EQ(Repaired("on l4 March 2O25"), "on 14 March 2025");
  EXPECT_EQ(Repaired("Sat lst, 3Oth Aug"), "Sat 1st, 30th Aug");
  EXPECT_EQ(Repaired("sent 24.l0, back O2/12"), "sent 24.10, back 02/12");
  EXPECT_EQ(Repaired("van MVl9 KZT, YO2l lLA, A90O3FC"), "van MV19 KZT, YO21 1LA, A9003FC");
  EXPECT_EQ(Repaired("bleep 33lO2"), "bleep 33102");
  EXPECT_EQ(Repaired("G&S 24BB008812, 25B0118820"), "G&S 24BB008812, 25B0118820");
}

TEST(Repair, PutsLettersRightInsideWords) {
  EXPECT_EQ(Repaired("Ains1ie saw 0sei in c1inic"), "Ainslie saw Osei in clinic");
  EXPECT_EQ(Repaired("7 Mil1 Street"), "7 Mill Street");
  EXPECT_EQ(Repaired("GWENLL1AN PR0BERT, HBA1C"), "GWENLLIAN PROBERT, HBA1C");
}

TEST(Repair, LeavesCodesValuesAndWordsAlone) {
  for (std::string_view text : {"HbA1c 84", "EC1A 9ZZ", "B12 low", "CO2 7.1", "10mg BD", "L4/5",
                                "T1DM", "SOB on exertion", "p53", "O2 sats 92", "IS 5/10",
                                "1.5l of fluid", "150l", "I21.4", "l4/5 disc", "on 2l O2 Sat 92"}) {
    EXPECT_EQ(Repaired(text), text);
  }
}

TEST(Repair, LeavesPlatesAndPostcodesInSmallLettersAlone) {
  EXPECT_EQ(Masked("car reg ab12cde"), "VEHICLE[ab12cde]");
  EXPECT_EQ(Masked("lives at sw1a 1aa"), "POSTCODE[sw1a 1aa]");
  EXPECT_EQ(Masked("postcode LSl 4DY"), "POSTCODE[LSl 4DY]");
  EXPECT_EQ(Masked("seen on ll/O9/2O25"), "DATE[ll/O9/2O25]");
}

TEST(Repair, ReadsAFigureInAPostcodeAndAPlate) {
  EXPECT_EQ(Masked("14 Fennel Rise, Tavistock PL19 BQD"),
            "ADDRESS[14 Fennel Rise, Tavistock] POSTCODE[PL19 BQD]");
  EXPECT_EQ(Masked("left in MX7O FHD at noon"), "VEHICLE[MX7O FHD]");
}

TEST(Repair, ReadsANumberAtASentencesEnd) {
  EXPECT_EQ(Masked("told on O77OO 9OO 4l8. ll/O2/2O25"), "PHONE[O77OO 9OO 4l8] DATE[ll/O2/2O25]");
}

}  // namespace
}  // namespace candour::anonymise
