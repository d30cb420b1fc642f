#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Title, NamesWhoeverFollows) {
  ExpectMasked({
      {"Mrs Hegarty slipped", "PERSON[Hegarty]"},
      {"dr featherstonehaugh came", "PERSON[featherstonehaugh]"},
      {"MRS J BOOTHROYD WAS SEEN", "PERSON[J BOOTHROYD]"},
      {"Prof. Anneliese van den Berg", "PERSON[Anneliese van den Berg]"},
      {"DS Vane attended", "PERSON[Vane]"},
      {"Mr Parkinson has Parkinson's disease", "PERSON[Parkinson]"},
      {"Dr Will agreed", "PERSON[Will]"},
  });
  ExpectKept({"has MS and fits", "the GP Dr. Obs: RR 22", "Sister in charge", "Dr rang"});
}

TEST(Role, NamesWhoeverFollows) {
  ExpectMasked({
      {"HCA Leanne heard it", "PERSON[Leanne]"},
      {"his wife Sheila's catheter", "PERSON[Sheila]"},
      {"Staff Happiness and others", "PERSON[Happiness]"},
      {"Reg Jae-won saw her", "PERSON[Jae-won]"},
      {"his wife jean here", "PERSON[jean]"},
      {"GRANDSON JIMI OLADAPO INFORMED BY PHONE", "PERSON[JIMI OLADAPO]"},
      {"PT ARTHUR PEEL DID NOT COME", "PERSON[ARTHUR PEEL]"},
      {"mother (n\xc3\xa9"
       "e Gill) came",
       "PERSON[Gill]"},
      {"given by HCA JS at night", "PERSON[JS]"},
  });
  ExpectKept({"the nurse gave aspirin", "informed NHS England", "by CT head", "wife will come",
              "seen by ED team", "porter lifted", "his son may visit"});
}

TEST(Roles, AreFollowedByNamesInSmallLetters) {
  EXPECT_EQ(Masked("The nurse grace bell gave it."), "PERSON[grace bell]");
  EXPECT_EQ(Masked("Then pt zelbina quorra fell."), "PERSON[zelbina quorra]");
  EXPECT_EQ(Masked("His wife zelbina was told."), "PERSON[zelbina]");
  EXPECT_EQ(Masked("The neighbour ken (no 14) rang."), "PERSON[ken]");
  EXPECT_EQ(Masked("Told nurse in charge debs, who rang."), "PERSON[debs]");
  ExpectKept({"The pt desaturated again.", "The nurse actioned it.", "The son will come.",
              "His wife may visit.", "The patient hand pain was better."});
}

TEST(Roles, AreFollowedByStreetsAndMakersAsNames) {
  EXPECT_EQ(Masked("Then HCA Tamsin Orchard helped him."), "PERSON[Tamsin Orchard]");
  EXPECT_EQ(Masked("Passport updated by Nurse Abbott."), "PERSON[Abbott]");
  ExpectKept({"The engineer from Siemens came.", "The rep Stryker 2000 bed."});
}

TEST(Titles, InitialsAndNumbersStandBeforeSurnames) {
  EXPECT_EQ(Masked("patch missing, pt A. Quellimar"), "PERSON[A. Quellimar]");
  EXPECT_EQ(Masked("brought by PC 4471 Quellimar today"), "STAFF_ID[4471] PERSON[Quellimar]");
}

TEST(Titles, SmallInitialsAndEverydayForenames) {
  ExpectMasked({
      {"pt k.r. had me by the hair", "PERSON[k.r]"},
      {"known to us as joy, she", "PERSON[joy]"},
      {"patient known as joy was seen", "PERSON[joy]"},
      {"MORPHINE GIVEN BY BERYL 24TH DEC", "PERSON[BERYL] DATE[24TH DEC]"},
      {"ANAES DI LORETO, SURGEON MR BOYLE.", "PERSON[DI LORETO] PERSON[BOYLE]"},
  });
  ExpectKept({"pt i.v. fluids", "GIVEN BY PUMP 24 HOURS"});
}

TEST(Titles, FlowersPeoplesNamesAndBrackets) {
  ExpectMasked({
      {"The daughter of patient Rukhsana Mirpuri of Leeds",
       "PERSON[Rukhsana Mirpuri] LOCATION[Leeds]"},
      {"AcrySof lens. pt mrs hyacinth mcgarvey, listed", "PERSON[hyacinth mcgarvey]"},
      {"AcrySof sheet of previous pt (r. sugden) left in theatre", "PERSON[r. sugden]"},
      {"Mr Papadakis was seen. bp 118/66 when dn okello went round",
       "PERSON[Papadakis] PERSON[okello]"},
  });
  ExpectKept({"dn visits twice a week", "AcrySof lens for pt (l eye) today",
              "Seen in the DN clinic", "pt (a cough) was seen"});
  EXPECT_EQ(Masked("patient Rukhsana Kurdish speaker"), "PERSON[Rukhsana]");
}

TEST(Titles, StandBeforeALetter) {
  ExpectMasked(
      {{"the patient in bed 3 (Mrs K) fell", "PERSON[K]"}, {"Mr B, 44, left", "PERSON[B]"}});
}

TEST(Titles, StandBeforeParticlesAndSmallInitials) {
  ExpectMasked({{"the tto for mr ap gwynfor had gone", "PERSON[ap gwynfor]"},
                {"it went with mr tomasz g to the ward", "PERSON[tomasz g]"}});
}

TEST(Titles, StandBeforeALetterThatIsAWord) {
  ExpectMasked({{"visit to Mr A Pheiffer, no answer", "PERSON[A Pheiffer]"}});
}

}  // namespace
}  // namespace candour::anonymise
