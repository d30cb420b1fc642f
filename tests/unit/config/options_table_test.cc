#include "config/options_table.h"

#include <gtest/gtest.h>

#include <set>

namespace candour::config {
namespace {

TEST(OptionsTable, NamesEachOptionOnceInAKnownSection) {
  std::set<std::string> sections;
  for (const SectionRow& section : SectionRows()) {
    EXPECT_TRUE(sections.insert(std::string(section.name)).second) << section.name;
  }

  std::set<std::string> names;
  std::set<std::string> used;
  for (const OptionRow& row : OptionRows()) {
    const std::string name = std::string(row.section) + "." + std::string(row.key);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(sections.contains(std::string(row.section))) << name;
    used.insert(std::string(row.section));
  }
  EXPECT_EQ(used, sections);
}

TEST(OptionsTable, GivesEachOptionAFieldOfItsOwn) {
  NodeOptions options;
  std::set<const void*> fields;
  for (const OptionRow& row : OptionRows()) {
    const void* field = std::visit(
        [&](const auto& kind) { return static_cast<const void*>(&kind.field(options)); }, row.kind);
    EXPECT_TRUE(fields.insert(field).second) << row.section << "." << row.key;
  }
}

TEST(OptionsTable, SaysEveryMeaningInASentence) {
  for (const OptionRow& row : OptionRows()) {
    ASSERT_FALSE(row.meaning.empty()) << row.key;
    EXPECT_EQ(row.meaning.back(), '.') << row.key;
  }
}

TEST(OptionsTable, PutsDefaultsWithinTheirRanges) {
  NodeOptions options;
  for (const OptionRow& row : OptionRows()) {
    if (const auto* integer = std::get_if<IntegerOption>(&row.kind)) {
      EXPECT_GE(integer->field(options), integer->min) << row.key;
      EXPECT_LE(integer->field(options), integer->max) << row.key;
    }
    if (const auto* text = std::get_if<TextOption>(&row.kind)) {
      EXPECT_EQ(text->check(text->field(options)), "") << row.key;
    }
  }
}

TEST(ResolvePaths, PutsRelativePathsBesideTheConfigurationFile) {
  NodeOptions options;
  options.anonymise.staff_directory = "lists/staff.txt";

  ResolvePaths(options, "/etc/candour/candour.toml");

  EXPECT_EQ(options.node.data_dir, "/etc/candour/data");
  EXPECT_EQ(options.node.run_dir, "/etc/candour/data/run");
  EXPECT_EQ(options.anonymise.staff_directory, "/etc/candour/lists/staff.txt");
}

TEST(ResolvePaths, LeavesAbsoluteAndAbsentPathsAlone) {
  NodeOptions options;
  options.node.data_dir = "/var/lib/candour";
  options.node.run_dir = "/run/candour";

  ResolvePaths(options, "/etc/candour/candour.toml");

  EXPECT_EQ(options.node.data_dir, "/var/lib/candour");
  EXPECT_EQ(options.node.run_dir, "/run/candour");
  EXPECT_EQ(options.anonymise.staff_directory, "");
}

TEST(ResolvePaths, KeepsPathsOfAFileInTheWorkingFolder) {
  NodeOptions options;

  ResolvePaths(options, "candour.toml");

  EXPECT_EQ(options.node.data_dir, "data");
  EXPECT_EQ(options.node.run_dir, "data/run");
}

}  // namespace
}  // namespace candour::config
