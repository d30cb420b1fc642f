#include "node/learning/import_reader.h"
#include "tests/places.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace candour::intake {
namespace {

ChunkSource Pieces(std::string text, size_t piece) {
  auto rest = std::make_shared<std::string>(std::move(text));
  auto at = std::make_shared<size_t>(0);
  return [rest, at, piece]() -> Result<std::string> {
    std::string next = rest->substr(*at, piece);
    *at += next.size();
    return next;
  };
}

Mapping MappingOf(std::string_view text) {
  MappingResult result = ParseMapping(text);
  EXPECT_EQ(result.Report("m.toml"), "");
  return result.mapping.value_or(Mapping());
}

constexpr char kMapping[] = R"(
reference = "{ref}"
[fields]
kind = { column = "kind" }
what_happened = "{what}"
)";

// "1 A; 2! BLANK; end": row and reference, or row and reason; an error ends it.
std::string Transcript(ImportReader& reader) {
  std::string out;
  for (;;) {
    const auto step = reader.Next();
    if (!step) return out + step.error().reason + ": " + step.error().message;
    if (!step->has_value()) return out + "end";
    if (const auto* row = std::get_if<ImportedRow>(&**step)) {
      out += std::to_string(row->row) + " " + row->source_reference + "; ";
    } else {
      const auto& refused = std::get<RefusedImport>(**step);
      out += std::to_string(refused.row) + "! " + refused.refusal.reason + "; ";
    }
  }
}

std::string Transcript(std::string_view mapping, std::string text, ImportLimits limits = {}) {
  const auto reader = ImportReader::Open(MappingOf(mapping), Pieces(std::move(text), 7), limits);
  return reader ? Transcript(**reader) : reader.error().message;
}

TEST(ImportReader, ImportsOrRefusesEveryRowAndCountsThem) {
  const auto reader =
      ImportReader::Open(MappingOf(kMapping),
                         Pieces("ref,kind,what,unused\n"
                                "a,incident,It broke.,\n"
                                "b,accident,It broke.,\n"
                                "c,incident,It broke.\n"
                                "d,incident,\xFF,\n"
                                "e,near miss,\"It \"\"nearly\"\" broke,\nthen not.\",\n"
                                "f,incident,,\n"
                                "g,incident,\"x\"y,\n",
                                5),
                         {});
  ASSERT_TRUE(reader);

  EXPECT_EQ(
      Transcript(**reader),
      "1 A; 2! UNKNOWN_VALUE; 3! COLUMN_COUNT; 4! NOT_TEXT; 5 E; 6! BLANK; 7! BAD_QUOTE; end");
  EXPECT_EQ((*reader)->tally().rows, 7u);
  EXPECT_EQ((*reader)->tally().imported, 2u);
  EXPECT_EQ((*reader)->tally().refused, (std::map<std::string, uint64_t>{{"BAD_QUOTE", 1},
                                                                         {"BLANK", 1},
                                                                         {"COLUMN_COUNT", 1},
                                                                         {"NOT_TEXT", 1},
                                                                         {"UNKNOWN_VALUE", 1}}));
}

TEST(ImportReader, SaysWhichRowAndLineARefusalMeans) {
  const auto reader = ImportReader::Open(
      MappingOf(kMapping), Pieces("ref,kind,what\na,incident,\"x\ny\"\nb,incident\n", 100), {});
  ASSERT_TRUE((*reader)->Next());

  const auto step = (*reader)->Next();
  const auto& refused = std::get<RefusedImport>(**step);
  EXPECT_EQ(refused.row, 2u);
  EXPECT_EQ(refused.line, 4u);
  EXPECT_EQ(refused.offset, 31u);
  EXPECT_EQ(refused.refusal.message, "the row has 2 fields, the header 3");
}

TEST(ImportReader, FindsColumnsWhateverTheirCaseAndSpacing) {
  EXPECT_EQ(Transcript(kMapping, "\xEF\xBB\xBF REF ,Kind,What\na,incident,x\n"), "1 A; end");
}

TEST(ImportReader, ListsEveryColumnThatIsMissingOrThereTwice) {
  EXPECT_EQ(Transcript(kMapping, "kind,KIND,other\n"),
            "the file has no column \"ref\", \"what\", and has twice: \"kind\"; correct the "
            "mapping or the file's first row");
  EXPECT_EQ(Transcript(kMapping, "ref,kind,what,other,other\na,incident,x,,\n"), "1 A; end");
}

