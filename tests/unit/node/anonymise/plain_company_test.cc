#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(PlainCompany, RanksAndTitlesMakeANameOfAnyWord) {
  ExpectMasked({
      {"found by pc 2210 marsh at the shop", "STAFF_ID[2210] PERSON[marsh]"},
      {"officer hand declined to stay", "PERSON[hand]"},
      {"po zorvis opened the book", "PERSON[zorvis]"},
      {"seen by ms hallows then", "PERSON[hallows]"},
      {"mr salt gave his date", "PERSON[salt]"},
      {"ms ward is not on the list", "PERSON[ward]"},
  });
  ExpectKept({"the officer was called", "po fluids only", "so he left", "mrs was not there"});
}

TEST(PlainCompany, NamesStandBesideNames) {
  ExpectMasked({
      {"restrained by brian, ali and mo today", "PERSON[brian] PERSON[ali] PERSON[mo]"},
      {"carers sharon & ola were there", "PERSON[sharon] PERSON[ola]"},
      {"seen with gurdial singh atwal, then home", "PERSON[gurdial singh] PERSON[atwal]"},
      {"ola and sharon helped him up", "PERSON[ola] PERSON[sharon]"},
  });
  ExpectKept({"tea and toast given", "left and right legs", "obs and bloods done"});
}

TEST(PlainCompany, LettersBehindAWordForSigningAreInitials) {
  ExpectMasked({
      {"the entry was signed dt / bw.", "PERSON[dt] PERSON[bw]"},
      {"sheet is initialled bn and zq. no more", "PERSON[bn] PERSON[zq]"},
      {"countersigned by hk. all well", "PERSON[hk]"},
  });
  ExpectKept({"signed on the dotted line", "checked in ed. all well", "signed by gp."});
}

TEST(PlainCompany, KinAreNamedByAnyWordThatCanBeAName) {
  ExpectMasked({
      {"wife sunita, brother tej. second op", "PERSON[sunita] PERSON[tej]"},
      {"dad, zorvir, cut the cord", "PERSON[zorvir]"},
      {"granddaughter poppy visits often", "PERSON[poppy]"},
      {"a lad called zorim rang us", "PERSON[zorim]"},
  });
  ExpectKept({"his wife rang us", "mum happy with plan", "the patient obs were fine",
              "his brother drove home"});
}

TEST(PlainCompany, WhatActsOrOwnsIsAPerson) {
  ExpectMasked({
      {"brakes off. mark said the bed moved", "PERSON[mark]"},
      {"bob's wife was there", "PERSON[bob]"},
      {"blessing said she was told so", "PERSON[blessing]"},
  });
  ExpectKept({"the mark is red", "a rose coloured rash", "hope to see him soon",
              "her grace period ended", "will review"});
}

TEST(PlainCompany, NursesAndChildrenAreNamed) {
  EXPECT_EQ(Masked("FALL FROM BED, NO INJURY. REPORTED BY S/N HOPE."), "PERSON[HOPE]");
  EXPECT_EQ(Masked("lily (6) told her teacher about it"), "PERSON[lily]");
  EXPECT_EQ(Masked("STAFF NURSE GRACE LING HOISTED HIM UP AGAIN"), "PERSON[GRACE LING]");
  ExpectKept({"pump s/n not known", "grade (2) sore"});
}

}  // namespace
}  // namespace candour::anonymise
