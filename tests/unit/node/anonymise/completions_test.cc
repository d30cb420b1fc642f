#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Completions, OfNames) {
  ExpectMasked({
      {"They got Clementina Da Costa back from the unit.", "PERSON[Clementina Da Costa]"},
      {"Lines read: Lacey, M; Fernandopulle, D; Smethurst, P. Printed",
       "PERSON[Lacey, M] PERSON[Fernandopulle, D] PERSON[Smethurst, P]"},
      {"tube label: WICKREMESINGHE, Dilani. It matched.", "PERSON[WICKREMESINGHE, Dilani]"},
      {"PATIENT: ENTWISTLE, DORIS MAY\nEVENT: FALL", "PERSON[ENTWISTLE, DORIS MAY]"},
      {"The scope was used on Nguyễn Văn Lộc after that.", "PERSON[Nguyễn Văn Lộc]"},
      {"Noticed by the pharmacist Mòrag Nic Leòid today.", "PERSON[Mòrag Nic Leòid]"},
      {"the one they call Big Trev was not kind", "PERSON[Big Trev]"},
      {"a label printed for Soo-jin Pyo, which is wrong", "PERSON[Soo-jin Pyo]"},
      {"PID|1||0099127 Q||PENHALIGON^JAGO||M", "LOCAL_ID[0099127 Q] PERSON[PENHALIGON^JAGO]"},
  });
}

TEST(Completions, OfServicesAndPlaces) {
  ExpectMasked({
      {"Referred to Netherfield Drug and Alcohol Service. Seen.",
       "ORG[Netherfield Drug and Alcohol Service]"},
      {"Retrieval from Fellgate District General today.", "ORG[Fellgate District General]"},
      {"He lives in Llanfihangel-y-Coed. Obs stable.", "ORG[Llanfihangel-y-Coed]"},
      {"off ward 4 north without O2", "WARD[ward 4 north]"},
      {"Patient in Ward 33 - Elderly Care was well", "WARD[Ward 33 - Elderly Care]"},
      {"Cannulated on Ward 3 Padarn. Seen.", "WARD[Ward 3 Padarn]"},
  });
}

TEST(Completions, OfAddresses) {
  ExpectMasked({
      {"Letter\n\nThe Old Smiddy, Mill of Gellan, Tarland\nAB34 4ZN\n",
       "ADDRESS[The Old Smiddy, Mill of Gellan, Tarland] POSTCODE[AB34 4ZN]"},
      {"CHEST PAIN TOP FLAT 9 INKERMAN PLACE LA1 4XZ. DOG.",
       "ADDRESS[TOP FLAT 9 INKERMAN PLACE] POSTCODE[LA1 4XZ]"},
      {"Caller: sixty-two Pottery Street. Handler: Is he", "ADDRESS[sixty-two Pottery Street]"},
  });
}

TEST(Completions, OfNumbers) {
  ExpectMasked({
      {"went to standby unprompted, tag EBME 30918. Bagged.", "DEVICE_SERIAL[EBME 30918]"},
      {"incident 117 of 06/04. Crew held on.", "LOCAL_ID[117 of 06/04]"},
  });
}

TEST(Completions, OfTheYearOfASpecimen) {
  ExpectMasked({
      {"Sample 24:B0033918 rejected in the lab.", "LOCAL_ID[24:B0033918]"},
  });
}

TEST(Completions, LeaveWhatBelongsToNothing) {
  ExpectMasked({
      {"Seen by Karen Boothroyd, who left.", "PERSON[Karen Boothroyd]"},
      {"On Ward 3 Friday was busy.", "WARD[Ward 3]"},
      {"Told Dr Prosser. A nurse came.", "PERSON[Prosser]"},
      {"Reported to\nTeam Lead\n", ""},
  });
}

}  // namespace
}  // namespace candour::anonymise
