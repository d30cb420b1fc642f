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
      {"seen on the twenty second of november", "DATE[the twenty second of november]"},
      {"on the third of march twenty twenty four", "DATE[the third of march twenty twenty four]"},
  });
}

TEST(Dictation, MonthsMayComeFirstAndBirthsLackTheirCentury) {
  ExpectMasked({
      {"on may the third he fell", "DATE[may the third]"},
      {"since october the ninth nineteen ninety", "DATE[october the ninth nineteen ninety]"},
      {"born on the first of the first forty two he", "DOB[first of the first forty two]"},
  });
  ExpectKept({"may the fault be found", "march the patient about"});
}

TEST(Dictation, CodesAndPostcodesAreSpelledOut) {
  ExpectMasked({
      {"postcode bravo bravo eight, four x-ray tango, had",
       "POSTCODE[bravo bravo eight, four x-ray tango]"},
      {"postcode l e one five six a a on", "POSTCODE[l e one five six a a]"},
      {"post code is lima sierra one two four delta yankee",
       "POSTCODE[lima sierra one two four delta yankee]"},
      {"hospital number charlie four four one nine two seven stop",
       "LOCAL_ID[charlie four four one nine two seven]"},
  });
}

TEST(Dictation, NumericDatesAndNamesAreSpelledOut) {
  ExpectMasked({
      {"d o b twelve slash eleven slash nineteen seventy one comma",
       "DOB[twelve slash eleven slash nineteen seventy one]"},
      {"the avenue bolton b l one four d q and", "POSTCODE[b l one four d q]"},
      {"patient is mister yusuf okonedo o k o n e d o today",
       "PERSON[yusuf okonedo] PERSON[o k o n e d o]"},
  });
  EXPECT_EQ(Masked("d o b four six fifty nine nhs"), "DOB[four six fifty nine]");
  EXPECT_EQ(Masked("ill since the twelfth and worse"), "DATE[the twelfth]");
  ExpectKept({"a one to one nurse", "section two slash three"});
}

TEST(Dictation, SpokenAddressesOfMailBecomeAddresses) {
  EXPECT_EQ(Masked("write to jane dot smith at example dot org"),
            "EMAIL[jane dot smith at example dot org]");
}

TEST(Dictation, LeavesNumbersInSentencesAlone) {
  ExpectKept({"one or two of the three beds", "the first may have failed",
              "two point five milligrams", "a second of hesitation", "four weeks and three days"});
}

TEST(Dictation, PlatesAreSpelledOut) {
  EXPECT_EQ(Masked("the van registration n x sixty eight f o h was seen"),
            "VEHICLE[n x sixty eight f o h]");
  EXPECT_EQ(Masked("his car reg bravo delta five one sierra mike romeo please"),
            "VEHICLE[bravo delta five one sierra mike romeo]");
  ExpectKept({"the car was a mess that day", "registration a week later"});
}

TEST(Dictation, LettersThatAreExplainedOrSpelled) {
  ExpectMasked({
      {"hospital number k for kilo four two one seven", "LOCAL_ID[k for kilo four two one seven]"},
      {"it is spelled Hotel Oscar Lima Tango stop", "PERSON[Hotel Oscar Lima Tango]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
