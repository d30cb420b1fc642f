#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(ResidueNumbers, OfANamedPersonOrAList) {
  ExpectMasked({
      {"Theatre list for 24th full again", "DATE[24th]"},
      {"15     DEVLIN S         5622 976 898    ligature",
       "PERSON[DEVLIN S] LOCAL_ID[5622 976 898]"},
  });
}

TEST(ResidueNumbers, DaysAndAgesThatStandAlone) {
  ExpectMasked({
      {"12th no visit, 13th no visit, 14th seen.", "DATE[12th] DATE[13th] DATE[14th]"},
      {"Not recorded on the 24th or 25th.", "DATE[the 24th] DATE[25th]"},
      {"Ages on the list were 67, 95, 72 and 90.", "AGE_90_PLUS[95] AGE_90_PLUS[90]"},
      {"Refused admission the 19th, crew left.", "DATE[the 19th]"},
      {"Looked after by a son, himself 90, who is frail.", "AGE_90_PLUS[90]"},
      {"He's 96 you know!", "AGE_90_PLUS[96]"},
      {"The hosp no RX440918, 93. No LOC.", "LOCAL_ID[RX440918] AGE_90_PLUS[93]"},
      {"The wound dehisced, 93, and was sutured.", "AGE_90_PLUS[93]"},
      {"Seen late - 94, home alone.", "AGE_90_PLUS[94]"},
      {"sats 94, then 96 on air", ""},
  });
}

// Masked or flagged is both found; a text is found whole here when no letter or digit is left.
bool Found(std::string_view text, std::string_view part) {
  auto outcome = PlainAnonymiser().Run(text, {});
  size_t begin = text.find(part);
  for (size_t at = begin; at < begin + part.size(); ++at) {
    bool inside = false;
    for (const Span& span : outcome->spans) inside = inside || (span.start <= at && at < span.end);
    if (!inside && part[at - begin] != ' ') return false;
  }
  return true;
}

struct Case {
  std::string_view text;
  std::string_view part;
};

TEST(ResidueNumbers, FlagsWhatNothingExplains) {
  for (const Case& each :
       std::vector<Case>{{"He wrote 4471 there.", "4471"},
                         {"The lock code written on it 4402.", "4402"},
                         {"Rota code NR/0091 was wrong.", "NR/0091"},
                         {"She gave her ref PO/1.", "PO/1"},
                         {"Put through to 4 4 1 7 at once.", "4 4 1 7"},
                         {"The card says 12 06 88 and no more.", "12 06 88"},
                         {"Bag 2.118.440 was lost.", "2.118.440"},
                         {"He was taken to A704 at once.", "A704"},
                         {"The sister on F7 knew.", "F7"},
                         {"bone in the acetabulum in theatre 9 today", "theatre 9"}}) {
    EXPECT_TRUE(Found(each.text, each.part)) << each.text;
  }
}

TEST(ResidueNumbers, FlagsDays) {
  for (const Case& each :
       std::vector<Case>{{"Last depot 500mg 2/8.", "2/8"},
                         {"Next due on 3/12.", "3/12"},
                         {"Readmitted 9th K 6.8.", "9th"},
                         {"Back 24th septic.", "24th"},
                         {"Not well since the twelfth please ring.", "twelfth"}}) {
    EXPECT_TRUE(Found(each.text, each.part)) << each.text;
  }
}

TEST(ResidueNumbers, LeavesMeasuresScoresAndOrdinalsAlone) {
  for (const Case& each : std::vector<Case>{{"Power 5/5 in both legs.", "5/5"},
                                            {"Vision 6/9 on the left.", "6/9"},
                                            {"Antibiotics for 3/7 only.", "3/7"},
                                            {"Review in 3/12 with bloods.", "3/12"},
                                            {"Apgars 9/9 at birth.", "9/9"},
                                            {"Fracture of the 5th metatarsal.", "5th"},
                                            {"After the 3rd attempt it worked.", "3rd"},
                                            {"Drained 1430 ml of fluid.", "1430"},
                                            {"Around 4418 patients a year.", "4418"},
                                            {"Seen at 1745 by the team.", "1745"},
                                            {"In 2024 it was changed.", "2024"},
                                            {"Vertebra L34 is none, T12 is one.", "T12"},
                                            {"Code blue 1802 called.", "1802"},
                                            {"It fell from 4.1 to 2.3 hours.", "4.1"}}) {
    EXPECT_FALSE(Flags(each.text, each.part)) << each.text;
  }
}

TEST(ResidueNumbers, ReadsACodeBehindAPlace) {
  ExpectMasked({
      {"at The Old Tollhouse, Brig Lane, Kirkhaven, TD19 7XK.",
       "ADDRESS[The Old Tollhouse, Brig Lane, Kirkhaven] POSTCODE[TD19 7XK]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
