#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Ages, OfNamesBetweenCommas) {
  ExpectMasked({
      {"The deceased, Mr Lachlan Carnegie, was 91.", "PERSON[Lachlan Carnegie] AGE_90_PLUS[91]"},
      {"She will be 94 on 1st May.", "AGE_90_PLUS[94] DATE[1st May]"},
      {"Wrong isotope: technetium-99m was drawn up.", ""},
  });
}

TEST(Age, OfNinetyAndMoreIsMaskedInDigitsAndWords) {
  ExpectMasked({
      {"a 93 year old man", "AGE_90_PLUS[93 year old]"},
      {"aged 101, fell", "AGE_90_PLUS[101]"},
      {"ninety-four years old", "AGE_90_PLUS[ninety-four years old]"},
      {"a 92yo lady", "AGE_90_PLUS[92yo]"},
  });
  EXPECT_NE(Masked("Mrs Tidswell 91F was").find("AGE_90_PLUS[91F]"), std::string::npos);
  EXPECT_NE(Masked("Hettie Braddock, 96 yrs, fell").find("AGE_90_PLUS[96 yrs]"), std::string::npos);
}

TEST(Age, BelowNinetyAndOtherNumbersStay) {
  ExpectKept({"an 89 year old man", "sats 93%", "pulse 92, regular", "weight 95 kg", "92 mg of it",
              "for 90 minutes", "BP 140/92", "score of 97 points"});
}

TEST(Ages, AreToldInManyWays) {
  EXPECT_EQ(Masked("in her 90s and frail"), "AGE_90_PLUS[90s]");
  EXPECT_EQ(Masked("he is 93."), "AGE_90_PLUS[93]");
  EXPECT_EQ(Masked("on her 100th birthday"), "AGE_90_PLUS[100th]");
  ExpectKept({"in the 90s", "it is 95.", "he was 92 kg", "her 80th birthday"});
}

TEST(Ages, StandBehindKinAndBeforeBrackets) {
  EXPECT_EQ(Masked("to say that her father, 96 (born in May), had been"), "AGE_90_PLUS[96]");
  ExpectKept({"the patient, 96 (on air), was", "his father, 86 (born in May), had been"});
}

TEST(Ages, EndASentenceAndStandInWords) {
  EXPECT_EQ(Masked("RESIDENT AGE 93. FOUND ON FLOOR"), "AGE_90_PLUS[93]");
  EXPECT_EQ(Masked("Dad is ninety one and lives alone"), "AGE_90_PLUS[ninety one]");
  ExpectKept({"the age 93.5 was a slip", "it is ninety one and a half miles"});
}

TEST(Ages, StandBehindEverySortOfLabelAndPerson) {
  ExpectMasked({
      {"SITE=4;AGE=101;SEX=F", "AGE_90_PLUS[101]"},
      {"Age (yrs): 97", "AGE_90_PLUS[97]"},
      {"her husband, 95, followed", "AGE_90_PLUS[95]"},
      {"a lady, 93, had slipped", "AGE_90_PLUS[93]"},
      {"his mother (92) was there", "AGE_90_PLUS[92]"},
      {"she's 94 and frail", "AGE_90_PLUS[94]"},
      {"he is now 91, with help", "AGE_90_PLUS[91]"},
      {"the patient is 9 4 and frail", "AGE_90_PLUS[9 4]"},
      {"aged 9 1, fell", "AGE_90_PLUS[9 1]"},
      {"his wife (9l yrs) rang", "AGE_90_PLUS[9l yrs]"},
      {"her 91st birthday", "AGE_90_PLUS[91st]"},
      {"her ninety-third birthday", "AGE_90_PLUS[ninety-third]"},
      {"a hundred and two years old", "AGE_90_PLUS[a hundred and two years old]"},
      {"94/F fell", "AGE_90_PLUS[94]"},
      {"nearly 100, lives alone", "AGE_90_PLUS[100]"},
  });
}

TEST(Ages, AreNeitherAveragesNorRates) {
  ExpectKept({"average 95 a day", "dosage: 92 mg", "sats now 95% on air", "turned 90 degrees",
              "nearly 95 minutes late", "lactate was 94.5", "pulse is 92, regular", "page 94"});
}

TEST(Ages, BelongToSomebodyHoweverTheyAreJoined) {
  ExpectMasked({
      {"a lady of 94 from home", "AGE_90_PLUS[94]"},
      {"gentleman of ninety-six fell", "AGE_90_PLUS[ninety-six]"},
      {"who was 101 at the time", "AGE_90_PLUS[101]"},
      {"he is 72 and wife 94.", "AGE_90_PLUS[94]"},
      {"94 yrs, frail", "AGE_90_PLUS[94 yrs]"},
      {"his mother (ninety two) fell", "AGE_90_PLUS[ninety two]"},
  });
  ExpectKept({"an infusion of 94 ml", "a man of 94 kg", "the wife 94 metres away",
              "95 minutes, then home", "ninety beats, regular"});
}

TEST(Ages, BehindAnInitialOrALabelOfDeath) {
  ExpectMasked({
      {"Nan (she'll be 95 in May) was upset", "AGE_90_PLUS[95]"},
      {"Age at death 97, no concerns", "AGE_90_PLUS[97]"},
      {"Hegarty; Wanda K., 94, DNACPR", "PERSON[Hegarty] PERSON[Wanda K] AGE_90_PLUS[94]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
