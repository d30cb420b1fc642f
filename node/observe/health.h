// How a node is, as a list of checks with one sentence each. A value: whoever knows fills it in,
// whoever shows it reads it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace candour::observe {

enum class HealthLevel : uint8_t { kOk, kWarn, kFail };

struct HealthCheck {
  std::string name;  // Stable, lower case: "store", "disk", "peers", "clock", "drafts".
  HealthLevel level = HealthLevel::kOk;
  std::string sentence;  // What is wrong and the next step; never record text.
};

struct Health {
  std::vector<HealthCheck> checks;

  // kOk when there are no checks.
  HealthLevel Worst() const;
  // "ok", or the checks that are not, worst first: "fail disk: ...; warn clock: ...".
  std::string Summary() const;
};

}  // namespace candour::observe
