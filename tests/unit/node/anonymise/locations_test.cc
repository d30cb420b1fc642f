#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Locations, TownsAreTiedByWordsAndByWhatStandsBeforeTheComma) {
  ExpectMasked({
      {"He lives in Hebden Bridge with his cat", "LOCATION[Hebden Bridge]"},
      {"seen at Millstream Surgery, Hebden Bridge.",
       "ORG[Millstream Surgery] LOCATION[Hebden Bridge]"},
  });
}

TEST(Locations, HospitalsAreOrganisationsWithTheirPossessive) {
  ExpectMasked({
      {"He was taken to Addenbrooke's by road", "ORG[Addenbrooke's]"},
      {"The bed at Frimley Park was lost", "ORG[Frimley Park]"},
      {"transfer to the royal free overnight", "ORG[royal free]"},
  });
}

TEST(Locations, WordsThatAreAlsoPlacesStayWithoutATie) {
  ExpectKept({"Reading the chart took long", "a good hope of recovery", "the freeman came"});
}

TEST(Locations, VillagesOfNoList) {
  ExpectMasked({{"collapse at allotment, Great Tolderby.", "LOCATION[Great Tolderby]"},
                {"her home is Hereford.", "LOCATION[Hereford]"}});
  ExpectKept({"Great Improvement today", "in Upper Endoscopy"});
}

TEST(Locations, AreWhereSomebodyLivesWhateverTheirName) {
  ExpectMasked({
      {"a man, lives Carnbrae, with a dog", "LOCATION[Carnbrae]"},
      {"in the town of Pickersham.", "LOCATION[Pickersham]"},
      {"a lady in Fort Augustus who rang", "LOCATION[Fort Augustus]"},
      {"found in Gatehouse of Fleet at ten", "LOCATION[Gatehouse of Fleet]"},
  });
  ExpectKept({"lives Monday to Friday with her", "in Point of Care testing"});
}

TEST(Locations, AreWhereKinIs) {
  ExpectMasked({
      {"his mother in Tooting was told", "LOCATION[Tooting]"},
      {"now in Rye with his wife", "LOCATION[Rye]"},
      {"his brother in Barking was rung", "LOCATION[Barking]"},
  });
  ExpectKept({"her mother in Spain", "his daughter in March", "the parents in Outpatients",
              "mother in labour", "his mother in Recovery was told"});
}

}  // namespace
}  // namespace candour::anonymise
