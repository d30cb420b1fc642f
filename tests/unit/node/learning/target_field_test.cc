#include "node/learning/target_field.h"

#include <gtest/gtest.h>

namespace candour::intake {
namespace {

TEST(TargetField, NamesAFieldOfTheContractEach) {
  for (size_t i = 0; i < kTargetFieldNames.size(); ++i) {
    learning::v1::Learning learning;
    const auto field = static_cast<TargetField>(i);
    const std::vector<std::string_view> names = EnumNames(field);

    EXPECT_TRUE(SetField(learning, field, names.empty() ? "text" : std::string(names[0])));
    EXPECT_GT(learning.ByteSizeLong(), 0u) << kTargetFieldNames[i];
  }
}

TEST(TargetField, ListsTheNamesOfAnEnumeration) {
  EXPECT_EQ(EnumNames(TargetField::kDegreeOfHarm),
            (std::vector<std::string_view>{"NONE", "LOW", "MODERATE", "SEVERE", "FATAL"}));
  EXPECT_TRUE(EnumNames(TargetField::kTitle).empty());
}

TEST(TargetField, TakesNamesHoweverTheyAreSpelled) {
  learning::v1::Learning learning;
  for (std::string_view spelling : {"NEAR_MISS", "near miss", " Near\u2011Miss "}) {
    learning.clear_kind();
    EXPECT_TRUE(SetField(learning, TargetField::kKind, std::string(spelling)));
    EXPECT_EQ(learning.kind(), learning::v1::LEARNING_KIND_NEAR_MISS) << spelling;
  }
}

TEST(TargetField, RefusesNumbersAndUnknownNames) {
  learning::v1::Learning learning;
  for (std::string_view bad : {"1", "5", "UNSPECIFIED", "DEGREE_OF_HARM_LOW", "lowish"}) {
    EXPECT_FALSE(SetField(learning, TargetField::kDegreeOfHarm, std::string(bad))) << bad;
  }
  EXPECT_TRUE(SetField(learning, TargetField::kDegreeOfHarm, ""));
  EXPECT_EQ(learning.degree_of_harm(), learning::v1::DEGREE_OF_HARM_UNSPECIFIED);
}

}  // namespace
}  // namespace candour::intake
