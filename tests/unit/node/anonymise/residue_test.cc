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

}  // namespace
}  // namespace candour::anonymise
