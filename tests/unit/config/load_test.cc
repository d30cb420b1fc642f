#include "config/load.h"

#include <gtest/gtest.h>

namespace candour::config {
namespace {

std::string ReportOf(std::string_view text) { return Load(text, "c.toml").Report(); }

TEST(Load, GivesTheDefaultsForAnEmptyFile) {
  const LoadResult result = Load("", "c.toml");

  ASSERT_TRUE(result.options.has_value());
  EXPECT_EQ(*result.options, NodeOptions());
  EXPECT_EQ(result.options->store.write_buffer_mb, 8);
  EXPECT_EQ(result.options->limits.message_bytes, 4'194'304);
}

TEST(Load, ReadsEveryKindOfValue) {
  const LoadResult result = Load(R"(
[node]
name = "Radcliffe"
data_dir = "/var/lib/candour"
log_format = "json"
[listen]
peer = "[::1]:7443"
[sync]
batch_window_ms = 0
[anonymise]
keep_words = ["Alaris", "Graseby"]
local_ids = [{ name = "hospital number", pattern = 'RX[0-9]{6}' }]
)",
                                 "c.toml");

  ASSERT_EQ(result.Report(), "");
  const NodeOptions& options = *result.options;
  EXPECT_EQ(options.node.name, "Radcliffe");
  EXPECT_EQ(options.node.data_dir, "/var/lib/candour");
  EXPECT_EQ(options.node.log_format, "json");
  EXPECT_EQ(options.listen.peer, "[::1]:7443");
  EXPECT_EQ(options.sync.batch_window_ms, 0);
  EXPECT_EQ(options.anonymise.keep_words, (std::vector<std::string>{"Alaris", "Graseby"}));
  EXPECT_EQ(options.anonymise.local_ids, (std::vector<LocalId>{{"hospital number", "RX[0-9]{6}"}}));
  EXPECT_EQ(options.index.shards, 4);  // Left out: the default.
}

TEST(Load, ReportsEveryProblemAtOnceInTheOrderOfTheirLines) {
  const LoadResult result = Load(R"([stoer]
x = 1
[store]
write_bufer_mb = 8
block_cache_mb = 0
reserve_mb = "64"
[node]
log_level = "loud"
)",
                                 "c.toml");

  EXPECT_FALSE(result.options.has_value());
  EXPECT_EQ(
      result.Report(),
      "c.toml:1: unknown section \"stoer\"; did you mean \"store\"?\n"
      "c.toml:4: [store] has no option \"write_bufer_mb\"; did you mean \"write_buffer_mb\"?\n"
      "c.toml:5: store.block_cache_mb must be from 1 to 65536, not 0\n"
      "c.toml:6: store.reserve_mb must be a whole number, not a text\n"
      "c.toml:8: node.log_level must be one of debug, info, warn, error; not \"loud\"\n");
}

TEST(Load, SaysWhereAMisplacedOptionBelongs) {
  EXPECT_EQ(ReportOf("[node]\nshards = 2\n"),
            "c.toml:2: [node] has no option \"shards\"; it belongs in [index]\n");
  EXPECT_EQ(ReportOf("draft_days = 2\n"),
            "c.toml:1: unknown option \"draft_days\"; it belongs in [review]\n");
}

TEST(Load, RefusesANumberThatIsNotWhole) {
  EXPECT_EQ(ReportOf("[index]\nshards = 4.5\n"),
            "c.toml:2: index.shards must be a whole number, not a number with a fraction\n");
  EXPECT_EQ(ReportOf("[index]\nshards = true\n"),
            "c.toml:2: index.shards must be a whole number, not true or false\n");
}

TEST(Load, RefusesLettersWhereNoTextStands) {
  EXPECT_NE(ReportOf("[index]\n\xc3\xa9 = 1\n").find("c.toml:2: not valid TOML"),
            std::string::npos);
  EXPECT_NE(ReportOf("[\xc2\xa2\n").find("c.toml:1: not valid TOML"), std::string::npos);
}

