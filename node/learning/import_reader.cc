#include "node/learning/import_reader.h"

#include <algorithm>
#include <utility>

#include "node/learning/cell_text.h"
#include "node/learning/jsonl.h"

namespace candour::intake {
namespace {

constexpr char kBlankReason[] = "BLANK";

ImportStep Refused(uint64_t row, uint64_t line, uint64_t offset, RowRefusal refusal) {
  return RefusedImport{row, line, offset, std::move(refusal)};
}

RowRefusal RefusalOf(const CsvRow& row, size_t columns) {
  switch (row.fault) {
    case CsvFault::kNotText:
      return {"NOT_TEXT", "the row is not UTF-8; set encoding if the table is in windows-1252"};
    case CsvFault::kRowTooLong:
      return {"ROW_TOO_LONG", "the row is longer than limits.import_row_bytes"};
    case CsvFault::kTextAfterQuote:
      return {"BAD_QUOTE",
              "text follows a closing quote; quotes inside a field have to be doubled"};
    case CsvFault::kOpenQuote:
      return {"BAD_QUOTE",
              "a quote in this row is never closed; everything after it was read as one field"};
    default:
      return {"COLUMN_COUNT", "the row has " + std::to_string(row.field_count) +
                                  " fields, the header " + std::to_string(columns)};
  }
}

RowRefusal RefusalOf(JsonlFault fault) {
  switch (fault) {
    case JsonlFault::kNotText:
      return {"NOT_TEXT", "the line is not UTF-8"};
    case JsonlFault::kRowTooLong:
      return {"ROW_TOO_LONG", "the line is longer than limits.import_row_bytes"};
    case JsonlFault::kTooManyCells:
      return {"TOO_LARGE", "the object has too many members"};
    case JsonlFault::kInexactNumber:
      return {"INEXACT_NUMBER", "a number is too large to be read exactly; write it as a text"};
    default:
      return {"NOT_JSON", "the line is not a JSON object"};
  }
}

class CsvImport : public ImportReader {
 public:
  CsvImport(Mapping mapping, ChunkSource source, ImportLimits limits)
      : mapping_(std::move(mapping)),
        limits_(limits),
        reader_(std::move(source), {.delimiter = mapping_.delimiter,
                                    .encoding = mapping_.encoding,
                                    .row_bytes_max = limits.row_bytes_max}) {}

  Status Start() {
    Result<std::vector<std::string>> header = reader_.ReadHeader();
    if (!header) return Fail(header.error());
    columns_ = header->size();
    std::map<std::string, std::vector<size_t>> places;
    for (size_t i = 0; i < header->size(); ++i) places[FoldText((*header)[i])].push_back(i);
    std::string missing;
    std::string twice;
    for (const std::string& column : mapping_.Columns()) {
      const auto found = places.find(FoldText(column));
      const size_t count = found == places.end() ? 0 : found->second.size();
      if (count == 0) missing += (missing.empty() ? "\"" : ", \"") + column + "\"";
      if (count > 1) twice += (twice.empty() ? "\"" : ", \"") + column + "\"";
      if (count == 1) place_of_.emplace(column, found->second.front());
    }
    std::string problem;
    if (!missing.empty()) problem = "the file has no column " + missing;
    if (!twice.empty())
      problem += (problem.empty() ? "the file has" : ", and has") + (" twice: " + twice);
    if (problem.empty()) return {};
    return Fail(ErrorCode::kInvalid, "BAD_COLUMNS",
                problem + "; correct the mapping or the file's first row");
  }

