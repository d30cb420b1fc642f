#include "node/learning/mapping.h"

#include <gtest/gtest.h>

namespace candour::intake {
namespace {

std::string ReportOf(std::string_view text) { return ParseMapping(text).Report("m.toml"); }

constexpr char kFull[] = R"(
format = "csv"
encoding = "windows-1252"
delimiter = "tab"
reference = "{id}"
revision = "{version}"
deleted = { column = "state", values = ["Deleted", "void"] }

[fields]
kind = "INCIDENT"
title = { column = "what", words = 12 }
what_happened = "{what}\n\n{action}"
degree_of_harm = { column = "harm", values = { " Low  Harm" = "LOW" }, otherwise = "" }
period = { column = "date", formats = ["%d/%m/%Y", "excel"], precision = "quarter" }

[[codes]]
system = "lfpse.event-type"
version = "5"
column = "type"
display = "type name"
separator = " {~@~} "

[[seeds]]
kind = "patient"
columns = ["forename", "surname"]
)";

TEST(Mapping, ReadsEverything) {
  const MappingResult result = ParseMapping(kFull);

  ASSERT_EQ(result.Report("m.toml"), "");
  const Mapping& mapping = *result.mapping;
  EXPECT_EQ(mapping.encoding, Encoding::kWindows1252);
  EXPECT_EQ(mapping.delimiter, '\t');
  EXPECT_EQ(mapping.deleted->values, (std::vector<std::string>{"deleted", "void"}));
  EXPECT_EQ(mapping.fields.at(TargetField::kTitle).words_max, 12u);
  EXPECT_EQ(mapping.fields.at(TargetField::kDegreeOfHarm).values.at("low harm"), "LOW");
  EXPECT_EQ(mapping.fields.at(TargetField::kDegreeOfHarm).otherwise, "");
  EXPECT_EQ(mapping.fields.at(TargetField::kKind).otherwise, std::nullopt);
  EXPECT_EQ(mapping.period->formats.size(), 2u);
  EXPECT_EQ(mapping.period->precision, PeriodPrecision::kQuarter);
  EXPECT_EQ(mapping.codes.at(0).separator, " {~@~} ");
  EXPECT_EQ(mapping.seeds.at(0).columns.size(), 2u);
  EXPECT_EQ(mapping.Columns(),
            (std::vector<std::string>{"action", "date", "forename", "harm", "id", "state",
                                      "surname", "type", "type name", "version", "what"}));
}

TEST(Mapping, ReportsEveryProblemAtOnceWithItsLine) {
  EXPECT_EQ(
      ReportOf(R"(format = "xml"
colour = 1
delimiter = "::"
[fields]
kind = 3
titel = "x"
what_happened = "{open"
period = { column = "d", formats = ["%d/%m"], precision = "day" }
setting = { column = "a", constant = "b" }
title = { column = "a", words = 0 }
[[codes]]
system = "s"
column = ""
[[seeds]]
kind = "doctor"
columns = []
)"),
      "m.toml:1: format must be csv or jsonl\n"
      "m.toml:2: does not know \"colour\"; it knows format, encoding, delimiter, array_separator, "
      "reference, "
      "revision, deleted, fields, codes, seeds\n"
      "m.toml:3: delimiter must be one character, or \"tab\"\n"
      "m.toml:5: fields: kind must be a text, or a table with column, template or constant\n"
      "m.toml:6: fields: does not know \"titel\"; it knows kind, title, what_happened, learning, "
      "specialty, "
      "setting, degree_of_harm, process, patient_involvement, source, age_band, sex, period\n"
      "m.toml:7: fields: what_happened has a \"{\" without a \"}\"; write \"{{\" for a brace\n"
      "m.toml:8: period: formats \"%d/%m\" needs a year: %Y or %y\n"
      "m.toml:8: period: precision must be month, quarter or year\n"
      "m.toml:9: setting: needs one of column, template and constant\n"
      "m.toml:10: title: words must be a whole number from 1 to 100\n"
      "m.toml:11: codes: needs version\n"
      "m.toml:13: codes: column must not be empty\n"
      "m.toml:15: seeds: kind must be one of patient, relative, staff, reporter, dob, postcode, "
      "phone, "
      "hospital_number, other\n"
      "m.toml:16: seeds: columns must be a list of texts, with one at least\n");
}

TEST(Mapping, NeedsAKindAndANarrative) {
  EXPECT_EQ(ReportOf("[fields]\n"),
            "m.toml:1: fields: needs kind\nm.toml:1: fields: needs what_happened or learning\n");
  EXPECT_EQ(ReportOf(""), "m.toml:1: fields must be a section, written [fields]\n");
}

std::string WithFormats(std::string_view precision) {
  return "[fields]\nkind = \"INCIDENT\"\nlearning = \"{x}\"\n"
         "period = { column = \"d\", formats = [\"%d/%m/%Y\", \"%m/%d/%Y\"], precision = \"" +
         std::string(precision) + "\" }\n";
}

TEST(Mapping, RefusesTwoFormatsThatReadOneTextAsTwoDates) {
  EXPECT_EQ(
      ReportOf(WithFormats("month")),
      "m.toml:4: period: formats \"%d/%m/%Y\" and \"%m/%d/%Y\" read the same text as two dates; "
      "keep the one this table uses, or set precision = \"year\"\n");
  EXPECT_EQ(ReportOf(WithFormats("year")), "");
}

TEST(Mapping, RefusesAValueListedTwice) {
  EXPECT_EQ(
      ReportOf("[fields]\nlearning = \"{x}\"\n[fields.kind]\ncolumn = \"k\"\n[fields.kind.values]\n"
               "\"Near miss\" = \"NEAR_MISS\"\n\"near  MISS\" = \"INCIDENT\"\n"),
      "m.toml:7: kind values: lists \"near  MISS\" twice\n");
}

TEST(Mapping, RefusesNamesThatAreNotOfTheirEnumeration) {
  EXPECT_EQ(
      ReportOf(
          "[fields]\nkind = \"ACCIDENT\"\nlearning = \"{x}\"\n"
          "source = { column = \"s\", otherwise = \"RUMOUR\" }\n"
          "degree_of_harm = { column = \"h\", values = { \"1\" = \"FATAL\", \"2\" = \"2\" } }\n"),
      "m.toml:2: kind: \"ACCIDENT\" is not one of INCIDENT, NEAR_MISS, GOOD_PRACTICE, "
      "INVESTIGATION, SOLUTION, "
      "ALERT, PATIENT_STORY, RESOURCE, CONCERN_THEME, CALL, FRAMEWORK_NOTE\n"
      "m.toml:4: source: \"RUMOUR\" is not one of INCIDENT, COMPLAINT, CLAIM, AUDIT, STORY, "
      "EXCELLENCE\n"
      "m.toml:5: degree_of_harm: \"2\" is not one of NONE, LOW, MODERATE, SEVERE, FATAL\n");
}

TEST(Mapping, TakesAConstantLiterally) {
  const MappingResult result = ParseMapping(
      "[fields]\nkind = \"INCIDENT\"\nlearning = \"{x}\"\nsetting = { constant = \"a {b}\" }\n");

  ASSERT_EQ(result.Report("m.toml"), "");
  const TextTemplate& setting = result.mapping->fields.at(TargetField::kSetting).text;
  EXPECT_TRUE(setting.Columns().empty());
  EXPECT_EQ(setting.Fill([](std::string_view) { return "never"; }), "a {b}");
}

TEST(Mapping, KeepsCsvSettingsOutOfJsonl) {
  EXPECT_EQ(ReportOf("format = \"jsonl\"\ndelimiter = \";\"\n[fields]\nkind = "
                     "\"INCIDENT\"\nlearning = \"{x}\"\n"),
            "m.toml:2: delimiter is for csv only\n");
}

TEST(Mapping, SaysWhereTextIsNotToml) {
  EXPECT_EQ(ReportOf("a = \n").substr(0, 25), "m.toml:1: not valid TOML:");
}

}  // namespace
}  // namespace candour::intake
