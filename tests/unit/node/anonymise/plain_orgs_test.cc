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

TEST(PlainOrgs, WardsLeaveTheirWordOut) {
  ExpectMasked({
      {"he is on c wing now", "WARD[c wing]"},
      {"the nurse from 8b rang", "WARD[8b]"},
      {"she was moved to elm.", "WARD[elm]"},
  });
}

TEST(PlainOrgs, KindsAndOperationsStay) {
  ExpectKept({"went to a nursing home", "for knee surgery today", "after elective surgery",
              "his hospital number", "from the memory clinic", "on 2l via mask",
              "the usual pharmacy", "seen in a busy clinic", "to the local pharmacy"});
}

}  // namespace
}  // namespace candour::anonymise
