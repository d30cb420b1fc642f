#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(PlaceParts, AreTheRestOfAServiceAndOfAWard) {
  ExpectMasked({
      {"She was moved to Ward 4 Annexe at noon", "WARD[Ward 4 Annexe]"},
      {"Transferred to Ward 33 - Elderly Care again", "WARD[Ward 33 - Elderly Care]"},
      {"Meeting, Hallowdale District General, seminar room", "PERSON[Hallowdale District General]"},
      {"Referred to Netherfield Hospital General Clinic",
       "ORG[Netherfield Hospital General Clinic]"},
  });
}

TEST(PlaceParts, AreWhatStandsBeforeAStreet) {
  ExpectMasked({{"lives at sixty-two Pottery Street", "ADDRESS[sixty-two Pottery Street]"}});
}

}  // namespace
}  // namespace candour::anonymise
