#include "node/anonymise/venue_cues.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

const Lexicon& NoWords() {
  static const Gazetteer none = {};
  static const Lexicon lexicon(none);
  return lexicon;
}

VenueCue CueAt(std::string_view text, size_t token) {
  const Document document(*Normalise(text), NoWords());
  return VenueCueBefore(document, token);
}

TEST(VenueCues, TellTiesFromMoves) {
  EXPECT_EQ(CueAt("she lives at home", 3), VenueCue::kTies);
  EXPECT_EQ(CueAt("carers from the lodge", 3), VenueCue::kTies);
  EXPECT_EQ(CueAt("at work (Zelmont)", 2), VenueCue::kTies);
  EXPECT_EQ(CueAt("was transferred to Zelmont", 3), VenueCue::kMoves);
  EXPECT_EQ(CueAt("allergic to Zelmont", 2), VenueCue::kNone);
  EXPECT_EQ(CueAt("lives, at last", 2), VenueCue::kNone);
  EXPECT_EQ(CueAt("Zelmont", 0), VenueCue::kNone);
}

TEST(VenueCues, KnowWhereAWardMayStandAlone) {
  const Document ward(*Normalise("she fell on Cavell"), NoWords());
  const Document drug(*Normalise("she started on Zelmont"), NoWords());

  EXPECT_TRUE(WardCueBefore(ward, 3));
  EXPECT_FALSE(WardCueBefore(drug, 3));
}

}  // namespace
}  // namespace candour::anonymise
