#include "config/document.h"

#include <gtest/gtest.h>

#include "config/load.h"
#include "config/options_table.h"

namespace candour::config {
namespace {

TEST(DocumentedExample, LoadsAndGivesTheDefaults) {
  const LoadResult result = Load(DocumentedExample(), "example");

  EXPECT_EQ(result.Report(), "");
  ASSERT_TRUE(result.options.has_value());
  EXPECT_EQ(*result.options, NodeOptions());
}

TEST(DocumentedExample, ShowsEveryOptionWithItsMeaning) {
  const std::string text = DocumentedExample();

  for (const OptionRow& row : OptionRows()) {
    EXPECT_NE(text.find("\n" + std::string(row.key) + " = "), std::string::npos) << row.key;
    EXPECT_NE(text.find("# " + std::string(row.meaning)), std::string::npos) << row.key;
  }
}

TEST(DocumentedExample, ShowsRangeUnitAndChoices) {
  const std::string text = DocumentedExample();

  EXPECT_NE(text.find("(1 to 1024 MiB)\nwrite_buffer_mb = 8\n"), std::string::npos);
  EXPECT_NE(text.find("(text | json)\nlog_format = \"text\"\n"), std::string::npos);
}

}  // namespace
}  // namespace candour::config
