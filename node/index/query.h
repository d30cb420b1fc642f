// The query language: our own small tree. What a person typed never reaches the index's engine.
//
//   word  "a phrase"  "near these"~8  prefix*  a OR b  ( ... )  -unwanted
//   kind:value  setting:value  specialty:value  network:value  member:value   ("..." for spaces)
//
// Words side by side must all occur; OR binds tighter; filters of one field are alternatives, those
// of different fields must all hold, wherever they stand. Anything else is taken as words: an
// unfinished quote ends with the query, a parenthesis too many is passed over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/result.h"

namespace candour::index {

inline constexpr size_t kQueryBytesMax = 1000;
inline constexpr size_t kQueryTermsMax = 40;
inline constexpr size_t kQueryDepthMax = 8;

enum class Field : uint8_t { kKind, kSetting, kSpecialty, kNetwork, kMember };
inline constexpr size_t kFields = 5;
const char* FieldName(Field field);  // "kind", ...

// For network and member the value compares with the id in hex: the caller puts it in the place of
// the name a person wrote.
struct Filter {
  Field field = Field::kKind;
  std::string value;
  bool excluded = false;

  bool operator==(const Filter&) const = default;
};

enum class NodeKind : uint8_t { kTerm, kPrefix, kPhrase, kNear, kAll, kAny };

struct Node {
  NodeKind kind = NodeKind::kTerm;
  std::string text;           // kTerm, kPrefix, kPhrase, kNear.
  uint32_t distance = 0;      // kNear: at most so many words between.
  std::vector<Node> parts;    // kAll, kAny.
  std::vector<Node> without;  // kAll: none of these.

  bool operator==(const Node&) const = default;
};

struct Query {
  std::optional<Node> text;  // Empty: no words; everything that the filters let through.
  std::vector<Filter> filters;
};

// kInvalid with a message for the person who typed: too long, too many terms, too deep, not UTF-8,
// or nothing but unwanted words.
Result<Query> ParseQuery(std::string_view text);

// For tests and messages: (all a (any b c) (not d)) [kind=x].
std::string Describe(const Query& query);

}  // namespace candour::index
