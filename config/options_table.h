// The one table of options: what config/ knows about each of them. Used by the loader and by the
// documentation.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/options.h"

namespace candour::config {

struct IntegerOption {
  int64_t& (*field)(NodeOptions&);
  int64_t min;
  int64_t max;
};

// `check` gives the reason why a value is refused, or an empty text.
struct TextOption {
  std::string& (*field)(NodeOptions&);
  std::string (*check)(std::string_view value);
};

struct PathOption {
  std::string& (*field)(NodeOptions&);
};

struct ChoiceOption {
  std::string& (*field)(NodeOptions&);
  std::vector<std::string_view> choices;
};

struct WordsOption {
  std::vector<std::string>& (*field)(NodeOptions&);
};

struct LocalIdsOption {
  std::vector<LocalId>& (*field)(NodeOptions&);
};

using OptionKind =
    std::variant<IntegerOption, TextOption, PathOption, ChoiceOption, WordsOption, LocalIdsOption>;

struct OptionRow {
  std::string_view section;
  std::string_view key;
  std::string_view unit;  // Empty when the value has none.
  std::string_view meaning;
  OptionKind kind;
};

struct SectionRow {
  std::string_view name;
  std::string_view meaning;
};

// In the order in which they are documented; the rows of one section stand together.
std::span<const OptionRow> OptionRows();
std::span<const SectionRow> SectionRows();

// The longest text a text option takes, and the most entries a list takes.
inline constexpr size_t kTextBytesMax = 1024;
inline constexpr size_t kListEntriesMax = 10'000;

}  // namespace candour::config
