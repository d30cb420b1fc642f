// What a rule found, in offsets of Document::text(), before findings are merged into spans.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

struct Rule {
  std::string_view id;
  std::string_view reason;
};

struct Finding {
  size_t begin = 0;
  size_t end = 0;
  SpanType type = SpanType::kPerson;
  double confidence = 0;
  const Rule* rule = nullptr;
  std::string_view person =
      {};  // "PATIENT", "STAFF", "RELATIVE", "REPORTER": what a name's context says.

  bool masked() const { return confidence >= kMaskConfidence; }
};

using Findings = std::vector<Finding>;

}  // namespace candour::anonymise
