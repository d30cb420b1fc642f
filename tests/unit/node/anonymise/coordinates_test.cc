#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Coordinates, AreMaskedAsDegreesGridReferencesAndThreeWords) {
  EXPECT_EQ(Masked("found at 51.5074, -0.1278 by the crew"), "LOCATION[51.5074, -0.1278]");
  EXPECT_EQ(Masked("lat 53.4808 long -2.2426"), "LOCATION[53.4808 long -2.2426]");
  EXPECT_EQ(Masked("on OS grid TQ 3080 8010"), "LOCATION[TQ 3080 8010]");
  EXPECT_EQ(Masked("at ///filled.count.soap"), "LOCATION[///filled.count.soap]");
  EXPECT_EQ(Masked("what3words filled.count.soap"), "LOCATION[filled.count.soap]");
}

TEST(Coordinates, MeasuresAndFileNamesStay) {
  ExpectKept({"pO2 10.2, pCO2 5.1", "weights 52.105, 1.120 kg", "see chart.pdf.zip",
              "ratio 55.5, 1.25", "grid of 5 by 5"});
}

TEST(Coordinates, HaveWordsWithSpacesBetween) {
  EXPECT_EQ(Masked("scene /// lantern . poppy . crumble at ten"),
            "LOCATION[/// lantern . poppy . crumble]");
}

}  // namespace
}  // namespace candour::anonymise
