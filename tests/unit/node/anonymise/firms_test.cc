#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Firms, AreToldByTheLastWordsOfTheirNames) {
  EXPECT_EQ(Masked("He came with Swiftway Patient Transport at noon."),
            "ORG[Swiftway Patient Transport]");
  EXPECT_EQ(Masked("She was seen at Harbour Dental Care last week."), "ORG[Harbour Dental Care]");
}

TEST(Firms, WelshSchoolsHaveTheirKindInFront) {
  EXPECT_EQ(Masked("She goes to Ysgol Dyffryn. Strategy meeting soon."), "ORG[Ysgol Dyffryn]");
}

TEST(Firms, OfNoNameAreLeft) {
  EXPECT_EQ(Masked("Then Patient Transport was late."), "");
  EXPECT_EQ(Masked("The Dental Care pathway was followed."), "");
}

TEST(Firms, HospitalsMayBeNamedAfterThePlaceBehindThem) {
  EXPECT_EQ(Masked("Conveyed to University Hospital Llandough by the crew."),
            "ORG[University Hospital Llandough]");
}

TEST(Firms, AreToldBySaintsShopsAndTails) {
  EXPECT_EQ(Masked("She was moved to St Oswin's on Monday."), "ORG[St Oswin's]");
  EXPECT_EQ(Masked("He was found at the Spar again."), "ORG[Spar]");
  EXPECT_EQ(Masked("Then Hallam Bright LLP wrote to us."), "ORG[Hallam Bright LLP]");
  ExpectKept({"The ST segments were up.", "General Dental advice was given."});
}

TEST(Firms, PartnersAndOwnersAreOrganisations) {
  ExpectMasked({
      {"he works with Crane & Hatherley LLP now", "ORG[Crane & Hatherley LLP]"},
      {"seen by Halliwell & Rigg accountants", "ORG[Halliwell & Rigg accountants]"},
      {"He was sent to Jimmy's.", "ORG[Jimmy's]"},
  });
}

TEST(Firms, StandInFieldsForThem) {
  EXPECT_EQ(Masked("NURSERY: LITTLE ACORNS\nMISSED APPTS"), "ORG[LITTLE ACORNS]");
  EXPECT_EQ(Masked("School: Moor Crest, year 4"), "ORG[Moor Crest]");
  ExpectKept({"School: none known", "Hospital: General Medicine", "Practice: Nurse led"});
}

TEST(Firms, TeamsAndSupportedLiving) {
  ExpectMasked({
      {"On call: Thornleigh Community Mental Health Team.",
       "ORG[Thornleigh Community Mental Health Team]"},
      {"Team: Ferrydale Crisis Resolution Team attended.", "ORG[Ferrydale Crisis Resolution Team]"},
      {"the kitchen of Meadow View Supported Living", "ORG[Meadow View Supported Living]"},
      {"seen at Quarry Bank Health Ctr", "ORG[Quarry Bank Health Ctr]"},
  });
  ExpectKept({"The Community Mental Health Team rang.", "moved to Supported Living"});
}

TEST(Firms, HaveTheirKindInFrontInWelshAndGaelic) {
  ExpectMasked({
      {"a letter from Deintyddfa Tan-y-Bryn said so", "ORG[Deintyddfa Tan-y-Bryn]"},
      {"seen at Canolfan Iechyd Glanrafon.", "ORG[Canolfan Iechyd Glanrafon]"},
      {"rang Meddygfa Nant y Coed today", "ORG[Meddygfa Nant y Coed]"},
  });
}

TEST(Firms, AreTrustsSchoolsAndServicesOfAPlace) {
  ExpectMasked({
      {"Southern Trust governance has it", "ORG[Southern Trust]"},
      {"Fernmount Primary: pupil unwell", "ORG[Fernmount Primary]"},
      {"delivered by Ardvannie Home Oxygen Services at ten", "ORG[Ardvannie Home Oxygen Services]"},
      {"Transfer from Dr Gray's to the coast.", "ORG[Dr Gray's]"},
      {"a letter from Lamb & Pye, solicitors", "ORG[Lamb & Pye]"},
      {"Kent Police told us at ten.", "ORG[Kent Police]"},
      {"He came from Ardmore Lodge NH by taxi.", "ORG[Ardmore Lodge NH]"},
      {"works at Sandford Industrial Estate", "ORG[Sandford Industrial Estate]"},
  });
  ExpectMasked({{"from Dr Pell's clinic", "PERSON[Pell]"}});
  ExpectKept({"The Police came. Called Police.", "back at his nh", "the Head & Neck clinic"});
}

}  // namespace
}  // namespace candour::anonymise
