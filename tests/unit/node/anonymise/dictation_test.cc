#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Dictation, SpokenDigitsBecomeNumbers) {
  ExpectMasked({
      {"on oh one six three two nine six oh one double two please",
       "PHONE[oh one six three two nine six oh one double two]"},
      {"hospital number double seven one four oh nine was",
       "LOCAL_ID[double seven one four oh nine]"},
      {"bleep four four one seven", "PHONE[four four one seven]"},
  });
}

TEST(Dictation, SpokenDatesBecomeDates) {
  ExpectMasked({
      {"date of birth nineteenth of june nineteen eighty one he",
       "DOB[nineteenth of june nineteen eighty one]"},
      {"seen on the twenty second of november", "DATE[twenty second of november]"},
      {"on the third of march twenty twenty four", "DATE[third of march twenty twenty four]"},
  });
}

TEST(Dictation, SpokenAddressesOfMailBecomeAddresses) {
  EXPECT_EQ(Masked("write to jane dot smith at example dot org"),
            "EMAIL[jane dot smith at example dot org]");
}

TEST(Dictation, LeavesNumbersInSentencesAlone) {
  ExpectKept({"one or two of the three beds", "the first may have failed",
              "two point five milligrams", "a second of hesitation", "four weeks and three days"});
}

}  // namespace
}  // namespace candour::anonymise
