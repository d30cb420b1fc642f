#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LoneNames, StrangeCapitalsBehindARole) {
  ExpectMasked({
      {"Pharmacist Tsz Kin stopped it.", "PERSON[Tsz Kin]"},
      {"Student nurse Anh Thu had a needlestick.", "PERSON[Anh Thu]"},
      {"CONFIRM TO WARD CLERK P. BLADES.", "PERSON[P. BLADES]"},
  });
}

TEST(LoneNames, KnownNamesAreLeftToTheirTitles) {
  const auto outcome = PlainAnonymiser().Run("Mrs Joan Pickering was short of breath.", {});
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->spans.size(), 1u);
  EXPECT_EQ(outcome->spans[0].rule, "person.title");
}

TEST(LoneNames, LettersAndLinesThatStandForSomebody) {
  ExpectMasked({
      {"Family of O.B. told.", "PERSON[O.B]"},
      {"can u look? pt is JPW, on the ward", "PERSON[JPW]"},
      {"The bag was left.\nPlease ring me.\nJi-won Baek", "PERSON[Ji-won Baek]"},
  });
}

TEST(LoneNames, FormsAndTables) {
  ExpectMasked({
      {"| field | entry |\n| client | Jadwiga Olszewska |", "PERSON[Jadwiga Olszewska]"},
      {"TIME 0245\nPT Kowalewicz B\nFell from the bed", "PERSON[Kowalewicz B]"},
      {"Reporter: imogen.thwaite. Pump stopped", "PERSON[imogen.thwaite]"},
      {"wrong lumen. child ermias t, 9 months", "PERSON[ermias t]"},
      {"Zubeda is 84 and lives alone.", "PERSON[Zubeda]"},
  });
}

TEST(LoneNames, DevicesAndStatesStay) {
  ExpectKept({"pt is NBM, for theatre", "Machine: Melag Vacuklav 41B", "Manufacturer Kerr told",
              "uses Palmer notation", "after Austin Moore hemi", "Student nurse was told.",
              "The dose was late.\nNo Harm"});
}

}  // namespace
}  // namespace candour::anonymise
