#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LinkedOrganisations, HaveSmallWordsAndMarksInside) {
  ExpectMasked({
      {"from HMP Low Moss.", "ORG[HMP Low Moss]"},
      {"East of England Ambulance Service arrived", "ORG[East of England Ambulance Service]"},
      {"undertakers, A. W. Lymn & Sons, came", "ORG[A. W. Lymn & Sons]"},
      {"Hodge Brothers collected the body", "ORG[Hodge Brothers]"},
      {"moved from Tigh na Mara Care Home last week", "ORG[Tigh na Mara Care Home]"},
      {"resident of Bryn y Mor Residential Home", "ORG[Bryn y Mor Residential Home]"},
      {"escort from HMP & YOI Drake Hall", "ORG[HMP & YOI Drake Hall]"},
      {"St Brigid's Mothers' Hospital sent the notes", "ORG[St Brigid's Mothers' Hospital]"},
      {"Salvation Mothers' Hospital rang", "ORG[Salvation Mothers' Hospital]"},
      {"collected by Dunmore and Sons at noon", "ORG[Dunmore and Sons]"},
      {"undertakers J Harker & Daughters rang", "ORG[J Harker & Daughters]"},
      {"South Downs Ambulance Service crew arrived", "ORG[South Downs Ambulance Service]"},
      {"called East Riding Ambulance Service at ten", "ORG[East Riding Ambulance Service]"},
  });
  ExpectKept({"the Nurses' Home", "his sons and daughters rang", "the ambulance service was rung",
              "patients and Sons"});
}

}  // namespace
}  // namespace candour::anonymise
