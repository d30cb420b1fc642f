#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(SpokenMarks, AreReadAsTheMarksTheyStandFor) {
  ExpectMasked({
      {"he lives at thirty one Cordwainer Close comma Thornleigh full stop",
       "ADDRESS[thirty one Cordwainer Close comma Thornleigh]"},
      {"happened there open bracket Eye Theatre 4 close bracket full stop", "WARD[Eye Theatre 4]"},
  });
}

TEST(SpokenMarks, OtherWordsStay) {
  ExpectKept({"the bracket was loose", "a full stop codon", "open brackets on the wall"});
}

}  // namespace
}  // namespace candour::anonymise
