#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Cells, HoldWhatTheHeadOfTheirColumnSays) {
  ExpectMasked({
      {"Name,NHS No,Ward,Consultant\nField Dawn,94 34 76 59 19,Rowan,Bright",
       "PERSON[Field Dawn] NHS_NUMBER[94 34 76 59 19] WARD[Rowan] PERSON[Bright]"},
      {"Patient | Age | Bay\nA. Cross | 94 | 3", "PERSON[A. Cross] AGE_90_PLUS[94]"},
      {"Device | Serial no | Fault\npump | 4471 | alarm", "DEVICE_SERIAL[4471]"},
      {"Nurse | Ext | Shift\nFaith M / Joy | 4432 | late",
       "PERSON[Faith M] PERSON[Joy] PHONE[4432]"},
      {"ID|Age|Harm\nW61|34|low", "LOCAL_ID[W61]"},
      {"Site | Ward | Harm\nBroadmead Clinic | 4B | low", "ORG[Broadmead Clinic] WARD[4B]"},
  });
}

TEST(Cells, KeepWhatNamesNobody) {
  ExpectKept({"Nurse | Shift | Obs\nbank HCA | late | 120/80", "Owner | Due\nnone | Friday",
              "Patient | Bed\nunknown | 4", "Staff | Bay\nday team | 3",
              "Ward | Harm\nacute unit | low"});
}

TEST(Cells, HoldNoNameInALabelsPlace) { ExpectKept({"Who | Harm\nWhat | none\nWhen | late"}); }

}  // namespace
}  // namespace candour::anonymise
