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

TEST(LeftAges, AreWhatNothingMeasures) {
  ExpectMasked({
      {"Next of kin is wife, 93 herself, cannot manage", "AGE_90_PLUS[93]"},
      {"Two ladies, one 95 one 99, meds swapped", "AGE_90_PLUS[95] AGE_90_PLUS[99]"},
      {"97. Skin tear to the shin.", "AGE_90_PLUS[97]"},
      {"NOK is also 92 and deaf", "AGE_90_PLUS[92]"},
      {"dad 93 still no water jug", "AGE_90_PLUS[93]"},
      {"mum is 91 she cant keep on", "AGE_90_PLUS[91]"},
      {"7 days urgent, pt 98 no NOK", "AGE_90_PLUS[98]"},
      {"She'll be 93 on her birthday", "AGE_90_PLUS[93]"},
      {"Bed 4 is ninety two, bed 5 ninety-nine, both high risk",
       "AGE_90_PLUS[ninety two] AGE_90_PLUS[ninety-nine]"},
      {"M/90/CFS 7/DNACPR in place", "AGE_90_PLUS[90]"},
      {"no - notes say 92; eGFR 31", "AGE_90_PLUS[92]"},
      {"his great-grandmother died at 98 of cancer", "AGE_90_PLUS[98]"},
      {"Pt Elsie Womersley F 93 / lives alone", "PERSON[Elsie Womersley F] AGE_90_PLUS[93]"},
      {"Not bad for 97, walks with the frame", "AGE_90_PLUS[97]"},
      {"Case 1: E.W., 101, delay to theatre", "PERSON[E.W] AGE_90_PLUS[101]"},
      {"PT MARJORIE CROW 97 SHOUTED AGAIN", "PERSON[MARJORIE CROW] AGE_90_PLUS[97]"},
      {"Peggy rm 9 turned 100 !! card came", "PERSON[Peggy] AGE_90_PLUS[100]"},
      {"Bd 12 - 95 - CCF - wt 61.3", "AGE_90_PLUS[95]"},
      {"HDU bed 1 F 97 urosepsis", "AGE_90_PLUS[97]"},
      {"our oldest survivor this yr (101) went home", "AGE_90_PLUS[101]"},
      {"A2 / GRACE MELLOR / 97 / WC / skin tear", "PERSON[GRACE MELLOR] AGE_90_PLUS[97]"},
      {"Chap of 93, previously on 2L", "AGE_90_PLUS[93]"},
      {"age 45 on triage, actually 94: digits flipped", "AGE_90_PLUS[94]"},
      {"resident doris whitlam 97 pressure ulcer cat 3", "PERSON[doris whitlam] AGE_90_PLUS[97]"},
  });
  ExpectKept({"it is 95.", "on day 92.", "94 beds, 92 full", "taxi \u00a392 declined",
              "sats 81 rising to 93", "paused 90 seconds", "Hb 98 then 96, CRP 94",
              "pages 88 to 93", "out 90 by 18:00", "naloxone 100 micrograms"});
}

}  // namespace
}  // namespace candour::anonymise
