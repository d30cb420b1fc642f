#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(LinkedOrgs, ShopsHotelsAndServices) {
  ExpectMasked({
      {"A sheet was found at Tesco Extra Burnmoor by a man.", "ORG[Tesco Extra Burnmoor]"},
      {"in a trolley at Netherby Retail Park Co-op and kept", "ORG[Netherby Retail Park Co-op]"},
      {"A patient staying at Hotel Belvoir, alone.", "ORG[Hotel Belvoir]"},
      {"asked whether NHS Tayside wrote to them", "ORG[NHS Tayside]"},
      {"asked whether NHS England wrote to them", ""},
  });
}

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
