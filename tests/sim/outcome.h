// What a seed came to.
#pragma once

#include <optional>

#include "crypto/hash.h"
#include "federation/base/time.h"
#include "tests/sim/marks.h"
#include "tests/sim/truth.h"

namespace candour::sim {

struct Outcome {
  std::optional<Violation> violation;
  Duration at{0};      // Virtual time of the violation.
  Duration lasted{0};  // Virtual time of the seed.
  uint64_t turns = 0;
  crypto::Hash trace;  // Of everything that happened, in order.
  Marks marks;
};

enum class Trace { kQuiet, kPrint };

}  // namespace candour::sim
