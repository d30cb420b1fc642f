#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(UnlabelledIds, SpecimensBehindTheirYear) {
  ExpectMasked({
      {"given 24.B0072004 now", "LOCAL_ID[24.B0072004]"},
      {"Crime ref 24*118822. She rang", "LOCAL_ID[24*118822]"},
      {"it weighed 24.5072 kg", ""},
  });
}

TEST(UnlabelledId, IsALongNumberOrACode) {
  ExpectMasked({
      {"PRF 0077281 was left", "LOCAL_ID[0077281]"},
      {"enquiry 13/CR/40881/24 open", "LOCAL_ID[13/CR/40881/24]"},
      {"sample B,24.0117734.K lost", "LOCAL_ID[B,24.0117734.K]"},
      {"tag 24H117734 on it", "LOCAL_ID[24H117734]"},
      {"the form 40-22911 says", "LOCAL_ID[40-22911]"},
  });
}

TEST(UnlabelledId, ThingsSumsAndMeasuresStay) {
  ExpectKept({"lot AD44170B in use", "lots K2204417 and K2204419", "order 7741800392 delayed",
              "product code 0417782 here", "SNOMED 22298006 chosen", "gave 10,000 units",
              "platelets 150000 cells",
              "cost \xc2\xa3"
              "125000 a year",
              "in 2024/25 and 2025/26", "BP 120/80 then", "10mg/24h by pump", "version 2.10.455",
              "ISO 13485 kit", "ratio 1234.567", "5000iu given", "on 1,250,000 doses"});
}

TEST(UnlabelledId, TenBareDigitsBelongToTheRuleForNhsNumbers) {
  EXPECT_EQ(Masked("the form said 9434765918"), "");
  EXPECT_TRUE(Flags("the form said 9434765918", "9434765918"));
}

TEST(UnlabelledIds, AlertsYearsHoursAndBarCodesStay) {
  ExpectKept({"NatPSA/2023/010/MHRA was read", "shift 0730-2000", "in 2023-2024 and 2024-25",
              "(01)05012345678900(17)260101(10)ABC123", "one in 250000"});
  EXPECT_EQ(Masked("cultures 25B0118820 negative"), "LOCAL_ID[25B0118820]");
}

TEST(UnlabelledIds, CapitalsThatAreNoWordBelongToTheirNumber) {
  EXPECT_EQ(Masked("Wheelchair WCQ 44129 failed"), "LOCAL_ID[WCQ 44129]");
  EXPECT_EQ(Masked("arrived (EMAZ 24-771820)."), "LOCAL_ID[EMAZ 24-771820]");
}

TEST(UnlabelledId, ReadsLabelsWithoutABlank) {
  ExpectMasked({
      {"concentrator serial55A20714Q.", "DEVICE_SERIAL[55A20714Q]"},
  });
}

TEST(UnlabelledIds, WhatAnItemOfMinutesIsAbout) {
  ExpectMasked({{"1. Minutes agreed.\n2. MSC-88: pen shared", "LOCAL_ID[MSC-88]"}});
  ExpectKept({"1. NEWS-2: scored late"});
}

}  // namespace
}  // namespace candour::anonymise
