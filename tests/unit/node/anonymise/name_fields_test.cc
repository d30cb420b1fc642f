#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(NameField, HoldsANameHoweverOdd) {
  ExpectMasked({
      {"Patient name: Sunny Day Age: 40", "PERSON[Sunny Day]"},
      {"NAME BRIGHT, Brenda DOB 11th May 1971", "PERSON[BRIGHT, Brenda] DOB[11th May 1971]"},
      {"Reporter: Violet Siddiqui", "PERSON[Violet Siddiqui]"},
      {"Verified: PJK.", "PERSON[PJK]"},
      {"{\"surname\": \"Okafor\"}", "PERSON[Okafor]"},
  });
  ExpectKept({"Name: not known", "Reporter: anonymous", "Name of drug: aspirin",
              "Consultant: to be confirmed"});
}

TEST(NameField, GreetingsAndSignOffsNamePeople) {
  ExpectMasked({
      {"Hi Jo and Sam,\nthe bed", "PERSON[Jo] PERSON[Sam]"},
      {"Kind regards,\nPriya Patel", "PERSON[Priya Patel]"},
      {"Thanks,\nmandy", "PERSON[mandy]"},
  });
  ExpectKept({"Dear colleagues,", "Hi all,", "Thanks for the bed", "Dear Team,"});
}

TEST(NameField, WhoeverSpeaksInMessagesIsAPerson) {
  EXPECT_EQ(Masked("Keisha: can u swap\nZorq: no\nKeisha: ok\nZorq: bye"),
            "PERSON[Keisha] PERSON[Zorq] PERSON[Keisha] PERSON[Zorq]");
  ExpectKept({"Plan: review\nAction: none", "Outcome: well\nLearning: shared"});
}

TEST(NameFields, ValuesMayStandInTheNextCell) {
  EXPECT_EQ(Masked("<td>Surname</td><td>Quellimar</td><td>Ward</td>"), "PERSON[Quellimar]");
  ExpectKept({"Name\nWard\nDate", "Surname\n\nfell at night"});
}

TEST(NameFields, SpeakersMayHaveTheirPostBeforeTheirName) {
  EXPECT_EQ(
      Masked("[02/06, 22:21] Deputy Mgr Zorq: ring me").find("PERSON[Zorq]") != std::string::npos,
      true);
  EXPECT_EQ(Masked("[22:21] Ward Team: ring me"), "");
}

TEST(NameFields, EndBeforeTheNextColumnsLabel) {
  EXPECT_EQ(Masked("No. 4   Surname THORNHILL   Forename GORDON"),
            "PERSON[THORNHILL] PERSON[GORDON]");
  ExpectKept({"Pt: F 67y, chest pain"});
}

TEST(NameFields, ASignOffMayBeOneWord) {
  EXPECT_EQ(Masked("Call me if not sure. Thx Zorqs"), "PERSON[Zorqs]");
  ExpectKept({"Bed is free. Thanks All", "Thanks Team"});
}

TEST(NameFields, TornOrSmallAtTheEnd) {
  ExpectMasked({
      {"Patient: Bridget\nHegarty\nsent early", "PERSON[Bridget\nHegarty]"},
      {"can you swap? ta, zolani", "PERSON[zolani]"},
  });
  ExpectKept({"can you swap? ta, tomorrow"});
}

}  // namespace
}  // namespace candour::anonymise
