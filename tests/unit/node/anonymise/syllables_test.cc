#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Syllables, MakeAGivenNameWithTheSurnameBesideThem) {
  ExpectMasked({
      {"Neonatal reg Jun-ho Baek reviewed her.", "PERSON[Jun-ho Baek]"},
      {"Scanned instead was Park Ji-woo, told later.", "PERSON[Park Ji-woo]"},
      {"Seen by Tsang Wing-yan at noon.", "PERSON[Tsang Wing-yan]"},
      {"Scrub nurse told; circulating was Mei-Ling.", "PERSON[Mei-Ling]"},
  });
  ExpectKept({"a check-in was late", "the Man-in seat", "no follow-on", "pre-op and post-op"});
}

TEST(Syllables, SurnamesHoldFiguresWhereAReaderSawThem) {
  ExpectMasked({
      {"Resident Bridget Mulvihi11 fell", "PERSON[Bridget Mulvihi11]"},
      {"Witness T. Hargr3ave told us", "PERSON[T. Hargr3ave]"},
  });
  ExpectKept({"Mask T34pump was here", "an Alaris Gh2pump"});
}

}  // namespace
}  // namespace candour::anonymise
