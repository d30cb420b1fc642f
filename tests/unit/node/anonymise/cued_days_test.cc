#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(CuedDays, BeforeATimeOrBesideAMeeting) {
  ExpectMasked({
      {"It was sent away 24/12 20:15 by van.", "DATE[24/12]"},
      {"The MDT of 12/12 was told.", "DATE[12/12]"},
      {"It was said at the 6/11 huddle again.", "DATE[6/11]"},
      {"The form is missing since 3/7.", "DATE[3/7]"},
      {"Her son was informed at teatime 8/10.", "DATE[8/10]"},
      {"Old notes, DOA 3/5 it says.", "DATE[3/5]"},
      {"The patient was last supplied 18/12.", "DATE[18/12]"},
  });
}

TEST(CuedDays, FromADayToAnother) {
  ExpectMasked({
      {"The error ran 1/4-9/4, seen by a locum.", "DATE[1/4-9/4]"},
      {"She looked nine times, between 2/6 and 6/6. Told.", "DATE[2/6] DATE[6/6]"},
      {"15-11 22:30 gentamicin was given late", "DATE[15-11]"},
      {"Olanzapine was omitted 19-21/2, all nights.", "DATE[19-21/2]"},
      {"Checks were not done the night of 3rd/4th.", "DATE[3rd/4th]"},
  });
}

TEST(CuedDays, DurationsScoresAndRatiosStay) {
  ExpectKept({"took it since 3/12", "supplied for 6/12", "pain 7/10 at rest", "GCS 14-15/15 again",
              "the 3/7 course was given", "2-3/52 of antibiotics"});
}

}  // namespace
}  // namespace candour::anonymise
