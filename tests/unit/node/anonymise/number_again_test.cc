#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(NumberAgain, IsMaskedWhereverItStands) {
  ExpectMasked({
      {"Escalated to bleep 2217, no answer. Bleeped again 2217 at 20:15.",
       "PHONE[2217] PHONE[2217]"},
  });
}

TEST(NumberAgain, OneOfTwoFiguresApartIsItsSlip) {
  ExpectMasked({
      {"Lab no 3381046219 on the form, batch 3381046291 on the tube.",
       "LOCAL_ID[3381046219] LOCAL_ID[3381046291]"},
      {"Lab no 3381046219 on the form, batch 3381990291 on the tube.", "LOCAL_ID[3381046219]"},
  });
}

TEST(NumberAgain, ATimeAndAnotherNumberStay) {
  ExpectMasked({{"Escalated to bleep 2217, no answer. It was 12.2217 there.", "PHONE[2217]"}});
}

}  // namespace
}  // namespace candour::anonymise
