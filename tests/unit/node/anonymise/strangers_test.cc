#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Strangers, BesideNamesThatWereFound) {
  ExpectMasked({
      {"It was silenced. Quillaq Rivera-Torres lost much blood.", "PERSON[Quillaq Rivera-Torres]"},
      {"The caller gave her name as Blithesome Harper-Reid today.",
       "PERSON[Blithesome Harper-Reid]"},
      {"Seen next day by locum Dr Iqra Sheikh-Noon; sent in.", "PERSON[Iqra Sheikh-Noon]"},
      {"It was closed when G Pryce-Jones left.", "PERSON[G Pryce-Jones]"},
  });
}

TEST(Strangers, KeepTheReasonOfTheNameBesideThem) {
  const auto outcome = PlainAnonymiser().Run("Seen by Dr Iqra Sheikh-Noon; sent in.", {});
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->spans.size(), 1u);
  EXPECT_EQ(outcome->spans[0].rule, "person.title");
}

TEST(Strangers, BehindRelationsLabelsAndRoles) {
  ExpectMasked({
      {"The daughter Era was there.", "PERSON[Era]"},
      {"A sample labelled ONWUZURIKE grouped as A.", "PERSON[ONWUZURIKE]"},
      {"Left by carer shaniquelle.", "PERSON[shaniquelle]"},
      {"Client \"Smudge\" collected twice.", "PERSON[Smudge]"},
      {"The man in the next bed (lenny).", "PERSON[lenny]"},
  });
}

TEST(Strangers, BeforeAges) {
  ExpectMasked({
      {"Real weight 14 kg. Zareebah (aged 3) was well.", "PERSON[Zareebah]"},
      {"A cartoon one. Kaidenn, 6, urticaria only.", "PERSON[Kaidenn]"},
      {"Parwanah (36/40) had a headache.", "PERSON[Parwanah]"},
  });
}

TEST(Strangers, LettersWhereAPersonIsSpokenOf) {
  ExpectMasked({
      {"Hand-bagged the patient, RJP, for six minutes.", "PERSON[RJP]"},
      {"Boxes were moved by me, AB, and reported.", "PERSON[AB]"},
      {"That's D-U-Q-E-M-I-N, I had a letter.", "PERSON[D-U-Q-E-M-I-N]"},
  });
}

TEST(Strangers, InCellsAndBySyllables) {
  ExpectMasked({
      {"| Field | Entry |\n| Who | Barthelmy Akroydd (inpatient) |", "PERSON[Barthelmy Akroydd]"},
      {"The crew went with Min-jun Seo to the unit.", "PERSON[Min-jun Seo]"},
      {"The list had Odelina Cadetta, who died there.", "PERSON[Odelina Cadetta]"},
      {"We told her husband Col. The pump has gone.", "PERSON[Col]"},
      {"sepsis abx\npt r kampermann, from the ward", "PERSON[r kampermann]"},
      {"6.4C alarm muted (GJP) by night", "PERSON[GJP]"},
  });
}

TEST(Strangers, BesideBedsAndTwins) {
  ExpectMasked({
      {"cup 1 of 2. bed 4 Quarmby ?sepsis, abx given", "PERSON[Quarmby]"},
      {"handed over 0745. b14 pym for CT, tissued", "PERSON[pym]"},
      {"The baby in the cot was Twin 2 Tomkinson. Fed.", "PERSON[Tomkinson]"},
      {"The crew came. Attendant: Deacon, driver bank.", "PERSON[Deacon]"},
      {"It was loud. Ask florin the HCA. It will happen.", "PERSON[florin]"},
  });
}

TEST(Strangers, LettersOfWhoDidIt) {
  ExpectMasked({
      {"It was picked JT, and then bagged.", "PERSON[JT]"},
      {"The pharmacy answered RB. Closed.", "PERSON[RB]"},
      {"Calcium was given. Pt A.M., stable.", "PERSON[A.M]"},
      {"Present: HB, the matron and others.", "PERSON[HB]"},
  });
}

TEST(Strangers, AccountsAreNames) {
  ExpectMasked({
      {"{\"reporter\": \"m.oyarzabal\", \"grade\": 2}", "PERSON[m.oyarzabal]"},
      {"{\"file\": \"report.pdf\"}", ""},
  });
}

TEST(Strangers, WhatIsNoPersonStays) {
  ExpectKept({"A syringe labelled KETAMINE was found.", "The A-B-C-D-E assessment was done.",
              "The wife Refused to leave.", "The brand name of Zorvanipril was on it.",
              "Given to the patient, NBM, at six.", "The ward sister immediately, she said"});
}

}  // namespace
}  // namespace candour::anonymise
