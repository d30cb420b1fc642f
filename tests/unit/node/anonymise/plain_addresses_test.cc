#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(PlainAddresses, AreFoundWithoutCapitals) {
  ExpectMasked({
      {"lives 22 moss side lane, ormskirk", "ADDRESS[22 moss side lane, ormskirk]"},
      {"PT LIVES AT 18 LARKSPUR RISE, THORNABY", "ADDRESS[18 LARKSPUR RISE, THORNABY]"},
      {"HOME IS FLAT 31, BEACON TOWER, 4 MILL ROAD, NECHELLS",
       "ADDRESS[FLAT 31, BEACON TOWER, 4 MILL ROAD, NECHELLS]"},
      {"visited at rose cottage, back lane, hartwith",
       "ADDRESS[rose cottage, back lane, hartwith]"},
      {"WHO LIVES AT 7 WHARFSIDE.", "ADDRESS[7 WHARFSIDE]"},
  });
}

TEST(PlainAddresses, HouseNumbersMayBeWords) {
  EXPECT_EQ(Masked("She gave her address as sixty two Harcourt Road, he said."),
            "ADDRESS[sixty two Harcourt Road]");
  EXPECT_EQ(Masked("OF ELEVEN CAVENDISH ROAD."), "ADDRESS[ELEVEN CAVENDISH ROAD]");
}

TEST(PlainAddresses, WelshStreetsHaveTheirKindInFront) {
  EXPECT_EQ(Masked("She is of 15 Heol y Gors, Ammanford. Well."),
            "ADDRESS[15 Heol y Gors, Ammanford]");
  EXPECT_EQ(Masked("visited at Ty Gwyn, Heol y Bryn, Pontardawe."),
            "ADDRESS[Ty Gwyn, Heol y Bryn, Pontardawe]");
}

TEST(PlainAddresses, CountsAndWaysStay) {
  ExpectKept({"2 staff close by", "a 10 minute walk away", "4 beds in view of the desk",
              "gave 5 units on the way", "3 patients in the park", "one nurse at the end"});
}

TEST(PlainAddresses, MayBeAStreetBetweenCommas) {
  ExpectMasked(
      {{"dn visited at the laurels, mill road, no answer", "ORG[the laurels] ADDRESS[mill road]"},
       {"attended 31 quarry bank, cleator moor to an elderly male",
        "ADDRESS[31 quarry bank, cleator moor]"}});
  ExpectKept({"pain in arm, leg, road rash, no fracture", "found at bus stop, main road."});
}

}  // namespace
}  // namespace candour::anonymise
