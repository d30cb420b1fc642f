#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Firms, AreToldByTheLastWordsOfTheirNames) {
  EXPECT_EQ(Masked("He came with Swiftway Patient Transport at noon."),
            "ORG[Swiftway Patient Transport]");
  EXPECT_EQ(Masked("She was seen at Harbour Dental Care last week."), "ORG[Harbour Dental Care]");
}

TEST(Firms, WelshSchoolsHaveTheirKindInFront) {
  EXPECT_EQ(Masked("She goes to Ysgol Dyffryn. Strategy meeting soon."), "ORG[Ysgol Dyffryn]");
}

TEST(Firms, OfNoNameAreLeft) {
  EXPECT_EQ(Masked("Then Patient Transport was late."), "");
  EXPECT_EQ(Masked("The Dental Care pathway was followed."), "");
}

TEST(Firms, HospitalsMayBeNamedAfterThePlaceBehindThem) {
  EXPECT_EQ(Masked("Conveyed to University Hospital Llandough by the crew."),
            "ORG[University Hospital Llandough]");
}

}  // namespace
}  // namespace candour::anonymise
