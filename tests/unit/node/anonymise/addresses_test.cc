#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Address, IsAHouseNumberAndAStreetWithItsTown) {
  ExpectMasked({
      {"He lives at 14 Beech Road, Ballymena.", "ADDRESS[14 Beech Road, Ballymena]"},
      {"of 27A Wensley Green, Leeds, was", "ADDRESS[27A Wensley Green, Leeds]"},
      {"posted to 8 The Crescent today", "ADDRESS[8 The Crescent]"},
      {"Re her, 110 Wharfedale Crescent, Bradford, BD2",
       "ADDRESS[110 Wharfedale Crescent, Bradford, BD2]"},
      {"lives at 14 beech road", "ADDRESS[14 beech road]"},
  });
}

TEST(Address, TakesFlatsAndNamedHousesAlong) {
  ExpectMasked({
      {"at Flat 2, 77 Cobden Street. Cold", "ADDRESS[Flat 2, 77 Cobden Street]"},
      {"of Top Flat, 18 Dundas Wynd, Peebles.", "ADDRESS[Top Flat, 18 Dundas Wynd, Peebles]"},
      {"Lives at Bramble Cottage, Hutton-le-Moor.", "ADDRESS[Bramble Cottage, Hutton-le-Moor]"},
      {"2 Mill Cottages, Upper Tadbrook, has", "ADDRESS[2 Mill Cottages, Upper Tadbrook]"},
      {"from caravan plot 14 nearby", "ADDRESS[caravan plot 14]"},
  });
}

TEST(Address, FieldEndsAtTheNextLabel) {
  EXPECT_EQ(Masked("ADDRESS: 3 Oak Lane, Whitby TEL: none"), "ADDRESS[3 Oak Lane, Whitby]");
  EXPECT_EQ(Masked("Address: not on file"), "");
}

TEST(Address, StaysOutOfCountsRatesAndRooms) {
  ExpectKept({"moved 2 beds along the way", "in 3 close calls", "bay 4 of the unit",
              "gave 5 drops in each eye", "room 6 is locked", "seen in 2 places at once"});
}

TEST(Location, IsAPlaceThatSomebodyIsTiedTo) {
  EXPECT_EQ(Masked("found by police in Nuneaton, cold"), "LOCATION[Nuneaton]");
  EXPECT_EQ(Masked("family live near Ormskirk now"), "LOCATION[Ormskirk]");
  ExpectKept({"Bristol stool chart type 4", "she speaks Polish", "returned to England"});
}

TEST(Addresses, OfTheMaltingsFlatsAndSidesOfStreets) {
  EXPECT_EQ(Masked("The address is 3 The Maltings, Stone."), "ADDRESS[3 The Maltings, Stone]");
  EXPECT_EQ(Masked("seen at Flat C, 118 Moss Lane West today"),
            "ADDRESS[Flat C, 118 Moss Lane West]");
  EXPECT_EQ(Masked("he lives at 17 bentham terrace alone"), "ADDRESS[17 bentham terrace]");
}

TEST(Address, TakesTheHousesNameBeforeTheStreet) {
  EXPECT_EQ(Masked("late of Thistlecombe, Quarry Lane, Matlock."),
            "ADDRESS[Thistlecombe, Quarry Lane, Matlock]");
  EXPECT_EQ(Masked("LIVES CARAVAN 12, BLACKTHORN PARK, SKERNE."),
            "ADDRESS[CARAVAN 12, BLACKTHORN PARK, SKERNE]");
}

TEST(Address, MayHaveItsKindInsideTheStreetsName) {
  EXPECT_EQ(Masked("left at the wrong house, 41 Quellgrove not here"), "ADDRESS[41 Quellgrove]");
  EXPECT_EQ(Masked("She visited Pier View, 8 Strand Road today."),
            "ADDRESS[Pier View, 8 Strand Road]");
  ExpectKept({"gave 14 Moorgates", "rated 3 Outside"});
}

TEST(Addresses, AreToldByALetterOrByAnyKindOfStreet) {
  ExpectMasked({
      {"at 9c Tallow Chandlers' Yard, alone", "ADDRESS[9c Tallow Chandlers' Yard]"},
      {"his landlord at 14c Saddler's Bottoms rang", "ADDRESS[14c Saddler's Bottoms]"},
      {"lives alone @ 31a Quern Tce. AMTS 4", "ADDRESS[31a Quern Tce]"},
      {"the hoist at 6 Weaver Steps dropped", "ADDRESS[6 Weaver Steps]"},
      {"write to 12 Priory Approach today", "ADDRESS[12 Priory Approach]"},
      {"lives at number nine saint kea's close truro",
       "ADDRESS[number nine saint kea's close] LOCATION[truro]"},
  });
  ExpectKept({"Approach from the left", "the next steps are agreed", "given at 2b then stopped"});
}

TEST(Addresses, EndInAnIrishCounty) {
  ExpectMasked({
      {"at 9 Quay Lane, Newry, Co Down, on Monday", "ADDRESS[9 Quay Lane, Newry, Co Down]"},
      {"write c/o 9 Quay Lane, Newcastle, Co. Down, BT33 9XX",
       "ADDRESS[9 Quay Lane, Newcastle, Co. Down] POSTCODE[BT33 9XX]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
