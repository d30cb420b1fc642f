// Reads a table (CSV or JSON Lines) as learning: each row is imported or refused with a reason, and
// everything is counted.
//
// The file is never held as a whole. What is imported here is not stored and not masked: that is
// the caller's next step. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "federation/base/result.h"
#include "node/learning/csv.h"
#include "node/learning/mapping.h"
#include "node/learning/row_learning.h"

namespace candour::intake {

struct RefusedImport {
  uint64_t row = 0;     // 1 = the first row after the header.
  uint64_t line = 0;    // Where it begins in the file, from 1.
  uint64_t offset = 0;  // Bytes before it.
  RowRefusal refusal;
};

using ImportStep = std::variant<ImportedRow, RefusedImport>;

// rows = imported + the sum of refused.
struct ImportTally {
  uint64_t rows = 0;
  uint64_t imported = 0;
  std::map<std::string, uint64_t> refused;  // By reason.
};

struct ImportLimits {
  size_t row_bytes_max = size_t{1} << 20;
  size_t draft_bytes_max = 61'440;
};

class ImportReader {
 public:
  // Reads a CSV file's header. kInvalid when it lacks a column that the mapping names, or has it
  // twice; the message lists all of them.
  static Result<std::unique_ptr<ImportReader>> Open(Mapping mapping, ChunkSource source,
                                                    ImportLimits limits);
  virtual ~ImportReader() = default;

  // Empty at the end. kPolicy with reason MASS_BLANK as soon as more than half of the rows (and at
  // least kBlankRowsLeast, or at the end of a shorter file) have neither what_happened nor
  // learning: that is a broken export, and what it would blank has to stay. Nothing can be read
  // after an error.
  Result<std::optional<ImportStep>> Next();

  const ImportTally& tally() const { return tally_; }

  static constexpr uint64_t kBlankRowsLeast = 20;

 protected:
  ImportReader() = default;

 private:
  // What the table gives: a row that was imported or refused, not counted yet.
  virtual Result<std::optional<ImportStep>> ReadStep() = 0;
  Status CheckBlanks(uint64_t rows_least) const;

  ImportTally tally_;
  bool ended_ = false;
};

}  // namespace candour::intake
