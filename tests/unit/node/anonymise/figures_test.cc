#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Figures, TornAndMisreadAreReadTogether) {
  ExpectMasked({
      {"Bleep 2 l47 if ECG changes, seen O8.3O", "PHONE[2 l47]"},
      {"DECT 6 4 18O (night co-ordinator) l2 beds", "PHONE[6 4 18O]"},
      {"signed 3 l/7/24, risks: infection l%, DVT O.5%", "DATE[3 l/7/24]"},
      {"0n 7/ lO/ 24 fol1owing l2 lead ECG", "DATE[7/ lO/ 24]"},
      {"seen at LL36 OZT, l2 beds in 2O24", "POSTCODE[LL36 OZT]"},
      {"Nurslng Home rep0rt 27 / l / 2O23, l2 beds", "ORG[Nurslng Home] DATE[27 / l / 2O23]"},
      {"This 94 year o1d lady was brought in by arnbulance", "AGE_90_PLUS[94 year o1d]"},
  });
}

TEST(Figures, StandAsTheyAreWhereNothingSaysOfAReader) {
  ExpectKept({"code I21.4 on the form", "disc at l4/5 prolapsed", "gave 2l of O2 and 500ml",
              "In 2024 I had 9 4 hour shifts", "BP 120/80, HR 8 4 hours ago"});
}

}  // namespace
}  // namespace candour::anonymise
