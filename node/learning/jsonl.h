// Reads JSON Lines: one object a line, its members flattened to cells as a table has them.
//
// {"what": {"text": "x"}, "types": ["a", "b"]} gives what.text = "x" and types = "a; b". Parsed
// with protobuf's JSON. A line that breaks a rule is returned with its fault, and reading goes on
// behind it. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "federation/base/result.h"
#include "node/learning/csv.h"

namespace candour::intake {

enum class JsonlFault : uint8_t {
  kNone,
  kNotText,        // No UTF-8, or a zero character.
  kRowTooLong,     // Over row_bytes_max.
  kNotAnObject,    // Not JSON, or JSON of another kind.
  kTooManyCells,   // Over cells_max.
  kInexactNumber,  // A whole number beyond 2^53: write it as a text.
};

struct JsonlRow {
  uint64_t row = 0;     // 1 = the first object.
  uint64_t line = 0;    // From 1.
  uint64_t offset = 0;  // Bytes before it.
  JsonlFault fault = JsonlFault::kNone;
  std::map<std::string, std::string, std::less<>> cells;  // Empty when there is a fault.
};

struct JsonlOptions {
  std::string array_separator = "; ";
  size_t row_bytes_max = size_t{1} << 20;
  size_t cells_max = 4096;
};

class JsonlReader {
 public:
  JsonlReader(ChunkSource source, JsonlOptions options);

  // Empty at the end of the file. Empty lines are skipped.
  Result<std::optional<JsonlRow>> Next();

 private:
  // The next line without its end; false at the end of the file. A line that is too long is cut.
  Result<bool> ReadLine();
  void Parse(JsonlRow& row) const;

  ChunkSource source_;
  const JsonlOptions options_;
  std::string chunk_;
  size_t at_ = 0;  // In chunk_.
  bool ended_ = false;
  std::string text_;
  bool too_long_ = false;
  uint64_t lines_ = 0;
  uint64_t line_offset_ = 0;
  uint64_t offset_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace candour::intake
