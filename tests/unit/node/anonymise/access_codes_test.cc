#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(AccessCodes, BehindWhatTheyOpen) {
  ExpectMasked({
      {"The gate is 1361, the flat is on the latch.", "LOCAL_ID[1361]"},
      {"Side gate C13Y, back door open until nine.", "LOCAL_ID[C13Y]"},
      {"The keysafe was 1952, now changed it to 8806.", "LOCAL_ID[1952] LOCAL_ID[8806]"},
      {"The maglock code changed from 1379 to 2580, staff not told.",
       "LOCAL_ID[1379] LOCAL_ID[2580]"},
  });
}

TEST(AccessCodes, TimesAndShortNumbersStay) {
  ExpectKept({"The door was open at 07:30", "the gate at 12 noon", "through door 4 to the bay",
              "the safe dose is 1.5 g"});
}

}  // namespace
}  // namespace candour::anonymise
