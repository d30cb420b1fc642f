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

}  // namespace
}  // namespace candour::anonymise
