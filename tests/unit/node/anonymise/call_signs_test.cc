#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(CallSigns, AreSpelledWithTheWordsOfTheRadio) {
  ExpectMasked({
      {"sent by crew Delta Hotel 41, late", "LOCAL_ID[Delta Hotel 41]"},
      {"dispatch had TK-81-Kilo waiting", "LOCAL_ID[TK-81-Kilo]"},
      {"First on scene: HELIMED 77.", "LOCAL_ID[HELIMED 77]"},
      {"nearest RRV 607 diverted", "LOCAL_ID[RRV 607]"},
      {"callsign Echo 12 was near", "LOCAL_ID[Echo 12]"},
  });
}

TEST(CallSigns, MoreThanOneWordOrACrewIsNeeded) {
  ExpectKept({"alpha 1 antitrypsin", "an echo 3 weeks ago", "the Hotel 4 miles off"});
}

}  // namespace
}  // namespace candour::anonymise
