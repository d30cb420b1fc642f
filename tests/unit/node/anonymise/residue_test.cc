#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Residue, FlagsWhatNothingExplains) {
  EXPECT_TRUE(Flags("the Zorq broke", "Zorq"));
  EXPECT_TRUE(Flags("some vrelkish thing", "vrelkish"));
  EXPECT_TRUE(Flags("a note by nobody, QXV", "QXV"));
  EXPECT_TRUE(Flags("the figure 44710 there", "44710"));
}

TEST(Residue, NeverMasks) {
  ExpectKept({"the Zorq broke", "some vrelkish thing", "the figure 44710 there"});
}

TEST(Residue, LeavesWhatIsKnownAlone) {
  for (std::string_view word : {"paracetamol", "Monday", "NEWS", "ECG", "Alaris", "1430", "2024"}) {
    EXPECT_FALSE(Flags("then " + std::string(word) + " again", word)) << word;
  }
}

TEST(Residue, FlagsPlacesAndOrganisationsWhereCapitalsSayLittle) {
  EXPECT_TRUE(Flags("seen in corridor of the royal, then amu 2", "royal"));
  EXPECT_TRUE(Flags("The clinic at the Health Hub was shut.", "Health Hub"));
  EXPECT_TRUE(Flags("Dressed by the nurse at the Tower.", "Tower"));
  EXPECT_FALSE(Flags("She was moved to the Labour Ward at once.", "Labour Ward"));
}

TEST(Residue, FlagsEverydayWordsBesideAPerson) {
  EXPECT_TRUE(Flags("told his carer. sue p, from the team, knew", "sue"));
  EXPECT_TRUE(Flags("his brother col rang fuming", "col"));
  EXPECT_TRUE(Flags("Lord (B4 manager) will send it.", "Lord"));
  EXPECT_FALSE(Flags("S/N was on the ward.", "N"));
}

TEST(Residue, KnowsLabelsAndWordsOfTheTrade) {
  EXPECT_FALSE(Flags("Both ampoules were in the drawer.", "ampoules"));
  EXPECT_FALSE(Flags("it was Seen by nobody", "Seen"));
  EXPECT_FALSE(Flags("no MRN was written", "MRN"));
}

}  // namespace
}  // namespace candour::anonymise
