#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(SingleName, CountsInMidSentenceAndWhereItActs) {
  ExpectMasked({
      {"then Priya noticed", "PERSON[Priya]"},
      {"Gibson moved cells.", "PERSON[Gibson]"},
      {"the note that Okafor wrote", "PERSON[Okafor]"},
      {"Gibbo told me to", "PERSON[Gibbo]"},
      {"gave Elsie T's tablets", "PERSON[Elsie T]"},
      {"Faith (team lead) reviewed", "PERSON[Faith]"},
      {"Will will relabel it", "PERSON[Will]"},
      {"June was told at once", "PERSON[June]"},
  });
}

TEST(SingleName, InitialsCountBesideWhatAPersonDoes) {
  ExpectMasked({
      {"that TH left the ward", "PERSON[TH]"},
      {"PK to chase bloods", "PERSON[PK]"},
      {"signed J.S. later", "PERSON[J.S]"},
      {"no bed. kt to update them", "PERSON[kt]"},
  });
}

TEST(SingleName, WordsMonthsAndRolesStay) {
  ExpectKept({"Will review.", "May be late.", "in June and July", "Mark on heel.", "a Hope clinic",
              "Reg (on call) aware", "Rose to 39.1", "AF on ECG", "Dawn raid", "US done",
              "Grace period over", "Bill paid."});
}

TEST(Singles, OwnThingsThatEponymsNameToo) {
  EXPECT_EQ(Masked("Priya's chart was missing."), "PERSON[Priya]");
  EXPECT_EQ(Masked("Rose's chart was missing."), "PERSON[Rose]");
  ExpectKept({"Waterlow's score was 12.", "Foley's catheter was blocked."});
}

TEST(Singles, InHyphenedHalvesAndShortOnesNeedAPerson) {
  EXPECT_EQ(Masked("We told Jun-jun about it."), "PERSON[Jun-jun]");
  EXPECT_EQ(Masked("He told lou about it."), "PERSON[lou]");
  EXPECT_EQ(Masked("cc helen p & others"), "PERSON[helen p]");
  ExpectKept({"A Post-Op check was done.", "The X-Ray was seen."});
}

TEST(Singles, ActInAnyPastVerb) {
  ExpectMasked({
      {"Mark photographed a red mark.", "PERSON[Mark]"},
      {"Security walked Zorq back to the ward.", "PERSON[Zorq]"},
      {"S: JS given Clexane 80 mg.", "PERSON[JS]"},
      {"ALARM AT SIX. DAWN WITNESSED THE FALL FROM BED.", "PERSON[DAWN]"},
  });
  ExpectKept({"Mark on left heel.", "Bill for agency cover.", "BEFORE DAWN BROKE THEY ALL LEFT.",
              "Cat 2 call, then home."});
}

TEST(Singles, MonthsAtTheirPostsAndLettersThatSign) {
  ExpectMasked({
      {"It was wrong; May at reception tried again", "PERSON[May]"},
      {"Can you ring? K.\nThe hoist is back", "PERSON[K]"},
      {"As told by Hegarty/TW today", "PERSON[Hegarty] PERSON[TW]"},
  });
  ExpectKept({"in May at reception it was hot", "Give vitamin\nK."});
}

TEST(SingleName, IsNoPartOfADevicesName) {
  ExpectKept({"The scanner was a Siemens Ysio Max.", "a CADD-Solis pump"});
}

TEST(SingleName, OfWhomAPostIsToldOrWhomSomebodySaw) {
  ExpectMasked({
      {"Will from the site team rang.", "PERSON[Will]"},
      {"Mark from IT came", "PERSON[Mark]"},
      {"Blessing seen at 0900 in clinic", "PERSON[Blessing]"},
      {"Parents Hamza and Rim Boukhari asked why", "PERSON[Hamza] PERSON[Rim Boukhari]"},
  });
  ExpectKept({"Mark seen at 0900 on the heel", "May from what we know be late"});
}

}  // namespace
}  // namespace candour::anonymise
