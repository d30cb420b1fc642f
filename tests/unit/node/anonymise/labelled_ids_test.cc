#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LabelledId, ValueIsMaskedAndTheLabelStays) {
  ExpectMasked({
      {"Hosp no: 4877203 seen", "LOCAL_ID[4877203]"},
      {"MRN RX4-556120, pulled", "LOCAL_ID[RX4-556120]"},
      {"our ref HB/24/00417 was", "LOCAL_ID[HB/24/00417]"},
      {"GMC number 7450091 holder", "STAFF_ID[7450091]"},
      {"serial no. OM1809931, strap", "DEVICE_SERIAL[OM1809931]"},
      {"asset tag E-55210 on it", "DEVICE_SERIAL[E-55210]"},
      {"key safe 2580 by the door", "LOCAL_ID[2580]"},
      {"NI number: QQ 12 34 56 C given", "NINO[QQ 12 34 56 C]"},
      {"number plate: ABC 123 seen", "VEHICLE[ABC 123]"},
  });
}

TEST(LabelledId, LabelsMayBeKeysAndStandOnTheLineBefore) {
  ExpectMasked({
      {"serialNumber: XR-64896", "DEVICE_SERIAL[XR-64896]"},
      {"key_safe=1613", "LOCAL_ID[1613]"},
      {"accession no.\n24.397737 and", "LOCAL_ID[24.397737]"},
      {"door code</td><td>3148", "LOCAL_ID[3148]"},
      {"asset number: AS-87596", "DEVICE_SERIAL[AS-87596]"},
      {"Pt ID given as P 407 546", "LOCAL_ID[P 407 546]"},
      {"HCPC registration BS 15876", "STAFF_ID[BS 15876]"},
  });
  ExpectKept({"seen by SN\n120/80 at rest", "given to the patient\n250 ml of saline"});
}

TEST(LabelledId, ValuesMayBeTornIntoGroups) {
  ExpectMasked({
      {"hospital number 1000 44 812. Now", "LOCAL_ID[1000 44 812]"},
      {"donation no G0511 24 118 402\nChecked", "LOCAL_ID[G0511 24 118 402]"},
      {"notes no MEH 2.118.440 lost", "LOCAL_ID[MEH 2.118.440]"},
      {"hosp no K 22 01 86", "LOCAL_ID[K 22 01 86]"},
  });
  EXPECT_EQ(Masked("hospital number 448201 14 days later"), "LOCAL_ID[448201]");
}

TEST(LabelledId, PoliceNumberTheirCallsByDay) {
  EXPECT_EQ(Masked("Police log 518 of 3/11/24 refers"), "LOCAL_ID[518 of 3/11/24]");
  EXPECT_EQ(Masked("log 0771 and others"), "LOCAL_ID[0771]");
  EXPECT_EQ(Masked("account ending 4471 used"), "LOCAL_ID[4471]");
  EXPECT_EQ(Masked("bank card ending 4471 of late"), "LOCAL_ID[4471]");
}

TEST(LabelledId, ThingsThatLearningNeedsStay) {
  ExpectKept({"model no T34 in use", "lot number 2231-A expired", "batch no 23/117 recalled",
              "bed no 12 empty", "room number 6", "unit 2 of blood", "report of 2 events",
              "incident at 14:30", "patient 2 of 3", "page no 12345 of it"});
}

TEST(LabelledIds, FilesFleetsAndLabelsThatBelongToTheirNumber) {
  EXPECT_EQ(Masked("case 24/551 closed"), "LOCAL_ID[24/551]");
  EXPECT_EQ(Masked("notif SN-2025-00471 sent"), "DEVICE_SERIAL[SN-2025-00471]");
  EXPECT_EQ(Masked("fleet no. 4471 left"), "VEHICLE[4471]");
  ExpectKept({"the reg on call came", "report 2024 says", "case 1/2 done"});
}

TEST(LabelledIds, CodesOfLocks) {
  ExpectMasked({{"The lock code (7731) was on the wall", "LOCAL_ID[7731]"},
                {"padlock code 5512 given", "LOCAL_ID[5512]"}});
  EXPECT_EQ(Masked("Alarm code for the flat is 5510."), "LOCAL_ID[5510]");
  EXPECT_EQ(Masked("His hospital number, which is K409122, was wrong."), "LOCAL_ID[K409122]");
  ExpectKept({"lock the door at 2200"});
}

TEST(LabelledIds, SerialsOfAPlaceOnTheThing) {
  ExpectMasked({
      {"hearing aid (R), serial on box 0X-33718H. Pt", "DEVICE_SERIAL[0X-33718H]"},
      {"serial on the label is KX-22910 seen", "DEVICE_SERIAL[KX-22910]"},
      {"the serial on the casing was 4471-20B,", "DEVICE_SERIAL[4471-20B]"},
      {"Serial no printed on it KX22910", "DEVICE_SERIAL[KX22910]"},
      {"serial on the back TT 40917", "DEVICE_SERIAL[TT 40917]"},
  });
  ExpectKept({"no serial on the box, 2 of 3 gone", "serial on the plate worn off"});
}

}  // namespace
}  // namespace candour::anonymise
