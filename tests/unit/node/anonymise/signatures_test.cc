#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Signatures, AreInitialsOfSurnamesWithPrefixes) {
  ExpectMasked({
      {"Drawn up by M.O'B., checked by nobody.", "PERSON[M.O'B]"},
      {"The patient, T.McK., was calm.", "PERSON[T.McK]"},
      {"Signed L.B-W., after lunch", "PERSON[L.B-W]"},
      {"sig JvdM on the chart", "PERSON[JvdM]"},
  });
  ExpectKept({"SpO2 94 and HbA1c 48", "PaCO2 6.1"});
}

TEST(Signatures, SignAndCheck) {
  ExpectMasked({
      {"Last entry at ten, signed PM and TAU.", "PERSON[PM] PERSON[TAU]"},
      {"Dispensed by Gwen, chk VTJ. Rest fine.", "PERSON[Gwen] PERSON[VTJ]"},
      {"The initials on the card were QB.", "PERSON[QB]"},
      {"The list ran late, GKS assisting.", "PERSON[GKS]"},
      {"Dispensed: RJ. Checked: INR.", "PERSON[RJ]"},
      {"Dispenser: BK. Checker: LFM.", "PERSON[BK] PERSON[LFM]"},
      {"Present were Pia + JK.", "PERSON[Pia] PERSON[JK]"},
  });
  ExpectKept({"checked BP twice", "signed by HCA", "due at 4 PM"});
}

TEST(Signatures, StandForAPatient) {
  EXPECT_EQ(Masked("A patient, K., had been in the yard."), "PERSON[K]");
  EXPECT_EQ(Masked("Somebody on leave, K., was in the yard."), "PERSON[K]");
  ExpectKept({"gave vitamins B, C., and D"});
}

TEST(Signatures, MayBeHalvesOrInQuotationMarks) {
  ExpectMasked({
      {"ring the lab, Hye-rin K. will help", "PERSON[Hye-rin K]"},
      {"spoke to \"Zuzi\" at the desk", "PERSON[Zuzi]"},
      {"Gwladys ('Glad') slipped", "PERSON[Gwladys] PERSON[Glad]"},
      {"a man, aka \"Shorty\", left", "PERSON[Shorty]"},
      {"\"Jazz\" from the agency left", "PERSON[Jazz]"},
  });
  ExpectKept({"the button \"Cancel\" was hit", "the \"Tegretol\" box", "a Pre-op screen",
              "labelled as \"Fragile\""});
}

TEST(Signatures, AreTheDeadOfAHeading) {
  EXPECT_EQ(Masked("INQUEST TOUCHING THE DEATH OF ORLAITH NÍ ZORVANI\nopened on Friday"),
            "PERSON[ORLAITH NÍ ZORVANI]");
}

}  // namespace
}  // namespace candour::anonymise
