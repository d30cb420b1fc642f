// Masks a whole Learning: one pass over all its fields together, so that a name accepted in one
// field is masked in every other and placeholders agree within the record.
#pragma once

#include <string>
#include <vector>

#include "candour/node/v1/stored.pb.h"
#include "federation/base/result.h"
#include "node/anonymise/anonymise.h"
#include "node/learning/word_list.h"

namespace candour {

struct ScrubInput {
  learning::v1::Learning source;  // The original, with a person's edits in place of fields.
  std::vector<anonymise::Seed> seeds;
  std::vector<node::v1::MaskRequest> masks;    // What a person wants masked besides.
  std::vector<node::v1::Redaction> decisions;  // Earlier redactions; KEPT ones stay kept.
  WordList words;                              // This node's own.
};

struct Scrubbed {
  learning::v1::Learning masked;
  std::vector<node::v1::Redaction> redactions;  // Offsets into the source's fields; ids from 1.
  bool quarantined = false;  // A strong identifier is still readable in the masked text.
  size_t masked_spans = 0;
  size_t open_flags = 0;
};

// kInvalid when a field is no UTF-8 or too long; the message names the field.
Result<Scrubbed> Scrub(const anonymise::Anonymiser& anonymiser, const ScrubInput& input);

// A learning whose every text field went through the final re-scan: what Publish takes.
class ScrubbedLearning {
 public:
  const learning::v1::Learning& learning() const { return learning_; }

 private:
  friend Result<ScrubbedLearning> RescanAll(const anonymise::Anonymiser&,
                                            const learning::v1::Learning&);
  learning::v1::Learning learning_;
};

// kPolicy with reason IDENTIFIER_LEFT naming the field, when a strong identifier is readable.
Result<ScrubbedLearning> RescanAll(const anonymise::Anonymiser& anonymiser,
                                   const learning::v1::Learning& learning);

}  // namespace candour
