// Fixed lists of terms that cubes count by. A list never changes: another one gets another version.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace candour::query {

struct Term {
  std::string_view code;   // [a-z0-9-]+, what travels
  std::string_view label;  // what people read
  std::string_view also;   // other spellings, '|' between them, lower case
};

// The last two terms are "other" (a word that is on no list) and "unknown" (no word).
struct Taxonomy {
  std::string_view name;
  uint32_t version = 0;
  std::span<const Term> terms;

  // The term of this code, else terms.size().
  size_t Find(std::string_view code) const;
  // The term that somebody's free text means: its code, its label or another spelling, whatever
  // the case; "unknown" for nothing at all and "other" for everything else.
  size_t Classify(std::string_view text) const;
};

const Taxonomy& Harm();         // degree of physical harm
const Taxonomy& Specialties();  // specialty groups, never wards
const Taxonomy& Settings();
const Taxonomy& Processes();
const Taxonomy& Factors();     // SEIPS classes, and "several" for a report that names more than one
const Taxonomy& EventKinds();  // incident, near-miss
const Taxonomy& LearningKinds();  // what is published

}  // namespace candour::query
