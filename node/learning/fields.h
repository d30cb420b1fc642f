// The text fields of a Learning, one by one, under stable names such as "actions[0].text".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "candour/learning/v1/body.pb.h"

namespace candour {

enum class FieldKind {
  kText,       // Free text: scanned and masked.
  kVerbatim,   // Codes and links, kept as they are; only strong identifiers in them are masked.
  kStructured  // Periods, ids, versions: checked for their form, never free.
};

using FieldVisitor = std::function<void(std::string_view name, FieldKind kind, std::string& value)>;

// Visits every string field that is set, in a fixed order. The visitor may change the value.
void VisitText(learning::v1::Learning& learning, const FieldVisitor& visit);

// The field of that name, or null; for edits by name.
std::string* FindField(learning::v1::Learning& learning, std::string_view name);

// Required before approval and still empty: kind, title, what_happened or learning, setting,
// period.
std::vector<std::string> MissingFields(const learning::v1::Learning& learning);

// YYYY, YYYY-MM or YYYY-Qn.
bool IsPeriod(std::string_view period);

// What is malformed in the structured fields, as sentences that name the field; empty when fine.
std::vector<std::string> MalformedFields(const learning::v1::Learning& learning);

}  // namespace candour
