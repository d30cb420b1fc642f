// Reads a node's configuration from text (TOML). Knows no files: the caller reads the file and
// hands over its text.
//
// Every problem is reported at once, with its line: unknown names (with the nearest known one),
// wrong types, values out of range. A text that is not TOML at all gives one problem, because
// nothing after it can be trusted. Never throws.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/options.h"

namespace candour::config {

struct Problem {
  int line = 0;  // From 1; 0 when the problem has no place.
  std::string message;
  bool operator==(const Problem&) const = default;
};

struct LoadResult {
  std::optional<NodeOptions> options;  // Present exactly when there are no problems.
  std::vector<Problem> problems;       // By line.
  std::string origin_name;

  // One line for each problem: "candour.toml:12: store.write_buffer_mb must be ...". Empty when
  // there are none.
  std::string Report() const;
};

inline constexpr size_t kConfigBytesMax = 1024 * 1024;

// `origin_name` is how the messages call the text, usually the path of its file. Paths in the
// result are as written; see ResolvePaths().
LoadResult Load(std::string_view toml_text, std::string origin_name);

}  // namespace candour::config
