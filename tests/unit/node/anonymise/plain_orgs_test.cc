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

}  // namespace
}  // namespace candour::anonymise
