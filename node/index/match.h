// Compiles a query's words into an FTS5 expression in which every term is quoted and was taken
// apart by our own splitter. Internal to node/index.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/index/query.h"
#include "node/index/tokenizer.h"

namespace candour::index {

// The stems of the words that begin with `prefix`.
using ExpandPrefix = std::function<Result<std::vector<std::string>>(std::string_view prefix)>;

struct Match {
  enum class Outcome : uint8_t {
    kExpression,  // Ask with it.
    kNothing,     // No document can match.
    kNoWords,     // There was no letter or digit in it.
  };
  Outcome outcome = Outcome::kNoWords;
  std::string expression;
};

Result<Match> CompileMatch(const Node& node, const Tokenizer& tokenizer,
                           const ExpandPrefix& expand);

}  // namespace candour::index
