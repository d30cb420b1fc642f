#include "node/anonymise/explained.h"

#include <gtest/gtest.h>

#include "node/anonymise/lexicon.h"

namespace candour::anonymise {
namespace {

class Explained : public testing::Test {
 protected:
  Document Of(std::string_view text) { return Document(Normalise(text).value(), lexicon_); }

  Lexicon lexicon_{CompiledGazetteer()};
};

TEST_F(Explained, AMeasureStandsInANumberOrBehindIt) {
  for (std::string_view text : {"10mg", "10 mg", "40 %", "94yo", "19h20", "1990s", "5th"}) {
    EXPECT_TRUE(IsMeasured(Of(text), 0)) << text;
  }
  for (std::string_view text : {"4417", "4417 on", "B4417", "4417 S"}) {
    EXPECT_FALSE(IsMeasured(Of(text), 0)) << text;
  }
}

TEST_F(Explained, WhatIsCountedStandsBehindANumberWithoutANoughtBefore) {
  EXPECT_TRUE(CountsThings(Of("4418 patients"), 0));
  EXPECT_TRUE(CountsThings(Of("14 staff"), 0));
  EXPECT_FALSE(CountsThings(Of("7719 instead"), 0));
  EXPECT_FALSE(CountsThings(Of("0418 patients"), 0));
}

TEST_F(Explained, ProductsSumsAndTestsExplainTheNumberBehindThem) {
  EXPECT_TRUE(ExplainedNumber(Of("lot was 4417"), 2, 2, 5));
  EXPECT_TRUE(ExplainedNumber(Of("paid $4417"), 1, 1, 5));
  EXPECT_FALSE(ExplainedNumber(Of("lot gone. Then 4417"), 3, 3, 5));
  EXPECT_TRUE(ExplainedByWordBefore(Of("ferritin 4417"), 1));
  EXPECT_TRUE(ExplainedByWordBefore(Of("Alaris 8110"), 1));
  EXPECT_FALSE(ExplainedByWordBefore(Of("told 8110"), 1));
}

TEST_F(Explained, ClocksAndYearsHaveFourFigures) {
  EXPECT_TRUE(IsClock("0340"));
  EXPECT_FALSE(IsClock("4417"));
  EXPECT_TRUE(IsYear("1998"));
  EXPECT_FALSE(IsYear("4417"));
}

}  // namespace
}  // namespace candour::anonymise
