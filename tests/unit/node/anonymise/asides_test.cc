#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Asides, ExplainANameByTheRoleBesideIt) {
  ExpectMasked({
      {"May, the HCA, says the chart is wrong.", "PERSON[May]"},
      {"Dawn (bank nurse) saw the fall.", "PERSON[Dawn]"},
      {"Hope, HCA, saw it.", "PERSON[Hope]"},
      {"the jug was spilt by zorv (student nurse, on nights)", "PERSON[zorv]"},
      {"CALL FROM GRACE (CARER). FELL AT HOME.", "PERSON[GRACE]"},
      {"Then Summer (his daughter) rang.", "PERSON[Summer]"},
      {"Rose, our physio, was late.", "PERSON[Rose]"},
      {"Told Zorq Quellimar (CNS) at once.", "PERSON[Zorq Quellimar]"},
  });
  ExpectKept({"In May, staff were short.", "Fluids (nurse led) were given.",
              "warfarin, nurse unsure", "Concern, nurse not told."});
}

TEST(Asides, LetSomebodySayWhoSpeaks) {
  ExpectMasked({
      {"Hi its dawn from the day team", "PERSON[dawn]"},
      {"Hello, it's Will calling about a bed", "PERSON[Will]"},
      {"This is Grace from pharmacy.", "PERSON[Grace]"},
      {"Faith here, can you ring?", "PERSON[Faith]"},
  });
  ExpectKept({"this is may be wrong", "its rose colour faded", "it is hope that counts"});
}

TEST(Asides, TakeACapitalBehindARoleForAName) {
  EXPECT_EQ(Masked("Bed by the door. NIC Fen."), "PERSON[Fen]");
  EXPECT_EQ(Masked("It was HCA Peace who said so, then SN Wonder left."),
            "PERSON[Peace] PERSON[Wonder]");
  ExpectKept({"All HCA Training was cancelled.", "The SHO Bleep was flat."});
}

TEST(Asides, ReadListsOfThosePresentAndCellsOfTables) {
  EXPECT_EQ(Masked("Apologies: JMcK, Zorq\nCase 3 was read"), "PERSON[JMcK] PERSON[Zorq]");
  EXPECT_EQ(Masked("1 | Refer again | HW | done"), "PERSON[HW]");
  ExpectKept({"Apologies: none\nNext", "1 | Check | IV | done"});
}

TEST(Asides, NameTheOwnersOfAccounts) {
  EXPECT_EQ(Masked("User mvanzyl opened the notes"), "PERSON[mvanzyl]");
  EXPECT_EQ(Masked("she was logged in as tquell all day"), "PERSON[tquell]");
  EXPECT_EQ(Masked("Hi all, Zorqs here. Bed 4 is free"), "PERSON[Zorqs]");
  ExpectKept({"service user walked off", "the account is closed", "user error again"});
}

TEST(Asides, ShortenedForenames) {
  EXPECT_EQ(Masked("It was signed for Jas. Quellimar then"), "PERSON[Jas. Quellimar]");
}

TEST(Asides, IntroduceStrangersAndExplainLeads) {
  ExpectMasked({{"hello its Zorika from the desk", "PERSON[Zorika]"},
                {"he told the registrar Zelmo.", "PERSON[Zelmo]"},
                {"The safeguarding lead Jennet informed us.", "PERSON[Jennet]"},
                {"Zorelza, IPC nurse, came.", "PERSON[Zorelza]"}});
}

}  // namespace
}  // namespace candour::anonymise
