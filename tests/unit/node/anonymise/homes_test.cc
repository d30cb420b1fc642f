#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Homes, AreNamedHousesWithTheirRoadOrVillage) {
  ExpectMasked({
      {"home Llwyn-y-Gog, Mill Road, Cwmbach", "ADDRESS[Llwyn-y-Gog, Mill Road, Cwmbach]"},
      {"stayed at Tigh na Beithe, Harbour Road, Kilbrae.",
       "ADDRESS[Tigh na Beithe, Harbour Road, Kilbrae]"},
      {"The system has Croft 9, Achnabeg, Isle of Mull, as before.",
       "ADDRESS[Croft 9, Achnabeg, Isle of Mull]"},
      {"fetched from Plot 3, Sandy Dunes Caravan Park, Thornby Bay.",
       "ADDRESS[Plot 3, Sandy Dunes Caravan Park, Thornby Bay]"},
      {"lives in Rm 2, Cedar Lodge, 7 Old Tannery Lane, with two cats",
       "ADDRESS[Rm 2, Cedar Lodge, 7 Old Tannery Lane]"},
      {"hit the gate of The Orchards, Fenwick Rise. Nobody hurt.",
       "ADDRESS[The Orchards, Fenwick Rise]"},
      {"seen at 14c mill st.", "ADDRESS[14c mill st]"},
      {"she lives at Flat C, Mistletoe House.", "ADDRESS[Flat C, Mistletoe House]"},
  });
}

TEST(Homes, StandInTheLinesOfALetter) {
  EXPECT_EQ(Masked("Flat 4A\n22 Orchard Street\nPendyffryn\nCF99 3SB"),
            "ADDRESS[Flat 4A\n22 Orchard Street\nPendyffryn] POSTCODE[CF99 3SB]");
}

// No more tokens than are reserved for this length, so that one read beyond the last shows.
TEST(Homes, EndWhereTheTextEndsInABlank) {
  EXPECT_EQ(Masked("Croft 9, Achnabeg, Isle of Mull "), "ADDRESS[Croft 9, Achnabeg, Isle of Mull]");
  EXPECT_EQ(Masked("at Croft 9, Achnabeg, Isle of Mull\n"),
            "ADDRESS[Croft 9, Achnabeg, Isle of Mull]");
}

TEST(Homes, AreNoListsOfOtherCapitals) {
  ExpectKept({"Refer to Radiology, Estates, Pharmacy.", "Seen in Clinic, Thursday list.",
              "given Paracetamol, Ibuprofen and Codeine"});
}

TEST(Homes, StandInALineOfAForm) {
  ExpectMasked({
      {"Pick up: Ty Newydd, Llanon, SY23 5AA", "ADDRESS[Ty Newydd, Llanon] POSTCODE[SY23 5AA]"},
      {"Place: Ty Capel, Rhyd-ddu, LL54 7YS", "ADDRESS[Ty Capel, Rhyd-ddu] POSTCODE[LL54 7YS]"},
      {"Location: Pen Rhiw, Dolwyd, LL28 5AA", "ADDRESS[Pen Rhiw, Dolwyd] POSTCODE[LL28 5AA]"},
  });
  ExpectKept({"Place: Day Room, Level 2"});
}

TEST(Homes, ReadsRoadsCutShort) {
  ExpectMasked({
      {"not at 44/3 Gorgie Mains. gas smell", "ADDRESS[44/3 Gorgie Mains]"},
      {"bag of 17b Sprotborough Cl had it", "ADDRESS[17b Sprotborough Cl]"},
  });
}

TEST(Homes, ReadsRangesOfHousesAndFlatsCutShort) {
  ExpectMasked({
      {"shop, 2-4 Gillygate, Thornleigh", "ADDRESS[2-4 Gillygate, Thornleigh]"},
      {"Address 12-14 Coppergate, York", "ADDRESS[12-14 Coppergate, York]"},
      {"home Flt 9, Meadowsweet Ct, Hull", "ADDRESS[Flt 9, Meadowsweet Ct, Hull]"},
  });
}

}  // namespace
}  // namespace candour::anonymise
