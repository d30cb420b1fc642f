#include "node/learning/target_field.h"

#include <google/protobuf/descriptor.h>

#include <charconv>
#include <utility>

#include "node/anonymise/generalise.h"
#include "node/learning/cell_text.h"

namespace candour::intake {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor& DescriptorOf(TargetField field) {
  const std::string name(kTargetFieldNames[static_cast<size_t>(field)]);
  return *learning::v1::Learning::descriptor()->FindFieldByName(name);
}

// "LEARNING_KIND_" of LEARNING_KIND_UNSPECIFIED: by the rules of our contracts every value begins
// with it.
std::string_view PrefixOf(const EnumDescriptor& type) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const std::string_view zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.size() - kUnspecified.size());
}

std::string EnumSpelling(std::string_view text) {
  std::string name = FoldText(text);
  for (char& c : name) {
    if (c == ' ' || c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

// "82" -> "75-89", "90+" -> "90-over"; anything else as it is.
std::string BandOfAge(std::string value) {
  uint32_t years = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), years);
  const bool whole = error == std::errc() && end == value.data() + value.size();
  std::string band(whole ? anonymise::AgeBand(years, anonymise::Audience::kMembers)
                         : std::string_view(value));
  return band == "90+" ? "90-over" : band;
}

}  // namespace

std::vector<std::string_view> EnumNames(TargetField field) {
  std::vector<std::string_view> names;
  const EnumDescriptor* type = DescriptorOf(field).enum_type();
  if (type == nullptr) return names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    names.push_back(std::string_view(type->value(i)->name()).substr(PrefixOf(*type).size()));
  }
  return names;
}

bool SetField(learning::v1::Learning& learning, TargetField field, std::string value) {
  const FieldDescriptor& descriptor = DescriptorOf(field);
  const google::protobuf::Reflection& reflection = *learning.GetReflection();
  const EnumDescriptor* type = descriptor.enum_type();
  if (type == nullptr) {
    reflection.SetString(&learning, &descriptor, std::move(value));
    return true;
  }
  int number = 0;
  if (field == TargetField::kAgeBand) value = BandOfAge(std::move(value));
  if (const std::string name = EnumSpelling(value); !name.empty()) {
    const auto* found = type->FindValueByName(std::string(PrefixOf(*type)) + name);
    if (found == nullptr || found->number() == 0) return false;
    number = found->number();
  }
  reflection.SetEnumValue(&learning, &descriptor, number);
  return true;
}

}  // namespace candour::intake
