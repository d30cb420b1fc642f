#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

// Invented names: no list holds them.
TEST(PlainNames, StrangersAreNamesBesideRolesAndSpeech) {
  ExpectMasked({
      {"phleb zorvani, then home", "PERSON[zorvani]"},
      {"it was escalated to zorvani in site", "PERSON[zorvani]"},
      {"zorvani said the bell was off", "PERSON[zorvani]"},
      {"i, zorvani quellimar, make this statement", "PERSON[zorvani quellimar]"},
      {"zorvani quellimar (staff nurse) checked it", "PERSON[zorvani quellimar]"},
      {"thanks,\nzorvani", "PERSON[zorvani]"},
  });
}

TEST(PlainNames, WhatBelongsToANameGoesWithIt) {
  ExpectMasked({
      {"it was signed a. tattersall", "PERSON[a. tattersall]"},
      {"CHECKED BY K. HEGARTY", "PERSON[K. HEGARTY]"},
      {"we saw Zorvani Hegarty today", "PERSON[Zorvani Hegarty]"},
      {"Seen by Social worker Quellimar-Rees at noon", "PERSON[Quellimar-Rees]"},
  });
}

TEST(PlainNames, ShortCapitalsEndANameOfThree) {
  EXPECT_EQ(Masked("Kwok Chi Hang (known as Al) fell"), "PERSON[Kwok Chi Hang] PERSON[Al]");
}

TEST(PlainNames, EverydayWordsAreNamesWhereOnlyAPersonStands) {
  ExpectMasked({
      {"Reported by Rich Heartley, HCA.", "PERSON[Rich Heartley]"},
      {"NOK: Hope Lantern (wife)", "PERSON[Hope] PERSON[Lantern]"},
      {"On arrival Hope Lantern was given the wrong dose", "PERSON[Hope Lantern]"},
      {"Patient: Lantern, Sunny", "PERSON[Lantern, Sunny]"},
  });
  ExpectKept({"Reviewed by Critical Care Outreach", "Seen by Tissue Viability",
              "reported by Radiology Department", "NOK: Not Known"});
}

TEST(PlainNames, RowsAndQuotedNamesAreNames) {
  EXPECT_EQ(Masked("Patients Marsh B and West C missed it"), "PERSON[Marsh B] PERSON[West C]");
  EXPECT_EQ(Masked("He is known as \"Dodo\", and rings"), "PERSON[Dodo]");
  EXPECT_EQ(Masked("Mr. Neville St. Quellimar waited"), "PERSON[Neville St. Quellimar]");
  ExpectKept({"Hepatitis B and Factor V were checked", "the form called \"Adult Chart\" was used"});
}

TEST(PlainNames, TwoCapitalsJoinedAreTwoPeople) {
  EXPECT_EQ(Masked("Zorvani and Quellimar moved the bed."), "PERSON[Zorvani] PERSON[Quellimar]");
  ExpectKept({"Radiology and Pharmacy reviewed it", "Falls and Frailty attended"});
}

TEST(PlainNames, WordsOfTheTradeAndSmallLettersStay) {
  ExpectKept({"me n the hca", "s/n on shift", "c. diff positive", "l pinna bruised",
              "pharmacy said no", "seen by ot and slt", "nurse on break"});
}

TEST(PlainNames, AccountsHaveALetterBesideTheName) {
  EXPECT_EQ(Masked("user=zorvani.t ip none, said zorvani rang").substr(0, 17), "PERSON[zorvani.t]");
}

}  // namespace
}  // namespace candour::anonymise
