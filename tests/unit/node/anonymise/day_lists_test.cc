#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(DayList, LeansOnTheDateAfterIt) {
  ExpectMasked({
      {"between 2nd and 11th of March", "DATE[2nd and 11th of March]"},
      {"during 14/15 March nights", "DATE[14/15 March]"},
      {"DNA'd 15 & 22 January", "DATE[15 & 22 January]"},
      {"missed on 3rd, 4th and 5th of April", "DATE[3rd, 4th and 5th of April]"},
  });
}

TEST(DayList, TwoDaysOfOneMonth) {
  ExpectMasked(
      {{"Night shift, Juniper Ward, 8/9 July: on 1:1", "WARD[Juniper Ward] DATE[8/9 July]"},
       {"on 8/9 July she fell", "DATE[8/9 July]"}});
}

TEST(DayList, DoesNotReachIntoOtherNumbers) {
  EXPECT_EQ(Masked("moved from bed 4 to 5, 6 March"), "DATE[6 March]");
  EXPECT_EQ(Masked("gave 3, 4 May"), "DATE[4 May]");
}

TEST(SpacedDate, IsReadThroughItsSpaces) {
  ExpectMasked({
      {"seen 3 1 . 0 5 . 2 0 2 4 again", "DATE[3 1 . 0 5 . 2 0 2 4]"},
      {"on 05 . 03 . 2024 .", "DATE[05 . 03 . 2024]"},
  });
  ExpectKept({"steps 1 - 2 - 3 of it", "4 . 5 mmol", "ratio 1 / 2 / 3"});
}

TEST(NamedDays, AreDates) {
  EXPECT_EQ(Masked("fell on New Year's Eve 2024"), "DATE[New Year's Eve 2024]");
  EXPECT_EQ(Masked("on boxing day"), "DATE[boxing day]");
  ExpectKept({"a new day", "Easter eggs", "good day", "over Christmas"});
}

TEST(GluedDays, AreDatesWhenTheirMonthHasACapital) {
  EXPECT_EQ(Masked("seen 6May and 06MAY"), "DATE[6May] DATE[06MAY]");
  ExpectKept({"give 5mar of it", "12dec ml"});
}

TEST(DayLists, RomanMonthsAndDatesBehindNamesAreDates) {
  EXPECT_EQ(Masked("born 19.ix.1950 in a hut"), "DOB[19.ix.1950]");
  EXPECT_EQ(Masked("on 3/iv/24 he fell"), "DATE[3/iv/24]");
  EXPECT_EQ(Masked("about Bridget Hegarty 12 06 88. Pain."),
            "PERSON[Bridget Hegarty] DOB[12 06 88]");
  ExpectKept({"obs were 12 06 88 beats", "given 5.iv.2 ml", "type i.v.2 of it"});
}

TEST(DayLists, ThreeDaysInARowAreDates) {
  EXPECT_EQ(Masked("missed doses (4/6, 5/6 and 6/6)."), "DATE[4/6, 5/6 and 6/6]");
  ExpectKept({"power 4/5, 4/5 and 5/5", "acuity 6/6, 6/9 and 6/12", "GCS 3/15, 4/15"});
}

TEST(NamedDays, AreManyAndMayStandAlone) {
  ExpectMasked({
      {"went missing on Hogmanay", "DATE[Hogmanay]"},
      {"until St Valentine's Day he walked", "DATE[St Valentine's Day]"},
      {"seen on Mothering Sunday", "DATE[Mothering Sunday]"},
      {"burnt on Bonfire Night 2023", "DATE[Bonfire Night 2023]"},
      {"on St. Patrick's Day", "DATE[St. Patrick's Day]"},
      {"the Maundy Thursday shift", "DATE[Maundy Thursday]"},
  });
  ExpectKept({"it may day by day improve", "all night", "a busy day", "a bank holiday"});
}

TEST(OrdinalMonths, AreDates) {
  EXPECT_EQ(Masked("operated on 1st of the 5th by him"), "DATE[1st of the 5th]");
  EXPECT_EQ(Masked("since the 23rd of the 11th 2023."), "DATE[the 23rd of the 11th 2023]");
  ExpectKept({"the 1st of the 20th century wards", "2nd of 3 doses"});
}

TEST(DayList, GoesOnBehindADay) {
  EXPECT_EQ(Masked("rang on the 21st & 22nd; told no"), "DATE[the 21st & 22nd]");
  ExpectKept({"his 2nd & 3rd doses", "2nd, 3rd degree tears"});
}

}  // namespace
}  // namespace candour::anonymise
