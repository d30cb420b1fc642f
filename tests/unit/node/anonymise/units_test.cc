#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Units, OfCareBySideLetterAndNumber) {
  ExpectMasked({
      {"Mrs Smith left Discharge Lounge 2 with it.", "PERSON[Smith] WARD[Discharge Lounge 2]"},
      {"Moved to Critical Care North.", "WARD[Critical Care North]"},
      {"Blood from Theatre Recovery B to labs.", "WARD[Theatre Recovery B]"},
      {"the gentleman for ward thirty one went", "WARD[ward thirty one]"},
      {"She left Willow Mother and Baby Unit alone.", "WARD[Willow Mother and Baby Unit]"},
      {"He had high care needs", ""},
  });
}

TEST(Units, OfMothersAndBehindNumbersAndNoTimes) {
  EXPECT_EQ(Masked("and told. Bluebell MBU; closed"), "WARD[Bluebell MBU]");
  EXPECT_EQ(Masked("at the door of Ward 6 Respiratory."), "WARD[Ward 6 Respiratory]");
  EXPECT_EQ(Masked("on a general ward 12 days with no bed"), "");
}

TEST(Units, AreToldByTheirLettersWhereSomebodyIsOrGoes) {
  ExpectMasked({
      {"Later moved to SCBU for warming.", "WARD[SCBU]"},
      {"the nurse rang the SAU twice", "WARD[SAU]"},
      {"bed 6 ICU was not ready", "WARD[ICU]"},
      {"sent to ITU North overnight", "WARD[ITU North]"},
      {"porter wanted at AMU3 for X-ray", "WARD[AMU3]"},
      {"The fridge of NICU Pod 4 was warm.", "WARD[NICU Pod 4]"},
  });
  ExpectKept({"needs an ICU bed", "reviewed by ITU", "SAU", "stepped down from HDU"});
}

TEST(Units, AreToldByWhatTheyAreFor) {
  ExpectMasked({
      {"She was sent to Endoscopy Unit at nine.", "WARD[Endoscopy Unit]"},
      {"The Section 136 Suite was closed.", "WARD[Section 136 Suite]"},
      {"Waited in Stroke Unit (Willow) all day.", "WARD[Stroke Unit] WARD[Willow]"},
      {"Transferred from Acute Receiving at ten.", "WARD[Acute Receiving]"},
      {"The door of Birth Centre Green stuck.", "WARD[Birth Centre Green]"},
      {"Dialysed at Satellite Unit C today.", "WARD[Satellite Unit C]"},
  });
  ExpectKept({"on the Intensive Care Unit", "Unit number unknown", "in the renal unit",
              "a Surgical Triage nurse"});
}

TEST(Units, AreToldByColoursLevelsAndNumbers) {
  ExpectMasked({
      {"Alarm on Purple Ward again.", "WARD[Purple Ward]"},
      {"They rang Level 4 Blue.", "WARD[Level 4 Blue]"},
      {"moved from Gynae 3 to Willow 2 today", "WARD[Gynae 3] WARD[Willow 2]"},
      {"at the desk of Clinic 9 over lunch", "WARD[Clinic 9]"},
      {"he went to Clinic 4 instead of there", "WARD[Clinic 4]"},
      {"left alone in Majors D.", "WARD[Majors D]"},
      {"sent to Clinic D for bloods", "WARD[Clinic D]"},
      {"Oxygen failed on Ward 6 (Green) at ten.", "WARD[Ward 6] WARD[Green]"},
      {"Alarm Hazel/Rowan at ten.", "WARD[Hazel/Rowan]"},
      {"she was covering Hazel and Rowan", "WARD[Hazel] WARD[Rowan]"},
      {"pt willow bed 7 fell", "WARD[willow]"},
  });
  ExpectKept({"went from Stage 2 to Stage 3", "on Day 4 of this", "changed to Evita 4 at six",
              "power 4/5 in Neuro 4/5", "the Green bag", "the Blue Ward Round Sheet"});
}

TEST(Units, HaveCodes) {
  ExpectMasked({
      {"I covered 4A, 4C and the wards.", "WARD[4A] WARD[4C]"},
      {"The fax is on West 2C.", "WARD[West 2C]"},
      {"a patient on C6 South with no bell", "WARD[C6 South]"},
      {"The pump ran out on C17.", "WARD[C17]"},
  });
  ExpectKept({"crash on A63", "given vitamin B12", "on D10 at 80 ml"});
}

TEST(Units, StandInLists) {
  ExpectMasked({
      {"covering CDU & EPAU overnight", "WARD[CDU] WARD[EPAU]"},
      {"Staff went to cover Ash, Birch & Cedar.", "WARD[Ash] WARD[Birch] WARD[Cedar]"},
      {"taken from 5 South to 6 North.", "WARD[5 South] WARD[6 North]"},
      {"came from 3W to 4E with no notes", "WARD[3W] WARD[4E]"},
      {"The caller gave \"Hawthorn\".", "WARD[Hawthorn]"},
      {"the drain of bay 2, Ash, came out", "WARD[Ash]"},
      {"BED 6 HEATHER, FELL AT TEN", "WARD[HEATHER]"},
  });
  ExpectKept({"Give 3 North American units"});
}

TEST(Units, BehindALevelAndCodesWhereSomebodyIs) {
  ExpectMasked({
      {"bed on Level 7 Short Stay", "WARD[Level 7 Short Stay]"},
      {"They went up to D7.", "WARD[D7]"},
      {"he was moved from C3 to C5", "WARD[C3] WARD[C5]"},
      {"moved to Level 5 Stroke Unit", "WARD[Level 5 Stroke Unit]"},
      {"She was on C4.", "WARD[C4]"},
      {"He went to B7 later.", "WARD[B7]"},
      {"moved back to F3 this morning", "WARD[F3]"},
      {"She is on C4, bed 3.", "WARD[C4]"},
  });
  ExpectKept({"fracture of C4.", "the screw was on C4.", "he was on C3 and C4 levels",
              "she was on B12.", "pt was on T3 and T4.", "he is on F2 rotation", "she was on D3.",
              "a CT of C4"});
}

}  // namespace
}  // namespace candour::anonymise
