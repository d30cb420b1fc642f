// Reads CSV row by row (RFC 4180), from pieces of a file that is never held as a whole.
//
// Quoted fields may hold line breaks and doubled quotes; rows end with LF or CRLF; a byte order
// mark is skipped; empty lines are skipped. A quote inside an unquoted field is an ordinary
// character. A row that breaks a rule is returned with its fault instead of its fields, and reading
// goes on behind it. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/result.h"

namespace candour::intake {

// The next piece of a file, of any length; empty at its end. An error ends the reading and is
// passed on.
using ChunkSource = std::function<Result<std::string>()>;

enum class CsvFault : uint8_t {
  kNone,
  kNotText,         // Bytes outside the encoding, or a zero character.
  kRowTooLong,      // Over row_bytes_max.
  kTooManyFields,   // Over fields_max.
  kColumnCount,     // Not as many fields as the header.
  kTextAfterQuote,  // "like"this, which usually means that a quote was not doubled.
  kOpenQuote,       // The file ends inside quotes.
};

enum class Encoding : uint8_t {
  kUtf8,
  kWindows1252,  // For rows that are not UTF-8; a row that is UTF-8 stays as it is.
};

struct CsvRow {
  uint64_t row = 0;     // 1 = the first row after the header.
  uint64_t line = 0;    // Where it begins in the file, from 1.
  uint64_t offset = 0;  // Bytes before it.
  CsvFault fault = CsvFault::kNone;
  size_t field_count = 0;           // As read, also of a refused row.
  std::vector<std::string> fields;  // UTF-8. Empty when there is a fault.
};

struct CsvOptions {
  char delimiter = ',';
  Encoding encoding = Encoding::kUtf8;
  size_t row_bytes_max = size_t{1} << 20;
  size_t fields_max = 1024;
};

class CsvReader {
 public:
  CsvReader(ChunkSource source, CsvOptions options);

  // The names of the columns, without surrounding spaces. Call it once, before Next(). kInvalid
  // when there is no header, or it is no text, or the file is UTF-16.
  Result<std::vector<std::string>> ReadHeader();

  // Empty at the end of the file.
  Result<std::optional<CsvRow>> Next();

 private:
  enum class State : uint8_t { kFieldStart, kUnquoted, kQuoted, kQuoteInQuoted, kSkipLine };

  Status Fill();
  Result<std::optional<CsvRow>> ReadRow();
  // True when the row is complete.
  bool Take(char c, CsvRow& row);
  void TakeQuoted(char c, CsvRow& row);
  void Append(char c, CsvRow& row);
  void EndField(CsvRow& row);
  void FinishRow(CsvRow& row) const;

  ChunkSource source_;
  const CsvOptions options_;
  std::string chunk_;
  size_t at_ = 0;  // In chunk_.
  bool ended_ = false;
  State state_ = State::kFieldStart;
  std::string field_;
  size_t row_bytes_ = 0;
  bool in_text_ = false;  // A byte of the current row was seen.
  uint64_t line_ = 1;
  uint64_t offset_ = 0;
  uint64_t rows_ = 0;
  size_t columns_ = 0;
};

}  // namespace candour::intake
