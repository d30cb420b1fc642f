#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(ToldNames, WhoIsToldSeenOrNamed) {
  ExpectMasked({
      {"pump was flat so i told will in equipment library", "PERSON[will]"},
      {"pt was seen by mark the porter on the stairs", "PERSON[mark]"},
      {"to the other gentleman, mr will hopewell, by mistake", "PERSON[will] PERSON[hopewell]"},
      {"incl paula restrepo, hamza warsame, will carter. next",
       "PERSON[paula restrepo] PERSON[hamza warsame] PERSON[will carter]"},
      {"a nurse called will was kind to us", "PERSON[will]"},
      {"A man giving his name as Wellington Figueira said he would wait",
       "PERSON[Wellington Figueira]"},
      {"The incident was told again. Will Haddock summarised: the child is well.",
       "PERSON[Will Haddock]"},
  });
  ExpectKept({"i told them in the library", "seen by the porter", "a drug called bumetanide",
              "Ward Round delayed again", "he will see it in the notes"});
}

TEST(ToldNames, LettersAndNamesBesideAPost) {
  ExpectMasked({
      {"Case 3 (BA, 61 M). Leak", "PERSON[BA]"},
      {"Nobody sure. DC's wife was in the corridor", "PERSON[DC]"},
      {"Officers Bell and Ms Campbell-Grant on cuffs", "PERSON[Bell] PERSON[Campbell-Grant]"},
      {"M&M meeting - notes by TB", "PERSON[TB]"},
      {"Action: TB / pharmacy to review", "PERSON[TB]"},
      {"No reply, can F1 come? bleeped twice. Tan RN", "PERSON[Tan]"},
      {"SCRUB ABENA SARPONG, CIRC TOM. COUNT CORRECT", "PERSON[ABENA SARPONG] PERSON[TOM]"},
      {"SAMPLE REPEATED. BMS R DOHERTY HCPC AWARE", "PERSON[R DOHERTY]"},
  });
  ExpectKept({"notes by hand", "Action: IV / PO to review", "SCRUB TROLLEY, CIRC NURSE"});
}

}  // namespace
}  // namespace candour::anonymise
