#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Person, IsFoundAfterATitleInAnyCase) {
  EXPECT_EQ(Masked("Mrs Hegarty slipped"), "PERSON[Hegarty]");
  EXPECT_EQ(Masked("seen by dr featherstonehaugh today"), "PERSON[featherstonehaugh]");
  EXPECT_EQ(Masked("DR FITZGERALD LED THE ARREST"), "PERSON[FITZGERALD]");
  EXPECT_EQ(Masked("Prof. Anneliese van den Berg agreed"), "PERSON[Anneliese van den Berg]");
  EXPECT_EQ(Masked("Mr Ó Súilleabháin spotted it"), "PERSON[Ó Súilleabháin]");
  EXPECT_EQ(Masked("told Mrs. O'Hara-Wells about it"), "PERSON[O'Hara-Wells]");
}

TEST(Person, IsFoundAfterRolesRelationsAndCues) {
  EXPECT_EQ(Masked("Physio Rusty Crohn helped"), "PERSON[Rusty Crohn]");
  EXPECT_EQ(Masked("his daughter Priya rang"), "PERSON[Priya]");
  EXPECT_EQ(Masked("discussed with Olu later"), "PERSON[Olu]");
  EXPECT_EQ(Masked("seen by FY1 (Hassan) again"), "PERSON[Hassan]");
}

TEST(Person, PairsAreFoundWhateverTheirOrigin) {
  for (std::string_view name :
       {"Dorothy Clegg", "Harpreet Bains", "Oluwaseun Adeyemi", "Agnieszka Wojciechowska",
        "Xiuying Zhang", "Siobhan Kelleher", "Fatima Begum", "Tendai Moyo"}) {
    EXPECT_EQ(Masked("Later " + std::string(name) + " fell."), "PERSON[" + std::string(name) + "]");
  }
  EXPECT_EQ(Masked("BRIGHT, Brenda was moved"), "PERSON[BRIGHT, Brenda]");
  EXPECT_EQ(Masked("then K. Adekunle signed"), "PERSON[K. Adekunle]");
}

TEST(Person, InitialsNeedAPersonsVerbOrRole) {
  EXPECT_EQ(Masked("He reported that TH left the ward"), "PERSON[TH]");
  EXPECT_EQ(Masked("given by HCA JS at night"), "PERSON[JS]");
  EXPECT_EQ(Masked("the ECG showed AF and BP was low"), "");
}

TEST(Person, FieldsGreetingsAndSignOffsHoldNames) {
  EXPECT_EQ(Masked("Name: Sunny Day\nAge: 40"), "PERSON[Sunny Day]");
  EXPECT_EQ(Masked("Hi Jo,\ncan you look?"), "PERSON[Jo]");
  EXPECT_EQ(Masked("bed 12 is broken\nThanks,\nMandy"), "PERSON[Mandy]");
}

TEST(Person, EverydayWordsStayWhereTheyAreWords) {
  for (std::string_view text :
       {"Will review in December.", "May recur.", "Mark on left heel.", "Rose to 39.1 overnight.",
        "No hope of replacement.", "the bill was paid", "grant funding pending",
        "Dawn raid on the store"}) {
    EXPECT_EQ(Masked(text), "") << text;
  }
  EXPECT_EQ(Masked("later Mark said it broke"), "PERSON[Mark]");
  EXPECT_EQ(Masked("Will Hopkins moved it"), "PERSON[Will Hopkins]");
}

TEST(Person, EponymsDrugsAndDevicesStay) {
  for (std::string_view text :
       {"History of Marfan syndrome.", "known Parkinson's disease", "Foley catheter bypassing",
        "has Crohn's", "Glasgow Coma Scale 15", "Waterlow score 18",
        "given Omnipaque and gentamicin", "the Alaris GP pump", "Guillain-Barre syndrome",
        "on a Zimmer frame", "Colles fracture"}) {
    EXPECT_EQ(Masked(text), "") << text;
  }
}

TEST(Person, ATitleBeatsEveryVeto) {
  EXPECT_EQ(Masked("Mr Parkinson has Parkinson's disease"), "PERSON[Parkinson]");
  EXPECT_EQ(Masked("Dr May was called in May"), "PERSON[May]");
}

TEST(Person, ANameFoundOnceIsFoundEverywhere) {
  EXPECT_EQ(Masked("Mrs White fell. Later White was moved; hegarty was not. File White_scan.pdf"),
            "PERSON[White] PERSON[White] PERSON[White]");
  EXPECT_EQ(Masked("Mr Hegarty fell; hegarty was moved, then Hegerty slept"),
            "PERSON[Hegarty] PERSON[hegarty] PERSON[Hegerty]");
}

TEST(Person, OnePersonKeepsOnePlaceholder) {
  auto outcome = PlainAnonymiser().Run("Dr Desai saw Priya Patel. Desai left. Patel slept.", {});

  ASSERT_TRUE(outcome.has_value());
  ASSERT_EQ(outcome->spans.size(), 4u);
  EXPECT_EQ(outcome->spans[0].placeholder, outcome->spans[2].placeholder);
  EXPECT_EQ(outcome->spans[1].placeholder, outcome->spans[3].placeholder);
  EXPECT_NE(outcome->spans[0].placeholder, outcome->spans[1].placeholder);
}

TEST(Seeds, NamesOfTheRecordAreMaskedEvenWhereNothingElseSays) {
  std::vector<Seed> seeds = {
      {"patient", "Ivy Stone"}, {"hospital_number", "ZZ 11-7"}, {"dob", "3 Feb"}};

  EXPECT_EQ(Masked("then stone, ivy was moved near the ivy", seeds), "");
  EXPECT_EQ(Masked("then ivy stone was moved", seeds), "PERSON[ivy stone]");
  EXPECT_EQ(Masked("wrote zz117 on it", seeds), "LOCAL_ID[zz117]");
}

TEST(Seeds, StaffDirectoryIsKnown) {
  Settings settings;
  settings.staff_directory = {"Quill Farthing", "Zorblatt Wick"};
  auto anonymiser = Anonymiser::Create(settings);

  ASSERT_TRUE(anonymiser.has_value());
  EXPECT_EQ(Masked("then zorblatt came", {}, **anonymiser), "PERSON[zorblatt]");
  EXPECT_EQ(Masked("then zorblatt came"), "");
}

TEST(Settings, KeptWordsAreNoNamesUnlessTitled) {
  Settings settings;
  settings.keep_words = {"Sunita"};
  auto anonymiser = Anonymiser::Create(settings);

  ASSERT_TRUE(anonymiser.has_value());
  EXPECT_EQ(Masked("the old Sunita was used", {}, **anonymiser), "");
  EXPECT_EQ(Masked("the old Sunita was used"), "PERSON[Sunita]");
  EXPECT_EQ(Masked("then Mrs Sunita came", {}, **anonymiser), "PERSON[Sunita]");
}

TEST(People, GoOnOverAHyphenAtALinesEnd) {
  EXPECT_EQ(Masked("Mr Abim-\nbola was told"), "PERSON[Abim-\nbola]");
  EXPECT_EQ(Masked("seen by Mr Quelli-\nmar again"), "PERSON[Quelli-\nmar]");
}

}  // namespace
}  // namespace candour::anonymise