TEST(ImportReader, RefusesAFileThatIsMostlyBlankAsSoonAsItKnows) {
  std::string text = "ref,kind,what\n";
  for (int i = 0; i < 10; ++i) text += "a,incident,x\n";
  for (int i = 0; i < 40; ++i) text += "b,incident,\n";

  const std::string transcript = Transcript(kMapping, text);

  EXPECT_NE(transcript.find("20! BLANK; MASS_BLANK: 11 of the first 21 rows have no text;"),
            std::string::npos)
      << transcript;
}

TEST(ImportReader, RefusesAShortFileThatIsMostlyBlankAtItsEnd) {
  EXPECT_EQ(
      Transcript(kMapping, "ref,kind,what\na,incident,\nb,incident,\nc,incident,x\n").substr(0, 37),
      "1! BLANK; 2! BLANK; 3 C; MASS_BLANK: ");
  EXPECT_EQ(Transcript(kMapping, "ref,kind,what\na,incident,\nb,incident,x\n"),
            "1! BLANK; 2 B; end");
}

TEST(ImportReader, GivesNothingMoreAfterAnError) {
  const auto reader = ImportReader::Open(
      MappingOf(kMapping), Pieces("ref,kind,what\na,incident,\nb,incident,\n", 50), {});
  EXPECT_NE(Transcript(**reader).find("MASS_BLANK"), std::string::npos);

  EXPECT_EQ(Transcript(**reader), "end");
}

TEST(ImportReader, BoundsRowsAndDrafts) {
  const ImportLimits limits{.row_bytes_max = 64, .draft_bytes_max = 20};
  EXPECT_EQ(Transcript(kMapping,
                       "ref,kind,what\na,incident," + std::string(80, 'x') + "\nb,incident," +
                           std::string(30, 'x') + "\nc,incident,short\n",
                       limits),
            "1! ROW_TOO_LONG; 2! TOO_LARGE; 3 C; end");
}

TEST(ImportReader, ReadsJsonLinesWithTheSameMapping) {
  const std::string mapping =
      "format = \"jsonl\"\nreference = \"{id}\"\n[fields]\nkind = \"INCIDENT\"\nwhat_happened = "
      "\"{text.what}\"\n";
  EXPECT_EQ(Transcript(mapping,
                       "{\"id\":\"a-1\",\"text\":{\"what\":\"It "
                       "broke.\"}}\n{\"id\":7,\"text\":{\"what\":\"x\"}}\n"
                       "[1]\n{\"id\":\"b\"}\n"),
            "1 A-1; 2 7; 3! NOT_JSON; 4! BLANK; end");
}

std::string FileText(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct RealTable {
  std::string name;
  uint64_t rows = 0;
};

class RealTables : public testing::TestWithParam<RealTable> {};

TEST_P(RealTables, AreImportedWithoutARefusal) {
  const std::string path =
      candour::places::SourceDir() + "/../shared/data/narratives/" + GetParam().name + ".csv";
  const std::string text = FileText(path);
  if (text.empty()) GTEST_SKIP() << "needs " << path;
  const std::string mapping =
      FileText(candour::places::SourceDir() + "/deploy/mappings/" + GetParam().name + ".toml");

  const auto reader = ImportReader::Open(MappingOf(mapping), Pieces(text, 64 * 1024), {});
  ASSERT_TRUE(reader) << reader.error().message;
  std::set<std::string> references;
  for (;;) {
    const auto step = (*reader)->Next();
    ASSERT_TRUE(step) << step.error().message;
    if (!step->has_value()) break;
    const auto* row = std::get_if<ImportedRow>(&**step);
    ASSERT_NE(row, nullptr) << std::get<RefusedImport>(**step).refusal.message;
    EXPECT_TRUE(references.insert(row->source_reference).second);
    EXPECT_NE(row->learning.kind(), learning::v1::LEARNING_KIND_UNSPECIFIED);
    EXPECT_NE(row->learning.title(), "");
    EXPECT_NE(row->learning.setting(), "");
  }
  EXPECT_EQ((*reader)->tally().rows, GetParam().rows);
  EXPECT_EQ((*reader)->tally().imported, GetParam().rows);
}

INSTANTIATE_TEST_SUITE_P(Shared, RealTables,
                         testing::Values(RealTable{"maude_device_events", 1000},
                                         RealTable{"nhs_patient_feedback", 1536}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace candour::intake
