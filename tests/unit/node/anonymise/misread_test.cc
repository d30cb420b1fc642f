#include "node/anonymise/lexicon.h"
#include "node/anonymise/normalise.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

std::string Mended(std::string_view text) {
  static const Lexicon* lexicon = new Lexicon(CompiledGazetteer());
  Normalised read;
  for (size_t i = 0; i < text.size(); ++i) read.Push(text[i], i, i + 1);
  return MendMisreadings(std::move(read), *lexicon).text;
}

TEST(MendMisreadings, PutsWordsRightThatTheListsKnow) {
  EXPECT_EQ(Mended("Dlscharge letter rnissing frorn Ha1low Bridge"),
            "Discharge letter missing from Hallow Bridge");
  EXPECT_EQ(Mended("Mr5 Tornlinson, l4 Morpetln Cl0se, 5troke Unit"),
            "Mrs Tomlinson, 14 Morpeth Close, Stroke Unit");
  EXPECT_EQ(Mended("wlth tbe Cornrnunity nurse"), "with the Community nurse");
}

TEST(MendMisreadings, LeavesCleanTextsAndCodesAlone) {
  for (std::string_view text :
       {"Seen by Mr Quellimar in the clinic", "plate ab12cde and code T0A5T9", "2l of O2 and 50mls",
        "Clexane given at 8am", "HbA1c was 48"})
    EXPECT_EQ(Mended(text), text);
}

TEST(MendMisreadings, PartsGluedTitlesFromTheirNames) {
  EXPECT_EQ(Mended("seen by DrPatel"), "seen by Dr Patel");
  EXPECT_EQ(Mended("given byZainab then drpatel left"), "given by Zainab then dr patel left");
  EXPECT_EQ(Mended("a drawing by missing staff"), "a drawing by missing staff");
}

TEST(MendMisreadings, MasksWhatWasWritten) {
  ExpectMasked({
      {"Letter rnissing. Mr5 Zainab Qure5hi was told.", "PERSON[Zainab Qure5hi]"},
      {"Adrnitted frorn l4 Morpetln Cl0se today.", "ADDRESS[l4 Morpetln Cl0se]"},
      {"Rang the ward; seen by DrPatel.", "PERSON[Patel]"},
  });
}

TEST(MendMisreadings, ReadsOrdinalsAndMonths) {
  EXPECT_EQ(Mended("Adrnitted Monday 3rcl of Novernber, 18tli too"),
            "Admitted Monday 3rd of November, 18th too");
}

TEST(MendMisreadings, PartsWordsThatLostTheirBlank) {
  EXPECT_EQ(Mended("31a SycamoreGrove"), "31a Sycamore Grove");
  EXPECT_EQ(Mended("Mrs McKinnon and DeVries at iPads"), "Mrs McKinnon and DeVries at iPads");
}

}  // namespace
}  // namespace candour::anonymise