TEST(Load, TakesTheEndsOfARangeAndRefusesTheirNeighbours) {
  EXPECT_EQ(ReportOf("[index]\nshards = 1\n"), "");
  EXPECT_EQ(ReportOf("[index]\nshards = 64\n"), "");
  EXPECT_NE(ReportOf("[index]\nshards = 0\n"), "");
  EXPECT_NE(ReportOf("[index]\nshards = 65\n"), "");
}

TEST(Load, RefusesASectionWrittenAsAValue) {
  EXPECT_EQ(ReportOf("node = 3\n"), "c.toml:1: node must be a section, written [node]\n");
}

TEST(Load, RefusesAnAddressThatNobodyCouldListenOn) {
  for (std::string_view bad :
       {"7443", ":7443", "host:", "host:0", "host:65536", "::1:7443", "a b:1", "host:1x"}) {
    const std::string text = "[listen]\npeer = \"" + std::string(bad) + "\"\n";
    EXPECT_EQ(ReportOf(text).substr(0, 27), "c.toml:2: listen.peer must ") << bad;
  }
  for (std::string_view good : {"", "host:1", "0.0.0.0:65535", "[::]:7443"}) {
    EXPECT_EQ(ReportOf("[listen]\npeer = \"" + std::string(good) + "\"\n"), "") << good;
  }
}

TEST(Load, RefusesASocketNameWithAFolder) {
  EXPECT_EQ(ReportOf("[listen]\nsocket = \"../x.sock\"\n"),
            "c.toml:2: listen.socket must be a file name without a folder (see node.run_dir)\n");
}

TEST(Load, ChecksEachEntryOfAList) {
  EXPECT_EQ(ReportOf("[anonymise]\nkeep_words = [\"a\",\n 3]\n"),
            "c.toml:3: anonymise.keep_words must be a text, not a whole number\n");
  EXPECT_EQ(ReportOf("[anonymise]\nlocal_ids = [{ name = \"x\" }]\n"),
            "c.toml:2: anonymise.local_ids has an entry without pattern\n");
  EXPECT_EQ(
      ReportOf("[anonymise]\nlocal_ids = [{ name = \"\", pattern = \"p\", colour = 1 }]\n"),
      "c.toml:2: anonymise.local_ids does not know \"colour\"; an entry has a name and a pattern\n"
      "c.toml:2: anonymise.local_ids has an entry whose name is empty\n");
}

TEST(Load, GivesThePlaceOfTextThatIsNotToml) {
  const LoadResult result = Load("[node]\nname = \"open\n", "c.toml");

  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].line, 2);
  EXPECT_EQ(result.problems[0].message.substr(0, 16), "not valid TOML: ");
}

TEST(Load, RefusesAnOptionGivenTwice) {
  EXPECT_NE(ReportOf("[node]\nname = \"a\"\nname = \"b\"\n"), "");
}

TEST(Load, BoundsTheFileAndItsTexts) {
  EXPECT_EQ(ReportOf(std::string(kConfigBytesMax + 1, '\n')),
            "c.toml: the file is larger than 1048576 bytes\n");
  EXPECT_EQ(ReportOf("[node]\nname = \"" + std::string(1025, 'a') + "\"\n"),
            "c.toml:2: node.name must be at most 1024 bytes long\n");
}

TEST(Load, PrintsNoControlCharacterOfTheFile) {
  const std::string report = ReportOf("\"\\u001b[31mred\" = 1\n");

  EXPECT_EQ(report, "c.toml:1: unknown option \"?[31mred\"\n");
}

TEST(Load, SurvivesBytesThatAreNoText) {
  const std::string bytes("\xff\xfe\x00[node]", 9);
  EXPECT_FALSE(Load(bytes, "c.toml").options.has_value());
}

}  // namespace
}  // namespace candour::config
