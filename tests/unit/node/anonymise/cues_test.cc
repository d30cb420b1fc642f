#include "node/anonymise/cues.h"

#include <gtest/gtest.h>

#include "node/anonymise/lexicon.h"

namespace candour::anonymise {
namespace {

class Cues : public testing::Test {
 protected:
  // What leads to the last token of `text`.
  Cue Before(std::string_view text) {
    const Document document(Normalise(text).value(), lexicon_);
    return CueBefore(document, document.tokens().size() - 1);
  }

  Lexicon lexicon_{CompiledGazetteer()};
};

TEST_F(Cues, SayOfWhichKindANumberIs) {
  EXPECT_EQ(Before("ticket 4417").kind, CueKind::kRecord);
  EXPECT_EQ(Before("GMC is 4417").kind, CueKind::kStaff);
  EXPECT_EQ(Before("serial 4417").kind, CueKind::kSerial);
  EXPECT_EQ(Before("host ris7").kind, CueKind::kHost);
  EXPECT_EQ(Before("bleeped her on 4417").kind, CueKind::kCall);
  EXPECT_EQ(Before("CHI on the letter, 4417").kind, CueKind::kNhs);
  EXPECT_EQ(Before("lot no 4417").kind, CueKind::kThing);
  EXPECT_EQ(Before("page no 4417").kind, CueKind::kThing);
  EXPECT_EQ(Before("they then wrote 4417").kind, CueKind::kNone);
}

TEST_F(Cues, AreNearWhereOnlyFillersStandBetween) {
  EXPECT_TRUE(Before("number is 4417").near);
  EXPECT_FALSE(Before("number he gave was 4417").near);
  EXPECT_TRUE(Before("the number he gave (4417").aside);
}

TEST_F(Cues, EndWithTheirSentence) {
  EXPECT_EQ(Before("She rang the ticket desk. Then 4417").kind, CueKind::kNone);
  EXPECT_EQ(Before("Unit no. 4417").kind, CueKind::kRecord);
}

}  // namespace
}  // namespace candour::anonymise
