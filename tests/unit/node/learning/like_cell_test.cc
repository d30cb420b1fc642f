#include "node/learning/like_cell.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

TEST(LikeCell, ComesBackFromItsKey) {
  learning::v1::Learning learning;
  learning.set_period("2025-Q2");
  learning.set_specialty("Cardiology");
  learning.set_setting("Ward");
  learning.set_age_band(learning::v1::AGE_BAND_60_74);
  learning.set_sex(learning::v1::SEX_FEMALE);
  const LikeCell cell = CellOf(learning);

  const LikeCell again = DecodeCell(EncodeCell(cell));

  EXPECT_EQ(EncodeCell(cell).size(), kCellBytes);
  EXPECT_EQ(EncodeCell(again), EncodeCell(cell));
  EXPECT_EQ(again.period, "2025-Q2");
  EXPECT_EQ(again.group, SpecialtyGroup("cardiology"));
}

TEST(LikeCell, IsTheSameWhetherItsWordsWereMetBefore) {
  LikeCells cells;
  for (int i = 0; i < 10'000; ++i) {
    learning::v1::Learning learning;
    learning.set_setting(i % 2 == 0 ? "Ward" : "Home");
    learning.set_process("Process " + std::to_string(i));
    learning.set_specialty(i % 3 == 0 ? "" : "Cardiology");
    const LikeCell cell = cells.CellOf(learning);
    ASSERT_EQ(EncodeCell(cell), EncodeCell(CellOf(learning))) << i;
    ASSERT_EQ(cell.specialty_given, i % 3 != 0);
  }
}

TEST(LikeCell, HoldsNoneOfTheWords) {
  learning::v1::Learning learning;
  learning.set_setting("Ward of Mr Canary");
  learning.set_specialty("Canary medicine");

  EXPECT_EQ(EncodeCell(CellOf(learning)).find("anary"), std::string::npos);
}

TEST(LikeCell, GroupsSpecialtiesByWhatTheyAre) {
  EXPECT_EQ(SpecialtyGroupName(SpecialtyGroup("Trauma and orthopaedics")), "surgery");
  EXPECT_EQ(SpecialtyGroupName(SpecialtyGroup("Respiratory medicine")), "medicine");
  EXPECT_EQ(SpecialtyGroupName(SpecialtyGroup("Midwifery")), "maternity");
  EXPECT_EQ(SpecialtyGroupName(SpecialtyGroup("Paediatric surgery")), "children");
  EXPECT_EQ(SpecialtyGroupName(SpecialtyGroup("GP")), "primary care");
  EXPECT_EQ(SpecialtyGroup("Falconry"), kNoGroup);
  EXPECT_EQ(SpecialtyGroup(""), kNoGroup);
}

TEST(Periods, BecomeQuartersAndYears) {
  EXPECT_EQ(QuarterOf("2025-04"), "2025-Q2");
  EXPECT_EQ(QuarterOf("2025-12"), "2025-Q4");
  EXPECT_EQ(QuarterOf("2025-Q1"), "2025-Q1");
  EXPECT_EQ(QuarterOf("2025"), "2025");
  EXPECT_EQ(YearOf("2025-Q1"), "2025");
  EXPECT_EQ(YearOf(""), "");
}

}  // namespace
}  // namespace candour
