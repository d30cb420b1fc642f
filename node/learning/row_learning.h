// One row of somebody's table as a piece of learning, as its mapping says.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "candour/learning/v1/body.pb.h"
#include "crypto/hash.h"
#include "node/anonymise/anonymise.h"
#include "node/learning/mapping.h"
#include "node/learning/text_template.h"

namespace candour::intake {

struct ImportedRow {
  uint64_t row = 0;   // 1 = the first row after the header.
  uint64_t line = 0;  // Where it begins in the file, from 1.
  // In one spelling (CanonicalReference); empty when the table has none. Stays on this node.
  std::string source_reference;
  uint64_t revision = 0;  // Of one reference the highest is the latest.
  learning::v1::Learning learning;
  std::vector<anonymise::Seed> seeds;
  // Of the content alone. Rows with one reference and one fingerprint are the same; one reference
  // and two fingerprints are a revision; without a reference equal fingerprints are duplicates. Two
  // people may write the same few words, so rows with different references are never duplicates.
  crypto::Hash fingerprint;
};

// Why a row is not imported. `reason` is a stable upper-case token; `message` names columns, never
// their text.
struct RowRefusal {
  std::string reason;
  std::string message;
};

tl::expected<ImportedRow, RowRefusal> BuildRow(const Mapping& mapping, const CellLookup& cells,
                                               size_t draft_bytes_max);

// SHA-256 over the fields, each in a form that white space, case and typography do not change.
crypto::Hash Fingerprint(const learning::v1::Learning& learning);

}  // namespace candour::intake
