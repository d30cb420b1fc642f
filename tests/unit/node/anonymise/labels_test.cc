#include "node/anonymise/labels.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

const Lexicon& Words() {
  static const Lexicon* const kLexicon = new Lexicon(CompiledGazetteer());
  return *kLexicon;
}

Label Read(std::string_view text) { return LabelAt(Document(*Normalise(text), Words()), 0); }

TEST(Labels, AreReadHoweverTheyAreWritten) {
  for (std::string_view text : {"NHS no", "N.H.S. number", "H&C No", "Health and Care Number"})
    EXPECT_EQ(Read(text).firm, Bit(Announced::kNhs)) << text;
  for (std::string_view text : {"DOB", "D.O.B.", "d/o/b", "date_of_birth"})
    EXPECT_EQ(Read(text).firm, Bit(Announced::kBirth)) << text;
}

TEST(Labels, TheLongestIsTaken) {
  EXPECT_EQ(Read("patient name").all, Bit(Announced::kName));
  EXPECT_EQ(Read("patient name").end, 2u);
  EXPECT_EQ(Read("Reg plate").end, 2u);
}

TEST(Labels, MayAnnounceANameOrANumber) {
  Label staff = Read("Staff");

  EXPECT_EQ(staff.all, Bit(Announced::kName) | Bit(Announced::kStaff));
  EXPECT_EQ(staff.firm, 0u);
}

TEST(Labels, CamerasHaveNumbersAndHearsesPlates) {
  for (std::string_view text : {"camera", "CCTV disc", "footage"})
    EXPECT_NE(Read(text).all & Bit(Announced::kRecord), 0u) << text;
  EXPECT_NE(Read("hearse").all & Bit(Announced::kPlate), 0u);
  ExpectMasked({{"The camera: 4471 kept", "LOCAL_ID[4471]"}});
}

TEST(Labels, OrdinaryWordsAnnounceNothing) {
  for (std::string_view text : {"wandered", "94", "the ward"}) EXPECT_EQ(Read(text).all, 0u);
}

TEST(Labels, TheirTailSaysWhetherANumberFollows) {
  Document document(*Normalise("staff no. is recorded as 5512 now"), Words());
  bool numbered = false;

  EXPECT_EQ(OverLabelTail(document, 1, numbered), 5u);
  EXPECT_TRUE(numbered);
}

}  // namespace
}  // namespace candour::anonymise
