#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Bearers, AreToldByTheNumbersBehindThem) {
  ExpectMasked({
      {"Quellimar R (GMC 7714093) prescribed it", "PERSON[Quellimar R] STAFF_ID[7714093]"},
      {"It was Rose Field, DOB 1/2/50, who fell", "PERSON[Rose Field] DOB[1/2/50]"},
      {"NOK Zorvani 07700 900318", "PERSON[Zorvani] PHONE[07700 900318]"},
      {"DC Hudson 4471 came", "PERSON[Hudson] STAFF_ID[4471]"},
  });
  ExpectKept({"Wrong NHS number on it", "Blood Bank extension unknown", "Switchboard was busy"});
}

TEST(Bearers, HaveInitialsBeforeTheirNames) {
  ExpectMasked({{"passed by BMS C. Obi today", "PERSON[C. Obi]"}});
  ExpectKept({"given vitamin C. Observations stable", "hepatitis C. Patient well", "C. diff found",
              "moved to side room B. Comfortable"});
}

TEST(Bearers, OfLettersArePatients) {
  ExpectMasked({{"Patient LT had a rash", "PERSON[LT]"}, {"given to pt AB.", "PERSON[AB]"}});
  ExpectKept({"Patient CT was done", "patient NBM from midnight", "pt OK now"});
}

TEST(Bearers, StandBehindBedsInLists) {
  EXPECT_EQ(Masked("B1 Zorvani 78M\nB2 Pole - NBM\nB3 Empty\nS/R Bell: C diff"),
            "PERSON[Zorvani] PERSON[Pole] PERSON[Bell]");
  ExpectKept({"Bed 4 Rails up", "B12 Low - replaced"});
}

TEST(Bearers, KeepLogsUnderTheirInitials) {
  EXPECT_EQ(Masked("20:05 JB on shift\n20:40 meds refused\n03:30 no injury, JB/MW"),
            "PERSON[JB] PERSON[JB]");
  ExpectKept({"The XQ tube was swapped, the XQ line was not"});
}

TEST(Bearers, WroteWhatIsQuoted) {
  ExpectMasked({{"> at 08:12 Marsh, Olive wrote:", "PERSON[Marsh, Olive]"}});
}

TEST(Bearers, AreNoAbbreviationsWithPoints) {
  ExpectKept({"found by H.C.A. on nights", "N.O.K. informed"});
}

TEST(Bearers, SignWithTheirInitials) {
  ExpectMasked({{"Yours sincerely\nH. Llewelyn-Davies", "PERSON[H. Llewelyn-Davies]"}});
}

}  // namespace
}  // namespace candour::anonymise
