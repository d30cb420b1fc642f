#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(PlainOrgs, AreFoundWithoutCapitals) {
  ExpectMasked({
      {"She was adm from orchard lea nursing home on oxygen", "ORG[orchard lea nursing home]"},
      {"seen at school lane surgery today", "ORG[school lane surgery]"},
      {"employed by wenlock valley nhs trust", "ORG[wenlock valley nhs trust]"},
      {"DIED IN HUDDERSFIELD ROYAL OVERNIGHT", "ORG[HUDDERSFIELD ROYAL]"},
      {"seen at st oswin's today", "ORG[st oswin's]"},
      {"back to hmp lowdham grange", "ORG[hmp lowdham grange]"},
  });
}

TEST(PlainOrgs, KindsMayBeSmallBehindACapital) {
  EXPECT_EQ(Masked("She is at Brackenhurst children's centre."),
            "ORG[Brackenhurst children's centre]");
  EXPECT_EQ(Masked("seen by amu 2, then home"), "WARD[amu 2]");
}

TEST(PlainOrgs, WardsLeaveTheirWordOut) {
  ExpectMasked({
      {"he is on c wing now", "WARD[c wing]"},
      {"the nurse from 8b rang", "WARD[8b]"},
      {"she was moved to elm.", "WARD[elm]"},
  });
}

TEST(PlainOrgs, WardsAreFoundBehindTheirCodesAndLevels) {
  ExpectMasked({
      {"Staff on A4 ward unaware", "WARD[A4 ward]"},
      {"Handover from Bay View Ward was poor.", "WARD[Bay View Ward]"},
      {"moved to Wd 14 at night", "WARD[Wd 14]"},
      {"Transferred to Level 3 East.", "WARD[Level 3 East]"},
      {"she was transferred to f7 by porters", "WARD[f7]"},
  });
  ExpectKept({"needs level 3 care", "on level 2", "b12 given on the ward", "a ward round"});
}

TEST(PlainOrgs, KindsAndOperationsStay) {
  ExpectKept({"went to a nursing home", "for knee surgery today", "after elective surgery",
              "his hospital number", "from the memory clinic", "on 2l via mask",
              "the usual pharmacy", "seen in a busy clinic", "to the local pharmacy",
              "an open house", "for palliative care", "sent to court", "with good care"});
}

TEST(PlainOrgs, HousesAndFirmsEndInTheirKind) {
  ExpectMasked({
      {"the order went to brook house on time", "ORG[brook house]"},
      {"she came from rowan lodge by taxi", "ORG[rowan lodge]"},
      {"the letter of quell marsh llp came", "ORG[quell marsh llp]"},
      {"staff had gone to the firs. no answer", "ORG[the firs]"},
      {"seen at colne valley urgent care with pain", "ORG[colne valley urgent care]"},
  });
  ExpectKept({"he lives in a care house", "back to the house", "at the big house",
              "moved from the nursing side", "the dental clinic was shut"});
}

TEST(PlainOrgs, HospitalsAndLodgesInCapitals) {
  EXPECT_EQ(Masked("PATIENT FOUND. HE WAS RETURNED TO HOLLY TREE LODGE."), "ORG[HOLLY TREE LODGE]");
  EXPECT_EQ(Masked("FELL ON STAIRS AT BECKFIELD DAY HOSPITAL TODAY"),
            "ORG[BECKFIELD DAY HOSPITAL]");
}

TEST(PlainOrgs, PracticesOfOneNameAndNumberedUnits) {
  EXPECT_EQ(Masked("letter sent to castle medical practice."), "ORG[castle medical practice]");
  EXPECT_EQ(Masked("nurse from ccu 2, then home"), "WARD[ccu 2]");
  ExpectKept({"sent to another care home", "left icu 2 days ago", "at another medical practice"});
}

TEST(PlainOrgs, UnitsWithWhatTheyAreFor) {
  ExpectMasked({{"LIST RAN IN SHORT STAY UNIT 3, LATE", "WARD[SHORT STAY UNIT 3]"},
                {"moved from Eye Theatre 4 today", "WARD[Eye Theatre 4]"}});
}

TEST(PlainOrganisations, MayEndTheTextBeforeABlank) {
  ExpectMasked({{"moved to hdu 1 ", "WARD[hdu 1]"}});
}

TEST(PlainOrganisations, StandAsLetterheadsInCapitals) {
  ExpectMasked({
      {"OXFORD UNIVERSITY HOSPITALS NHS FOUNDATION TRUST\nEmergency Department",
       "ORG[OXFORD UNIVERSITY HOSPITALS NHS FOUNDATION TRUST]"},
      {"PENNINE PRIVATE ORTHOPAEDICS\nInvoice", "ORG[PENNINE PRIVATE ORTHOPAEDICS]"},
  });
  ExpectKept({"PHYSIOTHERAPY REFERRAL FORM\nMobile with a frame", "HOSPITAL TRANSFER NOTE\nWell",
              "EMERGENCY DEPARTMENT REPORT\nSeen"});
}

TEST(PlainOrganisations, WardsOfASpecialtyAndUnitsWithAName) {
  ExpectMasked({
      {"Pt outlied from T&O Ward 4 to Ward 11", "WARD[T&O Ward 4] WARD[Ward 11]"},
      {"on Ward 32 Haem. Given paracetamol", "WARD[Ward 32 Haem]"},
      {"moved to Gynae Ward 3 overnight", "WARD[Gynae Ward 3]"},
      {"FOUND IN EN SUITE ON KESTREL PICU AT 20:18", "WARD[KESTREL PICU]"},
      {"fell at Osprey HDU at night", "WARD[Osprey HDU]"},
      {"on ward 4 neuro obs hourly", "WARD[ward 4]"},
      {"on ward 4 resp rate 22", "WARD[ward 4]"},
  });
  ExpectKept({"ON ARRIVAL ITU WAS FULL", "STEPPED DOWN FROM CARDIAC ICU", "to Adult ICU",
              "moved from theatre ITU aware"});
}

}  // namespace
}  // namespace candour::anonymise
