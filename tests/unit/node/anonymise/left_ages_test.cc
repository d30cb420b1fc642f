#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LeftAges, AreMaskedWhereSomebodyIsSpokenOf) {
  ExpectMasked({
      {"approx 95 yrs, lives alone", "AGE_90_PLUS[95 yrs]"},
      {"mum (96 nxt wk) had no hearing aids", "AGE_90_PLUS[96]"},
      {"98 1/2, COPD, sats 86.", "AGE_90_PLUS[98]"},
      {"Husband 101!! is sole carer.", "AGE_90_PLUS[101]"},
      {"patient is over 90 and alone", "AGE_90_PLUS[90]"},
      {"Elsie Moorcroft 94 called from bed 4", "PERSON[Elsie Moorcroft] AGE_90_PLUS[94]"},
  });
}

TEST(LeftAges, AreNoMeasuresAndNoSpansOfTime) {
  ExpectKept({
      "sats 94, RR 18, BP 110/60",
      "over 90 minutes late",
      "gave 100 mcg of fentanyl",
      "the clinic opened 100 years ago",
      "MAP 92, CVP 8",
      "waited over 100 minutes on the trolley",
  });
}

TEST(LeftAges, StandBesideSignsOfTheSexesAndInBrackets) {
  ExpectMasked({
      {"Fall in bay 3, 94♀ from home", "AGE_90_PLUS[94]"},
      {"♂ 96 lives alone", "AGE_90_PLUS[96]"},
      {"pt ♀94, hip", "AGE_90_PLUS[94]"},
      {"Doris (from Ward 4, 92).", "PERSON[Doris] WARD[Ward 4] AGE_90_PLUS[92]"},
  });
  ExpectKept({"88♀ from home", "rate (raised, 96, regular)"});
}

}  // namespace
}  // namespace candour::anonymise
