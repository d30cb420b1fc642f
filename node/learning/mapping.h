// A mapping file: how the columns of somebody's table become the fields of a Learning. TOML text
// in, value out.
//
//   format = "csv"                       # or "jsonl": keys in place of columns, "a.b" reaches into
//   objects encoding = "utf-8"                   # or "windows-1252", for rows that are not UTF-8
//   delimiter = ","                      # csv only; "tab" for tabs
//   array_separator = "; "               # jsonl only: between the elements of an array
//   reference = "{report id}"            # finds duplicates; stays on this node
//   revision = "{version}"               # a whole number; the highest is the latest
//   deleted = { column = "state", values = ["deleted"] }
//
//   [fields]                             # a text is a template of columns, or a constant without
//   them kind = "INCIDENT"                    # names as in learning.proto, without their prefix
//   title = { column = "what", words = 12 }
//   degree_of_harm = { column = "harm", values = { "1" = "FATAL", "5" = "NONE" }, otherwise = "" }
//   period = { column = "date", formats = ["%d/%m/%Y", "excel"], precision = "month", otherwise =
//   "" }
//
//   [[codes]]                            # kept verbatim; mean nothing without system and version
//   system = "lfpse.event-type"
//   version = "5"
//   column = "type"
//   display = "type name"
//   separator = " {~@~} "                # for several in one cell
//
//   [[seeds]]                            # columns that name people; the anonymiser masks them
//   everywhere kind = "patient" columns = ["forename", "surname"]
//
// `otherwise` is used for an empty cell, for a value that `values` does not list and for one that
// is no name of an enumeration. Without it an unlisted text is kept as it is, and an unknown name
// refuses the row.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/learning/csv.h"
#include "node/learning/date_format.h"
#include "node/learning/target_field.h"
#include "node/learning/text_template.h"

namespace candour::intake {

enum class TableFormat : uint8_t { kCsv, kJsonl };

struct FieldRule {
  TextTemplate text;
  std::map<std::string, std::string> values;  // Keys as FoldText() gives them.
  std::optional<std::string> otherwise;
  size_t words_max = 0;  // 0: all.
};

struct PeriodRule {
  TextTemplate text;
  std::vector<DateFormat> formats;  // Tried in order. Empty: the text is a period already.
  PeriodPrecision precision = PeriodPrecision::kMonth;
  std::optional<std::string>
      otherwise;  // For a text that is no date; without it the row is refused.
};

struct CodeRule {
  std::string system;
  std::string version;
  std::string column;
  std::string display_column;  // Empty: none.
  std::string separator;       // Empty: one code a cell.
};

struct SeedRule {
  std::string kind;
  std::vector<std::string> columns;
  std::string separator;
};

struct DeletedRule {
  std::string column;
  std::vector<std::string> values;  // As FoldText() gives them.
};

struct Mapping {
  TableFormat format = TableFormat::kCsv;
  Encoding encoding = Encoding::kUtf8;
  char delimiter = ',';
  std::string array_separator = "; ";
  std::optional<TextTemplate> reference;
  std::optional<TextTemplate> revision;
  std::optional<DeletedRule> deleted;
  std::map<TargetField, FieldRule> fields;
  std::optional<PeriodRule> period;
  std::vector<CodeRule> codes;
  std::vector<SeedRule> seeds;

  // Every column that is named anywhere, sorted, each once.
  std::vector<std::string> Columns() const;
};

struct MappingProblem {
  int line = 0;
  std::string message;
};

struct MappingResult {
  std::optional<Mapping> mapping;  // Present exactly when there are no problems.
  std::vector<MappingProblem> problems;

  // One line for each problem, as "maude.toml:12: ..."; empty when there are none.
  std::string Report(std::string_view origin_name) const;
};

// All problems at once, by line. Never throws.
MappingResult ParseMapping(std::string_view toml_text);

}  // namespace candour::intake
