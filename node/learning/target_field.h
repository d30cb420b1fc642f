// The fields of a Learning that one value of a table can fill.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "candour/learning/v1/body.pb.h"

namespace candour::intake {

// Beside the period, which has a form of its own.
enum class TargetField : uint8_t {
  kKind,
  kTitle,
  kWhatHappened,
  kLearning,
  kSpecialty,
  kSetting,
  kDegreeOfHarm,
  kProcess,
  kPatientInvolvement,
  kSource,
  kAgeBand,  // Also takes an age in years.
  kSex,
};

// Their names in learning.v1, in the order of the enumeration.
inline constexpr std::array<std::string_view, 12> kTargetFieldNames = {
    "kind",           "title",   "what_happened",       "learning", "specialty", "setting",
    "degree_of_harm", "process", "patient_involvement", "source",
    "age_band",       "sex"};

// The names a field takes, without their common prefix and without "unspecified"; empty for a text
// field.
std::vector<std::string_view> EnumNames(TargetField field);

// False when the field is an enumeration and `value` is no name of it ("near miss" and "Near-Miss"
// are NEAR_MISS, an empty one is "unspecified"; a number is no name).
bool SetField(learning::v1::Learning& learning, TargetField field, std::string value);

}  // namespace candour::intake
