// "Did you mean ...?": the known name nearest to a mistyped one.
#pragma once

#include <span>
#include <string_view>

namespace candour::config {

// The name of `known` with the fewest edits (insert, delete, replace, swap neighbours) from `word`;
// empty when even that one needs more than a third of the letters changed (one change is always
// allowed).
std::string_view NearestName(std::string_view word, std::span<const std::string_view> known);

}  // namespace candour::config
