#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Venues, AreMaskedWhereTheSentenceExpectsAPlace) {
  EXPECT_EQ(Masked("He walked out of Daisy Bank at teatime."), "ORG[Daisy Bank]");
  EXPECT_EQ(Masked("The summary came from Stepping Hill late."), "ORG[Stepping Hill]");
  EXPECT_EQ(Masked("She was taken to Zelmont by taxi."), "ORG[Zelmont]");
  EXPECT_EQ(Masked("Haven Domiciliary informed at noon."), "ORG[Haven Domiciliary]");
}

TEST(Venues, AreFlaggedWhereNothingDecides) {
  EXPECT_EQ(Masked("Raised by the Northern Sky crew."), "");
  EXPECT_TRUE(Flags("Raised by the Northern Sky crew.", "Northern Sky"));
  EXPECT_TRUE(Flags("Seen at the Tower today.", "Tower"));
}

TEST(Venues, PartsOfAHospitalHeadingsAndDevicesStay) {
  ExpectKept({"Referred to Critical Care Outreach.", "Discussed at Clinical Governance.",
              "Letter from the Infection Control Team.",
              "Immediate Action Taken:", "Moved to Acute Medicine overnight.",
              "Allergic to Zelmontin.", "Switched to Airvo Optiflow at night."});
}

}  // namespace
}  // namespace candour::anonymise
