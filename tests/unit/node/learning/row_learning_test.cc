#include "node/learning/row_learning.h"

#include <gtest/gtest.h>

#include <map>

namespace candour::intake {
namespace {

using Cells = std::map<std::string, std::string, std::less<>>;

Mapping MappingOf(std::string_view fields) {
  const std::string text =
      "[fields]\nkind = \"INCIDENT\"\nwhat_happened = \"{what}\"\n" + std::string(fields);
  MappingResult result = ParseMapping(text);
  EXPECT_EQ(result.Report("m.toml"), "");
  return result.mapping.value_or(Mapping());
}

tl::expected<ImportedRow, RowRefusal> Build(const Mapping& mapping, Cells cells) {
  cells.try_emplace("what", "The pump stopped.");
  const CellLookup lookup = [&](std::string_view column) -> std::string_view {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string_view() : found->second;
  };
  return BuildRow(mapping, lookup, 61'440);
}

std::string RefusalOf(const Mapping& mapping, Cells cells) {
  const auto row = Build(mapping, std::move(cells));
  return row ? "imported" : row.error().reason + ": " + row.error().message;
}

TEST(BuildRow, TurnsHarmCodesThatRunBackwards) {
  const Mapping mapping = MappingOf(
      "[fields.degree_of_harm]\ncolumn = \"harm\"\n"
      "values = { \"1\" = \"FATAL\", \"2\" = \"SEVERE\", \"3\" = \"MODERATE\", \"4\" = \"LOW\", "
      "\"5\" = \"NONE\" }\n");

  EXPECT_EQ(Build(mapping, {{"harm", "1"}})->learning.degree_of_harm(),
            learning::v1::DEGREE_OF_HARM_FATAL);
  EXPECT_EQ(Build(mapping, {{"harm", "5"}})->learning.degree_of_harm(),
            learning::v1::DEGREE_OF_HARM_NONE);
  EXPECT_EQ(RefusalOf(mapping, {{"harm", "6"}}),
            "UNKNOWN_VALUE: degree_of_harm: the value in \"harm\" is not known; list it under "
            "values, or set otherwise");
}

TEST(BuildRow, NeverTakesANumberForADegreeOfHarm) {
  const Mapping mapping = MappingOf("degree_of_harm = \"{harm}\"\n");

  EXPECT_EQ(Build(mapping, {{"harm", "Severe"}})->learning.degree_of_harm(),
            learning::v1::DEGREE_OF_HARM_SEVERE);
  EXPECT_EQ(RefusalOf(mapping, {{"harm", "1"}}).substr(0, 13), "UNKNOWN_VALUE");
}

TEST(BuildRow, KeepsCodesVerbatimWithTheirSystemAndVersion) {
  const Mapping mapping = MappingOf(
      "[[codes]]\nsystem = \"lfpse.devices\"\nversion = \"5\"\ncolumn = \"type\"\ndisplay = "
      "\"name\"\n"
      "separator = \" {~@~} \"\n");

  const auto row = Build(mapping, {{"type", "007 {~@~} devices"}, {"name", "Mask {~@~} Other"}});

  ASSERT_EQ(row->learning.codes_size(), 2);
  EXPECT_EQ(row->learning.codes(0).code(), "007");
  EXPECT_EQ(row->learning.codes(0).version(), "5");
  EXPECT_EQ(row->learning.codes(1).display(), "Other");
  EXPECT_EQ(
      Build(mapping, {{"type", "7"}, {"name", "Mask {~@~} Other"}})->learning.codes(0).display(),
      "");
  EXPECT_EQ(Build(mapping, {{"type", " "}})->learning.codes_size(), 0);
}

TEST(BuildRow, ReadsDatesInTheOrderOfItsFormats) {
  const Mapping mapping = MappingOf(
      "period = { column = \"date\", formats = [\"%d/%m/%Y\", \"iso\", \"excel\", \"%Y%m\"], "
      "precision = \"month\" }\n");

  EXPECT_EQ(Build(mapping, {{"date", "05/03/2024"}})->learning.period(), "2024-03");
  EXPECT_EQ(Build(mapping, {{"date", "41534"}})->learning.period(), "2013-09");
  EXPECT_EQ(Build(mapping, {{"date", "202403"}})->learning.period(), "2024-03");
  EXPECT_EQ(Build(mapping, {{"date", " "}})->learning.period(), "");
  EXPECT_EQ(RefusalOf(mapping, {{"date", "last spring"}}),
            "BAD_DATE: period: the value in \"date\" fits none of the formats; add its format, or "
            "set otherwise");
}

TEST(BuildRow, LeavesAPeriodEmptyWhereTheMappingSaysSo) {
  const Mapping mapping =
      MappingOf("period = { column = \"date\", formats = [\"iso\"], otherwise = \"\" }\n");
  EXPECT_EQ(Build(mapping, {{"date", "last spring"}})->learning.period(), "");
}

TEST(BuildRow, TakesAPeriodThatIsOneAlready) {
  const Mapping mapping = MappingOf("period = \"{when}\"\n");

  EXPECT_EQ(Build(mapping, {{"when", "2024-Q2"}})->learning.period(), "2024-Q2");
  EXPECT_EQ(RefusalOf(mapping, {{"when", "2024-13"}}).substr(0, 8), "BAD_DATE");
}

TEST(BuildRow, UsesOtherwiseForEmptyAndUnlistedValues) {
  const Mapping mapping = MappingOf(
      "setting = { column = \"where\", otherwise = \"Unknown\" }\n"
      "source = { column = \"from\", values = { \"PALS\" = \"COMPLAINT\" }, otherwise = "
      "\"INCIDENT\" }\n"
      "specialty = { column = \"spec\", values = { \"A&E\" = \"Emergency medicine\" } }\n");

  const auto row = Build(mapping, {{"where", "\u00A0"}, {"from", "letter"}, {"spec", "a&e"}});
  EXPECT_EQ(row->learning.setting(), "Unknown");
  EXPECT_EQ(row->learning.source(), learning::v1::SOURCE_KIND_INCIDENT);
  EXPECT_EQ(row->learning.specialty(), "Emergency medicine");

  const auto other =
      Build(mapping, {{"where", "PTS\u00A0 - Transport"}, {"from", "pals"}, {"spec", "ENT"}});
  EXPECT_EQ(other->learning.setting(), "PTS - Transport");
  EXPECT_EQ(other->learning.source(), learning::v1::SOURCE_KIND_COMPLAINT);
  EXPECT_EQ(other->learning.specialty(), "ENT");
}

TEST(BuildRow, KeepsANarrativeAsItWasWritten) {
  const Mapping mapping = MappingOf("title = { column = \"what\", words = 3 }\n");

  const auto row = Build(mapping, {{"what", " =SUM  gave\u201Cnothing\u201D\r\n500m1\r \n"}});

  EXPECT_EQ(row->learning.what_happened(), "=SUM  gave\u201Cnothing\u201D\n500m1");
  EXPECT_EQ(row->learning.title(), "=SUM gave\u201Cnothing\u201D 500m1");
  EXPECT_EQ(Build(mapping, {{"what", "one two three four"}})->learning.title(), "one two three...");
}

TEST(BuildRow, CollectsTheNamesOfPeopleAsSeeds) {
  const Mapping mapping = MappingOf(
      "[[seeds]]\nkind = \"patient\"\ncolumns = [\"forename\", \"surname\"]\n"
      "[[seeds]]\nkind = \"staff\"\ncolumns = [\"seen by\"]\nseparator = \"/\"\n");

  const auto row = Build(mapping, {{"surname", " Okafor "}, {"seen by", "Dr Rao / Sr Bell"}});

  ASSERT_EQ(row->seeds.size(), 3u);
  EXPECT_EQ(row->seeds[0].kind, "patient");
  EXPECT_EQ(row->seeds[0].value, "Okafor");
  EXPECT_EQ(row->seeds[2].kind, "staff");
  EXPECT_EQ(row->seeds[2].value, "Sr Bell");
}

Mapping Referenced() {
  MappingResult result = ParseMapping(
      "reference = \"{trust}-{id}\"\nrevision = \"{rev}\"\ndeleted = { column = \"state\", values "
      "= [\"Deleted\"] }\n"
      "[fields]\nkind = \"INCIDENT\"\nwhat_happened = \"{what}\"\n");
  return result.mapping.value_or(Mapping());
}

TEST(BuildRow, GivesReferencesOneSpellingAndKeepsRevisions) {
  const auto row = Build(Referenced(), {{"trust", "rx1"}, {"id", "2016 - 0143"}, {"rev", "12"}});

  EXPECT_EQ(row->source_reference, "RX1-2016-0143");
  EXPECT_EQ(row->revision, 12u);
  EXPECT_EQ(Build(Referenced(), {})->revision, 0u);
  EXPECT_EQ(Build(Referenced(), {})->source_reference, "");
  EXPECT_EQ(RefusalOf(Referenced(), {{"rev", "1.2"}}),
            "BAD_REVISION: revision: the value in \"rev\" is no whole number");
}

TEST(BuildRow, DoesNotImportWhatItsSourceDeleted) {
  EXPECT_EQ(RefusalOf(Referenced(), {{"state", " deleted "}}),
            "DELETED: \"state\" says that the row was deleted at its source");
  EXPECT_EQ(RefusalOf(Referenced(), {{"state", "open"}}), "imported");
}

TEST(BuildRow, RefusesRowsWithoutATextAndRowsThatAreTooLarge) {
  const Mapping mapping = MappingOf("title = \"A title\"\n");

  EXPECT_EQ(RefusalOf(mapping, {{"what", " \u00A0 "}}),
            "BLANK: neither what_happened nor learning has a text");
  EXPECT_EQ(RefusalOf(mapping, {{"what", std::string(70'000, 'x')}}),
            "TOO_LARGE: the row makes a draft of 70015 bytes, at most 61440");
}

TEST(BuildRow, NeverPutsACellIntoAMessage) {
  const Mapping mapping = MappingOf(
      "source = \"{secret}\"\nperiod = { column = \"secret\", formats = [\"iso\"] }\n"
      "[[seeds]]\nkind = \"patient\"\ncolumns = [\"long\"]\n");
  const std::string secret = "Mrs Okafor";

  for (const Cells& cells :
       {Cells{{"secret", secret}}, Cells{{"long", secret + std::string(300, 'x')}}}) {
    const std::string refusal = RefusalOf(mapping, cells);
    EXPECT_NE(refusal, "imported");
    EXPECT_EQ(refusal.find(secret), std::string::npos) << refusal;
  }
}

TEST(Fingerprint, SeesThroughSpaceCaseAndTypography) {
  learning::v1::Learning a;
  a.set_what_happened("The patient\u2019s pump  stopped.");
  learning::v1::Learning b;
  b.set_what_happened("THE PATIENT'S PUMP\u00A0STOPPED. ");

  EXPECT_EQ(Fingerprint(a), Fingerprint(b));
}

TEST(Fingerprint, TellsFieldsAndTheirOrderApart) {
  learning::v1::Learning a;
  a.set_title("x");
  learning::v1::Learning b;
  b.set_what_happened("x");
  learning::v1::Learning c = a;
  c.set_degree_of_harm(learning::v1::DEGREE_OF_HARM_LOW);
  learning::v1::Learning d = a;
  d.add_codes()->set_code("1");

  EXPECT_NE(Fingerprint(a), Fingerprint(b));
  EXPECT_NE(Fingerprint(a), Fingerprint(c));
  EXPECT_NE(Fingerprint(a), Fingerprint(d));
}

}  // namespace
}  // namespace candour::intake
