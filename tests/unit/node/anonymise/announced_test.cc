#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Announced, ValuesFollowTheirLabelsHoweverTheyAreParted) {
  ExpectMasked({
      {"GMC reg no recorded as 768 5925", "STAFF_ID[768 5925]"},
      {"payroll no as follows: 765 48 96", "STAFF_ID[765 48 96]"},
      {"nmc pin quoted as 74 C 0770 E", "STAFF_ID[74 C 0770 E]"},
      {"Date of birth: 10:01:1999", "DOB[10:01:1999]"},
      {"DOB -> 22 11 1967", "DOB[22 11 1967]"},
      {"Birth date as follows: 12_06_2004", "DOB[12_06_2004]"},
      {"library card no :8971 700", "LOCAL_ID[8971 700]"},
      {"ambulance ref F01 03 08.", "LOCAL_ID[F01 03 08]"},
      {"PAT no on form 42478", "DEVICE_SERIAL[42478]"},
      {"number plate on form FN05 EHN", "VEHICLE[FN05 EHN]"},
      {"Ward #9", "WARD[9]"},
      {"write to PO Box 41 please", "ADDRESS[PO Box 41]"},
      {"with SO 318, OSG 905 and CM Pargeter 044 there",
       "STAFF_ID[318] STAFF_ID[905] PERSON[Pargeter] STAFF_ID[044]"},
      {"booked in by PS 3310 Huxtable", "STAFF_ID[3310] PERSON[Huxtable]"},
      {"officer Twigg 3306 attended", "PERSON[Twigg] STAFF_ID[3306]"},
      {"22:00 Doreen 98 unsettled", "PERSON[Doreen] AGE_90_PLUS[98]"},
      {"Tel:01706496002wife present", "PHONE[01706496002]"},
  });
}

TEST(Announced, LabelsThatAreEverydayWordsNeedMore) {
  ExpectKept({"The patient 2 beds down", "log in at 14:30", "staff of 12", "call 999 then",
              "Report: 2024 audit", "the index case 3", "his son is 44", "risk: 12/25",
              "unit 4 of blood", "Ward: quiet", "pump: 500 ml", "on ward round 2 seen"});
}

}  // namespace
}  // namespace candour::anonymise
