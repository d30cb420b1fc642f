#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Hints, InsideAName) {
  ExpectMasked({
      {"Cat 3 sacrum. O'Hanrahan P. was in bed.", "PERSON[O'Hanrahan P]"},
      {"MEHRNOUSH TABATABAEI was seen there.", "PERSON[MEHRNOUSH TABATABAEI]"},
      {"Folder: Claims > OLooney_B. Closed.", "PERSON[OLooney_B]"},
  });
}

TEST(Hints, BesideOne) {
  ExpectMasked({
      {"His wife, Non, was told by video call.", "PERSON[Non]"},
      {"Prudence (she lives alone) was well.", "PERSON[Prudence]"},
      {"Demelza (13), orthodontic extraction of UR5.", "PERSON[Demelza]"},
      {"the sticker of the lady next to her, Xiaoying Fan. The lab rang.", "PERSON[Xiaoying Fan]"},
      {"Pt Sir Peregrine Stukeley has reflux.", "PERSON[Peregrine Stukeley]"},
      {"The label says Fotheringhay J H24 on it.", "PERSON[Fotheringhay J]"},
      {"It was late. Told reg sivakumaran twice.", "PERSON[sivakumaran]"},
      {"Coughing on air. Band 5 Iphigenia new to it.", "PERSON[Iphigenia]"},
      {"It was said. Gulnara on days spotted it.", "PERSON[Gulnara]"},
      {"Both SpR Lo Wing-Yan and others gave statements.", "PERSON[Lo Wing-Yan]"},
      {"B2 - Ferelith D., cast too tight.", "PERSON[Ferelith D]"},
      {"Please can Stu ring them back.", "PERSON[Stu]"},
      {"The nurse called sharni was kind to her.", "PERSON[sharni]"},
      {"Body map was done by the night team.\nTanmoy", "PERSON[Tanmoy]"},
  });
}

TEST(Hints, BesideLetters) {
  ExpectMasked({
      {"Bed 4 - JT, 39+2 and well.", "PERSON[JT]"},
      {"JOH 94F on the unit.", "PERSON[JOH] AGE_90_PLUS[94F]"},
      {"KR (19, sec 5) left the unit.", "PERSON[KR]"},
      {"Actions\n1. RM (47) admitted on Monday.", "PERSON[RM]"},
      {"Action VJ by February.", "PERSON[VJ]"},
      {"Actions\n4. RJ - poster for the bay", "PERSON[RJ]"},
      {"The scope was used on AB, KO and another.", "PERSON[AB] PERSON[KO]"},
  });
}

TEST(Hints, WhatIsNobodyStays) {
  for (const char* text :
       {"McRoberts was tried and failed", "BP (120) raised again", "1. ECG - normal sinus rhythm",
        "Her mother, however, was told", "Told reg about it", "The nurse called back",
        "Cream was used on BMI charts"}) {
    EXPECT_EQ(Masked(text), "") << text;
  }
}

}  // namespace
}  // namespace candour::anonymise
