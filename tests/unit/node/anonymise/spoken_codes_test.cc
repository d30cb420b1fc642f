#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(SpokenCodes, AreReadWithTheirLettersPairsAndMarks) {
  ExpectMasked({
      {"lab number M twenty four stroke one one oh eight three grew e coli",
       "LOCAL_ID[M twenty four stroke one one oh eight three]"},
      {"prison number A four one two seven F K seen in reception",
       "LOCAL_ID[A four one two seven F K]"},
      {"hospital number h for hotel four four one nine was used",
       "LOCAL_ID[h for hotel four four one nine]"},
      {"the i p address ten dot two two dot one four dot nine was pinged",
       "URL_IP[ten dot two two dot one four dot nine]"},
      {"mail it to discharge dot lounge at nhs trust dot example before friday",
       "EMAIL[discharge dot lounge at nhs trust dot example]"},
  });
  ExpectKept({"gcs fifteen and a one to one nurse", "she had e coli twice", "news two was four"});
}

TEST(SpokenCodes, LettersBeforeFiguresThatAreWritten) {
  ExpectMasked(
      {{"Post-mortem reference PM dash 25 dash 118. New paragraph.",
        "LOCAL_ID[PM dash 25 dash 118]"},
       {"is quoting NHSR slash 24 slash 3391. You can", "LOCAL_ID[NHSR slash 24 slash 3391]"},
       {"seen on the fourth of March nineteen fifty-two, hospital number X Ray 33 41 09, full "
        "stop.",
        "DATE[the fourth of March nineteen fifty-two] LOCAL_ID[X Ray 33 41 09]"}});
  ExpectKept({"reference range, NA dash normal", "BP dash 120"});
}

TEST(SpokenCodes, LeaveLabelsThatAreSpelledToTheReaderOfDates) {
  ExpectMasked({{"d o b twelve slash eleven slash nineteen seventy one comma",
                 "DOB[twelve slash eleven slash nineteen seventy one]"}});
}

}  // namespace
}  // namespace candour::anonymise
