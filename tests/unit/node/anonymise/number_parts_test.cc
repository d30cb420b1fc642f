#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(NumberParts, AreTheDayOfALogAndTheLettersBefore) {
  ExpectMasked({
      {"Police log 217 of 12/05/24, attended", "LOCAL_ID[217 of 12/05/24]"},
      {"Ring 101 quoting 614 of 8 May", "DATE[614 of 8 May]"},
      {"in the safe, receipt PB 00417 shows one", "LOCAL_ID[PB 00417]"},
      {"number I was told is Zulu 448 219", "LOCAL_ID[Zulu 448 219]"},
      {"another patient's record, RN 884 0173", "LOCAL_ID[884 0173]"},
  });
  ExpectKept({"cup of 12 tablets", "CT 4471 reported"});
}

TEST(NumberParts, AreACheckLetterAndWhatGoesOn) {
  ExpectMasked({
      {"pacemaker ser RNB 204417 S, scan abandoned", "LOCAL_ID[RNB 204417 S]"},
      {"Call rec 20240611-0938-77213 listened to", "DATE[20240611-0938-77213]"},
      {"Technical Services +44 (0)1632 960 240 x 118", "PHONE[+44 (0)1632 960 240 x 118]"},
      {"police: DC Sally Orme, 101 ext 77120 | next", "PERSON[Sally Orme] PHONE[101 ext 77120]"},
      {"Bladder scanner MED 30772, read 999 ml", "LOCAL_ID[MED 30772]"},
      {"van, part plate NV63 K.", "LOCAL_ID[NV63 K]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
