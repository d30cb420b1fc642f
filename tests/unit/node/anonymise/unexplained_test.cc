#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Unexplained, NumbersOfAListGoTogether) {
  EXPECT_EQ(Masked("bleeps 1405 and 1450. Then"), "PHONE[1405] PHONE[1450]");
  EXPECT_EQ(Masked("exts 4410, 4412 or 4418 rang"), "PHONE[4410] PHONE[4412] PHONE[4418]");
}

TEST(Unexplained, NumbersNeedNoLabelWhereNothingElseExplainsThem) {
  ExpectMasked({
      {"The bloods came as QX 0052 8831 instead of hers.", "LOCAL_ID[QX 0052 8831]"},
      {"It was kept under 58120 until Friday.", "LOCAL_ID[58120]"},
      {"Printed to LBL_CLIN_02 in error.", "LOCAL_ID[LBL_CLIN_02]"},
      {"He gave 4 4 0 9 as the way in.", "LOCAL_ID[4 4 0 9]"},
      {"She keyed 5309# twice.", "LOCAL_ID[5309]"},
      {"A grey van, LM19.TZO, left.", "VEHICLE[LM19.TZO]"},
  });
}

TEST(Unexplained, WhatLeadsToANumberSaysOfWhichKind) {
  ExpectMasked({
      {"case no B 551/ 9902 went in", "LOCAL_ID[B 551/ 9902]"},
      {"sample no 25:IM:0091144.", "LOCAL_ID[25:IM:0091144]"},
      {"the number on the tube (RV 55 10 23)", "LOCAL_ID[RV 55 10 23]"},
      {"Acc no 25H*0081193.", "LOCAL_ID[25H*0081193]"},
      {"register nos P/24/ 0881 and P/24/ 0893.", "LOCAL_ID[P/24/ 0881] LOCAL_ID[P/24/ 0893]"},
      {"Done by user lab_0188 at noon", "STAFF_ID[lab_0188]"},
      {"worklist on ris-gw7 froze", "URL_IP[ris-gw7]"},
      {"the printer wk_prn_24 jammed", "URL_IP[wk_prn_24]"},
      {"Wheelchair tag X/C 229 is lost", "DEVICE_SERIAL[X/C 229]"},
      {"docket ref K52 946 1G was reissued", "LOCAL_ID[K52 946 1G]"},
      {"custody id BB 4746 H instead", "LOCAL_ID[BB 4746 H]"},
      {"parcel no FPH~791763~1 came", "LOCAL_ID[FPH~791763~1]"},
      {"The code for the store is 2580 now", "LOCAL_ID[2580]"},
      {"locker tag KN-113-F.", "DEVICE_SERIAL[KN-113-F]"},
      {"Log on as agency14 there", "STAFF_ID[agency14]"},
      {"CHI on the sheet, 310455 7718, is not his", "NHS_NUMBER[310455 7718]"},
      {"Sample of 310455 7718 (CHI) was lost", "NHS_NUMBER[310455 7718]"},
  });
}

TEST(Unexplained, NumbersThatAreCalledAreTelephones) {
  ExpectMasked({
      {"Bleeped the reg on 5528, nothing.", "PHONE[5528]"},
      {"ring the desk on 66 140 if worse", "PHONE[66 140]"},
      {"rang me from 3-8829 at 0525", "PHONE[3-8829]"},
      {"The lead is on 5044.", "PHONE[5044]"},
      {"he can be got on 1749 today", "PHONE[1749]"},
      {"page me, 2906.", "PHONE[2906]"},
      {"ring me on 0121 496 0306 or the plant room 7719.", "PHONE[0121 496 0306] PHONE[7719]"},
      {"Blood unit for K551 902 was put up", "LOCAL_ID[K551 902]"},
      {"cartridge lot 230817D||GEM-0221|late", "LOCAL_ID[GEM-0221]"},
      {"RING HER ON 01632 960 400 X 212", "PHONE[01632 960 400 X 212]"},
      {"or his desk 0161-496-0119 x 73.", "PHONE[0161-496-0119 x 73]"},
      {"call back on 0114, 496 0952.", "PHONE[0114, 496 0952]"},
      {"my num is 07700,900,734 now", "PHONE[07700,900,734]"},
  });
}

TEST(Unexplained, OneMoreOfTheSameFormNeedsNoLabel) {
  EXPECT_EQ(Masked("his old number, CA 6107 K, was never merged with CA 8890 T."),
            "LOCAL_ID[CA 6107 K] LOCAL_ID[CA 8890 T]");
}

TEST(Unexplained, WhatIsExplainedStays) {
  ExpectKept({"BP 152/98, GCS 14/15, CK 14320, plt 1200",
              "given 1500 ml over 4 hours",
              "seen at 0340 and 1725",
              "called at 1900, rang 2300",
              "lot 3381944, batch SB 4491",
              "Alaris 8110 module",
              "order 4410927765 is late",
              "in 2019 and the 1990s",
              "4500 patients and 14,000 staff",
              "NICE NG51 and HTM 04-01",
              "CD4 200, MMSE 22/30",
              "size 8 tube, stage 3b, ASA 3",
              "page no 12345 of it",
              "rang 116 123 and 999",
              "The chart said GCS 9/15",
              "rang about it from 0730 to 2000",
              "seen on page 131",
              "D-dimer 4634, NT-proBNP 21642",
              "CAS alert 9512 and TA707",
              "HR 138 RR 16 then",
              "temp rose to 14.2C at 19h20",
              "SNOMED CT code 22298006",
              "G2P1 41+2 today"});
}

TEST(Unexplained, ReadsNumbersBehindNames) {
  ExpectMasked({
      {"Kwabena Amoah-Grant, 4 417 209, seen", "PERSON[Kwabena Amoah-Grant] LOCAL_ID[4 417 209]"},
  });
  ExpectKept({
      "alarm at 22:31 6.4C again",
  });
}

}  // namespace
}  // namespace candour::anonymise
