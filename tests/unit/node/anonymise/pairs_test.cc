#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Pair, IsFoundInEitherOrder) {
  ExpectMasked({
      {"later Gillian Peat fell", "PERSON[Gillian Peat]"},
      {"then BRIGHT, Brenda was", "PERSON[BRIGHT, Brenda]"},
      {"then Smith, J. signed", "PERSON[Smith, J]"},
      {"a Janka M. Harlow signed", "PERSON[Janka M. Harlow]"},
      {"Wrong eye. Patient Ho Kwok-Wing for", "PERSON[Ho Kwok-Wing]"},
      {"file Hegarty_Mary_fall.docx moved", "PERSON[Hegarty_Mary]"},
  });
}

TEST(Pair, IsFoundWhereCapitalsSayNothing) {
  ExpectMasked({
      {"EDNA MAY FISH FELL AGAIN", "PERSON[EDNA MAY FISH]"},
      {"found fred hobbs on the floor", "PERSON[fred hobbs]"},
      {"Told her that bob tierney pulled it", "PERSON[bob tierney]"},
  });
}

TEST(Pair, UnknownNamesCountByTheirCapitals) {
  EXPECT_EQ(Masked("Thilini Rajapakse fell over."), "PERSON[Thilini Rajapakse]");
  EXPECT_TRUE(Flags("The Zorbelix Vrelk broke.", "Zorbelix Vrelk") ||
              Masked("The Zorbelix Vrelk broke.") != "");
}

TEST(Pair, EponymsDevicesAndPlainWordsStay) {
  ExpectKept({"Guillain-Barre syndrome", "Siemens Ysio broke", "the Oxford Midi 180 hoist",
              "Stevens-Johnson syndrome", "Charles Bonnet syndrome", "Virchow-Robin spaces",
              "Mark on skin", "Fall Risk Assessment"});
}

TEST(Pairs, AreReadAcrossNicknamesHyphensParticlesAndCommas) {
  EXPECT_EQ(Masked("Seen: Jordan \"Jaz\" Pickles was there."), "PERSON[Jordan \"Jaz\" Pickles]");
  EXPECT_EQ(Masked("the notes of Wing-Kei Lau were lost"), "PERSON[Wing-Kei Lau]");
  EXPECT_EQ(Masked("the notes of Nasser al Zahrani were lost"), "PERSON[Nasser al Zahrani]");
  EXPECT_EQ(Masked("Zelbina, Quorra - fell in bathroom"), "PERSON[Zelbina, Quorra]");
  EXPECT_EQ(Masked("Seen by E Zelbina, plan unchanged."), "PERSON[E Zelbina]");
  EXPECT_EQ(Masked("Mark Price was found on the floor."), "PERSON[Mark Price]");
  EXPECT_EQ(Masked("jean armitage noticed two signatures."), "PERSON[jean armitage]");
}

TEST(Pairs, AnswersOfATranscriptAreNoInitials) {
  EXPECT_EQ(Masked("Q. Who was there?\nA. Shaun and the agency one."), "PERSON[Shaun]");
}

TEST(Pairs, SurnamesMayBeThingsOrDiseases) {
  EXPECT_EQ(Masked("Edmund Clamp (81) fell"), "PERSON[Edmund Clamp]");
  EXPECT_EQ(Masked("the film of Colles, Edna was shown"), "PERSON[Colles, Edna]");
  ExpectKept({"an Allis Clamp (large) broke", "the Colles, then the hip"});
}

TEST(Pairs, CapitalsKeepASurnameBeforeAnEverydayForename) {
  EXPECT_EQ(Masked("NEAR MISS: OSEI, GIFTY AND OSEI, GRACE BOTH ON THE LIST"),
            "PERSON[OSEI, GIFTY] PERSON[OSEI, GRACE]");
}

TEST(Pair, MayBeginWithAColourInCapitals) {
  EXPECT_EQ(Masked("the wristband of GREEN, Terence was on her"), "PERSON[GREEN, Terence]");
}

TEST(Pair, MayStandInSmallLettersAmongCapitals) {
  EXPECT_EQ(Masked("Sorry, wrong pt conveyed, ines quellimarho not her, crew back"),
            "PERSON[ines quellimarho]");
}

}  // namespace
}  // namespace candour::anonymise
