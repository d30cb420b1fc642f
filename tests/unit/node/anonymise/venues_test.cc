#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Venues, AreMaskedWhereTheSentenceExpectsAPlace) {
  EXPECT_EQ(Masked("He walked out of Daisy Bank at teatime."), "ORG[Daisy Bank]");
  EXPECT_EQ(Masked("The summary came from Stepping Hill late."), "ORG[Stepping Hill]");
  EXPECT_EQ(Masked("She was taken to Zelmont by taxi."), "ORG[Zelmont]");
  EXPECT_EQ(Masked("Haven Domiciliary informed at noon."), "ORG[Haven Domiciliary]");
}

TEST(Venues, InAnyLettersAreTiedToSomebody) {
  EXPECT_EQ(Masked("she lives at sunny bank and was found."), "ORG[sunny bank]");
  EXPECT_EQ(Masked("He works for Amazon on nights."), "ORG[Amazon]");
  EXPECT_EQ(Masked("SHE LIVES IN ZELMONT WITH HER SON."), "ORG[ZELMONT]");
  EXPECT_EQ(Masked("Amber Lodge rang to say so."), "ORG[Amber Lodge]");
  EXPECT_EQ(Masked("The Limes rang to say so."), "ORG[The Limes]");
  EXPECT_EQ(Masked("Staff nurse from B4 helped."), "WARD[B4]");
  ExpectKept({"He lives in sheltered housing.", "transferred to chair with two",
              "She works at home now.", "Found on bathroom floor.", "pain from L4 down"});
}

TEST(Venues, AreFlaggedWhereNothingDecides) {
  EXPECT_EQ(Masked("Raised by the Northern Sky crew."), "");
  EXPECT_TRUE(Flags("Raised by the Northern Sky crew.", "Northern Sky"));
  EXPECT_TRUE(Flags("Talked with the Tower today.", "Tower"));
  EXPECT_EQ(Masked("the bag for Ouma Jelani of Sallowfield"),
            "PERSON[Ouma Jelani] PERSON[Sallowfield]");
  ExpectKept({"Sent to Appointments and lost.", "changed from Stage 2 to Stage 3",
              "Two ECGs carry the wrong name."});
}

TEST(Venues, PartsOfAHospitalHeadingsAndDevicesStay) {
  ExpectKept({"Referred to Critical Care Outreach.", "Discussed at Clinical Governance.",
              "Letter from the Infection Control Team.",
              "Immediate Action Taken:", "Moved to Acute Medicine overnight.",
              "Allergic to Zelmontin.", "Switched to Airvo Optiflow at night."});
}

TEST(Venues, TownsStandBehindAnOrganisationAndAComma) {
  EXPECT_EQ(Masked("the manager (Ashlar House, Quellibar) rang"),
            "ORG[Ashlar House] ORG[Quellibar]");
}

}  // namespace
}  // namespace candour::anonymise
