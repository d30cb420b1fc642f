// One run: networks of real nodes, trouble, healing, and what has to hold afterwards.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "federation/base/result.h"
#include "tests/links/fault_proxy.h"

namespace candour::links {

struct Plan {
  size_t nodes = 12;
  size_t networks = 3;
  uint64_t seed = 1;
  int seconds = 60;
  Line healed = Line::kGood;
  std::string folder;  // Of the nodes.
  std::string daemon;
};

struct Outcome {
  uint64_t connections = 0;
  std::array<uint64_t, kFaultNames.size()> fired{};
  uint64_t published = 0;
  uint64_t withdrawn = 0;
  double converged_seconds = 0;
  uint64_t heads_compared = 0;
};

// An error says what did not hold.
Result<Outcome> RunLinks(const Plan& plan);

}  // namespace candour::links
