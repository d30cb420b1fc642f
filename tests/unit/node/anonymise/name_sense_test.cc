#include "node/anonymise/name_sense.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

class Sense {
 public:
  explicit Sense(std::string_view text)
      : document_(Normalise(text).value(), Words()), sense_(document_, none_) {}
  const NameSense* operator->() const { return &sense_; }

 private:
  static const Lexicon& Words() {
    static const Lexicon lexicon(CompiledGazetteer());
    return lexicon;
  }
  Document document_;
  Findings none_;
  NameSense sense_;
};

TEST(NameSense, ANameThatIsNothingElseIsStrong) {
  EXPECT_TRUE(Sense("saw Priya there")->StrongForename(1));
  EXPECT_FALSE(Sense("saw Grace there")->StrongForename(1));  // A word as well.
  EXPECT_TRUE(Sense("saw Okafor there")->StrongSurname(1));
  EXPECT_TRUE(Sense("saw Brogan there")->StrongSurname(1));  // A word hardly anybody uses.
  EXPECT_FALSE(Sense("saw brogan there")->StrongSurname(1));
  EXPECT_FALSE(Sense("saw Morphine there")->StrongForename(1));
}

TEST(NameSense, EponymsAreKnownByWhatFollows) {
  EXPECT_TRUE(Sense("a Foley catheter")->EponymFrame(1));
  EXPECT_TRUE(Sense("has Parkinson's disease")->EponymFrame(1));
  EXPECT_TRUE(Sense("Charcot-Marie-Tooth")->EponymFrame(1));
  EXPECT_FALSE(Sense("told Ann-Marie off")->EponymFrame(1));
  EXPECT_FALSE(Sense("saw Thomas there")->EponymFrame(1));
}

TEST(NameSense, ANameGoesOnOverParticlesHyphensAndInitials) {
  EXPECT_EQ(Sense("Pieter van der Merwe left")->ExtendCapitals(0), 3u);
  EXPECT_EQ(Sense("Ellie-Mae Prosser left")->ExtendCapitals(0), 2u);
  EXPECT_EQ(Sense("Jae-won saw her")->ExtendCapitals(0), 1u);
  EXPECT_EQ(Sense("saw Gillian Peat there")->ExtendCapitals(1), 2u);
  EXPECT_EQ(Sense("saw Gillian Monday there")->ExtendCapitals(1), 1u);
  EXPECT_EQ(Sense("saw priya patel there")->ExtendPlain(1), 2u);
}

TEST(NameSense, EverydayWordsBehindParticlesInCapitals) {
  EXPECT_EQ(Masked("Her partner Niall Mac Giolla Stone rang"), "PERSON[Niall Mac Giolla Stone]");
}

TEST(NameSense, AntigensAreNobody) {
  ExpectKept({"anti-Kell negative, anti-Duffy negative", "the only Kidd-negative unit", "O Pos"});
}

}  // namespace
}  // namespace candour::anonymise