 private:
  Result<std::optional<ImportStep>> ReadStep() override {
    Result<std::optional<CsvRow>> read = reader_.Next();
    if (!read) return Fail(read.error());
    if (!read->has_value()) return std::nullopt;
    const CsvRow& row = **read;
    if (row.fault != CsvFault::kNone)
      return Refused(row.row, row.line, row.offset, RefusalOf(row, columns_));
    const CellLookup cells = [&](std::string_view column) -> std::string_view {
      const auto place = place_of_.find(column);
      return place == place_of_.end() ? std::string_view() : row.fields[place->second];
    };
    tl::expected<ImportedRow, RowRefusal> built =
        BuildRow(mapping_, cells, limits_.draft_bytes_max);
    if (!built) return Refused(row.row, row.line, row.offset, built.error());
    built->row = row.row;
    built->line = row.line;
    return ImportStep(std::move(*built));
  }

  const Mapping mapping_;
  const ImportLimits limits_;
  CsvReader reader_;
  size_t columns_ = 0;
  std::map<std::string, size_t, std::less<>> place_of_;
};

class JsonlImport : public ImportReader {
 public:
  JsonlImport(Mapping mapping, ChunkSource source, ImportLimits limits)
      : mapping_(std::move(mapping)),
        limits_(limits),
        reader_(std::move(source), {.array_separator = mapping_.array_separator,
                                    .row_bytes_max = limits.row_bytes_max}) {}

 private:
  Result<std::optional<ImportStep>> ReadStep() override {
    Result<std::optional<JsonlRow>> read = reader_.Next();
    if (!read) return Fail(read.error());
    if (!read->has_value()) return std::nullopt;
    const JsonlRow& row = **read;
    if (row.fault != JsonlFault::kNone)
      return Refused(row.row, row.line, row.offset, RefusalOf(row.fault));
    const CellLookup cells = [&](std::string_view column) -> std::string_view {
      const auto cell = row.cells.find(column);
      return cell == row.cells.end() ? std::string_view() : cell->second;
    };
    tl::expected<ImportedRow, RowRefusal> built =
        BuildRow(mapping_, cells, limits_.draft_bytes_max);
    if (!built) return Refused(row.row, row.line, row.offset, built.error());
    built->row = row.row;
    built->line = row.line;
    return ImportStep(std::move(*built));
  }

  const Mapping mapping_;
  const ImportLimits limits_;
  JsonlReader reader_;
};

}  // namespace

Result<std::unique_ptr<ImportReader>> ImportReader::Open(Mapping mapping, ChunkSource source,
                                                         ImportLimits limits) {
  if (mapping.format == TableFormat::kJsonl) {
    return std::make_unique<JsonlImport>(std::move(mapping), std::move(source), limits);
  }
  auto reader = std::make_unique<CsvImport>(std::move(mapping), std::move(source), limits);
  if (Status started = reader->Start(); !started) return Fail(started.error());
  return reader;
}

Status ImportReader::CheckBlanks(uint64_t rows_least) const {
  const auto blank = tally_.refused.find(kBlankReason);
  if (blank == tally_.refused.end()) return {};
  if (tally_.rows < rows_least || blank->second * 2 <= tally_.rows) return {};
  return Fail(ErrorCode::kPolicy, "MASS_BLANK",
              std::to_string(blank->second) + " of the first " + std::to_string(tally_.rows) +
                  " rows have no text; this looks like a broken export, so the file is refused; "
                  "check the columns "
                  "of what_happened and learning");
}

Result<std::optional<ImportStep>> ImportReader::Next() {
  if (ended_) return std::nullopt;
  Result<std::optional<ImportStep>> step = ReadStep();
  ended_ = !step || !step->has_value();
  if (!step) return step;
  if (!step->has_value()) {
    if (Status checked = CheckBlanks(0); !checked) return Fail(checked.error());
    return step;
  }
  ++tally_.rows;
  if (const auto* refused = std::get_if<RefusedImport>(&**step)) {
    ++tally_.refused[refused->refusal.reason];
  } else {
    ++tally_.imported;
  }
  if (Status checked = CheckBlanks(kBlankRowsLeast); !checked) {
    ended_ = true;
    return Fail(checked.error());
  }
  return step;
}

}  // namespace candour::intake
